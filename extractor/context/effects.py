"""What is only told as the effect of something in doubt."""

from typing import Final

from extractor.context.doubts import is_weak
from extractor.context.scope import Scope
from extractor.lexicon.kinds import AGENT, BRIDGE, EFFECT, HEARSAY, LIST, NOW, ONSET, PASS, PERSON, RECENT, SELF, SIDES
from extractor.matching import Draft

_HAD: Final = SELF | PERSON | ONSET | NOW


def ask_for_effects(scope: Scope) -> None:
    """Doubt a symptom that is only told as the effect or sign of what is in doubt: ``apakah anemia menyebabkan kaki dingin?``"""
    stated = [d for d in scope.drafts if d.type == "SYMPTOM" and not (d.uncertain or d.negated or d.other)]
    cause: Draft | None = None
    end = 0
    for draft in stated:
        if cause is None or not _goes_on(scope, end, draft):
            cause = _cause(scope, draft) or _sign_of(scope, draft)
        end = draft.last
        if cause is None or not cause.uncertain or not _is_general(scope, cause, draft):
            continue
        elsewhere = any(d.concept == draft.concept and d is not draft for d in stated)
        if _is_said(scope, cause) or (is_weak(scope, cause) and not elsewhere):
            draft.uncertain = True
            draft.cues += tuple(cue for cue in cause.cues if cue[2] == "uncertainty")


def _goes_on(scope: Scope, end: int, draft: Draft) -> bool:
    """Tell whether `draft` is joined to an effect that ends at unit `end`: ``apakah asam urat bikin bengkak dan nyeri lutut``."""
    between = range(end, draft.first)
    joined = any(scope.kinds[unit] & LIST for unit in between)
    return joined and all(scope.kinds[unit] & LIST or scope.type_at(unit) == "BODY_SITE" or _leads_to_part(scope, unit) for unit in between)


def _is_general(scope: Scope, cause: Draft, draft: Draft) -> bool:
    """Tell whether nothing from the word of doubt on to behind `draft` says that somebody has it: ``saya``, ``ini``, ``sudah 2 bulan``."""
    behind = draft.last
    while _leads_to_part(scope, behind) or scope.type_at(behind) == "BODY_SITE":
        behind += 1
    if scope.kinds[behind] & _HAD or scope.type_at(behind) == "DURATION":
        return False
    first = min(first for first, _, kind in cause.cues if kind == "uncertainty")
    return first < draft.first and not any(kinds & (SELF | RECENT) for kinds in scope.kinds[first:behind])


def _is_said(scope: Scope, draft: Draft) -> bool:
    """Tell whether a mention is in doubt because others say so, not by a guess of the writer."""
    units = (unit for first, last, kind in draft.cues if kind == "uncertainty" for unit in range(first, last))
    return any(scope.kinds[unit] & HEARSAY or scope.word_kinds[unit] & AGENT for unit in units)


def _cause(scope: Scope, draft: Draft) -> Draft | None:
    """Return what brings on a symptom that is nobody's, by the words right before it: ``puasa`` in ``puasa bikin lemas``."""
    at = draft.first - 1
    while at > 0 and (scope.type_at(at) == "BODY_SITE" or _leads_to_part(scope, at)):
        at -= 1
    if not scope.word_kinds[at] & EFFECT or at < 1:
        return None
    at = scope.begin(at) - 1
    while at > 0 and scope.kinds[at] & (PASS | EFFECT):
        at -= 1
    cause = scope.draft_at.get(at)
    return cause if cause is not None and cause.type in ("CONDITION", "TRIGGER") else None


def _sign_of(scope: Scope, draft: Draft) -> Draft | None:
    """Return what a symptom that is nobody's is told to be a sign of: ``diabetes`` in ``kesemutan itu gejala diabetes``."""
    at = draft.last
    while at < scope.size and (scope.type_at(at) in ("BODY_SITE", "FREQUENCY") or _leads_to_part(scope, at)):
        at += 1
    if not scope.word_kinds[at] & EFFECT:
        return None
    while at < scope.size and (_leads_to_part(scope, at) or scope.word_kinds[at] & EFFECT) and at not in scope.draft_at:
        at += 1
    illness = scope.draft_at.get(at)
    return illness if illness is not None and illness.type == "CONDITION" else None


def _leads_to_part(scope: Scope, unit: int) -> bool:
    """Tell whether the word at `unit` only leads to a body part or says its side."""
    return bool(scope.kinds[unit] & (PASS | BRIDGE | SIDES)) and not scope.kinds[unit] & SELF and not scope.word_kinds[unit] & EFFECT
