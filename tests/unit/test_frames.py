"""Columns of three libraries in, aligned columns out."""

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from extractor import Extractor
from extractor.frames import extract_column, result_schema

TEXTS = ["Kaki kiri kram", None, "", "tidak nyeri", "kaki \ud800 kram"]


def absent(value: Any) -> Any:
    """Leave out what has no value."""
    if isinstance(value, dict):
        return {key: absent(inner) for key, inner in value.items() if inner is not None}
    return [absent(inner) for inner in value] if isinstance(value, list) else value


def expected(texts: list[str | None], extractor: Extractor) -> list[dict[str, Any]]:
    found = [{} if text is None else extractor.extract(text).to_dict() for text in texts]
    return [{key: value for key, value in absent(row).items() if key not in ("id", "text")} for row in found]


def test_pandas(extractor: Extractor) -> None:
    column = pd.Series([*TEXTS[:4], float("nan")], index=[7, 7, "x", 3, 1], dtype=object)
    frame = extract_column(column)
    assert list(frame.index) == list(column.index)
    found = [{name: cell for name, cell in row.items() if cell is not None and cell is not pd.NA} for row in frame.to_dict("records")]
    assert absent([{key: list(v) if key in ("mentions", "causes") else v for key, v in row.items()} for row in found]) == expected(
        [*TEXTS[:4], None], extractor
    )


def test_polars(extractor: Extractor) -> None:
    assert absent(extract_column(pl.Series(TEXTS[:4])).to_dicts()) == expected(TEXTS[:4], extractor)


@pytest.mark.parametrize("make", [pa.array, lambda texts: pa.chunked_array([texts[:1], texts[1:]])])
def test_pyarrow(make: Any, extractor: Extractor) -> None:
    table = extract_column(make(TEXTS[:4]))
    assert table.schema == result_schema()
    assert absent(table.to_pylist()) == expected(TEXTS[:4], extractor)


def test_an_empty_column() -> None:
    assert extract_column(pa.array([], pa.string())).num_rows == 0
    assert extract_column(pd.Series([], dtype=str)).shape[0] == 0
    assert extract_column(pl.Series([], dtype=pl.String)).height == 0


def test_a_lone_surrogate_in_pandas() -> None:
    frame = extract_column(pd.Series([TEXTS[4]], dtype=object))
    assert [mention["concept"] for mention in frame["mentions"].iloc[0]] == ["kaki", "kram"]


def test_what_is_no_column() -> None:
    with pytest.raises(TypeError, match="not list"):
        extract_column(["kram"])
    with pytest.raises(TypeError, match="a complaint is a str, not int"):
        extract_column(pa.array([3]))


def test_workers_of_ones_own_tables(extractor: Extractor) -> None:
    table = extract_column(pa.array(["kram"] * 3), jobs=2, chunk_size=2, extractor=extractor)
    assert table["abstained"].to_pylist() == [extractor.extract("kram").abstained] * 3
