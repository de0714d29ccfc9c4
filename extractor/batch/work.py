"""What a worker does with a chunk of complaints. Importable, so that workers find it and keep what they loaded."""

import threading
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extractor.batch.records import Record
from extractor.batch.sinks import Format, encode_results
from extractor.errors import ExtractorError
from extractor.results import Result

if TYPE_CHECKING:
    from extractor.api import Extractor

_one_at_a_time = threading.Lock()
"""An extractor is not thread-safe, and a Dask worker may have threads."""


class Tables(NamedTuple):
    """Folders of lexicon and model; None stands for those of the library."""

    lexicon: str | None = None
    model: str | None = None


class Counts(msgspec.Struct):
    """What a batch did so far."""

    records: int = 0
    mentions: int = 0
    causes: int = 0
    abstained: int = 0
    errors: int = 0

    def add(self, other: "Counts") -> None:
        """Count what `other` counted."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Done(NamedTuple):
    """A chunk's results as they are written, and the records (with the kind of the fault) that have none."""

    data: bytes
    counts: Counts
    failed: list[tuple[Record, str]]


@cache
def extractor_for(tables: Tables) -> "Extractor":
    """Return the one extractor of this process for these tables."""
    from extractor.api import Extractor, default_extractor

    return default_extractor() if tables == Tables() else Extractor(lexicon=tables.lexicon, model=tables.model)


@cache
def fingerprint(tables: Tables) -> str:
    """Return what results depend on, in one word: the version, every table of the lexicon, the model."""
    from extractor import __version__
    from extractor.resources import LEXICON, MODEL

    digest = sha256(__version__.encode())
    for folder, pattern in ((Path(tables.lexicon or LEXICON), "*.csv"), (Path(tables.model or MODEL), "causes.json")):
        for path in sorted(folder.glob(pattern)):
            digest.update(b"%b\0%b\0" % (path.name.encode(), sha256(path.read_bytes()).digest()))
    return digest.hexdigest()


def encode_chunk(records: Sequence[Record], *, tables: Tables, format: Format, expected: str) -> Done:
    """Read complaints and return their results as bytes.

    Raises
    ------
    ExtractorError
        If the tables of this process are not those (by `fingerprint`) that are expected.
    """
    if fingerprint(tables) != expected:
        raise ExtractorError("a worker has another version, lexicon or model. Install the same everywhere.")
    good: list[Record] = []
    results: list[Result] = []
    failed: list[tuple[Record, str]] = []
    with _one_at_a_time:
        extract = extractor_for(tables).extract
        for record in records:
            try:
                results.append(extract(record.text, id=record.id))
                good.append(record)
            except Exception as error:  # one complaint must not cost the others
                failed.append((record, type(error).__name__))
    counts = Counts(
        records=len(results),
        mentions=sum(len(result.mentions) for result in results),
        causes=sum(cause.predicted for result in results for cause in result.causes),
        abstained=sum(result.abstained for result in results),
    )
    return Done(encode_results(good, results, format), counts, failed)


def extract_chunk(texts: Sequence[str], *, tables: Tables) -> list[Result]:
    """Read complaints and return their results."""
    with _one_at_a_time:
        return [extractor_for(tables).extract(text) for text in texts]
