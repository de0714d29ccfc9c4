"""Chunks of complaints through workers: order kept, memory bounded, dead workers replaced.

`joblib.Parallel` hands out new tasks as old ones end, however slowly results are taken, and gives up everything when a
worker dies. So the engine keeps a window of futures itself, over the executor that joblib is built on.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from itertools import chain
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from extractor.errors import WorkerError

SMALL = 3_000
"""Records up to which starting workers takes longer than it saves."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Call = Callable[[Sequence[Item]], Answer]


class Chunk(NamedTuple, Generic[Item]):
    """Some records, and whatever their sender wants back with their answer."""

    records: Sequence[Item]
    label: Any


class Answered(NamedTuple, Generic[Item, Answer]):
    """The answer to a chunk, and those of its records that killed the workers that read them."""

    chunk: Chunk[Item]
    answer: Answer
    killers: list[Item]


class Pool(Protocol):
    """Workers somewhere."""

    @property
    def width(self) -> int:
        """Chunks that are under way at a time."""

    @property
    def deaths(self) -> tuple[type[BaseException], ...]:
        """What a future raises when the worker that had its chunk died."""

    @property
    def shared_fate(self) -> bool:
        """Whether one death takes every chunk with it that is under way."""

    def submit(self, call: Call[Any, Any], records: Sequence[Any]) -> "Future[Any]":
        """Hand out a chunk."""

    def renew(self) -> None:
        """Replace what died; what was under way is given up."""

    def stop(self) -> None:
        """End all workers at once."""


def run(
    chunks: Iterable[Chunk[Item]], call: Call[Item, Answer], open_pool: Callable[[], Pool] | None, *, here: Call[Item, Answer] | None = None
) -> Generator[Answered[Item, Answer], None, None]:
    """Yield the answers to all chunks, in their order.

    Parameters
    ----------
    call
        Reads the records of a chunk; a function of a module, so that workers can import it.
    open_pool
        Starts workers; it is called only if there is enough for them to do. Without it all is done here.
    here
        Does in this process what `call` does in another.
    """
    source = iter(chunks)
    first: deque[Chunk[Item]] = deque()
    failure: Exception | None = None
    while open_pool is not None and sum(len(chunk.records) for chunk in first) <= SMALL:
        try:
            first.append(next(source))
        except StopIteration:
            open_pool = None
        except Exception as error:  # what came before it still gets its answer
            failure, open_pool = error, None
    if open_pool is not None:
        yield from _in_workers(chain(first, source), call, open_pool())
        return
    for chunk in chain(first, source):
        yield Answered(chunk, (here or call)(chunk.records), [])
    if failure is not None:
        raise failure


def _in_workers(chunks: Iterator[Chunk[Item]], call: Call[Item, Answer], pool: Pool) -> Iterator[Answered[Item, Answer]]:
    under_way: deque[tuple[Chunk[Item], Future[Answer]]] = deque()
    failure: Exception | None = None
    more = True
    try:
        while True:
            while more and len(under_way) < pool.width:
                try:
                    chunk = next(chunks, None)
                except Exception as error:  # what was taken before it still gets its answer
                    failure, chunk = error, None
                if chunk is None:
                    more = False
                else:
                    under_way.append((chunk, _submit(pool, call, chunk)))
            if not under_way:
                break
            chunk, future = under_way[0]
            try:
                answer = future.result()
            except pool.deaths:
                suspects = [under_way.popleft() for _ in range(len(under_way) if pool.shared_fate else 1)]
                pool.renew()
                yield from _one_by_one(suspects, call, pool)
                continue
            except CancelledError as error:
                raise WorkerError("the Dask scheduler is gone. Start it again.") from error
            under_way.popleft()
            yield Answered(chunk, answer, [])
    finally:
        pool.stop()
    if failure is not None:
        raise failure


def _submit(pool: Pool, call: Call[Item, Answer], chunk: Chunk[Item]) -> "Future[Answer]":
    """Hand out a chunk; if the pool is broken already, its future says so."""
    try:
        return pool.submit(call, chunk.records)
    except pool.deaths as error:
        future: Future[Answer] = Future()
        future.set_exception(error)
        return future


def _one_by_one(
    suspects: Sequence[tuple[Chunk[Item], "Future[Answer]"]], call: Call[Item, Answer], pool: Pool
) -> Iterator[Answered[Item, Answer]]:
    """Answer the chunks that were under way when a worker died, each by itself, so that it shows which one it is."""
    for chunk, future in suspects:
        if future.done() and not future.cancelled() and future.exception() is None:
            yield Answered(chunk, future.result(), [])
            continue
        killers: list[Item] = []
        records = chunk.records
        while not (answer := _attempt(records, call, pool)):
            _probe(call, pool)
            found = _find_killers(records, call, pool)
            killers += found
            records = [record for record in records if not any(record is killer for killer in found)]
        yield Answered(chunk, answer[0], killers)


def _attempt(records: Sequence[Item], call: Call[Item, Answer], pool: Pool) -> list[Answer]:
    """Return the answer as a list of one, or nothing if the worker died of it."""
    try:
        return [pool.submit(call, records).result()]
    except pool.deaths:
        pool.renew()
        return []


def _find_killers(records: Sequence[Item], call: Call[Item, Answer], pool: Pool) -> list[Item]:
    """Return the records that kill their worker even when they are alone in its chunk."""
    if _attempt(records, call, pool):
        return []
    if len(records) == 1:
        return list(records)
    half = len(records) // 2
    return [*_find_killers(records[:half], call, pool), *_find_killers(records[half:], call, pool)]


def _probe(call: Call[Any, Any], pool: Pool) -> None:
    """Make sure that workers live at all, before records are blamed for their deaths."""
    if not _attempt([], call, pool) and not _attempt([], call, pool):
        raise WorkerError("workers die before they read anything: too little memory? Try fewer --jobs.")
