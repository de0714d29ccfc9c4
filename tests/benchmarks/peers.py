"""Measures other clinical extractors in environments of their own, on the same texts and with the same lexicon."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from extractor.lexicon import CueRule, Lexicon, Term
from extractor.lexicon.patterns import PatternError, parse_pattern, sequences

PROGRAM = Path(__file__).parent / "peer.py"
PEERS = ("medspacy", "edsnlp")
_MOST_PHRASES = 20


def measure_peers(folder: Path, texts: Sequence[str], lexicon: Lexicon) -> dict[str, dict[str, float]]:
    """Return the time of each peer against bare tokenisation in its own environment."""
    figures = {}
    with tempfile.TemporaryDirectory() as work:
        given = Path(work) / "given.json"
        given.write_text(json.dumps({"texts": texts, "terms": _terms(lexicon), "negations": _negations(lexicon)}), encoding="utf-8")
        for peer in PEERS:
            done = subprocess.run([_environment(folder, peer), PROGRAM, peer, given], check=True, capture_output=True, text=True)
            figures[f"peer {peer}"] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _environment(folder: Path, peer: str) -> Path:
    """Return the interpreter of an environment that has `peer`; make it if need be."""
    python = folder / peer / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / peer], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", peer], check=True)
    return python


def _terms(lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return concepts with their phrases, as far as phrases can say what the patterns say."""
    found: dict[tuple[str, str], None] = {}
    for entry in lexicon.entries:
        if isinstance(entry, Term) and entry.concept:
            found.update(dict.fromkeys((entry.concept, phrase) for phrase in _phrases(entry.pattern)))
    return list(found)


def _negations(lexicon: Lexicon) -> list[str]:
    rules = (entry for entry in lexicon.entries if isinstance(entry, CueRule))
    return sorted({phrase for rule in rules if rule.kind == "negation" and rule.direction == "maju" for phrase in _phrases(rule.pattern)})


def _phrases(pattern: str) -> list[str]:
    try:
        elements = parse_pattern(pattern.lower(), lambda word: (word,))
    except PatternError:
        return []
    words = islice(sequences(elements), _MOST_PHRASES)
    return [" ".join(phrase) for phrase in words if not any(word == "..." or word.startswith("<") for word in phrase)]
