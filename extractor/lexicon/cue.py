"""A row of ``cues.csv``: words that change the status of mentions near them."""

from extractor.lexicon.kinds import BITS


class CueRule:
    """Words of one kind of cue.

    `bits` are those of its kind. `reach` counts words between cue and mention, `types` are the types or concepts it can
    change, and `lists` tells whether it holds for a whole list of mentions.
    """

    __slots__ = ("bits", "direction", "kind", "lists", "origin", "pattern", "reach", "types")

    def __init__(self, *, origin: str, pattern: str, kind: str, direction: str, reach: int, types: frozenset[str], lists: bool) -> None:
        self.origin, self.pattern, self.kind, self.direction = origin, pattern, kind, direction
        self.reach, self.types, self.lists = reach, types, lists
        self.bits: int = BITS[kind]
