"""What the cause model is held against: other families, baselines, and the model without one of its parts."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from extractor.lexicon import Lexicon
from extractor.results import CAUSES, Mention
from train.complaints import Complaint, Data, Examples, Floats, Rows, data_of
from train.measures import SEED, Judged
from train.model import FOLDS, SHRUNK, Columns, Family, columns_of, fit, thresholds

OUTER = 10


def _on_own(classifier: Any, columns: Columns) -> Pipeline:
    return make_pipeline(ColumnTransformer([("own", "passthrough", columns.own)]), classifier)


def _plain(strength: float, columns: Columns) -> Pipeline:
    return _on_own(LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-8), columns)


def _support(strength: float, columns: Columns) -> Pipeline:
    return _on_own(LinearSVC(C=strength, random_state=SEED), columns)


def _forest(leaf: int, _: Columns) -> Pipeline:
    return make_pipeline(RandomForestClassifier(60, min_samples_leaf=leaf, random_state=SEED))


PLAIN = Family("logistic regression, L2", _plain, (1.0, 3.0, 10.0, 30.0))
FAMILIES = (
    SHRUNK,
    PLAIN,
    Family("linear support vectors", _support, (0.03, 0.1, 0.3, 1.0)),
    Family("random forest, all features", _forest, (3,), linear=False),
)


class Views(NamedTuple):
    """Judgements of all complaints as found and as annotated, each by a model that saw none of its author."""

    found: Judged
    annotated: Judged


Learner: TypeAlias = Callable[[Rows], Callable[[Rows], Views]]
"""Fits on some complaints and returns what judges others."""


def cross_validated(data: Data, learn: Learner) -> Views:
    """Return the judgements of complaints held out by author."""
    views = Views(*(Judged(np.zeros_like(data.y), np.zeros_like(data.y)) for _ in Views._fields))
    for train, test in GroupKFold(OUTER).split(data.y, groups=data.authors):
        for view, judged in zip(views, learn(train)(test), strict=True):
            view.probabilities[test], view.said[test] = judged
    return views


def evidence(data: Data, lexicon: Lexicon, family: Family = SHRUNK, **options: Any) -> Learner:
    """Return a learner that fits `family` on the features of mentions."""

    def learn(rows: Rows) -> Callable[[Rows], Views]:
        fitted = fit(data, rows, lexicon, family, **options)
        return lambda test: Views(*(fitted.judge(_of(part, test)) for part in (data.found, data.annotated)))

    return learn


def text(data: Data) -> Learner:
    """Return a learner on raw text: TF-IDF of words and pairs of words, logistic regression, thresholds on held-out folds."""

    def learn(rows: Rows) -> Callable[[Rows], Views]:
        held_out = {strength: np.zeros((len(rows), len(CAUSES))) for strength in (1.0, 10.0, 100.0)}
        for train, test in GroupKFold(FOLDS).split(rows, groups=data.authors[rows]):
            words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(data.texts[rows[train]])
            seen, unseen = words.transform(data.texts[rows[train]]), words.transform(data.texts[rows[test]])
            for strength, probabilities in held_out.items():
                probabilities[test] = _regressions(seen, data.y[rows[train]], unseen, strength)
        y = data.y[rows]
        strength = min(held_out, key=lambda s: float(np.mean((held_out[s] - y) ** 2)))
        limits = thresholds(held_out[strength], y)
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(data.texts[rows])

        def judge(test: Rows) -> Views:
            p = _regressions(words.transform(data.texts[rows]), y, words.transform(data.texts[test]), strength)
            return _same(Judged(p, (p >= np.array(limits)).astype(float)))

        return judge

    return learn


def majority(data: Data) -> Learner:
    """Return a learner that says the commoner answer for each cause, which is no, with the cause's share as probability."""

    def learn(rows: Rows) -> Callable[[Rows], Views]:
        share = data.y[rows].mean(axis=0)
        return lambda test: _same(Judged(np.tile(share, (len(test), 1)), np.tile(np.round(share), (len(test), 1))))

    return learn


def rules(complaints: Sequence[Complaint], found: Sequence[Sequence[Mention]], data: Data, lexicon: Lexicon) -> Learner:
    """Return the guideline's table of evidence as plain rules, which learn nothing: its concepts, and what explains them away."""
    table = _changed(lexicon, order="", without=frozenset(), together=frozenset())
    direct = [columns_of(cause, table).direct for cause in CAUSES]
    views = Views(*(_by_table(of, direct) for of in (part for part in data_of(complaints, found, table)[:2])))
    return lambda _: lambda test: Views(*(Judged(of.probabilities[test], of.said[test]) for of in views))


def _by_table(of: Examples, direct: Sequence[list[int]]) -> Judged:
    said = np.column_stack([of.x[:, columns].any(axis=1) & of.speaks for columns in direct]).astype(float)
    return Judged(said, said)


def ablations(
    complaints: Sequence[Complaint], found: Sequence[Sequence[Mention]], data: Data, lexicon: Lexicon
) -> dict[str, tuple[Data, Learner]]:
    """Return the model without one of its parts, by the part: what it learns from, and how."""

    def without(**changes: Any) -> tuple[Data, Learner]:
        table = _changed(lexicon, **changes)
        changed = data_of(complaints, found, table)
        return changed, evidence(changed, table)

    none: frozenset[str] = frozenset()
    return {
        "what explains evidence away (`unless`)": without(unless=none),
        "what only accompanies (`order`, `without`, `together`)": without(order="", without=none, together=none),
        "places, times and words (`sites`, `times`, `words`)": without(sites=none, times=none, words=none),
        "annotated mentions in fitting": (data, evidence(data, lexicon, views=("found",))),
        "found mentions in fitting": (data, evidence(data, lexicon, views=("annotated",))),
        "calibration": (data, evidence(data, lexicon, calibrate=False)),
    }


def _changed(lexicon: Lexicon, **changes: Any) -> Lexicon:
    """Return the lexicon with every row of evidence changed."""
    return msgspec.structs.replace(lexicon, evidence=tuple(dict.fromkeys(row._replace(**changes) for row in lexicon.evidence)))


def _regressions(seen: Any, y: Floats, unseen: Any, strength: float) -> Floats:
    fitted = [LogisticRegression(C=strength, solver="liblinear", random_state=SEED).fit(seen, of_cause) for of_cause in y.T]
    return np.column_stack([one.predict_proba(unseen)[:, 1] for one in fitted])


def _same(judged: Judged) -> Views:
    return Views(judged, judged)


def _of(examples: Examples, rows: Rows) -> Examples:
    return Examples(examples.x[rows], examples.speaks[rows])
