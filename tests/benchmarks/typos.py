"""``python -m tests.benchmarks.typos [GOLD.jsonl ...]``: what one slip in one domain word of each complaint costs.

A word of at least four letters in an annotated symptom, condition or trigger is chosen by a seeded generator and misspelt
in one of the `KINDS`. Without a file the complaints of `data/complaints` that serve development are read.
"""

import argparse
import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from extractor.batch.gold import Gold, read_gold
from extractor.batch.records import Problem
from extractor.evaluate import CORE, Score, evaluate
from extractor.lexicon import Lexicon, load_lexicon
from extractor.reader import Reader
from extractor.results import Result
from extractor.typos import NEIGHBOURS
from train.complaints import load_complaints

SHORTEST = 4
VOWELS = "aeiou"


def swapped(word: str, at: int, _: random.Random) -> str:
    """Swap a letter with the next."""
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def dropped(word: str, at: int, _: random.Random) -> str:
    """Leave a letter out."""
    return word[:at] + word[at + 1 :]


def doubled(word: str, at: int, _: random.Random) -> str:
    """Type a letter twice."""
    return word[: at + 1] + word[at:]


def neighbouring(word: str, at: int, generator: random.Random) -> str:
    """Hit a key next to the right one."""
    near = sorted(pair[1] for pair in NEIGHBOURS if pair[0] == word[at].lower())
    return word[:at] + generator.choice(near) + word[at + 1 :]


def vowel_dropped(word: str, at: int, _: random.Random) -> str:
    """Leave the next vowel out."""
    vowel = next((i for i in range(at, len(word)) if word[i].lower() in VOWELS), at)
    return dropped(word, vowel, _)


KINDS: dict[str, Callable[[str, int, random.Random], str]] = {
    "swapped": swapped,
    "dropped": dropped,
    "doubled": doubled,
    "neighbouring": neighbouring,
    "vowel_dropped": vowel_dropped,
}


def misspelt(gold: Gold, generator: random.Random) -> tuple[str, Gold] | None:
    """Return the kind of slip and the complaint with it, its annotation moved along; None if it has no word to misspell."""
    words = [(start, end) for m in gold.mentions if m.type in CORE for start, end in _words(m.text, m.start)]
    if not words:
        return None
    start, end = generator.choice(words)
    kind = generator.choice(tuple(KINDS))
    word = gold.text[start:end]
    slip = KINDS[kind](word, generator.randrange(len(word) - 1), generator)
    text = gold.text[:start] + slip + gold.text[end:]
    by = len(slip) - len(word)

    def moved(offset: int) -> int:
        return offset + by if offset >= end else min(offset, start + len(slip))

    mentions = tuple(
        msgspec.structs.replace(m, start=moved(m.start), end=moved(m.end), text=text[moved(m.start) : moved(m.end)]) for m in gold.mentions
    )
    return kind, Gold(gold.id, text, mentions)


def _words(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the words of at least `SHORTEST` plain letters begin and end."""
    at = 0
    for part in text.split():
        at = text.index(part, at)
        if len(part) >= SHORTEST and all(c in string.ascii_letters for c in part):
            yield start + at, start + at + len(part)
        at += len(part)


def complaints(paths: list[Path], lexicon: Lexicon) -> Iterator[Gold]:
    """Yield the annotated complaints of the files, or those of this project."""
    if not paths:
        for complaint in load_complaints(lexicon.types):
            if complaint.part == "develop":
                yield Gold(complaint.id, complaint.text, complaint.mentions)
    for gold in read_gold(paths):
        if isinstance(gold, Problem):
            raise SystemExit(f"{gold}: no annotated complaint. Correct or remove it.")
        yield gold


def core(documents: Iterable[Gold], reader: Reader) -> Score:
    """Return how well the core of the complaints is read."""
    return evaluate((gold, Result(None, gold.text, reader.read(gold.text), (), False)) for gold in documents).core


def main() -> None:
    """Print core F1 without and with a slip, for all and for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", nargs="*", type=Path, help="annotated complaints as JSON Lines")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    lexicon = load_lexicon()
    reader = Reader(lexicon)
    before: dict[str, list[Gold]] = defaultdict(list)
    after: dict[str, list[Gold]] = defaultdict(list)
    for gold in complaints(options.gold, lexicon):
        slip = misspelt(gold, generator)
        if slip is not None:
            for name in ("all", slip[0]):
                before[name].append(Gold(gold.id, gold.text, gold.mentions))
                after[name].append(slip[1])
    print(f"{'slip':14}{'complaints':>10}{'before':>8}{'after':>8}{'cost':>8}")
    for name in ("all", *KINDS):
        right, wrong = core(before[name], reader).f1, core(after[name], reader).f1
        print(f"{name:14}{len(before[name]):10}{right:8.3f}{wrong:8.3f}{right - wrong:8.3f}")


if __name__ == "__main__":
    main()
