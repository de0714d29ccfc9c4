"""The command: what it writes, what it says, and its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result as Outcome
from typer.testing import CliRunner

from extractor import Extractor, __version__
from extractor.cli import app
from extractor.messages import messages
from extractor.resources import LEXICON

SECRET = "RAHASIA"
"""Stands in complaints that cannot be read; no message may repeat it."""


def gejala(*arguments: object, stdin: str | bytes | None = None) -> Outcome:
    """Run the command in this process; a traceback fails the test."""
    outcome = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    assert "Traceback" not in outcome.output
    assert SECRET not in outcome.stderr
    return outcome


def rows(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def said(outcome: Outcome, key: str, **fields: object) -> bool:
    """Tell whether standard error holds a line with the Indonesian message `key`."""
    return messages("id")[key].format(**fields) in outcome.stderr.splitlines()


def test_version() -> None:
    outcome = gejala("--version")
    assert (outcome.exit_code, outcome.stdout) == (0, f"gejala {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["extract", "--help"], ["batch", "--help"], ["evaluate", "--help"], ["lexicon", "--help"], ["lexicon", "check", "--help"]],
)
def test_help(arguments: Sequence[str]) -> None:
    outcome = gejala(*arguments)
    assert outcome.exit_code == 0
    assert "Usage: gejala" in outcome.stdout or "Usage: root" in outcome.stdout


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["extract", "--nothing"], ["batch"], ["batch", "a.txt"], ["extract", "--lang", "nl", "a"]]
)
def test_wrong_usage(arguments: Sequence[str]) -> None:
    assert gejala(*arguments).exit_code == 2


def test_extract_writes_json_lines_into_a_pipe(extractor: Extractor) -> None:
    texts = ["Kaki kram", "tidak nyeri 😀", "halo"]
    outcome = gejala("extract", *texts)
    assert outcome.exit_code == 0
    assert outcome.stdout.splitlines() == [extractor.extract(text).to_json() for text in texts]
    assert outcome.stderr == ""


def test_extract_reads_stdin_line_by_line(extractor: Extractor) -> None:
    outcome = gejala("extract", "--json", stdin="Kaki kram\r\nnyeri\n")
    assert outcome.stdout.splitlines() == [extractor.extract(text).to_json() for text in ("Kaki kram", "nyeri")]


@pytest.mark.parametrize(("lang", "words"), [("id", ["gejala", "bukan diagnosis"]), ("en", ["symptom", "not a diagnosis"])])
def test_extract_for_a_person(lang: str, words: list[str], extractor: Extractor) -> None:
    from rich.console import Console

    from extractor.render import print_result

    console = Console(record=True, width=100, file=open(os.devnull, "w", encoding="utf-8"), force_terminal=True)  # noqa: SIM115
    print_result(console, extractor.extract("Kaki kiri kesemutan karena sepatu ketat, tidak kram"), extractor.lexicon, lang)  # type: ignore[arg-type]
    shown = console.export_text()
    causes = [extractor.lexicon.causes[name] for name in extractor.lexicon.causes]
    for word in [
        "Kaki kiri kesemutan karena sepatu ketat, tidak kram",
        *words,
        *(c.label_id if lang == "id" else c.label_en for c in causes),
    ]:
        assert word in shown
    assert "sepatu ketat" in shown.split(words[-1])[0].rsplit("%", 4)[1]


def shown_for(text: str, lang: str, extractor: Extractor) -> str:
    from rich.console import Console

    from extractor.render import print_result

    console = Console(record=True, width=400, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    print_result(console, extractor.extract(text), extractor.lexicon, lang)  # type: ignore[arg-type]
    return console.export_text()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_extract_shows_flags_notes_and_why_it_abstains(lang: str, extractor: Extractor) -> None:
    text = "Kaki kiri saya kram karena kurang minum, betis kiri bengkak dan nyeri"
    result = extractor.extract(text)
    assert result.red_flags != ()
    assert len(result.notes) > 1
    shown = shown_for(text, lang, extractor)
    for remark in (*result.red_flags, *result.notes):
        assert (remark.sentence_id if lang == "id" else remark.sentence_en) in shown
    say = messages(lang)  # type: ignore[arg-type]
    assert say["no_limb_symptom"] in shown_for("kepala pusing", lang, extractor)
    assert say["no_evidence"] in shown_for("betis saya pegal", lang, extractor)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", ["Kata dan bentuk bakunya", "kesmutan→kesemutan", "dikenali,", "ambang", "bukan diagnosis"]),
        ("en", ["Words and their normal forms", "kesmutan→kesemutan", "recognised,", "threshold", "not a diagnosis"]),
    ],
)
def test_explain_for_a_person(lang: str, words: list[str]) -> None:
    outcome = gejala("explain", "Kaki kesmutan karena sepatu ketat, tidak kram. Di rumah sakit", "--lang", lang)
    assert outcome.exit_code == 0
    assert [word for word in words if word not in outcome.stdout] == []


def test_explain_as_json(extractor: Extractor) -> None:
    outcome = gejala("explain", "Kaki kram habis lari", "--json")
    assert outcome.stdout == extractor.explain("Kaki kram habis lari").to_json() + "\n"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Return a folder with one good file of each kind."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Kaki kram\n\nbetis nyeri\n", encoding="utf-8")
    (folder / "b.csv").write_text('id,text\nb1,"Kaki, tangan kesemutan"\nb2,halo\n', encoding="utf-8")
    (folder / "c.jsonl").write_text('{"id": "c1", "text": "tidak kram"}\n', encoding="utf-8")
    return folder


def test_batch(inputs: Path, tmp_path: Path, extractor: Extractor) -> None:
    output = tmp_path / "out.jsonl"
    outcome = gejala("batch", inputs / "c.jsonl", inputs, "-o", output)
    expected = [
        ("c1", "tidak kram"),
        (f"{inputs}/a.txt:1", "Kaki kram"),
        (f"{inputs}/a.txt:3", "betis nyeri"),
        ("b1", "Kaki, tangan kesemutan"),
        ("b2", "halo"),
        ("c1", "tidak kram"),
    ]
    results = [extractor.extract(text, id=id_) for id_, text in expected]
    assert outcome.exit_code == 0
    assert outcome.stdout == ""
    assert output.read_text(encoding="utf-8").splitlines() == [result.to_json() for result in results]
    counts = {
        "records": len(results),
        "mentions": sum(len(result.mentions) for result in results),
        "causes": sum(cause.predicted for result in results for cause in result.causes),
        "abstained": sum(result.abstained for result in results),
        "errors": 0,
    }
    assert said(outcome, "summary", path=output, **counts)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl"]


def test_batch_in_english(inputs: Path, tmp_path: Path) -> None:
    outcome = gejala("batch", inputs, tmp_path / "no.txt", "-o", tmp_path / "out.jsonl", "--lang", "en")
    assert messages("en")["missing"].format(path=tmp_path / "no.txt") in outcome.stderr.splitlines()
    assert outcome.stderr.splitlines()[-1].startswith("5 complaints, ")


def test_batch_fields_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("no,keluhan\n1,kram\n", encoding="utf-8")
    outcome = gejala("batch", tmp_path / "a.csv", "-o", tmp_path / "out.jsonl", "--text-field", "keluhan", "--id-field", "no")
    assert outcome.exit_code == 0
    assert [(row["id"], row["text"]) for row in rows(tmp_path / "out.jsonl")] == [("1", "kram")]


def test_batch_processes_the_rest(inputs: Path, tmp_path: Path) -> None:
    """Each problem is one line; everything else is in the output, and the exit code is 1."""
    (tmp_path / "empty").mkdir()
    bad = {
        "column.csv": f"id,teks\n1,{SECRET}\n".encode(),
        "broken.jsonl": f'{{"id": "x1", "text": "kram"}}\n{{"id": "x2", "text": "{SECRET}\n{{"id": "x3", "text": "nyeri"}}\n'.encode(),
        "field.jsonl": f'{{"id": "y", "teks": "{SECRET}"}}\n'.encode(),
        "quote.csv": f'id,text\n1,"a"{SECRET}\n2,pegal\n'.encode(),
        "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\xff" + SECRET.encode() + b"\n",
        "picture.png": b"x",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    output = tmp_path / "out.jsonl"
    paths = [tmp_path / name for name in bad]
    outcome = gejala("batch", tmp_path / "no.txt", tmp_path / "empty", *paths, inputs, "-o", output)
    assert outcome.exit_code == 1
    lines = outcome.stderr.splitlines()
    starts = [
        f"{tmp_path}/no.txt: ",
        f"{tmp_path}/empty: ",
        f"{tmp_path}/column.csv:1: ",
        f"{tmp_path}/broken.jsonl:2: ",
        f"{tmp_path}/field.jsonl:1: ",
        f"{tmp_path}/quote.csv:2: ",
        f"{tmp_path}/binary.txt:1: ",
        f"{tmp_path}/picture.png: ",
    ]
    assert [line[: len(start)] for line, start in zip(lines, starts, strict=False)] == starts
    assert len(lines) == len(starts) + 1
    assert f"{len(starts)} galat" in lines[-1]
    assert [row["id"] for row in rows(output)] == ["x1", "x3", "2", f"{inputs}/a.txt:1", f"{inputs}/a.txt:3", "b1", "b2", "c1"]


def test_batch_of_a_csv_without_a_header_does_not_show_the_complaint(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"1,{SECRET} kaki kram\n", encoding="utf-8")
    outcome = gejala("batch", tmp_path / "a.csv", "-o", tmp_path / "out.jsonl")
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith(f"{tmp_path}/a.csv:1: ")


def test_batch_refuses_an_output_that_is_an_input(inputs: Path) -> None:
    before = {path: path.read_bytes() for path in inputs.iterdir()}
    for given in (inputs / "c.jsonl", inputs):
        outcome = gejala("batch", given, "-o", inputs / "sub" / ".." / "c.jsonl" if given == inputs else inputs / "c.jsonl")
        assert outcome.exit_code == 1
        assert len(outcome.stderr.splitlines()) == 1
    assert said(gejala("batch", inputs, "-o", inputs / "c.jsonl"), "same_file", path=inputs / "c.jsonl")
    assert {path: path.read_bytes() for path in inputs.iterdir()} == before


@pytest.mark.parametrize("place", ["nowhere/out.jsonl", "."])
def test_batch_that_cannot_write(inputs: Path, tmp_path: Path, place: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    outcome = gejala("batch", inputs, "-o", tmp_path / place)
    assert outcome.exit_code == 1
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
    assert said(outcome, "interrupted")
    assert output.read_text(encoding="utf-8") == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl"]


def test_batch_of_nothing_readable(tmp_path: Path) -> None:
    outcome = gejala("batch", tmp_path / "no.txt", "-o", tmp_path / "out.jsonl")
    assert outcome.exit_code == 1
    assert said(outcome, "missing", path=tmp_path / "no.txt")


def test_lexicon_check() -> None:
    outcome = gejala("lexicon", "check")
    assert outcome.exit_code == 0, outcome.output
    assert outcome.stdout.startswith(f"{LEXICON}: ")
    assert len(outcome.stdout.splitlines()) == 1


def test_lexicon_check_lists_every_problem(tmp_path: Path) -> None:
    folder = shutil.copytree(LEXICON, tmp_path / "lexicon")
    lines = {name: len((folder / name).read_text(encoding="utf-8").splitlines()) for name in ("spelling.csv", "classes.csv")}
    with (folder / "spelling.csv").open("a", encoding="utf-8") as file:
        file.write("xkaki,xkaki,\n,kaki,\n")
    with (folder / "classes.csv").open("a", encoding="utf-8") as file:
        file.write("angka,,\n")
    outcome = gejala("lexicon", "check", folder)
    assert outcome.exit_code == 1
    assert sorted(":".join(line.split(":")[:2]) for line in outcome.stdout.splitlines()) == [
        f"classes.csv:{lines['classes.csv'] + 1}",
        f"spelling.csv:{lines['spelling.csv'] + 1}",
        f"spelling.csv:{lines['spelling.csv'] + 2}",
    ]
    assert said(outcome, "lexicon_bad", count=3)


def test_lexicon_check_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    outcome = gejala("lexicon", "check", tmp_path / "no")
    assert outcome.exit_code == 1
    assert f"{tmp_path}/no/terms.csv: no such file. " in outcome.stdout


def test_lexicon_list(extractor: Extractor) -> None:
    lines = gejala("lexicon", "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[c.id, c.type] for c in extractor.lexicon.concepts.values()]
    english = gejala("lexicon", "list", "--lang", "en").stdout.splitlines()
    assert [line.split(maxsplit=2)[2] for line in english] == [c.label_en for c in extractor.lexicon.concepts.values()]


def test_lexicon_show(extractor: Extractor) -> None:
    outcome = gejala("lexicon", "show", "kram")
    first, definition, _, *terms = outcome.stdout.splitlines()
    concept = extractor.lexicon.concepts["kram"]
    assert first.split() == ["kram", "SYMPTOM", *concept.label_id.split(), concept.icd10]
    assert definition == concept.definition
    assert [line.split()[-1] for line in terms] == [term.origin for term in extractor.lexicon.terms("kram")]


def test_lexicon_show_of_what_is_not_there() -> None:
    outcome = gejala("lexicon", "show", "karm")
    assert outcome.exit_code == 1
    (line,) = outcome.stderr.splitlines()
    assert "'karm'" in line
    assert "kram" in line


def run(*arguments: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process whose streams are as strict as in a UTF-8 terminal."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    command = [sys.executable, "-m", "extractor", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment)


def test_a_process_of_its_own(extractor: Extractor) -> None:
    done = run("extract", stdin="Kaki kram 😀\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == extractor.extract("Kaki kram 😀").to_json() + "\n"


def test_stdin_that_is_no_utf8() -> None:
    done = run("extract", stdin=b"Kaki kram \xff\xfe\nnyeri\n")
    assert b"Traceback" not in done.stderr
    assert [json.loads(line)["mentions"][-1]["concept"] for line in done.stdout.splitlines()] == ["kram", "nyeri"]
