"""The annotated complaints in ``data/complaints``."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from extractor.errors import InputError
from extractor.markup import parse
from extractor.resources import DATA
from extractor.results import CAUSES, Mention

FOLDER = DATA / "complaints"


class Complaint(NamedTuple):
    """A complaint written and annotated for this project; `part` is ``develop`` or ``test``."""

    id: str
    author: str
    part: str
    text: str
    mentions: tuple[Mention, ...]
    causes: frozenset[str]


def load_complaints(types: Mapping[str, str], path: Path = FOLDER / "complaints.csv") -> list[Complaint]:
    """Read the annotated complaints.

    Parameters
    ----------
    types
        The type of each concept, as `Lexicon.types` gives it.

    Raises
    ------
    InputError
        With the line of what cannot be read.
    """
    complaints = []
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        for row in lines:
            try:
                text, mentions = parse(row["marked"], types)
            except InputError as error:
                raise InputError(f"{path.name}:{lines.line_num}: {row['id']}: {error}") from error
            causes = frozenset(row["causes"].split())
            if not causes <= set(CAUSES):
                raise InputError(f"{path.name}:{lines.line_num}: causes {row['causes']!r}. Use {', '.join(CAUSES)}.")
            complaints.append(Complaint(row["id"], row["author"], row["part"], text, mentions, causes))
    return complaints
