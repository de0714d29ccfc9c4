"""The installed wheel, outside of the repository."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import distribution, entry_points, version
from pathlib import Path

SITE = Path(sysconfig.get_path("purelib"))
FACTORIES = ("gejala_mentions", "gejala_status", "gejala_links", "gejala_causes")


def python(code: str) -> str:
    """Return what `code` prints in a fresh process."""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def loaded(code: str) -> set[str]:
    """Return the modules that a fresh process has loaded after `code`."""
    return set(python(f"{code}\nimport sys\nprint(*sys.modules)").splitlines()[-1].split())


def test_imports_come_from_site_packages() -> None:
    assert Path(python("import extractor; print(extractor.__file__)")) == SITE / "extractor" / "__init__.py"


def test_the_wheel_holds_the_library_and_its_data_alone() -> None:
    files = {str(path) for path in distribution("gejala").files or () if "__pycache__" not in str(path)}
    files -= {path for path in files if path.endswith(tuple(EXTENSION_SUFFIXES))}
    tops = {path.split("/")[0] for path in files if not path.startswith("..")}
    assert tops == {"extractor", f"gejala-{version('gejala')}.dist-info"}
    data = {path.removeprefix("extractor/data/") for path in files if path.startswith("extractor/data/")}
    tables = (
        "causes", "classes", "concepts", "cues", "evidence", "expressions", "lab", "notes", "red_flags", "signs", "spelling", "terms",
        "vocabulary",
    )  # fmt: skip
    assert data == {
        "messages.csv",
        *(f"lexicon/{table}.csv" for table in tables),
        *(f"model/causes.{kind}" for kind in ("json", "joblib")),
        *(f"model/{name}" for name in ("manifest.json", "MODEL_CARD.md", "calibration.png", "confusion.png")),
    }
    assert "extractor/py.typed" in files
    assert all(
        path.endswith((".py", "py.typed")) for path in files - {f"extractor/data/{name}" for name in data} if path.startswith("extractor/")
    )


def test_what_every_complaint_passes_through_is_compiled_where_a_compiler_is() -> None:
    names = ("reader", "normalize", "matching", "choosing", "context.scope", "linking.sites", "lexicon.automaton")
    found = python(f"import importlib\nfor n in {names}: print(importlib.import_module('extractor.' + n).__file__)").splitlines()
    compiled = [name for name, path in zip(names, found, strict=True) if path.endswith(tuple(EXTENSION_SUFFIXES))]
    assert compiled == (list(names) if shutil.which("cc") else [])


def test_data_is_found_in_the_package() -> None:
    found = python("from extractor import resources as r; print(r.LEXICON, r.MODEL, r.MESSAGES, sep='\\n')")
    data = SITE / "extractor" / "data"
    assert [Path(line) for line in found.splitlines()] == [data / "lexicon", data / "model", data / "messages.csv"]


def test_metadata() -> None:
    meta = distribution("gejala").metadata
    assert meta["Requires-Python"] == "<3.14,>=3.11"
    assert python("import extractor; print(extractor.__version__)") == version("gejala")
    needed = {re.match(r"[\w-]+", line)[0] for line in distribution("gejala").requires or () if "extra ==" not in line}
    assert needed == {"spacy", "scikit-learn", "joblib", "msgspec", "typer", "rich", "rapidfuzz"}


def test_the_command() -> None:
    command = shutil.which("gejala", path=sysconfig.get_path("scripts"))
    assert command is not None
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"gejala {version('gejala')}\n"
    done = subprocess.run([command, "extract", "Kaki kesemutan, tidak kram"], capture_output=True, text=True, check=True)
    mentions = json.loads(done.stdout)["mentions"]
    assert [(m["concept"], m.get("negated")) for m in mentions] == [("kaki", None), ("kesemutan", False), ("kram", True)]


def test_the_lexicon_check() -> None:
    command = shutil.which("gejala", path=sysconfig.get_path("scripts"))
    assert command is not None
    done = subprocess.run([command, "lexicon", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_batch(tmp_path: Path) -> None:
    command = shutil.which("gejala", path=sysconfig.get_path("scripts"))
    assert command is not None
    (tmp_path / "a.txt").write_text("Kaki kram\nhalo\n", encoding="utf-8")
    subprocess.run([command, "batch", "a.txt", "-o", "out.jsonl"], cwd=tmp_path, capture_output=True, check=True)
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], [m["concept"] for m in r["mentions"]]) for r in records] == [("a.txt:1", ["kaki", "kram"]), ("a.txt:2", [])]


def test_extract() -> None:
    concepts = python("from extractor import extract; print(*[m.concept for m in extract('Kaki kesemutan karena sepatu ketat').mentions])")
    assert concepts == "kaki kesemutan sepatu_ketat"


def test_entry_points() -> None:
    found = {point.name: point.value for point in entry_points(group="spacy_factories") if point.dist and point.dist.name == "gejala"}
    assert found == {name: f"extractor.components:make_{name.removeprefix('gejala_')}" for name in FACTORIES}


def test_spacy_finds_the_components_without_an_import_of_ours() -> None:
    code = """
import spacy
for name in %r:
    nlp = spacy.blank("id")
    nlp.add_pipe(name)
    doc = nlp("Kaki kiri  kesemutan, tidak kram")
    spans = [(s.text, s.label_, s.kb_id_) for s in doc.spans["complaint"]]
    assert ("kesemutan", "SYMPTOM", "kesemutan") in spans, spans
    assert ("kram", "SYMPTOM", "kram") in spans, spans
    assert nlp.pipe_names == [name]
    assert [d.text for d in nlp.pipe(["kaki kram", "halo"])] == ["kaki kram", "halo"]
print("found")
"""
    assert python(code % (FACTORIES,)) == "found"


def test_anybodys_blank_pipeline_reads_nothing_of_ours() -> None:
    """spaCy imports the module of every factory that is installed."""
    modules = loaded("import spacy; spacy.blank('xx')")
    assert {name for name in modules if name.startswith("extractor")} <= loaded("import extractor") | {"extractor.components"}
    assert "sklearn" not in modules


def test_components_survive_the_disk(tmp_path: Path) -> None:
    code = f"""
import spacy
nlp = spacy.blank("id")
nlp.add_pipe("gejala_causes")
nlp.to_disk({str(tmp_path / "pipe")!r})
again = spacy.load({str(tmp_path / "pipe")!r})
text = "Kaki kesemutan karena sepatu ketat, tidak kram"
first, second = nlp(text), again(text)
assert [(s.start_char, s.end_char, s.label_, s.kb_id_) for s in first.spans["complaint"]] == [
    (s.start_char, s.end_char, s.label_, s.kb_id_) for s in second.spans["complaint"]
]
assert first._.complaint == second._.complaint != ()
assert first._.causes == second._.causes != ()
print("same")
"""
    assert python(code) == "same"


def test_importing_loads_neither_spacy_nor_scikit_learn() -> None:
    assert loaded("import extractor") & {"spacy", "sklearn", "scipy", "joblib", "numpy"} == set()


def test_extract_loads_no_scikit_learn() -> None:
    assert loaded("from extractor import extract; extract('kaki kram')") & {"sklearn", "scipy", "joblib"} == set()
