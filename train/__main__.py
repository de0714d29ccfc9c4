"""``python -m train``: fit the cause model, measure it, write it with its cards. ``--check``: is it still what the data gives?"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import joblib
import msgspec
import numpy as np

from extractor import Extractor
from extractor.batch.gold import Gold
from extractor.evaluate import evaluate
from extractor.lexicon import Lexicon, load_lexicon
from extractor.reader import Reader
from extractor.resources import MODEL
from extractor.results import CAUSES
from train import cards
from train.cards import counts, shown
from train.complaints import PARTS, Complaint, data_of, load_complaints
from train.experiment import measure
from train.manifest import manifest, problems, rounded
from train.model import Fitted, estimator, fit, parameters
from train.plots import draw


def main(arguments: list[str]) -> int:
    """Train or check; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fit in memory and compare; write nothing")
    check = parser.parse_args(arguments).check
    lexicon = load_lexicon()
    reader = Reader(lexicon)
    parts: dict[str, list[Complaint]] = {part: [] for part in PARTS}
    for complaint in load_complaints(lexicon.types):
        parts[complaint.part].append(complaint)
    complaints = parts["develop"]
    found = [reader.read(complaint.text) for complaint in complaints]
    data = data_of(complaints, found, lexicon)
    fitted = fit(data, np.arange(len(complaints)), lexicon)
    if check:
        return _check(fitted, lexicon)
    metrics = measure(complaints, found, data, lexicon, fitted.setting)
    content = json.dumps(parameters(fitted, lexicon), indent=1, ensure_ascii=False).encode()
    written = manifest(content, counts(parts), metrics)
    (MODEL / "causes.json").write_bytes(content)
    joblib.dump(estimator(fitted), MODEL / "causes.joblib")
    _write(written)
    metrics["test"] = _on_test(parts["test"])
    _write(written)
    draw(metrics, MODEL)
    cards.write(written)
    _report(metrics)
    return 0


def _write(written: dict[str, Any]) -> None:
    (MODEL / "manifest.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _on_test(test: Sequence[Complaint]) -> dict[str, Any]:
    """Return how well the library reads the part that is kept apart, with the model just written."""
    extractor = Extractor()
    documents = [
        (Gold(c.id, c.text, c.mentions, tuple(cause for cause in CAUSES if cause in c.causes)), extractor.extract(c.text)) for c in test
    ]
    figures: dict[str, Any] = msgspec.to_builtins(evaluate(documents))
    kept: dict[str, Any] = rounded(
        {name: figures[name] for name in ("core", "strict", "status", "types", "attributes", "sites", "side", "causes")}
    )
    return kept


def _check(fitted: Fitted, lexicon: Lexicon) -> int:
    wrong = [*problems(MODEL, parameters(fitted, lexicon)), *cards.problems()]
    for problem in wrong:
        print(problem, file=sys.stderr)
    if wrong:
        print("Run python -m train and commit data/model and data/complaints/README.md.", file=sys.stderr)
    return 1 if wrong else 0


def _report(metrics: Mapping[str, Any]) -> None:
    for cause, figures in metrics["causes"].items():
        print(f"{cause:10} F1 {shown(figures['f1'])}, {figures['complaints']} complaints")
    for view in ("found", "annotated"):
        print(f"mentions as {view}: " + ", ".join(f"{name} {shown(figure)}" for name, figure in metrics[view].items()))
    print(f"wrote {MODEL}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
