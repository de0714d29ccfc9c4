"""Which lengths, frequencies, times of day and severities describe an annotated symptom."""

from typing import Final

from extractor.lexicon.kinds import (
    AFTER,
    ALSO,
    BRIDGE,
    CLOSE,
    EACH,
    EVENT,
    FINE,
    HISTORY,
    IF,
    LABEL,
    LIST,
    MATTER,
    MORE,
    MOVE,
    NEGATION,
    NOW,
    ONSET,
    OR,
    PASS,
    PERSON,
    RECENT,
    RELIEF,
    SELF,
    SIDES,
    STOP,
    UNTIL,
    USE,
)
from extractor.linking.ground import Ground
from extractor.markup import SPAN_TYPES
from extractor.matching import Draft
from extractor.values import value_of

_AGES = {"Y": 10, "W": 20}
_AGE_UNITS = ("Y", "M")
_NEAR = 2
_CLAUSE = 2
_OCCASION = 6
_AHEAD = 2
_RELIEF = 6
_MEMBER = 2
_MATTERS = ("matter", "CONDITION", "TREATMENT", "TRIGGER")
_OWN = ("SYMPTOM", "BODY_SITE")
_TOLD = (*_OWN, "SEVERITY", "FREQUENCY", "DURATION")
_PASSED = (*_MATTERS, "after")
_DOINGS = ("matter", "CONDITION", "TREATMENT")
_BESIDE = ((RELIEF, "relief"), (MATTER, "matter"))
_LIGHT: Final = ONSET | PASS | SELF | BRIDGE | RECENT | CLOSE | MORE | UNTIL


def link_times(ground: Ground) -> None:
    """Mark the times and severities that describe an annotated symptom."""
    for draft in ground.drafts:
        if draft.type == "FREQUENCY":
            _add_occasion(ground, draft)
    for draft in ground.drafts:
        cover = ground.scope.draft_at[draft.first]
        if _labelled(ground, draft):
            draft.linked = True
        elif cover.type == "FREQUENCY" and cover is not draft:
            continue
        elif draft.type == "SEVERITY":
            draft.linked = _is_degree(ground, draft) or _compares(ground, draft)
        elif draft.type == "FREQUENCY":
            single = draft.last - draft.first == 1
            then = single and ground.ids[draft.first] in ground.lexicon.cue_words[STOP] and not _may_end(ground, draft.last)
            if then and not ground.kinds[draft.first - 1] & NOW:
                continue  # "terus" before more of the same clause is "then", but not "masih terus"
            if cover.type == "SYMPTOM" or _heads_list(ground, draft):
                draft.linked = True
                continue
            if _is_apart(ground, draft) or (single and ground.ids[draft.first] in ground.lexicon.cue_words[EACH]):
                continue
            near = _touches(ground, draft, 3 if single else 5, behind=1 if single else 5, commas=not single)
            draft.linked = near or _of_event(ground, draft) or _of_place(ground, draft) or _compares(ground, draft)
        elif draft.type == "TIME_OF_DAY":
            draft.linked = _is_time_of_symptom(ground, draft)
        elif draft.type == "DURATION":
            draft.linked = _is_length(ground, draft)


def _add_occasion(ground: Ground, draft: Draft) -> None:
    """Take what names the occasion into a frequency that only says each time: ``tiap bersandar di meja``."""
    ids = ground.ids
    if ids[draft.first] not in ground.lexicon.cue_words[EACH] or draft.last - draft.first > 2 or draft.value:
        return
    following = ground.scope.draft_at.get(draft.last)
    if following is not None and following.type == "TIME_OF_DAY" and following.last - following.first == 1:
        return
    end, named = draft.last, False
    while end < len(ids) and end - draft.last < _OCCASION and not _ends_occasion(ground, end):
        kinds, inner = ground.kinds[end], ground.scope.draft_at.get(end)
        if named and kinds & EVENT:
            break
        named = named or not kinds & _LIGHT
        end = ground.scope.end(end) if inner is None else inner.last
        if kinds & EVENT:
            break
    while end > draft.last and end - 1 not in ground.scope.draft_at and ground.kinds[end - 1] & (_LIGHT | LIST):
        end -= 1
    for unit in range(draft.last, end):
        ground.scope.draft_at[unit] = draft
    draft.last, draft.end = end, ground.scope.reading.ends[end - 1]


def _ends_occasion(ground: Ground, unit: int) -> bool:
    """Tell whether what is said of an occasion begins at `unit`, or its clause ends there."""
    word, inner = ground.ids[unit], ground.scope.draft_at.get(unit)
    if inner is not None:
        return inner.type in _TOLD
    ends = word in ground.signs.hard or word == ground.scope.line or "{n}" in ground.lexicon.values.get(word, "")
    return ends or bool(ground.kinds[unit] & (STOP | PERSON))


def _labelled(ground: Ground, draft: Draft) -> bool:
    """Tell whether a form names the figure: ``Durasi: 3 minggu``."""
    before = draft.first - 1
    return before > 0 and ground.ids[before] == ground.scope.colon and bool(ground.kinds[before - 1] & LABEL)


def _is_apart(ground: Ground, draft: Draft) -> bool:
    """Tell whether a time stands beside something else that it is the time of: ``minum obat tiap malam``, ``sering pusing``."""
    left, right = _neighbour(ground, draft, -1), _neighbour(ground, draft, 1)
    after = ground.kinds[draft.last]
    if after & USE or (right not in _OWN and _neighbour(ground, draft, -1, reach=1) == "TREATMENT"):
        return True
    beside = right == "matter" and left != "SYMPTOM"
    if (after & EVENT and not beside) or _neighbour(ground, draft, 1, reach=1) in _OWN:
        return False
    return left in _MATTERS or beside


def _heads_list(ground: Ground, draft: Draft) -> bool:
    """Tell whether a complaint outside of the inventory follows in one list with a symptom: ``sering kembung, nyeri perut``."""
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
        if word == ground.scope.comma or kinds & LIST or word in ground.scope.slash:
            joined, budget = budget < _MEMBER, _MEMBER
            if not joined:
                return False
        elif word in ground.signs.hard or (kinds & (STOP | NEGATION) and not kinds & _LIGHT) or (often and kinds & SELF):
            return False
        elif not kinds & _LIGHT and word not in ground.signs.skipped:
            budget -= 1
            if budget < 0:
                return False
        at = ground.scope.end(at)
    return False


def _told_before(ground: Ground, draft: Draft) -> bool:
    """Tell whether a symptom stands in this sentence or the one before."""
    number = ground.sentence_of[draft.first]
    return any(0 <= number - ground.sentence_of[s.first] <= 1 for s in ground.symptoms)


def _is_degree(ground: Ground, draft: Draft) -> bool:
    """Tell whether a severity is of a symptom beside it, not of the word before it: ``stres banget``, ``sering banget``."""
    at = draft.first - 1
    if ground.ids[draft.first] in ground.lexicon.numbers and ground.kinds[at] & LABEL:
        return _told_before(ground, draft)
    before = ground.scope.draft_at.get(at)
    if before is not None and before.type == "FREQUENCY":
        return False
    light = at < 0 or before is not None or ground.ids[at] in ground.signs.hard or ground.ids[at] in ground.signs.skipped
    own = light or bool(ground.kinds[at] & (_LIGHT | STOP | LIST | IF | PERSON))
    return _touches(ground, draft, 1 if own else 0, behind=1 if own else 0, commas=False)


def _compares(ground: Ground, draft: Draft) -> bool:
    """Tell whether a severity is compared with before: ``makin parah``."""
    return draft.first > 0 and ground.ids[draft.first - 1] in ground.lexicon.cue_words[MORE] and _told_before(ground, draft)


def _of_place(ground: Ground, draft: Draft) -> bool:
    """Tell whether a frequency says how often a symptom is somewhere: ``kadang kiri``, ``kadang pindah ke paha``."""
    at, words = draft.last, 0
    while ground.kinds[at] & MOVE or ground.kinds[at] & BRIDGE:
        at = ground.scope.end(at)
        words += 1
    following = ground.scope.draft_at.get(at)
    named = bool(ground.kinds[at] & SIDES) or (following is not None and following.type == "BODY_SITE")
    return (named or (words > 1 and ground.scope.ends_clause(at))) and _told_before(ground, draft)


def _may_end(ground: Ground, unit: int) -> bool:
    following = ground.scope.draft_at.get(unit)
    time = following is not None and following.type in ("DURATION", "TIME_OF_DAY")
    return time or ground.scope.ends_clause(unit) or bool(ground.kinds[unit] & (ONSET | ALSO | RECENT | SIDES))


def _is_time_of_symptom(ground: Ground, draft: Draft) -> bool:
    """Tell whether a TIME_OF_DAY is when a symptom is felt, not a greeting, nor the time of something else or of its absence."""
    left, right = _neighbour(ground, draft, -1), _neighbour(ground, draft, 1)
    after = ground.kinds[draft.last]
    if draft.first == 0 and after & CLOSE and not after & NOW:
        return False
    if ground.kinds[draft.first - 1] & (EVENT | MORE):
        return _told_before(ground, draft)
    if (right == "relief" and draft.last not in ground.scope.draft_at) or after & (FINE | NEGATION):
        return False
    if (left in _DOINGS and right not in _OWN) or (right in ("CONDITION", "TREATMENT") and left not in _OWN):
        return False
    if right == "matter" and left not in _OWN:
        return _touches(ground, draft, 4, commas=False)
    return _touches(ground, draft, 4) or _of_event(ground, draft) or _continues(ground, draft)


def _continues(ground: Ground, draft: Draft) -> bool:
    """Tell whether a time goes on with what was said of a symptom: ``paling parah pagi hari``, ``mau tidur atau pas bangun``."""
    at = draft.first - 1
    while ground.kinds[at] & (LIST | OR | STOP):
        at -= 1
    before = ground.scope.draft_at.get(at)
    if before is None or before.type not in SPAN_TYPES or not before.linked:
        return False
    return before.type == "TIME_OF_DAY" or _compares(ground, before)


def _is_length(ground: Ground, draft: Draft) -> bool:
    """Tell whether a DURATION is how long or since when a symptom has been, or how long it takes to pass."""
    if any(s.first <= draft.first and draft.last <= s.last for s in ground.symptoms):
        return True
    if _is_unrelieved(ground, draft):
        return _told_before(ground, draft)
    before = ground.kinds[draft.first - 1]
    if before & ONSET and _heads_list(ground, draft):
        return True
    left, right = _neighbour(ground, draft, -1), _neighbour(ground, draft, 1)
    if left == "relief":
        return bool(before & UNTIL) and right not in _MATTERS and _told_before(ground, draft)
    if before & AFTER and not before & ONSET:
        return False
    if left in _MATTERS or (right in _MATTERS and left not in _OWN):
        return left == "TRIGGER" and _is_since(ground, draft)
    if right == "relief":
        return _told_before(ground, draft) and not _begins_with_onset(ground, draft)
    if _neighbour(ground, draft, -1, reach=_AHEAD) in _MATTERS or _is_well(ground, draft):
        return False
    if right == "SYMPTOM" and left not in _OWN and _is_exposure(ground, draft):
        return False
    onset = before & ONSET or ground.kinds[draft.last] & RECENT or _begins_with_onset(ground, draft)
    if onset:
        return _touches(ground, draft, 8) or _of_event(ground, draft) or _stands_alone(ground, draft) or _own_clause(ground, draft)
    if _is_age(ground, draft) or _in_parentheses(ground, draft) or _neighbour(ground, draft, -1, reach=3) in _PASSED:
        return False
    return _touches(ground, draft, 2) or _of_event(ground, draft) or _own_clause(ground, draft)


def _neighbour(ground: Ground, draft: Draft, step: int, *, reach: int = 0) -> str:
    """Return what a time stands beside, with at most `reach` other words between: a type of mention, a kind of cue, or nothing."""
    at = draft.last if step > 0 else draft.first - 1
    while 0 <= at < len(ground.ids):
        other = ground.scope.draft_at.get(at)
        if other is not None:
            if other.type == "BODY_SITE" and step < 0 and _is_done_to(ground, other):
                return "matter"
            if other.type not in SPAN_TYPES:
                return str(other.type)
            if step < 0 and any(d.type == "TRIGGER" and d.last == other.last for d in ground.drafts):
                return "TRIGGER"
            if step < 0 and other.type == "DURATION":
                return ""
            at = other.last if step > 0 else other.first - 1
            continue
        if step < 0 and "{n}" in ground.lexicon.values.get(ground.ids[at], ""):
            return ""
        kinds = ground.kinds[at]
        for bit, kind in _BESIDE:
            if kinds & bit or ground.ids[at] in ground.lexicon.cue_words[bit]:
                return "" if kind == "relief" and _is_denied(ground, at) else kind
        if ground.ids[at] in ground.signs.hard or (kinds & STOP and not kinds & _LIGHT):
            return ""
        if not (kinds & _LIGHT or ground.ids[at] in ground.signs.skipped or ground.ids[at] in ground.lexicon.cue_words[ONSET]):
            reach -= 1
            if kinds & AFTER and step < 0:
                return "after"
            if reach < 0:
                return ""
        at += step
    return ""


def _is_denied(ground: Ground, unit: int) -> bool:
    """Tell whether the word or cue at `unit` is denied: ``tidak hilang-hilang``."""
    begin = ground.scope.begin(unit)
    return (begin < unit and ground.ids[begin] in ground.scope.negators) or bool(ground.kinds[begin - 1] & NEGATION)


def _is_unrelieved(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is one without relief: ``setelah 2 bulan tidak sembuh-sembuh``, ``3 hari belum ada perubahan``."""
    denied = False
    for unit in range(draft.last, min(draft.last + _RELIEF, len(ground.ids))):
        if ground.ids[unit] in ground.signs.hard or unit in ground.scope.draft_at:
            return False
        denied = denied or bool(ground.kinds[unit] & NEGATION) or ground.ids[unit] in ground.scope.negators
        if denied and ground.ids[unit] in ground.lexicon.cue_words[RELIEF]:
            return True
    return False


def _is_done_to(ground: Ground, site: Draft) -> bool:
    """Tell whether a body part is only where something was done: ``operasi lutut``."""
    at = site.first - 1
    while ground.kinds[at] & (BRIDGE | SELF) and not ground.kinds[at] & MATTER:
        at -= 1
    return bool(ground.kinds[at] & MATTER)


def _is_since(ground: Ground, draft: Draft) -> bool:
    """Tell whether a point in time dates what brought a symptom on: ``sakit sejak angkat galon seminggu lalu``."""
    trigger = ground.scope.draft_at.get(draft.first - 1)
    return trigger is not None and bool(ground.kinds[trigger.first - 1] & ONSET) and _told_before(ground, draft)


def _is_exposure(ground: Ground, draft: Draft) -> bool:
    """Tell whether a short time is how soon a symptom comes: ``5 menit saja sudah kram``."""
    at = draft.last
    while ground.kinds[at] & (CLOSE | PASS) and not ground.kinds[at] & ONSET:
        at += 1
    return bool(ground.kinds[at] & ONSET) and value_of(ground.scope.reading, draft, ground.lexicon).startswith("PT")


def _is_well(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is one without the symptom: ``dua tahun tidak pernah kambuh``, ``tahun lalu aman``."""
    at = draft.last
    while ground.kinds[at] & _LIGHT and not ground.kinds[at] & (NEGATION | FINE):
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
    return bool(ground.kinds[at] & PERSON) and value[-1:] in _AGE_UNITS


def _begins_with_onset(ground: Ground, draft: Draft) -> bool:
    return ground.ids[draft.first] in ground.lexicon.cue_words[ONSET]


def _touches(ground: Ground, draft: Draft, budget: int, *, behind: int | None = None, commas: bool = True) -> bool:
    """Tell whether a symptom stands near, with at most `budget` other words between, `behind` where it stands before the time."""
    through: tuple[str, ...] = ("BODY_SITE", "SEVERITY", "FREQUENCY", "TIME_OF_DAY", "DURATION", "SYMPTOM")
    if budget > _NEAR:
        through += ("TRIGGER", "CONDITION")
    for symptom in ground.symptoms:
        if any(a <= draft.first and draft.last <= b for a, b in symptom.gaps):
            return True
        ahead = symptom.first >= draft.last
        first, last = (draft.last, symptom.first) if ahead else (symptom.last, draft.first)
        words = budget if ahead or behind is None else behind
        if first <= last and ground.bridges(first, last, budget=words, stop_at_comma=not commas, through=through):
            return True
    return False


def _of_event(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is of something that the text calls its symptom: ``ini sering terjadi``."""
    sentence = ground.sentence_of[draft.first]
    if not any(0 <= sentence - ground.sentence_of[s.first] <= 2 for s in ground.symptoms):
        return False
    for step in (1, -1):
        at, budget = (draft.last, 1) if step > 0 else (draft.first - 1, 1)
        while 0 <= at < len(ground.ids) and budget >= 0:
            kinds = ground.kinds[at]
            if kinds & EVENT or ground.ids[at] in ground.lexicon.cue_words[EVENT]:
                return True
            other = ground.scope.draft_at.get(at, draft)
            if (other is not draft and other.type not in SPAN_TYPES) or ground.ids[at] in ground.signs.hard:
                break
            if other is not draft:
                at = other.last if step > 0 else other.first - 1
                continue
            if not kinds & (PASS | BRIDGE | ONSET | SELF) and ground.ids[at] not in ground.signs.skipped:
                budget -= 1
            at += step
    return False


def _stands_alone(ground: Ground, draft: Draft) -> bool:
    """Tell whether a length of time is the whole sentence next to one about a symptom."""
    number = ground.sentence_of[draft.first]
    units = [u for u, s in enumerate(ground.sentence_of) if s == number]
    near = any(abs(ground.sentence_of[s.first] - number) <= 3 for s in ground.symptoms)
    others = any(u in ground.scope.draft_at and ground.scope.draft_at[u].concept is not None for u in units)
    return near and not others and len(units) <= 10


def _own_clause(ground: Ground, draft: Draft) -> bool:
    """Tell whether a length with little else stands between two pauses after a symptom: ``... sudah 5 minggu ...``."""
    first, last = draft.first, draft.last
    while first > 0 and draft.first - first < _CLAUSE and ground.ids[first - 1] not in ground.signs.hard:
        first -= 1
    while last < len(ground.ids) and last - draft.last < _CLAUSE and ground.ids[last] not in ground.signs.hard:
        last += 1
    ends = last == len(ground.ids) or ground.ids[last] in ground.signs.hard
    begins = first > 0 and ground.ids[first - 1] in ground.signs.hard
    alone = all(ground.scope.draft_at.get(u, draft) is draft for u in range(first, last))
    return begins and ends and alone and _told_before(ground, draft)
