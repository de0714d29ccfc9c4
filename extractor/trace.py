"""What the stages decide on one text, noted by themselves where a reader asks for it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.context import Scope
    from extractor.lexicon import CueRule, Term
    from extractor.matching import Choice, Draft, Match, Reading
    from extractor.reader import State


class Trace:
    """The record of one reading, for `Extractor.explain`.

    `found` holds the matches of each part of the text, `unmet` the terms whose condition failed, `overlaps` the
    choices that lost to another, `taken` those that stand; `reached` what each cue acts on; `links` the
    body parts that each symptom took; `states` the parts with their drafts.
    """

    def __init__(self) -> None:
        self.found: list[tuple[Reading, list[Match]]] = []
        self.unmet: list[tuple[Reading, int, int, Term]] = []
        self.overlaps: list[tuple[Reading, Choice, Choice]] = []
        self.taken: list[tuple[Reading, Choice]] = []
        self.reached: list[tuple[Scope, int, int, CueRule, list[Draft]]] = []
        self.links: list[tuple[Draft, list[Draft]]] = []
        self.states: list[State] = []
