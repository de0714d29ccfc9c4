"""Annotated complaints from JSON Lines, in the form in which results are written."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from extractor.batch.readers import read_rows
from extractor.batch.records import Problem
from extractor.results import CauseName, Mention

WITHOUT_CONCEPT = ("DURATION", "FREQUENCY", "TIME_OF_DAY", "SEVERITY")


class Gold(msgspec.Struct, frozen=True):
    """An annotated complaint; without `causes` its causes are not judged."""

    id: str | int
    text: str
    mentions: tuple[Mention, ...]
    causes: tuple[CauseName, ...] | None = None


def read_gold(paths: Iterable[Path]) -> Iterator[Gold | Problem]:
    """Yield the annotated complaints of JSON Lines files; what is none becomes a `Problem` in its place."""
    for path in paths:
        if not path.exists():
            yield Problem("missing", {"path": path})
            continue
        if path.suffix.lower() != ".jsonl":
            yield Problem("gold_kind", {"path": path})
            continue
        lines: dict[str | int, int] = {}
        for row in read_rows(path):
            if isinstance(row, Problem):
                yield row
                continue
            where = {"path": path, "line": row.line}
            try:
                gold = msgspec.convert(row.value, Gold)
            except msgspec.ValidationError as error:  # its end tells the place; its beginning may hold words of the line
                yield Problem("bad_gold", {**where, "place": str(error).rpartition(" - at ")[2]})
                continue
            wrong = next((i for i, mention in enumerate(gold.mentions) if not _is_sound(mention, gold.text)), None)
            if wrong is not None:
                yield Problem("bad_gold", {**where, "place": f"`$.mentions[{wrong}]`"})
            elif lines.setdefault(gold.id, row.line) != row.line:
                yield Problem("gold_twice", {**where, "first": lines[gold.id]})
            else:
                yield gold


def _is_sound(mention: Mention, text: str) -> bool:
    in_text = 0 <= mention.start < mention.end and text[mention.start : mention.end] == mention.text
    return in_text and (mention.concept is not None or mention.type in WITHOUT_CONCEPT)
