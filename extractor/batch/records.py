"""What inputs consist of: complaints, and what stands in the place of one that could not be read."""

from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

LONGEST = 1_048_576
"""Bytes of a record as it stands in its file; what is longer is no complaint."""

Unit: TypeAlias = Literal["line", "paragraph", "file"]


class Record(NamedTuple):
    """One complaint with the file and the line (of a table the row) where it begins."""

    source: str
    line: int
    id: str
    text: str


class Row(NamedTuple):
    """The value of one line of JSON Lines."""

    line: int
    value: Any


class Problem(NamedTuple):
    """Why something was not read: the key of a message and its fields. Never holds a complaint's text."""

    key: str
    fields: dict[str, object]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How inputs are read; `encoding` is detected for each file when it is None."""

    text_field: str = "text"
    id_field: str = "id"
    unit: Unit = "line"
    encoding: str | None = None
