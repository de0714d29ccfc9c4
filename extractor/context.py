"""Status of mentions: negated, uncertain, historical, somebody else's.

Works on word ids and drafts. A cue acts forwards (``maju``) or backwards (``mundur``) on the
nearest mention that its reach allows, then along a list. Words of kind ``pass``, body parts and
severities do not count against the reach; sentence ends and words of kind ``stop`` end it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.lexicon.entries import CueRule, Lexicon
from extractor.markup import STATUS_TYPES
from extractor.matching import Draft, Reading, Signs

CueMatch = tuple[int, int, CueRule]

_STATUS = frozenset(STATUS_TYPES)
_ABBREVIATION = 5
_CLAUSE = 12


class Scope:
    """One text's units as scopes see them: which draft or cue stands at a unit, where sentences end."""

    def __init__(self, reading: Reading, drafts: Sequence[Draft], cues: Sequence[CueMatch], lexicon: Lexicon, signs: Signs) -> None:
        self.reading, self.drafts, self.cues, self.signs = reading, drafts, cues, signs
        self.comma, self.colon = lexicon.ids[","], lexicon.ids[":"]
        self.slash = frozenset((lexicon.ids["/"], lexicon.ids["+"]))
        self.line = lexicon.ids["\n"]
        self.mark = lexicon.ids["?"]
        self.size = len(reading.ids)
        self.draft_at: dict[int, Draft] = {}
        for draft in drafts:
            for unit in range(draft.first, draft.last):
                self.draft_at.setdefault(unit, draft)
        self.cue_at: dict[int, tuple[int, int, frozenset[str]]] = {}
        kinds: dict[tuple[int, int], set[str]] = {}
        for first, last, rule in cues:
            kinds.setdefault((first, last), set()).add(rule.kind)
        for (first, last), names in kinds.items():
            for unit in range(first, last):
                self.cue_at[unit] = (first, last, frozenset(names))

    def kinds(self, unit: int) -> frozenset[str]:
        """Return the kinds of the cue at `unit`, none where there is none."""
        cue = self.cue_at.get(unit)
        return cue[2] if cue else frozenset()

    def ends_clause(self, unit: int) -> bool:
        """Tell whether nothing more of the clause begins at `unit`."""
        while unit < self.size and self.reading.ids[unit] in self.signs.skipped and self.reading.ids[unit] != self.line:
            unit += 1
        if unit >= self.size or self.reading.ids[unit] in self.signs.hard or self.reading.ids[unit] == self.line:
            return True
        kinds = self.kinds(unit)
        if "close" in kinds:
            return self.ends_clause(self.cue_at[unit][1])
        return bool(kinds & {"stop", "list", "self", "person"})


class Person(NamedTuple):
    """A person named at units `first` to `last`; `who` is 0 for the writer, else the word id."""

    first: int
    last: int
    who: int


def apply_status(reading: Reading, drafts: Sequence[Draft], cues: Sequence[CueMatch], lexicon: Lexicon, signs: Signs) -> None:
    """Set status and cues of `drafts` in place."""
    if not cues:
        return
    scope = Scope(reading, drafts, cues, lexicon, signs)
    done: set[tuple[int, str]] = set()
    for first, last, rule in cues:
        setter = _SETTERS.get(rule.kind)
        if setter is None or (first, rule.kind) in done:
            continue
        reached = _forwards(scope, last, rule) if rule.direction == "maju" else _backwards(scope, first, last, rule)
        if reached:
            done.add((first, rule.kind))
        for draft in reached:
            setter(draft)
            kind = "uncertainty" if rule.kind == "question" else rule.kind
            draft.cues.append((first, last, kind))
    _settle_questions(scope)
    _refute(scope)
    _experiencers(scope)


def _set_negated(draft: Draft) -> None:
    draft.negated = True


def _set_uncertain(draft: Draft) -> None:
    draft.uncertain = True


def _set_historical(draft: Draft) -> None:
    draft.historical = True


_SETTERS: dict[str, Callable[[Draft], None]] = {
    "negation": _set_negated,
    "uncertainty": _set_uncertain,
    "question": _set_uncertain,
    "history": _set_historical,
}


def _forwards(scope: Scope, at: int, rule: CueRule) -> list[Draft]:
    ids, reached, budget, start = scope.reading.ids, list[Draft](), rule.reach, at
    wide = rule.kind != "negation"
    comma = False
    while at < scope.size:
        draft = scope.draft_at.get(at)
        if draft is not None:
            if draft.type in _STATUS:
                if draft.type not in rule.types:
                    if not wide:
                        break
                elif reached and not wide and not _same_list(scope, reached[-1], draft, comma, rule):
                    break
                else:
                    reached.append(draft)
            elif not wide and reached and draft.type in ("DURATION", "TREATMENT"):
                break
            at, comma = max(draft.last, at + 1), False
            continue
        word, kinds = ids[at], scope.kinds(at)
        if word in scope.signs.hard and word != scope.comma:
            if at > start or (word != scope.colon and len(rule.pattern) > _ABBREVIATION):
                break
        elif "now" in kinds or ("stop" in kinds and rule.kind != "history"):
            break
        if not wide and (word == scope.line or kinds & {"question", "uncertainty", "self", "person"}):
            break
        if reached and not wide and "negation" in kinds:
            break
        if word == scope.comma:
            comma = True
            if not reached and not wide:
                break
            budget -= wide
        elif "pass" in kinds or "list" in kinds or "negation" in kinds or word in scope.signs.skipped or word in scope.slash:
            pass
        elif reached and not wide:
            break
        else:
            budget -= 1
        if budget < 0:
            break
        at = scope.cue_at[at][1] if at in scope.cue_at else at + 1
    return reached


def _same_list(scope: Scope, before: Draft, draft: Draft, comma: bool, rule: CueRule) -> bool:
    """Tell whether a negation that reached `before` goes on to the next member of its list."""
    between = range(before.last, draft.first)
    words = {scope.reading.text[scope.reading.starts[u] : scope.reading.ends[u]].lower() for u in between if "list" in scope.kinds(u)}
    if any(scope.reading.ids[u] in scope.slash for u in between) or not between:
        return True
    strong = rule.lists
    if words - {"dan", "dn", "n", "&", "juga", "sama"}:
        return True
    if words:
        return strong
    if comma:
        return strong or _list_ends_with_or(scope, draft)
    return strong


def _list_ends_with_or(scope: Scope, draft: Draft) -> bool:
    """Tell whether an ``atau`` follows `draft` in its sentence, with only list members before it."""
    at = draft.last
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        if "or" in scope.kinds(at):
            return True
        inner = scope.draft_at.get(at)
        if inner is None and scope.reading.ids[at] != scope.comma and not scope.kinds(at) & {"pass", "list"}:
            return False
        at = inner.last if inner else at + 1
    return False


def _backwards(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    if rule.kind in ("negation", "question") and not rule.lists and not scope.ends_clause(last):
        return []
    ids, reached, budget, at = scope.reading.ids, list[Draft](), rule.reach, first - 1
    while at >= 0:
        draft = scope.draft_at.get(at)
        if draft is not None:
            if draft.type in _STATUS:
                if draft.type not in rule.types or draft.negated != (rule.kind == "negation" and draft.negated):
                    break
                reached.append(draft)
                budget = 0
            at = min(draft.first, at) - 1
            continue
        word, kinds = ids[at], scope.kinds(at)
        if word in scope.signs.sentence or "stop" in kinds or kinds & {"negation"}:
            break
        if rule.kind == "history" and "if" in kinds:
            return []
        if word == scope.comma or word in scope.slash:
            if not reached or not (rule.lists or rule.reach > 1):
                break
        elif word in scope.signs.hard or word == scope.line:
            if reached or word != scope.colon:
                break
        elif "pass" in kinds or "self" in kinds or word in scope.signs.skipped:
            pass
        elif "list" in kinds:
            if reached and not (rule.lists or rule.reach > 1):
                break
        elif reached:
            break
        else:
            budget -= 1
            if budget < 0:
                break
        at = scope.cue_at[at][0] - 1 if at in scope.cue_at else at - 1
    if rule.kind == "history" and _conditional(scope, at):
        return []
    return reached


def _conditional(scope: Scope, at: int) -> bool:
    """Tell whether the clause before `at` says when something goes: ``kalau jalan sakitnya hilang``."""
    for unit in range(at, max(-1, at - _CLAUSE), -1):
        if scope.reading.ids[unit] in scope.signs.sentence:
            return False
        if "if" in scope.kinds(unit):
            return True
    return False


def _settle_questions(scope: Scope) -> None:
    """Take back what a general question made uncertain where the complaint states it before."""
    stated: set[str | None] = set()
    has_person = any(rule.kind in ("self", "person") for _, _, rule in scope.cues)
    asked: set[str | None] = set()
    for draft in scope.drafts:
        if draft.type not in _STATUS or draft.negated:
            continue
        kinds = {kind for _, _, kind in draft.cues}
        if not draft.uncertain:
            if draft.concept in asked and draft.type == "CONDITION" and _in_question(scope, draft):
                draft.uncertain = True
            else:
                stated.add(draft.concept)
            continue
        weak = all(scope.kinds(first) & {"question"} for first, _, kind in draft.cues if kind == "uncertainty")
        if not weak or "uncertainty" not in kinds:
            continue
        if (draft.type == "CONDITION" and draft.concept in stated) or (draft.type == "SYMPTOM" and has_person):
            draft.uncertain = False
            draft.cues = [cue for cue in draft.cues if cue[2] != "uncertainty"]
        else:
            asked.add(draft.concept)


def _in_question(scope: Scope, draft: Draft) -> bool:
    at = draft.last
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        at += 1
    return at < scope.size and scope.reading.ids[at] == scope.mark


def _refute(scope: Scope) -> None:
    """Negate a suspected condition that the same complaint denies, be it by a test or in words."""
    denied = {d.concept for d in scope.drafts if d.type == "CONDITION" and d.negated and not d.uncertain}
    for draft in scope.drafts:
        asked = all("question" in scope.kinds(first) for first, _, kind in draft.cues if kind == "uncertainty")
        if draft.uncertain and draft.concept in denied and not asked:
            draft.uncertain, draft.negated = False, True


def _experiencers(scope: Scope) -> None:
    """Give each mention to the patient or to somebody else.

    The patient is the person of whom most symptoms are told; without symptoms, the one of whom most is told.
    """
    persons = [(first, last, rule) for first, last, rule in scope.cues if rule.kind in ("person", "self") and not _agent(scope, first)]
    if not any(rule.kind == "person" for _, _, rule in persons):
        return
    marks = {first: Person(first, last, 0 if rule.kind == "self" else scope.reading.ids[first]) for first, last, rule in persons}
    told: dict[int, float] = {}
    local: Person | None = None
    topic = 0
    found: list[tuple[Draft, Person | None]] = []
    for unit in range(scope.size):
        if unit in marks:
            local = marks[unit]
            topic = local.who
        elif scope.reading.ids[unit] in scope.signs.sentence:
            local = None
        draft = scope.draft_at.get(unit)
        if draft is not None and draft.first == unit and draft.type in _STATUS:
            found.append((draft, local))
            weight = 4 if draft.type == "SYMPTOM" and not draft.negated else 1
            told[topic] = told.get(topic, 0) + (weight if local is not None else weight / 2)
    patient = max(told, key=lambda who: told[who], default=0)
    for draft, person in found:
        if person is not None and person.who not in (patient, 0):
            draft.other = True
            draft.cues.append((person.first, person.last, "experiencer"))


def _agent(scope: Scope, unit: int) -> bool:
    """Tell whether a person is only named as doing or owning something: ``diurut istri``, ``punya mertua``."""
    before = scope.draft_at.get(unit - 1)
    return (before is not None and before.type == "TREATMENT") or "agent" in scope.kinds(unit - 1)
