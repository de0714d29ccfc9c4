"""Behaviour as data: each row of ``tests/cases/*.csv`` asserts the whole set of mentions of its text."""

from collections import Counter

import pytest

from extractor import Extractor
from extractor.markup import ATTRIBUTES, SPAN_TYPES, parse
from tests.support import Case, described, load_cases, load_other

CASES = load_cases()
KNOWN = {row["id"]: row["why"] for row in load_other("known_failures.csv")}


def _param(case: Case):
    marks = [pytest.mark.xfail(reason=KNOWN[case.id], raises=AssertionError, strict=True)] if case.id in KNOWN else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_case(case: Case, extractor: Extractor) -> None:
    text, expected = parse(case.marked, extractor.lexicon.types)
    assert described(extractor.extract(text).mentions) == described(expected), text


def test_no_id_and_no_text_stands_twice() -> None:
    for column in ("id", "marked"):
        counts = Counter(getattr(case, column) for case in CASES)
        assert [value for value, count in counts.items() if count > 1] == []


def test_known_failures_are_cases_with_a_reason() -> None:
    ids = {case.id for case in CASES}
    assert [id_ for id_, why in KNOWN.items() if id_ not in ids or not why.strip()] == []


def test_cases_cover_every_type_and_attribute(extractor: Extractor) -> None:
    types = extractor.lexicon.types
    covered: set[str] = set()
    without = 0
    for case in CASES:
        _, mentions = parse(case.marked, types)
        without += not mentions
        for mention in mentions:
            covered.add(mention.type)
            covered.update(name for name in ATTRIBUTES if getattr(mention, name))
            covered.update(filter(None, (mention.experiencer, mention.side, mention.sites and "sites")))
    wanted = {*types.values(), *SPAN_TYPES, *ATTRIBUTES, "self", "other", "kiri", "kanan", "kedua", "sites"}
    assert wanted - covered == set()
    assert without > 0
