"""Symptoms that are named by body part and quality together: ``tangan saya kadang-kadang dingin``."""

from extractor.lexicon.outcomes import LIMB_GROUPS
from extractor.linking.ground import Ground
from extractor.markup import SPAN_TYPES
from extractor.matching import Draft


def take_in_bearers(ground: Ground) -> bool:
    """Let the span of a symptom that a body part and a quality make begin at its body part, which is then no mention of its own.

    Return whether any span has grown: then the drafts may be out of order.
    """
    changed = False
    for symptom in ground.symptoms:
        if not ground.has(symptom, "bearer") or symptom.negated:
            continue
        before = [site for site in ground.own.get(id(symptom), ()) if site.last <= symptom.first and _is_limb(ground, site)]
        if not before or not _one_phrase(ground, before, symptom):
            continue
        symptom.first, symptom.start = before[0].first, before[0].start
        for site in before:
            site.linked = ground.takers[id(site)] != [symptom]
        changed = True
    return changed


def _is_limb(ground: Ground, site: Draft) -> bool:
    return ground.lexicon.groups[site.concept or ""] in LIMB_GROUPS


def _one_phrase(ground: Ground, sites: list[Draft], symptom: Draft) -> bool:
    """Tell whether between body parts and quality stands neither a stop nor another symptom."""
    first = sites[0].first
    if not ground.signs.hard.isdisjoint(ground.ids[first : symptom.first]):
        return False
    between = [d for d in ground.drafts if first <= d.first < symptom.first]
    return all(any(d is site for site in sites) or d.type in SPAN_TYPES for d in between)
