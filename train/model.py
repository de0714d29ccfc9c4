"""Fits the cause model: for each cause a logistic regression over the features that the guideline ties to it."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

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


Estimator: TypeAlias = dict[str, Pipeline]
"""Cause to a pipeline that takes the whole feature matrix (n, features)."""


def fit(data: Examples, strength: float, lexicon: Lexicon) -> Estimator:
    """Fit one regression per cause, on the cause's own features and the complaints that have evidence.

    The sum of the direct features is a column of its own, so that the penalty draws the weights of
    rare features to what the cause's evidence weighs on the whole, and not to nothing.
    """
    estimator: Estimator = {}
    for index, cause in enumerate(CAUSES):
        total = FunctionTransformer(np.sum, kw_args={"axis": 1, "keepdims": True})
        own = ColumnTransformer(
            [("own", "passthrough", own_columns(cause, lexicon)), ("total", total, direct_columns(cause, lexicon))]
        )
        pipeline = make_pipeline(own, LogisticRegression(C=strength, max_iter=2000))
        estimator[cause] = pipeline.fit(data.x[data.speaks], data.y[data.speaks, index])
    return estimator


def own_columns(cause: str, lexicon: Lexicon) -> list[int]:
    """Return the columns of the features that the table of evidence gives to `cause`."""
    own = names([row for row in lexicon.evidence if row.cause == cause])
    columns = {name: column for column, name in enumerate(names(lexicon.evidence))}
    return [columns[name] for name in own]


def direct_columns(cause: str, lexicon: Lexicon) -> list[int]:
    """Return the columns of `own_columns` that speak for the cause without reservation."""
    features = names(lexicon.evidence)
    return [column for column in own_columns(cause, lexicon) if ":" not in features[column]]


def predict(estimator: Estimator, x: Matrix) -> Matrix:
    """Return probabilities (n, 4)."""
    return np.column_stack([estimator[cause].predict_proba(x)[:, 1] for cause in CAUSES])


def out_of_fold(data: Examples, test: Examples, strength: float, lexicon: Lexicon) -> Matrix:
    """Return probabilities (n, 4) for `test`, each row judged by a model that saw no complaint of its author."""
    probabilities = np.zeros_like(test.y)
    for train_rows, test_rows in GroupKFold(FOLDS).split(data.x, groups=data.authors):
        part = Examples(*(column[train_rows] for column in data))
        estimator = fit(part, strength, lexicon)
        held = test_rows[test.speaks[test_rows]]
        silent = test_rows[~test.speaks[test_rows]]
        if len(held):
            probabilities[held] = predict(estimator, test.x[held])
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


def parameters(estimator: Estimator, data: Examples, limits: Sequence[float], lexicon: Lexicon) -> dict[str, Any]:
    """Return what ``causes.json`` holds: readable weights, threshold and base rate of each cause."""
    features = names(lexicon.evidence)
    rates = base_rates(data)
    causes = {}
    for index, cause in enumerate(CAUSES):
        regression = estimator[cause][-1]
        direct = direct_columns(cause, lexicon)
        *own, common = regression.coef_[0]
        weights = {
            features[column]: float(w) + (float(common) if column in direct else 0.0)
            for column, w in zip(own_columns(cause, lexicon), own, strict=True)
        }
        causes[cause] = {
            "bias": float(regression.intercept_[0]),
            "threshold": limits[index],
            "abstained": round(float(rates[index]), 4),
            "weights": weights,
        }
    return {"protocol": PROTOCOL, "features": features, "causes": causes}
