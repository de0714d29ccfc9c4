"""Two complaints joined by a blank line give what each gives alone.

Held to what the words of a paragraph say: symptoms, conditions, triggers and treatments, whether they
are denied and whether they are history. Where, whose and how sure it is may be told in another
paragraph of the same complaint, and links run over blank lines on purpose.
"""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Mention, extract
from extractor.markup import parse
from tests.support import concept_types, load_cases

TEXTS = [parse(case.marked, concept_types())[0] for case in load_cases()]


def said(mentions: Iterable[Mention], by: int) -> list[tuple[object, ...]]:
    return [
        (m.start + by, m.end + by, m.type, m.concept, bool(m.negated), bool(m.historical))
        for m in mentions
        if m.type in ("SYMPTOM", "CONDITION", "TRIGGER", "TREATMENT")
    ]


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS), st.sampled_from(["\n\n", "\n\n\n", "\r\n\r\n", "\n \n"]))
@settings(max_examples=1000)
def test_joined_by_a_blank_line(first: str, second: str, line: str) -> None:
    expected = [*said(extract(first).mentions, 0), *said(extract(second).mentions, len(first + line))]
    assert said(extract(first + line + second).mentions, 0) == expected
