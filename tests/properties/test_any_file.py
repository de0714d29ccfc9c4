"""Whatever complaints hold, they come out of every kind of file as they went in."""

import csv
import gzip
import io
import json
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.batch.lines import split_lines
from extractor.batch.readers import read_file
from extractor.batch.records import Problem, Reading, Record

SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.lists(st.text(SIGNS, max_size=40), max_size=12)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])


def read(folder: Path, name: str, content: bytes, **options: str) -> list[Record | Problem]:
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return list(read_file(path, Reading(**options)))


def texts_of(items: list[Record | Problem]) -> list[str]:
    assert [item for item in items if isinstance(item, Problem)] == []
    return [item.text for item in items if isinstance(item, Record)]


@given(texts=TEXTS, encoding=ENCODINGS, suffix=st.sampled_from(["", ".gz"]))
def test_jsonl(tmp_path_factory, texts: list[str], encoding: str, suffix: str) -> None:
    content = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    options = {} if encoding.startswith("utf-8") else {"encoding": encoding}
    assert texts_of(read(tmp_path_factory.mktemp("any"), f"a.jsonl{suffix}", content.encode(encoding), **options)) == texts


@given(texts=TEXTS, sign=st.sampled_from(",;\t|"), style=st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL)]))
def test_csv(tmp_path_factory, texts: list[str], sign: str, style: tuple[str, int]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sign, lineterminator=style[0], quoting=style[1]).writerows([["id", "text"], *enumerate(texts)])
    found = read(tmp_path_factory.mktemp("any"), "a.csv", file.getvalue().encode(), encoding="utf-8")
    assert texts_of(found) == texts
    assert [item.id for item in found if isinstance(item, Record)] == [str(n) for n in range(len(texts))]


@given(texts=st.lists(st.text(SIGNS.filter(lambda sign: sign not in "\r\n"), max_size=40), max_size=12))
def test_text(tmp_path_factory, texts: list[str]) -> None:
    found = read(tmp_path_factory.mktemp("any"), "a.txt", "\n".join(texts).encode(), encoding="utf-8")
    expected = [(n, text) for n, text in enumerate(texts, 1) if text.removeprefix("\ufeff" if n == 1 else "").strip()]
    assert [(item.line, item.text) for item in found if isinstance(item, Record)] == [
        (n, text.removeprefix("\ufeff") if n == 1 else text) for n, text in expected
    ]


@given(texts=TEXTS)
def test_parquet(tmp_path_factory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / "a.parquet"
    pq.write_table(pa.table({"text": pa.array(texts, pa.string())}), path)
    assert texts_of(list(read_file(path, Reading()))) == texts


@given(content=st.binary(max_size=200), cuts=st.lists(st.integers(0, 200), max_size=8))
def test_lines_do_not_depend_on_how_bytes_come(content: bytes, cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), len(content)]
    blocks = [content[a:b] for a, b in pairwise(bounds)]
    assert list(split_lines(blocks)) == list(split_lines([content]))
    assert b"\n".join(line.raw or b"" for line in split_lines(blocks)) in (
        content.removeprefix(b"\xef\xbb\xbf"),
        content.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n"),
    )


@example(content=b"\r\x01", name="a.csv")
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.csv", "a.jsonl", "a.tsv.gz", "a.parquet", "b.jsonl.gz"]))
def test_any_bytes_are_records_or_problems(tmp_path_factory, content: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    for item in read_file(path, Reading()):
        assert isinstance(item, (Record, Problem))
