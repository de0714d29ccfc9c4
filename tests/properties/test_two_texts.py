"""Two complaints joined by a blank line give what each gives alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import extract
from extractor.markup import parse
from tests.support import load_cases


def _text(marked: str) -> str:
    class AnyType(dict[str, str]):
        def __missing__(self, concept: str) -> str:
            return "SYMPTOM"

        get = dict.__getitem__

    return parse(marked, AnyType())[0]
