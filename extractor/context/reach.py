"""How far a cue reaches forwards: which mentions after it it is about.

A cue acts forwards (``maju``) or backwards (``mundur``, in `behind`) on the nearest mention that its reach
allows, then along a list. Words of kind ``pass``, body parts and severities do not count against
the reach; sentence ends and words of kind ``stop`` end it.
"""

from typing import Final

from extractor.context.scope import STATUS, Scope
from extractor.lexicon.cue import CueRule
from extractor.lexicon.kinds import (
    AFFIRM,
    AFTER,
    FINDING,
    HISTORY,
    IF,
    LIST,
    MATTER,
    NEGATION,
    NO_KINDS,
    NOW,
    ONSET,
    OR,
    OTHERS,
    OUTSIDE,
    PASS,
    PERSON,
    QUESTION,
    REFUTE,
    SELF,
    STOP,
    UNCERTAINTY,
    YES,
)
from extractor.matching import Draft

_ABBREVIATION: Final = 5
_VOWELS: Final = "aiueo"
_STATED: Final = ("DURATION", "FREQUENCY")
"""What is told of a symptom that one has, not of one that is denied."""
_ELSEWHERE: Final = QUESTION | UNCERTAINTY | SELF | PERSON | OTHERS


def concerns(rule: CueRule, draft: Draft) -> bool:
    """Tell whether a cue can change a mention of this type or concept."""
    return draft.type in rule.types or draft.concept in rule.types


def forwards(scope: Scope, at: int, rule: CueRule) -> list[Draft]:
    """Return the mentions from unit `at` on that the cue before it is about."""
    reached, budget, start, comma = list[Draft](), rule.reach, at, False
    if rule.kind == "history" and _only_first(scope, at):
        return reached
    while at < scope.size:
        if not reached and rule.kind == "negation":
            at = _past_complaints(scope, at, rule)
        draft = scope.draft_at.get(at)
        if draft is not None:
            if _stops_at(scope, draft, rule, reached, comma=comma):
                break
            if draft.type in STATUS and concerns(rule, draft) and not (rule.kind == "history" and _comes_again(scope, draft)):
                reached.append(draft)
            at, comma = max(draft.last, at + 1), False
            continue
        fresh = not reached and budget == rule.reach
        if _closes(scope, at, rule, reached, begins=at == start, fresh=fresh) or _is_done(scope, at, rule):
            break
        if budget < rule.reach and _is_full(scope, at, start, rule, reached):
            break
        budget -= _weight(scope, at, rule)
        if budget < 0:
            break
        comma = comma or scope.reading.ids[at] == scope.comma
        at = scope.end(at)
    return reached


def _is_done(scope: Scope, at: int, rule: CueRule) -> bool:
    """Tell whether what is planned ends at `at`, where a clause or what was done before begins: ``besok kontrol habis lari``."""
    return rule.kind == "plan" and (scope.reading.ids[at] == scope.comma or bool(scope.kinds[at] & AFTER))


def _stops_at(scope: Scope, draft: Draft, rule: CueRule, reached: list[Draft], *, comma: bool) -> bool:
    """Tell whether the reach of a cue ends before `draft`: a denial goes on within its list only, others past what they cannot be about."""
    denies = rule.kind == "negation"
    if draft.type not in STATUS:
        stated = draft.type in _STATED or (comma and _is_subject(scope, draft))
        return denies and (draft.type == "TREATMENT" or (bool(reached) and stated))
    if reached and not denies and not rule.reach:
        return True
    if not denies or not concerns(rule, draft):
        return denies
    if not reached:
        return False
    if scope.bears_figure(draft):
        return True
    return scope.reading.ids[draft.first] in scope.negators or not _same_list(scope, reached[-1], draft, comma, rule)


def _is_subject(scope: Scope, draft: Draft) -> bool:
    """Tell whether a body part behind a comma begins a statement, not a member of a list: ``tidak ada luka, kaki bengkak``."""
    return draft.type == "BODY_SITE" and not _list_ends_with_or(scope, draft)


def _closes(scope: Scope, at: int, rule: CueRule, reached: list[Draft], *, begins: bool, fresh: bool) -> bool:
    """Tell whether the word at `at` ends the reach of a cue: it `begins` right after it, or is `fresh` where only light words precede."""
    word, kinds, denies = scope.reading.ids[at], scope.kinds[at], rule.kind == "negation"
    if word in scope.signs.hard and word != scope.comma:
        if not begins or (word != scope.colon and not _abbreviates(rule.pattern)):
            return True
    elif kinds & NOW or (kinds & STOP and rule.kind != "history" and not _leads_on(scope, at, rule, begins=fresh)):
        return True
    if kinds & HISTORY and (rule.kind == "question" or (rule.kind == "uncertainty" and not begins)):
        return True
    if rule.kind == "uncertainty" and (kinds & REFUTE or (reached and kinds & YES) or kinds & NEGATION):
        return True
    if denies and (word == scope.line or kinds & _ELSEWHERE or (reached and kinds & NEGATION)):
        return True
    if rule.kind == "history" and reached and _follows_negator(scope, reached[-1]) and not kinds & (LIST | OR):
        return True
    if rule.kind == "history" and not rule.reach and kinds & SELF:
        return True
    if rule.kind == "history" and ((word == scope.line and not begins) or (kinds & NEGATION and scope.end(at) > at + 1)):
        return True
    if word == scope.comma:
        goes_on = _lists_on(scope, at, reached[-1]) if reached and not denies else bool(reached) or _looks_beyond(rule)
        return not goes_on
    return denies and bool(reached) and not (_passes(scope, at) or (rule.lists and _is_listed(scope, at)))


def _follows_negator(scope: Scope, draft: Draft) -> bool:
    """Tell whether a word that denies stands right before `draft`, not a finding's sign: ``dulu tidak sakit``."""
    unit = draft.first - 1
    return bool(scope.kinds[unit] & NEGATION) and not scope.kinds[unit] & FINDING


def _is_full(scope: Scope, at: int, start: int, rule: CueRule, reached: list[Draft]) -> bool:
    """Tell whether a comma at `at` ends a history of something outside of the inventory: ``riwayat alergi, kaki kram``.

    It does not before another illness (``riwayat maag, kolesterol``), unless that is a finding: ``riwayat alergi, DM (-)``.
    """
    if rule.kind != "history" or reached or scope.reading.ids[at] != scope.comma or not scope.kinds[start - 1] & AFFIRM:
        return False
    draft = scope.draft_at.get(at + 1)
    return draft is None or draft.type != "CONDITION" or bool(scope.kinds[draft.last] & FINDING)


def _leads_on(scope: Scope, at: int, rule: CueRule, *, begins: bool) -> bool:
    """Tell whether a word that ends clauses does not end what a cue is about."""
    merely = begins and rule.kind == "uncertainty" and bool(scope.kinds[at] & ONSET or _gives_cause(scope, at))
    return merely or _asks_for_cause(scope, at, rule)


def _weight(scope: Scope, at: int, rule: CueRule) -> int:
    """Return how much the word at `at` counts against the reach of a cue before it."""
    if scope.reading.ids[at] == scope.comma:
        return int(rule.kind != "negation")
    joined = rule.kind == "negation" and scope.kinds[at] & MATTER and _is_joined(scope, scope.end(at))
    return 0 if joined or _passes(scope, at) else 1


def _passes(scope: Scope, at: int) -> bool:
    """Tell whether the word at `at` never counts against a reach."""
    word = scope.reading.ids[at]
    return bool(scope.kinds[at] & (PASS | LIST)) or at in scope.denials or word in scope.signs.skipped or word in scope.slash


def _only_first(scope: Scope, unit: int) -> bool:
    """Tell whether the cue before a comma at `unit` ends a clause, where it only says what comes first: ``cek darah dulu, baru ...``."""
    begin = scope.begin(unit - 1)
    if begin == 0 or unit == scope.size or scope.reading.ids[unit] != scope.comma:
        return False
    return scope.reading.ids[begin - 1] not in scope.signs.hard and not scope.kinds[begin - 1]


def _asks_for_cause(scope: Scope, unit: int, rule: CueRule) -> bool:
    """Tell whether a question goes on at `unit` to the cause it asks about: ``apakah nyeri ini karena asam urat``."""
    kinds = scope.kinds[unit]
    return rule.kind == "question" and bool(kinds & PASS) and not kinds & IF and not scope.kinds[scope.end(unit)] & SELF


def _gives_cause(scope: Scope, unit: int) -> bool:
    """Tell whether a word at `unit` only leads from a guess to the cause that it names: ``menduga karena asam urat``."""
    return bool(scope.kinds[unit] & PASS) and scope.type_at(scope.end(unit)) in STATUS


def _abbreviates(pattern: str) -> bool:
    """Tell whether a full stop after a cue may belong to it: ``susp. HNP``, but not ``takut. Kaki kram``."""
    return len(pattern) <= _ABBREVIATION and pattern[-1] not in _VOWELS and sum(pattern.count(vowel) for vowel in _VOWELS) < 2


def _is_joined(scope: Scope, unit: int) -> bool:
    """Tell whether a list goes on at `unit` after a complaint outside of the inventory: ``tidak demam dan bengkak``."""
    return unit < scope.size and (bool(scope.kinds[unit] & (LIST | OR)) or scope.reading.ids[unit] in scope.slash)


def _past_complaints(scope: Scope, at: int, rule: CueRule) -> int:
    """Return the unit of the mention to which a list of complaints outside of the inventory leads: ``tidak batuk, pilek atau kram``.

    It is `at` itself where none does.
    """
    start, commas, joint = at, 0, NO_KINDS
    while at < scope.size and (scope.kinds[at] & MATTER or (rule.lists and _is_lone(scope, at))):
        at = scope.end(at)
        at += at < scope.size and not _is_joint(scope, at)
        while at < scope.size and _is_joint(scope, at):
            commas += scope.reading.ids[at] == scope.comma
            joint, at = scope.kinds[at], scope.end(at)
    listed = _is_joint(scope, at - 1)
    while scope.kinds[at] & AFFIRM:
        at = scope.end(at)
    draft = scope.draft_at.get(at)
    if draft is None or draft.type not in STATUS or not listed:
        return start
    denied = joint & OR or _list_ends_with_or(scope, draft) or (rule.lists and (commas > 1 or joint & LIST))
    return at if denied else start


def _is_lone(scope: Scope, unit: int) -> bool:
    """Tell whether a word or two that mean nothing to the lexicon are a member of a list: ``menyangkal demam, trauma maupun DM``."""
    after = next((at for at in range(unit + 1, min(unit + 3, scope.size)) if _is_joint(scope, at)), unit)
    told = range(unit, after)
    return bool(told) and all(not scope.kinds[at] & ~(MATTER | OUTSIDE) and at not in scope.draft_at for at in told)


def _is_listed(scope: Scope, unit: int) -> bool:
    """Tell whether a complaint outside of the inventory is a member of a list: ``menyangkal trauma, demam, maupun kesemutan``."""
    return bool(scope.kinds[unit] & MATTER) and _is_joint(scope, unit - 1) and _is_joint(scope, scope.end(unit))


def _is_joint(scope: Scope, unit: int) -> bool:
    """Tell whether a comma or a word at `unit` parts the members of a list."""
    return unit < scope.size and (scope.reading.ids[unit] == scope.comma or bool(scope.kinds[unit] & (LIST | OR)))


def _comes_again(scope: Scope, draft: Draft) -> bool:
    """Tell whether the word after `draft` says that it is back: ``sakit lagi``."""
    kinds = scope.kinds[draft.last]
    return bool(kinds & NOW) and not kinds & STOP


def _looks_beyond(rule: CueRule) -> bool:
    """Tell whether a cue that has reached nothing yet goes on behind a comma: a guess does, a denial, a question and a fear do not."""
    return rule.kind == "history" or (rule.kind == "uncertainty" and rule.reach > 1 and "SYMPTOM" not in rule.types)


def _lists_on(scope: Scope, comma: int, before: Draft) -> bool:
    """Tell whether the next member of a list follows a comma at once, after symptoms with its body part."""
    at = comma + 1
    draft = scope.draft_at.get(at)
    while at < scope.size and (
        (draft is not None and draft.type == "BODY_SITE" and before.type == "SYMPTOM")
        or (scope.kinds[at] & (LIST | PASS) and not scope.kinds[at] & (SELF | PERSON | OTHERS))
    ):
        at = draft.last if draft is not None else scope.end(at)
        draft = scope.draft_at.get(at)
    return draft is not None and draft.type in STATUS and (before.type != "TRIGGER" or draft.type == "TRIGGER")


def _same_list(scope: Scope, before: Draft, draft: Draft, comma: bool, rule: CueRule) -> bool:
    """Tell whether a negation that reached `before` goes on to the next member of its list."""
    if scope.kinds[draft.last] & YES:
        return False
    between = range(before.last, draft.first)
    if not between or any(scope.reading.ids[u] in scope.slash or scope.kinds[u] & OR for u in between):
        return True
    joined = any(scope.kinds[u] & LIST for u in between)
    return rule.lists or (comma and not joined and _list_ends_with_or(scope, draft))


def _list_ends_with_or(scope: Scope, draft: Draft) -> bool:
    """Tell whether an ``atau`` follows `draft` in its sentence, with only list members before it."""
    at = draft.last
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        if scope.kinds[at] & OR:
            return True
        inner = scope.draft_at.get(at)
        if inner is None and scope.reading.ids[at] != scope.comma and not scope.kinds[at] & (PASS | LIST):
            return False
        at = inner.last if inner else at + 1
    return False
