"""Runs the command as its users do."""

import json
from pathlib import Path

from click.testing import Result as Outcome
from typer.testing import CliRunner

from extractor.cli import app
from extractor.messages import messages

SECRET = "RAHASIA"
"""Stands in complaints that cannot be read; no message may repeat it."""


def gejala(*arguments: object, stdin: str | bytes | None = None) -> Outcome:
    """Run the command in this process; a traceback fails the test."""
    outcome = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    assert "Traceback" not in outcome.output
    assert SECRET not in outcome.stderr
    return outcome


def rows(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def said(outcome: Outcome, key: str, **fields: object) -> bool:
    """Tell whether standard error holds a line with the Indonesian message `key`."""
    return messages("id")[key].format(**fields) in outcome.stderr.splitlines()
