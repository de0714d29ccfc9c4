"""Compiles for a wheel the modules that load the lexicon and that every complaint passes through.

Without a C compiler the wheel stays pure Python.

An editable install is never compiled: there, what a developer edits is what runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = (
    *("reader", "normalize", "typos", "matching", "choosing", "conditions", "figures", "values", "features", "causes", "notes"),
    *("context/__init__", "context/scope", "context/reach", "context/behind", "context/doubts", "context/effects"),
    *("context/past", "context/persons"),
    *("linking/__init__", "linking/ground", "linking/strangers", "linking/sites", "linking/inherit", "linking/sides", "linking/spans"),
    *("linking/afterthoughts", "linking/times", "linking/lengths", "linking/near"),
    *("lexicon/kinds", "lexicon/cue", "lexicon/automaton", "lexicon/outcomes", "lexicon/patterns", "lexicon/tables", "lexicon/build"),
)
_SETTINGS = {"MYPYC_OPT_LEVEL": "3", "MYPYC_DEBUG_LEVEL": "0"}
_TOLD = 2000
"""Characters of the compiler's output that are shown when it fails."""


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled modules into a wheel, beside their sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile in a copy, so that the checkout stays as it is."""
        self._copy = Path(tempfile.mkdtemp())
        if version == "editable":
            return
        shutil.copytree(Path(self.root, "extractor"), self._copy / "extractor")
        sources = [f"extractor/{name}.py" for name in COMPILED]
        command = [sys.executable, "-m", "mypyc", "--ignore-missing-imports", *sources]
        done = subprocess.run(command, cwd=self._copy, env=os.environ | _SETTINGS, capture_output=True, text=True, check=False)
        if done.returncode:
            self.app.display_warning("Not compiled: the wheel is pure Python and half as fast. With a C compiler it would not be.")
            self.app.display_warning((done.stdout + done.stderr)[-_TOLD:])
            return
        shutil.rmtree(self._copy / "build")
        modules = [path for path in self._copy.rglob("*") if path.name.endswith(tuple(EXTENSION_SUFFIXES))]
        build_data["force_include"] |= {str(path): str(path.relative_to(self._copy)) for path in modules}
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy."""
        shutil.rmtree(self._copy)
