"""``gejala batch``: what it writes, what it says, and its exit codes."""

import csv
import gzip
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor import Extractor, Result
from extractor.batch.records import LONGEST
from extractor.messages import messages
from tests.command import SECRET, gejala, rows, said

TEXTS = [("c1", "tidak kram"), ("b1", "Kaki, tangan kesemutan"), ("b2", "halo")]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Return a folder with one good file of each kind."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Kaki kram\n\nbetis nyeri\n", encoding="utf-8")
    (folder / "b.csv").write_text('id,text\nb1,"Kaki, tangan kesemutan"\nb2,halo\n', encoding="utf-8")
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(b'{"id": "c1", "text": "tidak kram"}\n'))
    (folder / "d.tsv").write_text("id\ttext\nd1\tpegal\n", encoding="utf-16")
    pq.write_table(pa.table({"id": [7], "text": ["lemas"]}), folder / "e.parquet")
    return folder


def expected(inputs: Path, extractor: Extractor) -> list[dict[str, Any]]:
    """Return what the folder of `inputs` gives."""
    found = [
        ("a.txt", 1, f"{inputs}/a.txt:1", "Kaki kram"),
        ("a.txt", 3, f"{inputs}/a.txt:3", "betis nyeri"),
        ("b.csv", 2, "b1", "Kaki, tangan kesemutan"),
        ("b.csv", 3, "b2", "halo"),
        ("c.jsonl.gz", 1, "c1", "tidak kram"),
        ("d.tsv", 2, "d1", "pegal"),
        ("e.parquet", 1, "7", "lemas"),
    ]
    return [{**extractor.extract(text, id=id_).to_dict(), "source": f"{inputs}/{name}", "line": line} for name, line, id_, text in found]


def test_batch(inputs: Path, tmp_path: Path, extractor: Extractor) -> None:
    output = tmp_path / "out.jsonl"
    outcome = gejala("batch", inputs / "c.jsonl.gz", inputs, "-o", output)
    written = expected(inputs, extractor)
    assert outcome.exit_code == 0, outcome.stderr
    assert outcome.stdout == ""
    assert rows(output) == [written[4], *written]
    results = [Result.from_json(line) for line in output.read_bytes().splitlines()]
    (summary,) = outcome.stderr.splitlines()
    counts = {
        "records": len(results),
        "mentions": sum(len(result.mentions) for result in results),
        "causes": sum(cause.predicted for result in results for cause in result.causes),
        "abstained": sum(result.abstained for result in results),
        "errors": 0,
    }
    said_before_rate, _, said_after = messages("id")["summary"].partition("{rate}")
    assert summary.startswith(said_before_rate.format(**counts))
    assert summary.endswith(said_after.format(path=output))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl"]


def test_gzip_and_standard_output_hold_the_same(inputs: Path, tmp_path: Path) -> None:
    assert gejala("batch", inputs, "-o", tmp_path / "out.jsonl").exit_code == 0
    assert gejala("batch", inputs, "-o", tmp_path / "out.jsonl.gz").exit_code == 0
    outcome = gejala("batch", inputs, "-o", "-")
    assert outcome.exit_code == 0
    plain = (tmp_path / "out.jsonl").read_bytes()
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()) == outcome.stdout_bytes == plain


def test_standard_input(tmp_path: Path) -> None:
    outcome = gejala("batch", "-", "-o", tmp_path / "out.jsonl", stdin="kram\n\nnyeri\n")
    assert outcome.exit_code == 0
    found = [(row["id"], row["source"], row["line"], row["text"]) for row in rows(tmp_path / "out.jsonl")]
    assert found == [("-:1", "-", 1, "kram"), ("-:3", "-", 3, "nyeri")]


def test_a_pattern(inputs: Path, tmp_path: Path) -> None:
    assert gejala("batch", tmp_path / "*" / "[ab].*", "-o", tmp_path / "out.jsonl").exit_code == 0
    assert [row["source"] for row in rows(tmp_path / "out.jsonl")] == [f"{inputs}/{name}" for name in ["a.txt"] * 2 + ["b.csv"] * 2]


def test_the_same_from_every_way_of_working(tmp_path: Path) -> None:
    """Workers are started from some thousand complaints on."""
    path = tmp_path / "in.txt"
    path.write_text("".join(f"kaki kram {n} hari\n" for n in range(3500)), encoding="utf-8")
    for jobs in ("1", "2"):
        assert gejala("batch", path, "-o", tmp_path / f"{jobs}.jsonl.gz", "--jobs", jobs).exit_code == 0
    assert (tmp_path / "1.jsonl.gz").read_bytes() == (tmp_path / "2.jsonl.gz").read_bytes()
    assert len(gzip.decompress((tmp_path / "1.jsonl.gz").read_bytes()).splitlines()) == 3500


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_csv_of_complaints(inputs: Path, tmp_path: Path, extractor: Extractor) -> None:
    assert gejala("batch", inputs, "-o", tmp_path / "out.csv").exit_code == 0
    found = table(tmp_path / "out.csv")
    for cells, row in zip(found, expected(inputs, extractor), strict=True):
        assert {name: cells[name] for name in ("id", "source", "line", "text", "abstained", "mentions")} == {
            **{name: str(row[name]) for name in ("id", "source", "line", "text")},
            "abstained": str(row["abstained"]).lower(),
            "mentions": str(len(row["mentions"])),
        }
        assert cells["causes"].split() == [cause["cause"] for cause in row["causes"] if cause["predicted"]]
        assert all(float(cells[cause["cause"]]) == cause["probability"] for cause in row["causes"])
    assert [cells["affirmed"] for cells in found] == ["kram", "nyeri", "kesemutan", "", "", "pegal", "lemah"]


def test_csv_of_mentions(inputs: Path, tmp_path: Path, extractor: Extractor) -> None:
    assert gejala("batch", inputs, "-o", tmp_path / "out.csv", "--table", "mentions").exit_code == 0
    wanted = [(row, at, mention) for row in expected(inputs, extractor) for at, mention in enumerate(row["mentions"])]
    for cells, (row, at, mention) in zip(table(tmp_path / "out.csv"), wanted, strict=True):
        assert (cells["id"], cells["mention"], cells["text"]) == (row["id"], str(at), mention["text"])
        assert cells["sites"].split() == mention.get("sites", [])
        assert cells["negated"] == str(mention.get("negated", "")).lower()
        assert json.loads(cells["cues"] or "[]") == mention.get("cues", []) or cells["cues"] == ""


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+62", "-kram", "@x", "kram = nyeri", "\tkram", "kram\rnyeri\n"]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"id": text, "text": text}) + "\n" for text in texts), encoding="utf-8")
    assert gejala("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.csv").exit_code == 0
    defused = ["'=1+1", "'+62", "'-kram", "'@x", "kram = nyeri", "'\tkram", "kram\rnyeri\n"]
    assert [(row["id"], row["text"]) for row in table(tmp_path / "out.csv")] == [(text, text) for text in defused]


def without_absent(value: Any) -> Any:
    """Leave out what is null, as Parquet cannot tell it from what is absent."""
    if isinstance(value, dict):
        return {key: without_absent(inner) for key, inner in value.items() if inner is not None}
    return [without_absent(inner) for inner in value] if isinstance(value, list) else value


def test_parquet(inputs: Path, tmp_path: Path, extractor: Extractor) -> None:
    assert gejala("batch", inputs, "-o", tmp_path / "out.parquet").exit_code == 0
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert without_absent(found) == without_absent(expected(inputs, extractor))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.parquet"]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "mentions.csv"])
def test_no_text(tmp_path: Path, name: str) -> None:
    text = "Jempol kaki kiriku kesemutan sejak kemarin malam, tidak nyeri"
    (tmp_path / "in.txt").write_text(text, encoding="utf-8")
    options = ["--table", "mentions"] if name == "mentions.csv" else []
    assert gejala("batch", tmp_path / "in.txt", "-o", tmp_path / name, "--no-text", *options).exit_code == 0
    if name == "out.parquet":
        found: Any = pq.read_table(tmp_path / name).to_pylist()
    else:
        found = rows(tmp_path / name) if name == "out.jsonl" else table(tmp_path / name)
    assert found
    shown = json.dumps(found).lower()
    assert "kesemutan" in shown  # the concept
    assert [word for word in ("jempol kaki kiriku", "kiriku", "tidak", "kemarin", '"text"') if word in shown] == []


def test_lone_surrogates_pass_through_every_output(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "kaki \\ud800 kram"}\n', encoding="utf-8")
    for name in ("out.jsonl", "out.csv", "out.parquet"):
        assert gejala("batch", tmp_path / "in.jsonl", "-o", tmp_path / name).exit_code == 0
    assert rows(tmp_path / "out.jsonl")[0]["text"] == "kaki \ud800 kram"
    assert table(tmp_path / "out.csv")[0]["text"] == "kaki ? kram"
    assert pq.read_table(tmp_path / "out.parquet")["text"].to_pylist() == ["kaki ? kram"]


def test_batch_in_english(inputs: Path, tmp_path: Path) -> None:
    outcome = gejala("batch", inputs, tmp_path / "no.txt", "-o", tmp_path / "out.jsonl", "--lang", "en")
    assert messages("en")["missing"].format(path=tmp_path / "no.txt") in outcome.stderr.splitlines()
    assert outcome.stderr.splitlines()[-2].startswith("7 complaints, ")


def test_batch_fields_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("no,keluhan\n1,kram\n", encoding="utf-8")
    outcome = gejala("batch", tmp_path / "a.csv", "-o", tmp_path / "out.jsonl", "--text-field", "keluhan", "--id-field", "no")
    assert outcome.exit_code == 0
    assert [(row["id"], row["text"]) for row in rows(tmp_path / "out.jsonl")] == [("1", "kram")]


def test_batch_processes_the_rest(inputs: Path, tmp_path: Path) -> None:
    """Each problem is one line on stderr and in the file of problems; everything else is in the output."""
    (tmp_path / "empty").mkdir()
    bad = {
        "column.csv": f"id,teks\n1,{SECRET}\n".encode(),
        "broken.jsonl": f'{{"id": "x1", "text": "kram"}}\n{{"id": "x2", "text": "{SECRET}\n{{"id": "x3", "text": "nyeri"}}\n'.encode(),
        "field.jsonl": f'{{"id": "y", "teks": "{SECRET}"}}\n'.encode(),
        "quote.csv": f'id,text\n1,"a"{SECRET}\n2,pegal\n'.encode(),
        "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\xff" + SECRET.encode() + b"\n",
        "bytes.txt": b"kaki \xff\xfe" + SECRET.encode() + b"\nlemas",
        "long.txt": b"pegal\n" + SECRET.encode() * LONGEST + b"\n",
        "broken.parquet": SECRET.encode(),
        "null.parquet": b"",
        "picture.png": b"x",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    pq.write_table(pa.table({"text": ["pegal", None]}), tmp_path / "null.parquet")
    output = tmp_path / "out.jsonl"
    paths = [tmp_path / name for name in bad]
    outcome = gejala("batch", tmp_path / "no.txt", tmp_path / "empty", *paths, inputs, "-o", output)
    assert outcome.exit_code == 1
    problems = [
        ("no.txt", None, "missing"),
        ("empty", None, "empty_folder"),
        ("column.csv", 1, "no_column"),
        ("broken.jsonl", 2, "bad_json"),
        ("field.jsonl", 1, "no_field"),
        ("quote.csv", 2, "bad_csv"),
        ("binary.txt", 1, "not_text"),
        ("bytes.txt", 1, "not_text"),
        ("long.txt", 2, "too_long"),
        ("broken.parquet", None, "cannot_read"),
        ("null.parquet", 2, "no_field"),
        ("picture.png", None, "unknown_kind"),
    ]
    told = rows(tmp_path / "out.errors.jsonl")
    assert [(row["source"], row["line"], row["error"]) for row in told] == [(f"{tmp_path}/{name}", *rest) for name, *rest in problems]
    assert SECRET not in (tmp_path / "out.errors.jsonl").read_text(encoding="utf-8")
    lines = outcome.stderr.splitlines()
    assert lines[:-2] == [f"{row['source']}:{row['line']}: {row['reason']}".replace(":None:", ":") for row in told]
    assert f"{len(problems)} galat" in lines[-2]
    assert lines[-1] == messages("id")["see_errors"].format(path=tmp_path / "out.errors.jsonl")
    good = ["x1", "x3", "2", f"{tmp_path}/bytes.txt:2", f"{tmp_path}/long.txt:1", f"{tmp_path}/null.parquet:1"]
    assert [row["id"] for row in rows(output)] == [*good, f"{inputs}/a.txt:1", f"{inputs}/a.txt:3", "b1", "b2", "c1", "d1", "7"]


def test_a_complaint_that_fails_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_text(f"kram\n{SECRET}\nnyeri\n", encoding="utf-8")
    extract = Extractor.extract

    def fail_once(self: Extractor, text: str, **options: Any) -> Result:
        if text == SECRET:
            raise RuntimeError(text)
        return extract(self, text, **options)

    monkeypatch.setattr(Extractor, "extract", fail_once)
    assert gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl").exit_code == 1
    assert [row["text"] for row in rows(tmp_path / "out.jsonl")] == ["kram", "nyeri"]
    (problem,) = rows(tmp_path / "out.errors.jsonl")
    assert (problem["line"], problem["error"]) == (2, "failed")


def test_an_older_file_of_problems_does_not_outlive_a_good_run(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"kram\n\0\n")
    assert gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl").exit_code == 1
    (tmp_path / "in.txt").write_bytes(b"kram\n")
    assert gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "out.jsonl"]


def test_only_the_first_problems_are_told(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("x\n" * 50, encoding="utf-8")
    outcome = gejala("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert len(outcome.stderr.splitlines()) == 20 + 3
    assert said(outcome, "more_problems")
    assert len(rows(tmp_path / "out.errors.jsonl")) == 50


def test_limit(inputs: Path, tmp_path: Path) -> None:
    for limit in (0, 1, 3, 100):
        outcome = gejala("batch", inputs, "-o", tmp_path / f"{limit}.jsonl", "--limit", limit)
        assert outcome.exit_code == 0
        assert len(rows(tmp_path / f"{limit}.jsonl")) == min(limit, 7)


def test_max_errors(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "kram"}\nx\nx\n{"text": "nyeri"}\n', encoding="utf-8")
    output = tmp_path / "out.jsonl"
    outcome = gejala("batch", tmp_path / "in.jsonl", "-o", output, "--max-errors", 1)
    assert outcome.exit_code == 3
    assert said(outcome, "too_many_errors", path=output, errors=2)
    assert not output.exists()
    assert gejala("batch", tmp_path / "in.jsonl", "-o", output, "--max-errors", 2, "--resume").exit_code == 1
    assert [row["text"] for row in rows(output)] == ["kram", "nyeri"]


def test_dry_run(inputs: Path, tmp_path: Path) -> None:
    (inputs / "f.txt").write_bytes(b"kram\n\0\n")
    before = sorted(tmp_path.rglob("*"))
    outcome = gejala("batch", inputs, "-o", tmp_path / "out.jsonl", "--dry-run")
    assert outcome.exit_code == 1
    counts = {"a.txt": (2, 0), "b.csv": (2, 0), "c.jsonl.gz": (1, 0), "d.tsv": (1, 0), "e.parquet": (1, 0), "f.txt": (1, 1)}
    for name, (records, errors) in counts.items():
        assert said(outcome, "would_read", path=inputs / name, records=records, errors=errors)
    assert said(outcome, "would_read_all", files=6, records=8, errors=1)
    assert sorted(tmp_path.rglob("*")) == before


def test_quiet(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"kram\n\0\n")
    outcome = gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl", "--quiet")
    assert (outcome.exit_code, outcome.stderr, outcome.stdout) == (1, "", "")
    assert gejala("batch", tmp_path / "in.txt", "-o", tmp_path, "--quiet").stderr != ""


def test_a_bar_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_bytes(b"kram\n")
    assert messages("id")["reading"] not in gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl").stderr
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert messages("id")["reading"] in gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl").stderr
    assert gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl", "--quiet").stderr == ""


def test_log_json(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"kram\n\0\n")
    events = [
        json.loads(line) for line in gejala("batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl", "--log-json").stderr.splitlines()
    ]
    assert [event["event"] for event in events] == ["problem", "summary", "see_errors"]
    assert (events[1]["records"], events[1]["errors"]) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "key", "fields"),
    [
        (["-o", "out.json"], "unknown_output", {"path": "out.json"}),
        (["-o", "out.jsonl", "--encoding", "utf-9"], "bad_encoding", {"encoding": "utf-9"}),
        (["-o", "out.jsonl", "--encoding", "cp037"], "bad_encoding", {"encoding": "cp037"}),
        (["-o", "out.jsonl", "--jobs", "0"], "bad_jobs", {"jobs": 0}),
        (["-o", "out.jsonl", "--jobs", "-2"], "bad_jobs", {"jobs": -2}),
        (["-o", "out.jsonl", "--backend", "dask"], "no_scheduler", {}),
        (["-o", "out.jsonl", "--scheduler", "tcp://localhost:1"], "no_scheduler", {}),
    ],
)
def test_what_cannot_be_asked_for(
    inputs: Path, arguments: list[str], key: str, fields: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = gejala("batch", inputs, *arguments)
    assert outcome.exit_code == 2
    assert said(outcome, key, **fields)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_batch_refuses_an_output_that_is_an_input(inputs: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in inputs.iterdir()}
    output = inputs / "b.csv"
    assert said(gejala("batch", output, "-o", output), "same_file", path=output)
    linked = tmp_path / "link.csv"
    linked.symlink_to(output)
    for given, to in [(output, output), (inputs, inputs / "sub" / ".." / "b.csv"), (inputs, inputs / "new.jsonl"), (output, linked)]:
        outcome = gejala("batch", given, "-o", to)
        assert outcome.exit_code == 2
        assert len(outcome.stderr.splitlines()) == 1
    assert said(gejala("batch", inputs, "-o", inputs / "new.jsonl"), "inside_input", path=inputs / "new.jsonl", folder=inputs)
    assert {path: path.read_bytes() for path in inputs.iterdir()} == before


@pytest.mark.parametrize("place", ["nowhere/out.jsonl", "folder.jsonl", "in/a.txt/out.jsonl"])
def test_batch_that_cannot_write(inputs: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    before = sorted(tmp_path.rglob("*"))
    outcome = gejala("batch", inputs / "b.csv", "-o", tmp_path / place)
    assert outcome.exit_code == 3
    (line,) = outcome.stderr.splitlines()
    assert line.startswith(f"{tmp_path / place}: ")
    assert sorted(tmp_path.rglob("*")) == before


def test_batch_keeps_an_older_output_until_it_is_done(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("old\n", encoding="utf-8")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Extractor, "extract", stop)
    outcome = gejala("batch", inputs, "-o", output)
    assert outcome.exit_code == 130
    assert said(outcome, "interrupted", path=output)
    assert output.read_text(encoding="utf-8") == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl"]


def test_batch_of_nothing_readable(tmp_path: Path) -> None:
    outcome = gejala("batch", tmp_path / "no.txt", "-o", tmp_path / "out.jsonl")
    assert outcome.exit_code == 1
    assert said(outcome, "missing", path=tmp_path / "no.txt")


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "extractor", "batch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a file of complaints whose results are longer than a pipe holds."""
    path = tmp_path / "many.txt"
    path.write_text("".join(f"kaki kram {n} hari\n" for n in range(1500)), encoding="utf-8")
    return path


def test_a_full_disk(many: Path, tmp_path: Path) -> None:
    """What was written stays, and the run can be gone on with when there is room."""
    output = tmp_path / "out.jsonl"

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    done = process(many, "-o", output, preexec_fn=small)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line == messages("id")["cannot_write_on"].format(path=output, reason=os.strerror(27))
    assert not output.exists()
    assert process(many, "-o", output, "--resume").returncode == 0
    assert process(many, "-o", tmp_path / "whole.jsonl").returncode == 0
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_full_device(many: Path) -> None:
    done = process(many, "-o", "/dev/full")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [messages("id")["cannot_write"].format(path="/dev/full", reason=os.strerror(28))]
    assert not Path("/dev/full.part").exists()


def test_a_pipe_that_closes(many: Path) -> None:
    command = [sys.executable, "-m", "extractor", "batch", str(many), "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said_last = running.stderr.read()
    assert running.returncode == 141
    assert said_last.splitlines() == [messages("id")["pipe_closed"].format(path="-")]
