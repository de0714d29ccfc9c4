"""What is over, and what only happens at such a time."""

from typing import Final

from extractor.context.scope import STATUS, Scope
from extractor.lexicon.kinds import AFTER, BRIDGE, EVENT, HISTORY, IF, NEGATION, NOW, NTH, ONSET, QUESTION, RECENT, RELIEF, REPORT, STOP
from extractor.matching import Draft

_BACK: Final = 12
_TELLING: Final = 3
"""Least reach of a word of the past after which a sentence goes on to tell of it: ``pernah``, not ``bekas``."""
_TURN: Final = AFTER | NEGATION | NOW | QUESTION | RECENT | REPORT


def settle_history(scope: Scope) -> None:
    """Take back what a symptom that is back made historical, or only a conjunction of time where it is told of now: ``waktu hamil``."""
    _tell_on(scope)
    for draft in scope.drafts:
        if draft.historical and draft.type == "SYMPTOM" and _is_back(scope, draft):
            _bring_back(draft)
    weak = [d for d in scope.drafts if d.historical and by_conjunction(scope, d)]
    now = {d.concept for d in scope.drafts if not (d.historical or d.negated or d.uncertain)}
    now |= {d.concept for d in weak if scope.kinds[d.last] & RECENT}
    for draft in weak:
        if draft.concept in now and not (scope.kinds[draft.last] | scope.word_kinds[draft.last]) & (NTH | HISTORY):
            _bring_back(draft)


def _bring_back(draft: Draft) -> None:
    draft.historical = False
    draft.cues = tuple(cue for cue in draft.cues if cue[2] != "history")


def _is_back(scope: Scope, draft: Draft) -> bool:
    """Tell whether a sentence that says a symptom is over goes on to say that it came back: ``nyeri hilang, obat habis kambuh lagi``."""
    at = min((last for first, last, kind in draft.cues if kind == "history" and first >= draft.last), default=scope.size)
    for unit in range(at, min(at + _BACK, scope.size)):
        kinds = scope.kinds[unit]
        if scope.reading.ids[unit] in scope.signs.sentence or kinds & (NEGATION | IF) or scope.type_at(unit) in STATUS:
            return False
        if kinds & NOW and any(word & EVENT and not word & RELIEF for word in scope.word_kinds[unit - 1 : unit + 2]):
            return True
    return False


def by_conjunction(scope: Scope, draft: Draft) -> bool:
    """Tell whether only a conjunction of time makes a mention historical."""
    past = [(first, scope.word_kinds if last - first == 1 else scope.kinds) for first, last, kind in draft.cues if kind == "history"]
    return all(kinds[first] & STOP for first, kinds in past)


def _tell_on(scope: Scope) -> None:
    """Make historical what a sentence goes on to tell of symptoms after one of the past: ``dulu pernah kram, lalu betis bengkak``."""
    for cue in scope.cues:
        if cue.rule.kind != "history" or cue.rule.direction != "maju" or cue.rule.reach < _TELLING:
            continue
        mark = (cue.first, cue.last, "history")
        begun = cue.rule.lists
        for unit in range(cue.last, scope.size):
            draft = scope.draft_at.get(unit)
            if scope.reading.ids[unit] in scope.signs.sentence or (begun and _turns(scope, unit)):
                break
            if draft is None or draft.type != "SYMPTOM" or draft.first != unit:
                continue
            begun = begun or mark in draft.cues
            if begun and not draft.historical:
                draft.historical = True
                draft.cues += (mark,)


def _turns(scope: Scope, unit: int) -> bool:
    """Tell whether a sentence that tells of the past turns away from it at `unit`: ``sekarang``, ``sudah 3 minggu``, ``, tiap malam``."""
    if unit in scope.draft_at:
        return scope.type_at(unit) in ("FREQUENCY", "TIME_OF_DAY") and scope.reading.ids[unit - 1] == scope.comma
    kinds = scope.kinds[unit]
    return bool(kinds & _TURN) or bool(kinds & ONSET and not kinds & BRIDGE)
