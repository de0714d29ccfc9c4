"""Normalised values of times: lengths as ISO 8601 durations, frequencies as counts per unit."""

from extractor.lexicon import Lexicon
from extractor.matching import Draft, Reading


def value_of(reading: Reading, draft: Draft, lexicon: Lexicon) -> str:
    """Return the value of a DURATION or FREQUENCY that holds a number and a unit, else an empty string."""
    if draft.type not in ("DURATION", "FREQUENCY"):
        return ""
    number: str | None = None
    for unit in range(draft.first, draft.last):
        word = reading.ids[unit]
        written = reading.text[reading.starts[unit] : reading.ends[unit]]
        digits = "".join(c for c in written.replace(",", ".") if c.isdigit() or c == ".")
        value = lexicon.values.get(word, "")
        if word in lexicon.numbers and digits.strip("."):
            number = digits.strip(".")
        elif value.replace(".", "").isdigit():
            number = value
        elif value and number is not None:
            count = float(number)
            amount = f"{count:g}"
            if draft.type == "DURATION" and "{n}" in value:
                return value.replace("{n}", amount)
            if draft.type == "FREQUENCY" and "{n}" not in value:
                return f"{amount}/{value}"
    return ""
