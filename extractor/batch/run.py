"""Runs a batch: reads the inputs, writes one JSON line for each complaint, counts."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from extractor.api import Extractor
from extractor.batch.sources import Problem, Record, find_inputs, read_file
from extractor.results import Result, encode


class Counts(msgspec.Struct):
    """What a batch did so far."""

    records: int = 0
    mentions: int = 0
    causes: int = 0
    abstained: int = 0
    errors: int = 0

    def add(self, result: Result) -> None:
        """Count one result."""
        self.records += 1
        self.mentions += len(result.mentions)
        self.causes += sum(cause.predicted for cause in result.causes)
        self.abstained += result.abstained


def run_batch(
    inputs: Iterable[Path],
    output: Path,
    extractor: Extractor,
    *,
    text_field: str,
    id_field: str,
    report: Callable[[Problem], None],
    advance: Callable[[int], None],
) -> Counts:
    """Write the results of all complaints in `inputs` to `output`, in input order.

    The output appears under its name only when it is complete.

    Parameters
    ----------
    report
        Is told of everything that was not read.
    advance
        Is told how many bytes of input were worked off.

    Raises
    ------
    OSError
        If the output cannot be written; nothing is left behind then.
    """
    counts = Counts()
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            for item in _records(inputs, text_field, id_field):
                if isinstance(item, Problem):
                    counts.errors += 1
                    report(item)
                    continue
                _write(file, extractor.extract(item.text, id=item.id), counts)
                advance(item.size)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)
    return counts


def _records(inputs: Iterable[Path], text_field: str, id_field: str) -> Iterator[Record | Problem]:
    for found in find_inputs(inputs):
        if isinstance(found, Problem):
            yield found
        else:
            yield from read_file(found, text_field=text_field, id_field=id_field)


def _write(file: BinaryIO, result: Result, counts: Counts) -> None:
    counts.add(result)
    file.write(encode(result))
    file.write(b"\n")
