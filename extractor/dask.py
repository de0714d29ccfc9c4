"""For those who have a Dask collection: a function for its partitions (extra ``dask``)."""

from collections.abc import Iterable
from typing import Any

from extractor.api import default_extractor


def extract_partition(partition: Any) -> Any:
    """Read the complaints of one partition.

    Parameters
    ----------
    partition
        Texts, as a partition of a bag has them, or a pandas Series, as the partition of a column of a dataframe is one.

    Returns
    -------
    A list of plain dicts for texts; for a Series a DataFrame with the same index, which `frame_meta` describes to Dask.

    Examples
    --------
    >>> [result["abstained"] for result in extract_partition(["halo", "kaki kram habis lari"])]
    [True, False]

    Over a bag and over a column (they run when their results are asked for)::

        bag.map_partitions(extract_partition)
        frame["text"].map_partitions(extract_partition, meta=frame_meta())
    """
    if type(partition).__module__.partition(".")[0] == "pandas":
        from extractor.frames import extract_column

        return extract_column(partition)
    return _extract_texts(partition)


def _extract_texts(texts: Iterable[str]) -> list[dict[str, Any]]:
    return [result.to_dict() for result in default_extractor().extract_many(texts)]


def frame_meta() -> Any:
    """Return an empty DataFrame with the columns that `extract_partition` makes of a Series."""
    import pandas as pd

    from extractor.frames import result_schema

    return result_schema().empty_table().to_pandas(types_mapper=pd.ArrowDtype)
