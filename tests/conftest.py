"""Fixtures over the lexicon and the model that come with the library, made once."""

import pytest

from extractor import Extractor
from extractor.api import default_extractor
from extractor.lexicon import Lexicon


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return default_extractor()


@pytest.fixture(scope="session")
def lexicon(extractor: Extractor) -> Lexicon:
    return extractor.lexicon
