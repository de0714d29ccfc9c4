"""Reads the CSV tables and says, all at once, what is wrong with them."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COLUMNS: dict[str, tuple[str, ...]] = {
    "concepts.csv": ("concept", "type", "group", "traits", "label_id", "label_en", "icd10", "definition"),
    "terms.csv": ("concept", "term", "register", "when", "note"),
    "expressions.csv": ("type", "term", "register", "value", "when", "note"),
    "lab.csv": ("concept", "parameter", "low", "high", "floor", "ceiling", "note"),
    "cues.csv": ("cue", "kind", "direction", "reach", "types", "lists", "note"),
    "classes.csv": ("class", "word", "value"),
    "spelling.csv": ("written", "standard", "note"),
    "vocabulary.csv": ("word",),
    "causes.csv": ("cause", "label_id", "label_en", "definition_id", "definition_en"),
    "evidence.csv": ("cause", "concept", "sites", "times", "together", "words", "without", "order", "unless", "note"),
    "signs.csv": ("sign", "pattern", "note"),
    "notes.csv": ("name", "cause", "claim", "mentions", "side", "unless", "sentence_id", "sentence_en", "note"),
    "red_flags.csv": ("name", "mentions", "side", "past", "unless", "beside", "sentence_id", "sentence_en", "note"),
}


class Row(NamedTuple):
    """One row with the place it came from, ``file:line``."""

    origin: str
    cells: dict[str, str]


def read_table(folder: Path, name: str, problems: list[str]) -> list[Row]:
    """Return the rows of one table; append to `problems` what cannot be read."""
    path = folder / name
    if not path.is_file():
        problems.append(f"{path}: no such file. Restore it from the release, or give the right folder.")
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(f"{name}:{line}: byte {error.start + 1} of the file is not UTF-8. Save the sheet as CSV UTF-8.")
        return []
    return list(_rows(name, text, problems))


def _rows(name: str, text: str, problems: list[str]) -> Iterator[Row]:
    columns = COLUMNS[name]
    lines = csv.reader(text.splitlines(keepends=True), delimiter=";" if _semicolons(text) else ",", strict=True)
    try:
        header = next(lines, None)
        if header is None or tuple(cell.strip() for cell in header) != columns:
            problems.append(f"{name}:1: the header must be {','.join(columns)}. Put it back.")
            return
        for written in lines:
            cells = [cell.strip() for cell in written]
            if not any(cells):
                continue
            origin = f"{name}:{lines.line_num}"
            if len(cells) != len(columns):
                problems.append(f"{origin}: {len(cells)} cells instead of {len(columns)}. Quote cells that hold commas.")
                continue
            yield Row(origin, dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        problems.append(f"{name}:{lines.line_num}: {error}. Close the quotation marks.")


def _semicolons(text: str) -> bool:
    """Tell whether a spreadsheet with Indonesian settings wrote the table."""
    header = text.partition("\n")[0]
    return header.count(";") > header.count(",")
