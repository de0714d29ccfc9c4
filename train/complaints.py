"""The annotated complaints in ``data/complaints``, and what the cause model sees of complaints."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from extractor.errors import InputError
from extractor.features import features_of, names
from extractor.lexicon import Lexicon
from extractor.markup import parse
from extractor.results import CAUSES, Mention

FOLDER = Path(__file__).parents[1] / "data" / "complaints"
"""Of the checkout that is trained in, also where the library is an installed wheel."""
PARTS = ("develop", "read", "test")
"""The model is fitted on the first; tables were made with the second; nobody reads the third."""
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


class Complaint(NamedTuple):
    """A complaint written and annotated for this project; `part` is one of `PARTS`."""

    id: str
    author: str
    part: str
    text: str
    mentions: tuple[Mention, ...]
    causes: frozenset[str]


class Examples(NamedTuple):
    """Feature matrix (n, features), and whether a complaint has evidence at all (n)."""

    x: Floats
    speaks: NDArray[np.bool_]


class Data(NamedTuple):
    """Complaints for the model, n in each field: mentions as found and as annotated, causes (n, 4), authors, texts."""

    found: Examples
    annotated: Examples
    y: Floats
    authors: NDArray[np.str_]
    texts: NDArray[np.object_]


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
            if row["part"] not in PARTS:
                raise InputError(f"{path.name}:{lines.line_num}: part {row['part']!r}. Use one of {', '.join(PARTS)}.")
            complaints.append(Complaint(row["id"], row["author"], row["part"], text, mentions, causes))
    return complaints


def data_of(complaints: Sequence[Complaint], found: Sequence[Sequence[Mention]], lexicon: Lexicon) -> Data:
    """Return what the model sees of complaints; `found` are the mentions that the extractor reads in each."""
    annotated = [with_values(c.mentions, mentions) for c, mentions in zip(complaints, found, strict=True)]
    y = np.array([[cause in c.causes for cause in CAUSES] for c in complaints], dtype=float)
    authors, texts = np.array([c.author for c in complaints]), np.array([c.text for c in complaints], dtype=object)
    return Data(examples(found, lexicon), examples(annotated, lexicon), y, authors, texts)


def examples(mentions: Sequence[Sequence[Mention]], lexicon: Lexicon) -> Examples:
    """Return the features of complaints, one row each."""
    columns = {name: i for i, name in enumerate(names(lexicon.evidence))}
    x = np.zeros((len(mentions), len(columns)))
    speaks = np.zeros(len(mentions), dtype=bool)
    for row, of_one in enumerate(mentions):
        carriers, limb = features_of(of_one, lexicon)
        speaks[row] = limb and bool(carriers)
        x[row, [columns[name] for name in carriers]] = 1.0
    return Examples(x, speaks)


def with_values(annotated: Sequence[Mention], found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Give annotated times, which have no values, those of the times found on the same words."""
    times = [mention for mention in found if mention.value]
    return tuple(
        msgspec.structs.replace(mention, value=same.value) if (same := _same_time(mention, times)) else mention for mention in annotated
    )


def _same_time(mention: Mention, times: Sequence[Mention]) -> Mention | None:
    if mention.concept is not None:
        return None
    return next((t for t in times if t.type == mention.type and t.start < mention.end and mention.start < t.end), None)
