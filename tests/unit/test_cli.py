"""The command: what it writes, what it says, and its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import Extractor, __version__
from extractor.messages import messages
from extractor.resources import LEXICON
from tests.command import gejala, said


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
    "arguments", [["nothing"], ["extract", "--nothing"], ["batch"], ["batch", "--unit", "word", "a.txt"], ["extract", "--lang", "nl", "a"]]
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


@pytest.mark.parametrize("command", ["extract kram >&-", "extract <&-", "batch - <&-"])
def test_a_closed_stream_is_empty(command: str) -> None:
    outcome = subprocess.run(["sh", "-c", f'"$0" -m extractor {command}', sys.executable], capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stdout, "Traceback" in outcome.stderr) == (0, "", False)


def test_what_a_terminal_would_obey_is_not_shown(extractor: Extractor) -> None:
    shown = shown_for("Kaki \x1b]0;x\x07 kram\x1b[2J\r\nbetis\x9b31m pegal", "id", extractor)
    assert shown.startswith("Kaki  ]0;x  kram [2J \nbetis 31m pegal\n")
    assert not set(shown) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}


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
