"""Complaints from files: what each kind yields, and what becomes a problem in its place."""

import json
from pathlib import Path

import pytest

from extractor.batch.sources import Problem, Record, find_inputs, read_file


def read(path: Path, *, text_field: str = "text", id_field: str = "id") -> list[tuple[str, str] | tuple[str, int | None]]:
    """Return (id, text) of each record and (key, line) of each problem, in order."""
    found: list[tuple[str, str] | tuple[str, int | None]] = []
    for item in read_file(path, text_field=text_field, id_field=id_field):
        if isinstance(item, Record):
            found.append((item.id, item.text))
        else:
            line = item.fields.get("line")
            found.append((item.key, line if isinstance(line, int) else None))
    return found


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", []),
        ("\n \n\t\n", []),
        ("kram\nnyeri\n", [(1, "kram"), (2, "nyeri")]),
        ("kram\nnyeri", [(1, "kram"), (2, "nyeri")]),
        ("kram\r\nnyeri\r\n", [(1, "kram"), (2, "nyeri")]),
        ("kram\n\n\nnyeri\n", [(1, "kram"), (4, "nyeri")]),
        ("\ufeffkram\nnyeri\n", [(1, "kram"), (2, "nyeri")]),
        ("  kram  \n", [(1, "  kram  ")]),
        ("kram\u2028nyeri\x0bpegal\n", [(1, "kram\u2028nyeri\x0bpegal")]),
        ("😀 kram é\n", [(1, "😀 kram é")]),
    ],
)
def test_text(tmp_path: Path, content: str, lines: list[tuple[int, str]]) -> None:
    path = put(tmp_path / "a.txt", content)
    assert read(path) == [(f"{path}:{line}", text) for line, text in lines]


def test_text_in_an_old_encoding(tmp_path: Path) -> None:
    lines = ["Kaki saya kram waktu minum café “dingin” – sudah 3 hari", "Betis pegal sesudah berlari"] * 20
    path = put(tmp_path / "a.txt", "\n".join(lines).encode("cp1252"))
    assert [text for _, text in read(path)] == lines


def test_one_bad_line_in_a_text(tmp_path: Path) -> None:
    """A byte that is wrong far from the beginning spoils its line, not the file."""
    good = "kram kaki\n" * 10_000
    path = put(tmp_path / "a.txt", good.encode() + b"kram \xff\n" + b"nyeri\n")
    found = read(path)
    assert len(found) == 10_002
    assert found[10_000:] == [("not_text", 10_001), (f"{path}:10002", "nyeri")]


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(300) + b"\xff\xd9\n" * 30,
        b"PK\x03\x04" + b"\x00\x0a" * 50 + b"\xff",
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".csv", ".jsonl"])
def test_a_file_that_is_not_text_is_one_problem(tmp_path: Path, suffix: str, content: bytes) -> None:
    (found,) = read(put(tmp_path / f"a{suffix}", content))
    assert found[0] == "not_text"
    assert isinstance(found[1], int)


def test_jsonl(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "kram"}, {"text": "nyeri", "id": 7, "more": [1]}, {"text": ""}, {"id": "d", "text": "😀\n\ud800"}]
    path = put(tmp_path / "a.jsonl", "\ufeff" + "\n\n".join(json.dumps(row) for row in rows))
    assert read(path) == [("a", "kram"), ("7", "nyeri"), (f"{path}:5", ""), ("d", "😀\n\ud800")]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("{", "bad_json"),
        ('{"text": "kram"', "bad_json"),
        ('{"text": "kram"} x', "bad_json"),
        ("kram", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"id": %s, "text": "kram"}' % ("9" * 5000), "bad_json"),
        ("[]", "no_field"),
        ('"kram"', "no_field"),
        ("{}", "no_field"),
        ('{"teks": "kram"}', "no_field"),
        ('{"text": null}', "no_field"),
        ('{"text": 3}', "no_field"),
    ],
    ids=range(12),
)
def test_a_bad_json_line(tmp_path: Path, line: str, key: str) -> None:
    path = put(tmp_path / "a.jsonl", f'{{"id": "a", "text": "kram"}}\n{line}\n{{"id": "c", "text": "nyeri"}}\n')
    assert read(path) == [("a", "kram"), (key, 2), ("c", "nyeri")]


def test_jsonl_fields_by_name(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", '{"no": "1", "keluhan": "kram", "text": "x", "id": "y"}\n')
    assert read(path, text_field="keluhan", id_field="no") == [("1", "kram")]


def test_a_json_line_with_an_empty_id_is_named_by_its_place(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", '{"id": null, "text": "kram"}\n')
    assert read(path) == [(f"{path}:1", "kram")]


def test_csv(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", '\ufeffid,text,x\r\n1,kram,\r\n\r\n2,"kaki, tangan\r\nnyeri ""sekali""",z\r\n3,,\r\n')
    assert read(path) == [("1", "kram"), ("2", 'kaki, tangan\r\nnyeri "sekali"'), ("3", "")]


def test_csv_without_ids(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'text\nkram\n"a\nb"\nnyeri\n')
    assert read(path) == [(f"{path}:2", "kram"), (f"{path}:4", "a\nb"), (f"{path}:5", "nyeri")]


def test_csv_fields_by_name(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "text,keluhan,no\nx,kram,1\n")
    assert read(path, text_field="keluhan", id_field="no") == [("1", "kram")]


@pytest.mark.parametrize("content", ["", "id,teks\n1,kram\n", "Text\nkram\n"])
def test_csv_without_the_column(tmp_path: Path, content: str) -> None:
    assert read(put(tmp_path / "a.csv", content)) == [("no_column", None)]


def test_csv_with_a_short_row(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "id,text\n1\n2,kram\n")
    assert read(path) == [("no_field", 2), ("2", "kram")]


def test_csv_with_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'id,text\n1,kram\n2,"nyeri\n3,pegal\n')
    found = read(path)
    assert found[0] == ("1", "kram")
    assert [key for key, _ in found[1:]] == ["bad_csv"]


def test_csv_with_a_bad_row_goes_on(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'id,text\n1,"kram"x\n2,nyeri\n')
    assert read(path) == [("bad_csv", 2), ("2", "nyeri")]


@pytest.mark.parametrize("suffix", [".txt", ".csv", ".jsonl"])
def test_a_long_line(tmp_path: Path, suffix: str) -> None:
    text = "halo " * 1_000_000 + "kram"
    contents = {".txt": text, ".csv": f"id,text\na,{text}\n", ".jsonl": json.dumps({"id": "a", "text": text})}
    path = put(tmp_path / f"a{suffix}", contents[suffix])
    assert read(path) == [(f"{path}:1" if suffix == ".txt" else "a", text)]


def test_sizes_add_up_to_the_file(tmp_path: Path) -> None:
    """The progress bar counts bytes."""
    contents = {"a.txt": "kram é\nnyeri\n", "a.jsonl": '{"text": "é"}\n{"text": "b"}\n', "a.csv": "id,text\n1,é\n2,b\n"}
    for name, content in contents.items():
        path = put(tmp_path / name, content)
        records = [item for item in read_file(path, text_field="text", id_field="id") if isinstance(item, Record)]
        assert len(records) == 2
        assert sum(record.size for record in records) == path.stat().st_size


def test_a_file_that_vanished(tmp_path: Path) -> None:
    assert [key for key, _ in read(tmp_path / "a.txt")] == ["cannot_read"]


def test_find_inputs(tmp_path: Path) -> None:
    names = ["b.txt", "a.csv", "c.jsonl", "sub/a.txt", "sub/deep/z.jsonl", "picture.png", "sub/notes.md", "READ ME.txt"]
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "in" / "folder.txt").mkdir()
    found = list(
        find_inputs(
            [tmp_path / "in" / "c.jsonl", tmp_path / "in", tmp_path / "empty", tmp_path / "no.txt", tmp_path / "in" / "picture.png"]
        )
    )
    assert found == [
        tmp_path / "in" / "c.jsonl",
        *(tmp_path / "in" / name for name in ("READ ME.txt", "a.csv", "b.txt", "c.jsonl", "sub/a.txt", "sub/deep/z.jsonl")),
        Problem("empty_folder", {"path": tmp_path / "empty"}),
        Problem("missing", {"path": tmp_path / "no.txt"}),
        Problem("unknown_kind", {"path": tmp_path / "in" / "picture.png"}),
    ]


def test_a_suffix_in_capitals_is_the_same_kind(tmp_path: Path) -> None:
    path = put(tmp_path / "KELUHAN.TXT", "kram\n")
    assert list(find_inputs([path])) == list(find_inputs([tmp_path])) == [path]
    assert read(path) == [(f"{path}:1", "kram")]
