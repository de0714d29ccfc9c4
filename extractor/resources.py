"""Where data lives, in a wheel and in a checkout. No other module of the library knows a path."""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "data"
DATA = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "data"
LEXICON = DATA / "lexicon"
MODEL = DATA / "model"
MESSAGES = DATA / "messages.csv"
