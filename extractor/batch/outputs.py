"""Where results go: a part file that becomes the output when it is complete, or a stream."""

import errno
import os
import sys
import time
from io import FileIO
from pathlib import Path
from typing import IO, Protocol

import msgspec

from extractor.batch.chunks import Place
from extractor.batch.journal import Commit, Header, read_journal
from extractor.batch.sinks import Format, encode_head
from extractor.batch.work import Counts
from extractor.errors import BatchError

STDOUT = Path("-")
COMMIT_EVERY = 1.0
"""Seconds of work that a power cut may cost."""


class Output(Protocol):
    """What a run writes to."""

    last: Commit
    """How far it is."""

    def add(self, data: bytes, problems: bytes, commit: Commit) -> None:
        """Write the results and problems of a chunk; `commit` says how far the run then is, without the lengths."""

    def commit(self) -> None:
        """Make sure of all that was added."""

    def finish(self) -> None:
        """Complete the output."""

    def close(self) -> None:
        """Let go of all files."""


def errors_path(output: Path) -> Path:
    """Return where the problems go: ``results.errors.jsonl`` beside ``results.jsonl`` or ``results.csv.gz``."""
    name = output.name.removesuffix(".gz")
    return output.with_name(f"{Path(name).stem}.errors.jsonl")


def journal_path(output: Path) -> Path:
    """Return where the journal of a run is; it is there as long as the run can be gone on with."""
    output = Path(os.path.realpath(output))
    return output.with_name(output.name + ".journal")


def is_stream(output: Path) -> bool:
    """Tell whether `output` is written as it comes: standard output, a pipe or a device."""
    return output == STDOUT or (output.exists() and not output.is_file() and not output.is_dir())


class StreamOutput:
    """Standard output, a pipe or a device: nothing to go on with."""

    def __init__(self, path: Path, format: Format) -> None:
        self.last = Commit(Place(), 0, 0, Counts())
        self._file: IO[bytes] = sys.stdout.buffer if path == STDOUT else path.open("wb")
        self._file.write(encode_head(format))

    def add(self, data: bytes, problems: bytes, commit: Commit) -> None:
        """Write and flush the results; problems have no place in a stream."""
        self._file.write(data)
        self._file.flush()
        self.last = commit

    def commit(self) -> None:
        """Do nothing: what is written is gone."""

    def finish(self) -> None:
        """Flush."""
        self._file.flush()

    def close(self) -> None:
        """Leave standard output open for others."""
        if self._file is not sys.stdout.buffer:
            self._file.close()


class PartOutput:
    """A part file with its journal.

    Raises
    ------
    BatchError
        If another run is at it, if there is an unfinished run and `resume` is false, or if that run was another one.
    OSError
        If the files cannot be written; nothing is left behind then.
    """

    def __init__(self, output: Path, header: Header, *, resume: bool) -> None:
        self._output = Path(os.path.realpath(output))
        self._errors = errors_path(self._output)
        self._part, self._errors_part = (path.with_name(path.name + ".part") for path in (self._output, self._errors))
        self._journal_path = journal_path(output)
        if self._output.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        self._format = header.format
        self._files: list[FileIO] = []
        self._journal = FileIO(self._journal_path, "a")
        self._is_worth_keeping = True
        try:
            _lock(self._journal, output)
            known = read_journal(self._journal_path)
            commit = known[1] if known else None
            if known is not None and commit is not None:
                if not resume:
                    raise BatchError("unfinished", refused=True, path=output, journal=self._journal_path, records=commit.counts.records)
                known[0].check(header)
                self.last = commit
            else:
                self._begin(header)
            if not self.last.complete:
                self._files = [_open_at(self._part, self.last.output), _open_at(self._errors_part, self.last.errors)]
        except BaseException:
            self.close()
            raise
        self._committed = time.monotonic()

    def _begin(self, header: Header) -> None:
        self._is_worth_keeping = False
        self._journal.truncate(0)
        _write_all(self._journal, msgspec.json.encode(header) + b"\n")
        head = encode_head(self._format)
        with FileIO(self._part, "w") as part, FileIO(self._errors_part, "w"):
            _write_all(part, head)
        _sync_folder(self._output.parent)
        self.last = Commit(Place(), len(head), 0, Counts())

    def add(self, data: bytes, problems: bytes, commit: Commit) -> None:
        """Write results and problems, and from time to time make sure of them."""
        part, errors = self._files
        _write_all(part, data)
        _write_all(errors, problems)
        self.last = msgspec.structs.replace(commit, output=self.last.output + len(data), errors=self.last.errors + len(problems))
        if time.monotonic() - self._committed >= COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        """Wait until the disk has everything, then say so in the journal."""
        for file in self._files:
            os.fsync(file.fileno())
        _write_all(self._journal, msgspec.json.encode(self.last) + b"\n")
        os.fsync(self._journal.fileno())
        self._is_worth_keeping = self.last.counts != Counts()
        self._committed = time.monotonic()

    def finish(self) -> None:
        """Give the output its name. Each step may be the last before a power cut; the next run takes the others."""
        if not self.last.complete:
            self.last = msgspec.structs.replace(self.last, complete=True)
            self.commit()
        self._close_parts()
        if self.last.errors == 0:
            self._errors.unlink(missing_ok=True)
            self._errors_part.unlink(missing_ok=True)
        elif self._errors_part.exists():
            os.replace(self._errors_part, self._errors)
        if self._part.exists():
            if self._format.kind == "parquet":
                self._write_parquet()
            else:
                os.replace(self._part, self._output)
        _sync_folder(self._output.parent)
        self._journal_path.unlink()

    def _close_parts(self) -> None:
        while self._files:
            self._files.pop().close()

    def _write_parquet(self) -> None:
        from extractor.batch.parquet import write_parquet

        written = self._output.with_name(self._output.name + ".tmp")
        try:
            write_parquet(self._part, written)
            with written.open("rb") as file:
                os.fsync(file.fileno())
            os.replace(written, self._output)
        finally:
            written.unlink(missing_ok=True)
        self._part.unlink()

    def close(self) -> None:
        """Let go of all files; what is not worth going on with goes."""
        self._close_parts()
        self._journal.close()
        if not self._is_worth_keeping:
            for path in (self._part, self._errors_part, self._journal_path):
                path.unlink(missing_ok=True)


def _open_at(path: Path, length: int) -> FileIO:
    """Open a part file for writing behind its first `length` bytes; the rest is cut off, since no commit vouches for it."""
    file = FileIO(path, "r+")
    if file.seek(0, os.SEEK_END) < length:
        file.close()
        raise BatchError("part_short", refused=True, path=path)
    file.truncate(length)
    file.seek(length)
    return file


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in `folder`, where the system can do that."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _write_all(file: FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _lock(file: FileIO, output: Path) -> None:
    """Keep other runs away from these files, where the system has locks."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BatchError("busy", refused=True, path=output) from error
