"""The pattern language of the tables.

``a/b`` alternatives, ``(a/b c)`` optional words, ``...`` up to three other words, ``<class>`` any
word of a class of ``classes.csv`` (``<angka>`` any number, ``<bagian>`` any body part of one or
two words).
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

GAP_WORD = "..."
_ELEMENT = re.compile(r"\([^()]*\)|\S+")
_SIGNS = ("/", "(-)", "(+)", "+", "&", ",", "?")
_PART_OF = ("kaki", "tangan")


class Element(NamedTuple):
    """One position of a pattern: the phrases that may stand there; the empty phrase makes it optional."""

    phrases: tuple[tuple[str, ...], ...]


class PatternError(Exception):
    """A pattern that cannot be read; the message says why and what to write."""


def parse_pattern(pattern: str, standard: Callable[[str], tuple[str, ...]]) -> list[Element]:
    """Return the elements of `pattern`, a gap as the element of the one word ``...``.

    Parameters
    ----------
    standard
        Gives the standard words of a written word, so that patterns may be written as people write.
    """
    elements: list[Element] = []
    for written in _ELEMENT.findall(pattern.replace("…", GAP_WORD)):
        optional = written.startswith("(") and written.endswith(")") and written not in _SIGNS
        body = written[1:-1] if optional else written
        if body == GAP_WORD or body in _SIGNS:
            elements.append(Element(((body,),)))
            continue
        if not body or "(" in body or ")" in body:
            raise PatternError(f"{written!r} is no word. Write (word) or (a/b c)")
        phrases: list[tuple[str, ...]] = []
        for phrase in body.split("/"):
            if phrase.isalpha():
                phrases.append(standard(phrase))
            elif not phrase.strip():
                raise PatternError(f"{written!r} has an empty alternative. Write a/b")
            else:
                phrases += _phrases(phrase.split(), standard)
        elements.append(Element((*dict.fromkeys(phrases), *([()] if optional else []))))
    if not _begins_with_word(elements) or not _begins_with_word(elements[::-1]):
        raise PatternError("begins or ends with a gap or holds no word of its own. Begin and end with a word")
    return elements


def _begins_with_word(elements: list[Element]) -> bool:
    """Tell whether a word that must be there stands before the first gap."""
    needed = next((e for e in elements if () not in e.phrases), None)
    return needed is not None and needed.phrases != ((GAP_WORD,),)


def _phrases(words: list[str], standard: Callable[[str], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the phrases of standard words that the words of one alternative stand for."""
    phrases: list[tuple[str, ...]] = [()]
    for word in words:
        if word == "<bagian>":
            parts = [(word,), *((word, part) for part in _PART_OF)]
        elif word.isalpha() or (word[0] != "<" and any(c.isalnum() for c in word)):
            parts = [standard(word)]
        else:
            parts = [(word,)]
        phrases = [phrase + part for phrase in phrases for part in parts]
    return phrases


def sequences(elements: list[Element]) -> Iterator[tuple[str, ...]]:
    """Yield every sequence of words, classes and gaps that the elements stand for."""
    for phrases in itertools.product(*(e.phrases for e in elements)):
        yield tuple(itertools.chain.from_iterable(phrases))


def shortest(elements: list[Element]) -> tuple[str, ...]:
    """Return one shortest sequence that the elements stand for."""
    phrases = (min(e.phrases, key=len) for e in elements)
    return tuple(itertools.chain.from_iterable(phrases))


def words_of(elements: list[Element]) -> Iterator[str]:
    """Yield the words and classes of a pattern, each as often as it stands there."""
    for element in elements:
        for phrase in element.phrases:
            for word in phrase:
                if word != GAP_WORD:
                    yield word
