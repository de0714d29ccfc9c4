"""Runs a batch: inputs to chunks to workers to the output, with everything that was not read told and counted."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from extractor.batch.chunks import Label, read_chunks, state_of
from extractor.batch.engine import Answered, Pool, run
from extractor.batch.inputs import STDIN, Advance, find_inputs
from extractor.batch.journal import Commit, Header
from extractor.batch.outputs import Output, PartOutput, StreamOutput, is_stream
from extractor.batch.pools import DaskPool, LocalPool, count_jobs
from extractor.batch.records import Problem, Reading, Record
from extractor.batch.sinks import Format
from extractor.batch.work import Counts, Done, Tables, encode_chunk, fingerprint
from extractor.errors import BatchError
from extractor.messages import Language, messages

Backend: TypeAlias = Literal["local", "dask"]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch reads and writes, and how."""

    inputs: tuple[Path, ...]
    output: Path
    reading: Reading = Reading()
    format: Format = Format()
    limit: int | None = None
    max_errors: int | None = None
    resume: bool = False
    jobs: int = 1
    backend: Backend = "local"
    scheduler: str | None = None
    tables: Tables = Tables()
    lang: Language = "id"


class Watcher(msgspec.Struct, frozen=True):
    """Who is told what: the counts to begin with, bytes read, each problem, and the counts behind each chunk."""

    begin: Callable[[Counts], object]

    advance: Advance
    report: Callable[[Problem], object]
    count: Callable[[Counts], object]


def run_batch(job: Job, watcher: Watcher) -> Counts:
    """Write the results of all complaints to the output, in input order, and return what was done.

    Whatever stops it, a run with `resume` goes on where this one was and writes the same bytes.

    Raises
    ------
    BatchError
        If the batch cannot begin or go on.
    WorkerError
        If workers cannot be started or reached.
    OSError
        If the output cannot be written.
    """
    files = list(find_inputs(job.inputs))
    _check_output(job, files)
    expected = fingerprint(job.tables)
    output: Output
    if is_stream(job.output):
        output = StreamOutput(job.output, job.format)
    else:
        header = Header(expected, job.reading, job.format, job.limit, state_of(files))
        output = PartOutput(job.output, header, resume=job.resume)
    watcher.begin(output.last.counts)
    try:
        if not output.last.complete:
            _fill(output, job, files, expected, watcher)
        output.finish()
    finally:
        output.close()
    return output.last.counts


def _fill(output: Output, job: Job, files: Sequence[Path | Problem], expected: str, watcher: Watcher) -> None:
    chunks = read_chunks(files, job.reading, output.last.place, limit=job.limit, advance=watcher.advance)
    call = partial(encode_chunk, tables=job.tables, format=job.format, expected=expected)
    answers = run(chunks, call, _pool(job))
    try:
        for answered in answers:
            _add(output, answered, job.lang, watcher)
            if job.max_errors is not None and output.last.counts.errors > job.max_errors:
                raise BatchError("too_many_errors", errors=output.last.counts.errors, path=job.output)
    finally:
        try:
            output.commit()
        finally:
            answers.close()


def _pool(job: Job) -> Callable[[], Pool] | None:
    if job.backend == "dask":
        return partial(DaskPool, job.scheduler or "")
    jobs = count_jobs(job.jobs)
    return partial(LocalPool, jobs) if jobs > 1 else None


def _add(output: Output, answered: Answered[Record, Done], language: Language, watcher: Watcher) -> None:
    label: Label = answered.chunk.label
    failed = [*((record, "") for record in answered.killers), *answered.answer.failed]
    problems = [*label.problems, *(_failed(record, kind) for record, kind in failed)]
    counts = msgspec.structs.replace(output.last.counts)
    counts.add(answered.answer.counts)
    counts.errors += len(problems)
    lines = b"".join(_error_line(problem, language) for problem in problems)
    output.add(answered.answer.data, lines, Commit(label.place, 0, 0, counts))
    for problem in problems:
        watcher.report(problem)
    watcher.count(counts)


def _failed(record: Record, kind: str) -> Problem:
    where: dict[str, object] = {"path": record.source, "line": record.line}
    return Problem("failed", {**where, "reason": kind}) if kind else Problem("killed", where)


def describe(problem: Problem, language: Language) -> str:
    """Return a problem as one line for a person."""
    return messages(language)[problem.key].format(**problem.fields)


def _error_line(problem: Problem, language: Language) -> bytes:
    """Return a problem as one line of JSON: where, which, and why in words."""
    path, line = str(problem.fields["path"]), problem.fields.get("line")
    reason = describe(problem, language).removeprefix(f"{path}:{line}: ").removeprefix(f"{path}: ")
    place = {name: problem.fields[name] for name in ("byte", "column") if name in problem.fields}
    return json.dumps({"source": path, "line": line, **place, "error": problem.key, "reason": reason}).encode("ascii") + b"\n"


def _check_output(job: Job, files: Sequence[Path | Problem]) -> None:
    """Refuse an output that is an input, or that would become one in the next run."""
    if is_stream(job.output):
        return
    output = job.output.resolve()
    for path in files:
        if isinstance(path, Path) and path != STDIN and path.resolve() == output:
            raise BatchError("same_file", refused=True, path=job.output)
    for path in job.inputs:
        if path.is_dir() and path.resolve() in output.parents:
            raise BatchError("inside_input", refused=True, path=job.output, folder=path)


def size_of(job: Job) -> int:
    """Return the bytes of all inputs, as far as that is known before they are read."""
    return sum(size for _, size, _ in state_of(find_inputs(job.inputs)) if size > 0)


class Preview(msgspec.Struct, frozen=True):
    """What a file would give."""

    path: Path
    records: int
    problems: int


def preview(job: Job, watcher: Watcher) -> Iterator[Preview]:
    """Yield what each input holds, without reading complaints for what they say and without writing anything."""
    from extractor.batch.readers import read_file

    left = job.limit
    for path in find_inputs(job.inputs):
        records = problems = 0
        for item in [path] if isinstance(path, Problem) else read_file(path, job.reading, watcher.advance):
            if left is not None and left <= 0:
                break
            if isinstance(item, Problem):
                problems += 1
                watcher.report(item)
            else:
                records += 1
                left = left - 1 if left is not None else None
        if isinstance(path, Path):
            yield Preview(path, records, problems)
