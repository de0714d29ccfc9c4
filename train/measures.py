"""Figures of cause models, and their uncertainty by drawing authors anew."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractor.results import CAUSES

SEED = 20261122
DRAWS = 1000
BINS = 10
Floats = NDArray[np.float64]


class Judged(NamedTuple):
    """Probabilities (n, 4) and decisions (n, 4; 0 or 1)."""

    probabilities: Floats
    said: Floats


Measure: TypeAlias = Callable[[Judged, Floats], float]
"""What is measured of n complaints, given their true causes (n, 4)."""
Interval: TypeAlias = dict[str, float]
"""``value``, and ``low`` and ``high`` of its 95 % interval."""


def f1(said: NDArray[Any], truth: NDArray[Any]) -> float:
    """Return F1 of one cause."""
    hits = float(np.sum(said * truth))
    total = float(np.sum(said) + np.sum(truth))
    return 2 * hits / total if total else 0.0


def precision(said: NDArray[Any], truth: NDArray[Any]) -> float:
    """Return the share of what was said that is true."""
    return float(np.sum(said * truth) / max(np.sum(said), 1))


def recall(said: NDArray[Any], truth: NDArray[Any]) -> float:
    """Return the share of what is true that was said."""
    return float(np.sum(said * truth) / max(np.sum(truth), 1))


def macro(judged: Judged, y: Floats) -> float:
    """Return the mean F1 of the causes."""
    return float(np.mean([f1(judged.said[:, j], y[:, j]) for j in range(y.shape[1])]))


def micro(judged: Judged, y: Floats) -> float:
    """Return F1 over all pairs of complaint and cause."""
    return f1(judged.said, y)


def exact(judged: Judged, y: Floats) -> float:
    """Return the share of complaints with the very same set of causes."""
    return float(np.mean((judged.said == y).all(axis=1)))


def brier(judged: Judged, y: Floats) -> float:
    """Return the mean squared distance of probability and truth."""
    return float(np.mean((judged.probabilities - y) ** 2))


def ece(judged: Judged, y: Floats) -> float:
    """Return the expected calibration error over bins of equal width."""
    return float(sum(abs(p - t) * n for p, t, n in reliability(judged.probabilities, y)) / y.size)


def losses(probabilities: Floats, y: Floats) -> Floats:
    """Return the log loss of each complaint (n), the mean over its causes."""
    p = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1)  # type: ignore[no-any-return]


def log_loss(judged: Judged, y: Floats) -> float:
    """Return the mean log loss per complaint and cause."""
    return float(np.mean(losses(judged.probabilities, y)))


def reliability(probabilities: Floats, y: Floats) -> list[tuple[float, float, int]]:
    """Return for each bin that is not empty its mean probability, its share of true ones, and how many it holds."""
    p, t = probabilities.ravel(), y.ravel()
    index = np.minimum((p * BINS).astype(int), BINS - 1)
    return [(float(p[index == b].mean()), float(t[index == b].mean()), int(np.sum(index == b))) for b in sorted(set(index))]


def confusion(judged: Judged, y: Floats) -> list[list[list[int]]]:
    """Return for each cause complaints by truth (row) and decision (column)."""
    return [
        [[int(np.sum((y[:, j] == truth) & (judged.said[:, j] == said))) for said in (0, 1)] for truth in (0, 1)] for j in range(len(CAUSES))
    ]


MEASURES: dict[str, Measure] = {"macro": macro, "micro": micro, "exact": exact, "brier": brier, "ece": ece, "log_loss": log_loss}


class Draws:
    """Complaints drawn by author with replacement: the same draws for every model, so that differences are paired.

    Parameters
    ----------
    authors
        The author of each complaint (n).
    """

    def __init__(self, authors: NDArray[np.str_], draws: int = DRAWS) -> None:
        generator = np.random.default_rng(SEED)
        rows = [np.flatnonzero(authors == author) for author in np.unique(authors)]
        self.rows = [np.concatenate([rows[i] for i in generator.integers(len(rows), size=len(rows))]) for _ in range(draws)]

    def interval(self, measure: Measure, judged: Judged, y: Floats) -> Interval:
        """Return a figure with its 95 % interval."""
        return _interval(measure(judged, y), [measure(_of(judged, rows), y[rows]) for rows in self.rows])

    def difference(self, measure: Measure, judged: Judged, other: Judged, y: Floats) -> Interval:
        """Return by how much `judged` is above `other`, with its 95 % interval."""
        drawn = [measure(_of(judged, rows), y[rows]) - measure(_of(other, rows), y[rows]) for rows in self.rows]
        return _interval(measure(judged, y) - measure(other, y), drawn)


def _of(judged: Judged, rows: NDArray[np.int64]) -> Judged:
    return Judged(judged.probabilities[rows], judged.said[rows])


def _interval(value: float, drawn: list[float]) -> Interval:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}
