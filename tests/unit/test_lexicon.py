"""Loading the lexicon: every problem at once, each with its file, its line and what to do."""

import csv
import shutil
from pathlib import Path

import pytest

from extractor import LexiconError
from extractor.lexicon import Lexicon, load_lexicon
from extractor.lexicon.check import check_lexicon
from extractor.lexicon.tables import COLUMNS
from extractor.resources import LEXICON
from tests.small import PROBLEM, SMALL, Cells, concept, lab, rule, term, write


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(LexiconError) as caught:
        load_lexicon(folder)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


BROKEN: list[tuple[str, Cells, str]] = [
    ("concepts.csv", concept("kram", "SYMPTOM"), "'kram' stands twice"),
    ("concepts.csv", {**concept("kebas", "GEJALA")}, "type 'GEJALA' is unknown"),
    ("concepts.csv", {**concept("baal", "SYMPTOM"), "label_en": ""}, "'baal' lacks a label"),
    ("concepts.csv", {**concept("baal", "SYMPTOM"), "traits": "repeats kebal"}, "trait 'kebal' is unknown"),
    ("terms.csv", term("ngilu", "ngilu"), "'ngilu' is not in concepts.csv"),
    ("terms.csv", term("kram", "krim", register="gaul"), "register 'gaul' is unknown"),
    ("terms.csv", term("kram", "kram/keram"), "repeats line 2"),
    ("terms.csv", term("kram", "Kram/Keram"), "repeats line 2"),
    ("terms.csv", term("kram", "kram betis/"), "empty alternative"),
    ("terms.csv", term("kram", "kram ()"), "is no word"),
    ("terms.csv", term("kram", "... kram"), "begins or ends with a gap"),
    ("terms.csv", term("kram", ""), "begins or ends with a gap"),
    ("terms.csv", term("kram", "kram <otot>"), "<otot>, which classes.csv lacks"),
    ("terms.csv", term("kram", "kejang", when="malam"), "condition 'malam' is unknown"),
    ("terms.csv", term("kram", "kejang kaku", when="bukan:"), "condition 'bukan:' is unknown"),
    ("terms.csv", term("kram", "kejang otot", when="bagian:kaki"), "condition 'bagian:kaki' is unknown"),
    ("terms.csv", term("kram", "kejang otot", when="bukan:<otot>"), "uses <otot>, which classes.csv lacks"),
    ("expressions.csv", {"type": "WAKTU", "term": "lama", "register": "baku"}, "'WAKTU' is not"),
    ("expressions.csv", {"type": "DURATION", "term": "lama", "register": ""}, "register '' is unknown"),
    ("lab.csv", lab("kram", "kalsium", low="2"), "needs a CONDITION and a limit"),
    ("lab.csv", lab("diabetes", "gdp"), "needs a CONDITION and a limit"),
    ("lab.csv", lab("diabetes", "gdp", high="banyak"), "a limit is no number"),
    ("lab.csv", lab("diabetes", "gdp", high="126", floor=""), "a limit is no number"),
    ("cues.csv", {"cue": "bukan", "kind": "negasi", "direction": "maju"}, "kind 'negasi' is unknown"),
    ("cues.csv", {"cue": "bukan", "kind": "negation", "direction": "kiri"}, "direction 'kiri' is unknown"),
    ("cues.csv", {"cue": "bukan", "kind": "negation", "direction": "maju", "reach": "jauh"}, "reach 'jauh' is no number"),
    ("cues.csv", {"cue": "bukan", "kind": "negation", "direction": "maju", "types": "GEJALA"}, "types 'GEJALA' are unknown"),
    ("cues.csv", {"cue": "bukan/", "kind": "negation", "direction": "maju"}, "empty alternative"),
    ("classes.csv", {"class": "satuan"}, "needs a class and one word"),
    ("classes.csv", {"word": "minggu"}, "needs a class and one word"),
    ("spelling.csv", {"written": "tak", "standard": ""}, "needs one written word"),
    ("spelling.csv", {"written": "ga bisa", "standard": "tidak"}, "needs one written word"),
    ("spelling.csv", {"written": "gk", "standard": "bukan"}, "already has another standard form"),
    ("spelling.csv", {"written": "kaki", "standard": "kaki"}, "is spelt as itself"),
    ("spelling.csv", {"written": "kagak", "standard": "gk"}, "leads to 'gk'"),
    ("causes.csv", {"cause": "jantung", "label_id": "a", "label_en": "b", "definition_id": "c", "definition_en": "d"}, "needs one of"),
    ("causes.csv", {"cause": "saraf", "label_id": "a"}, "needs one of"),
    ("evidence.csv", {"cause": "saraf", "concept": "ngilu"}, "'ngilu' is not in concepts.csv"),
    ("evidence.csv", {"cause": "saraf", "concept": "kram", "sites": "sikutan"}, "'sikutan' is not in concepts.csv"),
    ("evidence.csv", {"cause": "saraf", "concept": "kram", "unless": "kaki/lelah"}, "'lelah' is not in concepts.csv"),
    ("evidence.csv", {"cause": "saraf", "concept": "kram", "together": "kram/lelah"}, "'lelah' is not in concepts.csv"),
    ("evidence.csv", {"cause": "jantung", "concept": "kram"}, "cause 'jantung' is unknown"),
    ("signs.csv", {"pattern": "tahu-tahu"}, "has no sign"),
    ("signs.csv", {"sign": "mendadak", "pattern": "tahu/"}, "empty alternative"),
    ("notes.csv", rule("tenang", cause="jantung"), "cause 'jantung' is unknown"),
    ("notes.csv", rule("tenang"), "'tenang' asks for nothing"),
    ("red_flags.csv", rule("", mentions="kram"), "has no name"),
    ("red_flags.csv", rule("gawat"), "'gawat' asks for nothing"),
    ("red_flags.csv", rule("gawat", mentions="kram dan nyeri"), "a want cannot be read"),
    ("red_flags.csv", rule("gawat", mentions="@kaki"), "a want cannot be read"),
    ("red_flags.csv", rule("gawat", mentions="kejang"), "'kejang' is neither a concept nor a type"),
    ("red_flags.csv", rule("gawat", mentions="kram @sikutan"), "'sikutan' is neither a concept nor a type"),
    ("red_flags.csv", rule("gawat", mentions="kram", unless="SYMTOM"), "'SYMTOM' is neither a concept nor a type"),
    ("red_flags.csv", rule("gawat", mentions="kram", past="SYMPTOM"), "'SYMPTOM' is neither a concept nor a type"),
    ("red_flags.csv", rule("gawat", mentions="kram [perlahan]"), "no sign 'perlahan'"),
    ("red_flags.csv", rule("gawat", mentions="kram", side="dua"), "side 'dua' is unknown"),
    ("red_flags.csv", rule("gawat", mentions="kram", beside="yes"), "beside 'yes' is unknown"),
    ("notes.csv", rule("tenang", mentions="kram", claim="yes"), "claim 'yes' is unknown"),
    ("red_flags.csv", rule("gawat", mentions="kram", sentence_en=""), "'gawat' lacks a sentence"),
    ("red_flags.csv", rule("awas", mentions="kram"), "'awas' already has its sentences"),
]


def test_the_small_lexicon_is_right(tmp_path: Path) -> None:
    lexicon = check_lexicon(write(tmp_path))
    assert list(lexicon.concepts) == ["kram", "nyeri", "kaki", "diabetes"]
    assert [t.pattern for t in lexicon.terms("kram")] == ["kram/keram"]
    assert lexicon.source == tmp_path


@pytest.mark.parametrize(("table", "cells", "what"), BROKEN, ids=[f"{table}-{what}" for table, _, what in BROKEN])
def test_one_problem(tmp_path: Path, table: str, cells: Cells, what: str) -> None:
    more: dict[str, list[Cells]] = {table: [cells]}
    if table == "concepts.csv" and cells["concept"] != "kram":
        more["terms.csv"] = [term(cells["concept"], cells["concept"])]
    (problem,) = problems_of(write(tmp_path, more))
    assert problem.startswith(f"{table}:{len(SMALL[table]) + 2}: ")
    assert what in problem
    assert PROBLEM.fullmatch(problem)


def test_a_concept_without_a_term(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, {"concepts.csv": [concept("kebas", "SYMPTOM")]}))
    assert problem.startswith("concepts.csv:6: ")
    assert "'kebas' has no term" in problem
    assert PROBLEM.fullmatch(problem)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """The real tables with one row more for each kind of problem."""
    shutil.copytree(LEXICON, tmp_path, dirs_exist_ok=True)
    expected = []
    for table in COLUMNS:
        broken = [cells for name, cells, what in BROKEN if name == table and "repeats" not in what and "already has" not in what]
        path = tmp_path / table
        line = len(path.read_text(encoding="utf-8").splitlines())
        expected += [f"{table}:{line + number}" for number in range(1, len(broken) + 1)]
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, COLUMNS[table], restval="").writerows(broken)
    problems = problems_of(tmp_path)
    named = {":".join(problem.split(":")[:2]) for problem in problems}
    assert set(expected) - named == set()
    assert [problem for problem in problems if not PROBLEM.fullmatch(problem)] == []


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_a_missing_table(tmp_path: Path, table: str) -> None:
    write(tmp_path)
    (tmp_path / table).unlink()
    problems = problems_of(tmp_path)
    assert f"{tmp_path / table}: no such file. Restore it from the release, or give the right folder." in problems


def test_a_missing_folder(tmp_path: Path) -> None:
    problems = problems_of(tmp_path / "nowhere")
    assert [p for p in problems if "no such file" in p] == [p for p in problems if str(tmp_path) in p]
    assert {Path(p.partition(": ")[0]).name for p in problems if "no such file" in p} == set(COLUMNS)


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_a_wrong_header(tmp_path: Path, table: str) -> None:
    path = write(tmp_path) / table
    path.write_text(path.read_text(encoding="utf-8").replace(COLUMNS[table][0], "kolom", 1), encoding="utf-8")
    problems = problems_of(tmp_path)
    assert f"{table}:1: the header must be {','.join(COLUMNS[table])}. Put it back." in problems


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_not_utf8(tmp_path: Path, table: str) -> None:
    path = write(tmp_path) / table
    good = path.read_bytes()
    path.write_bytes(good + b"caf\xe9\r\n")
    told = [p for p in problems_of(tmp_path) if p.endswith("is not UTF-8. Save the sheet as CSV UTF-8.")]
    assert [p.split(":")[0] for p in told] == [table]


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = write(tmp_path) / "vocabulary.csv"
    path.write_bytes(b"word\r\nhalo\r\nkaf\xe9\r\n")
    (problem,) = problems_of(tmp_path)
    assert problem.startswith("vocabulary.csv:3: ")


@pytest.mark.parametrize("table", ["terms.csv", "cues.csv"])
def test_a_table_without_rows(tmp_path: Path, table: str) -> None:
    path = write(tmp_path) / table
    path.write_text(",".join(COLUMNS[table]) + "\n", encoding="utf-8")
    problems = problems_of(tmp_path)
    assert [p for p in problems if p.startswith(f"{table}:1: holds no ") and PROBLEM.fullmatch(p)] != []


def test_a_comma_that_is_not_quoted(tmp_path: Path) -> None:
    with (write(tmp_path) / "spelling.csv").open("a", encoding="utf-8") as file:
        file.write("a,b,satu, dua\n")
    assert problems_of(tmp_path) == ["spelling.csv:3: 4 cells instead of 3. Quote cells that hold commas."]


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    with (write(tmp_path) / "spelling.csv").open("a", encoding="utf-8") as file:
        file.write('a,b,"satu\n')
    (problem,) = problems_of(tmp_path)
    assert problem.startswith("spelling.csv:3: ")
    assert problem.endswith("Close the quotation marks.")


def test_a_sheet_saved_with_semicolons_and_a_mark(tmp_path: Path) -> None:
    """Excel with Indonesian settings writes ``;`` and a byte order mark."""
    write(tmp_path)
    for table, rows in SMALL.items():
        with (tmp_path / table).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table], restval="", delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    assert load_lexicon(tmp_path).entries == load_lexicon(write(tmp_path / "commas")).entries


def test_blank_lines_are_left_out(tmp_path: Path) -> None:
    with (write(tmp_path) / "spelling.csv").open("a", encoding="utf-8") as file:
        file.write("\n,,\nngga,tidak,\nngga,bukan,\n")
    (problem,) = problems_of(tmp_path)
    assert problem.startswith("spelling.csv:6: 'ngga'")


def test_a_term_that_another_row_hides(tmp_path: Path) -> None:
    line = len(SMALL["terms.csv"]) + 3
    folder = write(tmp_path, {"terms.csv": [term("kram", "kaki sakit"), term("nyeri", "kaki sakit")]})
    with pytest.raises(LexiconError) as caught:
        check_lexicon(folder)
    assert list(caught.value.problems) == [
        f"terms.csv:{line}: 'kaki sakit' does not find itself, 'kaki sakit' gives kram. Delete it, or the row that wins."
    ]


def test_the_lexicon_that_comes_with_the_library(lexicon: Lexicon) -> None:
    assert check_lexicon(LEXICON).concepts == lexicon.concepts


def test_no_vocabulary_word_hides_a_body_part_after_a_preposition(lexicon: Lexicon) -> None:
    """A word in ``vocabulary.csv`` is nobody's typo, but ``dibetis`` is ``di betis``."""
    with (LEXICON / "vocabulary.csv").open(encoding="utf-8", newline="") as file:
        words = {row["word"].lower() for row in csv.DictReader(file)}
    sites = [concept.id for concept in lexicon.concepts.values() if concept.type == "BODY_SITE"]
    names = {term.pattern for site in sites for term in lexicon.terms(site) if not term.when}
    hidden = sorted(word for word in words if word[:2] in ("di", "ke") and word[2:] in names)
    assert hidden == []
