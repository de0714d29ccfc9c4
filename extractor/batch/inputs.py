"""Finds input files, and opens them."""

import glob
import gzip
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from extractor.batch.records import Problem

KINDS = (".txt", ".csv", ".tsv", ".jsonl", ".parquet")
STDIN = Path("-")
_BLOCK = 65_536

Advance = Callable[[int], object]


def kind_of(path: Path) -> str:
    """Return the suffix that says what `path` holds, without ``.gz``; standard input holds text."""
    if path == STDIN:
        return ".txt"
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def is_zipped(path: Path) -> bool:
    """Tell whether the name of `path` says that it is compressed."""
    return path.name.lower().endswith(".gz")


def find_inputs(given: Iterable[Path]) -> Iterator[Path | Problem]:
    """Yield the files that `given` names: files, folders recursively and in order of name, patterns, ``-``."""
    for found in _find(given):
        path = str(found if isinstance(found, Path) else found.fields["path"])
        shown = path.encode("utf-8", "backslashreplace").decode()
        yield found if shown == path else Problem("bad_name", {"path": shown})


def _find(given: Iterable[Path]) -> Iterator[Path | Problem]:
    for path in given:
        if path == STDIN or path.is_file():
            yield path if kind_of(path) in KINDS else Problem("unknown_kind", {"path": path})
        elif path.is_dir():
            yield from _in_folder(path)
        elif path.exists():  # a pipe or a device
            yield path if kind_of(path) in KINDS else Problem("unknown_kind", {"path": path})
        else:
            matches = [Path(name) for name in sorted(glob.glob(str(path), recursive=True))] if glob.has_magic(str(path)) else []
            files = [match for match in matches if match.is_file() and kind_of(match) in KINDS]
            if not files:
                yield Problem("missing", {"path": path})
            yield from files


def _in_folder(folder: Path) -> Iterator[Path | Problem]:
    refused: list[OSError] = []
    files = (Path(parent, name) for parent, _, names in os.walk(folder, onerror=refused.append) for name in names)
    found = sorted(path for path in files if kind_of(path) in KINDS and path.is_file())
    yield from (Problem("cannot_read", {"path": error.filename, "reason": error.strerror}) for error in refused)
    if not found and not refused:
        yield Problem("empty_folder", {"path": folder})
    yield from found


class _Counted(io.FileIO):
    """A file that tells how many of its bytes were read."""

    def __init__(self, path: Path, advance: Advance) -> None:
        super().__init__(path)
        self._advance = advance

    def readinto(self, buffer: bytearray, /) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._advance(count or 0)
        return count


@contextmanager
def open_input(path: Path, advance: Advance) -> Iterator[BinaryIO]:
    """Open `path` for reading bytes, uncompressed.

    Parameters
    ----------
    advance
        Is told how many bytes of the file itself were read.
    """
    if path == STDIN:
        yield sys.stdin.buffer
        return
    with io.BufferedReader(cast(io.FileIO, _Counted(path, advance)), _BLOCK) as file:
        if not is_zipped(path):
            yield file
            return
        with gzip.GzipFile(fileobj=file) as inner:
            yield inner  # type: ignore[misc]


@contextmanager
def open_seekable(path: Path, advance: Advance) -> Iterator[BinaryIO]:
    """Open `path` for reading bytes in any order; what is compressed goes into a temporary file first."""
    with open_input(path, advance) as file:
        if not is_zipped(path):
            yield file
            return
        with tempfile.TemporaryFile() as plain:
            while block := file.read(_BLOCK):
                plain.write(block)
            plain.seek(0)
            yield plain
