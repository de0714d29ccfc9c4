"""Fits the cause model: for each cause a classifier over the features that the guideline ties to it.

Its setting, its calibration and its thresholds come from complaints held out by author.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from extractor.causes import PROTOCOL
from extractor.features import names
from extractor.lexicon import Lexicon
from extractor.results import CAUSES
from train.complaints import Data, Examples, Floats, Rows
from train.measures import Judged, f1, losses

FOLDS = 5
COMMON = 3.0
"""Scale of the summed evidence: the larger, the nearer rare features come to what evidence weighs on the whole."""
THRESHOLDS = tuple(round(0.3 + 0.05 * step, 2) for step in range(9))
SLACK = 0.005
"""F1 within this of the best is no reason to leave one half."""

View: TypeAlias = str
"""Which mentions of a complaint: as ``found`` or as ``annotated``."""
VIEWS: tuple[View, ...] = ("found", "annotated")


class Columns(NamedTuple):
    """Columns of the features of one cause, and of those among them that speak for it without reservation."""

    own: list[int]
    direct: list[int]


class Family(NamedTuple):
    """A kind of classifier: `build` makes an unfitted one of a setting, the simplest first, and the columns that it may use."""

    name: str
    build: Callable[[Any, Columns], Pipeline]
    settings: tuple[Any, ...]
    linear: bool = True


class Fitted(NamedTuple):
    """Cause to classifier; slope and intercept of the calibration (4, 2); thresholds; probabilities without evidence (4)."""

    classifiers: dict[str, Pipeline]
    calibration: Floats
    thresholds: list[float]
    abstained: Floats
    setting: Any

    def judge(self, of: Examples) -> Judged:
        """Return probabilities and decisions for complaints."""
        scores = np.column_stack([scores_of(self.classifiers[cause], of.x) for cause in CAUSES])
        probabilities = np.where(of.speaks[:, None], calibrated(scores, self.calibration), self.abstained)
        return Judged(probabilities, decided(probabilities, self.thresholds, of))


def shrunk(strength: float, columns: Columns) -> Pipeline:
    """Return a regression on a cause's features and on the sum of the direct ones.

    The sum lets the penalty draw the weights of rare features to what evidence weighs on the whole, and not to nothing.
    """
    total = FunctionTransformer(np.sum, kw_args={"axis": 1, "keepdims": True})
    parts = ColumnTransformer(
        [("own", "passthrough", columns.own), ("total", total, columns.direct)], transformer_weights={"total": COMMON}
    )
    return make_pipeline(parts, LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-8))


SHRUNK = Family("logistic regression, shrunk to the mean weight", shrunk, (0.03, 0.1, 0.3, 1.0, 3.0))


def columns_of(cause: str, lexicon: Lexicon) -> Columns:
    """Return the columns of the features that the table of evidence gives to `cause`."""
    everything = {name: column for column, name in enumerate(names(lexicon.evidence))}
    own = names([row for row in lexicon.evidence if row.cause == cause])
    return Columns([everything[name] for name in own], [everything[name] for name in own if ":" not in name])


def fit(
    data: Data, rows: Rows, lexicon: Lexicon, family: Family = SHRUNK, *, views: Sequence[View] = VIEWS, calibrate: bool = True
) -> Fitted:
    """Tune, calibrate and fit `family` on the complaints `rows`, with their mentions in each of `views`.

    What is held out is judged as found, as in use.
    """
    folds = list(GroupKFold(FOLDS).split(rows, groups=data.authors[rows]))
    speaks, y = data.found.speaks[rows], data.y[rows]
    tried: list[tuple[Any, Floats, Floats]] = []
    for setting in family.settings:
        scores = np.zeros((len(rows), len(CAUSES)))
        for train, test in folds:
            classifiers = _classifiers(data, rows[train], lexicon, family, setting, views)
            scores[test] = np.column_stack([scores_of(classifiers[cause], data.found.x[rows[test]]) for cause in CAUSES])
        tried.append((setting, scores, _calibration(scores, data, rows) if calibrate else np.tile([1.0, 0.0], (len(CAUSES), 1))))
    setting, scores, calibration = tried[_simplest([losses(calibrated(s, c), y)[speaks] for _, s, c in tried])]
    held_out = np.where(speaks[:, None], calibrated(scores, calibration), 0.0)
    classifiers = _classifiers(data, rows, lexicon, family, setting, views)
    return Fitted(classifiers, calibration, thresholds(held_out, y), _abstained(y[~speaks], classifiers, calibration, data), setting)


def _abstained(y: Floats, classifiers: Mapping[str, Pipeline], calibration: Floats, data: Data) -> Floats:
    """Return how often each cause is annotated without evidence, at most what is said where only others have evidence."""
    nothing = np.zeros((1, data.found.x.shape[1]))
    scores = np.column_stack([scores_of(classifiers[cause], nothing) for cause in CAUSES])
    rates: Floats = np.minimum((y.sum(axis=0) + 0.5) / (len(y) + 10), calibrated(scores, calibration)[0])
    return rates


def _simplest(tried: Sequence[Floats]) -> int:
    """Return the first setting whose loss is within one standard error of the best; settings are in order of simplicity."""
    best = min(tried, key=np.mean)
    excess = [some - best for some in tried]
    return next(i for i, more in enumerate(excess) if more.mean() <= more.std() / np.sqrt(len(more)))


def _classifiers(data: Data, rows: Rows, lexicon: Lexicon, family: Family, setting: Any, views: Sequence[View]) -> dict[str, Pipeline]:
    parts: list[Examples] = [getattr(data, view) for view in views]
    x = np.concatenate([part.x[rows][part.speaks[rows]] for part in parts])
    y = np.concatenate([data.y[rows][part.speaks[rows]] for part in parts])
    return {cause: _classifier(family, setting, columns_of(cause, lexicon), x, y[:, j]) for j, cause in enumerate(CAUSES)}


def _classifier(family: Family, setting: Any, columns: Columns, x: Floats, y: Floats) -> Pipeline:
    """Fit one cause; a feature of a linear family that would speak against its own cause is left out."""
    while True:
        classifier = family.build(setting, columns).fit(x, y)
        if not family.linear:
            return classifier
        against = set(np.flatnonzero(weights(classifier, x.shape[1]) < -1e-9))
        if not against:
            return classifier
        columns = Columns(*([c for c in some if c not in against] for some in columns))


def weights(classifier: Pipeline, features: int) -> Floats:
    """Return the weight of each feature in a linear classifier, in log-odds."""
    change: Floats = scores_of(classifier, np.eye(features)) - scores_of(classifier, np.zeros((1, features)))
    return change


def scores_of(classifier: Pipeline, x: Floats) -> Floats:
    """Return the scores (n) of complaints: log-odds that are not calibrated yet."""
    if hasattr(classifier, "decision_function"):
        return classifier.decision_function(x)  # type: ignore[no-any-return]
    p = np.clip(classifier.predict_proba(x)[:, 1], 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))  # type: ignore[no-any-return]


def _calibration(scores: Floats, data: Data, rows: Rows) -> Floats:
    """Return slope and intercept for each cause (Platt), of scores of complaints that were held out."""
    speaks, y = data.found.speaks[rows], data.y[rows]
    platt = [
        LogisticRegression(C=1e4, solver="newton-cholesky", tol=1e-8).fit(scores[speaks, j : j + 1], y[speaks, j])
        for j in range(len(CAUSES))
    ]
    return np.array([[p.coef_[0, 0], p.intercept_[0]] for p in platt])


def calibrated(scores: Floats, calibration: Floats) -> Floats:
    """Return probabilities (n, 4) of scores (n, 4)."""
    return 1 / (1 + np.exp(-(scores * calibration[:, 0] + calibration[:, 1])))


def decided(probabilities: Floats, limits: Sequence[float], of: Examples) -> Floats:
    """Return the decisions (n, 4): nothing is said without evidence."""
    return ((probabilities >= np.array(limits)) & of.speaks[:, None]).astype(float)


def thresholds(probabilities: Floats, y: Floats) -> list[float]:
    """Return for each cause the threshold nearest to one half whose F1 is within `SLACK` of the best."""
    chosen = []
    for said, truth in zip(probabilities.T, y.T, strict=True):
        scores = {limit: f1(said >= limit, truth) for limit in THRESHOLDS}
        good = [limit for limit, score in scores.items() if score >= max(scores.values()) - SLACK]
        chosen.append(min(good, key=lambda limit: abs(limit - 0.5)))
    return chosen


def estimator(fitted: Fitted) -> dict[str, Pipeline]:
    """Return the classifiers with the calibration in them, as ``causes.joblib`` holds them: cause to ``predict_proba``."""
    for (slope, intercept), classifier in zip(fitted.calibration, fitted.classifiers.values(), strict=True):
        regression = classifier[-1]
        regression.coef_ = regression.coef_ * slope
        regression.intercept_ = regression.intercept_ * slope + intercept
    return fitted.classifiers


def parameters(fitted: Fitted, lexicon: Lexicon) -> dict[str, Any]:
    """Return what ``causes.json`` holds: calibrated weights, threshold and probability without evidence of each cause."""
    features = names(lexicon.evidence)
    causes = {}
    for j, cause in enumerate(CAUSES):
        classifier = fitted.classifiers[cause]
        slope, intercept = fitted.calibration[j]
        weight = weights(classifier, len(features)) * slope
        bias = scores_of(classifier, np.zeros((1, len(features))))[0] * slope + intercept
        causes[cause] = {
            "bias": float(bias),
            "threshold": fitted.thresholds[j],
            "abstained": math.floor(fitted.abstained[j] * 1e4) / 1e4,
            "calibration": {"slope": float(slope), "intercept": float(intercept)},
            "weights": {features[column]: float(weight[column]) for column in columns_of(cause, lexicon).own},
        }
    return {"protocol": PROTOCOL, "features": features, "causes": causes}
