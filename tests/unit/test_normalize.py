"""Surface words to normal forms with the lexicon that comes with the library, and the rules on a small one."""

import re

import pytest

from extractor.lexicon import Lexicon
from extractor.normalize import LONGEST_WORD, NUMBER, Normalizer, Unit
from tests.support import load_other

_UNIT = re.compile(r"(.+?)(?:\[(\d+):(\d+)\])?", re.DOTALL)


def unescaped(cell: str) -> str:
    r"""Return what ``\u0301`` and ``\n`` in a table stand for; a spreadsheet would hide or lose the signs themselves."""
    return cell.encode("ascii", "backslashreplace").decode("unicode_escape")


def units_of(cell: str, length: int) -> tuple[Unit, ...]:
    """Return the units written as ``di[0:2] kaki[2:6]``; without a range the whole word, ``?`` an unknown word."""
    if cell == "?":
        return (Unit("", 0, length),)
    found = [_UNIT.fullmatch(part) for part in cell.split(" ")]
    return tuple(Unit(m[1], int(m[2] or 0), int(m[3] or length)) for m in found if m)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['surface']}-{row['note']}") for row in load_other("normal_forms.csv")])
def test_normal_forms(row: dict[str, str], lexicon: Lexicon) -> None:
    surface = unescaped(row["surface"])
    assert lexicon.normalizer.analyse(surface) == units_of(unescaped(row["units"]), len(surface))


@pytest.fixture(scope="module")
def small() -> Normalizer:
    return Normalizer(
        ["kaki", "kesemutan", "mati", "rasa", "hari", "tidak", "kebas", "punya", "pun"],
        {"gk": ("tidak",), "gabisa": ("tidak", "bisa"), "smutan": ("kesemutan",)},
        ["tanya", "kebaya"],
        hosts=["kaki"],
        units=["hari"],
        joined={"matirasa": ("mati", "rasa")},
    )


@pytest.mark.parametrize(
    ("surface", "words"),
    [
        ("gk", ["tidak"]),
        ("GK", ["tidak"]),
        ("gabisa", ["tidak", "bisa"]),
        ("smutannya", ["kesemutan"]),
        ("kaki2nya", ["kaki"]),
        ("punya", ["punya"]),
        ("tanya", [""]),
        ("kebaya", [""]),
        ("kebbas", ["kebas"]),
        ("kesemutaan", ["kesemutan"]),
        ("kesemutn", ["kesemutan"]),
        ("kkai", ["kaki"]),
        ("dikaki", ["di", "kaki"]),
        ("dihari", [""]),
        ("matirasa", ["mati", "rasa"]),
        ("3hari", [NUMBER, "hari"]),
        ("3kaki", [NUMBER, "kaki"]),
        ("harian", ["hari"]),
        ("kaki-kaki", ["kaki"]),
        ("kaki-rasa", ["kaki", "-", "rasa"]),
        ("kaki-zzzz", ["kaki", "-", ""]),
        ("zzzz-zzzz", [""]),
    ],
)
def test_rules(small: Normalizer, surface: str, words: list[str]) -> None:
    assert [unit.word for unit in small.analyse(surface)] == words


def test_a_blank_has_no_units(small: Normalizer) -> None:
    assert small.analyse(" ") == small.analyse("\t") == small.analyse("\u00a0") == ()


def test_a_word_beyond_the_longest_is_unknown(small: Normalizer) -> None:
    length = LONGEST_WORD + 1
    assert small.analyse("a" * length) == (Unit("", 0, length),)
    assert small.analyse("kaki" * 1_000_000) == (Unit("", 0, 4_000_000),)


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("gk", ("tidak",)),
        ("kaki", ("kaki",)),
        ("kaki-kaki", ("kaki",)),
        ("Kaki", ("kaki",)),
        ("kakinya", ("kakinya",)),
        ("gabisa", ("tidak", "bisa")),
    ],
)
def test_standard_words_of_patterns_keep_clitics(small: Normalizer, written: str, standard: tuple[str, ...]) -> None:
    assert small.standard(written) == standard
