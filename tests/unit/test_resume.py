"""Runs that are stopped and gone on with write the very bytes of a run that nothing disturbed."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.batch import chunks, outputs
from extractor.batch.run import Job, Watcher, run_batch
from extractor.batch.sinks import Format, kind_of_output
from extractor.batch.work import Counts, Tables, fingerprint
from extractor.errors import BatchError
from extractor.messages import messages
from extractor.resources import LEXICON
from tests.command import gejala, rows, said

NAMES = ("out.jsonl", "out.jsonl.gz", "out.csv", "out.csv.gz", "out.parquet")


class KilledError(Exception):
    """Stops a run where a kill would."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make chunks of a few complaints, and commit behind each."""
    monkeypatch.setattr(chunks, "MOST_RECORDS", 4)
    monkeypatch.setattr(outputs, "COMMIT_EVERY", 0.0)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of small files, some of whose records cannot be read."""
    folder = tmp_path_factory.mktemp("resume") / "in"
    folder.mkdir()
    hand = random.Random(0)
    words = ["kaki kram", "tidak nyeri 😀", "halo", "betis pegal sejak 3 hari", "tangan é kesemutan", ""]
    for number in range(6):
        lines = [json.dumps({"id": f"{number}-{n}", "text": hand.choice(words)}) for n in range(hand.randrange(9))]
        lines[2:2] = ["{"] * (number % 3)
        (folder / f"{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "a.csv").write_text('id,text\na1,kram\na2,"kaki\nnyeri"\na3\na4,pegal\n', encoding="utf-8")
    (folder / "b.txt").write_bytes(b"kram\n\0\n\xff\nnyeri\n")
    return folder


def job(inputs: Path, output: Path, **options: Any) -> Job:
    kind = kind_of_output(output)
    assert kind is not None
    return Job(inputs=(inputs,), output=output, format=Format(kind=kind, zipped=output.suffix == ".gz"), **options)


def run_until(job: Job, chunk: int | None, folder: Path, saved: Path) -> Counts:
    """Run; behind `chunk` chunks take a copy of all files, as a kill would leave them, and stop."""
    seen = 0

    def count(counts: Counts) -> None:
        nonlocal seen
        seen += 1
        if seen == chunk:
            shutil.copytree(folder, saved)
            raise KilledError

    return run_batch(job, Watcher(lambda counts: None, lambda size: None, lambda problem: None, count))


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module", params=NAMES)
def whole(request: pytest.FixtureRequest, inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes], Counts]:
    """Return the name of an output, the files of an undisturbed run, and its counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "MOST_RECORDS", 4)
        folder = tmp_path_factory.mktemp("whole")
        counts = run_until(job(inputs, folder / request.param), None, folder, folder)
    return request.param, read_all(folder), counts


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kills=st.lists(st.tuples(st.integers(1, 6), st.binary(max_size=9)), max_size=5))
def test_killed_anywhere(
    whole: tuple[str, dict[str, bytes], Counts], inputs: Path, kills: list[tuple[int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, files, counts = whole
    folder = tmp_path_factory.mktemp("killed") / "out"
    folder.mkdir()
    output = folder / name
    for number, (chunk, torn) in enumerate(kills):
        saved = folder.with_name(f"saved{number}")
        try:
            run_until(job(inputs, output, resume=True), chunk, folder, saved)
        except KilledError:
            shutil.rmtree(folder)
            saved.rename(folder)
            for path in folder.iterdir():  # what no commit vouches for
                path.write_bytes(path.read_bytes() + torn)
        else:
            break
    assert run_until(job(inputs, output, resume=True), None, folder, folder) == counts
    assert read_all(folder) == files


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
@pytest.mark.parametrize("step", range(6))
def test_killed_while_it_finishes(inputs: Path, tmp_path: Path, name: str, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every renaming and removing may be the last thing that happens."""
    (tmp_path / "whole").mkdir()
    run_until(job(inputs, tmp_path / "whole" / name), None, tmp_path, tmp_path)
    folder = tmp_path / "out"
    folder.mkdir()
    done = 0

    def dying(function: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal done
            if done == step:
                raise KilledError
            done += 1
            return function(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dying(os.replace))
        patch.setattr(Path, "unlink", dying(Path.unlink))
        with contextlib.suppress(KilledError):
            run_until(job(inputs, folder / name), None, tmp_path, tmp_path)
    run_until(job(inputs, folder / name, resume=True), None, tmp_path, tmp_path)
    assert read_all(folder) == read_all(tmp_path / "whole")


def stop_after(inputs: Path, output: Path, chunk: int, **options: Any) -> None:
    """Leave an unfinished run behind."""
    with pytest.raises(KilledError):
        run_until(job(inputs, output, **options), chunk, output.parent, output.parent.with_name("saved"))


@pytest.fixture
def mine(inputs: Path, tmp_path: Path) -> Path:
    """Return a copy of the inputs that a test may change."""
    return shutil.copytree(inputs, tmp_path / "in")


def test_an_unfinished_run_is_not_overwritten(mine: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    stop_after(mine, output, 3)
    before = read_all(output.parent)
    outcome = gejala("batch", mine, "-o", output)
    assert outcome.exit_code == 2
    with pytest.raises(BatchError) as caught:
        run_until(job(mine, output), None, tmp_path, tmp_path)
    assert said(outcome, "unfinished", **caught.value.fields)
    assert read_all(output.parent) == before


CHANGES = {
    "a row more": ("a.csv", lambda content: content + b"a5,kram\n"),
    "another sign in what was read": ("0.jsonl", lambda content: content.replace(b"k", b"K")),
    "another sign in what was not": ("b.txt", lambda content: content.replace(b"k", b"K")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_input_is_refused(mine: Path, tmp_path: Path, change: str) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    stop_after(mine, output, 3)
    before = read_all(output.parent)
    name, edit = CHANGES[change]
    (mine / name).write_bytes(edit((mine / name).read_bytes()))
    outcome = gejala("batch", mine, "-o", output, "--resume")
    assert outcome.exit_code == 2
    assert said(outcome, "changed", path=mine / name)
    assert read_all(output.parent) == before


def test_an_input_that_hides_its_change_is_refused(mine: Path, tmp_path: Path) -> None:
    """The part of the present file that was read is compared by what it says."""
    path = mine / "0.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"kaki kram {n}"}) for n in range(30)), encoding="utf-8")
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    stop_after(mine, output, 3)
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"kram 1", b"kran 1"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    outcome = gejala("batch", mine, "-o", output, "--resume")
    assert outcome.exit_code == 2
    assert said(outcome, "changed", path=path)


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_other_inputs_are_refused(mine: Path, tmp_path: Path, change: str) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    stop_after(mine, output, 3)
    other = mine / ("c.txt" if change == "more" else "b.txt")
    if change == "more":
        other.write_text("kram", encoding="utf-8")
    else:
        other.unlink()
    outcome = gejala("batch", mine, "-o", output, "--resume")
    assert outcome.exit_code == 2
    assert said(outcome, "changed", path=other)


@pytest.mark.parametrize("options", [["--no-text"], ["--limit", "5"], ["--id-field", "no"], ["--unit", "file"]])
def test_other_options_are_refused(mine: Path, tmp_path: Path, options: list[str]) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    stop_after(mine, output, 3)
    outcome = gejala("batch", mine, "-o", output, "--resume", *options)
    assert outcome.exit_code == 2
    assert said(outcome, "changed_options")


def test_another_lexicon_is_refused(mine: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    folder = shutil.copytree(LEXICON, tmp_path / "lexicon")
    tables = Tables(lexicon=str(folder))
    stop_after(mine, output, 3, tables=tables)
    (folder / "terms.csv").open("a", encoding="utf-8").write("\n")
    fingerprint.cache_clear()
    with pytest.raises(BatchError) as caught:
        run_until(job(mine, output, resume=True, tables=tables), None, tmp_path, tmp_path)
    assert (caught.value.key, caught.value.refused) == ("changed_tables", True)


def test_a_part_that_was_cut_is_refused(mine: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    stop_after(mine, output, 3)
    part = output.with_name("out.jsonl.part")
    os.truncate(part, 10)
    outcome = gejala("batch", mine, "-o", output, "--resume")
    assert outcome.exit_code == 2
    assert said(outcome, "part_short", path=part)


def test_two_runs_at_one_output(mine: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    caught = []

    def count(counts: Counts) -> None:
        if not caught:
            with pytest.raises(BatchError) as refused:
                run_batch(job(mine, output, resume=True), watcher)
            caught.append((refused.value.key, refused.value.refused))

    watcher = Watcher(lambda counts: None, lambda size: None, lambda problem: None, count)
    run_batch(job(mine, output), watcher)
    assert caught == [("busy", True)]


def test_nothing_to_resume_begins_anew(mine: Path, tmp_path: Path) -> None:
    assert gejala("batch", mine, "-o", tmp_path / "a.jsonl").exit_code == 1
    assert gejala("batch", mine, "-o", tmp_path / "b.jsonl", "--resume").exit_code == 1
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_standard_input_is_piped_once_more(tmp_path: Path) -> None:
    lines = "".join(f"kaki kram {n}\n" for n in range(30))
    output = tmp_path / "out.jsonl"
    assert gejala("batch", "-", "-o", output, "--max-errors", 0, stdin=lines.replace("kram 20", "\0").encode()).exit_code == 3
    assert said(gejala("batch", "-", "-o", output, "--resume", stdin=lines.replace("kram 3", "nyeri").encode()), "changed", path="-")
    assert gejala("batch", "-", "-o", output, "--resume", stdin=lines.replace("kram 20", "\0").encode()).exit_code == 1
    assert [row["line"] for row in rows(output)] == [n for n in range(1, 31) if n != 21]


def wait_for(condition: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.txt"
    path.write_text(
        "".join(f"Dok, kaki kiri saya kram dan kesemutan sejak {n} hari, tidak nyeri\n" for n in range(20_000)), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_stopped(many: Path, tmp_path: Path, how: signal.Signals) -> None:
    """Workers end with their parent, and the run can be gone on with."""
    output = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "extractor", "batch", str(many), "-o", str(output), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        wait_for(
            lambda: len(outputs.journal_path(output).read_bytes().splitlines()) > 1 if outputs.journal_path(output).exists() else False
        )
        children = psutil.Process(running.pid).children(recursive=True)
        running.send_signal(how)
        _, said_last = running.communicate()
    assert children
    assert not output.exists()
    if how is signal.SIGINT:
        assert running.returncode == 130
        assert said_last.splitlines() == [messages("id")["interrupted_resume"].format(path=output)]
    wait_for(lambda: not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE])
    assert subprocess.run([*command, "--resume", "--quiet"], check=False, capture_output=True).stderr == b""
    assert [row["line"] for row in rows(output)] == list(range(1, 20_001))
