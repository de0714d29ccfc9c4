"""``python -m train.gold PATH...``: how well the causes are judged when every mention is as annotated."""

import sys
from pathlib import Path

import numpy as np

from extractor.batch.gold import Gold, read_gold
from extractor.causes import load_model
from extractor.lexicon import load_lexicon
from extractor.reader import Reader
from extractor.results import CAUSES, CauseName
from train.complaints import Floats, with_values
from train.measures import MEASURES, Judged, f1, precision, recall


def main(arguments: list[str]) -> int:
    """Print the figures for annotated complaints in JSON Lines; return the exit code."""
    rows = list(read_gold(map(Path, arguments)))
    complaints = [row for row in rows if isinstance(row, Gold) and row.causes is not None]
    if not complaints or len(complaints) < len(rows):
        print("Give JSON Lines files of annotated complaints with their causes: python -m train.gold PATH...", file=sys.stderr)
        return 2
    lexicon = load_lexicon()
    model = load_model(lexicon)
    reader = Reader(lexicon)
    causes = [model.judge(with_values(gold.mentions, reader.read(gold.text)), lexicon)[0] for gold in complaints]
    judged = Judged(*(_matrix([{c.cause: getattr(c, of) for c in some} for some in causes]) for of in ("probability", "predicted")))
    y = _matrix([{cause: cause in (gold.causes or ()) for cause in CAUSES} for gold in complaints])
    for j, cause in enumerate(CAUSES):
        said, truth = judged.said[:, j], y[:, j]
        figures = f"P {precision(said, truth):.3f}  R {recall(said, truth):.3f}  F1 {f1(said, truth):.3f}"
        print(f"{cause:10} {figures}  ({int(truth.sum())} annotated)")
    print("  ".join(f"{name} {figure(judged, y):.3f}" for name, figure in MEASURES.items()), f" ({len(y)} complaints)")
    return 0


def _matrix(rows: list[dict[CauseName, float]]) -> Floats:
    return np.array([[row[cause] for cause in CAUSES] for row in rows], dtype=float)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
