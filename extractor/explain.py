"""How a result came about: what the stages noted in a `Trace`, and what the model weighed, as records for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from extractor.causes import Model
from extractor.features import features_of
from extractor.lexicon import Lab, Lexicon, Term
from extractor.lexicon.entries import Condition, Entry
from extractor.matching import Reading
from extractor.results import CauseName, Result, encode
from extractor.trace import Trace

Fate: TypeAlias = Literal["kept", "joined", "guard", "row", "condition", "figure", "overlap", "unlinked"]
"""What became of a candidate.

``kept`` as a mention, ``joined`` to its neighbour that says the same, ``guard`` of words that only look like a
mention; dropped since another ``row`` for the same words comes first, its ``condition`` does not hold, no ``figure`` follows
the parameter, words that it shares went to another (``overlap``), no symptom took the time or body part, or an activity is
only planned (``unlinked``).
"""


class Token(msgspec.Struct, frozen=True):
    """A word or sign of the text with its normal form, which is None where the lexicon knows none."""

    start: int
    end: int
    text: str
    form: str | None


class Candidate(msgspec.Struct, frozen=True):
    """What a row of the tables found; `mention` is the index of what it became, `against` the row or the conditions that it failed at."""

    start: int
    end: int
    text: str
    type: str
    concept: str | None
    pattern: str
    origin: str
    fate: Fate
    mention: int | None
    against: str | None


class CueUse(msgspec.Struct, frozen=True):
    """A cue with its scope: the mentions that it reached, and those whose status it still decides in the end."""

    start: int
    end: int
    text: str
    kind: str
    direction: str
    reach: int
    origin: str
    reached: tuple[int, ...]
    decided: tuple[int, ...]


class Link(msgspec.Struct, frozen=True):
    """A symptom and the body parts that it took, as indices of mentions."""

    symptom: int
    sites: tuple[int, ...]


class FeatureWeight(msgspec.Struct, frozen=True):
    """What one feature adds to the score of a cause, in log-odds, and the mentions that carry it."""

    feature: str
    contribution: float
    mentions: tuple[int, ...]


class CauseScore(msgspec.Struct, frozen=True):
    """How a cause was judged: intercept and contributions add up to the score, whose logistic function is the probability.

    Both are calibrated; `calibration` says by which slope and intercept, where the model tells.
    """

    cause: CauseName
    intercept: float
    calibration: dict[str, float] | None
    features: tuple[FeatureWeight, ...]
    score: float
    probability: float
    threshold: float
    predicted: bool


class Explanation(msgspec.Struct, frozen=True):
    """A result and how each step came to it. `scores` is empty where the result abstains."""

    result: Result
    tokens: tuple[Token, ...]
    candidates: tuple[Candidate, ...]
    cues: tuple[CueUse, ...]
    links: tuple[Link, ...]
    features: dict[str, tuple[int, ...]]
    scores: tuple[CauseScore, ...]

    def to_json(self) -> str:
        """Return one line of JSON."""
        return encode(self).decode()


def explanation_of(result: Result, trace: Trace, reading: Reading, model: Model, lexicon: Lexicon) -> Explanation:
    """Return the records for what `trace` holds of the reading of `result`."""
    drafts = [draft for state in trace.states for draft in state.drafts]
    index = {id(draft): position for position, draft in enumerate(drafts)}
    carriers = features_of(result.mentions, lexicon).carriers
    words = {key: word for word, key in lexicon.ids.items()}
    return Explanation(
        result=result,
        tokens=tuple(
            Token(start, end, result.text[start:end], words.get(word))
            for word, start, end in zip(reading.ids, reading.starts, reading.ends, strict=True)
        ),
        candidates=tuple(sorted(_candidates(trace, index, lexicon, words), key=lambda c: (c.start, c.end, c.origin))),
        cues=tuple(sorted(_cues(trace, index), key=lambda cue: (cue.start, cue.end, cue.origin))),
        links=tuple(
            Link(index[id(symptom)], tuple(sorted(index[id(site)] for site in sites if id(site) in index)))
            for symptom, sites in trace.links
            if sites
        ),
        features=dict(carriers),
        scores=() if result.abstained else tuple(_scores(result, model, carriers)),
    )


def _candidates(trace: Trace, index: Mapping[int, int], lexicon: Lexicon, words: Mapping[int, str]) -> Iterator[Candidate]:
    """Tell what became of each row that was found; what nobody noted lost to another row for the same words."""
    linked_from = {id(draft) for state in trace.states for draft in state.scope.drafts}
    unmet = {(id(reading), first, last, option.number) for reading, first, last, option in trace.unmet}
    for reading, matches, running, winners in trace.chosen:
        became = {id(choice): draft for choice, draft in winners}
        figures = {(choice.first, choice.option.number) for choice in running}
        tried = {(choice.first, choice.last, choice.option.number) for choice in running}
        for choice in running:
            entry = lexicon.entries[choice.option.number]
            draft, rival = became.get(id(choice)), trace.lost.get(id(choice))
            span = (reading.starts[choice.first], reading.ends[choice.last - 1] if draft is None else draft.end)
            if rival is not None:
                winner = lexicon.entries[rival.option.number]
                yield _candidate(reading, span, entry, "overlap", against=f"{winner.pattern} ({winner.origin})")
            elif draft is None:
                yield _candidate(reading, span, entry, "guard")
            else:
                fate: Fate = "kept" if id(draft) in index else "unlinked" if id(draft) in linked_from else "joined"
                yield _candidate(reading, span, entry, fate, mention=index.get(id(draft)))
        for match in matches:
            first, last, outcome = match.first, match.last, match.outcome
            span = (reading.starts[first], reading.ends[last - 1])
            for lab, option in outcome.labs:
                if (first, option.number) not in figures:
                    yield _candidate(reading, span, lab, "figure")
            for option in outcome.options:
                entry = lexicon.entries[option.number]
                if (id(reading), first, last, option.number) in unmet and isinstance(entry, Term):
                    conditions = "; ".join(_written(condition, words) for condition in entry.when)
                    yield _candidate(reading, span, entry, "condition", against=conditions)
                elif (first, last, option.number) not in tried:
                    yield _candidate(reading, span, entry, "row")


def _candidate(
    reading: Reading, span: tuple[int, int], entry: Entry, fate: Fate, *, mention: int | None = None, against: str | None = None
) -> Candidate:
    assert isinstance(entry, Term | Lab), "only these stand for mentions"
    start, end = span
    return Candidate(start, end, reading.text[start:end], entry.type, entry.concept, entry.pattern, entry.origin, fate, mention, against)


def _written(condition: Condition, words: Mapping[int, str]) -> str:
    """Return a condition as the table says it."""
    return ":".join(filter(None, (condition.kind, "/".join(sorted(words[word] for word in condition.words)))))


def _cues(trace: Trace, index: dict[int, int]) -> Iterator[CueUse]:
    """Tell of each cue in the parts that hold mentions what it reached; kinds that only bound scopes reach nothing."""
    for state in trace.states:
        reached: dict[tuple[int, int, int], list[Any]] = {
            (first, last, id(rule)): drafts for scope, first, last, rule, drafts in trace.reached if scope is state.scope
        }
        for cue in state.scope.cues:
            first, last, rule = cue.first, cue.last, cue.rule
            start, end = state.reading.starts[first], state.reading.ends[last - 1]
            decided = {index[id(draft)] for draft in state.drafts if any(cue[:2] == (first, last) for cue in draft.cues)}
            found = {index[id(draft)] for draft in reached.get((first, last, id(rule)), ()) if id(draft) in index}
            if rule.direction:
                decided &= found
            yield CueUse(
                start, end, state.reading.text[start:end], rule.kind, rule.direction, rule.reach, rule.origin,
                tuple(sorted(found)), tuple(sorted(decided)),
            )  # fmt: skip


def _scores(result: Result, model: Model, carriers: Any) -> Iterator[CauseScore]:
    weighed = model.weigh(carriers)
    for cause in result.causes:
        found = weighed[cause.cause]
        yield CauseScore(
            cause=cause.cause,
            intercept=found.intercept,
            calibration=dict(found.calibration) if found.calibration else None,
            features=tuple(FeatureWeight(*feature) for feature in found.features),
            score=found.score,
            probability=cause.probability,
            threshold=found.threshold,
            predicted=cause.predicted,
        )
