"""The pattern language: what a pattern stands for, and what it refuses."""

import pytest

from extractor.lexicon.patterns import PatternError, parse_pattern, sequences, shortest, words_of


def plain(word: str) -> tuple[str, ...]:
    return (word,)


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("kram", ["kram"]),
        ("mati rasa", ["mati rasa"]),
        ("kram/keram", ["kram", "keram"]),
        ("kram (otot)", ["kram", "kram otot"]),
        ("(otot) kram", ["kram", "otot kram"]),
        ("sepatu (yang/yg) ketat", ["sepatu ketat", "sepatu yang ketat", "sepatu yg ketat"]),
        ("sakit (di bagian/pada) kaki", ["sakit kaki", "sakit di bagian kaki", "sakit pada kaki"]),
        ("a/b c/d", ["a c", "a d", "b c", "b d"]),
        ("a/a b", ["a b"]),
        ("sepatu ... sempit", ["sepatu ... sempit"]),
        ("sepatu … sempit", ["sepatu ... sempit"]),
        ("<angka> <satuan>", ["<angka> <satuan>"]),
        ("kram (-)", ["kram (-)"]),
        ("vit / mineral", ["vit / mineral"]),
        ("<bagian> kram", ["<bagian> kram", "<bagian> kaki kram", "<bagian> tangan kram"]),
    ],
)
def test_what_a_pattern_stands_for(pattern: str, phrases: list[str]) -> None:
    elements = parse_pattern(pattern, plain)
    expected = sorted(tuple(phrase.split()) for phrase in phrases)
    assert sorted(sequences(elements)) == expected
    assert len(shortest(elements)) == min(map(len, expected))
    assert shortest(elements) in expected


def test_patterns_are_kept_in_standard_words() -> None:
    spelling = {"gk": ("tidak",), "gabisa": ("tidak", "bisa")}
    elements = parse_pattern("gk kram/gabisa", lambda word: spelling.get(word, (word,)))
    assert sorted(sequences(elements)) == [("tidak", "kram"), ("tidak", "tidak", "bisa")]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "begins or ends with a gap"),
        ("(kram)", "begins or ends with a gap"),
        ("... kram", "begins or ends with a gap"),
        ("kram ...", "begins or ends with a gap"),
        ("(sepatu) ... sempit", "begins or ends with a gap"),
        ("sepatu ... (sempit)", "begins or ends with a gap"),
        ("kram/", "has an empty alternative"),
        ("/kram", "has an empty alternative"),
        ("kram (otot//kaki)", "has an empty alternative"),
        ("kram (otot", "is no word"),
        ("kram otot)", "is no word"),
        ("kram ()", "is no word"),
    ],
)
def test_what_is_no_pattern(pattern: str, why: str) -> None:
    with pytest.raises(PatternError, match=why):
        parse_pattern(pattern, plain)


def test_words_of_leaves_out_gaps() -> None:
    elements = parse_pattern("sepatu/sandal (yang) ... <angka> <satuan>", plain)
    assert list(words_of(elements)) == ["sepatu", "sandal", "yang", "<angka>", "<satuan>"]
