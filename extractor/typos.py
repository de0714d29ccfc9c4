"""Which words of a list another one most plausibly misspells."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST_SKELETON: Final = 4
_NOTHING: Final[dict[str, tuple[str, ...]]] = {}


class Typos:
    """Finds words by their misspellings.

    One slip (a letter too many, missing, changed, or two letters swapped) leaves the first half of a word or
    its second half, without the letter between them, as it was: words are found by their halves.

    Parameters
    ----------
    words
        The right words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._firsts: dict[int, dict[str, tuple[str, ...]]] = {}
        self._seconds: dict[int, dict[str, tuple[str, ...]]] = {}
        self._skeletons: dict[str, tuple[str, ...]] = {}
        for word in filter(str.isalpha, words):
            half = (len(word) - 1) // 2
            _put(self._firsts.setdefault(len(word), {}), word[:half], word)
            _put(self._seconds.setdefault(len(word), {}), word[half + 1 :], word)
            skeleton = _skeleton(word)
            if len(skeleton) >= _SHORTEST_SKELETON:
                _put(self._skeletons, skeleton, word)

    def meant(self, written: str) -> set[str]:
        """Return the words that `written` plausibly misspells: by one slip, or by leaving vowels out."""
        found = {word for word in self._one_slip_away(written) if _is_plausible(written, word)}
        skeleton = _skeleton(written)
        if (not found and skeleton == written) or (len(written) - len(skeleton)) * 3 < len(written):
            found.update(word for word in self._skeletons.get(skeleton, ()) if _is_subsequence(written, word))
        return found

    def _one_slip_away(self, written: str) -> set[str]:
        near: list[str] = []
        for length in (len(written) - 1, len(written), len(written) + 1):
            half = (length - 1) // 2
            near += self._firsts.get(length, _NOTHING).get(written[:half], ())
            near += self._seconds.get(length, _NOTHING).get(written[len(written) - (length - 1 - half) :], ())
        return {word for word, _, _ in extract(written, near, scorer=OSA.distance, score_cutoff=1, limit=None)}


def _put(where: dict[str, tuple[str, ...]], key: str, word: str) -> None:
    """Add `word` to those of `key`; as a tuple, because collecting garbage looks into each list that is kept."""
    where[key] = (*where[key], word) if key in where else (word,)


def _skeleton(word: str) -> str:
    """Return `word` without its vowels; a table for `str.translate` takes twice as long."""
    return word.replace("a", "").replace("e", "").replace("i", "").replace("o", "").replace("u", "")


def _neighbours() -> frozenset[str]:
    """Return the pairs of letters whose keys touch; each row lies half a key to the right of the one above."""
    pairs = {row[i : i + 2] for row in _KEYS for i in range(len(row) - 1)}
    for above, below in pairwise(_KEYS):
        pairs.update(a + b for i, a in enumerate(above) for b in below[max(0, i - 1) : i + 1])
    return frozenset(pairs | {pair[::-1] for pair in pairs})


NEIGHBOURS: Final = _neighbours()
"""Pairs of letters whose keys touch."""


def _is_plausible(written: str, word: str) -> bool:
    """Tell whether one edit away is near enough: long words always, short ones by usual slips only."""
    swapped = sorted(written) == sorted(word)
    if len(word) == 4 or (len(written) == len(word) and swapped):
        return swapped
    at = next((i for i, c in enumerate(written) if word[i : i + 1] != c), len(written))
    touching = len(written) == len(word) and written[at] + word[at] in NEIGHBOURS
    if at == 0:
        return len(word) >= (6 if touching else 8)
    if touching or len(word) >= 6:
        return True
    if len(written) == len(word):
        return False
    extra, letter = (written, written[at]) if len(written) > len(word) else (word, word[at])
    doubled = extra[at - 1] == letter
    return doubled or (len(written) < len(word) and letter in "aeiou")


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return short[0] == long[0] and all(c in letters for c in short)
