"""A light tokenizer for noisy Indonesian text.

A text falls into pieces at its blanks, and each piece into tokens: words keep inner hyphens,
apostrophes and reduplication marks (``kaki-kaki``, ``ba'al``, ``nyut"an``), numbers their decimal
sign, and each run of other characters is one token. What is done with a piece can be kept, as
pieces come again and texts do not.
"""

import re

# Combining marks, zero-width characters and variation selectors belong to the word they stand in.
_MARK = "\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad\ufe00-\ufe0f"
_LETTER = r"[^\W\d_]"
_WORD = rf"(?:[^\W_]|[{_MARK}]|(?<={_LETTER})['’\-\"”*](?={_LETTER})|(?<=\d)[.,](?=\d))+"
_OTHER = rf"(?:[^\w\s{_MARK}]|_)+"
_PIECE = re.compile(r"\S+ ?|\s+")
_TOKEN = re.compile(rf"\A\s+|{_WORD}|{_OTHER}")


def pieces(text: str) -> tuple[list[str], str]:
    """Part `text` at its blanks; return the pieces and what joins them to the very text.

    Where all blanks are plain and single, nothing is kept of them; else a piece is a run of other characters with the one
    blank after it, or a run of blanks.
    """
    if text.isprintable() and "  " not in text:  # no other blank counts as printable
        return text.split(" "), " "
    return _PIECE.findall(text), ""


def tokens(piece: str) -> list[tuple[int, str]]:
    """Return offset and text of each token of a piece; the blank that ends a piece is in none."""
    return [(match.start(), match[0]) for match in _TOKEN.finditer(piece)]
