"""Surface words to normal forms: case, marks, elongation, reduplication, clitics, slang, typos.

One surface word gives one or more *units*: ``gabisa`` is ``tidak`` + ``bisa``, ``dikaki`` is
``di`` + ``kaki``. A unit keeps the offsets of its letters inside the word, so that a mention
found in normal forms is a slice of the text. Everything here is `str -> units`; `analyse` of the
same word always gives the same units, so callers keep them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from extractor.typos import Typos

NUMBER: Final = "<angka>"
STOP, QUESTION, COMMA = ".", "?", ","
PARAGRAPH: Final = "¶"
"""Stands for a blank line: what lies on either side is read by itself."""
LONGEST_WORD: Final = 40

_MARKS: Final = dict.fromkeys([*range(0x300, 0x370), *range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD, *range(0xFE00, 0xFE10)])
_SIGNS: Final = re.compile(r"\([-–]\)|\([+]\)|[-–]/[-–]|[-–]{2,}>|->|[.!;:…]+|\?+|,+|↑+|↓+|[/()+\-–→\n]|[^\w\s]+|_+")
_COUNTED: Final = re.compile(r"(\d+(?:[.,]\d+)?)([a-z]+)")
_NUMERIC: Final = re.compile(r"\d+(?:[.,]\d+)*")
_DOUBLED: Final = re.compile(r"([a-z']{2,}?)[2²\"”*]+-?([a-z]*)")
_RUN_ON: Final = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_RUN3: Final = re.compile(r"(.)\1{2,}")
_RUN2: Final = re.compile(r"(.)\1")
_CLITICS: Final = (
    *("nya", "nyah", "ny", "nye", "nyo", "x", "ku", "kuu", "q", "mu", "lah", "kah", "pun", "ne", "e", "na", "ipun"),
    *("ta", "ji", "mi", "ka", "ki"),
)
POSSESSIVES: Final = ("nya", "ku", "mu")
_PREPOSITIONS: Final = ("di", "ke", "d", "k", "se")
_EMPHASIS: Final = re.compile(r"([b-df-hj-np-tv-z]?)u([aeiou].+)")
_CLEARLY: Final = 3
"""How many times as many patterns must use the likeliest of several words than the next."""


def is_number(word: str) -> bool:
    """Tell whether a normal form is written in digits."""
    return _NUMERIC.fullmatch(word) is not None


class Unit(NamedTuple):
    """A normal form and the half-open range of letters, inside its surface word, that it stands for."""

    word: str
    start: int
    end: int


class Normalizer:
    """Normal forms for a lexicon.

    Parameters
    ----------
    words
        Every normal form that the lexicon's patterns use, as often as they use it.
    spelling
        Written word to its standard words.
    vocabulary
        Right words that are nobody's typo.
    hosts
        Words that take a glued ``di`` or ``ke`` (body parts).
    units
        Words that follow a number directly (``3hr``) and take ``-an``.
    joined
        Multi-word terms written as one word, to their words.
    """

    def __init__(
        self,
        words: Iterable[str],
        spelling: Mapping[str, tuple[str, ...]],
        vocabulary: Iterable[str] = (),
        *,
        hosts: Iterable[str] = (),
        units: Iterable[str] = (),
        joined: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._words = Counter(words)
        self._vocabulary = frozenset(vocabulary)
        self._spelling: Mapping[str, tuple[str, ...]] = {}
        self._spelling = {
            written: tuple(form for word in standard for form in self._plain(word) or (word,)) for written, standard in spelling.items()
        }
        self._hosts = frozenset(hosts)
        self._units = frozenset(units)
        self._joined = joined or {}
        self._typos: Typos | None = None

    def analyse(self, surface: str) -> tuple[Unit, ...]:
        """Return the units of one token of the tokenizer; none for blanks."""
        if len(surface) > LONGEST_WORD and any(c.isalnum() for c in surface[:LONGEST_WORD]):
            return (Unit("", 0, len(surface)),)
        if surface.isalpha() and surface.isascii():
            clean = surface.lower()
        else:
            clean = _clean(surface)
            if not any(c.isalnum() for c in clean):
                return _signs(surface)
        known = self._known(clean)
        if known is not None:
            return _parted(known, clean) if len(clean) == len(surface) else _spread(known, len(surface))
        words = _RUN_ON.split(surface)
        if len(words) > 1:
            return self._run_on(words)
        return self._analyse_word(clean, len(surface), same_length=len(clean) == len(surface))

    def _run_on(self, words: list[str]) -> tuple[Unit, ...]:
        """Return the units of words without a blank between, ``lututDok``."""
        units: tuple[Unit, ...] = ()
        at = 0
        for word in words:
            units += _shift(self.analyse(word), at)
            at += len(word)
        return units

    def standard(self, written: str) -> tuple[str, ...]:
        """Return the standard words of one word of a pattern (no clitics, no typos)."""
        clean = _clean(written)
        if clean in self._spelling:
            return self._spelling[clean]
        half = len(clean) // 2
        if len(clean) > 4 and clean[half : half + 1] == "-" and clean[:half] == clean[half + 1 :]:
            return self.standard(clean[:half])
        return (clean,)

    def _known(self, word: str) -> tuple[str, ...] | None:
        if word in self._spelling:
            return self._spelling[word]
        if word in self._words:
            return (word,)
        return None

    def _analyse_word(self, word: str, length: int, *, same_length: bool) -> tuple[Unit, ...]:
        if not word.isalpha():
            for found in (self._number(word, length), self._doubled(word, length), self._hyphenated(word, length)):
                if found is not None:
                    return found if same_length else _whole(found, length)
        if same_length:
            for possessive in (*POSSESSIVES, "ny"):
                stem = word.removesuffix(possessive)
                known = self._known(stem) if stem != word and len(stem) > 2 else None
                if known is not None:
                    return _spread(known, length)
            for article in ("e", "ne", "na", "ana", "nipun"):
                stem = word.removesuffix(article)
                known = self._known(stem) if stem != word and len(stem) > 3 else None
                if known is not None and known[0] in self._hosts:
                    return _spread(known, length)
        if word in self._vocabulary:
            return (Unit("", 0, length),)
        if _RUN2.search(word):
            for stretched in dict.fromkeys((_RUN3.sub(r"\1", word), _RUN3.sub(r"\1\1", word), _RUN2.sub(r"\1", word))):
                known = self._owned(stretched) if stretched != word else None
                if known is not None:
                    return _spread(known, length)
        emphasis = _EMPHASIS.fullmatch(word)
        known = self._known(emphasis[1] + emphasis[2]) if emphasis and len(word) > 4 else None
        if known is not None:
            return _spread(known, length)
        found = self._affixed(word, length) if same_length else None
        if found is not None:
            return found
        if word in self._joined:
            return _spread(self._joined[word], length)
        typo = self._typo(_RUN3.sub(r"\1", word))
        return _spread(typo, length) if typo else (Unit("", 0, length),)

    def _owned(self, word: str) -> tuple[str, ...] | None:
        """Return what a word stands for, or what it does without a possessive."""
        forms = (word, *(word.removesuffix(possessive) for possessive in POSSESSIVES))
        return next((known for form in forms if len(form) > 2 and (known := self._known(form)) is not None), None)

    def _number(self, word: str, length: int) -> tuple[Unit, ...] | None:
        if _NUMERIC.fullmatch(word):
            return (Unit(NUMBER, 0, length),)
        counted = _COUNTED.fullmatch(word)
        if counted is None:
            return None
        digits = len(counted[1])
        unit = "kali" if counted[2] in ("x", "kali") else self._time_unit(counted[2])
        if unit is None:
            known = self._known(counted[2])
            return None if known is None else (Unit(NUMBER, 0, digits), *_shift(_spread(known, length - digits), digits))
        return (Unit(NUMBER, 0, digits), Unit(unit, digits, length))

    def _time_unit(self, word: str) -> str | None:
        for ending in ("", "an", "nan"):
            stem = word.removesuffix(ending) if word.endswith(ending) else ""
            standard = self._spelling.get(stem, (stem,))
            if len(standard) == 1 and standard[0] in self._units:
                return standard[0]
        return None

    def _doubled(self, word: str, length: int) -> tuple[Unit, ...] | None:
        doubled = _DOUBLED.fullmatch(word)
        if doubled is None:
            return None
        base, rest = doubled.groups()
        for candidate in (base + rest, base):
            units = self._plain(candidate)
            if units is not None:
                return _spread(units, length)
        return (Unit("", 0, length),)

    def _hyphenated(self, word: str, length: int) -> tuple[Unit, ...] | None:
        first, hyphen, second = word.partition("-")
        if not hyphen:
            return None
        if second in _CLITICS:
            units = self._plain(first)
            return None if units is None else _spread(units, length)
        root = _doubled_root(first, second)
        if second[: len(root) - 1] == root[: len(root) - 1]:
            for candidate in (first + second[len(root) :], second, first):
                units = self._plain(candidate)
                if units is not None:
                    return _spread(units, length)
        if "-" in second:
            return self._chain(word, length)
        left, right = self._plain(first), self._plain(second)
        cut = len(first)
        parts = (*_spread(left or ("",), cut), Unit("-", cut, cut + 1), *_shift(_spread(right or ("",), length - cut - 1), cut + 1))
        return parts if left or right else (Unit("", 0, length),)

    def _chain(self, word: str, length: int) -> tuple[Unit, ...] | None:
        """Read ``tangan-kaki-leher`` part by part."""
        if len(word) != length:
            return None
        units: list[Unit] = []
        at = 0
        for part in word.split("-"):
            units += _shift(_spread(self._plain(part) or ("",), len(part)), at)
            at += len(part) + 1
            units.append(Unit("-", at - 1, at))
        return tuple(units[:-1])

    def _plain(self, word: str) -> tuple[str, ...] | None:
        known = self._known(word)
        if known is None:
            stem = self._strip_clitic(word)
            known = None if stem is None else self._known(stem)
        return known

    def _strip_clitic(self, word: str) -> str | None:
        if word.endswith(_CLITICS):
            for clitic in _CLITICS:
                stem = word.removesuffix(clitic)
                if stem != word and len(stem) > 2 and self._known(stem) is not None:
                    return stem
        return None

    def _affixed(self, word: str, length: int) -> tuple[Unit, ...] | None:
        stem = self._strip_clitic(word)
        if stem is not None:
            return _spread(self._known(stem) or (), length)
        time_unit = self._time_unit(word)
        if time_unit is not None:
            return (Unit(time_unit, 0, length),)
        for preposition in _PREPOSITIONS:
            rest = word.removeprefix(preposition)
            if rest == word or len(rest) < 5 - len(preposition):
                continue
            units = self._plain(rest) or (self._doubled_host(rest) if rest[-1] in "2²" else None)
            if units is not None and (units[0] in self._hosts):
                cut = len(preposition)
                standard = {"d": "di", "k": "ke"}.get(preposition, preposition)
                return (Unit(standard, 0, cut), *_shift(_spread(units, length - cut), cut))
        return None

    def _doubled_host(self, word: str) -> tuple[str, ...] | None:
        return self._plain(word.rstrip("2²"))

    def _typo(self, word: str) -> tuple[str, ...] | None:
        """Return the one lexicon word that `word` most plausibly misspells."""
        if len(word) < 4 or not word.isalpha():
            return None
        found = self._nearest(word)
        if found is None:
            for clitic in ("nya", "nye", "ny", "ku", "x"):
                stem = word.removesuffix(clitic)
                if stem != word and len(stem) > 4 and stem not in self._vocabulary:
                    found = self._nearest(stem)
                    if found is not None:
                        break
        return None if found is None else (self._known(found) or (found,))

    def _nearest(self, word: str) -> str | None:
        """Return the word that `word` misspells; of several one that clearly more patterns use than the next."""
        if self._typos is None:
            self._typos = Typos(word for word in {*self._words, *self._spelling} if self._may_be_misspelt(word))
        uses: dict[tuple[str, ...], tuple[int, str]] = {}
        for candidate in sorted(self._typos.meant(word)):
            target = self._known(candidate) or (candidate,)
            uses.setdefault(target, (min(self._words[part] for part in target), candidate))
        ranked = sorted(uses.values(), reverse=True)
        if len(ranked) > 1 and ranked[0][0] < _CLEARLY * ranked[1][0]:
            return None
        return ranked[0][1] if ranked else None

    def _may_be_misspelt(self, word: str) -> bool:
        """Tell whether a word is long enough to be known by a misspelling, and no abbreviation of several."""
        return len(word) >= (4 if word in self._words else 5) and len(self._spelling.get(word, ())) < 2


def undoubled(word: str) -> str:
    """Return a doubled word once: ``ditusuk-tusuk`` is ``ditusuk``; any other word as it is."""
    first, _, second = word.partition("-")
    return first if second and _doubled_root(first, second) == second else word


def _doubled_root(first: str, second: str) -> str:
    """Return what `second` doubles of `first`, without its prefix: ``digerak-gerakkan``, ``berdenyut-denyut``."""
    if first.startswith("di") and len(first) > 4:
        return first.removeprefix("di")
    for at in range(2, min(5, len(first) - 2)):
        if second.startswith(first[at:]):
            return first[at:]
    return first


def _clean(surface: str) -> str:
    folded = unicodedata.normalize("NFKD", surface.replace("²", "2")).casefold().translate(_MARKS)
    return folded.replace("’", "'").replace("`", "'")


def _parted(units: tuple[str, ...], written: str) -> tuple[Unit, ...]:
    """Return the units of a whole word; a glued preposition covers its own letters only: ``dipangkal``."""
    first = units[0] if len(units) > 1 else ""
    if first not in _PREPOSITIONS or not written.startswith(first):
        return _spread(units, len(written))
    return (Unit(first, 0, len(first)), *_shift(_spread(units[1:], len(written) - len(first)), len(first)))


def _spread(words: tuple[str, ...], length: int) -> tuple[Unit, ...]:
    """Give the letters of one surface word to the first of its words and its end to all."""
    return tuple(Unit(word, 0, length) for word in words)


def _whole(units: tuple[Unit, ...], length: int) -> tuple[Unit, ...]:
    """Give all letters of a word to each of its units, where folding it changed their places."""
    return tuple(Unit(unit.word, 0, length) for unit in units)


def _shift(units: tuple[Unit, ...], by: int) -> tuple[Unit, ...]:
    return tuple(Unit(word, start + by, end + by) for word, start, end in units)


_TELLING: Final = frozenset("-→&/%>°±+=()\n") | {"(+)"}
_ABSENT: Final = ("(-)", "(–)", "-/-", "–/–")
_FOUND: Final = {"-": "(-)", "–": "(-)", "+": "(+)"}
"""Signs of findings that stand bare before the end of what they are of: ``bengkak +, merah -.``"""
_ENDS: Final = (",", ";", ".")
_SIGN_WORDS: Final = {"–": "-", "->": "→", "-->": "→", "!": ".", ";": ".", ":": ".", "\n": "\n"}


def _signs(surface: str) -> tuple[Unit, ...]:
    """Return punctuation as units: ``.`` ``?`` ``,`` ``/`` ``(`` ``)`` ``(-)`` ``(+)`` ``+`` ``-`` ``→`` ``↑`` ``↓`` and line breaks.

    Others tell nothing, as ``"``.
    """
    if surface.isspace():
        breaks = surface.count("\n")
        if not breaks:  # where a publisher took commas out, three blanks are left
            return (Unit(COMMA, 0, len(surface)),) if len(surface) > 1 else ()
        return (Unit("\n" if breaks == 1 else PARAGRAPH, 0, len(surface)),)
    if len(surface) > LONGEST_WORD:
        return (Unit(STOP, 0, len(surface)),)
    units = []
    for match in _SIGNS.finditer(surface):
        sign = match[0]
        if sign[0] in ".!;:…":
            word = STOP if ".." not in sign and "…" not in sign else "…"
            word = ":" if sign == ":" else word
        elif sign[0] in "?,↑↓":
            word = sign[0]
        elif sign in _ABSENT:
            word = "(-)"
        elif sign in _FOUND and surface[match.end() : match.end() + 1] in _ENDS and not surface[: match.start()].endswith("/"):
            word = _FOUND[sign]
        else:
            word = _SIGN_WORDS.get(sign, sign if sign in _TELLING else '"')
        units.append(Unit(word, match.start(), match.end()))
    return tuple(units)
