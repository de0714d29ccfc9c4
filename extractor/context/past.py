"""What is over, and what only happens at such a time."""

from extractor.context.scope import Scope


def settle_history(scope: Scope) -> None:
    """Take back what only a conjunction of time made historical where the complaint tells it of now: ``saat hamil``."""
    now = {d.concept for d in scope.drafts if not (d.historical or d.negated or d.uncertain)}
    for draft in scope.drafts:
        past = [cue for cue in draft.cues if cue[2] == "history"]
        if past and draft.concept in now and not scope.kinds(draft.last) & {"nth", "history"} and all("stop" in scope.kinds(first) for first, _, _ in past):
            draft.historical = False
            draft.cues = [cue for cue in draft.cues if cue[2] != "history"]
