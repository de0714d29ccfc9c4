"""Mentions to features of the cause model; the same function for training and for use.

A feature is a row of ``evidence.csv``: an affirmed concept of the patient's own, at a limb if it is a symptom, at one of
`sites`, with one of `words` in it and one of `times` in the complaint, where the row names some. It carries less, under
another name, where a concept of `unless` explains it away (``cause:dijelaskan``), where it only accompanies, for all its mentions
have a word of `without` or no concept of `together` is affirmed (``concept:menyertai``), and where the row wants it told
before the symptom (`order`) but it comes after (``concept:sesudah``).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.lexicon import EvidenceRow, Lexicon
from extractor.lexicon.outcomes import LIMB_GROUPS
from extractor.results import Mention


class Features(NamedTuple):
    """Feature name to the indices of the mentions that carry it; `limb` tells whether a limb symptom is affirmed."""

    carriers: Mapping[str, tuple[int, ...]]
    limb: bool


def names(rows: Sequence[EvidenceRow]) -> list[str]:
    """Return all feature names, in the order of the table."""
    return list(dict.fromkeys(name for row in rows for name in (row.name, *row.weaker.values())))


def features_of(mentions: Sequence[Mention], lexicon: Lexicon) -> Features:
    """Return the features of one complaint."""
    affirmed: dict[str, list[int]] = {}
    times = {m.value for m in mentions if m.type in ("TIME_OF_DAY", "FREQUENCY")}
    first_symptom = len(mentions)
    limb = False
    for index, mention in enumerate(mentions):
        if not is_evidence(mention):
            continue
        if mention.type == "SYMPTOM":
            first_symptom = min(first_symptom, index)
            if not at_limb(mention, lexicon.groups):
                continue
            limb = True
        affirmed.setdefault(mention.concept or "", []).append(index)
    carriers: dict[str, tuple[int, ...]] = {}
    for row in lexicon.evidence if affirmed else ():
        if row.concept not in affirmed:
            continue
        found = [i for i in affirmed[row.concept] if _is_meant(mentions[i], row)]
        if not found or (row.times and not row.times & times):
            continue
        plain = [i for i in found if not _has(mentions[i], row.without)]
        if not row.unless.isdisjoint(affirmed):
            name = row.weaker["unless"]
        elif not plain or (row.together and row.together.isdisjoint(affirmed)):
            name = row.weaker["accompanies"]
        elif row.order and min(plain) > first_symptom:
            name = row.weaker["order"]
        else:
            name = row.name
        carriers[name] = tuple(sorted({*carriers.get(name, ()), *(plain or found)}))
    return Features(carriers, limb)


def _is_meant(mention: Mention, row: EvidenceRow) -> bool:
    """Tell whether a mention of the row's concept is felt at its sites and has one of its words."""
    at_sites = not row.sites or not row.sites.isdisjoint(mention.sites or ())
    return at_sites and (not row.words or _has(mention, row.words))


def _has(mention: Mention, words: Iterable[str]) -> bool:
    text = mention.text.lower()
    return any(word in text for word in words)


def is_evidence(mention: Mention) -> bool:
    """Tell whether a mention is affirmed of the patient; a condition stays evidence when it is history."""
    if mention.type in ("SYMPTOM", "TRIGGER"):
        return not (mention.negated or mention.uncertain or mention.historical or mention.experiencer == "other")
    if mention.type == "CONDITION":
        return not (mention.negated or mention.uncertain or mention.experiencer == "other")
    return mention.type == "TREATMENT"


def at_limb(symptom: Mention, groups: Mapping[str, str]) -> bool:
    """Tell whether a symptom is one of a limb, by the guideline's list."""
    group = groups[symptom.concept or ""]
    if group == "umum":
        return False
    sites = symptom.sites or ()
    if any(groups[site] in LIMB_GROUPS for site in sites):
        return True
    return group == "bebas" and (not sites or "badan" in sites)
