"""``python -m extractor`` is the command ``gejala``."""

from extractor.cli import app

app(prog_name="gejala")
