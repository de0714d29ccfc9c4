"""Chunks through workers: order, bounds, and workers that die. The workers here are a stand-in; one test has real ones."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import Extractor, WorkerError, extract_many
from extractor.batch import engine
from extractor.batch.engine import Chunk, run
from extractor.batch.pools import LocalPool, count_jobs


class DeathError(Exception):
    """What a future of the stand-in raises when its worker died."""


class FakePool:
    """Workers that answer at once, in this process, unless a record kills them."""

    def __init__(self, *, width: int = 3, shared_fate: bool = True, killers: Sequence[int] = (), accidents: Sequence[int] = ()) -> None:
        self.width = width
        self.deaths = (DeathError,)
        self.shared_fate = shared_fate
        self.handed_out = 0
        self.stopped = False
        self._killers = killers
        self._accidents = list(accidents)
        self._broken = False

    def submit(self, call: Callable[[Sequence[Any]], Any], records: Sequence[Any]) -> "Future[Any]":
        self.handed_out += 1
        future: Future[Any] = Future()
        accident = [record for record in records if record in self._accidents]
        if self._broken or set(records) & set(self._killers) or accident:
            self._accidents = [record for record in self._accidents if record not in accident]
            self._broken = self.shared_fate
            future.set_exception(DeathError())
        else:
            future.set_result(call(records))
        return future

    def renew(self) -> None:
        self._broken = False

    def stop(self) -> None:
        self.stopped = True


def double(records: Sequence[int]) -> list[int]:
    return [2 * record for record in records]


def in_chunks(count: int, size: int) -> list[Chunk[int]]:
    return [Chunk(list(range(begin, min(begin + size, count))), begin) for begin in range(0, count, size)]


@pytest.fixture
def always_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SMALL", -1)


def test_what_is_small_starts_no_workers() -> None:
    started = []
    answers = [answered.answer for answered in run(in_chunks(engine.SMALL, 100), double, lambda: started.append(1) or FakePool())]
    assert list(chain(*answers)) == [2 * n for n in range(engine.SMALL)]
    assert started == []
    list(run(in_chunks(engine.SMALL + 1, 100), double, lambda: started.append(1) or FakePool()))
    assert started == [1]


@given(
    count=st.integers(0, 60),
    size=st.integers(1, 9),
    killers=st.lists(st.integers(0, 59), max_size=4, unique=True),
    accidents=st.lists(st.integers(0, 59), max_size=4, unique=True),
    shared_fate=st.booleans(),
)
def test_every_record_is_answered_once_or_set_aside(
    count: int, size: int, killers: list[int], accidents: list[int], shared_fate: bool
) -> None:
    pool = FakePool(killers=killers, accidents=accidents, shared_fate=shared_fate)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SMALL", -1)
        answered = list(run(in_chunks(count, size), double, lambda: pool))
    assert [one.chunk.label for one in answered] == list(range(0, count, size))
    assert list(chain.from_iterable(one.answer for one in answered)) == [2 * n for n in range(count) if n not in killers]
    assert list(chain.from_iterable(one.killers for one in answered)) == [n for n in range(count) if n in killers]
    assert pool.stopped


@pytest.mark.usefixtures("always_workers")
def test_no_more_chunks_are_taken_than_the_window_holds() -> None:
    """However slowly answers are taken."""
    taken = 0

    def source() -> Iterator[Chunk[int]]:
        nonlocal taken
        for chunk in in_chunks(100, 1):
            taken += 1
            yield chunk

    for number, _ in enumerate(run(source(), double, FakePool)):
        assert taken <= number + 3


@pytest.mark.usefixtures("always_workers")
def test_a_source_that_fails_loses_nothing_before_it() -> None:
    def source() -> Iterator[Chunk[int]]:
        yield from in_chunks(10, 2)
        raise OSError("gone")

    answers = run(source(), double, FakePool)
    assert [next(answers).answer for _ in range(5)] == [[4 * n, 4 * n + 2] for n in range(5)]
    with pytest.raises(OSError, match="gone"):
        next(answers)


@pytest.mark.usefixtures("always_workers")
def test_workers_that_cannot_live_are_no_fault_of_the_records() -> None:
    class Dead(FakePool):
        def submit(self, call: Callable[[Sequence[Any]], Any], records: Sequence[Any]) -> "Future[Any]":
            future: Future[Any] = Future()
            future.set_exception(DeathError())
            return future

    with pytest.raises(WorkerError, match="workers die before they read anything"):
        list(run(in_chunks(10, 2), double, Dead))


@pytest.mark.usefixtures("always_workers")
def test_a_scheduler_that_goes_away() -> None:
    class Lost(FakePool):
        def submit(self, call: Callable[[Sequence[Any]], Any], records: Sequence[Any]) -> "Future[Any]":
            future: Future[Any] = Future()
            future.cancel()
            return future

    with pytest.raises(WorkerError, match="the Dask scheduler is gone"):
        list(run(in_chunks(10, 2), double, Lost))


@pytest.mark.usefixtures("always_workers")
def test_whoever_stops_listening_stops_the_workers() -> None:
    pool = FakePool()
    answers = run(in_chunks(10, 2), double, lambda: pool)
    next(answers)
    answers.close()
    assert pool.stopped


def kill_at(records: Sequence[int]) -> list[int]:
    """Die of the record 13, and of 21 the first time only."""
    if 13 in records:
        os.kill(os.getpid(), signal.SIGKILL)
    if 21 in records and "GEJALA_TEST_MARK" in os.environ and not os.path.exists(os.environ["GEJALA_TEST_MARK"]):
        open(os.environ["GEJALA_TEST_MARK"], "w", encoding="utf-8").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return double(records)


@pytest.mark.usefixtures("always_workers")
def test_real_workers_that_are_killed(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEJALA_TEST_MARK", str(tmp_path / "mark"))
    answered = list(run(in_chunks(30, 4), kill_at, lambda: LocalPool(2)))
    assert list(chain.from_iterable(one.answer for one in answered)) == [2 * n for n in range(30) if n != 13]
    assert list(chain.from_iterable(one.killers for one in answered)) == [13]


@pytest.mark.usefixtures("always_workers")
def test_extract_many_in_workers(extractor: Extractor) -> None:
    texts = [f"kaki kram {n} hari" for n in range(50)]
    expected = [extractor.extract(text) for text in texts]
    assert list(extract_many(texts, jobs=2, chunk_size=7)) == expected
    results = extract_many([*texts[:9], None, "kram"], jobs=2, chunk_size=7)  # type: ignore[list-item]
    assert [next(results) for _ in range(9)] == expected[:9]
    with pytest.raises(TypeError, match="a complaint is a str, not NoneType"):
        next(results)


def test_extract_many_of_little_starts_no_workers(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it reads with the extractor that is there, whatever its tables."""
    monkeypatch.setattr("extractor.batch.many.LocalPool", lambda jobs: pytest.fail("workers were started"))
    monkeypatch.setattr("extractor.batch.work.extractor_for", lambda tables: pytest.fail("another extractor was made"))
    assert list(extractor.extract_many(["kram"], jobs=2)) == [extractor.extract("kram")]


@pytest.mark.parametrize("jobs", [0, -2])
def test_jobs_that_mean_nothing(jobs: int) -> None:
    with pytest.raises(ValueError, match=f"jobs is {jobs}"):
        extract_many([], jobs=jobs)


def test_all_cores() -> None:
    assert count_jobs(-1) >= 1
    assert count_jobs(3) == 3
