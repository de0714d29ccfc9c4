"""One text's units as the scopes of cues see them."""

from collections.abc import Sequence
from typing import Any, Final

from extractor.lexicon.entries import Lexicon
from extractor.lexicon.kinds import CLOSE, LIST, MEASURE, NEGATION, NO_KINDS, ONSET, OTHERS, PERSON, SELF, STOP
from extractor.markup import STATUS_TYPES
from extractor.matching import CueMatch, Draft, Reading, Signs

STATUS: Final = frozenset(STATUS_TYPES)
"""Types of the mentions that have a status."""
_OUTSIDE: Final = (NO_KINDS,) * 32
"""What follows the kinds of a text's units, so that units just before (-1, -2) and just behind it have none."""


class Scope:
    """One text's units as scopes see them: which draft or cue stands at a unit, where sentences end.

    `draft_at` gives the first mention that covers a unit, `beginning` those that begin at it; `kinds` gives the kinds of the cue
    at a unit, none where there is none, nor just outside of the text; `word_kinds` those of the word itself, also where it is
    part of a mention or of a longer cue.
    """

    def __init__(self, reading: Reading, drafts: Sequence[Draft], cues: Sequence[CueMatch], lexicon: Lexicon, signs: Signs) -> None:
        self.reading, self.drafts, self.cues, self.signs = reading, drafts, cues, signs
        self.comma, self.colon, self.mark, self.line, self.either = signs.comma, signs.colon, signs.mark, signs.line, signs.either
        self.slash, self.parens = signs.slash, signs.parens
        self.negators = lexicon.cue_words[NEGATION]
        self.done = lexicon.cue_words[ONSET]
        self.values = lexicon.values
        self.measures = lexicon.cue_words[MEASURE]
        self.size = len(reading.ids)
        self.draft_at: dict[int, Draft] = {}
        self.beginning: dict[int, list[Draft]] = {}
        for draft in drafts:
            self.beginning.setdefault(draft.first, []).append(draft)
            for unit in range(draft.first, draft.last):
                self.draft_at.setdefault(unit, draft)
        known: list[Any] = lexicon.word_kinds  # an `int` would be made anew
        self.word_kinds: list[int] = [known[word] for word in reading.ids]
        self.word_kinds.extend(_OUTSIDE)
        self.kinds: list[int] = self.word_kinds.copy()
        kinds = self.kinds
        for unit, draft in self.draft_at.items():
            if not draft.gaps or not any(first <= unit < last for first, last in draft.gaps):
                kinds[unit] = NO_KINDS
        self._begins: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self.denials: set[int] = set()
        for cue in cues:
            first, last, rule = cue.first, cue.last, cue.rule
            if rule.kind == "negation" and rule.direction == "maju":
                self.denials.add(first)
            if last - first == 1:
                kinds[first] |= rule.bits
                continue
            for unit in range(first, last):
                kinds[unit] = (kinds[unit] if unit in self._ends else NO_KINDS) | rule.bits
                self._begins[unit], self._ends[unit] = first, last

    def units_of(self, wanted: int) -> list[int]:
        """Return the units at which a cue of one of the `wanted` kinds stands."""
        return [unit for unit, kinds in enumerate(self.kinds) if kinds & wanted]

    def type_at(self, unit: int) -> str:
        """Return the type of the mention at `unit`, nothing where there is none."""
        draft = self.draft_at.get(unit)
        return draft.type if draft is not None else ""

    def end(self, unit: int) -> int:
        """Return the unit after the cue or word at `unit`."""
        return self._ends.get(unit, unit + 1)

    def begin(self, unit: int) -> int:
        """Return the first unit of the cue or word at `unit`."""
        return self._begins.get(unit, unit)

    def denies(self, first: int, last: int) -> bool:
        """Tell whether a negator is among units `first` to `last`."""
        return any(word in self.negators for word in self.reading.ids[first:last])

    def bears_figure(self, draft: Draft) -> bool:
        """Tell whether a mention ends with its figure, so that no denial is of it: ``asam urat 9,1, Hb normal``, not ``DM tipe 2 (-)``."""
        text = self.reading.text[self.reading.starts[draft.last - 1] : self.reading.ends[draft.last - 1]]
        return text[0].isdigit() and len(text) > 1

    def affirms(self, unit: int) -> bool:
        """Tell whether the sign of a finding that is there stands at `unit`: ``edema +/+``, not ``nyeri + bengkak``."""
        ids = self.reading.ids
        if unit >= self.size or ids[unit] not in self.signs.plus:
            return False
        return ids[unit] != self.signs.add or ids[unit + 1 : unit + 2] == [self.either] or self.ends_clause(unit + 1)

    def asks(self, unit: int) -> bool:
        """Tell whether a question mark follows at `unit`, with an address before it at most: ``tidak dok?``"""
        while self.kinds[unit] & (CLOSE | PERSON):
            unit = self.end(unit)
        return unit < self.size and self.reading.ids[unit] == self.mark

    def ends_clause(self, unit: int) -> bool:
        """Tell whether nothing more of the clause begins at `unit`."""
        while unit < self.size and self.reading.ids[unit] in self.signs.skipped and self.reading.ids[unit] != self.line:
            unit += 1
        word = self.reading.ids[unit] if unit < self.size else self.line
        if word in self.signs.hard or word in self.parens or word == self.line:
            return True
        kinds = self.kinds[unit]
        if kinds & CLOSE:
            return self.ends_clause(self.end(unit))
        return bool(kinds & (STOP | LIST | SELF | PERSON | OTHERS))
