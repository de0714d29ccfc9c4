"""Units in, matches out.

A `Reading` is one text as arrays over units; `find` walks the automaton from every unit that can begin
a pattern. Nothing here knows spaCy.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from extractor.lexicon.automaton import Automaton, State
from extractor.lexicon.cue import CueRule
from extractor.lexicon.entries import LONGEST_GAP, UNKNOWN
from extractor.lexicon.outcomes import Outcome

Gaps: TypeAlias = tuple[tuple[int, int], ...]


class Match:
    """A pattern found at units `first` to `last`: what it comes to, how many words it names, the unit ranges that it skipped."""

    __slots__ = ("first", "gaps", "last", "literals", "outcome")

    def __init__(self, first: int, last: int, outcome: Outcome, literals: int, gaps: Gaps) -> None:
        self.first, self.last, self.outcome, self.literals, self.gaps = first, last, outcome, literals, gaps


class CueMatch:
    """A cue found at units `first` to `last`."""

    __slots__ = ("first", "last", "rule")

    def __init__(self, first: int, last: int, rule: CueRule) -> None:
        self.first, self.last, self.rule = first, last, rule


class Reading:
    """One text as parallel arrays over units: word ids and half-open offsets of their letters; and what was found in it, once it was."""

    __slots__ = ("ends", "ids", "matches", "starts", "text")

    def __init__(self, text: str, ids: list[int], starts: list[int], ends: list[int]) -> None:
        self.text, self.ids, self.starts, self.ends = text, ids, starts, ends
        self.matches: list[Match] | None = None


class Draft:
    """A mention while the stages work on it. `start` and `end` count code points, `first` and `last` units.

    It holds tuples, as most of them stay empty.
    """

    __slots__ = (
        "concept", "cues", "end", "first", "gaps", "historical", "inner", "last", "linked", "negated", "other", "planned", "side",
        "sites", "start", "type", "uncertain", "value",
    )  # fmt: skip

    def __init__(self, first: int, last: int, start: int, end: int, type: str, concept: str | None, value: str, gaps: Gaps) -> None:
        self.first, self.last, self.start, self.end = first, last, start, end
        self.type, self.concept, self.value, self.gaps = type, concept, value, gaps
        self.inner: tuple[str, ...] = ()
        self.negated = self.uncertain = self.historical = self.other = self.linked = self.planned = False
        self.sites: tuple[str, ...] = ()
        self.side: str | None = None
        self.cues: tuple[tuple[int, int, str], ...] = ()


def draft_of(reading: Reading, first: int, last: int, kind: str, concept: str | None, value: str = "", gaps: Gaps = ()) -> Draft:
    """Return the mention that units `first` to `last` make."""
    return Draft(first, last, reading.starts[first], reading.ends[last - 1], kind, concept, value, gaps)


class Signs:
    """The ids of signs that matter to more than one stage."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        self.hard = frozenset(ids[s] for s in (".", "?", ",", ":", "…", "¶"))
        self.sentence = frozenset(ids[s] for s in (".", "?", "¶"))
        self.skipped = frozenset(ids[s] for s in ("-", "\n", '"'))
        self.comma, self.colon, self.mark, self.line, self.either = (ids[s] for s in (",", ":", "?", "\n", "/"))
        self.add = ids["+"]
        self.slash = frozenset((self.either, self.add))
        self.plus = frozenset((self.add, ids["(+)"]))
        self.parens = frozenset((ids["("], ids[")"]))


def find(ids: Sequence[int], automaton: Automaton, signs: Signs) -> list[Match]:
    """Return every pattern found in `ids`, in order of the first unit."""
    found: list[Match] = []
    skipped, begins, unseen = signs.skipped, automaton.begins, automaton.root
    words = [*ids, UNKNOWN]
    some_skipped = not skipped.isdisjoint(words)
    for begin, word in enumerate(ids):
        state, at, literals = begins[word], begin + 1, 1
        if state is unseen:
            state = automaton.begin(word)
        while state is not None:
            if state.outcome is not None:
                found.append(Match(begin, at, state.outcome, literals, ()))
            while some_skipped and words[at] in skipped:
                at += 1
            if state.after_gap is not None and not state.after_gap.leading.isdisjoint(words[at : at + LONGEST_GAP + 1]):
                found += _find_with_gaps(words, begin, at, literals, state, signs)
                break
            state = state.follow[words[at]] if state.may_lead(words[at]) else None
            at += 1
            literals += 1
    return found


def _find_with_gaps(words: list[int], begin: int, at: int, literals: int, state: State, signs: Signs) -> list[Match]:
    """Return what is found beyond `state` of the patterns that begin at `begin`, where they may skip words."""
    found: list[Match] = []
    stack: list[tuple[State, int, int, Gaps]] = []
    gaps: Gaps = ()
    while True:
        following = state.follow[words[at]]
        if following is not None:
            stack.append((following, at + 1, literals + 1, gaps))
        if state.after_gap is not None:
            for there in range(at, min(at + LONGEST_GAP + 1, len(words))):
                if words[there] in signs.hard:
                    break
                following = state.after_gap.follow[words[there]]
                if following is not None:
                    skip = (*gaps, (at, there)) if there > at else gaps
                    stack.append((following, there + 1, literals + 1, skip))
        if not stack:
            return found
        state, at, literals, gaps = stack.pop()
        if state.outcome is not None:
            found.append(Match(begin, at, state.outcome, literals, gaps))
        while words[at] in signs.skipped:
            at += 1
