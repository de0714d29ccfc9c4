r"""Annotated complaints as text that a person can read and write.

``Dulu [kaki|kaki kiri] saya [kram|kram historical @kaki kiri]`` marks two mentions. After the bar
stand the concept (or, for the types without one, the type: ``[3 minggu|DURATION]``) and, in any
order, ``negated``, ``uncertain``, ``historical``, ``other`` (the experiencer), ``@site,site`` and
a side. Mentions may be nested. A backslash keeps ``[``, ``|``, ``]`` and itself literal.
"""

from collections.abc import Iterable, Mapping

from extractor.errors import InputError
from extractor.results import Mention

ATTRIBUTES = ("negated", "uncertain", "historical")
SIDES = ("kiri", "kanan", "kedua")
STATUS_TYPES = ("SYMPTOM", "CONDITION", "TRIGGER")
SPAN_TYPES = ("DURATION", "FREQUENCY", "TIME_OF_DAY", "SEVERITY")


def parse(marked: str, types: Mapping[str, str]) -> tuple[str, tuple[Mention, ...]]:
    """Return the bare text and its mentions, in text order.

    Parameters
    ----------
    marked
        Text with markup.
    types
        The type of each concept, as `Lexicon.types` gives it.

    Raises
    ------
    InputError
        With the position in `marked` of what is wrong.
    """
    text: list[str] = []
    opened: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    i = 0
    while i < len(marked):
        char = marked[i]
        if char == "\\":
            text.append(marked[i + 1 : i + 2])
            i += 2
        elif char == "[":
            opened.append((len(text), i))
            i += 1
        elif char == "|":
            end = marked.find("]", i)
            if not opened or end < 0:
                raise InputError(f"column {i + 1}: '|' outside of '[…|…]'. Write '\\|' if it is text.")
            start, _ = opened.pop()
            mentions.append(_mention("".join(text), start, marked[i + 1 : end], types, i))
            i = end + 1
        elif char == "]":
            raise InputError(f"column {i + 1}: ']' closes a mention without a label.")
        else:
            text.append(char)
            i += 1
    if opened:
        raise InputError(f"column {opened[-1][1] + 1}: '[' is never closed.")
    return "".join(text), tuple(sorted(mentions, key=lambda m: (m.start, -m.end)))


def _mention(text: str, start: int, label: str, types: Mapping[str, str], at: int) -> Mention:
    concept, *flags = label.split() or [""]
    mention_type = concept if concept in SPAN_TYPES else types.get(concept)
    if mention_type is None:
        raise InputError(f"column {at + 1}: no concept {concept!r}. See data/lexicon/concepts.csv.")
    raw = {"start": start, "end": len(text), "text": text[start:], "type": mention_type, "concept": None}
    if mention_type not in SPAN_TYPES:
        raw["concept"] = concept
    if mention_type in STATUS_TYPES:
        raw |= dict.fromkeys(ATTRIBUTES, False) | {"experiencer": "self", "cues": ()}
    if mention_type == "SYMPTOM":
        raw["sites"] = ()
    if mention_type in ("SYMPTOM", "BODY_SITE"):
        raw["side"] = None
    for flag in flags:
        if flag in ATTRIBUTES and flag in raw:
            raw[flag] = True
        elif flag == "other" and "experiencer" in raw:
            raw["experiencer"] = "other"
        elif flag in SIDES and "side" in raw:
            raw["side"] = flag
        elif flag.startswith("@") and "sites" in raw:
            sites = tuple(site for site in flag[1:].split(",") if site)
            unknown = [site for site in sites if types.get(site) != "BODY_SITE"]
            if unknown:
                raise InputError(f"column {at + 1}: {unknown[0]!r} is no BODY_SITE.")
            raw["sites"] = sites
        else:
            raise InputError(f"column {at + 1}: {flag!r} does not go with {mention_type}.")
    return Mention(**raw)  # type: ignore[arg-type]


def render(text: str, mentions: Iterable[Mention]) -> str:
    """Return `text` with markup, the inverse of `parse`. Mentions may nest but not cross."""
    marks: list[tuple[int, int, int, str]] = []
    for mention in mentions:
        marks.append((mention.start, 1, -mention.end, "["))
        marks.append((mention.end, 0, -mention.start, f"|{_label(mention)}]"))
    out: list[str] = []
    position = 0
    for at, _, _, mark in sorted(marks):
        out.append(_escape(text[position:at]))
        out.append(mark)
        position = at
    out.append(_escape(text[position:]))
    return "".join(out)


def _label(mention: Mention) -> str:
    parts = [mention.concept or mention.type]
    parts += [name for name in ATTRIBUTES if getattr(mention, name)]
    if mention.experiencer == "other":
        parts.append("other")
    if mention.sites:
        parts.append("@" + ",".join(mention.sites))
    if mention.side:
        parts.append(mention.side)
    return " ".join(parts)


def _escape(text: str) -> str:
    for char in "\\[|]":
        text = text.replace(char, "\\" + char)
    return text
