"""What the command says to a person, in Indonesian or English, from ``data/messages.csv``."""

import csv
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, TypeAlias

import typer

from extractor.resources import MESSAGES

Language: TypeAlias = Literal["id", "en"]
Lang: TypeAlias = Annotated[Language, typer.Option("--lang", help="Language of messages to a person.")]


@cache
def messages(language: Language) -> Mapping[str, str]:
    """Return all messages of one language by key; fields in braces are filled with `str.format`."""
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row[language] for row in csv.DictReader(file)}
