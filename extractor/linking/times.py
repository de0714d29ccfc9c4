"""Which lengths, frequencies, times of day and severities describe an annotated symptom."""

from typing import Final

from extractor.lexicon.kinds import (
    ALSO,
    BRIDGE,
    CLOSE,
    EACH,
    EVENT,
    FINE,
    IF,
    LABEL,
    LIST,
    MORE,
    MOVE,
    NEGATION,
    NOW,
    ONSET,
    OR,
    PERSON,
    RECENT,
    SIDES,
    STOP,
    USE,
)
from extractor.linking.ground import Ground
from extractor.linking.lengths import heads_list, is_length, own_clause
from extractor.linking.near import LIGHT, MATTERS, OWN, neighbour, of_event, of_other_clause, told_before, touches
from extractor.markup import SPAN_TYPES
from extractor.matching import Draft

_OCCASION: Final = 6
_WAY: Final = 12
_TOLD: Final = (*OWN, "SEVERITY", "FREQUENCY", "DURATION")
_DOINGS: Final = ("matter", "CONDITION", "TREATMENT")


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
            if cover.type == "SYMPTOM" or heads_list(ground, draft):
                draft.linked = True
                continue
            if _is_apart(ground, draft) or (single and ground.ids[draft.first] in ground.lexicon.cue_words[EACH]):
                continue
            if single:
                near = touches(ground, draft, 3, behind=1, commas=False)
            else:
                near = _leads(ground, draft) or (touches(ground, draft, 5) and not of_other_clause(ground, draft))
                near = near or _stands_apart(ground, draft)
            draft.linked = near or of_event(ground, draft) or _of_place(ground, draft) or _compares(ground, draft)
        elif draft.type == "TIME_OF_DAY":
            draft.linked = _is_time_of_symptom(ground, draft) and not of_other_clause(ground, draft)
        elif draft.type == "DURATION":
            draft.linked = is_length(ground, draft) and not of_other_clause(ground, draft)


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
        named = named or not kinds & LIGHT
        end = ground.scope.end(end) if inner is None else inner.last
        if kinds & EVENT:
            break
    while end > draft.last and end - 1 not in ground.scope.draft_at and ground.kinds[end - 1] & (LIGHT | LIST):
        end -= 1
    for unit in range(draft.last, end):
        ground.scope.draft_at[unit] = draft
    draft.last, draft.end = end, ground.scope.reading.ends[end - 1]


def _stands_apart(ground: Ground, draft: Draft) -> bool:
    """Tell whether a clause says how often and no more: ``..., ini sudah dua kali minggu ini, ...``."""
    at = draft.first - 1
    while at >= 0 and ground.kinds[at] & (LIGHT | NOW | EVENT):
        at -= 1
    return (at < 0 or ground.ids[at] in ground.signs.hard or ground.ids[at] in ground.parens) and own_clause(ground, draft)


def _leads(ground: Ground, draft: Draft) -> bool:
    """Tell whether a sentence goes on from the occasion to a symptom: ``setiap habis mengejar setoran begini, lutut nyeri``."""
    if ground.ids[draft.first] not in ground.lexicon.cue_words[EACH] or draft.value:
        return False
    ahead = next((s for s in ground.symptoms if s.first >= draft.last), None)
    return ahead is not None and ground.sentence_of[ahead.first] == ground.sentence_of[draft.first] and ahead.first - draft.last <= _WAY


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
    left, right = neighbour(ground, draft, -1), neighbour(ground, draft, 1)
    after = ground.kinds[draft.last]
    if after & USE or (right not in OWN and neighbour(ground, draft, -1, reach=1) == "TREATMENT"):
        return True
    beside = right == "matter" and left != "SYMPTOM"
    if (after & EVENT and not beside) or neighbour(ground, draft, 1, reach=1) in OWN:
        return False
    return left in MATTERS or beside


def _is_degree(ground: Ground, draft: Draft) -> bool:
    """Tell whether a severity is of a symptom beside it, not of the word before it: ``stres banget``, ``sering banget``."""
    at = draft.first - 1
    if ground.ids[draft.first] in ground.lexicon.numbers and ground.kinds[at] & LABEL:
        return told_before(ground, draft)
    before = ground.scope.draft_at.get(at)
    if before is not None and before.type == "FREQUENCY":
        return False
    light = at < 0 or before is not None or ground.ids[at] in ground.signs.hard or ground.ids[at] in ground.signs.skipped
    own = light or bool(ground.kinds[at] & (LIGHT | STOP | LIST | IF | PERSON | LABEL))
    return touches(ground, draft, 1 if own else 0, behind=1 if own else 0, commas=False)


def _compares(ground: Ground, draft: Draft) -> bool:
    """Tell whether a severity is compared with before: ``makin parah``."""
    return draft.first > 0 and ground.ids[draft.first - 1] in ground.lexicon.cue_words[MORE] and told_before(ground, draft)


def _of_place(ground: Ground, draft: Draft) -> bool:
    """Tell whether a frequency says how often a symptom is somewhere: ``kadang kiri``, ``kadang pindah ke paha``."""
    at, words = draft.last, 0
    while ground.kinds[at] & MOVE or ground.kinds[at] & BRIDGE:
        at = ground.scope.end(at)
        words += 1
    following = ground.scope.draft_at.get(at)
    named = bool(ground.kinds[at] & SIDES) or (following is not None and following.type == "BODY_SITE")
    return (named or (words > 1 and ground.scope.ends_clause(at))) and told_before(ground, draft)


def _may_end(ground: Ground, unit: int) -> bool:
    following = ground.scope.draft_at.get(unit)
    time = following is not None and following.type in ("DURATION", "TIME_OF_DAY")
    return time or ground.scope.ends_clause(unit) or bool(ground.kinds[unit] & (ONSET | ALSO | RECENT | SIDES))


def _is_time_of_symptom(ground: Ground, draft: Draft) -> bool:
    """Tell whether a TIME_OF_DAY is when a symptom is felt, not a greeting, nor the time of something else or of its absence."""
    left, right = neighbour(ground, draft, -1), neighbour(ground, draft, 1)
    after = ground.kinds[draft.last]
    if draft.first == 0 and draft.last == 1 and after & CLOSE and not after & NOW:
        return False
    if ground.kinds[draft.first - 1] & (EVENT | MORE):
        return told_before(ground, draft)
    if (right == "relief" and draft.last not in ground.scope.draft_at) or after & (FINE | NEGATION):
        return False
    if left == "TRIGGER" and right not in OWN and not _told_in_clause(ground, draft):
        return False
    if (left in _DOINGS and right not in OWN) or (right in ("CONDITION", "TREATMENT") and left not in OWN):
        return False
    if right == "matter" and left not in OWN:
        return touches(ground, draft, 4, commas=False)
    return touches(ground, draft, 4) or of_event(ground, draft) or _continues(ground, draft)


def _told_in_clause(ground: Ground, draft: Draft) -> bool:
    """Tell whether a symptom stands before a time with no pause between: ``kram waktu main padel semalam``."""
    at = draft.first - 1
    while at >= 0 and ground.ids[at] not in ground.signs.hard and ground.ids[at] != ground.scope.line:
        if ground.scope.type_at(at) == "SYMPTOM":
            return True
        at -= 1
    return False


def _continues(ground: Ground, draft: Draft) -> bool:
    """Tell whether a time goes on with what was said of a symptom: ``paling parah pagi hari``, ``mau tidur atau pas bangun``."""
    at = draft.first - 1
    while ground.kinds[at] & (LIST | OR | STOP):
        at -= 1
    before = ground.scope.draft_at.get(at)
    if before is None or before.type not in SPAN_TYPES or not before.linked:
        return False
    return before.type == "TIME_OF_DAY" or _compares(ground, before)
