"""Status of mentions: negated, uncertain, historical, somebody else's."""

from typing import TYPE_CHECKING, Final

from extractor.context.behind import backwards
from extractor.context.doubts import ask_by_tag, ask_in_general, ask_to_choose, refute, settle_questions
from extractor.context.effects import ask_for_effects
from extractor.context.past import settle_history
from extractor.context.persons import give_to_persons
from extractor.context.reach import forwards
from extractor.context.scope import STATUS, Scope
from extractor.lexicon.cue import CueRule
from extractor.lexicon.entries import Lexicon
from extractor.lexicon.kinds import EXAM, HEARSAY
from extractor.matching import Draft

if TYPE_CHECKING:
    from extractor.trace import Trace

__all__ = ["Scope", "apply_status"]

_SAID: Final = 8
_SETTING: Final = frozenset(("negation", "uncertainty", "question", "history", "plan"))


def apply_status(scope: Scope, lexicon: Lexicon, trace: "Trace | None" = None) -> None:
    """Set status and cues of the drafts of `scope`, in place."""
    if not scope.cues:
        return
    figures = frozenset(draft.concept for draft in scope.drafts if draft.negated)
    done: set[tuple[int, str]] = set()
    for cue in scope.cues:
        first, last, rule = cue.first, cue.last, cue.rule
        if rule.kind not in _SETTING:
            continue
        key = (first, rule.direction if rule.kind == "question" else rule.kind)
        if key in done or _is_unit(scope, first, rule) or _is_finding(scope, first, rule):
            continue
        reached = forwards(scope, last, rule) if rule.direction == "maju" else backwards(scope, first, last, rule)
        acted_on: list[Draft] = []
        if reached:
            acted_on = [draft for draft in _with_overlapping(scope, reached) if not _holds(draft, first, last, rule)]
            done.add(key)
        if trace is not None:
            trace.reached.append((scope, first, last, rule, acted_on))
        for draft in acted_on:
            if rule.kind == "plan":
                draft.planned = True
                continue
            _set(draft, rule.kind)
            kind = "uncertainty" if rule.kind == "question" else rule.kind
            draft.cues += ((first, last, kind),)
    settle_history(scope)
    give_to_persons(scope, lexicon)
    settle_questions(scope, lexicon)
    ask_to_choose(scope)
    ask_in_general(scope, lexicon)
    ask_for_effects(scope)
    ask_by_tag(scope)
    refute(scope, figures)


def _is_unit(scope: Scope, first: int, rule: CueRule) -> bool:
    """Tell whether a word of time is but a unit of measurement spelt out by a publisher: ``mg/dulu``."""
    return rule.kind == "history" and first > 0 and scope.reading.ids[first - 1] == scope.either


def _is_finding(scope: Scope, first: int, rule: CueRule) -> bool:
    """Tell whether what somebody says comes from an examination told shortly before: ``dirontgen, katanya pengapuran``."""
    if rule.kind != "uncertainty" or not scope.kinds[first] & HEARSAY:
        return False
    for unit in range(first - 1, max(-1, first - 1 - _SAID), -1):
        if scope.reading.ids[unit] in scope.signs.sentence:
            return False
        if scope.kinds[unit] & EXAM:
            return True
    return False


def _with_overlapping(scope: Scope, reached: list[Draft]) -> list[Draft]:
    """Add the mentions that share their beginning with one of `reached` (``kurang kalium atau magnesium``)."""
    firsts = sorted({draft.first for draft in reached})
    return [draft for first in firsts for draft in scope.beginning[first] if draft.type in STATUS]


def _holds(draft: Draft, first: int, last: int, rule: CueRule) -> bool:
    """Tell whether a question is but words of a trigger itself: ``apa`` in ``tidak makan apa apa``."""
    return rule.kind == "question" and draft.type == "TRIGGER" and draft.first <= first and last <= draft.last


def _set(draft: Draft, kind: str) -> None:
    """Set the attribute for cues of `kind`; a figure that already denies a condition is not made uncertain."""
    if kind == "negation":
        draft.negated = True
    elif kind == "history":
        draft.historical = True
    elif draft.cues or not draft.negated:
        draft.uncertain = True
