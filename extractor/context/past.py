"""What is over, and what only happens at such a time."""

from extractor.context.scope import Scope
from extractor.lexicon.kinds import HISTORY, NTH, RECENT, STOP
from extractor.matching import Draft


def settle_history(scope: Scope) -> None:
    """Take back what only a conjunction of time made historical where the complaint tells it of now: ``waktu hamil``."""
    weak = [d for d in scope.drafts if d.historical and by_conjunction(scope, d)]
    now = {d.concept for d in scope.drafts if not (d.historical or d.negated or d.uncertain)}
    now |= {d.concept for d in weak if scope.kinds[d.last] & RECENT}
    for draft in weak:
        if draft.concept in now and not scope.kinds[draft.last] & (NTH | HISTORY):
            draft.historical = False
            draft.cues = tuple(cue for cue in draft.cues if cue[2] != "history")


def by_conjunction(scope: Scope, draft: Draft) -> bool:
    """Tell whether only a conjunction of time makes a mention historical."""
    past = [(first, scope.word_kinds if last - first == 1 else scope.kinds) for first, last, kind in draft.cues if kind == "history"]
    return all(kinds[first] & STOP for first, kinds in past)
