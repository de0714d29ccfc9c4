"""Whether a length of time, or a point in time, is how long or since when a symptom has been."""

from typing import Final

from extractor.lexicon.kinds import (
    AFTER,
    AGO,
    CLOSE,
    EVENT,
    FINE,
    HISTORY,
    LIST,
    MATTER,
    MOVE,
    NEGATION,
    NOW,
    ONSET,
    OTHERS,
    PASS,
    PERSON,
    RECENT,
    RELIEF,
    SELF,
    STOP,
    UNTIL,
)
from extractor.linking.ground import Ground
from extractor.linking.near import LIGHT, MATTERS, OWN, neighbour, of_event, of_other_clause, told_before, touches
from extractor.matching import Draft
from extractor.values import value_of

_AGES: Final = {"Y": 10, "W": 20}
_AGE_UNITS: Final = ("Y", "M")
_CLAUSE: Final = 2
_STORY: Final = 3
_AHEAD: Final = 2
_RELIEF: Final = 6
_MEMBER: Final = 2
_ALONE: Final = 2
_PASSED: Final = (*MATTERS, "after")
_DONE: Final = ("matter", "CONDITION", "TREATMENT")


def is_length(ground: Ground, draft: Draft) -> bool:
    """Tell whether a DURATION is how long or since when a symptom has been, or how long it takes to pass."""
    if any(s.first <= draft.first and draft.last <= s.last for s in ground.symptoms):
        return True
    if _is_unrelieved(ground, draft):
        return told_before(ground, draft)
    before = ground.kinds[draft.first - 1]
    if before & NEGATION and ground.scope.begin(draft.first - 1) < draft.first - 1:
        return False  # ``sudah tidak ada 2 minggu ini``
    if (before & ONSET or _is_past(ground, draft)) and heads_list(ground, draft, commas=bool(before & ONSET)):
        return True
    left, right = neighbour(ground, draft, -1), neighbour(ground, draft, 1)
    if left == "relief":
        return bool(before & UNTIL) and right not in MATTERS and told_before(ground, draft)
    if before & AFTER and not before & ONSET and not (before & MOVE and left in OWN):
        return False
    if right not in _DONE and _opens_story(ground, draft):
        return True
    if right == "relief" and left not in ("matter", "CONDITION"):
        return told_before(ground, draft) and not _begins_with_onset(ground, draft)
    if left in MATTERS or (right in MATTERS and left not in OWN):
        since_then = before & ONSET and ground.kinds[draft.last] & EVENT  # "kerja sopir sudah 2 bulan mengeluh sakit"
        return left == "TRIGGER" and (_is_since(ground, draft) or bool(since_then))
    if neighbour(ground, draft, -1, reach=_AHEAD) in MATTERS or _is_well(ground, draft):
        return False
    if right == "SYMPTOM" and left not in OWN and _is_exposure(ground, draft):
        return False
    onset = before & ONSET or ground.kinds[draft.last] & RECENT or _begins_with_onset(ground, draft)
    if onset:
        return touches(ground, draft, 8) or of_event(ground, draft) or _stands_alone(ground, draft) or own_clause(ground, draft)
    if of_other_clause(ground, draft, after=True):
        return False
    if _is_age(ground, draft) or _in_parentheses(ground, draft) or neighbour(ground, draft, -1, reach=3) in _PASSED:
        return False
    if _is_counted(ground, draft) and _is_of_deed(ground, draft):
        return False
    return touches(ground, draft, 2) or (of_event(ground, draft) and _is_counted(ground, draft)) or own_clause(ground, draft)


def _is_of_deed(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time follows something else that was done or befell, before any symptom: ``kerendam air 3 hari, sekarang luka``."""
    at = draft.first - 1
    while at >= 0 and ground.kinds[at] & LIGHT:
        at -= 1
    word = ground.ids[at]
    if at < 0 or at in ground.scope.draft_at or ground.kinds[at] or word in ground.signs.hard or word in ground.signs.skipped:
        return False
    sentence = ground.sentence_of[draft.first]
    return not any(s.last <= draft.first and ground.sentence_of[s.first] == sentence for s in ground.symptoms)


def _is_past(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is an earlier point in time: ``tahun lalu``."""
    return ground.ids[draft.last - 1] in ground.lexicon.cue_words[AGO]


def _is_counted(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is a length with a number, not an earlier point in time: ``dulu pernah begini tahun lalu``."""
    return not _is_past(ground, draft) and value_of(ground.scope.reading, draft, ground.lexicon).startswith("P")


def _opens_story(ground: Ground, draft: Draft) -> bool:
    """Tell whether a past point in time begins what is told of a symptom: ``Seminggu lalu kaki saya tersiram kuah dan melepuh``."""
    if not _is_past(ground, draft):
        return False
    at = draft.first - 1
    while at >= 0 and ground.kinds[at] & (LIGHT | LIST):
        at -= 1
    if at >= 0 and ground.ids[at] not in ground.signs.hard and ground.ids[at] != ground.scope.line:
        return False
    first = next((d for d in ground.drafts if d.first >= draft.last), draft)
    told = first.type == "SYMPTOM" or (first.type == "BODY_SITE" and first.linked)
    return told and ground.bridges(draft.last, first.first, budget=_STORY, stop_at_comma=True)


def _is_unrelieved(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is one without relief: ``setelah 2 bulan tidak sembuh-sembuh``, ``3 hari belum ada perubahan``."""
    if ground.kinds[draft.first - 1] & AFTER and ground.kinds[draft.last] & NOW:  # "setelah seminggu masih bengkak"
        return ground.scope.type_at(ground.scope.end(draft.last)) == "SYMPTOM"
    denied = False
    for unit in range(draft.last, min(draft.last + _RELIEF, len(ground.ids))):
        if ground.ids[unit] in ground.signs.hard or unit in ground.scope.draft_at or ground.kinds[unit] & MATTER:
            return False
        denied = denied or bool(ground.kinds[unit] & NEGATION) or ground.ids[unit] in ground.scope.negators
        if denied and ground.ids[unit] in ground.lexicon.cue_words[RELIEF]:
            return True
    return False


def _is_since(ground: Ground, draft: Draft) -> bool:
    """Tell whether a point in time dates what brought a symptom on: ``sakit sejak angkat galon seminggu lalu``."""
    trigger = ground.scope.draft_at.get(draft.first - 1)
    return trigger is not None and bool(ground.kinds[trigger.first - 1] & ONSET) and told_before(ground, draft)


def _is_exposure(ground: Ground, draft: Draft) -> bool:
    """Tell whether a short time is how soon a symptom comes: ``5 menit saja sudah kram``."""
    at = draft.last
    while ground.kinds[at] & (CLOSE | PASS) and not ground.kinds[at] & ONSET:
        at += 1
    return bool(ground.kinds[at] & ONSET) and value_of(ground.scope.reading, draft, ground.lexicon).startswith("PT")


def _is_well(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is one without the symptom: ``dua tahun tidak pernah kambuh``, ``tahun lalu aman``."""
    at = draft.last
    while ground.kinds[at] & LIGHT and not ground.kinds[at] & (NEGATION | FINE):
        at += 1
    if ground.kinds[at] & FINE:
        return True
    if ground.kinds[at] & HISTORY and ground.ids[at] in ground.scope.negators:
        return True
    return bool(ground.kinds[at] & NEGATION) and bool(ground.kinds[ground.scope.end(at)] & (EVENT | HISTORY))


def _in_parentheses(ground: Ground, draft: Draft) -> bool:
    return draft.last < len(ground.ids) and ground.ids[draft.last] == ground.parens[1]


def _is_age(ground: Ground, draft: Draft) -> bool:
    """Tell whether a bare length is more likely a person's age, or that of a pregnancy."""
    value = value_of(ground.scope.reading, draft, ground.lexicon)
    if value[-1:] in _AGES and float(value[1:-1]) >= _AGES[value[-1]]:
        return True
    at = draft.first - 1
    while at >= 0 and ground.kinds[at] & (SELF | PASS) and not ground.kinds[at] & PERSON:
        at -= 1
    return bool(ground.kinds[at] & (PERSON | OTHERS)) and value[-1:] in _AGE_UNITS


def _begins_with_onset(ground: Ground, draft: Draft) -> bool:
    return ground.ids[draft.first] in ground.lexicon.cue_words[ONSET]


def _stands_alone(ground: Ground, draft: Draft) -> bool:
    """Tell whether a length of time is the whole sentence next to one about a symptom."""
    number = ground.sentence_of[draft.first]
    units = [u for u, s in enumerate(ground.sentence_of) if s == number]
    near = any(abs(ground.sentence_of[s.first] - number) <= 3 for s in ground.symptoms)
    others = any(u in ground.scope.draft_at and ground.scope.draft_at[u].concept is not None for u in units)
    return near and not others and ground.bridges(units[0], units[-1], budget=_ALONE)


def own_clause(ground: Ground, draft: Draft) -> bool:
    """Tell whether a length with little else stands between two pauses after a symptom: ``... sudah 5 minggu ...``."""
    first, last = draft.first, draft.last
    while first > 0 and draft.first - first < _CLAUSE and ground.ids[first - 1] not in ground.signs.hard:
        first -= 1
    while last < len(ground.ids) and last - draft.last < _CLAUSE and ground.ids[last] not in ground.signs.hard:
        last += 1
    ends = last == len(ground.ids) or ground.ids[last] in ground.signs.hard
    begins = first > 0 and ground.ids[first - 1] in ground.signs.hard
    alone = all(ground.scope.draft_at.get(u, draft) is draft for u in range(first, last))
    return begins and ends and alone and told_before(ground, draft)


def heads_list(ground: Ground, draft: Draft, *, commas: bool = True) -> bool:
    """Tell whether a complaint outside of the inventory follows in one list with a symptom: ``sering kembung, nyeri perut``.

    Without `commas` only a word that joins makes a list of them.
    """
    at, budget, joined, often = draft.last, _MEMBER, False, draft.type == "FREQUENCY"
    while at < len(ground.ids):
        other = ground.scope.draft_at.get(at)
        if other is not None:
            if other.type == "SYMPTOM":
                return joined
            if other.type != "SEVERITY" and (other.type != "BODY_SITE" or (joined and often)):
                return False
            at = other.last
            continue
        word, kinds = ground.ids[at], ground.kinds[at]
        if (commas and word == ground.scope.comma) or kinds & LIST or word in ground.scope.slash:
            joined = budget < _MEMBER or (joined and ground.ids[at - 1] == ground.scope.comma)
            budget = _MEMBER
            if not joined:
                return False
        elif word in ground.signs.hard or (kinds & (STOP | NEGATION) and not kinds & LIGHT) or (often and kinds & SELF):
            return False
        elif not kinds & LIGHT and word not in ground.signs.skipped:
            budget -= 1
            if budget < 0:
                return False
        at = ground.scope.end(at)
    return False
