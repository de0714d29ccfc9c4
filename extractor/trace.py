"""What the stages decide on one text, noted by themselves where a reader asks for it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.choosing import Choice
    from extractor.context import Scope
    from extractor.lexicon import CueRule
    from extractor.lexicon.outcomes import Option
    from extractor.matching import Draft, Match, Reading
    from extractor.reader import State


class Trace:
    """The record of one reading, for `Extractor.explain`.

    `chosen` holds for each part of the text what was found, what was in the running, and the winners with what they became;
    `unmet` what fell out because its conditions do not hold, `lost` by the `id` of a choice the one that it lost to.
    `reached` tells what each cue acts on, `links` which body parts each symptom took; `states` are the parts that hold mentions.
    """

    def __init__(self) -> None:
        self.chosen: list[tuple[Reading, list[Match], list[Choice], list[tuple[Choice, Draft]]]] = []
        self.unmet: list[tuple[Reading, int, int, Option]] = []
        self.lost: dict[int, Choice] = {}
        self.reached: list[tuple[Scope, int, int, CueRule, list[Draft]]] = []
        self.links: list[tuple[Draft, list[Draft]]] = []
        self.states: list[State] = []
