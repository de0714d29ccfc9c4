import subprocess
import sys

import pytest


@pytest.mark.parametrize("name", ["batch", "speed", "typos"])
def test_benchmarks_start(name: str) -> None:
    outcome = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}", "--help"], capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("usage: ")
