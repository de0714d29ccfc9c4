"""What a time stands near: a symptom, an event, something that is no symptom."""

from typing import Final

from extractor.lexicon.kinds import (
    AFTER,
    BRIDGE,
    CLOSE,
    EVENT,
    IF,
    LIST,
    MATTER,
    MORE,
    NEGATION,
    ONSET,
    PASS,
    RECENT,
    RELIEF,
    SELF,
    STOP,
    UNTIL,
)
from extractor.linking.ground import Ground
from extractor.markup import SPAN_TYPES
from extractor.matching import Draft

_NEAR: Final = 2
_TALE: Final = 3
_BESIDE: Final = ((RELIEF, "relief"), (MATTER, "matter"))
LIGHT: Final = ONSET | PASS | SELF | BRIDGE | RECENT | CLOSE | MORE | UNTIL
MATTERS: Final = ("matter", "CONDITION", "TREATMENT", "TRIGGER")
OWN: Final = ("SYMPTOM", "BODY_SITE")
_TOLD: Final = (*OWN, "TRIGGER")


def neighbour(ground: Ground, draft: Draft, step: int, *, reach: int = 0) -> str:
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
        kinds = ground.kinds[at]
        for bit, kind in _BESIDE:
            if kinds & bit or ground.ids[at] in ground.lexicon.cue_words[bit]:
                return "" if kind == "relief" and _is_denied(ground, at) else kind
        if step < 0 and "{n}" in ground.lexicon.values.get(ground.ids[at], ""):
            return ""
        if ground.ids[at] in ground.signs.hard or (kinds & STOP and not kinds & LIGHT):
            return ""
        if not (kinds & LIGHT or ground.ids[at] in ground.signs.skipped or ground.ids[at] in ground.lexicon.cue_words[ONSET]):
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


def _is_done_to(ground: Ground, site: Draft) -> bool:
    """Tell whether a body part is only where something was done: ``operasi lutut``."""
    at = site.first - 1
    while ground.kinds[at] & (BRIDGE | SELF) and not ground.kinds[at] & MATTER:
        at -= 1
    return bool(ground.kinds[at] & MATTER)


def touches(ground: Ground, draft: Draft, budget: int, *, behind: int | None = None, commas: bool = True) -> bool:
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


def of_event(ground: Ground, draft: Draft) -> bool:
    """Tell whether the time is of something that the text calls its symptom: ``ini sering terjadi``."""
    sentence = ground.sentence_of[draft.first]
    if not any(0 <= sentence - ground.sentence_of[s.first] <= _TALE for s in ground.symptoms):
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


def told_before(ground: Ground, draft: Draft) -> bool:
    """Tell whether a symptom stands in this sentence or the one before."""
    number = ground.sentence_of[draft.first]
    return any(0 <= number - ground.sentence_of[s.first] <= 1 for s in ground.symptoms)


def of_other_clause(ground: Ground, draft: Draft, *, after: bool = False) -> bool:
    """Tell whether the clause of a time tells of something else before it, or `after` it: ``kaki bengkak, gajian sebulan sekali``."""
    stray = False
    for step in (-1, 1):
        at = draft.first - 1 if step < 0 else draft.last
        while 0 <= at < len(ground.ids) and not _parts(ground, at):
            kinds, other = ground.kinds[at], ground.scope.draft_at.get(at)
            if kinds & (EVENT | RELIEF) or (other is not None and other.type in _TOLD):
                return False
            if (kinds & STOP and not kinds & (LIGHT | IF)) or (kinds & LIST and not stray):
                break
            light = not _is_word(ground, at) or (kinds if other is None else other.type in SPAN_TYPES)
            stray = stray or ((after or step < 0) and not light)
            first, last = (ground.scope.begin(at), ground.scope.end(at)) if other is None else (other.first, other.last)
            at = first - 1 if step < 0 else last
    return stray


def _is_word(ground: Ground, unit: int) -> bool:
    reading = ground.scope.reading
    return any(map(str.isalpha, reading.text[reading.starts[unit] : reading.ends[unit]]))


def _parts(ground: Ground, unit: int) -> bool:
    word = ground.ids[unit]
    return word in ground.signs.hard or word == ground.scope.line or word in ground.parens
