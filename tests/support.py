"""What several tests share: the case tables, and mentions as lines that a person can compare."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor import Mention
from extractor.resources import LEXICON

CASES = Path(__file__).parent / "cases"
COLUMNS = ("id", "marked", "note")
OTHER_TABLES = {
    "known_failures.csv": ("id", "why"),
    "normal_forms.csv": ("surface", "units", "note"),
    "notes.csv": ("id", "text", "expected", "note"),
    "red_flags.csv": ("id", "text", "expected", "note"),
}


class Case(NamedTuple):
    """A text with markup that asserts the whole set of its mentions."""

    id: str
    marked: str
    note: str


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV table; a wrong header or a row of another length is an error."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    if tuple(header) != tuple(columns):
        raise ValueError(f"{path.name}:1: the header is {header}. Write {','.join(columns)}.")
    wrong = [row for row in rows if len(row) != len(columns)]
    if wrong:
        raise ValueError(f"{path.name}: {wrong[0]} has {len(wrong[0])} cells instead of {len(columns)}. Quote cells that hold commas.")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def load_cases() -> list[Case]:
    """Return the cases of all files, in order of file name."""
    paths = sorted(path for path in CASES.glob("*.csv") if path.name not in OTHER_TABLES)
    return [Case(**row) for path in paths for row in read_table(path, COLUMNS)]


def load_other(name: str) -> list[dict[str, str]]:
    """Return the rows of a table in the folder of cases that holds no cases."""
    return read_table(CASES / name, OTHER_TABLES[name])


def described(mentions: Iterable[Mention]) -> list[str]:
    """Return one line for each mention with all that a case asserts: not cues, not values, and sites as a set."""
    lines = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end, m.type, m.concept or "")):
        flags = [name for name in ("negated", "uncertain", "historical") if getattr(m, name)]
        experiencer = ["other"] if m.experiencer == "other" else []
        sites = ["@" + ",".join(sorted(set(m.sites)))] if m.sites else []
        side = [m.side] if m.side else []
        lines.append(" ".join([f"{m.start}:{m.end}", repr(m.text), m.type, m.concept or "-", *flags, *experiencer, *sites, *side]))
    return lines


def concept_types() -> dict[str, str]:
    """Return the type of each concept, read without compiling the lexicon."""
    with (LEXICON / "concepts.csv").open(encoding="utf-8", newline="") as file:
        return {row["concept"]: row["type"] for row in csv.DictReader(file)}
