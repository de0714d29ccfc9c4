"""Measures ``gejala batch``: speed, memory, and what it does when it is killed or fed with broken records.

    python tests/benchmarks/batch.py [--complaints 200000] [--memory 100000,1000000] [--kills 10] [--folder DIR]

The complaints are those of this project (part ``develop``), each misspelled anew by a seeded hand, so that no two are alike.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from extractor.batch.records import LONGEST
from tests.benchmarks.corpus import complaints

_LOOK = 0.2


def write_corpus(path: Path, count: int) -> Path:
    """Write complaints as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(complaints(count)):
            file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return path


def command(source: Path, output: Path, *options: str) -> list[str]:
    """Return the command that reads `source`."""
    return [sys.executable, "-m", "extractor", "batch", str(source), "-o", str(output), "--lang", "en", *options]


def seconds(source: Path, output: Path, *options: str) -> tuple[float, float]:
    """Return how long a whole run takes, from start to end of its process, and how long its processes are at work together."""
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command(source, output, *options), check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree(process: psutil.Process) -> list[psutil.Process]:
    """Return a process with all it started."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def peak(source: Path, output: Path, *options: str) -> int:
    """Return the most bytes that the process tree of a run holds at a time (USS: what is its own)."""
    most = 0
    with subprocess.Popen(command(source, output, *options), stderr=subprocess.DEVNULL) as running:
        root = psutil.Process(running.pid)
        while running.poll() is None:
            held = 0
            for process in tree(root):
                try:
                    held += process.memory_full_info().uss
                except psutil.Error:
                    continue
            most = max(most, held)
            time.sleep(_LOOK)
    assert running.returncode == 0
    return most


def killed(source: Path, output: Path, kills: int, whole: float) -> int:
    """Run with two jobs, kill the parent at random moments and resume; return how many kills hit."""
    hand = random.Random(1)
    moments = sorted(hand.uniform(0.5, whole) for _ in range(kills))
    hits, worked = 0, 0.0
    for moment in moments:
        with subprocess.Popen(command(source, output, "--jobs", "2", "--resume"), stderr=subprocess.DEVNULL) as running:
            try:
                running.wait(max(1.0, moment - worked))
            except subprocess.TimeoutExpired:
                running.kill()
                hits += 1
        worked = moment
    subprocess.run(command(source, output, "--jobs", "2", "--resume"), check=True, stderr=subprocess.DEVNULL)
    return hits


def bad_lines(hand: random.Random) -> list[bytes]:
    """Return one broken line of every kind."""
    return [
        b'{"id": "x", "text": "kaki \xff\xfe kram"}',
        b'{"id": "x", "text": "' + b"k" * (LONGEST + hand.randrange(1000)) + b'"}',
        b'{"id": "x", "text": "kaki',
        b'{"id": "x", "words": "kaki"}',
        b'{"id": "x", "text": null}',
        b'{"id": "x", "text": "ka\0ki"}',
        b"[]",
    ]


def write_bad_corpus(path: Path, count: int) -> tuple[set[str], set[int]]:
    """Write complaints of which one in a hundred is broken; return the ids of the good and the lines of the bad."""
    hand = random.Random(2)
    good, bad = set(), set()
    with path.open("wb") as file:
        for number, text in enumerate(complaints(count), 1):
            if hand.random() < 0.01:
                file.write(hand.choice(bad_lines(hand)))
                bad.add(number)
            else:
                file.write(json.dumps({"id": str(number), "text": text}).encode())
                good.add(str(number))
            file.write(b"\n")
    return good, bad


def measure_faults(folder: Path, count: int) -> None:
    """Print what becomes of a corpus with broken records."""
    source, output = folder / "bad.jsonl", folder / "bad.out.jsonl"
    good, bad = write_bad_corpus(source, count)
    done = subprocess.run(command(source, output, "--jobs", "2"), check=False, capture_output=True, text=True)
    with output.open("rb") as file:
        ids = [json.loads(line)["id"] for line in file]
    with (folder / "bad.out.errors.jsonl").open("rb") as file:
        lines = [json.loads(line)["line"] for line in file]
    right = (done.returncode, len(ids), len(lines)) == (1, len(good), len(bad)) and (set(ids), set(lines)) == (good, bad)
    print(f"broken records: {len(good)} good and {len(bad)} bad of {count}; every one once where it belongs: {right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--complaints", type=int, default=200_000)
    parser.add_argument("--memory", default="100000,1000000")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--folder", type=Path, default=None)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}", flush=True)
    source = write_corpus(folder / "in.jsonl", given.complaints)
    (one, busy_one), (two, busy_two) = (seconds(source, folder / f"{jobs}.jsonl", "--jobs", jobs) for jobs in ("1", "2"))
    same = digest(folder / "1.jsonl") == digest(folder / "2.jsonl")
    rates = f"{given.complaints / one:.0f}/s and {given.complaints / two:.0f}/s"
    print(
        f"speed over {given.complaints}: one job {one:.1f} s, two {two:.1f} s ({rates}): {one / two:.2f} times; same bytes: {same}",
        flush=True,
    )
    print(f"  processors at work: {busy_one:.1f} s and {busy_two:.1f} s; on free cores up to {2 * busy_one / busy_two:.2f} times")
    hits = killed(source, folder / "killed.jsonl", given.kills, two)
    same = digest(folder / "killed.jsonl") == digest(folder / "2.jsonl")
    print(f"killed {hits} times: same SHA-256 as undisturbed: {same}", flush=True)
    measure_faults(folder, min(given.complaints, 50_000))
    counts = [int(count) for count in given.memory.split(",")]
    peaks = [peak(write_corpus(folder / "memory.jsonl", count), folder / "memory.out.jsonl", "--jobs", "2") for count in counts]
    shown = ", ".join(f"{most / 1e6:.0f} MB over {count}" for most, count in zip(peaks, counts, strict=True))
    print(f"peak memory of the process tree: {shown}: {peaks[-1] / peaks[0]:.2f} times")
    if given.folder is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
