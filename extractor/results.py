"""The records that the library returns, frozen, and their JSON form.

Offsets are half-open and count code points of the text as it was given.
"""

import json
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

MentionType: TypeAlias = Literal[
    "SYMPTOM",
    "CONDITION",
    "TRIGGER",
    "TREATMENT",
    "BODY_SITE",
    "DURATION",
    "FREQUENCY",
    "TIME_OF_DAY",
    "SEVERITY",
]
CueKind: TypeAlias = Literal["negation", "uncertainty", "history", "experiencer"]
Side: TypeAlias = Literal["kiri", "kanan", "kedua"]
CauseName: TypeAlias = Literal["sirkulasi", "otot", "nutrisi", "saraf"]
Abstention: TypeAlias = Literal["no_limb_symptom", "no_evidence"]
"""Why no cause is judged: no symptom of a limb is affirmed, or nothing affirmed speaks for any cause."""

CAUSES: tuple[CauseName, ...] = ("sirkulasi", "otot", "nutrisi", "saraf")


class Cue(msgspec.Struct, frozen=True, gc=False):
    """The words that decided an attribute of a mention."""

    start: int
    end: int
    text: str
    kind: CueKind


class Mention(msgspec.Struct, frozen=True, gc=False):
    """One span of the text that names one concept.

    Attributes that a type does not have are `msgspec.UNSET` (which is false) and absent from
    the JSON form: status and cues belong to SYMPTOM, CONDITION and TRIGGER, `sites` to SYMPTOM,
    `side` to SYMPTOM and BODY_SITE, `value` to the types without a concept.
    """

    start: int
    end: int
    text: str
    type: MentionType
    concept: str | None
    negated: bool | UnsetType = UNSET
    uncertain: bool | UnsetType = UNSET
    historical: bool | UnsetType = UNSET
    experiencer: Literal["self", "other"] | UnsetType = UNSET
    sites: tuple[str, ...] | UnsetType = UNSET
    side: Side | UnsetType | None = UNSET
    cues: tuple[Cue, ...] | UnsetType = UNSET
    value: str | UnsetType = UNSET


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What one mention (its index in `Result.mentions`) adds to the score of a cause, in log-odds."""

    mention: int
    contribution: float


class Cause(msgspec.Struct, frozen=True, gc=False):
    """A category of the source article with its calibrated probability (0 to 1)."""

    cause: CauseName
    probability: float
    predicted: bool
    evidence: tuple[Evidence, ...]


class Note(msgspec.Struct, frozen=True, gc=False):
    """What the source article adds to a complaint, in Indonesian and English; it is no evidence for a cause.

    `name` is the rule's in ``notes.csv``, `cause` the predicted cause that it is about, `mentions` are the
    indices in `Result.mentions` that gave rise to it. `claim` marks what only the article claims, without clinical support.
    """

    name: str
    cause: CauseName | None
    claim: bool
    mentions: tuple[int, ...]
    sentence_id: str
    sentence_en: str


class RedFlag(msgspec.Struct, frozen=True, gc=False):
    """A sign that a complaint needs care soon; `name` is the rule's in ``red_flags.csv``, `mentions` are indices in `Result.mentions`."""

    name: str
    mentions: tuple[int, ...]
    sentence_id: str
    sentence_en: str


class Result(msgspec.Struct, frozen=True, gc=False):
    """All that was read in one complaint. It informs, it never diagnoses."""

    id: str | None
    text: str
    mentions: tuple[Mention, ...]
    causes: tuple[Cause, ...]
    abstained: bool
    abstention: Abstention | None = None
    notes: tuple[Note, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists and strings, as in the JSON form."""
        return _plain(msgspec.to_builtins(self))  # type: ignore[no-any-return]

    def to_json(self) -> str:
        """Return one line of JSON."""
        return encode(self).decode()

    @classmethod
    def from_json(cls, line: str | bytes) -> "Result":
        """Read a line that `to_json` wrote.

        Two lone surrogates side by side come back as the one sign that they would spell: JSON writes both alike.
        """
        return msgspec.convert(json.loads(line), cls)


def _plain(value: Any) -> Any:
    """Turn tuples into lists, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


_encoder = msgspec.json.Encoder()


def encode(record: msgspec.Struct) -> bytes:
    """Return one line of JSON as bytes, without a line end."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8 form, only a JSON escape
        return json.dumps(_plain(msgspec.to_builtins(record)), separators=(",", ":")).encode("ascii")
