"""Finds all patterns of the lexicon at once.

The patterns form one nondeterministic automaton, small because alternatives share their ends.
Its deterministic states are made when a text first reaches them, and kept.
"""

from collections.abc import Iterable, Mapping

from extractor.lexicon.patterns import GAP_WORD, Element

MOST_STATES = 200_000
"""States that are kept; when full, they are made anew."""


class State:
    """A set of positions in patterns: what is found here, and where each word leads."""

    __slots__ = ("accepts", "after_gap", "follow", "is_end")

    def __init__(self, nodes: tuple[int, ...], accepts: tuple[int, ...], automaton: "Automaton", *, is_end: bool) -> None:
        self.accepts = accepts
        self.is_end = is_end
        self.follow = Follow(nodes, automaton)
        self.after_gap: State | None = None


class Follow(dict[int, State | None]):
    """Where each word leads from a state, as itself or as one of its classes; found out when a text first asks."""

    __slots__ = ("_automaton", "_nodes")

    def __init__(self, nodes: tuple[int, ...], automaton: "Automaton") -> None:
        self._nodes = nodes
        self._automaton = automaton

    def __missing__(self, word: int) -> State | None:
        found = self[word] = self._automaton.lead(self._nodes, (word, *self._automaton.classes_of.get(word, ())))
        return found


class Automaton:
    """Patterns over word ids; ids of classes are negative."""

    def __init__(self) -> None:
        self._edges: list[dict[int, list[int]]] = [{}]
        self._skips: list[list[int]] = [[]]
        self._gaps: list[list[int]] = [[]]
        self._accepts: list[list[int]] = [[]]
        self._states: dict[tuple[int, ...], State] = {}
        self.classes_of: Mapping[int, tuple[int, ...]] = {}
        self.root = self._state({0})

    def add(self, elements: Iterable[Element], entry: int, key_of: "dict[str, int]") -> None:
        """Add one pattern; `key_of` holds the id of each of its words and classes."""
        node = 0
        for element in elements:
            end = self._node()
            for phrase in element.phrases:
                if not phrase:
                    self._skips[node].append(end)
                elif phrase == (GAP_WORD,):
                    self._gaps[node].append(end)
                else:
                    self._chain(node, [key_of[word] for word in phrase], end)
            node = end
        self._accepts[node].append(entry)

    def lead(self, nodes: Iterable[int], keys: Iterable[int]) -> State | None:
        """Return where any of `keys` leads from `nodes`; None where no pattern goes on with them."""
        targets = {target for key in keys for node in nodes for target in self._edges[node].get(key, ())}
        return self._state(targets) if targets else None

    def _node(self) -> int:
        self._edges.append({})
        self._skips.append([])
        self._gaps.append([])
        self._accepts.append([])
        return len(self._edges) - 1

    def _chain(self, node: int, keys: list[int], end: int) -> None:
        for key in keys[:-1]:
            following = self._node()
            self._edges[node].setdefault(key, []).append(following)
            node = following
        self._edges[node].setdefault(keys[-1], []).append(end)

    def _state(self, targets: set[int]) -> State:
        closed = set(targets)
        stack = list(targets)
        while stack:
            for target in self._skips[stack.pop()]:
                if target not in closed:
                    closed.add(target)
                    stack.append(target)
        nodes = tuple(sorted(closed))
        state = self._states.get(nodes)
        if state is None:
            if len(self._states) >= MOST_STATES:
                self._forget()
            accepts = tuple(sorted(e for n in nodes for e in self._accepts[n]))
            gaps = {target for node in nodes for target in self._gaps[node]}
            is_end = not gaps and not any(self._edges[node] for node in nodes)
            state = self._states[nodes] = State(nodes, accepts, self, is_end=is_end)
            if gaps:
                state.after_gap = self._state(gaps)
        return state

    def _forget(self) -> None:
        self._states.clear()
        self.root.follow.clear()

    def finish(self, classes_of: Mapping[int, tuple[int, ...]]) -> None:
        """Make the root anew after the last pattern was added; `classes_of` holds the classes of each word."""
        self.classes_of = classes_of
        self._states.clear()
        self.root = self._state({0})
