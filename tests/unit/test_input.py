"""What is no complaint, what holds nothing, and text that is hard to hold."""

import subprocess
import sys

import pytest

from extractor import Extractor, Result, extract, extract_many
from extractor.results import CAUSES
from tests.support import described


@pytest.mark.parametrize("given", [None, b"kaki kram", 3, ["kaki kram"], bytearray(b"kram")])
def test_no_string_is_a_type_error(given: object) -> None:
    with pytest.raises(TypeError, match=rf"a complaint is a str, not {type(given).__name__}\. Decode bytes first\."):
        extract(given)  # type: ignore[arg-type]


def test_extract_many_raises_at_the_one_that_is_no_string() -> None:
    results = extract_many(["kaki kram", None])  # type: ignore[list-item]
    assert next(results).text == "kaki kram"
    with pytest.raises(TypeError):
        next(results)


@pytest.mark.parametrize("jobs", [1, 2])
def test_extract_many_of_one_string(jobs: int) -> None:
    with pytest.raises(TypeError, match="not one str"):
        extract_many("kaki kram", jobs=jobs)


def test_extract_many_streams() -> None:
    """It takes a complaint only when its result is asked for."""
    taken = []

    def texts():
        for text in ("kram", "nyeri", "pegal"):
            taken.append(text)
            yield text

    results = extract_many(texts())
    assert taken == []
    assert next(results).text == "kram"
    assert taken == ["kram"]
    assert [result.text for result in results] == ["nyeri", "pegal"]


BLANK = ["", " ", "\n", "\t\r\n \n", "\u00a0\u3000\u2003", "\u200b\u200d\ufeff"]
SIGNS = [".", "?!…", "()[]{}<>|\\", "-", "--- *** ///", "@#$%^&*_+=~`'\"", "12345", "😀", "😀👍🏽👨\u200d👩\u200d👧"]
STRAY = ["\x00", "\x00\x01\x1b[0m\x7f", "\ud800", "\udfff\ud800", "\u202e\u202c", "\u0301\u0301"]


@pytest.mark.parametrize("text", [*BLANK, *SIGNS, *STRAY], ids=ascii)
def test_nothing_to_read(text: str) -> None:
    result = extract(text)
    assert (result.id, result.text, result.mentions, result.abstained) == (None, text, (), True)
    assert {cause.cause for cause in result.causes} == set(CAUSES)
    assert [(cause.predicted, cause.evidence) for cause in result.causes] == [(False, ())] * 4
    assert Result.from_json(result.to_json()) == result


@pytest.mark.parametrize("between", ["\x00", "\ud800", "😀", "\u202e", "\x1b", "\r\n", "\u3000", "ن", "क", "\U0010ffff"], ids=ascii)
def test_offsets_behind_what_is_hard_to_hold(between: str) -> None:
    at = len(between) + 2
    assert described(extract(f"{between}, kaki kram {between}").mentions) == [
        f"{at}:{at + 4} 'kaki' BODY_SITE kaki",
        f"{at + 5}:{at + 9} 'kram' SYMPTOM kram @kaki",
    ]


@pytest.mark.parametrize("folded", ["ﷺ", "ﬁ", "ß", "İ", "½", "①", "㎏", "\u200b\u200b\u200b", "\u00ad"], ids=ascii)
@pytest.mark.parametrize("joint", ["-", "", "2", "'"])
@pytest.mark.parametrize("order", [0, 1])
def test_offsets_where_folding_changes_the_length(folded: str, joint: str, order: int) -> None:
    """A normal form may be longer or shorter than what was typed; offsets count what was typed."""
    text = (f"{folded}{joint}kaki kram" if order else f"kram kaki{joint}{folded}") + " ya"
    mentions = extract(text).mentions
    assert "kram" in [m.concept for m in mentions]
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "written", ["kra\u0301m", "k\u200bram", "kr\u00adam", "ｋｒａｍ", "KRAM", "𝐤𝐫𝐚𝐦", "k\u0336r\u0336a\u0336m\u0336"], ids=ascii
)
def test_marks_inside_a_word(written: str) -> None:
    (mention,) = extract(f"😀 {written}, ya").mentions
    assert (mention.concept, mention.text.removesuffix("\u0336")) == ("kram", written.removesuffix("\u0336"))


def test_an_id_is_carried_over(extractor: Extractor) -> None:
    assert extractor.extract("kram", id="a:1").id == "a:1"


def test_five_megabytes_in_one_line() -> None:
    filler = "saya mau tanya dok mengenai surat rujukan dan jadwal praktik poli "
    count = 5_000_000 // len(filler)
    text = filler * count + "kaki kram"
    at = len(filler) * count
    assert described(extract(text).mentions) == [f"{at}:{at + 4} 'kaki' BODY_SITE kaki", f"{at + 5}:{at + 9} 'kram' SYMPTOM kram @kaki"]


def test_five_megabytes_without_a_blank() -> None:
    assert extract("kram" * 1_250_000).mentions == ()


def test_five_megabytes_full_of_mentions() -> None:
    """In a process of its own that is stopped after minutes: work that grows with the square of the text would take days."""
    code = (
        "from extractor import extract\n"
        "text = 'kaki kram. ' * 454_545\n"
        "mentions = extract(text).mentions\n"
        "assert len(mentions) == 2 * 454_545\n"
        "assert all(text[m.start:m.end] == m.text for m in mentions)\n"
        "assert {m.concept for m in mentions} == {'kaki', 'kram'}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
