"""Whatever somebody types into a cell: the tables load, or every problem is told in its form."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import LexiconError
from extractor.lexicon import load_lexicon
from extractor.lexicon.tables import COLUMNS
from extractor.reader import Reader
from tests.small import PROBLEM, SMALL, write

TYPED = [
    "",
    "-",
    "/",
    "(",
    ")",
    "()",
    "...",
    "<angka>",
    "<",
    "a/b",
    "(a/b c)",
    "a ... b",
    ";",
    ":",
    "bukan:",
    "0",
    "-1",
    "1e999",
    "nan",
    ",",
    '"',
    "\n",
    "\x00",
    "?",
    "2",
    "kram",
    "kaki",
    "gk",
    "²",
]
cells = st.one_of(st.sampled_from(TYPED), st.lists(st.sampled_from(TYPED), max_size=4).map(" ".join), st.text(max_size=8))


@contextmanager
def changed(table: str, row: int, column: str, cell: str) -> Iterator[Path]:
    """Yield the folder of a small lexicon in which one cell is another."""
    rows = [dict(cells) for cells in SMALL[table]]
    rows[row][column] = cell
    with TemporaryDirectory() as folder:
        yield write(Path(folder), replaced={table: rows})


places = st.sampled_from([(table, row, column) for table in SMALL for row in range(len(SMALL[table])) for column in COLUMNS[table]])


@given(places, cells)
@settings(max_examples=500)
def test_any_cell(place: tuple[str, int, str], cell: str) -> None:
    text = "kaki saya tidak kram, sakit gula 3 hari, gds 250 (-)"
    problems: tuple[str, ...] = ()
    with changed(*place, cell) as folder:
        try:
            mentions = Reader(load_lexicon(folder)).read(text)
        except LexiconError as error:
            problems, mentions = error.problems, ()
    assert [problem for problem in problems if not PROBLEM.fullmatch(problem)] == []
    assert [m for m in mentions if text[m.start : m.end] != m.text] == []
