"""The tables about causes, ``causes.csv`` and ``evidence.csv``."""

from collections.abc import Mapping
from pathlib import Path

from extractor.lexicon.entries import CauseLabel, EvidenceRow
from extractor.lexicon.tables import read_table
from extractor.results import CAUSES

_LISTS = ("sites", "times", "together", "words", "without", "unless")


def read_causes(folder: Path, problems: list[str]) -> dict[str, CauseLabel]:
    """Return the labels of each cause; append to `problems` what is wrong with them."""
    labels = {}
    for origin, cells in read_table(folder, "causes.csv", problems):
        if cells["cause"] not in CAUSES or not all(cells.values()):
            problems.append(f"{origin}: needs one of {', '.join(CAUSES)} with all its labels. Fill the cells.")
        labels[cells["cause"]] = CauseLabel(*cells.values())
    return labels


def read_evidence(folder: Path, types: Mapping[str, str], problems: list[str]) -> tuple[EvidenceRow, ...]:
    """Return what speaks for causes; append to `problems` what is wrong with it.

    Parameters
    ----------
    types
        The type of each concept.
    """
    rows = []
    for origin, cells in read_table(folder, "evidence.csv", problems):
        sites, times, together, words, without, unless = (frozenset(filter(None, cells[name].split("/"))) for name in _LISTS)
        unknown = [c for c in (cells["concept"], *sites, *together, *unless) if c not in types]
        if unknown:
            problems.append(f"{origin}: {unknown[0]!r} is not in concepts.csv. Correct it.")
        elif cells["cause"] not in CAUSES:
            problems.append(f"{origin}: cause {cells['cause']!r} is unknown. Use one of {', '.join(CAUSES)}.")
        cause, concept, order = cells["cause"], cells["concept"], cells["order"]
        rows.append(EvidenceRow(cause, concept, sites, times, together, words, without, order, unless))
    return tuple(rows)
