"""What the passes of linking share: sentences, groups of body parts, bridges between mentions."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from extractor.context.scope import Scope
from extractor.lexicon.automaton import State
from extractor.lexicon.entries import Lexicon
from extractor.lexicon.kinds import (
    ALSO,
    BESIDE,
    BOTH,
    BRIDGE,
    CLOSE,
    DENIES,
    FINE,
    LIST,
    MOVE,
    NEGATION,
    NO_KINDS,
    NOW,
    PASS,
    PERSON,
    SELF,
    SIDES,
    STOP,
    THEN,
    TISSUE,
)
from extractor.matching import Draft

_TIMES: Final = frozenset(("SEVERITY", "FREQUENCY", "TIME_OF_DAY", "DURATION"))
_BRIDGES: Final = BRIDGE | PASS | SIDES | SELF | PERSON | CLOSE | TISSUE


class Ground:
    """One text as linking sees it: who stands where, which body parts go together, what only bridges.

    `own` holds the body parts that each symptom took, `takers` the symptoms that took each body part, both by `id`;
    `strangers` holds the `id` of body parts that a complaint outside of the inventory has, `besides` of those that only say where
    on another one; `side_units` the units at which a side is told, `used_sides` those that were read.
    """

    def __init__(self, scope: Scope, drafts: Sequence[Draft], symptoms: list[Draft], lexicon: Lexicon) -> None:
        self.scope, self.drafts, self.symptoms, self.lexicon = scope, drafts, symptoms, lexicon
        self.ids, self.signs, self.kinds = scope.reading.ids, scope.signs, scope.kinds
        self.parens = (lexicon.ids["("], lexicon.ids[")"])
        self.besides: set[int] = set()
        self.groups = self._group_sites([d for d in drafts if d.type == "BODY_SITE" and not self._is_fine(d)])
        self._complete_remnants()
        self._split_groups()
        self.own: dict[int, list[Draft]] = {}
        self.takers: dict[int, list[Draft]] = {}
        self.strangers: set[int] = set()
        self.used_sides: set[int] = set()
        self.side_units = [unit for unit in scope.units_of(SIDES) if scope.type_at(unit) not in _TIMES]
        self.sentence_of = list(accumulate(map(self.signs.sentence.__contains__, self.ids[:-1]), initial=0))

    def has(self, symptom: Draft, trait: str) -> bool:
        """Tell whether a symptom's concept has a trait."""
        return symptom.concept in self.lexicon.traits[trait]

    @property
    def sites(self) -> list[Draft]:
        """All body parts, in text order."""
        return [site for group in self.groups for site in group]

    def group_before(self, unit: int) -> list[Draft] | None:
        """Return the last group that ends at or before `unit`."""
        at = bisect_right(self.groups, unit, key=lambda group: group[-1].last)
        return self.groups[at - 1] if at else None

    def group_after(self, unit: int) -> list[Draft] | None:
        """Return the first group that begins at or after `unit`."""
        at = bisect_left(self.groups, unit, key=lambda group: group[0].first)
        return self.groups[at] if at < len(self.groups) else None

    def bridges(self, first: int, last: int, *, budget: int = 0, stop_at_comma: bool = False, through: tuple[str, ...] = ()) -> bool:
        """Tell whether units `first` to `last` only bridge: no other content than `budget` words."""
        at = first
        while at < last:
            draft = self.scope.draft_at.get(at)
            if draft is not None and draft.last > at:
                if draft.type in _TIMES or draft.type in through or id(draft) in self.besides:
                    at = draft.last
                    continue
                return False
            word, kinds = self.ids[at], self.kinds[at]
            if word in self.signs.sentence:
                return False
            if word in self.signs.hard:
                if stop_at_comma or word != self.scope.comma:
                    return False
            elif kinds & _BRIDGES or word in self.signs.skipped or word in self.scope.slash:
                pass
            else:
                budget -= 1
                if budget < 0:
                    return False
            at = self.scope.end(at)
        return True

    def _is_fine(self, site: Draft) -> bool:
        """Tell whether a body part is called well (``betis aman``) or denied (``bukan betis``, ``tapi betis tidak``)."""
        at = site.first - 1
        if at > 0 and self.kinds[at] & BRIDGE and self.kinds[at - 1] & DENIES:
            at -= 1
        before = self.kinds[at] if at >= 0 else NO_KINDS
        after = site.last
        while after < len(self.ids) and self.kinds[after] & (SIDES | CLOSE | SELF | NOW) and not self.kinds[after] & FINE:
            after = self.scope.end(after)
        told = self.kinds[after]
        left_out = bool(before & STOP) and bool(told & NEGATION) and self.scope.ends_clause(self.scope.end(after))
        well = bool(told & FINE) and not told & NEGATION and not self._said_of(site) and not self._has_after(after)
        return bool(before & DENIES) or left_out or well

    def _has_after(self, fine: int) -> bool:
        """Tell whether what is well goes on without a pause to what it has or not: ``kaki kuat tidak kesemutan``, ``... tapi kebas``."""
        at = self.scope.end(fine)
        while at < len(self.ids) and self.kinds[at] & (CLOSE | SELF | PASS | BOTH) and not self.kinds[at] & STOP:
            at = self.scope.end(at)
        if self.kinds[at] & STOP:
            return self.scope.type_at(self.scope.end(at)) == "SYMPTOM"
        return bool(self.kinds[at] & NEGATION)

    def _said_of(self, site: Draft) -> bool:
        """Tell whether a symptom stands right before a body part, so that what follows is of the symptom: ``sakit pinggang biasa``."""
        before = self.scope.draft_at.get(site.first - 1)
        return before is not None and before.type == "SYMPTOM"

    def _group_sites(self, sites: list[Draft]) -> list[list[Draft]]:
        groups: list[list[Draft]] = []
        for site in sites:
            if groups and self._joined(groups[-1][-1], site):
                if self._beside(groups[-1][-1], site):
                    self.besides.add(id(site))
                elif not self._one_part(groups[-1][-1], site):
                    groups[-1].append(site)
            else:
                groups.append([site])
        return groups

    def _joined(self, left: Draft, right: Draft) -> bool:
        at = left.last
        while at < right.first:
            word, kinds = self.ids[at], self.kinds[at]
            draft = self.scope.draft_at.get(at)
            if draft is not None and (draft.type != "FREQUENCY" or self.leads_to_symptom(right)):
                return False
            if draft is not None:
                at = draft.last
                continue
            if word in self.signs.sentence or word == self.lexicon.ids[":"]:
                return False
            if word == self.scope.comma and self.kinds[at - 1] & ALSO:
                return False
            if not (
                kinds & (BRIDGE | LIST | SIDES | SELF | CLOSE | MOVE | BESIDE | TISSUE)
                or word == self.scope.comma
                or word in self.scope.slash
                or word in self.signs.skipped
                or word in self.parens
                or self.lexicon.values.get(word) == "2"
                or (word in self.lexicon.numbers and self.ids[at - 1] == self.parens[0])
                or (kinds & PASS and left.concept == "badan")
                or (kinds & THEN and self._goes_on(left, at) and not self.leads_to_symptom(right))
            ):
                return False
            at = self.scope.end(at)
        return right.first >= left.last and not self._starts_anew(left, right)

    def _starts_anew(self, left: Draft, right: Draft) -> bool:
        """Tell whether only a word that ends what is said stands between two body parts: ``sakit kaki dok lutut saya``."""
        between = self.kinds[left.last : right.first]
        return bool(between) and all(kinds & CLOSE and not kinds & (LIST | ALSO) for kinds in between)

    def _beside(self, left: Draft, right: Draft) -> bool:
        """Tell whether `right` only says where on `left`: ``pergelangan tangan dekat jempol``."""
        between = [self.kinds[unit] for unit in range(left.last, right.first)]
        parted = any(self.ids[unit] == self.scope.comma and not self.kinds[unit + 1] & BESIDE for unit in range(left.last, right.first))
        return not parted and any(kinds & BESIDE for kinds in between) and not any(kinds & (LIST | MOVE) for kinds in between)

    def _one_part(self, left: Draft, right: Draft) -> bool:
        """Make one of a part and the limb that it is told of, with only ``kedua`` between: ``jempol kedua kaki``."""
        part = self._site_of(self.ids[left.first], self.ids[right.first])
        if part is None or right.first - left.last != 1 or not self.kinds[left.last] & BOTH:
            return False
        left.concept, left.side, left.last, left.end = part, "kedua", right.last, right.end
        return True

    def _split_groups(self) -> None:
        """Part from a group that an earlier symptom ends with what begins the next clause: ``sakit di dada, lengan kram``."""
        parted: list[list[Draft]] = []
        for group in self.groups:
            lead = self.kinds[group[0].first - 1] if group[0].first else NO_KINDS
            joined = bool(lead & PASS) and not lead & (BRIDGE | SIDES)  # "perut kram disertai tangan dan kaki dingin"
            follows = self.follows_symptom(group[0]) and not joined
            follows = follows or (self._moved_to(group[0]) and self.ids[group[-1].first - 1] == self.scope.comma)
            if len(group) > 1 and follows and self.leads_to_symptom(group[-1]) and not self._spreads_on(group):
                cut = self._cut(group)
                parted += [group[:cut], group[cut:]]
            else:
                parted.append(group)
        self.groups = parted

    def _spreads_on(self, group: list[Draft]) -> bool:
        """Tell whether a symptom spreads to the last of a group: with no pause, or with another joined on: ``ke paha disertai kebas``."""
        last = group[-1]
        ahead = next(s for s in self.symptoms if s.first >= last.last)
        between = range(group[-2].last, last.first)
        joined = any(kinds & LIST for kinds in self.kinds[last.last : ahead.first])
        return any(self.kinds[u] & MOVE for u in between) and (joined or all(self.ids[u] not in self.signs.hard for u in between))

    def _cut(self, group: list[Draft]) -> int:
        """Return which member begins the next clause: the last, or the first after a comma where no preposition ties the group."""
        before = group[0].first - 1
        tied = before >= 0 and self.kinds[before] & BRIDGE
        commas = [i for i, site in enumerate(group) if i and self.ids[site.first - 1] == self.scope.comma]
        return len(group) - 1 if tied or not commas else commas[-1]

    def follows_symptom(self, site: Draft) -> bool:
        """Tell whether a body part stands right after a symptom that names none itself."""
        before = [s for s in self.symptoms if s.last <= site.first]
        return bool(before) and not before[-1].inner and self.bridges(before[-1].last, site.first, stop_at_comma=True)

    def _moved_to(self, site: Draft) -> bool:
        """Tell whether a symptom is said to spread to a body part."""
        return any(kinds & MOVE for kinds in self.kinds[max(0, site.first - 2) : site.first])

    def _goes_on(self, left: Draft, unit: int) -> bool:
        """Tell whether the way of a symptom that spreads to a body part goes on at `unit`: ``menjalar ke pantat kiri terus``."""
        return self._moved_to(left) and all(self.kinds[between] & SIDES for between in range(left.last, unit))

    def leads_to_symptom(self, site: Draft) -> bool:
        """Tell whether a body part stands right before a symptom."""
        after = next((s for s in self.symptoms if s.first >= site.last), None)
        return after is not None and self.bridges(site.last, after.first, stop_at_comma=True)

    def _complete_remnants(self) -> None:
        """Read ``kaki`` in ``jari tangan dan kaki`` as the part that the first member's head makes of it."""
        for group in self.groups:
            for left, right in pairwise(group):
                counted = self.kinds[right.first - 1] & BOTH
                if left.last - left.first < 2 or right.last - right.first != 1 or counted:
                    continue
                part = self._site_of(self.ids[left.first], self.ids[right.first])
                right.concept = part or right.concept
        for symptom in self.symptoms:
            if len(symptom.inner) == 2:
                symptom.inner = (symptom.inner[0], self._remnant_within(symptom) or symptom.inner[1])

    def _remnant_within(self, symptom: Draft) -> str | None:
        """Return what the second body part among a symptom's own words is a remnant of: ``kaki`` in ``telapak tangan dan kaki dingin``."""
        whole, remnant = symptom.inner
        words = self.ids[symptom.first : symptom.last]
        head = next((head for head, after in pairwise(words) if self._site_of(head, after) == whole), None)
        bare = next((word for word in words if self._site_of(word) == remnant), None)
        return self._site_of(head, bare) if head is not None and bare is not None else None

    def _site_of(self, *words: int) -> str | None:
        """Return the body part that these words in a row always name."""
        state: State | None = self.lexicon.automaton.root
        for word in words:
            state = state.follow[word] if state else None
        return next(iter(state.outcome.sites), None) if state and state.outcome else None

    def take(self, symptom: Draft, sites: Sequence[Draft]) -> None:
        self.own[id(symptom)] = list(sites)
        for site in sites:
            self.takers.setdefault(id(site), []).append(symptom)
            site.linked = True
            if site.concept and site.concept not in symptom.sites:
                symptom.sites += (site.concept,)

    def listed(self, left: Draft, right: Draft) -> bool:
        at = left.last
        while at < right.first:
            draft = self.scope.draft_at.get(at)
            if draft is not None:
                if draft.type not in ("SEVERITY", "FREQUENCY", "TIME_OF_DAY"):
                    return False
                at = max(draft.last, at + 1)
                continue
            word, kinds = self.ids[at], self.kinds[at]
            joins = kinds & (LIST | PASS | NEGATION | BRIDGE | SELF | SIDES) or word == self.scope.comma
            if not (joins or word in self.scope.slash or word in self.signs.skipped):
                return False
            at = self.scope.end(at)
        return True
