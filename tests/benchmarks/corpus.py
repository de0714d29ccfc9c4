"""Complaints for benchmarks: those of this project (part ``develop``), told anew with the slips that people make."""

import random
from collections.abc import Iterator

from tests.support import concept_types
from train.complaints import load_complaints

_SLIPPED = 1 / 9
"""The share of words that are written otherwise than in the complaint."""
_NEIGHBOURS = {"a": "sq", "i": "uo", "u": "yi", "e": "wr", "o": "ip", "n": "bm", "t": "ry", "k": "jl", "s": "ad", "g": "fh", "r": "et"}
_VOWELS = "aiueo"
_LONGEST = 65
_STRIDE = 1_000_003
"""A prime, so that no pair of complaints comes twice before all pairs have come."""


def complaints(count: int, seed: int = 0) -> Iterator[str]:
    """Yield `count` complaints of about 60 words, hardly two alike: each joins another two of the project's own and misspells some words.

    Parameters
    ----------
    seed
        The same seed gives the same complaints.
    """
    hand = random.Random(seed)
    texts = [complaint.text for complaint in load_complaints(concept_types()) if complaint.part == "develop"]
    for number in range(count):
        first, second = divmod(number * _STRIDE % len(texts) ** 2, len(texts))
        words = f"{texts[first]} {texts[second]}".split(" ")[:_LONGEST]
        yield " ".join(misspell(word, hand) if hand.random() < _SLIPPED else word for word in words)


def misspell(word: str, hand: random.Random) -> str:
    """Return `word` as a hurried writer might leave it."""
    if len(word) < 3:
        return word
    at = hand.randrange(1, len(word))
    slip = hand.randrange(7)
    if slip == 0:
        return word[:at] + word[at + 1 :]
    if slip == 1:
        return word[:at] + word[at - 1] + word[at:]
    if slip == 2:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    if slip == 3:
        return word[:at] + hand.choice(_NEIGHBOURS.get(word[at], word[at])) + word[at + 1 :]
    if slip == 4:
        return word[:at] + word[at] * hand.randrange(2, 6) + word[at + 1 :]
    if slip == 5:
        return word[0] + "".join(letter for letter in word[1:] if letter not in _VOWELS or hand.random() < 0.4)
    return hand.choice((word.upper(), word.capitalize(), word + hand.choice(".,!?"), word + "nya", word + "2"))


def words(count: int, seed: int = 0) -> str:
    """Return one text of `count` words."""
    found: list[str] = []
    for text in complaints(count // 30 + 2, seed):
        found += text.split()
        if len(found) >= count:
            break
    return " ".join(found[:count])
