"""The full check of a lexicon: what loading checks, and that every term extracts itself."""

from collections.abc import Iterator
from pathlib import Path

from extractor.errors import LexiconError
from extractor.lexicon.build import load_lexicon
from extractor.lexicon.entries import Lexicon, Term
from extractor.lexicon.outcomes import NOTHING
from extractor.lexicon.patterns import GAP_WORD
from extractor.normalize import NUMBER
from extractor.reader import Reader

_FILLER = "itu"


def check_lexicon(folder: Path) -> Lexicon:
    """Load the tables in `folder` and try every unconditional term.

    Raises
    ------
    LexiconError
        With all problems.
    """
    lexicon = load_lexicon(folder)
    problems = terms_that_fail(lexicon)
    if problems:
        raise LexiconError(problems)
    return lexicon


def plain_terms(lexicon: Lexicon) -> Iterator[tuple[Term, str]]:
    """Yield each term that stands for something without a condition, with words that it finds."""
    words = {key: word for word, key in lexicon.ids.items()}
    member = {name: words[key] for key in sorted(lexicon.classes_of, reverse=True) for name in lexicon.classes_of[key]}
    stands_for = {name: member[key] for name, key in lexicon.class_ids.items() if key in member} | {GAP_WORD: _FILLER, NUMBER: "3"}
    for term, sample in zip(lexicon.entries, lexicon.samples, strict=True):
        if isinstance(term, Term) and not term.when and term.type not in NOTHING:
            yield term, " ".join(stands_for.get(word, word) for word in sample)


def terms_that_fail(lexicon: Lexicon) -> list[str]:
    """Return a problem for each unconditional term whose own words do not give its concept."""
    reader = Reader(lexicon)
    problems = []
    for term, text in plain_terms(lexicon):
        drafts = reader.choose(reader.units(text)).drafts
        if not any(d.type == term.type and d.concept == term.concept for d in drafts):
            found = ", ".join(d.concept or d.type for d in drafts) or "nothing"
            problems.append(
                f"{term.origin}: {term.pattern!r} does not find itself, {text!r} gives {found}. Delete it, or the row that wins."
            )
    return problems
