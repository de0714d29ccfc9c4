"""The tables of rules, ``notes.csv`` and ``red_flags.csv``.

A cell of wants holds what must be told, parted by semicolons: ``a/b @site/site [sign]`` is a mention
of concept (or type) a or b at one of the sites with the words of the sign in it; ``[sign]`` alone is
the sign in a sentence of those mentions.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from extractor.lexicon.entries import Rule, Wanted
from extractor.lexicon.tables import read_table
from extractor.markup import SPAN_TYPES
from extractor.results import CAUSES

_WANTED = re.compile(r"(?P<keys>[\w/]*)\s*(?:@(?P<sites>[\w/]+))?\s*(?:\[(?P<sign>\w+)\])?")
_SIDES: Mapping[str, tuple[frozenset[str | None], ...]] = {
    "": (),
    "kiri": (frozenset(("kiri",)),),
    "kanan": (frozenset(("kanan",)),),
    "satu": (frozenset(("kiri",)), frozenset(("kanan",))),
    "mungkin_satu": (frozenset(("kiri", None)), frozenset(("kanan", None))),
}


def read_rules(folder: Path, table: str, types: Mapping[str, str], signs: frozenset[str], problems: list[str]) -> tuple[Rule, ...]:
    """Return the rules of one table; append to `problems` what is wrong with them.

    Parameters
    ----------
    types
        The type of each concept.
    signs
        The names of the signs that ``signs.csv`` lists.
    """
    rules: list[Rule] = []
    sentences: dict[str, tuple[str, str]] = {}
    known = {*types, *types.values(), *SPAN_TYPES}
    for origin, cells in read_table(folder, table, problems):
        name, told = cells["name"], (cells["sentence_id"], cells["sentence_en"])
        wanted, unless = (_wanted(cells[column]) for column in ("mentions", "unless"))
        past = frozenset(filter(None, cells.get("past", "").split("/")))
        each = [*(wanted or ()), *(unless or ())]
        strange = sorted({key for want in each for key in (*want.keys, *want.sites)} - known | (past - types.keys()))
        sign = next((want.sign for want in each if want.sign and want.sign not in signs), "")
        yes = next((column for column in ("claim", "beside") if cells.get(column, "") not in ("", "ya")), "")
        if not name:
            problems.append(f"{origin}: has no name. Give the rule one.")
        elif wanted is None or unless is None:
            problems.append(f"{origin}: a want cannot be read. Write concept/concept @site/site [sign], and semicolons between.")
        elif strange:
            problems.append(f"{origin}: {strange[0]!r} is neither a concept nor a type. Correct it.")
        elif sign:
            problems.append(f"{origin}: no sign {sign!r}. Correct it or add it to signs.csv.")
        elif cells["side"] not in _SIDES:
            problems.append(f"{origin}: side {cells['side']!r} is unknown. Use one of {', '.join(filter(None, _SIDES))}.")
        elif cells.get("cause") and cells["cause"] not in CAUSES:
            problems.append(f"{origin}: cause {cells['cause']!r} is unknown. Use one of {', '.join(CAUSES)}.")
        elif yes:
            problems.append(f"{origin}: {yes} {cells[yes]!r} is unknown. Write ya or leave it empty.")
        elif not (all(told) or (name in sentences and not any(told))):
            problems.append(f"{origin}: {name!r} lacks a sentence. Write it in both languages where the name first stands.")
        elif any(told) and name in sentences:
            problems.append(f"{origin}: {name!r} already has its sentences. Leave them out here.")
        elif not (wanted or cells.get("cause")):
            problems.append(f"{origin}: {name!r} asks for nothing. Fill mentions.")
        else:
            sentences.setdefault(name, told)
            rules.append(
                Rule(
                    name=name,
                    cause=cells.get("cause", ""),
                    claim=cells.get("claim") == "ya",
                    wanted=wanted,
                    sides=_SIDES[cells["side"]],
                    past=past,
                    unless=unless,
                    beside=cells.get("beside") == "ya",
                    sentence_id=sentences[name][0],
                    sentence_en=sentences[name][1],
                )
            )
    return tuple(rules)


def _wanted(cell: str) -> tuple[Wanted, ...] | None:
    """Return the wants of one cell; None where one cannot be read."""
    found = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        match = _WANTED.fullmatch(part)
        if match is None or not (match["keys"] or match["sign"]):
            return None
        keys, sites = (frozenset(filter(None, (match[name] or "").split("/"))) for name in ("keys", "sites"))
        found.append(Wanted(keys, sites, match["sign"] or ""))
    return tuple(found)
