"""A lexicon of a few rows that tests break in one place each."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.lexicon.tables import COLUMNS

Cells = Mapping[str, str]

PROBLEM = re.compile(r"[a-z_]+\.csv:[1-9]\d*: .+\. [A-Z].+\.", re.DOTALL)
"""``file:line: what. fix.``"""


def concept(name: str, kind: str, group: str = "bebas") -> Cells:
    return {"concept": name, "type": kind, "group": group, "label_id": name, "label_en": name, "definition": name}


def lab(name: str, parameter: str, **cells: str) -> Cells:
    return {"concept": name, "parameter": parameter, "floor": "1", "ceiling": "900", **cells}


def term(name: str, written: str, **cells: str) -> Cells:
    return {"concept": name, "term": written, "register": "baku", **cells}


def rule(name: str, **cells: str) -> Cells:
    return {"name": name, "sentence_id": "a", "sentence_en": "b", **cells}


SMALL: Mapping[str, Sequence[Cells]] = {
    "concepts.csv": [
        concept("kram", "SYMPTOM"),
        concept("nyeri", "SYMPTOM"),
        concept("kaki", "BODY_SITE", "kaki"),
        concept("diabetes", "CONDITION"),
    ],
    "terms.csv": [
        term("kram", "kram/keram"),
        term("nyeri", "sakit/nyeri"),
        term("kaki", "kaki"),
        term("diabetes", "sakit gula"),
        term("-", "rumah sakit"),
    ],
    "expressions.csv": [{"type": "DURATION", "term": "<angka> <satuan>", "register": "baku"}],
    "lab.csv": [lab("diabetes", "gds", high="200")],
    "cues.csv": [{"cue": "tidak", "kind": "negation", "direction": "maju", "reach": "2"}],
    "classes.csv": [{"class": "satuan", "word": "hari", "value": "P{n}D"}],
    "spelling.csv": [{"written": "gk", "standard": "tidak"}],
    "vocabulary.csv": [{"word": "halo"}],
    "causes.csv": [{"cause": "otot", "label_id": "a", "label_en": "b", "definition_id": "c", "definition_en": "d"}],
    "evidence.csv": [{"cause": "saraf", "concept": "diabetes"}],
    "signs.csv": [{"sign": "mendadak", "pattern": "mendadak"}],
    "notes.csv": [rule("lega", cause="saraf")],
    "red_flags.csv": [rule("awas", mentions="kram @kaki; [mendadak]", past="diabetes", unless="nyeri")],
}


def write(
    folder: Path, more: Mapping[str, Sequence[Cells]] | None = None, *, replaced: Mapping[str, Sequence[Cells]] | None = None
) -> Path:
    """Write the small lexicon, and after its rows `more`; columns left out are empty."""
    folder.mkdir(exist_ok=True)
    for table, rows in {**SMALL, **(replaced or {})}.items():
        with (folder / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table], restval="")
            writer.writeheader()
            writer.writerows([*rows, *(more or {}).get(table, ())])
    return folder
