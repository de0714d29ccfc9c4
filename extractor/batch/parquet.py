"""Parquet in and out, by pyarrow (extra ``parquet``).

A Parquet file cannot be added to, so results are staged as an Arrow stream, whose messages simply follow each other, and
become row groups when all are there.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from extractor.batch.records import LONGEST, Problem, Reading, Record

_BATCH = 512
_ROW_GROUP = 20_000
_PLAIN: Mapping[type[msgspec.inspect.Type], pa.DataType] = {
    msgspec.inspect.StrType: pa.string(),
    msgspec.inspect.BoolType: pa.bool_(),
    msgspec.inspect.IntType: pa.int64(),
    msgspec.inspect.FloatType: pa.float64(),
}


def read_parquet(path: Path, file: BinaryIO, reading: Reading) -> Iterator[Record | Problem]:
    """Yield the complaints of a Parquet file; their line is the number of the row."""
    try:
        table = pq.ParquetFile(file, pre_buffer=False)
        names = table.schema_arrow.names
        if reading.text_field not in names:
            yield Problem("no_column", {"path": path, "line": 1, "field": reading.text_field, "found": ", ".join(names) or "-"})
            return
        number = 0
        columns = [name for name in (reading.text_field, reading.id_field) if name in names]
        for batch in table.iter_batches(_BATCH, columns=columns):
            texts = batch.column(reading.text_field)
            ids = batch.column(reading.id_field) if reading.id_field in names else [None] * len(texts)
            for text, id_ in zip(texts, ids, strict=True):
                number += 1
                yield _record(path, number, text, id_ if id_ is None else id_.as_py(), reading.text_field)
    except pa.ArrowException:
        yield Problem("cannot_read", {"path": path, "reason": "parquet"})


def _record(path: Path, number: int, value: Any, id_: object, field: str) -> Record | Problem:
    where: dict[str, object] = {"path": path, "line": number}
    try:
        text = value.as_py()
    except UnicodeDecodeError as error:
        return Problem("not_text", {**where, "byte": error.start + 1})
    if not isinstance(text, str):
        return Problem("no_field", {**where, "field": field})
    if len(text) > LONGEST:
        return Problem("too_long", {**where, "most": LONGEST})
    return Record(str(path), number, f"{path}:{number}" if id_ is None else str(id_), text)


def arrow_type(of: Any) -> pa.DataType:
    """Return the Arrow type of values of a Python type: scalars, tuples and msgspec structs."""
    return _arrow(msgspec.inspect.type_info(of))


def _arrow(info: Any) -> pa.DataType:
    if isinstance(info, msgspec.inspect.UnionType):
        none = (msgspec.inspect.NoneType,)
        (info,) = (part for part in info.types if not isinstance(part, none))
        return _arrow(info)
    if isinstance(info, msgspec.inspect.LiteralType):
        return pa.string()
    if isinstance(info, (msgspec.inspect.VarTupleType, msgspec.inspect.ListType)):
        return pa.list_(_arrow(info.item_type))
    if isinstance(info, msgspec.inspect.StructType):
        return pa.struct([(field.encode_name, _arrow(field.type)) for field in info.fields])
    return _PLAIN[type(info)]


def stage_schema(schema: pa.Schema) -> bytes:
    """Return what an Arrow stream begins with."""
    return bytes(schema.serialize())


def stage_rows(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> bytes:
    """Return rows as one message of an Arrow stream."""
    return bytes(pa.RecordBatch.from_pylist(list(rows), schema=schema).serialize())


def write_parquet(staged: Path, output: Path) -> None:
    """Write what is staged as Parquet."""
    with pa.OSFile(str(staged)) as source, pa.ipc.open_stream(source) as batches, pq.ParquetWriter(output, batches.schema) as writer:
        held: list[pa.RecordBatch] = []
        for batch in batches:
            held.append(batch)
            if sum(map(len, held)) >= _ROW_GROUP:
                writer.write_table(pa.Table.from_batches(held))
                held = []
        if held:
            writer.write_table(pa.Table.from_batches(held))
