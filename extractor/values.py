"""Normalised values of times: lengths as ISO 8601 durations, frequencies as counts per duration (``3/P1D``)."""

from extractor.lexicon import Lexicon
from extractor.matching import Draft, Reading


def value_of(reading: Reading, draft: Draft, lexicon: Lexicon) -> str:
    """Return the value of a DURATION or FREQUENCY that holds a number and a unit, else an empty string."""
    if draft.type not in ("DURATION", "FREQUENCY"):
        return ""
    count: str | None = None
    period = ""
    for unit in range(draft.first, draft.last):
        form = lexicon.values.get(reading.ids[unit], "")
        if _number(reading, unit, lexicon):
            count = count or _number(reading, unit, lexicon)
        elif form and not period:
            before = _number(reading, unit - 1, lexicon) if unit > draft.first else ""
            period = form.replace("{n}", before or "1")
            if before and draft.type == "DURATION":
                return period
            if before == count and "{n}" in form:
                count = "1"
    return f"{count}/{period}" if draft.type == "FREQUENCY" and count and period else ""


def _number(reading: Reading, unit: int, lexicon: Lexicon) -> str:
    """Return the number at `unit`, written in figures or as a word, else an empty string."""
    word = reading.ids[unit]
    value = lexicon.values.get(word, "")
    if word in lexicon.numbers:
        written = reading.text[reading.starts[unit] : reading.ends[unit]].replace(",", ".")
        value = "".join(c for c in written if c.isdecimal() or c == ".").strip(".") or value
    try:
        return f"{float(value):g}"
    except ValueError:
        return ""
