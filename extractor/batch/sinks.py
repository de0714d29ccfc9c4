"""Results as bytes: JSON Lines, CSV or staged Parquet. Workers make them, so that little has to cross processes."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from extractor.batch.records import Record
from extractor.results import CAUSES, Mention, Result, encode

if TYPE_CHECKING:
    import pyarrow as pa

Kind: TypeAlias = Literal["jsonl", "csv", "parquet"]
Table: TypeAlias = Literal["complaints", "mentions"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LEVEL = 6
_AFFIRMED = ("SYMPTOM", "CONDITION", "TRIGGER")
_OWN_WORDS = "text"


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """What results are written as."""

    kind: Kind = "jsonl"
    table: Table = "complaints"
    zipped: bool = False
    with_text: bool = True


def kind_of_output(path: Path) -> Kind | None:
    """Return what the name of `path` asks for."""
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    kinds: dict[str, Kind] = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
    return kinds.get(suffix)


def encode_head(format: Format) -> bytes:
    """Return what stands before all results."""
    if format.kind == "csv":
        return _finish(_csv([_columns(format)]), format)
    if format.kind == "parquet":
        from extractor.batch.parquet import stage_schema

        return stage_schema(_schema(format.with_text))
    return b""


def encode_results(records: Sequence[Record], results: Sequence[Result], format: Format) -> bytes:
    """Return the results of `records`, in their order."""
    if not results:
        return b""
    pairs = list(zip(records, results, strict=True))
    if format.kind == "parquet":
        from extractor.batch.parquet import stage_rows

        return stage_rows([without_surrogates(_row(record, result, format)) for record, result in pairs], _schema(format.with_text))
    if format.kind == "csv":
        rows = _complaint_rows if format.table == "complaints" else _mention_rows
        return _finish(_csv([row for record, result in pairs for row in rows(_row(record, result, format), format)]), format)
    return _finish(b"".join(_json_line(record, result, format) for record, result in pairs), format)


def _finish(data: bytes, format: Format) -> bytes:
    return gzip.compress(data, _LEVEL, mtime=0) if format.zipped and data else data


def _json_line(record: Record, result: Result, format: Format) -> bytes:
    if not format.with_text:
        return json.dumps(_row(record, result, format), separators=(",", ":"), ensure_ascii=True).encode("ascii") + b"\n"
    return b'%b,"source":%b,"line":%d}\n' % (encode(result)[:-1], json.dumps(record.source).encode("ascii"), record.line)


def _row(record: Record, result: Result, format: Format) -> dict[str, Any]:
    """Return a result as plain values, with its source and line."""
    row = {**result.to_dict(), "source": record.source, "line": record.line}
    return row if format.with_text else _without_text(row)


def _without_text(value: Any) -> Any:
    """Leave out the complaint's own words, all the way down."""
    if isinstance(value, dict):
        return {key: _without_text(inner) for key, inner in value.items() if key != _OWN_WORDS}
    return [_without_text(inner) for inner in value] if isinstance(value, list) else value


def without_surrogates(value: Any) -> Any:
    """Replace lone surrogates, which only JSON can hold, all the way down."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: without_surrogates(inner) for key, inner in value.items()}
    return [without_surrogates(inner) for inner in value] if isinstance(value, list) else value


@cache
def _schema(with_text: bool) -> "pa.Schema":
    """Return the columns of Parquet: those of `Result`, whatever it holds, with source and line."""
    import pyarrow as pa

    from extractor.batch.parquet import arrow_type

    return pa.schema(_prune([*arrow_type(Result), pa.field("source", pa.string()), pa.field("line", pa.int64())], with_text))


def _prune(fields: "Sequence[pa.Field]", with_text: bool) -> "list[pa.Field]":
    """Return the fields without those that hold the complaint's own words, all the way down."""
    import pyarrow as pa

    def inner(kind: "pa.DataType") -> "pa.DataType":
        if pa.types.is_list(kind):
            return pa.list_(inner(kind.value_type))
        return pa.struct(_prune(list(kind), with_text)) if pa.types.is_struct(kind) else kind

    return [pa.field(field.name, inner(field.type)) for field in fields if with_text or field.name != _OWN_WORDS]


def _columns(format: Format) -> list[str]:
    first = ["id", "source", "line"]
    if format.table == "mentions":
        names = [*first, "mention", *Mention.__struct_fields__]
    else:
        text = [_OWN_WORDS]
        names = [*first, *text, "abstained", "causes", *CAUSES, "affirmed", "mentions", *_more_fields()]
    return [name for name in names if format.with_text or name != _OWN_WORDS]


def _more_fields() -> list[str]:
    """Return the fields of a result that have no column of their own making."""
    return [name for name in Result.__struct_fields__ if name not in ("id", "text", "mentions", "causes", "abstained")]


def _complaint_rows(row: Mapping[str, Any], format: Format) -> list[list[object]]:
    causes = {cause["cause"]: cause for cause in row["causes"]}
    affirmed = [mention["concept"] for mention in row["mentions"] if mention["type"] in _AFFIRMED and not _is_qualified(mention)]
    cells = {
        **row,
        "causes": " ".join(name for name, cause in causes.items() if cause["predicted"]),
        **{name: cause["probability"] for name, cause in causes.items()},
        "affirmed": " ".join(dict.fromkeys(affirmed)),
        "mentions": len(row["mentions"]),
    }
    return [[_cell(cells.get(name)) for name in _columns(format)]]


def _is_qualified(mention: Mapping[str, Any]) -> bool:
    return any(mention[name] for name in ("negated", "uncertain", "historical")) or mention["experiencer"] == "other"


def _mention_rows(row: Mapping[str, Any], format: Format) -> list[list[object]]:
    names = _columns(format)
    place = {name: row[name] for name in ("id", "source", "line")}
    return [[_cell({**mention, **place, "mention": at}.get(name)) for name in names] for at, mention in enumerate(row["mentions"])]


def _cell(value: object) -> object:
    """Return what a spreadsheet may show: no formula, lists of words or of things with a name in one cell, anything deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, list) and all(isinstance(inner, str) for inner in value):
        return _cell(" ".join(value))
    if isinstance(value, list) and all(isinstance(inner, dict) and "name" in inner for inner in value):
        return _cell([inner["name"] for inner in value])
    return json.dumps(value) if isinstance(value, (list, dict)) else value


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8", "replace")
