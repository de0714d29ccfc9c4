"""Finds all patterns of the lexicon at once.

The patterns form one nondeterministic automaton, small because alternatives share their ends.
Its deterministic states are made when a text first reaches them, and kept.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from extractor.lexicon.patterns import GAP_WORD, Element

MOST_STEPS: Final = 400_000
"""Steps from state to state that are kept; when full, all states are made anew."""
_MARKS: Final = 61
"""Words are told apart by their ids modulo this number where a state tells at a glance that a word does not lead on."""
_NO_WORDS: Final[frozenset[int]] = frozenset()
Positions = tuple[int, ...]
"""Of patterns; a tuple, because collecting garbage looks into each list that is kept."""
Targets = Mapping[int, Positions]
"""The positions to which the id of each word or class leads."""


class State:
    """A set of positions in patterns: what the patterns that end here come to, and where each word leads.

    Of a state after a gap, `leading` holds the words that lead on. `marks` has a bit for each word that does, and for others by chance.
    """

    __slots__ = ("after_gap", "follow", "leading", "marks", "outcome")

    def __init__(self, nodes: Positions, outcome: Any, marks: int, automaton: "Automaton") -> None:
        self.outcome = outcome
        self.follow = Follow(nodes, automaton)
        self.marks = marks
        self.after_gap: State | None = None
        self.leading: frozenset[int] = _NO_WORDS

    def may_lead(self, word: int) -> bool:
        """Tell whether `word` may lead on; `follow` knows whether it does."""
        return bool(self.marks >> word % _MARKS & 1)


class Follow(dict[int, State | None]):
    """Where each word leads from a state, as itself or as one of its classes; found out when a text first asks."""

    __slots__ = ("_automaton", "_nodes", "_targets")

    def __init__(self, nodes: Positions, automaton: "Automaton") -> None:
        self._nodes = nodes
        self._targets: Targets | None = None
        self._automaton = automaton

    def __missing__(self, word: int) -> State | None:
        if self._targets is None:
            self._targets = self._automaton.targets(self._nodes)
        state = self[word] = self._automaton.step(self._targets, word)
        return state


class Automaton:
    """Patterns over word ids; ids of classes are negative. A word may count as another word too, like as its classes."""

    def __init__(self) -> None:
        self._nodes = 1
        self._steps = 0
        self._edges: dict[int, dict[int, Positions]] = {}
        self._skips: dict[int, Positions] = {}
        self._gaps: dict[int, Positions] = {}
        self._accepts: dict[int, Positions] = {}
        self._states: dict[tuple[int, ...], State] = {}
        self._outcomes: dict[tuple[int, ...], Any] = {(): None}
        self._outcome_of: Callable[[tuple[int, ...]], Any] = tuple
        self._members: dict[int, list[int]] = {}
        self._class_marks: dict[int, int] = {}
        self._classes_of: Mapping[int, tuple[int, ...]] = {}
        self.root = self._state({0})
        self.begins: list[State | None] = []

    def add(self, elements: Iterable[Element], entry: int, key_of: "dict[str, int]") -> None:
        """Add one pattern; `key_of` holds the id of each of its words and classes."""
        node = 0
        for element in elements:
            end = self._node()
            for phrase in element.phrases:
                if not phrase:
                    _add(self._skips, node, end)
                elif phrase == (GAP_WORD,):
                    _add(self._gaps, node, end)
                else:
                    self._chain(node, [key_of[word] for word in phrase], end)
            node = end
        _add(self._accepts, node, entry)

    def begin(self, word: int) -> State | None:
        """Return where a word leads as the first of a pattern, and keep it in `begins`.

        There the root, to which no word leads, stands for words that nobody has asked for yet.
        """
        state = self.begins[word] = self.root.follow[word]
        return state

    def step(self, onward: Targets, word: int) -> State | None:
        """Return where a word leads; None where no pattern goes on with it or one of its classes."""
        self._steps += 1
        found = {target for key in (word, *self._classes_of.get(word, ())) for target in onward.get(key, ())}
        return self._state(found) if found else None

    def _state(self, targets: set[int]) -> State:
        """Return the state that stands for all of `targets` and what optional words lead to."""
        nodes = self._closed(targets)
        state = self._states.get(nodes)
        if state is None:
            if self._steps >= MOST_STEPS:
                self._forget()
            state = self._states[nodes] = State(nodes, self._outcome(nodes), self._marks(nodes), self)
            gaps = {target for node in nodes for target in self._gaps.get(node, ())}
            if gaps:
                state.after_gap = self._state(gaps)
                state.after_gap.leading = self._leading(gaps)
        return state

    def targets(self, nodes: Positions) -> Targets:
        """Return where `nodes` lead together."""
        if len(nodes) == 1:
            return self._edges.get(nodes[0], {})
        together: dict[int, Positions] = {}
        for node in nodes:
            edges: Mapping[Any, Positions] = self._edges.get(node, {})  # an `int` would be made anew
            for key, targets in edges.items():
                together[key] = together.get(key, ()) + targets
        return together

    def _marks(self, nodes: Positions) -> int:
        """Return the bits of the words that lead on."""
        marks = 0
        for node in nodes:
            for key in self._edges.get(node, {}):
                marks |= self._class_marks.get(key, 0) | (key > 0) << key % _MARKS
        return marks

    def _node(self) -> int:
        self._nodes += 1
        return self._nodes - 1

    def _chain(self, node: int, keys: list[int], end: int) -> None:
        for key in keys[:-1]:
            following = self._node()
            _add(self._edges.setdefault(node, {}), key, following)
            node = following
        _add(self._edges.setdefault(node, {}), keys[-1], end)

    def _closed(self, targets: set[int]) -> tuple[int, ...]:
        """Return `targets` with what optional words lead to."""
        closed = set(targets)
        stack = [node for node in targets if node in self._skips]
        while stack:
            for target in self._skips.get(stack.pop(), ()):
                if target not in closed:
                    closed.add(target)
                    stack.append(target)
        return tuple(sorted(closed))

    def _leading(self, targets: set[int]) -> frozenset[int]:
        """Return the words that lead on from `targets`."""
        keys = self.targets(self._closed(targets)).keys()
        return frozenset(keys).union(*(self._members[key] for key in keys if key in self._members))

    def _outcome(self, nodes: tuple[int, ...]) -> Any:
        accepts = tuple(sorted(entry for node in nodes for entry in self._accepts.get(node, ())))
        if accepts not in self._outcomes:
            self._outcomes[accepts] = self._outcome_of(accepts)
        return self._outcomes[accepts]

    def _forget(self) -> None:
        self._steps = 0
        self._states.clear()
        self.root.follow.clear()
        self.begins = [self.root] * len(self.begins)

    def finish(self, words: int, classes_of: Mapping[int, tuple[int, ...]], outcome_of: Callable[[tuple[int, ...]], Any]) -> None:
        """Make the root anew after the last pattern was added.

        Parameters
        ----------
        words
            The highest id of a word.
        classes_of
            The classes of each word, and the word that it doubles.
        outcome_of
            Gives what the entries that end in one state come to; asked once for the same entries.
        """
        self._classes_of = classes_of
        for word, classes in classes_of.items():
            for key in classes:
                self._members.setdefault(key, []).append(word)
                self._class_marks[key] = self._class_marks.get(key, 0) | 1 << word % _MARKS
        self._outcome_of = outcome_of
        self._states.clear()
        self.root = self._state({0})
        self.begins = [self.root] * (words + 1)


def _add(where: dict[int, Positions], key: int, position: int) -> None:
    where[key] = (*where.get(key, ()), position)
