"""Wires the stages from text to mentions: tokenize, normalise, match, status, links."""

from collections.abc import Callable, Iterable
from typing import Any

from extractor.context import apply_status
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
        reading = self.units(text, tokens)
        matches = find(reading.ids, self.lexicon, self.signs)
        if not matches:
            return ()
        drafts, cues = choose(reading, matches, self.lexicon, self.signs)
        if not drafts:
            return ()
        drafts = link(reading, drafts, cues, self.lexicon, self.signs)
        apply_status(reading, drafts, cues, self.lexicon, self.signs)
        return tuple(self._mention(reading, draft) for draft in drafts)

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


TokenizeText = Callable[[str], Iterable[Token]]
