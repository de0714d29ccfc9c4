"""Complaints from files: what each kind yields, and what becomes a problem in its place."""

import errno
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.inputs import find_inputs
from extractor.batch.readers import read_file
from extractor.batch.records import LONGEST, Problem, Reading, Record


def read(path: Path, **options: Any) -> list[tuple[str, str] | tuple[str, int | None]]:
    """Return (id, text) of each record and (key, line) of each problem, in order."""
    found: list[tuple[str, str] | tuple[str, int | None]] = []
    for item in read_file(path, Reading(**options)):
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
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04" + b"\x00\x0a" * 50, b"%PDF-1.7\nkram\n", b"\x1f\x8b\x08\n\n"]
)
@pytest.mark.parametrize("suffix", [".txt", ".csv", ".jsonl"])
def test_a_file_of_another_kind_is_one_problem(tmp_path: Path, suffix: str, content: bytes) -> None:
    assert read(put(tmp_path / f"a{suffix}", content)) == [("not_text", 1)]


def test_a_nul_spoils_its_line_alone(tmp_path: Path) -> None:
    assert read(put(tmp_path / "a.txt", b"kram\nnye\0ri\npegal\n")) == [
        (f"{tmp_path}/a.txt:1", "kram"),
        ("not_text", 2),
        (f"{tmp_path}/a.txt:3", "pegal"),
    ]
    assert read(put(tmp_path / "a.csv", b"id,text\n1,kram\n2,nye\0ri\n3,pegal\n")) == [("1", "kram"), ("not_text", 3), ("3", "pegal")]
    assert read(put(tmp_path / "b.txt", bytes(range(256)) * 3)) == [("not_text", 1), ("not_text", 2), ("not_text", 3), ("not_text", 4)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(("suffix", "options"), [("", {}), (".gz", {}), ("", {"encoding": None})])
def test_encodings(tmp_path: Path, encoding: str, suffix: str, options: dict[str, Any]) -> None:
    contents = {
        "a.txt": "kram é\n\nnyeri 😀",
        "a.csv": "id,text\n1,kram é\n3,nyeri 😀\n",
        "a.jsonl": '{"id": 1, "text": "kram é"}\n{"id": 3, "text": "nyeri 😀"}',
    }
    for name, content in contents.items():
        raw = content.encode(encoding)
        path = put(tmp_path / (name + suffix), gzip.compress(raw) if suffix else raw)
        if options:
            options = {"encoding": encoding}
        ids = [f"{path}:1", f"{path}:3"] if name == "a.txt" else ["1", "3"]
        assert read(path, **options) == list(zip(ids, ["kram é", "nyeri 😀"], strict=True))


def test_utf16_that_ends_in_half_a_sign(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "kram\nnyeri".encode("utf-16") + b"x")
    assert read(path) == [(f"{path}:1", "kram"), ("not_text", 2)]


def test_bad_lines_in_utf8_do_not_make_it_another_encoding(tmp_path: Path) -> None:
    bad = [b"kaki \xff\xfe kram", b"\xc3\x28 nyeri", b"pegal \x81", b"caf\xe9", b"\xfe"]
    path = put(tmp_path / "a.txt", b"\n".join([*("kram é".encode(), *([b"pegal"] * 20)), *bad, b"nyeri"]))
    found = read(path)
    assert [key for key, _ in found if key == "not_text"] == ["not_text"] * len(bad)
    assert (len(found), found[0], found[-1]) == (27, (f"{path}:1", "kram é"), (f"{path}:27", "nyeri"))


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
    assert read(path) == [(f"{path}:2", "kram"), (f"{path}:3", "a\nb"), (f"{path}:5", "nyeri")]


def test_csv_fields_by_name(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "text,keluhan,no\nx,kram,1\n")
    assert read(path, text_field="keluhan", id_field="no") == [("1", "kram")]


@pytest.mark.parametrize("content", ["", "id,teks\n1,kram\n", "Text\nkram\n"])
def test_csv_without_the_column(tmp_path: Path, content: str) -> None:
    assert read(put(tmp_path / "a.csv", content)) == [("no_column", 1)]


def test_csv_with_a_short_row(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "id,text\n1\n2,kram\n")
    assert read(path) == [("no_field", 2), ("2", "kram")]


def test_csv_with_more_cells_than_columns(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "id,text\n1,kram, betis bengkak\n2,nyeri,,\n")
    assert read(path) == [("extra_cells", 2), ("2", "nyeri")]


def test_csv_with_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'id,text\n1,kram\n2,"nyeri\n3,pegal\n')
    assert read(path) == [("1", "kram"), ("bad_csv", 3), ("3", "pegal")]


def test_csv_whose_quotation_mark_is_closed_by_a_later_row(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'id,text\n1,"kram\n2,"nyeri"\n3,"pegal"\n')
    assert read(path) == [("bad_csv", 2), ("2", "nyeri"), ("3", "pegal")]


def test_csv_with_a_quotation_mark_open_for_longer_than_a_record(tmp_path: Path) -> None:
    rows = [(str(n), "kaki kram " * 20) for n in range(8000)]
    path = put(tmp_path / "a.csv", 'id,text\nx,"nyeri\n' + "".join(f"{id_},{text}\n" for id_, text in rows))
    assert read(path) == [("bad_csv", 2), *rows]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, name: str, sign: str) -> None:
    rows = [["id", "nama; umur", "text"], ["1", "x,y", "kaki kram, nyeri; pegal"]]
    content = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
    found = read(put(tmp_path / name, content))
    assert found == ([("1", "kaki kram, nyeri; pegal")] if name == "a.csv" or sign == "\t" else [("no_column", 1)])


def test_csv_with_a_bad_row_goes_on(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'id,text\n1,"kram"x\n2,nyeri\n')
    assert read(path) == [("bad_csv", 2), ("2", "nyeri")]


@pytest.mark.parametrize("suffix", [".txt", ".csv", ".jsonl"])
def test_a_long_line(tmp_path: Path, suffix: str) -> None:
    """The longest that is read, one byte more, and far more; the line behind it is read again."""
    before, after = {".txt": ("", ""), ".csv": ("a,", ""), ".jsonl": ('{"id": "a", "text": "', '"}')}[suffix]
    most = LONGEST - len(before) - len(after)
    lines = [f"{before}{'k' * length}{after}" for length in (most, most + 1, 3 * most, 4)]
    path = put(tmp_path / f"a{suffix}", "\n".join([*(["id,text"] if suffix == ".csv" else []), *lines]))
    first = 2 if suffix == ".csv" else 1
    ids = [f"{path}:1", f"{path}:4"] if suffix == ".txt" else ["a", "a"]
    assert read(path) == [(ids[0], "k" * most), ("too_long", first + 1), ("too_long", first + 2), (ids[1], "kkkk")]


BLOCKS = "\n\nkram\nkaki\n \n\nnyeri\r\n\r\npegal"


def test_paragraphs(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", BLOCKS)
    assert read(path, unit="paragraph") == [(f"{path}:3", "kram\nkaki"), (f"{path}:7", "nyeri"), (f"{path}:9", "pegal")]
    path = put(tmp_path / "b.txt", b"kram\nka\xffki\nnyeri\n\npegal\n" + b"k" * LONGEST + b"\n\nlemas")
    assert read(path, unit="paragraph") == [("not_text", 2), ("too_long", 5), (f"{path}:8", "lemas")]


def test_a_file_as_one_complaint(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", BLOCKS)
    assert read(path, unit="file") == [(str(path), BLOCKS)]
    assert read(put(tmp_path / "b.txt", "\n \n"), unit="file") == []
    assert read(put(tmp_path / "c.txt", "kram\n" * LONGEST), unit="file") == [("too_long", 1)]


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_all_bytes_are_told(tmp_path: Path, suffix: str) -> None:
    """The progress bar counts bytes of the file itself."""
    contents = {"a.txt": "kram é\nnyeri\n", "a.jsonl": '{"text": "é"}\n{"text": "b"}\n', "a.csv": "id,text\n1,é\n2,b\n"}
    for name, content in contents.items():
        path = put(tmp_path / (name + suffix), gzip.compress(content.encode()) if suffix else content)
        told: list[int] = []
        assert len(list(read_file(path, Reading(), told.append))) == 2
        assert sum(told) == path.stat().st_size


@pytest.mark.parametrize("cut", [0, 1, -1, -9])
def test_gzip_that_is_not_whole(tmp_path: Path, cut: int) -> None:
    lines = "".join(f"kram {n * n}\n" for n in range(100_000))
    whole = gzip.compress(lines.encode())
    path = put(tmp_path / "a.txt.gz", b"x" + whole if cut == 0 else whole[:cut] if cut < 0 else whole[: len(whole) // 2])
    *read_before, last = read(path)
    assert last == ("cannot_read", None)
    assert [text for _, text in read_before] == lines.split("\n")[: len(read_before)]


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


def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.txt", "kram\n")
    (tmp_path / "sub").mkdir()
    scandir = os.scandir

    def refuse(folder: Any) -> Any:
        if str(folder).endswith("sub"):
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    problem = Problem("cannot_read", {"path": str(tmp_path / "sub"), "reason": "Permission denied"})
    assert list(find_inputs([tmp_path])) == [problem, path]


def test_a_name_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "kram\n")
    bad = Path(os.fsdecode(bytes(tmp_path) + b"/b\xff.txt"))
    try:
        put(bad, "nyeri\n")
    except OSError:
        pytest.skip("this file system holds UTF-8 names only")
    problem = Problem("bad_name", {"path": f"{tmp_path}/b\\udcff.txt"})
    assert list(find_inputs([tmp_path])) == [path, problem]
    bad.rename(bad.with_suffix(".pdf"))
    assert list(find_inputs([bad, bad.with_suffix(".pdf")])) == [problem, Problem("bad_name", {"path": f"{tmp_path}/b\\udcff.pdf"})]


def test_a_suffix_in_capitals_is_the_same_kind(tmp_path: Path) -> None:
    path = put(tmp_path / "KELUHAN.TXT", "kram\n")
    assert list(find_inputs([path])) == list(find_inputs([tmp_path])) == [path]
    assert read(path) == [(f"{path}:1", "kram")]
