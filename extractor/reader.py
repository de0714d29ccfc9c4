"""Wires the stages from text to mentions: tokenize, normalise, match, status, links."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from extractor.context import Scope, apply_status
from extractor.lexicon import Lexicon
from extractor.linking import link
from extractor.markup import STATUS_TYPES
from extractor.matching import Draft, Reading, Signs, choose, find
from extractor.results import Cue, Mention
from extractor.values import value_of

MOST_FORMS = 200_000
"""Distinct surface words whose units are kept; when full, the cache starts anew."""

Token = tuple[int, str]
Units = tuple[tuple[int, int, int], ...]


class State(NamedTuple):
    """One text on its way through the stages, which work on `drafts` in place."""

    reading: Reading
    drafts: list[Draft]
    scope: Scope | None


class Reader:
    """Reads mentions in tokens. One instance serves one lexicon; its cache makes it not thread-safe.

    Parameters
    ----------
    lexicon
        The compiled tables.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.signs = Signs(lexicon)
        self._forms: dict[str, Units] = {}

    def read(self, text: str, tokens: Iterable[Token]) -> tuple[Mention, ...]:
        """Return the mentions of `text`, in text order.

        Parameters
        ----------
        tokens
            Offset and surface of each token, in order.
        """
        state = self.candidates(text, tokens)
        if not state.drafts:
            return ()
        self.link(state)
        self.set_status(state)
        return self.mentions(state)

    def candidates(self, text: str, tokens: Iterable[Token]) -> State:
        """Return the mentions and cues that the words alone show."""
        reading = self.units(text, tokens)
        matches = find(reading.ids, self.lexicon, self.signs)
        drafts, cues = choose(reading, matches, self.lexicon, self.signs)
        scope = Scope(reading, list(drafts), cues, self.lexicon, self.signs) if drafts else None
        return State(reading, drafts, scope)

    def link(self, state: State) -> None:
        """Give symptoms their sites and sides; drop times and body parts that belong to none."""
        if state.scope is not None:
            state.drafts[:] = link(state.scope, self.lexicon)

    def set_status(self, state: State) -> None:
        """Set negation, uncertainty, history and experiencer."""
        if state.scope is not None:
            apply_status(state.scope, self.lexicon)

    def mentions(self, state: State) -> tuple[Mention, ...]:
        """Return the drafts as frozen records."""
        return tuple(self._mention(state.reading, draft) for draft in state.drafts)

    def units(self, text: str, tokens: Iterable[Token]) -> Reading:
        """Return `text` as arrays over units."""
        forms = self._forms
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for offset, surface in tokens:
            units = forms.get(surface)
            if units is None:
                units = self._analyse(surface)
            for word, start, end in units:
                ids.append(word)
                starts.append(offset + start)
                ends.append(offset + end)
        return Reading(text, ids, starts, ends)

    def _analyse(self, surface: str) -> Units:
        if len(self._forms) >= MOST_FORMS:
            self._forms.clear()
        table = self.lexicon.ids
        units = tuple((table.get(word, 0), start, end) for word, start, end in self.lexicon.normalizer.analyse(surface))
        if len(surface) <= 40:
            self._forms[surface] = units
        return units

    def _mention(self, reading: Reading, draft: Draft) -> Mention:
        text, start, end = reading.text, draft.start, draft.end
        fields: dict[str, Any] = {}
        if draft.type in STATUS_TYPES:
            fields = {
                "negated": draft.negated,
                "uncertain": draft.uncertain,
                "historical": draft.historical,
                "experiencer": "other" if draft.other else "self",
                "cues": tuple(self._cue(reading, *cue) for cue in dict.fromkeys(draft.cues)),
            }
        if draft.type == "SYMPTOM":
            fields["sites"] = tuple(draft.sites)
        if draft.type in ("SYMPTOM", "BODY_SITE"):
            fields["side"] = draft.side
        if draft.concept is None:
            value = draft.value or value_of(reading, draft, self.lexicon)
            if value:
                fields["value"] = value
        return Mention(start, end, text[start:end], draft.type, draft.concept, **fields)

    @staticmethod
    def _cue(reading: Reading, first: int, last: int, kind: Any) -> Cue:
        start, end = reading.starts[first], reading.ends[last - 1]
        return Cue(start, end, reading.text[start:end], kind)

