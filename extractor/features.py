"""Mentions to features of the cause model; the same function for training and for use.

A feature is a row of ``evidence.csv``: an affirmed concept of the patient's own, at a limb if it is
a symptom. Where the row names concepts that explain it away (``unless``) and one of them is
affirmed, the feature is ``concept:dijelaskan`` instead; where the row wants the concept told
before the symptom (``order``) and it comes after, ``concept:sesudah``.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.lexicon import EvidenceRow, Lexicon
from extractor.lexicon.outcomes import LIMB_GROUPS
from extractor.results import Mention


class Features(NamedTuple):
    """Feature name to the indices of the mentions that carry it; `limb` tells whether a limb symptom is affirmed."""

    carriers: Mapping[str, tuple[int, ...]]
    limb: bool


def names(rows: Sequence[EvidenceRow]) -> list[str]:
    """Return all feature names, in the order of the table."""
    return [name for row in rows for name in row.names]


def features_of(mentions: Sequence[Mention], lexicon: Lexicon) -> Features:
    """Return the features of one complaint."""
    affirmed: dict[str, list[int]] = {}
    times = {m.value for m in mentions if m.type == "TIME_OF_DAY"} | {
        m.value for m in mentions if m.type == "FREQUENCY"
    }
    limb = False
    for index, mention in enumerate(mentions):
        if not is_evidence(mention):
            continue
        if mention.type == "SYMPTOM":
            if not at_limb(mention, lexicon.groups):
                continue
            limb = True
        affirmed.setdefault(mention.concept or "", []).append(index)
    first_symptom = min((i for found in affirmed.values() for i in found if mentions[i].type == "SYMPTOM"), default=0)
    carriers: dict[str, tuple[int, ...]] = {}
    for row in lexicon.evidence:
        found = affirmed.get(row.concept)
        if not found:
            continue
        if row.sites:
            found = [i for i in found if set(mentions[i].sites or ()) & row.sites]
        if not found or (row.time and row.time not in times):
            continue
        if row.unless & affirmed.keys():
            name = f"{row.name}:dijelaskan"
        elif row.order and min(found) > first_symptom:
            name = f"{row.concept}:sesudah"
        else:
            name = row.name
        carriers[name] = tuple(found)
    return Features(carriers, limb)


def is_evidence(mention: Mention) -> bool:
    """Tell whether a mention is affirmed of the patient; a condition stays evidence when it is history."""
    if mention.type in ("SYMPTOM", "TRIGGER"):
        return not (mention.negated or mention.uncertain or mention.historical or mention.experiencer == "other")
    if mention.type == "CONDITION":
        return not (mention.negated or mention.uncertain or mention.experiencer == "other")
    return mention.type == "TREATMENT"


def at_limb(symptom: Mention, groups: Mapping[str, str]) -> bool:
    """Tell whether a symptom is one of a limb, by the guideline's list."""
    group = groups[symptom.concept or ""]
    if group == "umum":
        return False
    sites = symptom.sites or ()
    if any(groups[site] in LIMB_GROUPS for site in sites):
        return True
    return group == "bebas" and (not sites or "badan" in sites)
