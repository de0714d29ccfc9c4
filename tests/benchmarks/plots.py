"""Cost against length of text and size of lexicon, measured and drawn."""

import csv
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import matplotlib as mpl
import spacy
from matplotlib import pyplot as plt

from extractor import Extractor
from extractor.lexicon.tables import COLUMNS
from extractor.resources import LEXICON
from tests.benchmarks.corpus import complaints, words

LENGTHS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
SIZES = (1, 2, 5, 10, 20)
_SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstwy" for vowel in "aiueo"]
mpl.use("Agg")
mpl.rcParams.update({"svg.hashsalt": "gejala", "font.size": 10, "axes.grid": True, "grid.alpha": 0.3})

Points = list[tuple[int, float]]


def draw(folder: Path) -> dict[str, Points]:
    """Measure, write ``speed-length.svg`` and ``speed-lexicon.svg`` into `folder`, return the points."""
    extractor, bare = Extractor(), spacy.blank("id")
    bare.max_length = 10**9
    texts = {count: words(count) for count in LENGTHS}
    curves = {
        "gejala, whole pipeline": [(count, _cost(extractor.extract, text)) for count, text in texts.items()],
        'spacy.blank("id"), tokens only': [(count, _cost(bare.make_doc, text)) for count, text in texts.items()],
    }
    _plot(folder / "speed-length.svg", curves, "words of the text", "milliseconds a text", log=True)
    by_size = {"gejala, whole pipeline": lexicon_sizes()}
    _plot(
        folder / "speed-lexicon.svg", by_size, "times as many terms as the lexicon has", "milliseconds a complaint of 60 words", log=False
    )
    return {"cost by length": curves["gejala, whole pipeline"], "cost by size of the lexicon": by_size["gejala, whole pipeline"]}


def lexicon_sizes() -> Points:
    """Return the cost of a complaint with lexicons that hold made-up terms besides."""
    texts = list(complaints(500))
    points = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as work:
            folder = Path(shutil.copytree(LEXICON, Path(work) / "lexicon"))
            _add_terms(folder / "terms.csv", size)
            extractor = Extractor(lexicon=folder)
            points.append((size, _cost(lambda chosen, read=extractor.extract: [read(text) for text in chosen], texts) / len(texts)))
    return points


def _add_terms(path: Path, size: int) -> None:
    """Add made-up terms of one to three words until the table has `size` times as many."""
    hand = random.Random(size)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    concepts = sorted({row["concept"] for row in rows if row["concept"] != "-"})
    seen: set[str] = set()
    while len(seen) < (size - 1) * len(rows):
        seen.add(" ".join("".join(hand.choices(_SYLLABLES, k=4)) for _ in range(hand.randrange(1, 4))))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS["terms.csv"], restval="")
        writer.writerows({"concept": hand.choice(concepts), "term": term, "register": "baku"} for term in sorted(seen))


def _cost(call: Callable[[str], object] | Callable[[Sequence[str]], object], given: str | Sequence[str]) -> float:
    """Return the milliseconds of processor time of one call, the median of several."""
    times = []
    for _ in range(5):
        begin = time.process_time()
        call(given)  # type: ignore[arg-type]
        times.append((time.process_time() - begin) * 1000)
    return median(times)


def _plot(path: Path, curves: dict[str, Points], across: str, up: str, *, log: bool) -> None:
    figure, axes = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
    for name, points in curves.items():
        axes.plot(*zip(*points, strict=True), marker="o", label=name)
    if log:
        axes.set(xscale="log", yscale="log")
    else:
        axes.set_ylim(bottom=0)
    axes.set(xlabel=across, ylabel=up)
    axes.legend()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
