"""Symptom to site, side, severity and time, by meaning as far as words show it.

Body parts that follow one another (``tangan dan kaki``, ``dari pinggang sampai tumit``) form a
group. A symptom takes the group that a preposition ties to it, else the group that its clause
begins with; the members of a list of symptoms share; a repetition keeps what it had before.
Body parts, times and severities that belong to no symptom are dropped.
"""

from collections.abc import Sequence

from extractor.context import CueMatch, Scope
from extractor.lexicon.automaton import State
from extractor.lexicon.entries import Lexicon, Term
from extractor.matching import LIMB_GROUPS, Draft, Reading, Signs
from extractor.values import value_of

_SIDES = ("kiri", "kanan", "kedua")
_SIDE_KINDS = frozenset(_SIDES)
_LIGHT = frozenset((*_SIDES, "close"))
_FORWARD_REACH = 2
_BACKWARD_REACH = 9
_ANAPHORA = 5
_ADULT = 10
_BODILY = ("lemah", "sulit_jalan")


def link(reading: Reading, drafts: list[Draft], cues: Sequence[CueMatch], lexicon: Lexicon, signs: Signs) -> list[Draft]:
    """Return the drafts that stay, with sites and sides set."""
    symptoms = [d for d in drafts if d.type == "SYMPTOM"]
    if not symptoms:
        return [d for d in drafts if d.type in ("CONDITION", "TRIGGER", "TREATMENT")]
    scope = Scope(reading, drafts, cues, lexicon, signs)
    linker = _Linker(scope, drafts, symptoms, lexicon)
    linker.link_sites()
    linker.inherit()
    linker.set_sides()
    linker.link_attributes()
    stays = ("SYMPTOM", "CONDITION", "TRIGGER", "TREATMENT")
    return [d for d in drafts if d.type in stays or d.linked]


class _Linker:
    """The work on one text; each method is one pass over its drafts."""

    def __init__(self, scope: Scope, drafts: list[Draft], symptoms: list[Draft], lexicon: Lexicon) -> None:
        self.scope, self.drafts, self.symptoms, self.lexicon = scope, drafts, symptoms, lexicon
        self.ids, self.signs = scope.reading.ids, scope.signs
        self.groups = self._group_sites([d for d in drafts if d.type == "BODY_SITE" and not self._is_fine(d)])
        self._complete_remnants()
        self._split_groups()
        self.own: dict[int, list[Draft]] = {}
        self.used_sides: set[int] = set()
        self.sentence_of = self._sentences()

    def _sentences(self) -> list[int]:
        number, numbers = 0, []
        for word in self.ids:
            numbers.append(number)
            if word in self.signs.sentence:
                number += 1
        return numbers

    def _bridges(self, first: int, last: int, *, budget: int = 0, stop_at_comma: bool = False, through: tuple[str, ...] = ()) -> bool:
        """Tell whether units `first` to `last` only bridge: no other content than `budget` words."""
        at = first
        while at < last:
            draft = self.scope.draft_at.get(at)
            if draft is not None and draft.last > at:
                if draft.type in ("SEVERITY", "FREQUENCY", "TIME_OF_DAY", "DURATION", *through):
                    at = draft.last
                    continue
                return False
            word, kinds = self.ids[at], self.scope.kinds(at)
            if word in self.signs.sentence:
                return False
            if word in self.signs.hard:
                if stop_at_comma or word != self.scope.comma:
                    return False
            elif kinds & {"bridge", "pass", "kiri", "kanan", "kedua", "self", "person", "close"} or word in self.signs.skipped or word in self.scope.slash:
                pass
            else:
                budget -= 1
                if budget < 0:
                    return False
            at = self.scope.cue_at[at][1] if at in self.scope.cue_at else at + 1
        return True

    def _is_fine(self, site: Draft) -> bool:
        """Tell whether a body part is called well (``betis aman``) or denied (``bukan betis``)."""
        before = self.scope.kinds(site.first - 1) if site.first else frozenset[str]()
        after = site.last
        while after < len(self.ids) and self.scope.kinds(after) & {"kiri", "kanan", "kedua", "close", "self"}:
            after = self.scope.cue_at[after][1]
        return "denies" in before or ("fine" in self.scope.kinds(after) and "negation" not in self.scope.kinds(after))

    def _group_sites(self, sites: list[Draft]) -> list[list[Draft]]:
        groups: list[list[Draft]] = []
        for site in sites:
            if groups and self._joined(groups[-1][-1], site):
                groups[-1].append(site)
            else:
                groups.append([site])
        return groups

    def _split_groups(self) -> None:
        """Part the last member from a group that an earlier symptom ends with: ``sakit di dada, lengan kram``."""
        parted: list[list[Draft]] = []
        for group in self.groups:
            if len(group) > 1 and self._follows_symptom(group[0]) and self._leads_to_symptom(group[-1]):
                parted += [group[:-1], group[-1:]]
            else:
                parted.append(group)
        self.groups = parted

    def _follows_symptom(self, site: Draft) -> bool:
        before = [s for s in self.symptoms if s.last <= site.first]
        return bool(before) and self._bridges(before[-1].last, site.first, stop_at_comma=True)

    def _leads_to_symptom(self, site: Draft) -> bool:
        after = next((s for s in self.symptoms if s.first >= site.last), None)
        return after is not None and self._bridges(site.last, after.first, stop_at_comma=True)

    def _complete_remnants(self) -> None:
        """Read ``kaki`` in ``jari tangan dan kaki`` as the part that the first member's head makes of it."""
        for group in self.groups:
            for left, right in zip(group, group[1:], strict=False):
                if left.last - left.first < 2 or right.last - right.first != 1:
                    continue
                for entry in self._entries(self.ids[left.first], self.ids[right.first]):
                    term = self.lexicon.entries[entry]
                    if isinstance(term, Term) and term.type == "BODY_SITE" and not term.when:
                        right.concept = term.concept
                        break

    def _entries(self, *words: int) -> tuple[int, ...]:
        """Return the entries that these words stand for, in a row."""
        automaton = self.lexicon.automaton
        state: State | None = automaton.root
        for word in words:
            state = automaton.step(state, word) if state and word else None
        return state.accepts if state else ()

    def _joined(self, left: Draft, right: Draft) -> bool:
        at = left.last
        while at < right.first:
            word, kinds = self.ids[at], self.scope.kinds(at)
            if self.scope.draft_at.get(at) is not None:
                return False
            if word in self.signs.sentence or word == self.lexicon.ids[":"]:
                return False
            if not (
                kinds & {"bridge", "list", "kiri", "kanan", "kedua", "self", "close"}
                or word == self.scope.comma
                or word in self.scope.slash
                or word in self.signs.skipped
                or word in self._parens
            ):
                return False
            at = self.scope.cue_at[at][1] if at in self.scope.cue_at else at + 1
        return right.first >= left.last

    @property
    def _parens(self) -> tuple[int, int]:
        return self.lexicon.ids["("], self.lexicon.ids[")"]

    def link_sites(self) -> None:
        """Give each symptom the sites its clause names."""
        for index, symptom in enumerate(self.symptoms):
            inner = [d for d in self.drafts if d.type == "BODY_SITE" and any(a <= d.first and d.last <= b for a, b in symptom.gaps)]
            if inner:
                self._take(symptom, inner)
                continue
            if symptom.inner:
                symptom.sites = list(dict.fromkeys(symptom.inner))
                symptom.side = self._side_within(symptom) or self._side_after(symptom.last, len(self.ids))
                continue
            forward = self._forward_group(symptom)
            general = self.lexicon.groups[symptom.concept or ""] == "umum"
            backward = [] if general else self._backward_group(symptom, index)
            if forward and backward and not self._subject_and_place(symptom, backward, forward):
                backward = []
            self._take(symptom, [*backward, *forward])
        self._share_lists()
        self._afterthoughts()

    def _afterthoughts(self) -> None:
        """Add body parts that are named after the symptom: ``tangan kesemutan, kaki juga``; ``saya kram. Di betis.``"""
        linked = {id(site) for sites in self.own.values() for site in sites}
        for group in self.groups:
            if any(id(site) in linked for site in group):
                continue
            before = next((s for s in reversed(self.symptoms) if s.last <= group[0].first), None)
            if before is None or before.inner or self._leads_to_symptom(group[-1]):
                continue
            first, last = group[0].first, group[-1].last
            also = "also" in self.scope.kinds(last) and self.scope.ends_clause(self.scope.cue_at[last][1])
            gap = self.sentence_of[first] - self.sentence_of[before.first]
            opens = first > 0 and "bridge" in self.scope.kinds(first - 1) and (first == 1 or self.ids[first - 2] in self.signs.sentence)
            if (also and gap == 0) or (opens and gap == 1 and not before.sites):
                self._take(before, [*self.own.get(id(before), ()), *group])

    def _take(self, symptom: Draft, sites: Sequence[Draft]) -> None:
        self.own[id(symptom)] = list(sites)
        for site in sites:
            site.linked = True
            if site.concept and site.concept not in symptom.sites:
                symptom.sites.append(site.concept)

    def _forward_group(self, symptom: Draft) -> list[Draft]:
        for group in self.groups:
            first = group[0].first
            if first < symptom.last:
                continue
            if first - symptom.last > 8 or not self._bridges(symptom.last, first, budget=_FORWARD_REACH, stop_at_comma=True):
                return []
            between = range(symptom.last, first)
            tied = any("bridge" in self.scope.kinds(u) for u in between)
            adjacent = all(self._light(u) for u in between)
            if tied or adjacent:
                if not tied and self._begins_clause_for_next(symptom, group):
                    return []
                return group
            return []
        return []

    def _light(self, unit: int) -> bool:
        """Tell whether a unit may stand between a symptom and the body part right after it."""
        draft = self.scope.draft_at.get(unit)
        if draft is not None:
            return draft.type in ("SEVERITY", "FREQUENCY")
        return self.ids[unit] in self.signs.skipped or bool(self.scope.kinds(unit) & _LIGHT)

    def _begins_clause_for_next(self, symptom: Draft, group: list[Draft]) -> bool:
        """Tell whether an adjacent group rather belongs to a symptom right after it (``kaki sakit tangan kesemutan``)."""
        previous = [s for s in self.groups if s[-1].last <= symptom.first]
        following = [s for s in self.symptoms if s.first >= group[-1].last]
        return bool(
            previous
            and following
            and self._bridges(previous[-1][-1].last, symptom.first, budget=0, stop_at_comma=True)
            and self._bridges(group[-1].last, following[0].first, budget=0, stop_at_comma=True)
        )

    def _backward_group(self, symptom: Draft, index: int) -> list[Draft]:
        for group in reversed(self.groups):
            last = group[-1].last
            if last > symptom.first:
                continue
            if self.sentence_of[last - 1] != self.sentence_of[symptom.first]:
                return []
            if symptom.first - last > 14:
                return []
            between = [d for d in self.symptoms[:index] if d.first >= last]
            taken = any(group[0] in self.own.get(id(s), ()) for s in self.symptoms[:index] if s.last <= group[0].first)
            if taken and not self._bridges(last, symptom.first, budget=0, stop_at_comma=True):
                return []
            through = ("SYMPTOM", "TRIGGER", "TREATMENT") if between else ("TRIGGER",)
            budget = _BACKWARD_REACH if not taken else 0
            if symptom.concept in _BODILY:
                through, budget = (), 2
            return self._with_whole(group) if self._bridges(last, symptom.first, budget=budget, through=through) else []
        return []

    def _with_whole(self, group: list[Draft]) -> list[Draft]:
        """Add the limb that the clause names before its part: ``kaki saya ... tumitnya``."""
        index = self.groups.index(group)
        before = self.groups[index - 1] if index else None
        if before is None or len(before) != 1 or before[0].concept not in ("kaki", "tangan") or len(group) != 1:
            return group
        whole, part = before[0], group[0]
        same_limb = self.lexicon.groups[whole.concept or ""] == self.lexicon.groups[part.concept or ""] and whole.concept != part.concept
        between = range(whole.last, part.first)
        clear = not any(self.scope.draft_at.get(u) in self.symptoms or self.ids[u] in self.signs.hard for u in between)
        free = not any(whole in own for own in self.own.values())
        return [whole, part] if same_limb and clear and free else group

    def _subject_and_place(self, symptom: Draft, backward: list[Draft], forward: list[Draft]) -> bool:
        """Tell whether both groups belong: ``kaki saya sakit di betis``, but not ``betis kram dan sakit di paha``."""
        between = range(backward[-1].last, symptom.first)
        if any(self.scope.draft_at.get(u) is not None and self.scope.draft_at[u].type == "SYMPTOM" for u in between):
            return False
        if any(self.ids[u] == self.scope.comma for u in between):
            return False
        return self._bridges(backward[-1].last, symptom.first, budget=2, stop_at_comma=True)

    def _share_lists(self) -> None:
        """Let the members of a list of symptoms share the sites of the one that has them."""
        for left, right in zip(reversed(self.symptoms[:-1]), reversed(self.symptoms[1:]), strict=True):
            if not left.sites and self.own.get(id(right)) and self._listed(left, right):
                self._take(left, self.own[id(right)])
        for left, right in zip(self.symptoms, self.symptoms[1:], strict=False):
            if self.own.get(id(left)) and not right.sites and right.concept != "sulit_jalan" and self._listed(left, right):
                self._take(right, self.own[id(left)])

    def _listed(self, left: Draft, right: Draft) -> bool:
        at = left.last
        while at < right.first:
            draft = self.scope.draft_at.get(at)
            if draft is not None:
                if draft.type not in ("SEVERITY", "FREQUENCY", "TIME_OF_DAY"):
                    return False
                at = max(draft.last, at + 1)
                continue
            word, kinds = self.ids[at], self.scope.kinds(at)
            if not (kinds & {"list", "pass", "negation", "bridge", "self"} or word in (self.scope.comma, *self.scope.slash) or word in self.signs.skipped):
                return False
            at = self.scope.cue_at[at][1] if at in self.scope.cue_at else at + 1
        return True

    def inherit(self) -> None:
        """Give symptoms without a site of their own the site of what they repeat or go on about."""
        last_of: dict[str, Draft] = {}
        previous: Draft | None = None
        for symptom in self.symptoms:
            concept = symptom.concept or ""
            group = self.lexicon.groups[concept]
            if symptom.sites:
                last_of[concept] = previous = symptom
                continue
            if symptom.other or group == "umum" or concept in _BODILY:
                continue
            source = last_of.get(concept)
            if source is None and previous is not None and self._goes_on(symptom, previous):
                source = previous
            if source is not None:
                self._copy(symptom, source)
                last_of[concept] = symptom
        denied = {left.first: self._contrasted_with(left, right) for left, right in zip(self.symptoms, self.symptoms[1:], strict=False)}
        following: dict[str, Draft] = {}
        for symptom in reversed(self.symptoms):
            concept = symptom.concept or ""
            if symptom.sites:
                following[concept] = symptom
            elif symptom.first in denied and (near := denied[symptom.first]) is not None:
                self._copy(symptom, near)
            elif concept in following and not symptom.other and concept not in _BODILY:
                self._copy(symptom, following[concept])

    def _contrasted_with(self, left: Draft, right: Draft) -> Draft | None:
        """Return `right` where `left` is only denied in favour of it: ``bukan kram tapi kesemutan di kaki``."""
        denies = left.first > 0 and "negation" in self.scope.kinds(left.first - 1)
        same = self.sentence_of[left.first] == self.sentence_of[right.first]
        return right if denies and same and right.sites else None

    def _goes_on(self, symptom: Draft, previous: Draft) -> bool:
        if self._telegraphic(symptom):
            return False
        return self.sentence_of[symptom.first] - self.sentence_of[previous.first] <= _ANAPHORA

    def _telegraphic(self, symptom: Draft) -> bool:
        """Tell whether the symptom is denied in a list of findings, ``(-)``."""
        after = self.ids[symptom.last] if symptom.last < len(self.ids) else 0
        return after in (self.lexicon.ids["(-)"], self.lexicon.ids["(+)"])

    def _copy(self, symptom: Draft, source: Draft) -> None:
        symptom.sites = list(source.sites)
        symptom.side = source.side
        self.own[id(symptom)] = self.own.get(id(source), [])

    def set_sides(self) -> None:
        """Read sides off the words next to body parts; symptoms take those of their sites."""
        for group in self.groups:
            for position, site in enumerate(group):
                limit = group[position + 1].first if position + 1 < len(group) else len(self.ids)
                site.side = self._side_after(site.last, limit) or self._side_before(site.first)
            last = group[-1].side
            if last is not None:
                for site in group:
                    site.side = site.side or last
        self._loose_sides()
        self._spread_sides()
        for symptom in self.symptoms:
            if symptom.inner:
                continue
            sides = {site.side for site in self.own.get(id(symptom), ()) if site.side}
            if len(sides) == 1:
                symptom.side = sides.pop()
            elif sides:
                symptom.side = "kedua"
            else:
                symptom.side = self._side_after(symptom.last, len(self.ids)) if symptom.sites else None
            if symptom.sites and (told := self._side_told_before(symptom)):
                symptom.side = told
            if symptom.side:
                for site in self.own.get(id(symptom), ()):
                    site.side = site.side or symptom.side

    def _spread_sides(self) -> None:
        """Carry a side on to later mentions of the same part, and to parts of a limb of which only one side is told."""
        known: dict[str, str] = {}
        told: dict[str, set[str]] = {}
        sites = [site for group in self.groups for site in group]
        for site in sites:
            if site.side is not None:
                told.setdefault(self.lexicon.groups[site.concept or ""], set()).add(site.side)
        for site in sites:
            concept = site.concept or ""
            limb = self.lexicon.groups[concept]
            if site.side is not None:
                known[concept] = known[limb] = site.side
            elif concept in known:
                site.side = known[concept]
            elif limb in LIMB_GROUPS and limb in known:
                site.side = known[limb]

        later: dict[str, str] = {}
        for site in reversed(sites):
            if site.side is not None:
                later[site.concept or ""] = site.side
            else:
                site.side = later.get(site.concept or "")

    def _loose_sides(self) -> None:
        """Give a side told apart (``kiri aja``, ``yang kanan``) to the body parts that the text speaks of there."""
        loose: dict[int, set[str]] = {}
        for unit in sorted(self.scope.cue_at):
            kinds = self.scope.kinds(unit) & _SIDE_KINDS
            if not kinds or unit in self.used_sides or self._contrasted(unit):
                continue
            before = [i for i, group in enumerate(self.groups) if group[-1].last <= unit]
            if before:
                loose.setdefault(before[-1], set()).update(kinds)
        for index, sides in loose.items():
            side = sides.pop() if len(sides) == 1 else "kedua"
            for site in self.groups[index]:
                site.side = site.side or side

    def _contrasted(self, unit: int) -> bool:
        """Tell whether a side is named only as the other one: ``yang kanan biasa saja``."""
        return any("fine" in self.scope.kinds(u) or "negation" in self.scope.kinds(u) for u in range(unit, min(unit + 5, len(self.ids))))

    def _side_after(self, at: int, limit: int) -> str | None:
        """Return the side told right after a body part, over at most three bridging words."""
        for _ in range(4):
            if at >= limit or at >= len(self.ids):
                return None
            kinds = self.scope.kinds(at)
            for side in _SIDES:
                if side in kinds:
                    self.used_sides.update(range(*self.scope.cue_at[at][:2]))
                    return side
            if self.ids[at] == self.scope.comma and "kedua" in self.scope.kinds(at + 1):
                at += 1
                continue
            if at in self.scope.draft_at or not (kinds & {"bridge", "self", "pass"} or self.ids[at] in self.signs.skipped or self.ids[at] in self._parens):
                return None
            at = self.scope.cue_at[at][1] if at in self.scope.cue_at else at + 1
        return None

    def _side_told_before(self, symptom: Draft) -> str | None:
        """Return the side that begins the symptom's clause in place of a body part: ``yang kanan pegal``."""
        at = symptom.first - 1
        while at >= 0 and "pass" in self.scope.kinds(at) and not self.scope.kinds(at) & _SIDE_KINDS:
            at -= 1
        found = self.scope.kinds(at) & _SIDE_KINDS if at >= 0 else frozenset[str]()
        if not found or at not in self.scope.cue_at:
            return None
        first = self.scope.cue_at[at][0]
        begins = first == 0 or self.ids[first - 1] in self.signs.hard or bool(self.scope.kinds(first - 1) & {"stop", "list"})
        return next(iter(found)) if begins else None

    def _side_within(self, symptom: Draft) -> str | None:
        for unit in range(symptom.first, symptom.last):
            word = self.ids[unit]
            for side in _SIDES:
                if word == self.lexicon.ids.get(side):
                    return side
        return None

    def _side_before(self, at: int) -> str | None:
        kinds = self.scope.kinds(at - 1) if at else frozenset[str]()
        if "kedua" in kinds or (at and self._counts_two(at - 1)):
            self.used_sides.add(at - 1)
            return "kedua"
        if at > 1 and self.ids[at - 1] in self.signs.skipped:
            kinds = self.scope.kinds(at - 2)
        side = next((side for side in _SIDES if side in kinds and self._side_leads(at)), None)
        if side is not None:
            self.used_sides.update(range(max(0, at - 3), at))
        return side

    def _counts_two(self, unit: int) -> bool:
        reading = self.scope.reading
        return "2" in (self.lexicon.values.get(self.ids[unit]), reading.text[reading.starts[unit] : reading.ends[unit]])

    def _side_leads(self, at: int) -> bool:
        """Tell whether the side word before `at` does not belong to a body part before it."""
        before = self.scope.cue_at[at - 1][0] - 1 if at - 1 in self.scope.cue_at else at - 2
        return not (before >= 0 and before in self.scope.draft_at and self.scope.draft_at[before].type == "BODY_SITE")

    def link_attributes(self) -> None:
        """Mark the times and severities that describe an annotated symptom."""
        for draft in self.drafts:
            if draft.type == "SEVERITY":
                draft.linked = self._touches(draft, 1, commas=False)
            elif draft.type == "FREQUENCY":
                single = draft.last - draft.first == 1
                if single and self.ids[draft.first] in self.lexicon.cue_words["stop"] and not self._may_end(draft.last):
                    continue  # "terus" before more of the same clause is "then"
                draft.linked = self._touches(draft, 1 if single else 5, commas=not single) or self._of_event(draft)
            elif draft.type == "TIME_OF_DAY":
                draft.linked = self._touches(draft, 4) or self._of_event(draft)
            elif draft.type == "DURATION":
                draft.linked = self._is_length(draft)

    def _may_end(self, unit: int) -> bool:
        following = self.scope.draft_at.get(unit)
        return self.scope.ends_clause(unit) or "onset" in self.scope.kinds(unit) or (following is not None and following.type == "DURATION")

    def _is_length(self, draft: Draft) -> bool:
        """Tell whether a DURATION is how long or since when a symptom has been, not the time of something else."""
        before = self.scope.kinds(draft.first - 1) if draft.first else frozenset[str]()
        if "after" in before and "onset" not in before:
            return False
        onset = "onset" in before or self.lexicon.ids.get("ini") == self._word(draft.last) or self._begins_with_onset(draft)
        at = draft.first - 1
        while at >= 0 and self.scope.kinds(at) & {"onset", "pass", "self", "bridge"}:
            at -= 1
        neighbour = self.scope.draft_at.get(at)
        if neighbour is not None and neighbour.type in ("CONDITION", "TREATMENT", "TRIGGER"):
            return False
        if not onset and self._is_age(draft):
            return False
        if onset:
            return self._touches(draft, 8) or self._of_event(draft) or self._stands_alone(draft)
        return self._touches(draft, 2) or self._of_event(draft)

    def _is_age(self, draft: Draft) -> bool:
        """Tell whether a bare length of years is more likely a person's age."""
        value = value_of(self.scope.reading, draft, self.lexicon)
        return value.endswith("Y") and float(value[1:-1]) >= _ADULT

    def _begins_with_onset(self, draft: Draft) -> bool:
        return self.ids[draft.first] in self._onset_words

    @property
    def _onset_words(self) -> frozenset[int]:
        return self.lexicon.cue_words["onset"]

    def _word(self, unit: int) -> int:
        return self.ids[unit] if unit < len(self.ids) else 0

    def _touches(self, draft: Draft, budget: int, *, commas: bool = True) -> bool:
        """Tell whether a symptom stands near, with at most `budget` other words between."""
        through = ("BODY_SITE", "SEVERITY", "FREQUENCY", "TIME_OF_DAY", "DURATION", "SYMPTOM", *(("TRIGGER", "CONDITION") if budget > 2 else ()))
        for symptom in self.symptoms:
            if any(a <= draft.first and draft.last <= b for a, b in symptom.gaps):
                return True
            first, last = (draft.last, symptom.first) if symptom.first >= draft.last else (symptom.last, draft.first)
            if first <= last and self._bridges(first, last, budget=budget, stop_at_comma=not commas, through=through):
                return True
        return False

    def _of_event(self, draft: Draft) -> bool:
        """Tell whether the time is of something that the text calls its symptom: ``ini sering terjadi``."""
        sentence = self.sentence_of[draft.first]
        if not any(0 <= sentence - self.sentence_of[s.first] <= 2 for s in self.symptoms):
            return False
        for step in (1, -1):
            at, budget = (draft.last, 1) if step > 0 else (draft.first - 1, 1)
            while 0 <= at < len(self.ids) and budget >= 0:
                kinds = self.scope.kinds(at)
                if "event" in kinds:
                    return True
                if at in self.scope.draft_at and self.scope.draft_at[at] is not draft or self.ids[at] in self.signs.hard:
                    break
                if not kinds & {"pass", "bridge", "onset", "self"} and self.ids[at] not in self.signs.skipped:
                    budget -= 1
                at += step
        return False

    def _stands_alone(self, draft: Draft) -> bool:
        """Tell whether a length of time is the whole sentence next to one about a symptom."""
        number = self.sentence_of[draft.first]
        units = [u for u, s in enumerate(self.sentence_of) if s == number]
        near = any(abs(self.sentence_of[s.first] - number) <= 3 for s in self.symptoms)
        others = any(u in self.scope.draft_at and self.scope.draft_at[u].concept is not None for u in units)
        return near and not others and len(units) <= 10
