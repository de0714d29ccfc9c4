"""Which words of a list another one most plausibly misspells."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_SHORTEST = 5
_SHORTEST_SKELETON = 4
_VOWELS = re.compile(r"[aeiou]")


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
        self._firsts: dict[tuple[int, str], list[str]] = {}
        self._seconds: dict[tuple[int, str], list[str]] = {}
        self._skeletons: dict[str, list[str]] = {}
        for word in words:
            if len(word) < _SHORTEST or not word.isalpha():
                continue
            half = (len(word) - 1) // 2
            self._firsts.setdefault((len(word), word[:half]), []).append(word)
            self._seconds.setdefault((len(word), word[half + 1 :]), []).append(word)
            skeleton = _VOWELS.sub("", word)
            if len(skeleton) >= _SHORTEST_SKELETON:
                self._skeletons.setdefault(skeleton, []).append(word)

    def meant(self, written: str) -> list[str]:
        """Return the words that `written` plausibly misspells: by one slip, or by leaving vowels out."""
        found = [word for word in self._one_slip_away(written) if _is_plausible(written, word)]
        skeleton = _VOWELS.sub("", written)
        if (not found and skeleton == written) or (len(written) - len(skeleton)) * 3 < len(written):
            found += [word for word in self._skeletons.get(skeleton, ()) if _is_subsequence(written, word)]
        return found

    def _one_slip_away(self, written: str) -> set[str]:
        near: list[str] = []
        for length in (len(written) - 1, len(written), len(written) + 1):
            half = (length - 1) // 2
            near += self._firsts.get((length, written[:half]), ())
            near += self._seconds.get((length, written[len(written) - (length - 1 - half) :]), ())
        return {word for word, _, _ in extract(written, near, scorer=OSA.distance, score_cutoff=1, limit=None)}


def _is_plausible(written: str, word: str) -> bool:
    """Tell whether one edit away is near enough: long words always, short ones by usual slips only."""
    if written[0] != word[0] and sorted(written[:2]) != sorted(word[:2]):
        return len(word) >= 8
    if len(word) >= 6:
        return True
    if len(written) == len(word):
        return sorted(written) == sorted(word)
    longer, shorter = (written, word) if len(written) > len(word) else (word, written)
    at = next((i for i, c in enumerate(shorter) if longer[i] != c), len(shorter))
    dropped = longer[at]
    doubled = at > 0 and longer[at - 1] == dropped
    return doubled or (len(written) < len(word) and dropped in "aeiou" and len(written) >= 4)


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return short[0] == long[0] and all(c in letters for c in short)
