"""Whether the conditions of a term are met where it was found."""

from typing import Any, Final, NamedTuple

from extractor.lexicon.entries import Lexicon
from extractor.lexicon.outcomes import LIMB_GROUPS, LIMBS, Needs, Outcome
from extractor.matching import Match, Reading, Signs

NEAR: Final = 4
"""How many words a word that a term wants may be away, in the same sentence."""
CLOSE: Final = 3
"""How many words a word that a term rules out may be away, with no comma or other mark between."""


class Told(NamedTuple):
    """Where something is told of: the end of its first place and the beginning of its last, in units."""

    first_end: float
    last_begin: float

    def beside(self, first: int, last: int) -> bool:
        """Tell whether it is told of anywhere outside of units `first` to `last`."""
        return self.first_end <= first or self.last_begin >= last


class Surroundings:
    """The text around a match; what several conditions need is found once."""

    def __init__(self, reading: Reading, terms: list[Match], lexicon: Lexicon, signs: Signs) -> None:
        self.ids, self.terms, self.lexicon, self.signs = reading.ids, terms, lexicon, signs
        self._symptoms: Told | None = None
        self._limbs: Told | None = None
        self._part_units: frozenset[int] | None = None
        self._sites: list[tuple[int, str]] | None = None
        self._marks: list[tuple[int, str]] | None = None

    def spoken_for(self, outcome: Outcome, first: int, last: int) -> tuple[bool, int]:
        """Tell whether a word that the options at units `first` to `last` look for is near, and return the bits of those that may stand."""
        bits: int = outcome.bare
        if not outcome.speaks_for:
            return False, bits
        ids, near = self.ids, False
        around: list[Any] = ids[max(0, first - NEAR) : first] + ids[last : last + NEAR]  # an `int` would be made anew
        for word in around:
            spoken = outcome.speaks_for.get(word)
            if spoken is not None:
                near = True
                bits |= spoken
        return near, bits

    def meet(self, needs: Needs, first: int, last: int, *, near: bool) -> bool:
        """Tell whether what a term at units `first` to `last` needs is there; `near` tells whether a word that it may look for is."""
        if not near:
            return self._told_of(needs, first, last)
        ids = self.ids
        if needs.after is not None and (not first or ids[first - 1] not in needs.after):
            return False
        if needs.before is not None and (last == len(ids) or ids[last] not in needs.before):
            return False
        if needs.never:
            begin, end = self._bounds(first, last, CLOSE, self.signs.hard)
            if not needs.never.isdisjoint(ids[begin:first]) or not needs.never.isdisjoint(ids[last:end]):
                units = (*range(begin, first), *range(last, end))
                if any(ids[at] in needs.never and at not in self._parts() for at in units):
                    return False
        if needs.near:
            begin, end = self._bounds(first, last, NEAR, self.signs.sentence)
            around = ids[begin:first] + ids[last:end]
            for words in needs.near:
                if words.isdisjoint(around):
                    return False
        return self._told_of(needs, first, last)

    def _parts(self) -> frozenset[int]:
        """Return where a part of a limb begins whose first word alone is none: ``mata`` in ``mata kaki``."""
        if self._part_units is None:
            groups = self.lexicon.groups
            sites = [match for match in self.terms if match.outcome.sites]
            limbs = [any(groups[site] in LIMBS for site in match.outcome.sites) for match in sites]
            alone = {m.first for m, limb in zip(sites, limbs, strict=True) if m.last - m.first == 1 and not limb}
            self._part_units = frozenset(
                m.first for m, limb in zip(sites, limbs, strict=True) if limb and m.last - m.first > 1 and m.first in alone
            )
        return self._part_units

    def _told_of(self, needs: Needs, first: int, last: int) -> bool:
        return not needs.told or all(self._tells(kind, first, last) for kind in needs.told)

    def _bounds(self, first: int, last: int, reach: int, stops: frozenset[int]) -> tuple[int, int]:
        """Return the units around `first` to `last`, at most `reach` on each side and none beyond one of the signs `stops`."""
        ids = self.ids
        lowest, highest = max(0, first - reach), min(len(ids), last + reach)
        while first > lowest and ids[first - 1] not in stops:
            first -= 1
        while last < highest and ids[last] not in stops:
            last += 1
        return first, last

    def _tells(self, kind: str, first: int, last: int) -> bool:
        """Tell whether the rest of the text tells what a condition of `kind` wants."""
        if kind == "bagian":
            return self._near_site(first, last)
        if kind == "gejala":
            if self._symptoms is None:
                self._symptoms = _told([(match.first, match.last) for match in self.terms if match.outcome.symptom])
            return self._symptoms.beside(first, last)
        if kind in LIMBS:
            return self._nearest_limb(first, last) == kind
        if self._limbs is None:
            self._limbs = self._limbs_told()
        return self._limbs.beside(first, last)

    def _limbs_told(self) -> Told:
        """Return where the text speaks of a limb: its parts, and symptoms that are one of the limbs."""
        groups = self.lexicon.groups
        places = [(at, at + 1) for at, concept in self._site_list() if groups[concept] in LIMB_GROUPS]
        return _told([*places, *((match.first, match.last) for match in self.terms if match.outcome.limb_symptom)])

    def _nearest_limb(self, first: int, last: int) -> str:
        """Return which limb the nearest word means that can only mean a foot or a hand; what comes before counts as nearer."""
        best, limb = float("inf"), ""
        for at, group in self._limb_marks():
            if first <= at < last:
                continue
            distance = first - at if at < first else 1.5 * (at - last + 1)
            if distance < best:
                best, limb = distance, group
        return limb

    def _limb_marks(self) -> list[tuple[int, str]]:
        if self._marks is None:
            either = {(match.first, match.last) for match in self.terms if match.outcome.either}
            sure = [match for match in self.terms if match.outcome.limbs and (match.first, match.last) not in either]
            self._marks = [(match.first, group) for match in sure for group in match.outcome.limbs]
            limb_words = self.lexicon.limb_words
            self._marks += [(at, g) for at, word in enumerate(self.ids) if word in limb_words for g in limb_words[word]]
        return self._marks

    def _site_list(self) -> list[tuple[int, str]]:
        if self._sites is None:
            self._sites = [(match.first, concept) for match in self.terms for concept in match.outcome.sites]
        return self._sites

    def _near_site(self, first: int, last: int) -> bool:
        begin, end = self._bounds(first, last, len(self.ids), self.signs.sentence)
        return any(begin <= at < first or last <= at < end for at, _ in self._site_list())


def _told(places: list[tuple[int, int]]) -> Told:
    return Told(min((end for _, end in places), default=float("inf")), max((begin for begin, _ in places), default=-1))
