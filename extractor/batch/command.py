"""The command ``gejala batch``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from extractor.messages import Lang

if TYPE_CHECKING:
    from extractor.batch.sources import Problem
    from extractor.messages import Language


def batch(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Files (.txt, .csv, .jsonl) and folders of them.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the results go, one JSON line a complaint.")],
    text_field: Annotated[str, typer.Option(help="Column or key that holds the complaint.")] = "text",
    id_field: Annotated[str, typer.Option(help="Column or key that holds its id.")] = "id",
    lang: Lang = "id",
) -> None:
    """Read all complaints in files and folders. Exit code 1 if anything could not be read."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from extractor.api import default_extractor
    from extractor.batch.run import run_batch
    from extractor.batch.sources import find_inputs
    from extractor.messages import messages

    say = messages(lang)
    files = [path for path in find_inputs(inputs) if isinstance(path, Path)]
    if any(path.resolve() == output.resolve() for path in files):
        _fail("same_file", lang, path=output)
    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def report(problem: "Problem") -> None:
        console.print(say[problem.key].format(**problem.fields), markup=False)

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(say["reading"], total=sum(path.stat().st_size for path in files))
        try:
            counts = run_batch(
                inputs, output, default_extractor(), text_field=text_field, id_field=id_field, report=report,
                advance=lambda size: progress.advance(task, size),
            )  # fmt: skip
        except OSError as error:
            progress.stop()
            _fail("cannot_write", lang, path=output, reason=error.strerror)
        except KeyboardInterrupt:
            progress.stop()
            console.print(say["interrupted"])
            raise typer.Exit(130) from None
    import msgspec

    console.print(say["summary"].format(path=output, **msgspec.structs.asdict(counts)), markup=False)
    raise typer.Exit(1 if counts.errors else 0)


def _fail(key: str, language: "Language", **fields: object) -> NoReturn:
    from extractor.messages import messages

    typer.echo(messages(language)[key].format(**fields), err=True)
    raise typer.Exit(1)
