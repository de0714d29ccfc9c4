"""Workers on this machine (loky, which comes with joblib) and on others (Dask)."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractor.errors import WorkerError

if TYPE_CHECKING:
    from joblib.externals.loky import ProcessPoolExecutor

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
_AHEAD = 2
"""Chunks under way for each worker: one is read while another waits."""
_LOOK = 1.0


def count_jobs(jobs: int) -> int:
    """Return the number of workers that `jobs` means; -1 stands for all cores.

    Raises
    ------
    ValueError
        If it is neither -1 nor positive.
    """
    if jobs == -1:
        from joblib import cpu_count

        return int(cpu_count())
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}. Give a number from 1 on, or -1 for all cores.")
    return jobs


class LocalPool:
    """Worker processes on this machine."""

    shared_fate = True

    def __init__(self, jobs: int) -> None:
        from joblib.externals.loky.process_executor import BrokenProcessPool, ShutdownExecutorError

        self.width = _AHEAD * jobs + 1
        self.deaths = (BrokenProcessPool, ShutdownExecutorError)
        self._jobs = jobs
        self._executor = self._start()

    def _start(self) -> "ProcessPoolExecutor":
        from joblib.externals.loky import ProcessPoolExecutor

        self._is_started = False
        return ProcessPoolExecutor(self._jobs, initializer=_begin, initargs=(os.getpid(),), env=_ONE_THREAD)

    def submit(self, call: Callable[[Sequence[Any]], Any], records: Sequence[Any]) -> "Future[Any]":
        """Hand out a chunk."""
        if self._is_started:
            future: Future[Any] = self._executor.submit(call, records)
        else:
            with _deaf_children():
                future = self._executor.submit(call, records)
            self._is_started = True
        return future

    def renew(self) -> None:
        """Start new workers in the place of all."""
        self.stop()
        self._executor = self._start()

    def stop(self) -> None:
        """End all workers at once."""
        self._executor.shutdown(wait=True, kill_workers=True)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Let processes that are started in this moment never hear of Ctrl-C, which is their parent's matter."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(parent: int) -> None:
    """Prepare a worker: a parent that is gone leaves none behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class DaskPool:
    """Workers of a Dask cluster, which replaces the dead by itself."""

    shared_fate = False

    def __init__(self, scheduler: str) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise WorkerError("the Dask backend needs the extra dask. Install gejala[dask].") from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what fails is told in one line
        try:
            self._client: Any = Client(scheduler, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise WorkerError(f"no Dask scheduler answers at {scheduler}. Check the address.") from error
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)

    @property
    def width(self) -> int:
        """Chunks under way at a time; follows the cluster as it grows and shrinks."""
        threads: int = sum(self._client.nthreads().values())
        return _AHEAD * max(1, threads) + 1

    def submit(self, call: Callable[[Sequence[Any]], Any], records: Sequence[Any]) -> "Future[Any]":
        """Hand out a chunk."""
        future: Future[Any] = self._client.submit(call, records, pure=False)
        return future

    def renew(self) -> None:
        """Leave it to the scheduler."""

    def stop(self) -> None:
        """Give up what is under way; the cluster lives on."""
        self._client.close()
