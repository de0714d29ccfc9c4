"""One text's units as the scopes of cues see them."""

from collections.abc import Sequence

from extractor.lexicon.entries import CueRule, Lexicon
from extractor.matching import Draft, Reading, Signs

CueMatch = tuple[int, int, CueRule]

NO_KINDS: frozenset[str] = frozenset()


class Scope:
    """One text's units as scopes see them: which draft or cue stands at a unit, where sentences end."""

    def __init__(self, reading: Reading, drafts: Sequence[Draft], cues: Sequence[CueMatch], lexicon: Lexicon, signs: Signs) -> None:
        self.reading, self.drafts, self.cues, self.signs = reading, drafts, cues, signs
        self.comma, self.colon = lexicon.ids[","], lexicon.ids[":"]
        self.either = lexicon.ids["/"]
        self.slash = frozenset((self.either, lexicon.ids["+"]))
        self.parens = frozenset((lexicon.ids["("], lexicon.ids[")"]))
        self.line = lexicon.ids["\n"]
        self.mark = lexicon.ids["?"]
        self.negators = lexicon.cue_words["negation"]
        self.done = lexicon.cue_words["onset"]
        self.size = len(reading.ids)
        self.draft_at: dict[int, Draft] = {}
        for draft in drafts:
            for unit in range(draft.first, draft.last):
                self.draft_at.setdefault(unit, draft)
        word_kinds = lexicon.word_kinds
        self._word_kinds = [word_kinds.get(word, NO_KINDS) for word in reading.ids]
        self._kinds = list(self._word_kinds)
        for unit, draft in self.draft_at.items():
            if not any(first <= unit < last for first, last in draft.gaps):
                self._kinds[unit] = NO_KINDS
        self._spans: dict[int, tuple[int, int]] = {}
        self.denials: set[int] = set()
        for first, last, rule in cues:
            several = last - first > 1
            if rule.kind == "negation" and rule.direction == "maju":
                self.denials.add(first)
            for unit in range(first, last):
                fresh = several and self._spans.get(unit) != (first, last)
                self._kinds[unit] = frozenset((rule.kind,)) if fresh else self._kinds[unit] | {rule.kind}
                self._spans[unit] = (first, last)

    def kinds(self, unit: int) -> frozenset[str]:
        """Return the kinds of the cue at `unit`, none where there is none."""
        return self._kinds[unit] if 0 <= unit < self.size else NO_KINDS

    def word_kinds(self, unit: int) -> frozenset[str]:
        """Return the kinds of the word at `unit`, also where it is part of a mention or of a longer cue."""
        return self._word_kinds[unit] if 0 <= unit < self.size else NO_KINDS

    def end(self, unit: int) -> int:
        """Return the unit after the cue or word at `unit`."""
        return self._spans[unit][1] if unit in self._spans else unit + 1

    def begin(self, unit: int) -> int:
        """Return the first unit of the cue or word at `unit`."""
        return self._spans[unit][0] if unit in self._spans else unit

    def denies(self, first: int, last: int) -> bool:
        """Tell whether a negator is among units `first` to `last`."""
        return any(word in self.negators for word in self.reading.ids[first:last])

    def ends_clause(self, unit: int) -> bool:
        """Tell whether nothing more of the clause begins at `unit`."""
        while unit < self.size and self.reading.ids[unit] in self.signs.skipped and self.reading.ids[unit] != self.line:
            unit += 1
        if unit >= self.size or self.reading.ids[unit] in self.signs.hard | self.parens or self.reading.ids[unit] == self.line:
            return True
        kinds = self.kinds(unit)
        if "close" in kinds:
            return self.ends_clause(self.end(unit))
        return bool(kinds & {"stop", "list", "self", "person", "others"})
