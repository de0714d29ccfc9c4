"""The tokenizer: where words end, and that tokens join to the very text."""

import pytest
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from extractor.tokenizer import build_tokenizer

SPLITS = [
    ("", []),
    ("kram", ["kram"]),
    ("mati rasa.kesemutan", ["mati", "rasa", ".", "kesemutan"]),
    ("kram,nyeri/pegal", ["kram", ",", "nyeri", "/", "pegal"]),
    ("(kram)", ["(", "kram", ")"]),
    ("kram!!!", ["kram", "!!!"]),
    ("kram…", ["kram", "…"]),
    ("-kram-", ["-", "kram", "-"]),
    ("_kram_", ["_", "kram", "_"]),
    ("😀kram😀", ["😀", "kram", "😀"]),
    ("kaki-kaki", ["kaki-kaki"]),
    ("ba'al", ["ba'al"]),
    ("ba’al", ["ba’al"]),
    ('nyut"an', ['nyut"an']),
    ("kaki2", ["kaki2"]),
    ("nyut²", ["nyut²"]),
    ('pegal" kaki', ["pegal", '"', "kaki"]),
    ("jari* kaki", ["jari", "*", "kaki"]),
    ("1,5 jam", ["1,5", "jam"]),
    ("14.30 wib", ["14.30", "wib"]),
    ("3-4 hari", ["3", "-", "4", "hari"]),
    ("sakit,3 hari", ["sakit", ",", "3", "hari"]),
    ("sepatu\nketat", ["sepatu", "\n", "ketat"]),
    ("sepatu  ketat", ["sepatu", " ", "ketat"]),
    ("kra\u0301m", ["kra\u0301m"]),
    ("k\u200bram", ["k\u200bram"]),
    ("kram\u200b", ["kram\u200b"]),
    ("ｋｒａｍ", ["ｋｒａｍ"]),
    ("\u202bkram\u202c", ["\u202b", "kram", "\u202c"]),
    ("kram\x00nyeri", ["kram", "\x00", "nyeri"]),
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return build_tokenizer(Vocab())


@pytest.mark.parametrize(("text", "tokens"), SPLITS)
def test_splits(tokenizer: Tokenizer, text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenizer(text)] == tokens


@pytest.mark.parametrize("text", [text for text, _ in SPLITS])
def test_tokens_join_to_the_text(tokenizer: Tokenizer, text: str) -> None:
    doc = tokenizer(text)
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


def test_has_no_exceptions(tokenizer: Tokenizer) -> None:
    """After an exception spaCy caches nothing more of a text (explosion/spaCy#13950)."""
    assert tokenizer.rules == {}
