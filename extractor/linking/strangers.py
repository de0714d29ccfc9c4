"""Body parts of complaints outside of the inventory: ``tangan gemetar``, ``pusing di kepala``."""

from typing import Final

from extractor.lexicon.kinds import BRIDGE, CLOSE, LIST, OUTSIDE, PASS, SELF, SIDES, TISSUE
from extractor.linking.ground import Ground
from extractor.matching import Draft

_PASSED: Final = BRIDGE | CLOSE | PASS | SELF | SIDES | TISSUE
_ADVERBS: Final = 1
"""How many other words may stand between a body part and what is said of it."""


def part_strangers(ground: Ground) -> None:
    """Part from their groups the body parts that a complaint outside of the inventory has."""
    if not any(kinds & OUTSIDE for kinds in ground.scope.word_kinds):
        return
    parted: list[list[Draft]] = []
    for group in ground.groups:
        first, last = _before(ground, group), len(group) - _after(ground, group)
        ground.strangers.update(map(id, group[:first] + group[last:]))
        parted += filter(None, (group[:first], group[first:last], group[max(first, last) :]))
    ground.groups = parted


def _before(ground: Ground, group: list[Draft]) -> int:
    """Return how many of a group a complaint before it has: one in ``pusing di kepala dan kaki lemas``."""
    kinds, at, tied = ground.kinds, group[0].first - 1, False
    while at >= 0 and kinds[at] & _PASSED and at not in ground.scope.draft_at:
        tied = tied or bool(kinds[at] & BRIDGE)
        at -= 1
    if at < 0 or not tied or not _is_outside(ground, at):
        return 0
    before = ground.scope.begin(at) - 1
    if ground.scope.type_at(before - 1 if before > 0 and kinds[before] & LIST else before) == "SYMPTOM":
        return 0
    return len(group) - 1 if ground.leads_to_symptom(group[-1]) else len(group)


def _after(ground: Ground, group: list[Draft]) -> int:
    """Return how many of a group a complaint after it has: two in ``sakit kepala, tangan dan kaki gemetar``."""
    if not _bears_next(ground, group[-1].last):
        return 0
    first, last = group[0].first, group[-1]
    if not ground.follows_symptom(group[0]):
        return len(group)
    if first and ground.kinds[first - 1] & BRIDGE:
        return int(len(group) > 1 and ground.ids[last.first - 1] == ground.scope.comma)
    owned = any(ground.kinds[unit] & SELF for unit in range(last.last, last.last + 2))
    return len(group) - 1 or int(owned and ground.scope.draft_at.get(first - 1) is not None)


def _bears_next(ground: Ground, at: int) -> bool:
    """Tell whether what begins at `at` says a complaint outside and no symptom of the body part before it."""
    kinds, budget = ground.kinds, _ADVERBS
    while at < len(ground.ids) and not _is_outside(ground, at):
        draft = ground.scope.draft_at.get(at)
        if draft is not None and draft.type in ("SEVERITY", "FREQUENCY"):
            at = max(draft.last, at + 1)
            continue
        if draft is not None or ground.ids[at] in ground.signs.hard:
            return False
        if not kinds[at] & _PASSED and ground.ids[at] not in ground.signs.skipped:
            budget -= 1
            if budget < 0 or kinds[at] & LIST:
                return False
        at = ground.scope.end(at)
    if at >= len(ground.ids):
        return False
    after = ground.scope.end(at)
    return not (ground.kinds[after] & LIST and ground.scope.type_at(ground.scope.end(after)) == "SYMPTOM")


def _is_outside(ground: Ground, unit: int) -> bool:
    """Tell whether a complaint outside stands at a unit; a trigger may be one: ``telapak tangan berkeringat``."""
    draft = ground.scope.draft_at.get(unit)
    return bool(ground.scope.word_kinds[unit] & OUTSIDE) and (draft is None or draft.type == "TRIGGER")
