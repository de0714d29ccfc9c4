"""``python -m train``: cross-validate by author, fit, write the model files, print a report."""

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import joblib
import numpy as np

from extractor.lexicon import load_lexicon
from extractor.reader import Reader
from extractor.resources import LEXICON, MODEL
from extractor.results import CAUSES
from train.complaints import FOLDER, load_complaints
from train.model import STRENGTHS, Examples, Matrix, examples, f1, fit, out_of_fold, parameters, thresholds


def main() -> int:
    """Train and write the model; return the exit code."""
    lexicon = load_lexicon()
    complaints = [c for c in load_complaints(lexicon.types) if c.part == "develop"]
    reader = Reader(lexicon)
    authors, causes = [c.author for c in complaints], [c.causes for c in complaints]
    found = examples([reader.read(c.text) for c in complaints], causes, authors, lexicon)
    perfect = examples([c.mentions for c in complaints], causes, authors, lexicon)
    both = Examples(*(np.concatenate(pair) for pair in zip(found, perfect, strict=True)))

    losses = {strength: log_loss(out_of_fold(both, both, strength, lexicon), both.y) for strength in STRENGTHS}
    strength = min(losses, key=lambda s: losses[s])
    probabilities = out_of_fold(both, both, strength, lexicon)
    limits = thresholds(probabilities, both.y)
    estimator = fit(both, strength, lexicon)

    n = len(complaints)
    print(f"{n} complaints by {len(set(authors))} authors; regularisation C={strength}; cross-validated by author")
    print(f"{'cause':10} {'complaints':>10} {'F1 as found':>12} {'F1 perfect':>11} {'threshold':>10}")
    for index, cause in enumerate(CAUSES):
        said = probabilities[:, index] >= limits[index]
        print(
            f"{cause:10} {int(found.y[:, index].sum()):10} {f1(said[:n], found.y[:, index]):12.3f} "
            f"{f1(said[n:], perfect.y[:, index]):11.3f} {limits[index]:10.2f}"
        )
    print(f"log loss {losses[strength]:.3f}, ECE {calibration_error(probabilities[:n], found.y):.3f} (as found)")

    MODEL.mkdir(parents=True, exist_ok=True)
    content = json.dumps(parameters(estimator, both, limits, lexicon), indent=1, ensure_ascii=False).encode()
    (MODEL / "causes.json").write_bytes(content)
    joblib.dump(estimator, MODEL / "causes.joblib")
    (MODEL / "manifest.json").write_text(json.dumps(manifest(content), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {MODEL}")
    return 0


def manifest(content: bytes) -> dict[str, object]:
    """Return hashes of the model and its data, and the versions that made it."""
    hashes = {"causes.json": hashlib.sha256(content).hexdigest()}
    for path in (*sorted(LEXICON.glob("*.csv")), FOLDER / "complaints.csv"):
        hashes[path.name] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    return {"protocol": 1, "sha256": hashes, "versions": {name: version(name) for name in ("scikit-learn", "joblib", "numpy")}}


def log_loss(probabilities: Matrix, y: Matrix) -> float:
    """Return the mean log loss per complaint and cause."""
    p = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def calibration_error(probabilities: Matrix, y: Matrix, bins: int = 10) -> float:
    """Return the expected calibration error over `bins` bins of equal width."""
    p, t = probabilities.ravel(), y.ravel()
    index = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[index == b].mean() - t[index == b].mean()) * np.mean(index == b) for b in set(index)))


if __name__ == "__main__":
    sys.exit(main())
