"""`extract_many` over workers: texts in, results out, in order."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from extractor.batch.chunks import MOST_RECORDS, MOST_SIGNS
from extractor.batch.engine import Chunk, run
from extractor.batch.pools import LocalPool
from extractor.batch.work import Tables, extract_chunk
from extractor.errors import WorkerError
from extractor.results import Result


def extract_in_workers(
    texts: Iterable[str], *, tables: Tables, jobs: int, chunk_size: int | None, here: Callable[[str], Result]
) -> Iterator[Result]:
    """Yield the result of each text, in order.

    Parameters
    ----------
    here
        Reads one text in this process, if there are too few for workers.

    Raises
    ------
    TypeError
        At the first text that is no string, behind the results of those before it.
    WorkerError
        If a text kills the workers that read it.
    """
    done = 0
    call = partial(extract_chunk, tables=tables)
    chunks = _chunks(texts, chunk_size or MOST_RECORDS)
    for chunk, results, killers in run(chunks, call, partial(LocalPool, jobs), here=lambda records: list(map(here, records))):
        if killers:
            at = next(at for at, text in enumerate(chunk.records) if text is killers[0])
            raise WorkerError(f"complaint {done + at} (counted from 0) killed the process that read it, twice. Leave it out.")
        yield from results
        done += len(results)


def _chunks(texts: Iterable[str], size: int) -> Iterator[Chunk[str]]:
    held: list[str] = []
    signs = 0
    for text in texts:
        if not isinstance(text, str):
            yield Chunk(held, None)
            raise TypeError(f"a complaint is a str, not {type(text).__name__}. Decode bytes first.")
        held.append(text)
        signs += len(text)
        if len(held) >= size or signs >= MOST_SIGNS:
            yield Chunk(held, None)
            held, signs = [], 0
    if held:
        yield Chunk(held, None)
