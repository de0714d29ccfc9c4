"""How far a cue reaches back: which mentions before it it is about."""

from typing import Final

from extractor.context.past import by_conjunction
from extractor.context.reach import concerns
from extractor.context.scope import STATUS, Scope
from extractor.lexicon.cue import CueRule
from extractor.lexicon.kinds import (
    AFFIRM,
    AFTER,
    CLOSE,
    EXAM,
    HISTORY,
    IF,
    INWARD,
    LIST,
    MATTER,
    MOVE,
    NEGATION,
    NOW,
    ONSET,
    OR,
    OTHERS,
    PASS,
    PERSON,
    PSEUDO,
    QUESTION,
    SELF,
    SIDES,
    STOP,
    THEN,
    UNTIL,
)
from extractor.matching import Draft

_CLAUSE: Final = 12
_LEADS: Final = NOW | PASS | SELF | LIST | CLOSE
_LEAD: Final = 4
_SENTENCE: Final = 40


def _speaks_of_before(scope: Scope, first: int, last: int, rule: CueRule) -> bool:
    """Tell whether the cue can be about what stands before it: a denial that ends its clause, an end that is not denied."""
    if rule.kind == "negation" and not rule.lists and scope.type_at(first - 1) == "FREQUENCY":  # "kadang sakit kadang tidak"
        return False
    denies = rule.kind in ("negation", "question") or scope.denies(first, last)
    asks = rule.kind == "negation" and scope.asks(last)
    if asks and not rule.lists:  # "diabetes juga tidak?"
        return False
    if denies and not rule.lists and not (scope.ends_clause(last) or _dated(scope, first, last)):
        return False
    if rule.kind == "history" and scope.reading.ids[first] not in scope.done and _in_a_while(scope, last):
        return False
    return rule.kind != "history" or not first or not scope.kinds[first - 1] & (NEGATION | PSEUDO)


def _in_a_while(scope: Scope, unit: int) -> bool:
    """Tell whether what ends at `unit` says how soon something passes each time: ``hilang dalam 2 menit``."""
    kinds, length = scope.kinds[unit], scope.draft_at.get(scope.end(unit))
    if length is None or length.type != "DURATION" or not kinds & UNTIL or kinds & AFTER:
        return False
    return scope.values.get(scope.reading.ids[length.last - 1], "").startswith("PT")


def _dated(scope: Scope, first: int, last: int) -> bool:
    """Tell whether a denial of several words only says more of when behind it: ``kramnya sudah tidak ada seminggu ini``."""
    return last > first + 1 and (scope.type_at(last) == "DURATION" or bool(scope.kinds[last] & (NOW | ONSET)))


def _located(scope: Scope, draft: Draft) -> bool:
    """Tell whether a body part stands beside `draft`, with its side at most between: then it is a finding told by itself.

    It is not where a word joins it to the next: ``kaki kram dan kesemutan tidak ada``.
    """
    if _links(scope, draft.last) or scope.kinds[draft.last] & OR:
        return False
    before = draft.first - 1
    while before >= 0 and (scope.kinds[before] & SIDES or (_links(scope, before) and scope.kinds[before - 1] & SIDES)):
        before = scope.begin(before) - 1
    beside = (scope.draft_at.get(before), scope.draft_at.get(draft.last))
    return any(other is not None and other.type == "BODY_SITE" for other in beside)


def _has_degree(scope: Scope, draft: Draft) -> bool:
    """Tell whether a finding is told with its own sign, degree or figure: ``edema +/+, nyeri (-)``, ``GDS 320, HT (-)``."""
    return scope.type_at(draft.last) == "SEVERITY" or scope.affirms(draft.last) or scope.bears_figure(draft)


def _is_verdict(rule: CueRule) -> bool:
    """Tell whether a cue is the verdict on tests: ``hasilnya normal``."""
    return rule.kind == "negation" and rule.lists and rule.types.isdisjoint(STATUS)


def _sums_up(scope: Scope, first: int, last: int, rule: CueRule) -> bool:
    """Tell whether a verdict on tests stands as a clause of its own behind them: ``cek gula dan kolesterol, semua normal``."""
    ids = scope.reading.ids
    if not _is_verdict(rule) or not first or ids[first - 1] not in scope.signs.hard or not scope.ends_clause(last):
        return False
    return ids[first - 1] != scope.mark and (last == scope.size or ids[last] != scope.mark)


def _tested(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    """Return the condition whose examination, told right before a denial, it is the outcome of: ``stroke sudah dicek, tidak ada``."""
    unit = first - 2
    if rule.kind != "negation" or unit < 0 or scope.reading.ids[first - 1] != scope.comma or not scope.kinds[unit] & EXAM:
        return []
    while unit >= 0 and scope.kinds[unit] & (EXAM | NOW | ONSET | PASS | SELF):
        unit = scope.begin(unit) - 1
    draft = scope.draft_at.get(unit)
    if draft is None or draft.type != "CONDITION" or not concerns(rule, draft) or not scope.ends_clause(last):
        return []
    return [draft]


def _is_light(scope: Scope, unit: int, cue: int) -> bool:
    """Tell whether the word at `unit` does not count against the reach of the cue at `cue` behind it."""
    word = scope.reading.ids[unit]
    return bool(scope.kinds[unit] & (MOVE | PASS | SELF)) or word in scope.signs.skipped or (word in scope.parens and unit == cue - 1)


def _is_member(scope: Scope, unit: int) -> bool:
    """Tell whether the word at `unit` is by itself a member of a list: ``tensi`` in ``gula, tensi, kolesterol normal``."""
    ids = scope.reading.ids
    if not 0 < unit < scope.size - 1 or ids[unit - 1] != scope.comma:
        return False
    return ids[unit + 1] == scope.comma or bool(scope.kinds[unit + 1] & LIST)


def _is_apart(scope: Scope, rule: CueRule, draft: Draft, reached: Draft, *, joined: bool) -> bool:
    """Tell whether `draft` is not in one list with the mention behind it that the cue has reached.

    It is not if it is not joined to it, if it is the same again or of another kind, or if it has its own body part, degree or negator.
    """
    if rule.kind == "question" and draft.type != reached.type:  # "habis ngetik, carpal tunnel kah?"
        return True
    if rule.kind == "negation":
        own = _located(scope, draft) or (rule.lists and _has_degree(scope, draft)) or scope.denies(draft.first, draft.last)
        if own or draft.concept == reached.concept or (draft.type == "SYMPTOM") != (reached.type == "SYMPTOM"):
            return True
    return rule.kind != "history" and not joined and draft.last < reached.first


def backwards(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    """Return the mentions before units `first` to `last` that the cue there is about."""
    if not _speaks_of_before(scope, first, last, rule):
        return []
    reached, budget, joined = list[Draft](), rule.reach, False
    sums_up, answers = _sums_up(scope, first, last, rule), scope.reading.ids[first - 1] == scope.mark
    at = first - (2 if sums_up else 1)
    while at >= 0:
        draft = scope.draft_at.get(at)
        if draft is not None:
            another = bool(reached) and not sums_up and _is_illness(scope, draft, rule)
            if another or _bars(scope, draft, rule, reached, joined=joined, answers=answers):
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
    if reached:
        return reached
    if rule.kind != "history":
        return _tested(scope, first, last, rule)
    return _told_over(scope, first, last, rule) or _told_behind(scope, first, last, rule)


def _past_lead(scope: Scope, at: int, *, spare: int) -> int:
    """Return the unit before the words that only lead to a cue behind `at`, with at most `spare` others, such as how long it took."""
    while at >= 0 and scope.type_at(at) in ("", "DURATION") and not scope.kinds[at] & (IF | NEGATION):
        if not scope.kinds[at] & _LEADS:
            if not spare or scope.reading.ids[at] in scope.signs.hard or scope.reading.ids[at] == scope.line:
                break
            spare -= 1
        at = scope.begin(at) - 1
    return at


def _told_behind(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    """Return the symptom that a clause names only behind the words that say that it is over: ``sudah hilang kramnya``."""
    while scope.kinds[last] & (CLOSE | PASS):
        last = scope.end(last)
    draft = scope.draft_at.get(last)
    begins = not first or scope.reading.ids[first - 1] in scope.signs.hard or bool(scope.kinds[first - 1] & (STOP | NOW | CLOSE))
    if draft is None or draft.type != "SYMPTOM" or not begins or not concerns(rule, draft):
        return []
    site = scope.draft_at.get(draft.last)
    end = site.last if site is not None and site.type == "BODY_SITE" else draft.last
    return [draft] if scope.ends_clause(end) and not scope.kinds[end] & NOW else []


def _told_over(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    """Return the symptoms of the sentence before a clause that only says that all is over: ``Sekarang sudah sembuh.``"""
    ids, at = scope.reading.ids, _past_lead(scope, first - 1, spare=_LEAD if rule.lists else 0)
    lead = scope.kinds[at + 1 : first]
    now = any(kinds & NOW for kinds in (*lead, *scope.word_kinds[first:last]))
    listed = any(kinds & LIST for kinds in lead)
    if now and not listed:
        at = _before_treatment(scope, at)
    if at < 0 or (ids[at] not in scope.signs.hard and ids[at] != scope.line and not (now and listed)):
        return []
    done = ids[first] in scope.done
    if not (done or rule.lists or now):
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


def _before_treatment(scope: Scope, at: int) -> int:
    """Return the unit before words up to `at` that only say what was done: ``kaki bengkak, setelah berobat sekarang sudah sembuh``."""
    for unit in range(at, max(-1, at - _CLAUSE), -1):
        if scope.kinds[unit] & MATTER or scope.type_at(unit) in STATUS or scope.reading.ids[unit] in scope.signs.hard:
            break
        if scope.kinds[unit] & AFTER:
            return unit - 1
    return at


def _bars(scope: Scope, draft: Draft, rule: CueRule, reached: list[Draft], *, joined: bool, answers: bool) -> bool:
    """Tell whether the reach of a cue back to what stands before it ends at `draft`."""
    if draft.type not in STATUS:
        return rule.kind == "negation" and (draft.type == "TREATMENT" or (bool(reached) and draft.type == "DURATION"))
    if reached and _is_apart(scope, rule, draft, reached[-1], joined=joined):
        return True
    if rule.kind == "negation":
        at_such_time = draft.historical and by_conjunction(scope, draft)  # "waktu hamil tidak"
        asks = draft.uncertain and not (answers or rule.lists) and " " not in rule.pattern  # "apakah ini diabetes tidak dok"
        if at_such_time or asks or scope.bears_figure(draft):
            return True
    return not concerns(rule, draft) or draft.negated != (rule.kind == "negation" and draft.negated)


def _is_illness(scope: Scope, draft: Draft, rule: CueRule) -> bool:
    """Tell whether a mention is no parameter, so that a verdict behind the next one is not of it: ``hipertensi, gula normal``."""
    if not _is_verdict(rule):
        return False
    words = scope.reading.ids[draft.first : draft.last]
    return bool(scope.kinds[draft.first - 1] & AFFIRM) or not scope.measures.issuperset(words)


def _links(scope: Scope, at: int) -> bool:
    """Tell whether the word at `at` joins the members of a list."""
    return at < scope.size and (scope.reading.ids[at] in scope.slash or bool(scope.kinds[at] & LIST))


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
    if scope.reading.ids[cue] == scope.mark and kinds & QUESTION and at < cue - 1:
        return True
    answers = scope.reading.ids[cue - 1] == scope.mark and at == cue - 2
    if (kinds & STOP and not turns) or (kinds & NEGATION and not answers) or (word in scope.parens and rule.kind != "negation"):
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
    """Tell whether the person only says whose it is: ``luka di kaki ibu``, ``diabetes ibu sudah normal``."""
    return scope.type_at(scope.begin(person) - 1) in ("BODY_SITE", "CONDITION")


def _conditional(scope: Scope, at: int) -> bool:
    """Tell whether the clause before `at` says when something goes: ``kalau jalan sakitnya hilang``."""
    for unit in range(at, max(-1, at - _CLAUSE), -1):
        if scope.reading.ids[unit] in scope.signs.sentence:
            return False
        if scope.kinds[unit] & IF:
            return True
    return False
