"""Measures speed against bare tokenisation with ``spacy.blank("id")``: throughput, latency, corners, cold start, memory.

    python -m tests.benchmarks.speed [FILE.jsonl ...] [--complaints 20000] [--growth 1000000] [--peers DIR] [--json OUT] [--plots DIR]

Both sides take turns in the same run on the same texts: those of the files, and as many generated
complaints as asked for (see `corpus`). Times of one process are processor time, those of whole
processes are wall time. ``--peers`` measures medspaCy and EDS-NLP as well, in environments that it
makes in DIR; ``--plots`` draws cost against length of text and size of lexicon.

In the checkout the sources are measured. To measure an installed wheel, with its compiled modules, run it in a folder that holds
copies of ``tests``, ``train`` and ``data`` and nothing else.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

import spacy

from extractor import Extractor, __version__, matching
from extractor.results import encode
from tests.benchmarks.corpus import complaints

ROOT = Path(__file__).parents[2]
Figures = dict[str, float]
ROUNDS = 5
SENTENCE = "Kaki kiri saya kesemutan kalau pakai sepatu ketat, tapi tidak kram"
_PROGRAM = """
from tests.benchmarks.corpus import complaints
{setup}
for text in complaints({count}):
    {work}
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
CORNERS = {"a ": "a ", "tidak ": "tidak ", "one term": "kram ", "tidak kram, ": "tidak kram, ", "zero-width": "\u200b", "one word": "a"}
_CORNER = 200_000
_OURS = "from extractor import Extractor\nfrom extractor.results import encode\nextract = Extractor().extract"
_BARE = "import spacy\nmake_doc = spacy.blank('id').make_doc"


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that `work` takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def in_turn(*sides: Callable[[], float], rounds: int = ROUNDS) -> list[tuple[float, ...]]:
    """Return all figures of each side, measured in turn."""
    return list(zip(*([side() for side in sides] for _ in range(rounds)), strict=True))


def throughput(texts: Sequence[str], extractor: Extractor, bare: Callable[[str], object]) -> Figures:
    """Measure `extract_many` with its records encoded, against bare tokenisation; texts read for the first time are told apart."""
    ours, theirs = in_turn(
        lambda: seconds(lambda: [len(encode(result)) for result in extractor.extract_many(texts)]),
        lambda: seconds(lambda: [len(bare(text)) for text in texts]),  # type: ignore[arg-type]
    )
    return {
        "complaints_per_second": len(texts) / min(ours), "bare_per_second": len(texts) / min(theirs),
        "ratio": min(ours) / min(theirs), "ratio_of_first_reading": ours[0] / theirs[0],
    }  # fmt: skip


def latency(texts: Sequence[str]) -> Figures:
    """Measure single calls of `extract` on complaints of about 60 words; those that nobody read before are told apart."""
    extract, bare = Extractor().extract, spacy.blank("id").make_doc
    ours_first, theirs_first = _times(texts, extract), _times(texts, bare)
    ours, theirs = (list(map(min, zip(*(_times(texts, call) for _ in range(3)), strict=True))) for call in (extract, bare))
    p50, p99 = statistics.median(ours), statistics.quantiles(ours, n=100)[98]
    return {
        "p50_microseconds": p50 * 1e6, "p99_microseconds": p99 * 1e6,
        "p50_ratio": p50 / statistics.median(theirs), "p99_to_p50": p99 / p50,
        "p50_microseconds_of_first_reading": statistics.median(ours_first) * 1e6,
        "p50_ratio_of_first_reading": statistics.median(ours_first) / statistics.median(theirs_first),
    }  # fmt: skip


def _times(texts: Sequence[str], call: Callable[[str], object]) -> list[float]:
    return [seconds(lambda text=text: call(text)) for text in texts]  # type: ignore[misc]


def corners(texts: Sequence[str], extractor: Extractor) -> Figures:
    """Measure lines that are hard to read in time: their cost per character against that of ordinary texts."""
    lines = {name: (piece * _CORNER)[:_CORNER] for name, piece in CORNERS.items()}
    lines["nested parentheses"] = "(" * (_CORNER // 2) + ")" * (_CORNER // 2)
    ordinary = _best(lambda: [extractor.extract(text) for text in texts]) / sum(map(len, texts))
    return {name: _best(lambda line=line: extractor.extract(line)) / len(line) / ordinary for name, line in lines.items()}  # type: ignore[misc]


def _best(work: Callable[[], object]) -> float:
    return min(seconds(work) for _ in range(3))


def cold_start() -> Figures:
    """Measure fresh processes from start to end, against ``python -c "import spacy"``."""
    gejala = [sys.executable, "-m", "extractor"]
    bare, extract, show_help = map(min, in_turn(
        lambda: _wall([sys.executable, "-c", "import spacy"]),
        lambda: _wall([*gejala, "extract", SENTENCE]),
        lambda: _wall([*gejala, "--help"]),
        rounds=7,
    ))  # fmt: skip
    return {"import_spacy_seconds": bare, "extract_seconds": extract, "extract_ratio": extract / bare, "help_ratio": show_help / bare}


def _wall(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - begin


def memory(complaints_read: int, growth: int) -> Figures:
    """Measure the peak memory of processes that read many distinct complaints, in MB."""
    ours = _peak(_OURS, "encode(extract(text))", complaints_read)
    bare = _peak(_BARE, "make_doc(text)", complaints_read)
    figures = {"megabytes": ours, "bare_megabytes": bare, "ratio": ours / bare}
    if growth:
        figures["megabytes_after_growth"] = _peak(_OURS, "encode(extract(text))", growth)
    return figures


def _peak(setup: str, work: str, count: int) -> float:
    program = _PROGRAM.format(setup=setup, count=count, work=work)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    return int(done.stdout) / 1024


def read_texts(path: Path) -> list[str]:
    """Return the complaints of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    with Path("/proc/cpuinfo").open() as lines:
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    kind = "compiled" if matching.__file__.endswith(tuple(EXTENSION_SUFFIXES)) else "source"
    versions = f"Python {platform.python_version()}, spaCy {spacy.__version__}, gejala {__version__} ({kind})"
    return {"processor": f"{model}, {os.cpu_count()} cores", "system": platform.system(), "versions": versions}


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a Markdown table."""
    rows = [f"| {group} | {name.replace('_', ' ')} | {value:.2f} |" for group, found in figures.items() for name, value in found.items()]
    return "\n".join(["| | | |", "| --- | --- | ---: |", *rows])


def measure(options: argparse.Namespace) -> dict[str, Figures]:
    """Measure all that was asked for."""
    extractor, bare = Extractor(), spacy.blank("id").make_doc
    generated = list(complaints(options.complaints))
    given = [text for path in options.files for text in read_texts(path)]
    figures = {}
    for name, texts in (("given files", given), ("generated", generated)):
        if texts:
            figures[f"throughput, {name}"] = throughput(texts, extractor, bare)
    sixty = [text for text in given or generated if 50 <= len(text.split()) <= 70]
    figures["latency at 60 words"] = latency(sixty[:2000])
    figures["200,000 characters of"] = corners(given or generated[:2000], extractor)
    figures["cold start"] = cold_start()
    figures["memory"] = memory(options.complaints, options.growth)
    if options.peers:
        from tests.benchmarks.peers import measure_peers

        figures |= measure_peers(options.peers, (given or generated)[:2000], extractor.lexicon)
    return figures


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure, print the table, write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--complaints", type=int, default=20_000, help="how many to generate")
    parser.add_argument("--growth", type=int, default=0, help="measure memory also after so many complaints")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="measure medspaCy and EDS-NLP in environments made there")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures")
    parser.add_argument("--plots", type=Path, metavar="DIR", help="draw cost against length of text and size of lexicon")
    options = parser.parse_args(None if arguments is None else list(arguments))
    figures = measure(options)
    print(", ".join(machine().values()), table(figures), sep="\n\n")
    if options.plots:
        from tests.benchmarks.plots import draw

        figures |= draw(options.plots)
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "figures": figures}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
