"""Notes and red flags: each row of their case tables asserts all that its text is told."""

import pytest

from extractor import Extractor, Note, RedFlag, Result
from tests.support import load_other


def told(remarks: tuple[Note, ...] | tuple[RedFlag, ...], result: Result) -> str:
    """Return the rules with the words of the mentions that raised them."""
    described = []
    for remark in remarks:
        name = remark.name + (" (claim)" if isinstance(remark, Note) and remark.claim else "")
        words = " + ".join(result.mentions[index].text for index in remark.mentions)
        described.append(f"{name}: {words}" if words else name)
    return "; ".join(described)


@pytest.mark.parametrize("case", load_other("red_flags.csv"), ids=lambda case: case["id"])
def test_red_flags(case: dict[str, str], extractor: Extractor) -> None:
    result = extractor.extract(case["text"])
    assert told(result.red_flags, result) == case["expected"]


@pytest.mark.parametrize("case", load_other("notes.csv"), ids=lambda case: case["id"])
def test_notes(case: dict[str, str], extractor: Extractor) -> None:
    result = extractor.extract(case["text"])
    assert told(result.notes, result) == case["expected"]
    predicted = {cause.cause for cause in result.causes if cause.predicted}
    assert {note.cause for note in result.notes} <= {*predicted, None}


@pytest.mark.parametrize("table", ["red_flags.csv", "notes.csv"])
def test_every_rule_has_a_case_and_both_languages(table: str, extractor: Extractor) -> None:
    rules = extractor.lexicon.red_flags if table == "red_flags.csv" else extractor.lexicon.notes
    named = " ".join(case["expected"] for case in load_other(table))
    assert [rule.name for rule in rules if rule.name not in named] == []
    assert [rule.name for rule in rules if rule.sentence_id == rule.sentence_en] == []
