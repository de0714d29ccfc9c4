"""The automaton: where words lead from state to state, and which patterns end there."""

import pytest

from extractor.lexicon import automaton as module
from extractor.lexicon.automaton import Automaton
from extractor.lexicon.patterns import parse_pattern

IDS = {"sepatu": 1, "yang": 2, "ketat": 3, "sempit": 4, "kaki": 5, "<angka>": -2}
PATTERNS = ("sepatu ketat/sempit", "sepatu (yang) ketat", "<angka> sepatu", "kaki", "kaki kaki/sepatu")


def build(*patterns: str) -> Automaton:
    automaton = Automaton()
    for entry, pattern in enumerate(patterns):
        automaton.add(parse_pattern(pattern, lambda word: (word,)), entry, IDS)
    automaton.finish(max(IDS.values()), {}, list)
    return automaton


def ends(automaton: Automaton, phrase: str) -> list[int] | None:
    """Return the patterns that end after the words of `phrase`; ``...`` skips, None where no pattern goes on."""
    state = automaton.root
    for word in phrase.split():
        following = state.after_gap if word == "..." else state.follow[IDS[word]]
        if following is None:
            return None
        state = following
    return state.outcome or []


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("", []),
        ("sepatu", []),
        ("sepatu ketat", [0, 1]),
        ("sepatu sempit", [0]),
        ("sepatu yang", []),
        ("sepatu yang ketat", [1]),
        ("sepatu yang sempit", None),
        ("sepatu ...", None),
        ("<angka>", []),
        ("<angka> sepatu", [2]),
        ("<angka> sepatu ketat", None),
        ("kaki", [3]),
        ("kaki kaki", [4]),
        ("kaki sepatu", [4]),
        ("ketat", None),
        ("yang", None),
    ],
)
def test_words_lead_to_patterns(phrase: str, found: list[int] | None) -> None:
    assert ends(build(*PATTERNS), phrase) == found


@pytest.mark.parametrize(
    ("phrase", "found"), [("sepatu", [1]), ("sepatu sempit", None), ("sepatu ... sempit", [0]), ("sepatu ...", []), ("...", None)]
)
def test_a_gap(phrase: str, found: list[int] | None) -> None:
    assert ends(build("sepatu ... sempit", "sepatu"), phrase) == found


def test_a_word_leads_on_as_the_one_it_doubles_and_as_its_class() -> None:
    automaton = Automaton()
    automaton.add(parse_pattern("sepatu ketat/<angka>", lambda word: (word,)), 0, IDS)
    doubled, figure = 6, 7
    automaton.finish(figure, {doubled: (IDS["ketat"],), figure: (IDS["<angka>"],)}, list)
    state = automaton.root.follow[IDS["sepatu"]]
    assert state is not None
    assert [word for word in range(1, 8) if state.may_lead(word)] == [IDS["ketat"], doubled, figure]
    assert [word for word in range(1, 8) if state.follow[word] is not None] == [IDS["ketat"], doubled, figure]


def test_states_are_made_once() -> None:
    automaton = build(*PATTERNS)
    state = automaton.root.follow[IDS["sepatu"]]
    assert state is not None
    assert automaton.root.follow[IDS["sepatu"]] is state


def test_a_full_store_of_states_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STEPS", 2)
    automaton = build(*PATTERNS)
    for _ in range(3):
        assert ends(automaton, "sepatu ketat") == [0, 1]
        assert ends(automaton, "<angka> sepatu") == [2]
        assert ends(automaton, "kaki kaki") == [4]
        assert ends(automaton, "sepatu yang ketat") == [1]
