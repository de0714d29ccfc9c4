"""Importing costs nothing: what a process has loaded after each step."""

import subprocess
import sys

import pytest

HEAVY = ("spacy", "sklearn", "scipy", "joblib", "numpy", "pandas")


def loaded_after(code: str) -> set[str]:
    """Return which heavy packages a fresh process has loaded after `code`."""
    program = f"{code}\nimport sys; print(*({HEAVY!r} & sys.modules.keys()))".replace(repr(HEAVY), f"set({HEAVY!r})")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.parametrize("module", ["extractor", "extractor.cli", "extractor.lexicon", "extractor.markup", "extractor.results", "extractor.batch.sources"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert loaded_after(f"import {module}") == set()


def test_extract_loads_no_scikit_learn() -> None:
    assert loaded_after("from extractor import extract; extract('kaki kram')") & {"sklearn", "scipy", "joblib"} == set()


def test_components_register_nothing_but_their_factories() -> None:
    """Anybody's ``spacy.blank`` imports them: they read no file and load no other part of the library."""
    code = "import extractor.components, sys; print(*[m for m in sys.modules if m.startswith('extractor.') and m != 'extractor.components'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    with_extractor = subprocess.run(
        [sys.executable, "-c", code.replace("import extractor.components, sys", "import extractor, sys")], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == set(with_extractor.stdout.split())
