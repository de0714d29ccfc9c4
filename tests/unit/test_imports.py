"""Importing costs nothing: what a process has loaded after each step."""

import subprocess
import sys

import pytest

HEAVY = {"spacy", "sklearn", "scipy", "joblib", "numpy", "pandas"}


def loaded_after(code: str) -> set[str]:
    """Return the modules that a fresh process has loaded after `code`."""
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "extractor",
        "extractor.cli",
        "extractor.evaluate",
        "extractor.lexicon",
        "extractor.markup",
        "extractor.results",
        "extractor.batch.readers",
    ],
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert loaded_after(f"import {module}") & HEAVY == set()


def test_scoring_a_complaint_loads_nothing_heavy() -> None:
    code = "from extractor import extract; assert extract('kaki kram habis lari').causes[0].predicted"
    assert loaded_after(code) & HEAVY == set()


def test_what_reads_complaints_does_not_load_what_measures() -> None:
    loaded = loaded_after("import extractor.cli, extractor.render; from extractor import extract; extract('kaki kram')")
    assert loaded & {"extractor.evaluate", "extractor.batch.gold", "extractor.explain"} == set()


def test_importing_the_components_loads_no_other_part() -> None:
    """Anybody's ``spacy.blank`` imports them: they read no file and load no other part of the library."""
    assert {m for m in loaded_after("import extractor.components") - loaded_after("import extractor") if m.startswith("extractor")} == {
        "extractor.components"
    }
