"""Complaints from CSV and TSV, whose rows may run over lines.

A quotation mark that is never closed would swallow all rows behind it, so a row that cannot be read costs only its first
line: reading goes on with the next.
"""

import csv
import re
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from extractor.batch.inputs import kind_of
from extractor.batch.lines import Line, Lines, decode
from extractor.batch.records import LONGEST, Problem, Reading, Record

_DELIMITERS = ",;\t|"
_LONGEST_NAME = 30
_TOO_LONG = "\udfff"
"""Stands for a line that is too long; no decoder makes this sign."""
_SUSPECT = re.compile("[\0\udc80-\udcff\udfff]")
"""What may stand for bytes that could not be decoded, or for a line that is too long."""


class _Source:
    """Hands lines to the parser; knows which of them the present row took, and can hand them out again."""

    def __init__(self, lines: Lines) -> None:
        self._encoding = lines.encoding
        self._lines = lines.lines
        self._again: deque[Line] = deque()
        self._size = 0
        self.taken: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        if line.raw is None:
            return _TOO_LONG + "\n"
        self._size += len(line.raw) + 1
        if self._size > LONGEST and len(self.taken) > 1:
            raise csv.Error("unexpected end of data")
        return line.raw.decode(self._encoding, "surrogateescape") + "\n"

    def decode(self, path: Path, line: Line) -> str | Problem:
        """Return the text of a line, or why it has none."""
        return decode(path, line, self._encoding)

    def begin_row(self) -> None:
        self.taken = []
        self._size = 0

    def give_back(self) -> None:
        """Hand out again what the present row took behind its first line."""
        self._again.extendleft(reversed(self.taken[1:]))


def read_table(path: Path, lines: Lines, reading: Reading) -> Iterator[Record | Problem]:
    """Yield the complaints of a table whose first row names its columns."""
    csv.field_size_limit(sys.maxsize)
    source = _Source(lines)
    first = next(source, "")
    delimiter = "\t" if kind_of(path) == ".tsv" else _delimiter(first, reading.text_field)
    header = _cells(first, delimiter)
    if reading.text_field not in header:
        found = ", ".join(filter(_is_name, header)) or "-"
        yield Problem("no_column", {"path": path, "line": 1, "field": reading.text_field, "found": found})
        return
    text_at = header.index(reading.text_field)
    id_at = header.index(reading.id_field) if reading.id_field in header else -1
    rows = csv.reader(source, strict=True, delimiter=delimiter)
    while True:
        source.begin_row()
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Problem("bad_csv", {"path": path, "line": source.taken[0].number, "reason": error})
            source.give_back()
            rows = csv.reader(source, strict=True, delimiter=delimiter)
            continue
        if row is None:
            return
        if row:
            if any(row[len(header) :]):
                yield Problem("extra_cells", {"path": path, "line": source.taken[0].number, "cells": len(row), "columns": len(header)})
                continue
            yield _record(path, source, row, text_at, id_at, reading.text_field)


def _record(path: Path, source: _Source, row: list[str], text_at: int, id_at: int, field: str) -> Record | Problem:
    if _SUSPECT.search("".join(row)):
        for line in source.taken:
            text = source.decode(path, line)
            if isinstance(text, Problem):
                return text
    number = source.taken[0].number
    if len(row) <= text_at:
        return Problem("no_field", {"path": path, "line": number, "field": field})
    return Record(str(path), number, row[id_at] if 0 <= id_at < len(row) else f"{path}:{number}", row[text_at])


def _cells(header: str, delimiter: str) -> list[str]:
    """Return the cells of a header, none where it is no row."""
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []


def _delimiter(header: str, field: str) -> str:
    """Return the sign that sets `field` apart in the header, else the one that is there most often."""
    for sign in _DELIMITERS:
        if field in _cells(header, sign):
            return sign
    return max(_DELIMITERS, key=header.count)


def _is_name(cell: str) -> bool:
    """Tell whether the first cell of a column looks like its name and not like somebody's complaint."""
    return 0 < len(cell) <= _LONGEST_NAME and len(cell.split()) <= 2
