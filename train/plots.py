"""The pictures of the model card."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from extractor.results import CAUSES

INK, SOFT = "#1f4e79", "#b8cce4"


def draw(metrics: dict[str, Any], folder: Path) -> None:
    """Write ``calibration.png`` and ``confusion.png`` into `folder`."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "font.size": 10}):
        _save(_calibration(metrics["reliability"]), folder / "calibration.png")
        _save(_confusion(metrics["confusion"]), folder / "confusion.png")


def _calibration(points: Sequence[tuple[float, float, int]]) -> Figure:
    figure = Figure(figsize=(5.2, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1, label="perfect")
    bars = [_wilson(t, n) for _, t, n in points]
    axes.errorbar(
        [p for p, _, _ in points],
        [t for _, t, _ in points],
        yerr=[
            [t - low for (_, t, _), (low, _) in zip(points, bars, strict=True)],
            [high - t for (_, t, _), (_, high) in zip(points, bars, strict=True)],
        ],
        fmt="o",
        color=INK,
        capsize=3,
        label="held out, all causes, with 95 % intervals",
    )
    for p, t, n in points:
        axes.annotate(f"{n:,}", (p, t), xytext=(6, -12), textcoords="offset points", color=INK, fontsize=8)
    axes.set(xlim=(-0.02, 1.1), ylim=(-0.08, 1.18), xlabel="predicted probability", ylabel="share that is true", title="Calibration")
    axes.text(0.98, 0.02, "beside the points: how many judgements", transform=axes.transAxes, ha="right", fontsize=8)
    axes.legend(loc="upper left", frameon=False)
    return figure


def _wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of `n`."""
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return min(share, middle - half), max(share, middle + half)


def _confusion(tables: Sequence[Sequence[Sequence[int]]]) -> Figure:
    figure = Figure(figsize=(9.6, 2.9), layout="constrained")
    for axes, cause, table in zip(figure.subplots(1, len(CAUSES)), CAUSES, tables, strict=True):
        shares = [[count / sum(row) for count in row] for row in table]
        axes.imshow(shares, cmap=mpl.colors.LinearSegmentedColormap.from_list("", ["white", SOFT]), vmin=0, vmax=1)
        for row in (0, 1):
            for column in (0, 1):
                axes.text(column, row, f"{table[row][column]:,}\n{shares[row][column]:.1%}", ha="center", va="center")
        axes.set(xticks=(0, 1), yticks=(0, 1), xticklabels=("not said", "said"), title=cause)
        axes.set_yticklabels(("absent", "present") if cause == CAUSES[0] else ("", ""))
    return figure


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, dpi=120, metadata={"Software": None})
