"""The command ``gejala batch``.

Exit codes: 0 everything was read; 1 the output is complete, but something could not be read; 2 it was asked for in a way
that cannot work, and nothing was begun; 3 it had to stop; 130 Ctrl-C; 141 whoever read the output went away.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.messages import Lang

if TYPE_CHECKING:
    from extractor.batch.progress import Voice
    from extractor.batch.run import Job

INCOMPLETE, REFUSED, STOPPED, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141


def batch(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...", readable=False, help="Files (.txt, .csv, .tsv, .jsonl, .parquet, all also .gz), folders, patterns, -."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where results go: .jsonl, .csv (both also .gz), .parquet; - is stdout.")
    ] = Path("-"),
    text_field: Annotated[str, typer.Option(help="Column or key that holds the complaint.")] = "text",
    id_field: Annotated[str, typer.Option(help="Column or key that holds its id.")] = "id",
    unit: Annotated[Literal["line", "paragraph", "file"], typer.Option(help="What one complaint is in a .txt.")] = "line",
    encoding: Annotated[str | None, typer.Option(help="Encoding of all inputs; without it, that of each is detected.")] = None,
    table: Annotated[Literal["complaints", "mentions"], typer.Option(help="What one row of a .csv is.")] = "complaints",
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave out all words of the complaints.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Worker processes; -1 for one on each core.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    limit: Annotated[int | None, typer.Option(min=0, help="Stop after so many complaints.")] = None,
    max_errors: Annotated[int | None, typer.Option(min=0, help="Stop when more than so many records could not be read.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would be read, and write nothing.")] = False,
    backend: Annotated[Literal["local", "dask"], typer.Option(help="Where workers are.")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what stops the run.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Write JSON Lines to stderr.")] = False,
    lang: Lang = "id",
) -> None:
    """Read all complaints in files and folders. Exit code 1 if anything could not be read."""
    from extractor.batch.lines import is_usable
    from extractor.batch.progress import Voice
    from extractor.batch.records import Reading
    from extractor.batch.run import Job
    from extractor.batch.sinks import Format, kind_of_output

    voice = Voice(lang, quiet=quiet, as_json=log_json)
    kind = "jsonl" if _is_stream(output) else kind_of_output(output)
    wrong: dict[str, dict[str, object]] = {
        "unknown_output": {"path": output} if kind is None else {},
        "bad_encoding": {"encoding": encoding} if encoding is not None and not is_usable(encoding) else {},
        "bad_jobs": {"jobs": jobs} if jobs < 1 and jobs != -1 else {},
        "no_scheduler": {"backend": backend} if (backend == "dask") != (scheduler is not None) else {},
    }
    for key, fields in wrong.items():
        if fields:
            voice.fail(key, **fields)
            raise typer.Exit(REFUSED)
    job = Job(
        inputs=tuple(inputs),
        output=output,
        reading=Reading(text_field=text_field, id_field=id_field, unit=unit, encoding=encoding),
        format=Format(kind=kind or "jsonl", table=table, zipped=output.suffix.lower() == ".gz", with_text=not no_text),
        limit=limit,
        max_errors=max_errors,
        resume=resume,
        jobs=jobs,
        backend=backend,
        scheduler=scheduler,
        lang=lang,
    )
    with _exits(voice, job):
        _preview(job, voice) if dry_run else _run(job, voice)


def _is_stream(output: Path) -> bool:
    from extractor.batch.outputs import is_stream

    return is_stream(output)


def _run(job: "Job", voice: "Voice") -> None:
    import msgspec

    from extractor.batch.outputs import errors_path
    from extractor.batch.run import run_batch, size_of

    with voice.watch(size_of(job)) as watcher:
        counts = run_batch(job, watcher)
    voice.tell("summary", path=job.output, rate=voice.rate(counts), **msgspec.structs.asdict(counts))
    if counts.errors and not _is_stream(job.output):
        voice.tell("see_errors", path=errors_path(job.output))
    raise typer.Exit(INCOMPLETE if counts.errors else 0)


def _preview(job: "Job", voice: "Voice") -> None:
    from extractor.batch.run import preview, size_of

    records = problems = files = 0
    with voice.watch(size_of(job)) as watcher:
        for found in preview(job, watcher):
            voice.tell("would_read", path=found.path, records=found.records, errors=found.problems)
            files, records, problems = files + 1, records + found.records, problems + found.problems
    voice.tell("would_read_all", files=files, records=records, errors=problems)
    raise typer.Exit(INCOMPLETE if problems else 0)


@contextmanager
def _exits(voice: "Voice", job: "Job") -> Iterator[None]:
    """Turn what stops a run into one line and an exit code."""
    from extractor.errors import BatchError, ExtractorError

    try:
        yield
    except BatchError as error:
        voice.fail(error.key, **error.fields)
        raise typer.Exit(REFUSED if error.refused else STOPPED) from None
    except ExtractorError as error:
        voice.fail("cannot_go_on", reason=error)
        raise typer.Exit(STOPPED) from None
    except ImportError as error:
        voice.fail("missing_extra", name=error.name)
        raise typer.Exit(REFUSED) from None
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - closing the pipe's end would fail once more
        voice.fail("pipe_closed", path=job.output)
        raise typer.Exit(PIPE_CLOSED) from None
    except OSError as error:
        key = "cannot_write_on" if _can_resume(job) else "cannot_write"
        voice.fail(key, path=job.output, reason=error.strerror)
        raise typer.Exit(STOPPED) from None
    except KeyboardInterrupt:
        voice.fail("interrupted_resume" if _can_resume(job) else "interrupted", path=job.output)
        raise typer.Exit(INTERRUPTED) from None


def _can_resume(job: "Job") -> bool:
    from extractor.batch.outputs import journal_path

    return journal_path(job.output).exists()
