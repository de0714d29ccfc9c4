"""Laboratory figures: a parameter, the number after it, and what it says."""

from typing import Final

from extractor.lexicon.entries import Lab, Lexicon
from extractor.lexicon.kinds import BRIDGE, NOW, PASS, PERSON, SELF, STOP
from extractor.matching import Draft, Match, Reading, Signs, draft_of

_REACH: Final = 4
_SAID_OF_IT: Final = (SELF, PERSON, PASS, NOW, BRIDGE, STOP)
"""Kinds of the words after a parameter's name that say more of it."""
_THOUSANDS: Final = 3
"""How many digits after a point make thousands of a number: ``450 .000``."""


def read_figure(reading: Reading, match: Match, lab: Lab, lexicon: Lexicon, signs: Signs) -> Draft | None:
    """Read the figure that follows a laboratory parameter; None where there is none."""
    ids = reading.ids
    first, last = match.first, match.last
    for at in range(last, min(last + _REACH, len(ids))):
        if ids[at] in signs.sentence or ids[at] == lexicon.ids[","]:
            return None
        if ids[at] not in lexicon.numbers:
            continue
        last_digits = _last_digits(reading, at, lexicon)
        value = _number(reading.text[reading.starts[at] : reading.ends[last_digits]])
        if _is_time(ids, last_digits + 1, lexicon):
            return None
        if value is None or not lab.floor <= value <= lab.ceiling:
            return None
        abnormal = (lab.low is not None and value < lab.low) or (lab.high is not None and value >= lab.high)
        end = _end_of_figure(reading, last_digits, lexicon) if abnormal else _end_of_name(reading, first, last, lexicon)
        draft = draft_of(reading, first, end, lab.type, lab.concept)
        draft.negated = not abnormal
        return draft
    return None


def _is_time(ids: list[int], unit: int, lexicon: Lexicon) -> bool:
    """Tell whether a unit of time follows a number, which is then no value: ``asam urat 3 tahun``."""
    return unit < len(ids) and "{n}" in lexicon.values.get(ids[unit], "")


def _last_digits(reading: Reading, at: int, lexicon: Lexicon) -> int:
    """Return the unit of the last digits of a number, which stand apart in ``8 .3``."""
    ids, text = reading.ids, reading.text
    if at + 2 < len(ids) and ids[at + 2] in lexicon.numbers:
        apart, digits = text[reading.ends[at] : reading.starts[at + 2]], text[reading.starts[at + 2] : reading.ends[at + 2]]
        if apart in (" .", " ,") and len(digits) < _THOUSANDS:
            return at + 2
    return at


def _end_of_figure(reading: Reading, at: int, lexicon: Lexicon) -> int:
    """Return the unit after a figure, with its second half in ``150/90``."""
    ids = reading.ids
    if at + 2 < len(ids) and ids[at + 1] == lexicon.ids["/"] and ids[at + 2] in lexicon.numbers:
        return at + 3
    return at + 1


def _end_of_name(reading: Reading, first: int, last: int, lexicon: Lexicon) -> int:
    """Return the unit after a parameter's name, without whose it is and when or where it was taken: ``gula`` of ``gula saya tadi pagi``."""
    said = (unit for unit in range(first + 1, last) if any(reading.ids[unit] in lexicon.cue_words[kind] for kind in _SAID_OF_IT))
    return next(said, last)


def _number(written: str) -> float | None:
    try:
        return float(written.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
