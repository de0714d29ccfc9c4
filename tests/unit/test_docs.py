"""The examples in docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import extractor

MODULES = [m.name for m in pkgutil.walk_packages(extractor.__path__, "extractor.") if not m.name.endswith("__main__")]


@pytest.mark.parametrize("name", ["extractor", *MODULES])
def test_examples_run(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs={n: getattr(extractor, n) for n in extractor.__all__}).failed == 0


def test_every_public_name_has_a_docstring() -> None:
    assert [name for name in extractor.__all__ if not (getattr(extractor, name).__doc__ or "").strip()] == []
