"""What the model was made from, and whether it still is what that gives."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractor.causes import PROTOCOL
from extractor.resources import LEXICON
from train.complaints import FOLDER

TOLERANCE = 1e-3
"""Weights may differ by this between machines and versions of the libraries."""
PACKAGES = ("scikit-learn", "numpy", "joblib")


def inputs() -> dict[str, str]:
    """Return the hashes of the tables and complaints that the model is made from."""
    paths = (*sorted(LEXICON.glob("*.csv")), FOLDER / "complaints.csv")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def manifest(content: bytes, held: Mapping[str, Any], metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``manifest.json`` holds; `content` is that of ``causes.json``, `held` what the parts of the data hold."""
    return {
        "protocol": PROTOCOL,
        "sha256": {"causes.json": hashlib.sha256(content).hexdigest(), **inputs()},
        "versions": {name: version(name) for name in PACKAGES},
        "data": held,
        "metrics": metrics,
    }


def rounded(content: Any) -> Any:
    """Return nested figures with four decimals."""
    if isinstance(content, Mapping):
        return {key: rounded(value) for key, value in content.items()}
    return round(content, 4) if isinstance(content, float) else content


def problems(folder: Path, fitted: Mapping[str, Any]) -> Iterator[str]:
    """Yield why the model in `folder` is not what the data gives; `fitted` is the content of a new ``causes.json``."""
    content = (folder / "causes.json").read_bytes()
    written = json.loads((folder / "manifest.json").read_bytes())
    now = {"causes.json": hashlib.sha256(content).hexdigest(), **inputs()}
    for name in sorted(written["sha256"].keys() | now.keys()):
        if written["sha256"].get(name) != now.get(name):
            yield f"{name} is not the file that the model was made from."
    for place in differences(json.loads(content), fitted):
        yield f"causes.json: {place} is not what fitting gives now."


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Yield the places where two contents differ by more than `TOLERANCE`."""
    if isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        for key in one:
            yield from differences(one[key], other[key], f"{place}.{key}".strip("."))
    elif isinstance(one, float) and isinstance(other, float):
        if abs(one - other) > TOLERANCE:
            yield f"{place} ({one:.6f}, now {other:.6f})"
    elif one != other:
        yield place
