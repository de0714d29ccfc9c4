"""What the compiled lexicon holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from extractor.lexicon.automaton import Automaton
from extractor.lexicon.cue import CueRule
from extractor.normalize import Normalizer

UNKNOWN = 0
LONGEST_GAP = 3


class Concept(NamedTuple):
    """A row of ``concepts.csv``."""

    id: str
    type: str
    group: str
    traits: str
    label_id: str
    label_en: str
    icd10: str
    definition: str


class Condition(NamedTuple):
    """What the context of a match must show; `words` are word ids."""

    kind: Literal["bagian", "anggota", "kaki", "tangan", "gejala", "bersama", "tersirat", "bukan", "dekat", "sesudah", "sebelum"]
    words: frozenset[int]


class Term(Struct, frozen=True, gc=False):
    """A row of ``terms.csv`` or ``expressions.csv``: a pattern that stands for a concept.

    `type` is empty for a phrase that only looks like a concept and stands for none, ``-`` for one
    that only looks like a time or a severity. `value` is the normalised time, or the body part that
    the word itself says.
    """

    origin: str
    pattern: str
    concept: str | None
    type: str
    register: str
    when: tuple[Condition, ...]
    value: str


class Lab(Struct, frozen=True, gc=False):
    """A row of ``lab.csv``: a parameter and the limits beyond which its figure means the concept.

    A figure outside `floor` to `ceiling` is none of that parameter (a dose, a low blood pressure).
    """

    origin: str
    pattern: str
    concept: str
    type: str
    low: float | None
    high: float | None
    floor: float
    ceiling: float


class Sign(Struct, frozen=True, gc=False):
    """A row of ``signs.csv``: words that rules ask for and that are no mention; ``-`` only looks like a sign."""

    origin: str
    pattern: str
    name: str


class EvidenceRow(NamedTuple):
    """A row of ``evidence.csv``: a concept that speaks for a cause, on which conditions and what explains it away."""

    cause: str
    concept: str
    sites: frozenset[str]
    times: frozenset[str]
    together: frozenset[str]
    words: frozenset[str]
    without: frozenset[str]
    order: str
    unless: frozenset[str]

    @property
    def name(self) -> str:
        """The feature's name, as a clinician reads it in the model file."""
        conditions = ("/".join(sorted(which)) for which in (self.sites, self.times, self.words))
        return "+".join(filter(None, (self.concept, *conditions, self.order)))

    @property
    def weaker(self) -> dict[str, str]:
        """What the feature is called instead where a condition fails, by the condition."""
        names = {}
        if self.without or self.together:
            names["accompanies"] = f"{self.concept}:menyertai"
        if self.order:
            names["order"] = f"{self.concept}:sesudah"
        if self.unless:
            names["unless"] = f"{self.cause}:dijelaskan"
        return names


class Wanted(NamedTuple):
    """One thing that a rule asks for: a mention of one of `keys` (concepts or types), or where there are none a sign near the others.

    The mention is at one of `sites` if there are any, and holds the words of `sign` if there is one.
    """

    keys: frozenset[str]
    sites: frozenset[str]
    sign: str


class Rule(NamedTuple):
    """A row of ``notes.csv`` or ``red_flags.csv``: what a complaint must tell for its sentence to be said.

    All of `wanted` must be affirmed of the patient and present (of `past` also as history), on one
    of `sides` together if there are any, and nothing of `unless` besides. `cause` must be predicted if there
    is one; `beside` asks for another red flag. `claim` marks what the article claims without clinical support.
    """

    name: str
    cause: str
    claim: bool
    wanted: tuple[Wanted, ...]
    sides: tuple[frozenset[str | None], ...]
    past: frozenset[str]
    unless: tuple[Wanted, ...]
    beside: bool
    sentence_id: str
    sentence_en: str


class CauseLabel(NamedTuple):
    """A row of ``causes.csv``."""

    cause: str
    label_id: str
    label_en: str
    definition_id: str
    definition_en: str


Entry: TypeAlias = Term | Lab | CueRule | Sign


class Lexicon(Struct, frozen=True, eq=False):
    """All tables, compiled.

    `samples` holds for each entry a shortest sequence that it stands for, `word_kinds` by the id of a word the kinds of cue
    that it is by itself, `traits` the concepts that have each trait.
    """

    source: Path
    concepts: Mapping[str, Concept]
    types: dict[str, str]
    entries: tuple[Entry, ...]
    automaton: Automaton
    samples: tuple[tuple[str, ...], ...]
    ids: dict[str, int]
    class_ids: dict[str, int]
    classes_of: dict[int, tuple[int, ...]]
    values: dict[int, str]
    groups: dict[str, str]
    traits: dict[str, frozenset[str]]
    numbers: frozenset[int]
    counted: frozenset[int]
    word_kinds: list[int]
    cue_words: dict[int, frozenset[int]]
    own_endings: tuple[str, ...]
    their_endings: tuple[str, ...]
    limb_words: dict[int, tuple[str, ...]]
    causes: Mapping[str, CauseLabel]
    evidence: tuple[EvidenceRow, ...]
    notes: tuple[Rule, ...]
    red_flags: tuple[Rule, ...]
    normalizer: Normalizer

    def terms(self, concept: str) -> tuple[Term, ...]:
        """Return the terms of a concept, in file order."""
        return tuple(e for e in self.entries if isinstance(e, Term) and e.concept == concept)
