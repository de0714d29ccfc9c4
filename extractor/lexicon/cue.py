"""A row of ``cues.csv``: words that change the status of mentions near them."""

from dataclasses import dataclass


@dataclass(kw_only=True)
class CueRule:
    """Words of one kind of cue.

    `bits` are those of its kind. `reach` counts words between cue and mention, `types` are the types or concepts it can
    change, and `lists` tells whether it holds for a whole list of mentions.
    """

    origin: str
    pattern: str
    kind: str
    bits: int
    direction: str
    reach: int
    types: frozenset[str]
    lists: bool
