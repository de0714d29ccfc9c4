"""What a person or a log sees on standard error while a batch runs."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from extractor.batch.records import Problem
from extractor.batch.run import Watcher, describe
from extractor.batch.work import Counts
from extractor.messages import Language, messages

_MOST_SHOWN = 20
"""Problems that are told on standard error; the file of problems has all of them."""
_LOG_EVERY = 10.0


class Voice:
    """Speaks to a person, to a log (`as_json`), or not at all (`quiet`) but for what stops the run."""

    def __init__(self, language: Language, *, quiet: bool, as_json: bool) -> None:
        self._language = language
        self._quiet = quiet
        self._as_json = as_json
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._since = time.monotonic()
        self._logged = self._since
        self._shown = 0
        self._done_before = 0

    @contextmanager
    def watch(self, size: int) -> Iterator[Watcher]:
        """Show how a batch over `size` bytes of input goes."""
        say = messages(self._language)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}"), TimeRemainingColumn())
        hidden = self._quiet or self._as_json or not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, disable=hidden) as progress:
            task = progress.add_task(say["reading"], total=size or None, done="")

            def count(counts: Counts) -> None:
                fields = {"records": counts.records, "rate": self.rate(counts), "errors": counts.errors}
                progress.update(task, done=say["so_far"].format(**fields))
                if self._as_json and time.monotonic() - self._logged >= _LOG_EVERY:
                    self._logged = time.monotonic()
                    self._log("progress", **fields)

            yield Watcher(self._begin, lambda count: progress.advance(task, count), self._report, count)

    def _begin(self, counts: Counts) -> None:
        """Take note of what an earlier run did."""
        self._done_before = counts.records

    def rate(self, counts: Counts) -> int:
        """Return the complaints a second of this run."""
        return round((counts.records - self._done_before) / max(time.monotonic() - self._since, 0.001))

    def tell(self, key: str, **fields: object) -> None:
        """Tell what a run did, unless it was asked to be quiet."""
        if self._as_json:
            self._log(key, **fields)
        elif not self._quiet:
            self._print(messages(self._language)[key].format(**fields))

    def fail(self, key: str, **fields: object) -> None:
        """Tell what stops a run."""
        line = messages(self._language)[key].format(**fields)
        if self._as_json:
            self._log(key, **fields, message=line)
        else:
            self._print(line)

    def _report(self, problem: Problem) -> None:
        self._shown += 1
        if self._as_json:
            self._log("problem", error=problem.key, message=describe(problem, self._language))
        elif not self._quiet and self._shown <= _MOST_SHOWN:
            self._print(describe(problem, self._language))
            if self._shown == _MOST_SHOWN:
                self._print(messages(self._language)["more_problems"])

    def _print(self, line: str) -> None:
        self._console.print(line.encode("utf-8", "backslashreplace").decode("utf-8"), markup=False)

    def _log(self, event: str, **fields: object) -> None:
        self._print(json.dumps({"event": event, "time": round(time.time(), 3), **fields}, default=str))
