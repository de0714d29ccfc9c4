"""A light spaCy tokenizer for noisy Indonesian text.

spaCy's own Indonesian tokenizer takes seconds to build (15,963 exceptions), keeps
``rasa.kesemutan`` together and stops caching after the first exception in a text
(explosion/spaCy#13950). This one has no exceptions: words keep inner hyphens, apostrophes and
reduplication marks (``kaki-kaki``, ``ba'al``, ``nyut"an``), numbers their decimal sign, and each
run of other characters is one token.
"""

import re

from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

# Combining marks, zero-width characters and variation selectors belong to the word they stand in.
_INSIDE_WORD = "\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad\ufe00-\ufe0f"
_OTHER = rf"(?:[^\w{_INSIDE_WORD}]|_)"
_LETTER = r"[^\W\d_]"
_PREFIX = re.compile(rf"{_OTHER}+")
_SUFFIX = re.compile(rf"{_OTHER}+$")
_INFIX = re.compile(
    rf"(?!(?<={_LETTER})['’\-\"”*](?={_LETTER}))(?!(?<=\d)[.,](?=\d)){_OTHER}+"
)


def build_tokenizer(vocab: Vocab) -> Tokenizer:
    """Return a tokenizer over `vocab` whose tokens join to the very text that was given."""
    return Tokenizer(
        vocab,
        rules={},
        prefix_search=_PREFIX.match,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )


class Surfaces(dict[int, str]):
    """The string of each word of a vocabulary by its hash, kept: spaCy makes a new one each time."""

    def __init__(self, vocab: Vocab) -> None:
        self._strings = vocab.strings

    def __missing__(self, word: int) -> str:
        surface = self[word] = self._strings[word]
        return surface
