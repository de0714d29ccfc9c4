"""The tokenizer: where words end, and that pieces join to the very text."""

import pytest

from extractor.tokenizer import pieces, tokens

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
    ("sepatu \n ketat", ["sepatu", "\n ", "ketat"]),
    ("sepatu\t ketat", ["sepatu", "\t ", "ketat"]),
    (" sepatu ", ["sepatu"]),
    ("a--b-c", ["a", "--", "b-c"]),
    ("kram\ud800nyeri", ["kram", "\ud800", "nyeri"]),
    ("kra\u0301m", ["kra\u0301m"]),
    ("k\u200bram", ["k\u200bram"]),
    ("kram\u200b", ["kram\u200b"]),
    ("ｋｒａｍ", ["ｋｒａｍ"]),
    ("\u202bkram\u202c", ["\u202b", "kram", "\u202c"]),
    ("kram\x00nyeri", ["kram", "\x00", "nyeri"]),
]


@pytest.mark.parametrize(("text", "expected"), SPLITS)
def test_splits(text: str, expected: list[str]) -> None:
    assert [token for piece in pieces(text)[0] for _, token in tokens(piece)] == expected


@pytest.mark.parametrize("text", [text for text, _ in SPLITS])
def test_pieces_join_to_the_text(text: str) -> None:
    found, joint = pieces(text)
    assert joint.join(found) == text


@pytest.mark.parametrize("piece", [piece for text, _ in SPLITS for piece in pieces(text)[0]])
def test_tokens_leave_out_the_blank_that_ends_a_piece_alone(piece: str) -> None:
    assert "".join(token for _, token in tokens(piece)) == (piece if piece.isspace() else piece.removesuffix(" "))
    assert [piece[at : at + len(token)] for at, token in tokens(piece)] == [token for _, token in tokens(piece)]
