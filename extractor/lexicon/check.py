"""The full check of a lexicon: what loading checks, and that every term extracts itself."""

from pathlib import Path

from extractor.errors import LexiconError
from extractor.lexicon.build import load_lexicon
from extractor.lexicon.entries import GAP, Lexicon, Term, Trie
from extractor.matching import NOTHING, Signs, choose, find
from extractor.normalize import NUMBER
from extractor.reader import Reader


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
    reader, signs = Reader(lexicon), Signs(lexicon)
    words = {index: word for word, index in lexicon.ids.items()}
    for index, name in ((key, word) for word, key in lexicon.ids.items() for key in lexicon.classes_of.get(key, ())):
        words.setdefault(index, "3" if name == NUMBER else name)
    samples: dict[int, list[str]] = {}
    _collect(lexicon.trie, [], words, samples)
    problems = []
    for index, sample in sorted(samples.items()):
        term = lexicon.entries[index]
        if not isinstance(term, Term) or term.when or term.type in NOTHING:
            continue
        text = " ".join("3" if word == NUMBER else word for word in sample)
        tokens, at = [], 0
        for word in text.split():
            tokens.append((at, word))
            at += len(word) + 1
        reading = reader.units(text, tokens)
        drafts = choose(reading, find(reading.ids, lexicon, signs), lexicon, signs).drafts
        if not any(d.type == term.type and d.concept == term.concept for d in drafts):
            found = ", ".join(d.concept or d.type for d in drafts) or "nothing"
            problems.append(f"{term.origin}: {term.pattern!r} does not find itself, {text!r} gives {found}. Delete it, or the row that wins.")
    return problems


def _collect(node: Trie, path: list[str], words: dict[int, str], samples: dict[int, list[str]]) -> None:
    """Keep for each entry the shortest sequence of words that leads to it."""
    for key, child in node.items():
        if key == 0:
            for entry in child:
                if entry not in samples or len(path) < len(samples[entry]):
                    samples[entry] = list(path)
        elif key == GAP:
            _collect(child, path, words, samples)
        else:
            _collect(child, [*path, words[key]], words, samples)
