"""The figures of the model card and the data card: what stands between their markers comes from ``manifest.json``."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from extractor.resources import MODEL
from extractor.results import CAUSES, MentionType
from train.complaints import FOLDER, Complaint

BEGIN, END = "<!-- figures: python -m train -->", "<!-- /figures -->"
STATUS = ("negated", "uncertain", "historical", "other")
WORDS = {"other": "somebody else's", "core": "symptoms, conditions and triggers, spans that overlap", "strict": "the same, exact spans"}


def write(written: Mapping[str, Any]) -> None:
    """Put the figures of a manifest into both cards."""
    for path, figures in _cards(written):
        text = path.read_text(encoding="utf-8")
        path.write_text(_filled(text, figures), encoding="utf-8")


def problems() -> Iterator[str]:
    """Yield the cards whose figures are not those of the manifest."""
    for path, figures in _cards(json.loads((MODEL / "manifest.json").read_bytes())):
        text = path.read_text(encoding="utf-8")
        if text != _filled(text, figures):
            yield f"{path.name}: its figures are not those of manifest.json."


def counts(parts: Mapping[str, Sequence[Complaint]]) -> dict[str, dict[str, int]]:
    """Return what each part of the complaints holds, by name of the part."""
    return {part: _counts(complaints) for part, complaints in parts.items()}


def _counts(complaints: Sequence[Complaint]) -> dict[str, int]:
    mentions = [m for c in complaints for m in c.mentions]
    types: Counter[str] = Counter(m.type for m in mentions)
    causes = Counter(cause for c in complaints for cause in c.causes)
    return {
        "complaints": len(complaints),
        "imagined authors": len({c.author for c in complaints}),
        "without any mention": sum(not c.mentions for c in complaints),
        "mentions": len(mentions),
        **{name: types[name] for name in get_args(MentionType)},
        **{name: sum(bool(getattr(m, name)) for m in mentions) for name in STATUS[:3]},
        WORDS["other"]: sum(m.experiencer == "other" for m in mentions),
        **{f"cause `{cause}`": causes[cause] for cause in CAUSES},
        "no cause": sum(not c.causes for c in complaints),
        "more than one cause": sum(len(c.causes) > 1 for c in complaints),
    }


def _cards(written: Mapping[str, Any]) -> tuple[tuple[Path, list[str]], ...]:
    return (MODEL / "MODEL_CARD.md", model_figures(written)), (FOLDER / "README.md", data_figures(written))


def _filled(text: str, figures: Iterable[str]) -> str:
    """Return `text` with each of `figures` between a pair of markers, in order."""
    before, *rest = text.split(BEGIN)
    parts = [f"{BEGIN}\n\n{figure}\n\n{END}{part.partition(END)[2]}" for figure, part in zip(figures, rest, strict=True)]
    return before + "".join(parts)


def model_figures(written: Mapping[str, Any]) -> list[str]:
    """Return the tables of the model card, in order of their markers."""
    metrics = written["metrics"]
    overall = {"as found": metrics["found"], "as annotated": metrics["annotated"]}
    names = ("macro", "micro", "exact", "brier", "ece", "log_loss")
    return [
        _table(("mentions", *names), [(view, *(shown(some[name]) for name in names)) for view, some in overall.items()]),
        _table(
            ("cause", "complaints", "precision", "recall", "F1"),
            [(f"`{c}`", f["complaints"], *(shown(f[n]) for n in ("precision", "recall", "f1"))) for c, f in metrics["causes"].items()],
        ),
        *(_rivals(metrics[group]) for group in ("families", "baselines", "ablations")),
    ]


def _rivals(some: Mapping[str, Any]) -> str:
    return _table(
        ("", "macro F1", "Brier", "log loss", "macro F1, as annotated", "the model's macro F1 above it", "the model's Brier above it"),
        [
            (
                name,
                *(shown(f[key]) for key in ("macro", "brier")),
                *(f"{f[key]:.3f}" for key in ("log_loss", "macro_annotated")),
                *(shown(f[key]) for key in ("above", "brier_above")),
            )
            for name, f in some.items()
        ],
    )


def data_figures(written: Mapping[str, Any]) -> list[str]:
    """Return the tables of the data card, in order of their markers."""
    parts = written["data"]
    rows = [(name, *(f"{n:,}" for n in (*each, sum(each)))) for name in parts["develop"] if (each := [parts[part][name] for part in parts])]
    test = written["metrics"]["test"]
    scores = {
        **{WORDS.get(name, name): test[name] for name in ("core", "strict")},
        "status by complaint": test["status"],
        **test["types"],
        **{WORDS.get(name, name): score for name, score in test["attributes"].items()},
        "pairs of symptom and site": test["sites"],
        **{f"cause `{cause}`": score for cause, score in test["causes"]["each"].items()},
        "causes, micro": test["causes"]["micro"],
    }
    table = _table(
        ("", "P", "R", "F1", "annotated"),
        [(name, *(f"{s[key]:.3f}" for key in ("precision", "recall", "f1")), s["gold"]) for name, s in scores.items()],
    )
    causes = test["causes"]
    rest = (
        f"The side is right for {test['side']['accuracy']:.3f} of the symptoms that have one. Causes: F1 macro "
        f"{causes['macro_f1']:.3f}, the very same set for {causes['exact']:.3f} of the complaints, "
        f"Brier score {causes['brier']:.3f}, expected calibration error {causes['ece']:.3f}."
    )
    return [_table(("", *parts, "all"), rows), f"{table}\n\n{rest}"]


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def shown(figure: Mapping[str, float]) -> str:
    """Return a figure with its interval."""
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
