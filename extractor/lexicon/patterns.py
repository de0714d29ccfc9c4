"""The pattern language of the tables, and the trie that finds all patterns at once.

``a/b`` alternatives, ``(a/b c)`` optional words, ``...`` up to three other words, ``<class>`` any word of a
class of ``classes.csv`` (``<angka>`` any number, ``<bagian>`` any body part of one or two words).
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from extractor.lexicon.entries import END, GAP, Trie
from extractor.normalize import NUMBER

MOST_SEQUENCES = 3000
_ELEMENT = re.compile(r"\([^()]*\)|\S+")
_GAP_TOKEN = "..."
_SIGNS = ("/", "(-)", "(+)", "+", "&", ",", "?")
_PART_OF = ("kaki", "tangan")


class PatternError(Exception):
    """A pattern that cannot be read; the message says why and what to write."""


def expand(pattern: str, standard: Callable[[str], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return every sequence of words, classes and gaps that `pattern` stands for.

    Parameters
    ----------
    standard
        Gives the standard words of a written word, so that patterns may be written as people write.
    """
    choices: list[list[tuple[str, ...]]] = []
    for element in _ELEMENT.findall(pattern):
        optional = element.startswith("(") and element.endswith(")")
        body = element[1:-1] if optional else element
        if element == _GAP_TOKEN or element in _SIGNS:
            choices.append([(element,)])
            continue
        if not body or any(c in body for c in "()"):
            raise PatternError(f"{element!r} is no word. Write (word) or (a/b c)")
        alternatives: list[tuple[str, ...]] = []
        for phrase in body.split("/"):
            if not phrase.strip():
                raise PatternError(f"{element!r} has an empty alternative. Write a/b")
            parts = itertools.product(*(_variants(word, standard) for word in phrase.split()))
            alternatives += (tuple(itertools.chain.from_iterable(part)) for part in parts)
        choices.append([*dict.fromkeys(alternatives), *([()] if optional else [])])
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_SEQUENCES:
        raise PatternError(f"stands for {count} sequences, more than {MOST_SEQUENCES}. Split the row")
    sequences = {tuple(itertools.chain.from_iterable(parts)) for parts in itertools.product(*choices)}
    for sequence in sequences:
        if not sequence or sequence[0] == _GAP_TOKEN or sequence[-1] == _GAP_TOKEN:
            raise PatternError("begins or ends with a gap or is empty. Begin and end with a word")
    return sorted(sequences)


def _variants(word: str, standard: Callable[[str], tuple[str, ...]]) -> list[tuple[str, ...]]:
    if word == "<bagian>":
        return [(word,), *((word, part) for part in _PART_OF)]
    if word.startswith("<") or not any(c.isalnum() for c in word):
        return [(word,)]
    return [standard(word)]


def insert(trie: Trie, sequence: Sequence[str], entry: int, ids: dict[str, int], classes: Mapping[str, int]) -> None:
    """Add one sequence to `trie`, giving new words an id."""
    node = trie
    for word in sequence:
        key = GAP if word == _GAP_TOKEN else classes.get(word) or ids.setdefault(word, len(ids) + 1)
        node = node.setdefault(key, {})
    found = node.setdefault(END, [])
    if entry not in found:
        found.append(entry)


def words_of(sequence: Sequence[str]) -> list[str]:
    """Return the literal words of a sequence."""
    return [w for w in sequence if w != _GAP_TOKEN and (w == NUMBER or not w.startswith("<"))]
