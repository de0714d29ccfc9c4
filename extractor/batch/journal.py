"""What a long run leaves beside its output so that it can go on: a part file, and a journal of what in it is sure.

The journal's first line says what the run works on, each further line how far it is. A line is written only when all that
it tells of is on the disk, so whatever stops a run costs no more than what came after the last line.
"""

from pathlib import Path

import msgspec

from extractor.batch.chunks import Place
from extractor.batch.records import Reading
from extractor.batch.sinks import Format
from extractor.batch.work import Counts
from extractor.errors import BatchError


class Header(msgspec.Struct, frozen=True):
    """What a run works on; only a run on the very same may go on with it."""

    fingerprint: str
    reading: Reading
    format: Format
    limit: int | None
    files: list[tuple[str, int, int]]

    def check(self, other: "Header") -> None:
        """Raise a `BatchError` that names what differs."""
        if self.fingerprint != other.fingerprint:
            raise BatchError("changed_tables", refused=True)
        if (self.reading, self.format, self.limit) != (other.reading, other.format, other.limit):
            raise BatchError("changed_options", refused=True)
        if self.files != other.files:
            before, now = ({name: state for name, *state in files} for files in (self.files, other.files))
            changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
            raise BatchError("changed", refused=True, path=changed[0]) if changed else BatchError("changed_options", refused=True)


class Commit(msgspec.Struct, frozen=True):
    """How far a run is: in its inputs, and in bytes of what it writes."""

    place: Place
    output: int
    errors: int
    counts: Counts
    complete: bool = False


def read_journal(path: Path) -> tuple[Header, Commit | None] | None:
    """Return the header and the last whole commit of a journal, or None if there is no journal."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
        header = msgspec.json.decode(lines[0], type=Header)
    except (FileNotFoundError, IndexError, msgspec.DecodeError):
        return None
    for line in reversed(lines[1:]):
        try:
            return header, msgspec.json.decode(line, type=Commit)
        except msgspec.DecodeError:  # torn by what stopped the run
            continue
    return header, None
