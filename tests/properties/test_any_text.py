"""Whatever the text: reading it never raises, slices are right, records make the round trip."""

import csv
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Cause, Cue, Evidence, Mention, Result, extract
from extractor.markup import parse, render
from extractor.resources import LEXICON
from extractor.results import CAUSES, MentionType

HARD = [
    *("\ud800", "\udfff", "\x00", "\x1b[31m", "\x7f", "\x85", "\xa0", "\u2028", "\r\n", "\n\n", "\t"),
    *("\u200b", "\u200d", "\ufeff", "\u00ad", "\u0301", "\u0336", "\ufe0f", "\u202e", "\u2066", "👩\u200d🔬"),
    *("ｋｒａｍ", "𝐤𝐚𝐤𝐢", "ß", "ﬁ", "İ", "ı", "ς", "ſ", "²", "½", "①", "ﷺ", "سلام", "שלום", "ไทย", "漢字"),
]
JOINTS = ["", " ", "  ", "\n", "\n\n", ", ", ". ", "? ", "-", "/", " (", ") ", '"', "2", "nya ", " ... "]


def _words(table: str, column: str) -> list[str]:
    with (LEXICON / table).open(encoding="utf-8", newline="") as file:
        cells = {row[column] for row in csv.DictReader(file)}
    return sorted(
        {word.strip("()") for cell in cells for phrase in cell.split("/") for word in (phrase, *phrase.split()) if "<" not in word}
    )


any_char = st.characters(exclude_categories=())
any_text = st.text(any_char).filter(lambda text: not SURROGATES.search(text))
words = st.sampled_from([*_words("terms.csv", "term"), *_words("cues.csv", "cue"), *_words("expressions.csv", "term")])
pieces = st.one_of(words, words, st.sampled_from(HARD), st.text(any_char, max_size=6), st.integers(0, 500).map(str))
complaints = st.lists(st.tuples(pieces, st.sampled_from(JOINTS)), max_size=30).map(lambda parts: "".join(a + b for a, b in parts))


SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")  # the only text that `Result.from_json` gives back as another, and says so


def check(text: str) -> Result:
    """Read `text` and check all that holds for every result."""
    result = extract(text)
    assert result.text == text
    spans = [(m.start, m.end) for m in result.mentions]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    for mention in result.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        assert (mention.concept is None) == (mention.type in ("DURATION", "FREQUENCY", "TIME_OF_DAY", "SEVERITY"))
        for cue in mention.cues or ():
            assert text[cue.start : cue.end] == cue.text != ""
        assert len(set(mention.sites or ())) == len(mention.sites or ())
    assert len({(m.start, m.end, m.type, m.concept) for m in result.mentions}) == len(result.mentions)
    assert {cause.cause for cause in result.causes} == set(CAUSES)
    for cause in result.causes:
        assert 0 <= cause.probability <= 1
        assert all(0 <= e.mention < len(result.mentions) for e in cause.evidence)
        assert not (result.abstained and (cause.predicted or cause.evidence))
    assert SURROGATES.search(text) or Result.from_json(result.to_json()) == result
    return result


@given(st.text(any_char))
def test_any_text(text: str) -> None:
    check(text)


@given(complaints)
@settings(max_examples=1000)
def test_any_complaint(text: str) -> None:
    assert check(text) == extract(text)


@given(complaints)
def test_markup_of_what_was_found(text: str) -> None:
    """Annotated text says the very mentions that it was rendered from, where none cross."""
    mentions = extract(text).mentions
    if any(a.start < b.start < a.end < b.end for a in mentions for b in mentions):
        return
    types = {m.concept: m.type for m in mentions if m.concept} | {site: "BODY_SITE" for m in mentions for site in m.sites or ()}
    again, parsed = parse(render(text, mentions), types)
    assert again == text
    fields = [name for name in Mention.__struct_fields__ if name not in ("cues", "value")]
    assert [[getattr(m, f) for f in fields] for m in parsed] == [[getattr(m, f) for f in fields] for m in mentions]


offsets = st.integers(0, 10**6)
cues = st.builds(Cue, offsets, offsets, any_text, st.sampled_from(["negation", "uncertainty", "history", "experiencer"]))
mentions = st.builds(
    Mention,
    offsets,
    offsets,
    any_text,
    st.sampled_from(MentionType.__args__),
    st.none() | any_text,
    negated=st.booleans(),
    sites=st.lists(st.text()).map(tuple),
    side=st.sampled_from([None, "kiri", "kanan", "kedua"]),
    cues=st.lists(cues, max_size=3).map(tuple),
    value=st.text(),
)
causes = st.builds(
    Cause,
    st.sampled_from(CAUSES),
    st.floats(0, 1),
    st.booleans(),
    st.lists(st.builds(Evidence, offsets, st.floats(allow_nan=False, allow_infinity=False)), max_size=3).map(tuple),
)
records = st.builds(
    Result,
    st.none() | any_text,
    any_text,
    st.lists(mentions, max_size=4).map(tuple),
    st.lists(causes, max_size=4).map(tuple),
    st.booleans(),
)


@given(records)
def test_any_record_makes_the_round_trip(record: Result) -> None:
    line = record.to_json()
    assert "\n" not in line
    assert Result.from_json(line) == Result.from_json(line.encode("utf-8")) == record
