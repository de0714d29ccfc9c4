"""How well complaints are read: what was found is compared with what people annotated.

A found mention is right when it names the concept (of times and severities: the type) of an annotated mention that it
overlaps. Each counts once, and the pairs that overlap most come first.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from typing import NamedTuple, TypeAlias, get_args

import msgspec
from msgspec import UNSET, UnsetType

from extractor.batch.gold import WITHOUT_CONCEPT, Gold
from extractor.results import CAUSES, Mention, MentionType, Result

TYPES: tuple[MentionType, ...] = get_args(MentionType)
CORE = ("SYMPTOM", "CONDITION", "TRIGGER")
ATTRIBUTES = ("negated", "uncertain", "historical", "other")
_BINS = 10
_CONTEXT = 40


class Score(msgspec.Struct, frozen=True):
    """How many were annotated, how many found, and how many of those are right; shares of nothing are 0."""

    gold: int
    found: int
    correct: int
    precision: float
    recall: float
    f1: float


class Accuracy(msgspec.Struct, frozen=True):
    """How many were annotated, and how many of them were read right."""

    gold: int
    correct: int
    accuracy: float


class CauseScores(msgspec.Struct, frozen=True):
    """The causes of the `documents` that have them annotated; `exact` is the share whose whole set is right."""

    documents: int
    each: dict[str, Score]
    micro: Score
    macro_f1: float
    exact: float
    brier: float
    ece: float


class Confusion(msgspec.Struct, frozen=True):
    """Two concepts, one annotated and another found on words that overlap."""

    gold: str
    found: str
    count: int


class Error(msgspec.Struct, frozen=True):
    """What was annotated and what was found instead (either may be nothing), with the words around it."""

    id: str | int
    gold: str | None
    found: str | None
    before: str
    text: str
    after: str


class Evaluation(msgspec.Struct, frozen=True):
    """All figures; only `errors` holds words of the complaints."""

    documents: int
    core: Score
    strict: Score
    status: Score
    types: dict[str, Score]
    attributes: dict[str, Score]
    sites: Score
    side: Accuracy
    causes: CauseScores | None
    concepts: dict[str, Score]
    confusions: tuple[Confusion, ...]
    errors: tuple[Error, ...] | UnsetType = UNSET


class Tally(msgspec.Struct):
    """Counts that become a `Score`."""

    gold: int = 0
    found: int = 0
    correct: int = 0

    def add(self, gold: int, found: int, correct: int) -> None:
        """Count what one document holds."""
        self.gold += gold
        self.found += found
        self.correct += correct

    def compare(self, gold: Set[object], found: Set[object]) -> None:
        """Count two sets and what they share."""
        self.add(len(gold), len(found), len(gold & found))

    def score(self) -> Score:
        """Return the counts with their shares."""
        precision, recall = _share(self.correct, self.found), _share(self.correct, self.gold)
        return Score(self.gold, self.found, self.correct, precision, recall, _share(2 * self.correct, self.gold + self.found))


class Matched(NamedTuple):
    """Pairs of annotated and found mentions, and those on either side without a partner."""

    pairs: list[tuple[Mention, Mention]]
    missed: list[Mention]
    false: list[Mention]


Tallies: TypeAlias = defaultdict[tuple[str, str], Tally]
Fits: TypeAlias = Callable[[Mention, Mention], bool]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def evaluate(documents: Iterable[tuple[Gold, Result]], *, errors: bool = False) -> Evaluation:
    """Compare annotated complaints with what was read in them.

    Parameters
    ----------
    errors
        Whether to list every error with the words around it.
    """
    tallies: Tallies = defaultdict(Tally)
    confusions: Counter[tuple[str, str]] = Counter()
    listed: list[Error] = []
    judged: list[tuple[Gold, Result]] = []
    count = 0
    for gold, result in documents:
        count += 1
        core = _count_core(tallies, gold, result)
        confused, missed, false = _count_types(tallies, gold, result)
        confusions.update((key(g), key(f)) for g, f in confused)
        if gold.causes is not None:
            judged.append((gold, result))
        if errors:
            differing = [(g, f) for g, f in core if describe(g) != describe(f)]
            listed += _errors(gold, [*differing, *confused, *((g, None) for g in missed), *((None, f) for f in false)])
    one = {name: tallies["one", name].score() for name in ("core", "strict", "status", "sites")}
    side = tallies["one", "side"]
    concepts = sorted((name for group, name in tallies if group == "concept"), key=lambda name: (-tallies["concept", name].gold, name))
    return Evaluation(
        documents=count,
        **one,
        types={name: tallies["type", name].score() for name in TYPES},
        attributes={name: tallies["attribute", name].score() for name in ATTRIBUTES},
        side=Accuracy(side.gold, side.correct, _share(side.correct, side.gold)),
        causes=_score_causes(judged) if judged else None,
        concepts={name: tallies["concept", name].score() for name in concepts},
        confusions=tuple(Confusion(*pair, n) for pair, n in sorted(confusions.items(), key=lambda item: (-item[1], item[0]))),
        errors=tuple(listed) if errors else UNSET,
    )


def key(mention: Mention) -> str:
    """Return what a found mention must share with an annotated one."""
    return mention.concept or mention.type


def _overlap(gold: Mention, found: Mention) -> int:
    return min(gold.end, found.end) - max(gold.start, found.start)


def _same(gold: Mention, found: Mention) -> bool:
    return key(gold) == key(found) and _overlap(gold, found) > 0


def _exactly_same(gold: Mention, found: Mention) -> bool:
    return (key(gold), gold.start, gold.end) == (key(found), found.start, found.end)


def match(gold: Sequence[Mention], found: Sequence[Mention], fits: Fits) -> Matched:
    """Pair mentions that fit, those that overlap most first."""
    candidates = sorted((-_overlap(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if fits(g, f))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    missed = [g for i, g in enumerate(gold) if i not in partner]
    return Matched([(gold[i], found[j]) for i, j in partner.items()], missed, [f for j, f in enumerate(found) if j not in taken])


def _count_core(tallies: Tallies, gold: Gold, result: Result) -> list[tuple[Mention, Mention]]:
    """Count what a symptom, condition or trigger has; return the pairs."""
    annotated = [m for m in gold.mentions if m.type in CORE]
    found = [m for m in result.mentions if m.type in CORE]
    pairs = match(annotated, found, _same).pairs
    tallies["one", "core"].add(len(annotated), len(found), len(pairs))
    tallies["one", "strict"].add(len(annotated), len(found), len(match(annotated, found, _exactly_same).pairs))
    tallies["one", "status"].compare({_status(m) for m in annotated}, {_status(m) for m in found})
    for g, f in pairs:
        for name in ATTRIBUTES:
            tallies["attribute", name].compare(_attributes(g) & {name}, _attributes(f) & {name})
        if g.type == "SYMPTOM":
            tallies["one", "sites"].compare(set(g.sites or ()), set(f.sites or ()))
            if g.side:
                tallies["one", "side"].compare({g.side}, {f.side})
    return pairs


def _status(mention: Mention) -> tuple[object, ...]:
    return key(mention), *sorted(_attributes(mention) - {"historical"})


def _attributes(mention: Mention) -> set[str]:
    flags = {name for name in ("negated", "uncertain", "historical") if getattr(mention, name)}
    return flags | {"other"} if mention.experiencer == "other" else flags


def _count_types(tallies: Tallies, gold: Gold, result: Result) -> Matched:
    """Count each type and concept; return as pairs what was taken for another concept, and what is left."""
    missed: list[Mention] = []
    false: list[Mention] = []
    for name in TYPES:
        annotated = [m for m in gold.mentions if m.type == name]
        found = [m for m in result.mentions if m.type == name]
        matched = match(annotated, found, _same)
        tallies["type", name].add(len(annotated), len(found), len(matched.pairs))
        if name not in WITHOUT_CONCEPT:
            for m in annotated:
                tallies["concept", key(m)].gold += 1
            for m in found:
                tallies["concept", key(m)].found += 1
            for m, _ in matched.pairs:
                tallies["concept", key(m)].correct += 1
        missed += matched.missed
        false += matched.false
    return match(missed, false, lambda g, f: _overlap(g, f) > 0 and {g.type, f.type}.isdisjoint(WITHOUT_CONCEPT))


def _score_causes(judged: Sequence[tuple[Gold, Result]]) -> CauseScores:
    tallies = {name: Tally() for name in CAUSES}
    micro = Tally()
    exact = 0
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for gold, result in judged:
        truth = set(gold.causes or ())
        said = {cause.cause for cause in result.causes if cause.predicted}
        exact += truth == said
        micro.compare(truth, said)
        for cause in result.causes:
            tallies[cause.cause].compare(truth & {cause.cause}, said & {cause.cause})
            bins[min(int(cause.probability * _BINS), _BINS - 1)].append((cause.probability, cause.cause in truth))
    each: dict[str, Score] = {name: tally.score() for name, tally in tallies.items()}
    pairs = [pair for inside in bins.values() for pair in inside]
    return CauseScores(
        documents=len(judged),
        each=each,
        micro=micro.score(),
        macro_f1=sum(score.f1 for score in each.values()) / len(each),
        exact=exact / len(judged),
        brier=sum((p - true) ** 2 for p, true in pairs) / len(pairs),
        ece=sum(abs(sum(p - true for p, true in inside)) for inside in bins.values()) / len(pairs),
    )


def describe(mention: Mention) -> str:
    """Return the concept of a mention with its status, its sites and their side."""
    sites = ["@" + ",".join(sorted(mention.sites))] if mention.sites else []
    return " ".join([key(mention), *sorted(_attributes(mention)), *sites, *([mention.side] if mention.side else [])])


def _errors(gold: Gold, wrong: Iterable[tuple[Mention | None, Mention | None]]) -> list[Error]:
    """Return errors in text order."""
    errors = []
    for g, f in wrong:
        at = g or f
        assert at is not None
        before, after = gold.text[max(0, at.start - _CONTEXT) : at.start], gold.text[at.end : at.end + _CONTEXT]
        said = [None if m is None else describe(m) for m in (g, f)]
        errors.append((at.start, Error(gold.id, said[0], said[1], before, at.text, after)))
    return [error for _, error in sorted(errors, key=lambda item: item[0])]


def to_json(evaluation: Evaluation) -> str:
    """Return one line of JSON in ASCII, which also holds what UTF-8 cannot."""
    return json.dumps(msgspec.to_builtins(evaluation))
