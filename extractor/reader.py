"""Wires the stages from text to mentions: tokenize, normalise, match, status, links."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from msgspec import UNSET

from extractor.choosing import Candidates, choose
from extractor.context import Scope, apply_status
from extractor.lexicon import Lexicon
from extractor.lexicon.entries import UNKNOWN
from extractor.linking import link
from extractor.markup import STATUS_TYPES
from extractor.matching import Draft, Match, Reading, Signs, find
from extractor.normalize import LONGEST_WORD, PARAGRAPH
from extractor.notes import Told
from extractor.results import Cue, CueKind, Mention, MentionType, Side
from extractor.tokenizer import pieces, tokens
from extractor.values import value_of

if TYPE_CHECKING:
    from extractor.trace import Trace

MOST_PIECES: Final = 100_000
"""Distinct pieces of text whose units are kept; when full, the cache starts anew."""
MOST_UNITS: Final = 400
"""Units of a part of a text that is read as a whole: no complaint is longer, so that time stays linear."""

Units = tuple[tuple[Any, int, int], ...]
"""Word ids with offsets; `Any`, because compiled code makes an `int` that it hands on anew."""


class State(NamedTuple):
    """A part of a text on its way through the stages, which work on `drafts` in place."""

    reading: Reading
    drafts: list[Draft]
    scope: Scope
    trace: "Trace | None"


class Reader:
    """Reads mentions in tokens. One instance serves one lexicon; its cache makes it not thread-safe.

    Parameters
    ----------
    lexicon
        The compiled tables.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.signs = Signs(lexicon.ids)
        self._known: dict[str, Units] = {}

    def read(self, text: str, trace: "Trace | None" = None) -> tuple[Mention, ...]:
        """Return the mentions of `text`, in text order; the stages note in `trace` what they decide."""
        return self.read_units(self.units(text), trace)

    def read_units(self, reading: Reading, trace: "Trace | None" = None) -> tuple[Mention, ...]:
        """Return the mentions of a text that is given as units, as `read` does."""
        mentions: list[Mention] = []
        for state in self.candidates(reading, trace):
            self.set_status(state)
            self.link(state)
            mentions += self.mentions(state)
        return tuple(mentions)

    def told(self, reading: Reading) -> Told:
        """Return the signs that rules ask for; of signs over the same words the longer one stands."""
        found = [(match.first, match.last, name) for match in self._matches(reading) for name in match.outcome.signs]
        found.sort(key=lambda sign: sign[0] - sign[1])
        places: dict[str, list[tuple[int, int]]] = {}
        longest: dict[int, int] = {}
        for first, last, name in found:
            if all(longest.setdefault(unit, last - first) == last - first for unit in range(first, last)):
                places.setdefault(name, []).append((reading.starts[first], reading.ends[last - 1]))
        ends = [end for word, end in zip(reading.ids, reading.ends, strict=True) if word in self.signs.sentence]
        return Told(places, ends)

    def candidates(self, whole: Reading, trace: "Trace | None" = None) -> Iterator[State]:
        """Yield the mentions and cues that the words alone show, for each part that is read by itself."""
        for reading in self._parts(whole):
            drafts, cues = self.choose(reading, trace)
            if drafts:
                state = State(reading, drafts, Scope(reading, list(drafts), cues, self.lexicon, self.signs), trace)
                if trace is not None:
                    trace.states.append(state)
                yield state

    def choose(self, reading: Reading, trace: "Trace | None" = None) -> Candidates:
        """Return what stands of all that is found in one part."""
        return choose(reading, self._matches(reading), self.lexicon, self.signs, trace)

    def _matches(self, reading: Reading) -> list[Match]:
        if reading.matches is None:
            reading.matches = find(reading.ids, self.lexicon.automaton, self.signs)
        return reading.matches

    def _parts(self, reading: Reading) -> list[Reading]:
        """Part a text at blank lines, and what is very long also at the ends of sentences."""
        ids = reading.ids
        paragraph = self.lexicon.ids[PARAGRAPH]
        if len(ids) <= MOST_UNITS and paragraph not in ids:
            return [reading]
        cuts, begin, end_of_sentence = [0], 0, 0
        for at, word in enumerate(ids):
            if word == paragraph:
                cuts.append(at + 1)
            elif at - begin >= MOST_UNITS:
                cuts.append(end_of_sentence if end_of_sentence > begin else at)
            if word in self.signs.sentence:
                end_of_sentence = at + 1
            begin = cuts[-1]
        bounds = [*cuts, len(ids)]
        return [Reading(reading.text, ids[a:b], reading.starts[a:b], reading.ends[a:b]) for a, b in pairwise(bounds) if a < b]

    def set_status(self, state: State) -> None:
        """Set negation, uncertainty, history and experiencer."""
        apply_status(state.scope, self.lexicon, state.trace)

    def link(self, state: State) -> None:
        """Give symptoms their sites and sides; drop times and body parts that belong to none."""
        state.drafts[:] = link(state.scope, self.lexicon, state.trace)

    def mentions(self, state: State) -> tuple[Mention, ...]:
        """Return the drafts as frozen records."""
        return tuple(self._mention(state.reading, draft) for draft in state.drafts)

    def units(self, text: str) -> Reading:
        """Return `text` as arrays over units."""
        known = self._known
        ids: list[Any] = []
        starts: list[int] = []
        ends: list[int] = []
        offset = 0
        found, joint = pieces(text)
        for piece in found:
            units = known.get(piece)
            if units is None:
                units = self._analyse(piece)
            for word, start, end in units:
                ids.append(word)
                starts.append(offset + start)
                ends.append(offset + end)
            offset += len(piece) + len(joint)
        if text.count("- ") > 1:
            self._part_items(text, ids, starts)
        return Reading(text, ids, starts, ends)

    def _part_items(self, text: str, ids: list[int], starts: list[int]) -> None:
        """Read dashes that begin items of a list as full stops: ``- kaki kram - tangan pegal``, but not ``tiba - tiba`` or ``2 - 3``."""
        dash = self.lexicon.ids["-"]
        begin = [
            at
            for at, start in enumerate(starts[:-1])
            if ids[at] == dash
            and (not start or text[start - 1].isspace())
            and text[start + 1].isspace()
            and not text[starts[at + 1]].isdigit()
            and (not at or ids[at - 1] != ids[at + 1])
        ]
        if len(begin) > 1 and (begin[0] == 0 or ids[begin[0] - 1] in self.signs.hard or ids[begin[0] - 1] == self.signs.line):
            for at in begin:
                ids[at] = self.lexicon.ids["."]

    def _analyse(self, piece: str) -> Units:
        """Return the units of a piece of text, and keep them unless it is very long; its tokens are kept alike."""
        found = tokens(piece)
        if len(found) == 1:
            units = self._analyse_token(found[0][1])
        else:
            units = tuple((word, at + start, at + end) for at, token in found for word, start, end in self._analyse_token(token))
        self._keep(piece, units)
        return units

    def _analyse_token(self, token: str) -> Units:
        units = self._known.get(token)
        if units is None:
            table = self.lexicon.ids
            units = tuple((table.get(word, UNKNOWN), start, end) for word, start, end in self.lexicon.normalizer.analyse(token))
            self._keep(token, units)
        return units

    def _keep(self, written: str, units: Units) -> None:
        if len(self._known) >= MOST_PIECES:
            self._known.clear()
        if len(written) <= LONGEST_WORD:
            self._known[written] = units

    def _mention(self, reading: Reading, draft: Draft) -> Mention:
        start, end, kind = draft.start, draft.end, cast(MentionType, draft.type)
        text = reading.text[start:end]
        if kind in STATUS_TYPES:
            return Mention(
                start, end, text, kind, draft.concept,
                negated=draft.negated,
                uncertain=draft.uncertain,
                historical=draft.historical,
                experiencer="other" if draft.other else "self",
                sites=draft.sites if kind == "SYMPTOM" else UNSET,
                side=cast(Side | None, draft.side) if kind == "SYMPTOM" else UNSET,
                cues=tuple(_cue(reading, *cue) for cue in dict.fromkeys(draft.cues)) if draft.cues else (),
            )  # fmt: skip
        if kind == "BODY_SITE":
            return Mention(start, end, text, kind, draft.concept, side=cast(Side | None, draft.side))
        if draft.concept is None:
            value = draft.value or value_of(reading, draft, self.lexicon)
            return Mention(start, end, text, kind, None, value=value or UNSET)
        return Mention(start, end, text, kind, draft.concept)


def _cue(reading: Reading, first: int, last: int, kind: str) -> Cue:
    start, end = reading.starts[first], reading.ends[last - 1]
    return Cue(start, end, reading.text[start:end], cast(CueKind, kind))
