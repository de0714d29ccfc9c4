"""The command ``gejala``. Handlers import what they need, so that ``--help`` is quick."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from extractor.batch.command import batch
from extractor.messages import Lang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.batch.gold import Gold
    from extractor.messages import Language
    from extractor.results import Result

app = typer.Typer(
    help="Find symptoms, triggers, conditions, treatments and likely causes in Indonesian complaints. "
    "The output informs; it is no diagnosis. Nothing leaves your machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
lexicon_app = typer.Typer(help="Look into and check the lexicon.", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")


def _version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"gejala {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Declare the options before any command; `typer` calls it. A stream that was closed is empty."""
    for name, mode in (("stdin", "r"), ("stdout", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - stays open as long as the process


@app.command()
def extract(
    texts: Annotated[list[str] | None, typer.Argument(metavar="TEXT...", help="Complaints; without any, one a line from stdin.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON Lines also on a terminal.")] = False,
    lang: Lang = "id",
) -> None:
    """Read complaints given on the command line or on stdin."""
    if not texts and sys.stdin.isatty():
        _fail("nothing_to_read", lang)
    extractor = _extractor()
    lines = texts or (raw.decode("utf-8", "replace").rstrip("\r\n") for raw in sys.stdin.buffer)
    if json or not sys.stdout.isatty():
        for text in lines:
            sys.stdout.buffer.write(extractor.extract(text).to_json().encode("utf-8") + b"\n")
        return
    from rich.console import Console

    from extractor.render import print_result

    console = Console(highlight=False)
    for number, text in enumerate(lines):
        if number:
            console.rule(style="dim")
        print_result(console, extractor.extract(text), extractor.lexicon, lang)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A complaint.")],
    json: Annotated[bool, typer.Option("--json", help="Write everything as one JSON object.")] = False,
    lang: Lang = "id",
) -> None:
    """Show how a result comes about: words, what was found and dropped, cues, links and what speaks for each cause."""
    from rich.console import Console

    from extractor.render import print_explanation

    extractor = _extractor()
    explanation = extractor.explain(text)
    if json:
        typer.echo(explanation.to_json())
    else:
        print_explanation(Console(highlight=False), explanation, extractor.lexicon, lang)


app.command()(batch)


@app.command()
def evaluate(
    inputs: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Annotated complaints, as JSON Lines.")],
    errors: Annotated[bool, typer.Option("--errors", help="List every error in its context. This shows words of the complaints.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write everything as one JSON object.")] = False,
    lang: Lang = "id",
) -> None:
    """Measure how well annotated complaints are read. Exit code 1 if anything could not be read."""
    from rich.console import Console

    from extractor.batch.gold import read_gold
    from extractor.batch.records import Problem
    from extractor.evaluate import evaluate as measure
    from extractor.evaluate import to_json
    from extractor.messages import messages
    from extractor.render import print_evaluation

    say = messages(lang)
    extractor = _extractor()
    problems = 0

    def documents() -> "Iterator[tuple[Gold, Result]]":
        nonlocal problems
        for item in read_gold(inputs):
            if isinstance(item, Problem):
                problems += 1
                typer.echo(say[item.key].format(**item.fields), err=True)
            else:
                yield item, extractor.extract(item.text)

    evaluation = measure(documents(), errors=errors)
    if not evaluation.documents:
        _fail("nothing_to_evaluate", lang)
    if json:
        typer.echo(to_json(evaluation))
    else:
        print_evaluation(Console(highlight=False), evaluation, extractor.lexicon, lang)
    raise typer.Exit(1 if problems else 0)


@lexicon_app.command("check")
def lexicon_check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of the tables; the library's own by default.")] = None,
    lang: Lang = "id",
) -> None:
    """List every problem of the tables; exit code 1 if there is one."""
    from extractor.errors import LexiconError
    from extractor.lexicon import CueRule, Term
    from extractor.lexicon.check import check_lexicon
    from extractor.messages import messages
    from extractor.resources import LEXICON

    try:
        lexicon = check_lexicon(folder or LEXICON)
    except LexiconError as error:
        for problem in error.problems:
            typer.echo(problem)
        _fail("lexicon_bad", lang, count=len(error.problems))
    counts = {
        "concepts": len(lexicon.concepts),
        "terms": sum(isinstance(e, Term) for e in lexicon.entries),
        "cues": sum(isinstance(e, CueRule) for e in lexicon.entries),
    }
    typer.echo(messages(lang)["lexicon_good"].format(folder=lexicon.source, **counts))


@lexicon_app.command("list")
def lexicon_list(lang: Lang = "id") -> None:
    """List the concepts with their type and label."""
    from extractor.lexicon import load_lexicon

    for concept in load_lexicon().concepts.values():
        label = concept.label_id if lang == "id" else concept.label_en
        typer.echo(f"{concept.id:22} {concept.type:10} {label}")


@lexicon_app.command("show")
def lexicon_show(concept: Annotated[str, typer.Argument(help="A concept's id, for example kram.")], lang: Lang = "id") -> None:
    """Show one concept: definition, code and all its terms."""
    from extractor.lexicon import load_lexicon

    lexicon = load_lexicon()
    found = lexicon.concepts.get(concept)
    if found is None:
        from rapidfuzz.process import extract as nearest

        near = ", ".join(name for name, _, _ in nearest(concept, list(lexicon.concepts), limit=3))
        _fail("unknown_concept", lang, concept=concept, near=near)
    label = found.label_id if lang == "id" else found.label_en
    typer.echo(f"{found.id}  {found.type}  {label}  {found.icd10}\n{found.definition}\n")
    for term in lexicon.terms(concept):
        typer.echo(f"{term.pattern:50} {term.register:12} {term.origin}")


def _extractor() -> "Extractor":
    from extractor.api import default_extractor
    from extractor.errors import ExtractorError

    gc.disable()  # none of the tables is garbage, and looking through them takes a third of the start
    try:
        return default_extractor()
    except ExtractorError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    finally:
        gc.freeze()
        gc.enable()


def _fail(key: str, language: "Language", **fields: object) -> NoReturn:
    from extractor.messages import messages

    typer.echo(messages(language)[key].format(**fields), err=True)
    raise typer.Exit(1)


if TYPE_CHECKING:
    from extractor.api import Extractor
