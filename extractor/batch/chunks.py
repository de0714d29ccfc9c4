"""Records of many files in chunks, cut in the same places whenever the same files are read."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import msgspec

from extractor.batch.engine import Chunk
from extractor.batch.inputs import STDIN, Advance
from extractor.batch.readers import read_file
from extractor.batch.records import Problem, Reading, Record
from extractor.errors import BatchError

MOST_RECORDS = 400
MOST_SIGNS = 200_000
"""A chunk ends with the record that reaches either, so that memory is bounded whatever the mix of lengths."""


class Place(msgspec.Struct, frozen=True):
    """How far inputs are read: items (records and problems) of the present file, with their digest; records of all files."""

    file: int = 0
    items: int = 0
    digest: str = ""
    records: int = 0


class Label(msgspec.Struct, frozen=True):
    """What was not read between the records of a chunk, and how far the inputs are read behind it."""

    problems: tuple[Problem, ...]
    place: Place


def read_chunks(
    files: Sequence[Path | Problem], reading: Reading, start: Place, *, limit: int | None, advance: Advance
) -> Iterator[Chunk[Record]]:
    """Yield chunks of all files from `start` on.

    Raises
    ------
    BatchError
        If what lies before `start` is not what it was.
    """
    for path in files[: start.file]:
        if isinstance(path, Path) and path != STDIN:
            advance(path.stat().st_size)
    taken = start.records
    records: list[Record] = []
    problems: list[Problem] = []
    signs = 0
    for index, path in islice(enumerate(files), start.file, None):
        digest = blake2b(digest_size=16)
        items = iter([path] if isinstance(path, Problem) else read_file(path, reading, advance))
        count = 0
        if index == start.file and start.items:
            count = start.items
            if sum(_add(digest, item) for item in islice(items, count)) < count or digest.hexdigest() != start.digest:
                raise BatchError("changed", refused=True, path=path)
        while True:
            item = None if limit is not None and taken >= limit else next(items, None)
            if item is None:
                break
            count += _add(digest, item)
            if isinstance(item, Problem):
                problems.append(item)
            else:
                records.append(item)
                taken += 1
                signs += len(item.text)
            if len(records) + len(problems) >= MOST_RECORDS or signs >= MOST_SIGNS:
                yield Chunk(records, Label(tuple(problems), Place(index, count, digest.hexdigest(), taken)))
                records, problems, signs = [], [], 0
    if records or problems:
        yield Chunk(records, Label(tuple(problems), Place(len(files), 0, "", taken)))


def _add(digest: "blake2b", item: Record | Problem) -> int:
    """Add an item to a digest; return 1."""
    if isinstance(item, Problem):
        digest.update(f"{item.key}\0{item.fields.get('line')}\0".encode())
    else:
        digest.update(f"{item.line}\0{item.id}\0{item.text}\0".encode("utf-8", "surrogatepass"))
    return 1


def state_of(files: Iterable[Path | Problem]) -> list[tuple[str, int, int]]:
    """Return name, size and time of each file, by which a change of it is noticed; what is read as it comes has no size."""
    states = []
    for path in files:
        if isinstance(path, Problem):
            states.append((f"{path.fields['path']}", -1, -1))
        elif path.is_file():
            status = path.stat()
            states.append((str(path), status.st_size, status.st_mtime_ns))
        else:
            states.append((str(path), 0, 0))
    return states
