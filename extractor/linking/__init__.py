"""Symptom to site, side, severity and time, by meaning as far as words show it.

Body parts that follow one another (``tangan dan kaki``, ``dari pinggang sampai tumit``) form a
group. A symptom takes the group that a preposition ties to it, else the group that its clause
begins with; the members of a list of symptoms share; a repetition keeps what it had before.
Body parts of a complaint outside of the inventory stay with it. Body parts, times and severities
that belong to no symptom are dropped, and activities that are only planned.
"""

from typing import TYPE_CHECKING

from extractor.context.scope import Scope
from extractor.lexicon.entries import Lexicon
from extractor.linking.afterthoughts import add_afterthoughts
from extractor.linking.ground import Ground
from extractor.linking.inherit import inherit
from extractor.linking.sides import set_sides
from extractor.linking.sites import link_sites
from extractor.linking.spans import take_in_bearers
from extractor.linking.strangers import part_strangers
from extractor.linking.times import link_times
from extractor.matching import Draft

if TYPE_CHECKING:
    from extractor.trace import Trace


def link(scope: Scope, lexicon: Lexicon, trace: "Trace | None" = None) -> list[Draft]:
    """Return the drafts of `scope` that stay, with sites and sides set."""
    drafts = [draft for draft in scope.drafts if not draft.planned]
    symptoms = [d for d in drafts if d.type == "SYMPTOM"]
    if not symptoms:
        return [d for d in drafts if d.type in ("CONDITION", "TRIGGER", "TREATMENT")]
    ground = Ground(scope, drafts, symptoms, lexicon)
    part_strangers(ground)
    link_sites(ground)
    add_afterthoughts(ground)
    inherit(ground)
    set_sides(ground)
    link_times(ground)
    grown = take_in_bearers(ground)
    if trace is not None:
        trace.links += [(symptom, ground.own.get(id(symptom), [])) for symptom in symptoms]
    stays = ("SYMPTOM", "CONDITION", "TRIGGER", "TREATMENT")
    stay = [d for d in drafts if d.type in stays or d.linked]
    return sorted(stay, key=lambda draft: (draft.start, -draft.end)) if grown else stay
