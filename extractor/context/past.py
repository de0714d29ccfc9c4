"""What is over, and what only happens at such a time."""

from typing import Final

from extractor.context.scope import STATUS, Scope
from extractor.lexicon.kinds import EVENT, HISTORY, IF, NEGATION, NOW, NTH, RECENT, RELIEF, STOP
from extractor.matching import Draft

_BACK: Final = 12


def settle_history(scope: Scope) -> None:
    """Take back what a symptom that is back made historical, or only a conjunction of time where it is told of now: ``waktu hamil``."""
    for draft in scope.drafts:
        if draft.historical and draft.type == "SYMPTOM" and _is_back(scope, draft):
            _bring_back(draft)
    weak = [d for d in scope.drafts if d.historical and by_conjunction(scope, d)]
    now = {d.concept for d in scope.drafts if not (d.historical or d.negated or d.uncertain)}
    now |= {d.concept for d in weak if scope.kinds[d.last] & RECENT}
    for draft in weak:
        if draft.concept in now and not scope.kinds[draft.last] & (NTH | HISTORY):
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
