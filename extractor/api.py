"""`extract`, `extract_many` and the `Extractor` behind them."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.notes import notes_of
from extractor.results import Result

if TYPE_CHECKING:
    from extractor.explain import Explanation
    from extractor.lexicon import Lexicon
    from extractor.trace import Trace


class Extractor:
    """Reads complaints. Make one and keep it: making it compiles the lexicon.

    Parameters
    ----------
    lexicon
        Folder of a lexicon of your own, in place of the one that comes with the library.
    model
        A cause model of your own: a folder that ``python -m train`` wrote, or a file with an estimator of scikit-learn
        that ``joblib.dump`` wrote. Such a file is unpickled, and unpickling runs whatever code the file holds: give only
        files that you trust. `extractor.causes.load_estimator` says what it must hold.

    Raises
    ------
    LexiconError
        With every problem of the lexicon.
    ModelError
        If the cause model is missing, damaged, or fitted on other features than those of the lexicon.

    Examples
    --------
    >>> Extractor().extract("Kaki kesemutan").mentions[1].concept
    'kesemutan'
    """

    def __init__(self, *, lexicon: Path | str | None = None, model: Path | str | None = None) -> None:
        from extractor.causes import load_model
        from extractor.lexicon import load_lexicon
        from extractor.reader import Reader
        from extractor.resources import LEXICON, MODEL

        self._folders = (lexicon, model)
        self.lexicon: Lexicon = load_lexicon(Path(lexicon) if lexicon else LEXICON)
        self._model = load_model(self.lexicon, Path(model) if model else MODEL)
        self._reader = Reader(self.lexicon)

    def extract(self, text: str, *, id: str | None = None) -> Result:
        """Read one complaint.

        Parameters
        ----------
        text
            The complaint, of any length.
        id
            Carried over to the result.

        Raises
        ------
        TypeError
            If `text` is no string.
        """
        return self._read(text, id)

    def _read(self, text: str, id: str | None = None, trace: "Trace | None" = None) -> Result:
        if not isinstance(text, str):
            raise TypeError(f"a complaint is a str, not {type(text).__name__}. Decode bytes first.")
        reading = self._reader.units(text)
        mentions = self._reader.read_units(reading, trace)
        causes, abstention = self._model.judge(mentions, self.lexicon)
        notes, red_flags = notes_of(mentions, causes, self.lexicon, lambda: self._reader.told(reading))
        return Result(id, text, mentions, causes, abstention is not None, abstention, notes, red_flags)

    def explain(self, text: str) -> "Explanation":
        """Read one complaint as `extract` does, and tell how each step came to what it found.

        Parameters
        ----------
        text
            The complaint.

        Raises
        ------
        TypeError
            If `text` is no string.

        Examples
        --------
        >>> [c.text for c in Extractor().explain("betis kram, bukan di rumah sakit").candidates if c.fate == "overlap"]
        ['sakit']
        """
        from extractor.explain import explanation_of
        from extractor.trace import Trace

        trace = Trace()
        result = self._read(text, trace=trace)
        return explanation_of(result, trace, self._reader.units(text), self._model, self.lexicon)

    def extract_many(self, texts: Iterable[str], *, jobs: int = 1, chunk_size: int | None = None) -> Iterator[Result]:
        """Read complaints in their order; with one job as they come, and nothing is held back.

        Parameters
        ----------
        jobs
            Worker processes, -1 for one on each core. Few complaints start none.
        chunk_size
            Complaints that a worker gets at a time.

        Raises
        ------
        TypeError
            If `texts` is one string, or at a text that is none.
        ValueError
            If `jobs` is neither -1 nor positive.
        WorkerError
            If workers cannot be started, or a complaint kills them.

        Examples
        --------
        >>> [result.abstained for result in Extractor().extract_many(["halo", "kaki kram habis lari"])]
        [True, False]
        """
        if isinstance(texts, str):
            raise TypeError("texts are several complaints, not one str. Put it into a list, or use extract.")
        if jobs == 1:
            return map(self.extract, texts)
        from extractor.batch.many import extract_in_workers
        from extractor.batch.pools import count_jobs
        from extractor.batch.work import Tables

        tables = Tables(*(str(folder) if folder else None for folder in self._folders))
        return extract_in_workers(texts, tables=tables, jobs=count_jobs(jobs), chunk_size=chunk_size, here=self.extract)


@cache
def default_extractor() -> Extractor:
    """Return the one extractor that `extract` and `extract_many` share."""
    return Extractor()


def extract(text: str) -> Result:
    """Read one complaint with the lexicon and model that come with the library.

    The result informs; it is no diagnosis.

    Raises
    ------
    TypeError
        If `text` is no string.

    Examples
    --------
    >>> extract("Jempol kaki kesemutan, tidak kram").mentions[2].negated
    True
    """
    return default_extractor().extract(text)


def extract_many(texts: Iterable[str], *, jobs: int = 1, chunk_size: int | None = None) -> Iterator[Result]:
    """Read complaints in their order; with one job as they come, and nothing is held back.

    See `Extractor.extract_many`.

    Examples
    --------
    >>> len(list(extract_many(["kaki kram", "betis pegal"])))
    2
    """
    return default_extractor().extract_many(texts, jobs=jobs, chunk_size=chunk_size)
