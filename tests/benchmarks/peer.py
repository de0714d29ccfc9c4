"""Runs one peer in its own environment; prints its time against bare tokenisation as JSON. Imports nothing of this project."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy

ROUNDS = 3


def medspacy(given: dict[str, Any]) -> Any:
    """Return the pipeline of medspaCy: its target matcher and ConText over sentences."""
    from medspacy.context import ConTextRule
    from medspacy.ner import TargetRule

    nlp = spacy.blank("id")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("medspacy_target_matcher").add([TargetRule(phrase, concept) for concept, phrase in given["terms"]])
    context = nlp.add_pipe("medspacy_context", config={"rules": None})
    context.add([ConTextRule(phrase, "NEGATED_EXISTENCE", direction="FORWARD") for phrase in given["negations"]])
    return nlp


def edsnlp(given: dict[str, Any]) -> Any:
    """Return the pipeline of EDS-NLP: its matcher and four qualifiers."""
    import edsnlp as library

    terms: dict[str, list[str]] = {}
    for concept, phrase in given["terms"]:
        terms.setdefault(concept, []).append(phrase)
    nlp = library.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.matcher", config={"terms": terms, "attr": "LOWER"})
    nlp.add_pipe("eds.negation", config={"preceding": given["negations"]})
    for qualifier in ("eds.hypothesis", "eds.history", "eds.family"):
        nlp.add_pipe(qualifier)
    return nlp


def seconds(call: Callable[[str], object], texts: list[str]) -> float:
    """Return the processor time of calling `call` on all texts."""
    begin = time.process_time()
    for text in texts:
        call(text)
    return time.process_time() - begin


def main(peer: str, path: str) -> None:
    """Measure in turn, print the best of each."""
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    bare, nlp = spacy.blank("id").make_doc, {"medspacy": medspacy, "edsnlp": edsnlp}[peer](given)
    texts = given["texts"]
    both = [(seconds(bare, texts), seconds(nlp, texts)) for _ in range(ROUNDS)]
    least = min(figure for figure, _ in both), min(figure for _, figure in both)
    print(json.dumps({"complaints_per_second": len(texts) / least[1], "ratio": least[1] / least[0]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
