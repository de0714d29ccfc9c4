"""Complaints from files: text, JSON Lines, tables, Parquet. What cannot be read becomes a `Problem` in its place."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from extractor.batch.inputs import Advance, kind_of, open_input, open_seekable
from extractor.batch.lines import Lines, decode, read_lines
from extractor.batch.records import LONGEST, Problem, Reading, Record, Row

_TEXT_KINDS = (".csv", ".tsv", ".jsonl", ".txt")


def _ignore(count: int) -> None:
    """Count nothing."""


def read_file(path: Path, reading: Reading, advance: Advance = _ignore) -> Iterator[Record | Problem]:
    """Yield the complaints of one file.

    Parameters
    ----------
    advance
        Is told how many bytes of the file were read.
    """
    try:
        if kind_of(path) == ".parquet":
            from extractor.batch.parquet import read_parquet

            with open_seekable(path, advance) as file:
                yield from read_parquet(path, file, reading)
            return
        with open_input(path, advance) as file:
            lines = read_lines(path, file, reading.encoding)
            if isinstance(lines, Problem):
                yield lines
            elif kind_of(path) == ".txt":
                yield from _from_lines(path, lines) if reading.unit == "line" else _from_blocks(path, lines, reading.unit == "file")
            elif kind_of(path) == ".jsonl":
                yield from _from_jsonl(path, lines, reading)
            else:
                from extractor.batch.tables import read_table

                yield from read_table(path, lines, reading)
    except OSError as error:
        yield Problem("cannot_read", {"path": path, "reason": error.strerror or "gzip"})
    except (EOFError, zlib.error):
        yield Problem("cannot_read", {"path": path, "reason": "gzip"})


def read_rows(path: Path) -> Iterator[Row | Problem]:
    """Yield the values of a JSON Lines file."""
    try:
        with open_input(path, _ignore) as file:
            lines = read_lines(path, file, None)
            if isinstance(lines, Problem):
                yield lines
            else:
                yield from _rows(path, lines)
    except OSError as error:
        yield Problem("cannot_read", {"path": path, "reason": error.strerror})


def _from_lines(path: Path, lines: Lines) -> Iterator[Record | Problem]:
    source = str(path)
    for line in lines.lines:
        text = decode(path, line, lines.encoding)
        if isinstance(text, Problem):
            yield text
        elif text.strip():
            yield Record(source, line.number, f"{source}:{line.number}", text.rstrip("\r\n"))


def _from_blocks(path: Path, lines: Lines, whole: bool) -> Iterator[Record | Problem]:
    """Yield a record for each paragraph, or one for the whole file; a line that cannot be read spoils its record alone."""
    source, start, size = str(path), 0, 0
    texts: list[str] = []
    problem: Problem | None = None

    def record() -> Record | Problem | None:
        text = "\n".join(texts).rstrip("\r\n")
        if problem is not None or not text.strip():
            return problem
        if size > LONGEST:
            return Problem("too_long", {"path": path, "line": start, "most": LONGEST})
        return Record(source, start, source if whole else f"{source}:{start}", text)

    for line in lines.lines:
        text = decode(path, line, lines.encoding)
        if isinstance(text, Problem):
            problem = problem or text
        elif not whole and not text.strip():
            if found := record():
                yield found
            texts, start, size, problem = [], 0, 0, None
            continue
        elif size <= LONGEST:
            texts.append(text)
        start = start or line.number
        size += len(line.raw or b"") + 1
    if found := record():
        yield found


def _rows(path: Path, lines: Lines) -> Iterator[Row | Problem]:
    for line in lines.lines:
        text = decode(path, line, lines.encoding)
        if isinstance(text, Problem):
            yield text
        elif text.strip():
            try:
                yield Row(line.number, json.loads(text))
            except (ValueError, RecursionError) as error:
                yield Problem("bad_json", {"path": path, "line": line.number, "column": getattr(error, "colno", 1)})


def _from_jsonl(path: Path, lines: Lines, reading: Reading) -> Iterator[Record | Problem]:
    source = str(path)
    for row in _rows(path, lines):
        if isinstance(row, Problem):
            yield row
            continue
        text = row.value.get(reading.text_field) if isinstance(row.value, dict) else None
        if isinstance(text, str):
            id_ = row.value.get(reading.id_field)
            yield Record(source, row.line, f"{source}:{row.line}" if id_ is None else str(id_), text)
        else:
            yield Problem("no_field", {"path": path, "line": row.line, "field": reading.text_field})
