"""The records and their JSON form, against the contract."""

import json

import msgspec
import pytest

from extractor import Cause, Cue, Evidence, Extractor, Mention, Note, RedFlag, Result

RESULT = Result(
    "a:1",
    "Kaki kiri tidak kram 3 hari",
    (
        Mention(0, 4, "Kaki", "BODY_SITE", "kaki", side="kiri"),
        Mention(
            16, 20, "kram", "SYMPTOM", "kram", negated=True, uncertain=False, historical=False, experiencer="self",
            sites=("kaki",), side="kiri", cues=(Cue(10, 15, "tidak", "negation"),),
        ),
        Mention(21, 27, "3 hari", "DURATION", None, value="P3D"),
    ),
    (Cause("saraf", 0.5, True, (Evidence(1, 0.25),)), Cause("otot", 0.25, False, ())),
    False,
    notes=(Note("lega", "saraf", False, (), "a", "b"),),
    red_flags=(RedFlag("awas", (1,), "c", "d"),),
)  # fmt: skip
BUILT = {
    "id": "a:1",
    "text": "Kaki kiri tidak kram 3 hari",
    "mentions": [
        {"start": 0, "end": 4, "text": "Kaki", "type": "BODY_SITE", "concept": "kaki", "side": "kiri"},
        {
            "start": 16, "end": 20, "text": "kram", "type": "SYMPTOM", "concept": "kram", "negated": True, "uncertain": False,
            "historical": False, "experiencer": "self", "sites": ["kaki"], "side": "kiri",
            "cues": [{"start": 10, "end": 15, "text": "tidak", "kind": "negation"}],
        },
        {"start": 21, "end": 27, "text": "3 hari", "type": "DURATION", "concept": None, "value": "P3D"},
    ],
    "causes": [
        {"cause": "saraf", "probability": 0.5, "predicted": True, "evidence": [{"mention": 1, "contribution": 0.25}]},
        {"cause": "otot", "probability": 0.25, "predicted": False, "evidence": []},
    ],
    "abstained": False,
    "abstention": None,
    "notes": [{"name": "lega", "cause": "saraf", "claim": False, "mentions": [], "sentence_id": "a", "sentence_en": "b"}],
    "red_flags": [{"name": "awas", "mentions": [1], "sentence_id": "c", "sentence_en": "d"}],
}  # fmt: skip
KEYS = {
    "SYMPTOM": {"negated", "uncertain", "historical", "experiencer", "sites", "side", "cues"},
    "CONDITION": {"negated", "uncertain", "historical", "experiencer", "cues"},
    "TRIGGER": {"negated", "uncertain", "historical", "experiencer", "cues"},
    "BODY_SITE": {"side"},
}


def test_to_dict() -> None:
    assert RESULT.to_dict() == BUILT


def test_to_json_is_one_line() -> None:
    line = RESULT.to_json()
    assert "\n" not in line
    assert json.loads(line) == BUILT


def test_from_json() -> None:
    assert Result.from_json(RESULT.to_json()) == RESULT
    assert Result.from_json(RESULT.to_json().encode()) == RESULT
    assert Result.from_json(json.dumps(BUILT)) == RESULT


def test_a_record_of_an_earlier_version_is_read() -> None:
    old = {key: value for key, value in BUILT.items() if key not in ("abstention", "notes", "red_flags")}
    assert Result.from_json(json.dumps(old)) == msgspec.structs.replace(RESULT, notes=(), red_flags=())


@pytest.mark.parametrize("text", ["é", "😀", "a\u2028b", 'a"b\\c', "a\nb\x00", "\ud800", "😀\udc00"])
def test_any_text_survives_json(text: str) -> None:
    result = Result(None, text, (Mention(0, len(text), text, "TREATMENT", "obat"),), (), True)
    line = result.to_json()
    assert "\n" not in line
    line.encode("utf-8")
    assert Result.from_json(line) == result


@pytest.mark.parametrize("line", ["{}", "[]", '{"id": 1}', json.dumps({**BUILT, "abstained": 3})])
def test_from_json_refuses_what_is_no_record(line: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        Result.from_json(line)


@pytest.mark.parametrize("record", [RESULT, RESULT.mentions[0], RESULT.causes[0]])
def test_records_are_frozen_and_hashable(record: msgspec.Struct) -> None:
    with pytest.raises(AttributeError):
        setattr(record, record.__struct_fields__[0], None)
    assert hash(record) == hash(msgspec.structs.replace(record))


def test_the_example_of_the_contract(extractor: Extractor) -> None:
    result = extractor.extract("Kaki kiri saya kesemutan kalau pakai sepatu ketat, tapi tidak kram", id="keluhan.txt:1").to_dict()
    status = {"negated": False, "uncertain": False, "historical": False, "experiencer": "self"}
    assert result["id"] == "keluhan.txt:1"
    assert result["mentions"] == [
        {"start": 0, "end": 4, "text": "Kaki", "type": "BODY_SITE", "concept": "kaki", "side": "kiri"},
        {
            "start": 15, "end": 24, "text": "kesemutan", "type": "SYMPTOM", "concept": "kesemutan", **status,
            "sites": ["kaki"], "side": "kiri", "cues": [],
        },
        {"start": 37, "end": 49, "text": "sepatu ketat", "type": "TRIGGER", "concept": "sepatu_ketat", **status, "cues": []},
        {
            "start": 62, "end": 66, "text": "kram", "type": "SYMPTOM", "concept": "kram", **status, "negated": True,
            "sites": ["kaki"], "side": "kiri", "cues": [{"start": 56, "end": 61, "text": "tidak", "kind": "negation"}],
        },
    ]  # fmt: skip
    causes = result["causes"]
    assert {cause["cause"] for cause in causes} == {"sirkulasi", "otot", "nutrisi", "saraf"}
    assert causes == sorted(causes, key=lambda cause: -cause["probability"])
    assert [cause["cause"] for cause in causes if cause["predicted"]] == ["sirkulasi"]
    assert causes[0]["evidence"][0]["mention"] == 2
    assert result["abstained"] is False


def test_each_type_has_the_keys_of_the_contract(extractor: Extractor) -> None:
    text = "Kaki saya sering kram parah di malam hari sudah 3 hari karena duduk lama, minum obat, ada diabetes"
    mentions = extractor.extract(text).to_dict()["mentions"]
    found = {mention["type"]: set(mention) - {"start", "end", "text", "type", "concept", "value"} for mention in mentions}
    assert found == {
        kind: KEYS.get(kind, set())
        for kind in ("SYMPTOM", "CONDITION", "TRIGGER", "TREATMENT", "BODY_SITE", "DURATION", "FREQUENCY", "TIME_OF_DAY", "SEVERITY")
    }
    assert [m["concept"] for m in mentions if m["type"] in ("DURATION", "FREQUENCY", "TIME_OF_DAY", "SEVERITY")] == [None] * 4
    assert [m["value"] for m in mentions if m["type"] == "DURATION"] == ["P3D"]
