"""The pattern language: what a pattern stands for, what it refuses, and how the trie holds it."""

import pytest

from extractor.lexicon.entries import END, GAP
from extractor.lexicon.patterns import MOST_SEQUENCES, PatternError, expand, insert, words_of


def plain(word: str) -> tuple[str, ...]:
    return (word,)


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("kram", ["kram"]),
        ("mati rasa", ["mati rasa"]),
        ("kram/keram", ["kram", "keram"]),
        ("kram (otot)", ["kram", "kram otot"]),
        ("sepatu (yang/yg) ketat", ["sepatu ketat", "sepatu yang ketat", "sepatu yg ketat"]),
        ("sakit (di bagian/pada) kaki", ["sakit kaki", "sakit di bagian kaki", "sakit pada kaki"]),
        ("a/b c/d", ["a c", "a d", "b c", "b d"]),
        ("a/a b", ["a b"]),
        ("sepatu ... sempit", ["sepatu ... sempit"]),
        ("<angka> <satuan>", ["<angka> <satuan>"]),
        ("kram (-)", ["kram (-)"]),
        ("vit / mineral", ["vit / mineral"]),
        ("<bagian> kram", ["<bagian> kram", "<bagian> kaki kram", "<bagian> tangan kram"]),
    ],
)
def test_expand(pattern: str, phrases: list[str]) -> None:
    assert expand(pattern, plain) == sorted(tuple(phrase.split()) for phrase in phrases)


def test_expand_writes_standard_words() -> None:
    spelling = {"gk": ("tidak",), "gabisa": ("tidak", "bisa")}
    assert expand("gk kram/gabisa", lambda word: spelling.get(word, (word,))) == [("tidak", "kram"), ("tidak", "tidak", "bisa")]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "begins or ends with a gap or is empty"),
        ("(kram)", "begins or ends with a gap or is empty"),
        ("... kram", "begins or ends with a gap or is empty"),
        ("kram ...", "begins or ends with a gap or is empty"),
        ("(sepatu) ... sempit", "begins or ends with a gap or is empty"),
        ("kram/", "has an empty alternative"),
        ("/kram", "has an empty alternative"),
        ("kram (otot//kaki)", "has an empty alternative"),
        ("kram (otot", "is no word"),
        ("kram otot)", "is no word"),
        ("kram ()", "is no word"),
        (" ".join(["a/b"] * 12), f"more than {MOST_SEQUENCES}"),
    ],
)
def test_expand_refuses(pattern: str, why: str) -> None:
    with pytest.raises(PatternError, match=why):
        expand(pattern, plain)


def test_insert_shares_beginnings_and_marks_gaps() -> None:
    trie: dict[int, object] = {}
    ids: dict[str, int] = {}
    for entry, phrase in enumerate(("sepatu ketat", "sepatu ... sempit", "sepatu ketat", "<angka> sepatu")):
        insert(trie, phrase.split(), entry, ids, {"<angka>": -2})
    insert(trie, ["sepatu", "ketat"], 0, ids, {})
    assert ids == {"sepatu": 1, "ketat": 2, "sempit": 3}
    assert trie == {1: {2: {END: [0, 2]}, GAP: {3: {END: [1]}}}, -2: {1: {END: [3]}}}


def test_words_of_leaves_out_gaps_and_classes() -> None:
    assert words_of(("sepatu", "...", "<angka>", "<satuan>", "sempit")) == ["sepatu", "<angka>", "sempit"]
