"""Writes ``docs/extract.svg``, the picture of `gejala extract` in the README, from a real result."""

import io
from pathlib import Path

from rich.console import Console

from extractor.api import Extractor
from extractor.render import print_result

TEXT = (
    "Dok, ibu saya 58 th, diabetes sudah 10 tahun. Telapak kaki kirinya sering kesemutan tiap malam, "
    "apalagi habis duduk lama. Nggak ada bengkak, apa kurang kalsium ya?"
)


def main() -> None:
    """Render one complaint."""
    console = Console(record=True, width=96, file=io.StringIO(), force_terminal=True, highlight=False)
    extractor = Extractor()
    print_result(console, extractor.extract(TEXT), extractor.lexicon, "id")
    Path(__file__).with_name("extract.svg").write_text(console.export_svg(title="gejala extract"), encoding="utf-8")


if __name__ == "__main__":
    main()
