"""Measures the model, its rivals and its parts on the same folds."""

from collections.abc import Mapping, Sequence
from typing import Any

from joblib import Parallel, delayed

from extractor.lexicon import Lexicon
from extractor.results import CAUSES, Mention
from train.complaints import Complaint, Data
from train.families import FAMILIES, OUTER, Learner, Views, ablations, cross_validated, evidence, majority, rules, text
from train.measures import DRAWS, MEASURES, Draws, Judged, confusion, f1, precision, recall, reliability
from train.model import FOLDS

EACH = {"precision": precision, "recall": recall, "f1": f1}


def measure(
    complaints: Sequence[Complaint], found: Sequence[Sequence[Mention]], data: Data, lexicon: Lexicon, setting: float
) -> dict[str, Any]:
    """Return all figures of the model card, in plain numbers, lists and dicts; `setting` is what the shipped model was fitted with."""
    groups: dict[str, dict[str, tuple[Data, Learner]]] = {
        "families": {family.name: (data, evidence(data, lexicon, family)) for family in FAMILIES},
        "baselines": {
            "the guideline's table as plain rules": (data, rules(complaints, found, data, lexicon)),
            "TF-IDF of words and pairs, logistic regression": (data, text(data)),
            "the majority: no cause": (data, majority(data)),
        },
        "ablations": ablations(complaints, found, data, lexicon),
    }
    tasks = [(group, name, *task) for group, some in groups.items() for name, task in some.items()]
    results = Parallel(n_jobs=-1)(delayed(cross_validated)(of, learn) for _, _, of, learn in tasks)
    judged: dict[str, dict[str, Views]] = {group: {} for group in groups}
    for (group, name, *_), views in zip(tasks, results, strict=True):
        judged[group][name] = views
    draws = Draws(data.authors)
    ours = judged["families"][FAMILIES[0].name]
    return {
        "validation": {"folds": OUTER, "inner_folds": FOLDS, "grouped_by": "author", "draws": DRAWS},
        "setting": setting,
        "found": {name: draws.interval(figure, ours.found, data.y) for name, figure in MEASURES.items()},
        "annotated": {name: draws.interval(figure, ours.annotated, data.y) for name, figure in MEASURES.items()},
        "causes": {cause: _of_cause(j, ours.found, data, draws) for j, cause in enumerate(CAUSES)},
        "reliability": [[round(value, 4) for value in point] for point in reliability(ours.found.probabilities, data.y)],
        "confusion": confusion(ours.found, data.y),
        **{group: _compared(some, ours, data, draws) for group, some in judged.items()},
    }


def _of_cause(j: int, judged: Judged, data: Data, draws: Draws) -> dict[str, Any]:
    def of(figure: Any) -> Any:
        return draws.interval(lambda some, y: figure(some.said[:, j], y[:, j]), judged, data.y)

    return {"complaints": int(data.y[:, j].sum()), **{name: of(figure) for name, figure in EACH.items()}}


def _compared(views: Mapping[str, Views], ours: Views, data: Data, draws: Draws) -> dict[str, Any]:
    """Return figures of each rival, and how far the model is above it (`above`, paired)."""
    return {
        name: {
            **{figure: draws.interval(MEASURES[figure], view.found, data.y) for figure in ("macro", "brier")},
            "log_loss": round(MEASURES["log_loss"](view.found, data.y), 4),
            "macro_annotated": round(MEASURES["macro"](view.annotated, data.y), 4),
            "above": draws.difference(MEASURES["macro"], ours.found, view.found, data.y),
            "brier_above": draws.difference(MEASURES["brier"], ours.found, view.found, data.y),
        }
        for name, view in views.items()
    }
