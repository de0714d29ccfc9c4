"""Fits the cause model: one logistic regression per cause over the features of a complaint."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier

from extractor.causes import PROTOCOL
from extractor.features import features_of, names
from extractor.lexicon import Lexicon
from extractor.results import CAUSES, Mention

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0)
FOLDS = 10
Matrix = NDArray[np.float64]


class Examples(NamedTuple):
    """Feature matrix (n, features), causes (n, 4), authors (n), and whether a complaint has evidence at all (n)."""

    x: Matrix
    y: Matrix
    authors: NDArray[np.str_]
    speaks: NDArray[np.bool_]


def examples(
    mentions: Sequence[Sequence[Mention]], causes: Sequence[frozenset[str]], authors: Sequence[str], lexicon: Lexicon
) -> Examples:
    """Return the training matrix of complaints, one row each."""
    columns = {name: i for i, name in enumerate(names(lexicon.evidence))}
    x = np.zeros((len(mentions), len(columns)))
    speaks = np.zeros(len(mentions), dtype=bool)
    for row, found in enumerate(mentions):
        carriers, limb = features_of(found, lexicon)
        speaks[row] = limb and bool(carriers)
        for name in carriers:
            x[row, columns[name]] = 1.0
    y = np.array([[cause in said for cause in CAUSES] for said in causes], dtype=float)
    return Examples(x, y, np.array(authors), speaks)


def fit(data: Examples, strength: float) -> OneVsRestClassifier:
    """Fit one regression per cause on the complaints that have evidence."""
    estimator = OneVsRestClassifier(LogisticRegression(C=strength, max_iter=2000))
    estimator.fit(data.x[data.speaks], data.y[data.speaks])
    return estimator


def out_of_fold(data: Examples, test: Examples, strength: float) -> Matrix:
    """Return probabilities (n, 4) for `test`, each row judged by a model that saw no complaint of its author."""
    probabilities = np.zeros_like(test.y)
    for train_rows, test_rows in GroupKFold(FOLDS).split(data.x, groups=data.authors):
        part = Examples(*(column[train_rows] for column in data))
        estimator = fit(part, strength)
        held = test_rows[test.speaks[test_rows]]
        silent = test_rows[~test.speaks[test_rows]]
        if len(held):
            probabilities[held] = estimator.predict_proba(test.x[held])
        probabilities[silent] = base_rates(part)
    return probabilities


def base_rates(data: Examples) -> Matrix:
    """Return how often each cause is annotated where nothing speaks for any (4), smoothed."""
    silent = data.y[~data.speaks]
    rates: Matrix = (silent.sum(axis=0) + 0.5) / (len(silent) + 10)
    return rates


def thresholds(probabilities: Matrix, y: Matrix) -> list[float]:
    """Return for each cause the threshold with the best F1, nearest to one half among equals."""
    chosen = []
    for cause in range(y.shape[1]):
        grid = np.arange(0.3, 0.71, 0.05)
        scores = [f1(probabilities[:, cause] >= t, y[:, cause]) for t in grid]
        best = max(range(len(grid)), key=lambda i: (round(scores[i], 3), -abs(grid[i] - 0.5)))
        chosen.append(round(float(grid[best]), 2))
    return chosen


def f1(said: NDArray[Any], truth: NDArray[Any]) -> float:
    """Return F1 of one cause."""
    hits = float(np.sum(said * truth))
    total = float(np.sum(said) + np.sum(truth))
    return 2 * hits / total if total else 0.0


def parameters(estimator: OneVsRestClassifier, data: Examples, limits: Sequence[float], lexicon: Lexicon) -> dict[str, Any]:
    """Return what ``causes.json`` holds: readable weights, threshold and base rate of each cause."""
    features = names(lexicon.evidence)
    rates = base_rates(data)
    causes = {}
    for index, cause in enumerate(CAUSES):
        regression = estimator.estimators_[index]
        weights = {name: float(w) for name, w in zip(features, regression.coef_[0], strict=True)}
        causes[cause] = {
            "bias": float(regression.intercept_[0]),
            "threshold": limits[index],
            "abstained": round(float(rates[index]), 4),
            "weights": weights,
        }
    return {"protocol": PROTOCOL, "features": features, "causes": causes}
