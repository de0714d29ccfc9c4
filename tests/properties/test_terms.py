"""Every term extracts itself."""

import pytest

from extractor import Extractor
from extractor.lexicon import Lexicon, Term
from extractor.lexicon.check import terms_that_fail


def test_every_unconditional_term_extracts_itself(lexicon: Lexicon) -> None:
    assert terms_that_fail(lexicon) == []


def test_every_plain_symptom_and_site_extracts_itself_in_a_text(extractor: Extractor) -> None:
    """Through the whole pipeline, as typed in the table, where the pattern is plain words."""
    failed = []
    for entry in extractor.lexicon.entries:
        if not isinstance(entry, Term) or entry.when or entry.type not in ("SYMPTOM", "CONDITION", "TRIGGER"):
            continue
        if any(sign in entry.pattern for sign in "/()<.…"):
            continue
        found = [m for m in extractor.extract(entry.pattern).mentions if m.type == entry.type and m.concept == entry.concept]
        if not found:
            failed.append(f"{entry.origin}: {entry.pattern!r} gives no {entry.concept}")
    assert failed == []


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda text: f"({text})", lambda text: f"😀{text}!"], ids=["upper", "title", "brackets", "emoji"]
)
def test_and_so_however_it_is_written(extractor: Extractor, change) -> None:
    failed = []
    for entry in extractor.lexicon.entries:
        if not isinstance(entry, Term) or entry.when or entry.type != "SYMPTOM" or not entry.pattern.isalpha():
            continue
        text = change(entry.pattern)
        if [m.concept for m in extractor.extract(text).mentions if m.type == "SYMPTOM"] != [entry.concept]:
            failed.append(f"{entry.origin}: {text!r}")
    assert failed == []
