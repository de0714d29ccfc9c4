"""Fixtures over the lexicon and the model that come with the library, made once."""

import pytest
from hypothesis import settings

from extractor import Extractor
from extractor.api import default_extractor
from extractor.lexicon import Lexicon

settings.register_profile("gejala", deadline=None)  # the first example compiles the lexicon
settings.load_profile("gejala")


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return default_extractor()


@pytest.fixture(scope="session")
def lexicon(extractor: Extractor) -> Lexicon:
    return extractor.lexicon
