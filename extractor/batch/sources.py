"""Complaints from files: ``.txt`` (a line each), ``.csv``, ``.jsonl``, and folders of them.

What cannot be read becomes a `Problem` in its place; the rest goes on.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

KINDS = (".txt", ".csv", ".jsonl")
_SAMPLE = 65536
_LONGEST_NAME = 30


class Record(NamedTuple):
    """One complaint; `size` is how many bytes of its file it took."""

    id: str
    text: str
    size: int


class Row(NamedTuple):
    """The value of one line of JSON Lines; `size` is how many bytes it took."""

    line: int
    value: Any
    size: int


class Problem(NamedTuple):
    """Why something was not read: the key of a message and its fields. Never holds a complaint's text."""

    key: str
    fields: dict[str, object]


def find_inputs(paths: Iterable[Path]) -> Iterator[Path | Problem]:
    """Yield the files that `paths` name, folders recursively and in order of name."""
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
            if not found:
                yield Problem("empty_folder", {"path": path})
            yield from found
        elif not path.exists():
            yield Problem("missing", {"path": path})
        elif path.suffix.lower() not in KINDS:
            yield Problem("unknown_kind", {"path": path})
        else:
            yield path


def read_file(path: Path, *, text_field: str, id_field: str) -> Iterator[Record | Problem]:
    """Yield the complaints of one file."""
    try:
        place = _where_no_text(path)
        if place is not None:
            yield Problem("not_text", {"path": path, "line": place[0], "byte": place[1]})
            return
        lines = _lines(path, _encoding(path))
        if path.suffix.lower() == ".txt":
            yield from _from_text(path, lines)
        elif path.suffix.lower() == ".jsonl":
            yield from _from_jsonl(path, lines, text_field, id_field)
        else:
            yield from _from_csv(path, lines, text_field, id_field)
    except OSError as error:
        yield Problem("cannot_read", {"path": path, "reason": error.strerror})


def read_rows(path: Path) -> Iterator[Row | Problem]:
    """Yield the values of a JSON Lines file."""
    try:
        place = _where_no_text(path)
        if place is not None:
            yield Problem("not_text", {"path": path, "line": place[0], "byte": place[1]})
            return
        yield from _rows(path, _lines(path, _encoding(path)))
    except OSError as error:
        yield Problem("cannot_read", {"path": path, "reason": error.strerror})


class _Line(NamedTuple):
    number: int
    text: str | None
    size: int
    bad_byte: int


def _where_no_text(path: Path) -> tuple[int, int] | None:
    """Return line and byte of what is no text first, for a file that holds a NUL in its beginning; else None."""
    with path.open("rb") as file:
        head, nul, _ = file.read(_SAMPLE).partition(b"\0")
    if not nul:
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        head = head[: error.start]
    return head.count(b"\n") + 1, len(head) - head.rfind(b"\n")


def _encoding(path: Path) -> str:
    """Return UTF-8 where the file's beginning is UTF-8, else what its letters look like."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            from charset_normalizer import from_bytes

            best = from_bytes(sample).best()
            if best is not None:
                return best.encoding
    return "utf-8"


def _lines(path: Path, encoding: str) -> Iterator[_Line]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            content = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                yield _Line(number, None, len(raw), error.start + 1)
                continue
            yield _Line(number, text, len(raw), 0)


def _not_text(path: Path, line: _Line) -> Problem:
    return Problem("not_text", {"path": path, "line": line.number, "byte": line.bad_byte})


def _from_text(path: Path, lines: Iterable[_Line]) -> Iterator[Record | Problem]:
    for line in lines:
        if line.text is None:
            yield _not_text(path, line)
        elif line.text.strip():
            yield Record(f"{path}:{line.number}", line.text.rstrip("\r\n"), line.size)


def _rows(path: Path, lines: Iterable[_Line]) -> Iterator[Row | Problem]:
    for line in lines:
        if line.text is None:
            yield _not_text(path, line)
        elif line.text.strip():
            try:
                yield Row(line.number, json.loads(line.text), line.size)
            except (ValueError, RecursionError) as error:
                yield Problem("bad_json", {"path": path, "line": line.number, "column": getattr(error, "colno", 1)})


def _from_jsonl(path: Path, lines: Iterable[_Line], text_field: str, id_field: str) -> Iterator[Record | Problem]:
    for row in _rows(path, lines):
        if isinstance(row, Problem):
            yield row
            continue
        text = row.value.get(text_field) if isinstance(row.value, dict) else None
        if isinstance(text, str):
            id_ = row.value.get(id_field)
            yield Record(f"{path}:{row.line}" if id_ is None else str(id_), text, row.size)
        else:
            yield Problem("no_field", {"path": path, "line": row.line, "field": text_field})


def _is_name(cell: str) -> bool:
    """Tell whether the first cell of a column looks like its name and not like somebody's complaint."""
    return 0 < len(cell) <= _LONGEST_NAME and len(cell.split()) <= 2


def _from_csv(path: Path, lines: Iterable[_Line], text_field: str, id_field: str) -> Iterator[Record | Problem]:
    undecoded: list[_Line] = []
    sizes = [0]

    def decoded() -> Iterator[str]:
        for line in lines:
            sizes[0] += line.size
            if line.text is None:
                undecoded.append(line)
            else:
                yield line.text

    csv.field_size_limit(sys.maxsize)
    rows = csv.reader(decoded(), strict=True)
    header = next(rows, [])
    if text_field not in header:
        yield Problem("no_column", {"path": path, "field": text_field, "found": ", ".join(filter(_is_name, header)) or "-"})
        return
    text_at = header.index(text_field)
    id_at = header.index(id_field) if id_field in header else None
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Problem("bad_csv", {"path": path, "line": rows.line_num, "reason": error})
            continue
        yield from (_not_text(path, line) for line in undecoded)
        undecoded.clear()
        if row is None:
            return
        size, sizes[0] = sizes[0], 0
        if len(row) <= text_at:
            if row:
                yield Problem("no_field", {"path": path, "line": rows.line_num, "field": text_field})
            continue
        id_ = row[id_at] if id_at is not None and len(row) > id_at else f"{path}:{rows.line_num}"
        yield Record(id_, row[text_at], size)
