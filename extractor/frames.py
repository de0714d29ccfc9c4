"""Columns of complaints in, aligned columns of results out: pandas, polars or pyarrow (extra ``frames``)."""

from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.api import default_extractor
from extractor.batch.parquet import arrow_type
from extractor.batch.sinks import without_surrogates
from extractor.results import Result

if TYPE_CHECKING:
    from extractor.api import Extractor

_GIVEN = ("id", "text")


@cache
def result_schema() -> pa.Schema:
    """Return the columns that come out: all of `Result` but what was given."""
    return pa.schema([field for field in arrow_type(Result) if field.name not in _GIVEN])


def extract_column(column: Any, *, jobs: int = 1, chunk_size: int | None = None, extractor: "Extractor | None" = None) -> Any:
    """Read a column of complaints and return the results as a table of the same library, row by row.

    Parameters
    ----------
    column
        A pandas or polars Series, or a pyarrow Array or ChunkedArray, of strings; where it has no value, neither have the
        results. Of a pandas Series the index is kept.
    jobs, chunk_size
        As for `Extractor.extract_many`.
    extractor
        One with tables of your own.

    Returns
    -------
    A pandas or polars DataFrame, or a pyarrow Table, with a column for each field of a result.

    Raises
    ------
    TypeError
        If `column` is of none of these types, or holds something other than strings.

    Examples
    --------
    >>> import pyarrow as pa
    >>> extract_column(pa.array(["kaki kram", None]))["abstained"].to_pylist()
    [True, None]
    """
    library = type(column).__module__.partition(".")[0]
    if library == "pandas":
        texts = [None if missing else text for text, missing in zip(column, column.isna(), strict=True)]
    elif library == "polars":
        texts = column.to_list()
    elif library == "pyarrow":
        texts = column.to_pylist()
    else:
        raise TypeError(f"a column is a Series of pandas or polars, or an Array of pyarrow, not {type(column).__name__}.")
    results = (extractor or default_extractor()).extract_many((t for t in texts if t is not None), jobs=jobs, chunk_size=chunk_size)
    rows = ({} if text is None else without_surrogates(next(results).to_dict()) for text in texts)
    table = pa.Table.from_pylist(list(rows), schema=result_schema())
    if library == "pandas":
        import pandas as pd

        return table.to_pandas(types_mapper=pd.ArrowDtype).set_index(column.index)
    if library == "polars":
        import polars as pl

        return pl.from_arrow(table)
    return table
