"""The full check of a lexicon: what loading checks, and that every term extracts itself."""

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


def terms_that_fail(lexicon: Lexicon) -> list[str]:
    """Return a problem for each unconditional term whose own words do not give its concept."""
    reader = Reader(lexicon)
    words = {key: word for word, key in lexicon.ids.items()}
    member = {name: words[key] for key, names in lexicon.classes_of.items() for name in names}
    stands_for = {name: member[key] for name, key in lexicon.class_ids.items() if key in member} | {GAP_WORD: _FILLER}
    problems = []
    for term, sample in zip(lexicon.entries, lexicon.samples, strict=True):
        if not isinstance(term, Term) or term.when or term.type in NOTHING:
            continue
        text = " ".join("3" if word == NUMBER else stands_for.get(word, word) for word in sample)
        drafts = reader.choose(reader.units(text)).drafts
        if not any(d.type == term.type and d.concept == term.concept for d in drafts):
            found = ", ".join(d.concept or d.type for d in drafts) or "nothing"
            problems.append(
                f"{term.origin}: {term.pattern!r} does not find itself, {text!r} gives {found}. Delete it, or the row that wins."
            )
    return problems

