"""These tests look at an installed wheel; inside the checkout, where the sources would be found first, they are skipped.

``.ci/run`` copies this folder elsewhere and runs it in an environment that holds only the wheel.
"""

from pathlib import Path

import pytest

INSIDE_CHECKOUT = (Path(__file__).parents[2] / "pyproject.toml").is_file()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if INSIDE_CHECKOUT:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="needs an installed wheel, outside of the checkout"))
