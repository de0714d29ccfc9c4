"""How far a cue reaches back: which mentions before it it is about."""

from typing import Final

from extractor.context.reach import concerns
from extractor.context.scope import STATUS, Scope
from extractor.lexicon.cue import CueRule
from extractor.lexicon.kinds import (
    AFTER,
    CLOSE,
    HISTORY,
    IF,
    INWARD,
    LIST,
    MATTER,
    NEGATION,
    NOW,
    ONSET,
    OR,
    OTHERS,
    PASS,
    PERSON,
    PSEUDO,
    SELF,
    STOP,
    THEN,
)
from extractor.matching import Draft

_CLAUSE: Final = 12
_SENTENCE: Final = 40


def _speaks_of_before(scope: Scope, first: int, last: int, rule: CueRule) -> bool:
    """Tell whether the cue can be about what stands before it: a denial that ends its clause, an end that is not denied."""
    denies = rule.kind in ("negation", "question") or scope.denies(first, last)
    asks = rule.kind == "negation" and scope.asks(last)
    if asks and not rule.lists:  # "diabetes juga tidak?"
        return False
    if denies and not rule.lists and not scope.ends_clause(last):
        return False
    return rule.kind != "history" or not first or not scope.kinds[first - 1] & (NEGATION | PSEUDO)


def _located(scope: Scope, draft: Draft) -> bool:
    """Tell whether a body part stands right beside `draft`: then it is a finding told by itself, not one of a list."""
    beside = (scope.draft_at.get(draft.first - 1), scope.draft_at.get(draft.last))
    return any(other is not None and other.type == "BODY_SITE" for other in beside)


def _has_degree(scope: Scope, draft: Draft) -> bool:
    """Tell whether a finding is told with its own sign, degree or figure: ``edema +/+, nyeri (-)``, ``GDS 320, HT (-)``."""
    return scope.type_at(draft.last) == "SEVERITY" or scope.affirms(draft.last) or _bears_figure(scope, draft)


def _is_verdict(rule: CueRule) -> bool:
    """Tell whether a cue is the verdict on tests: ``hasilnya normal``."""
    return rule.kind == "negation" and rule.lists and rule.types.isdisjoint(STATUS)


def _sums_up(scope: Scope, first: int, last: int, rule: CueRule) -> bool:
    """Tell whether a verdict on tests stands as a clause of its own behind them: ``cek gula dan kolesterol, semua normal``."""
    ids = scope.reading.ids
    if not _is_verdict(rule) or not first or ids[first - 1] not in scope.signs.hard or not scope.ends_clause(last):
        return False
    return ids[first - 1] != scope.mark and (last == scope.size or ids[last] != scope.mark)


def _is_light(scope: Scope, unit: int, cue: int) -> bool:
    """Tell whether the word at `unit` does not count against the reach of the cue at `cue` behind it."""
    word = scope.reading.ids[unit]
    return bool(scope.kinds[unit] & (PASS | SELF)) or word in scope.signs.skipped or (word in scope.parens and unit == cue - 1)


def _is_member(scope: Scope, unit: int) -> bool:
    """Tell whether the word at `unit` is by itself a member of a list: ``tensi`` in ``gula, tensi, kolesterol normal``."""
    ids = scope.reading.ids
    if not 0 < unit < scope.size - 1 or ids[unit - 1] != scope.comma:
        return False
    return ids[unit + 1] == scope.comma or bool(scope.kinds[unit + 1] & LIST)


def _is_apart(scope: Scope, rule: CueRule, draft: Draft, reached: Draft, *, joined: bool) -> bool:
    """Tell whether `draft` is not in one list with the mention behind it that the cue has reached.

    It is not if it is not joined to it, if it is the same again, or if it has its own body part or negator.
    """
    if rule.kind == "negation" and draft.concept == reached.concept:
        return True
    if (
        rule.kind == "negation"
        and rule.lists
        and (_located(scope, draft) or _has_degree(scope, draft) or scope.denies(draft.first, draft.last))
    ):
        return True
    return rule.kind != "history" and not joined and draft.last < reached.first


def backwards(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    """Return the mentions before units `first` to `last` that the cue there is about."""
    if not _speaks_of_before(scope, first, last, rule):
        return []
    reached, budget, joined = list[Draft](), rule.reach, False
    at = first - (2 if _sums_up(scope, first, last, rule) else 1)
    while at >= 0:
        draft = scope.draft_at.get(at)
        if draft is not None:
            if _bars(scope, draft, rule, reached, joined=joined):
                break
            if draft.type in STATUS:
                reached.append(draft)
                budget, joined = 0, False
            at = min(draft.first, at) - 1
            continue
        joined = joined or scope.reading.ids[at] == scope.comma or _links(scope, at)
        turns = _turns(scope, at, rule, reached)
        if _begins(scope, at, rule, reached, turns=turns, cue=first):
            break
        if not turns:
            if rule.kind == "history" and scope.kinds[at] & (IF | THEN):
                return []
            weight = _weight(scope, at, rule, reached, joined=joined, cue=first)
            if weight is None or weight > budget:
                break
            budget -= weight
        at = scope.begin(at) - 1
    if rule.kind == "history" and scope.reading.ids[first] not in scope.done and _conditional(scope, at):
        return []
    return reached or (_told_over(scope, first, last, rule) if rule.kind == "history" else reached)


def _told_over(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    """Return the symptoms of the sentence before a clause that only says that all is over: ``Sekarang sudah sembuh.``"""
    ids, at = scope.reading.ids, first - 1
    while at >= 0 and scope.kinds[at] & (NOW | PASS | SELF | LIST | CLOSE) and at not in scope.draft_at:
        at = scope.begin(at) - 1
    if at < 0 or (ids[at] not in scope.signs.hard and ids[at] != scope.line):
        return []
    done = ids[first] in scope.done
    if not (done or rule.lists or any(kinds & NOW for kinds in scope.kinds[at + 1 : first])):
        return []
    if scope.type_at(last) in STATUS or not (done or scope.ends_clause(last)):
        return []
    reached: list[Draft] = []
    for unit in range(at - 1, max(-1, at - _SENTENCE), -1):
        if scope.kinds[unit] & (NOW | IF) or ids[unit] in scope.signs.sentence:
            break
        draft = scope.draft_at.get(unit)
        if draft is not None and draft.first == unit and draft.type == "SYMPTOM" and concerns(rule, draft) and not draft.negated:
            reached.append(draft)
    return reached


def _bars(scope: Scope, draft: Draft, rule: CueRule, reached: list[Draft], *, joined: bool) -> bool:
    """Tell whether the reach of a cue back to what stands before it ends at `draft`."""
    if draft.type not in STATUS:
        return rule.kind == "negation" and (draft.type == "TREATMENT" or (bool(reached) and draft.type == "DURATION"))
    if (reached and _is_apart(scope, rule, draft, reached[-1], joined=joined)) or (_is_verdict(rule) and _bears_figure(scope, draft)):
        return True
    return not concerns(rule, draft) or draft.negated != (rule.kind == "negation" and draft.negated)


def _bears_figure(scope: Scope, draft: Draft) -> bool:
    """Tell whether a mention ends with its figure, so that a verdict behind it is of something else: ``asam urat 9, Hb normal``."""
    return scope.reading.text[scope.reading.starts[draft.last - 1]].isdigit()


def _links(scope: Scope, at: int) -> bool:
    """Tell whether the word at `at` joins the members of a list."""
    return scope.reading.ids[at] in scope.slash or bool(scope.kinds[at] & LIST)


def _turns(scope: Scope, at: int, rule: CueRule, reached: list[Draft]) -> bool:
    """Tell whether the word at `at` only says when or whose: ``sekarang`` before what is over, ``ibu`` after ``luka di kaki``."""
    kinds = scope.kinds[at]
    turn = rule.kind == "history" or (not reached and _is_verdict(rule))
    return bool((turn and kinds & NOW and not kinds & ONSET) or (kinds & PERSON and _has_owner(scope, at)))


def _begins(scope: Scope, at: int, rule: CueRule, reached: list[Draft], *, turns: bool, cue: int) -> bool:
    """Tell whether what the cue at unit `cue` is about begins after the word at `at`."""
    word, kinds = scope.reading.ids[at], scope.kinds[at]
    if word in scope.signs.sentence and not (word == scope.mark and at == cue - 1):
        return True
    if (kinds & STOP and not turns) or kinds & NEGATION or (word in scope.parens and rule.kind != "negation"):
        return True
    return rule.kind == "history" and not reached and _is_subject(scope, at)


def _weight(scope: Scope, at: int, rule: CueRule, reached: list[Draft], *, joined: bool, cue: int) -> int | None:
    """Return how much the word at `at` counts against the reach of the cue at unit `cue` behind it; None where it ends it."""
    word, kinds = scope.reading.ids[at], scope.kinds[at]
    far = rule.lists or rule.reach > 1
    if rule.kind == "history" and kinds & (PERSON | OTHERS):
        return None
    if word == scope.comma or word in scope.slash:
        passes = bool(rule.reach) if rule.kind == "history" and not reached else bool(reached) and far
        return 0 if passes or _lists_illnesses(scope, at, rule, reached) else None
    if word in scope.signs.hard or word == scope.line:
        return 0 if not reached and (word == scope.colon or (word == scope.mark and at == cue - 1)) else None
    if _is_light(scope, at, cue) or (reached and joined and _is_member(scope, at)):
        return 0
    if reached or kinds & LIST:
        return 0 if kinds & LIST and rule.kind != "uncertainty" and (not reached or far) else None
    return 1


def _lists_illnesses(scope: Scope, at: int, rule: CueRule, reached: list[Draft]) -> bool:
    """Tell whether a denial behind an illness outside of the inventory is of a bare list of them: ``DM, HT, asma (-)``."""
    draft = scope.draft_at.get(at - 1)
    if reached or rule.kind != "negation" or draft is None:
        return False
    while draft is not None and draft.type == "CONDITION":
        before = scope.draft_at.get(draft.first - 2) if scope.reading.ids[draft.first - 1] == scope.comma else None
        if before is None:
            return not draft.first or scope.reading.ids[draft.first - 1] in scope.signs.hard or bool(scope.kinds[draft.first - 1] & HISTORY)
        draft = before
    return False


def _is_subject(scope: Scope, unit: int) -> bool:
    """Tell whether a complaint outside of the inventory is by itself what is over: ``kaki kebas, demamnya sudah sembuh``."""
    return scope.kinds[unit] & (MATTER | INWARD) == MATTER and not scope.kinds[unit - 1] & (LIST | OR | IF | AFTER | NEGATION)


def _has_owner(scope: Scope, person: int) -> bool:
    """Tell whether the person only says whose body part it is: ``luka di kaki ibu``."""
    site = scope.draft_at.get(scope.begin(person) - 1)
    return site is not None and site.type == "BODY_SITE"


def _conditional(scope: Scope, at: int) -> bool:
    """Tell whether the clause before `at` says when something goes: ``kalau jalan sakitnya hilang``."""
    for unit in range(at, max(-1, at - _CLAUSE), -1):
        if scope.reading.ids[unit] in scope.signs.sentence:
            return False
        if scope.kinds[unit] & IF:
            return True
    return False
