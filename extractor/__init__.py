"""Symptoms, triggers, conditions, treatments, body sites and times in Indonesian complaints, and likely causes.

The output informs; it is no diagnosis.
"""

from extractor.api import Extractor, extract, extract_many
from extractor.errors import BatchError, ExtractorError, InputError, LexiconError, ModelError, WorkerError
from extractor.results import Cause, Cue, Evidence, Mention, Note, RedFlag, Result

__version__ = "0.1.0"

__all__ = [
    "BatchError",
    "Cause",
    "Cue",
    "Evidence",
    "Extractor",
    "ExtractorError",
    "InputError",
    "LexiconError",
    "Mention",
    "ModelError",
    "Note",
    "RedFlag",
    "Result",
    "WorkerError",
    "extract",
    "extract_many",
]
