"""The lexicon: CSV tables edited by people, compiled into what matching needs."""

from extractor.lexicon.build import load_lexicon
from extractor.lexicon.cue import CueRule
from extractor.lexicon.entries import CauseLabel, Concept, EvidenceRow, Lab, Lexicon, Rule, Sign, Term

__all__ = ["CauseLabel", "Concept", "CueRule", "EvidenceRow", "Lab", "Lexicon", "Rule", "Sign", "Term", "load_lexicon"]
