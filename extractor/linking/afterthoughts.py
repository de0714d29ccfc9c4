"""Body parts that are named after the clause of their symptom: as well, one by one, or as where it spreads."""

from typing import Final

from extractor.lexicon.kinds import ALSO, BRIDGE, LIST, NOW, ONSET, PASS, SELF, SIDES, STOP
from extractor.lexicon.outcomes import LIMBS
from extractor.linking.ground import Ground
from extractor.linking.sites import moves, needs_bearer, topic_of, whole_and_part
from extractor.matching import Draft

_AHEAD: Final = 2


def add_afterthoughts(ground: Ground) -> None:
    """Add body parts that are named after the symptom: ``tangan kesemutan, kaki juga``; ``saya kram. Di betis.``"""
    linked = {id(site) for sites in ground.own.values() for site in sites}
    for group in ground.groups:
        if any(id(site) in ground.strangers for site in group):
            continue
        if any(id(site) in linked for site in group) and not _ends_way(ground, group):
            continue
        before = next((s for s in reversed(ground.symptoms) if s.last <= group[0].first), None)
        first, last = group[0].first, group[-1].last
        likewise, also = _likewise(ground, first, last), _also(ground, before, group)
        if before is None or (before.inner and not (likewise or also)) or ground.leads_to_symptom(group[-1]):
            continue
        gap = ground.sentence_of[first] - ground.sentence_of[before.first]
        opens = first > 0 and ground.kinds[first - 1] & BRIDGE and (first == 1 or ground.ids[first - 2] in ground.signs.sentence)
        ranged = first > 0 and ground.kinds[first - 1] & BRIDGE and moves(ground, group[0].last, group[-1].first)
        spreads = (
            gap <= _AHEAD and (ranged or moves(ground, max(0, first - 2), first)) and not ground.scope.denies(max(0, first - 4), first)
        )
        only = gap == 0 and _nowhere_else(ground, first, _past_owner(ground, last))
        spelt = only or (gap == 0 and (_spelt_out(ground, first, last) or _specified(ground, before, group)))
        first_told = not before.sites and ((opens and gap == 1) or _told_behind(ground, before, first))
        if (also and gap <= _AHEAD) or (likewise and gap <= 1) or first_told or spreads or spelt:
            own = ground.own.get(id(before)) or (topic_of(ground, before) if spreads else _told_of(ground, before) if only else None) or []
            for symptom in ground.symptoms:
                if symptom is before or (also and own and symptom.last <= first and ground.own.get(id(symptom)) == own):
                    ground.take(symptom, [*own, *group])
                    if only and own and whole_and_part(ground, group, own):
                        symptom.sites = tuple(dict.fromkeys(site.concept or "" for site in own))


def _told_of(ground: Ground, symptom: Draft) -> list[Draft] | None:
    """Return the body parts that the same symptom had when it was told before."""
    told = [ground.own.get(id(s)) for s in ground.symptoms if s.last <= symptom.first and s.concept == symptom.concept]
    return next((own for own in reversed(told) if own), None)


def _past_owner(ground: Ground, unit: int) -> int:
    """Return the first unit from `unit` on that says neither whose a body part is nor which side."""
    while unit < len(ground.ids) and ground.kinds[unit] & (SELF | SIDES) and not ground.kinds[unit] & ALSO:
        unit = ground.scope.end(unit)
    return unit


def _nowhere_else(ground: Ground, first: int, after: int) -> bool:
    """Tell whether a clause only restricts a symptom to a body part: ``sakit lutut, tapi hanya di kaki kiri``."""
    at = first - 1
    while at >= 0 and ground.kinds[at] & BRIDGE and not ground.kinds[at] & STOP:
        at -= 1
    only = at > 0 and ground.kinds[at] & STOP and ground.kinds[at] & ONSET and not ground.kinds[at] & NOW
    return bool(only) and ground.scope.ends_clause(ground.scope.end(after) if ground.kinds[after] & PASS else after)


def _told_behind(ground: Ground, symptom: Draft, first: int) -> bool:
    """Tell whether a preposition ties body parts behind a comma to a symptom: ``kesemutan, awalnya di jari``."""
    if needs_bearer(ground, symptom) or not ground.kinds[first - 1] & BRIDGE:
        return False
    joined = any(kinds & LIST for kinds in ground.kinds[symptom.last : first])
    return not joined and ground.bridges(symptom.last, first, budget=1)


def _ends_way(ground: Ground, group: list[Draft]) -> bool:
    """Tell whether a symptom spreads to body parts that the next one has taken: ``nyeri pinggang, menjalar ke kaki, kesemutan``."""
    first = group[0].first
    takers = ground.takers.get(id(group[0]), ())
    return moves(ground, max(0, first - 2), first) and all(taker.first > first for taker in takers)


def _spelt_out(ground: Ground, first: int, last: int) -> bool:
    """Tell whether body parts are told one by one after a colon, or as what has it at times: ``betis, kadang lengan``."""
    at = first - 1
    while at >= 0 and ground.kinds[at] & BRIDGE and not ground.kinds[at] & SIDES:
        at -= 1
    if at < 0:
        return False
    if ground.ids[at] == ground.scope.colon:
        return ground.scope.type_at(at - 1) == "BODY_SITE"
    while last < len(ground.ids) and ground.kinds[last] & (SELF | SIDES | ALSO):
        last = ground.scope.end(last)
    return ground.scope.type_at(at) == "FREQUENCY" and ground.scope.ends_clause(last)


def _also(ground: Ground, before: Draft | None, group: list[Draft]) -> bool:
    """Tell whether body parts are told to have a symptom as well: ``tangan saya juga``; the trunk has none of the limbs alone."""
    if before is None or (ground.has(before, "bearer") and any(ground.lexicon.groups[site.concept or ""] == "lain" for site in group)):
        return False
    after = _past_owner(ground, group[-1].last)
    return bool(ground.kinds[after] & ALSO) and ground.scope.ends_clause(ground.scope.end(after))


def _specified(ground: Ground, before: Draft, group: list[Draft]) -> bool:
    """Tell whether a clause of its own only says which parts of a symptom's limb have it: ``tangan kebas, jempol dan telunjuk saja``."""
    first, last = group[0].first - 1, _past_owner(ground, group[-1].last)
    while first > before.last and ground.kinds[first] & PASS:
        first -= 1
    last = ground.scope.end(last) if ground.kinds[last] & PASS else last
    limbs = {ground.lexicon.groups[site] for site in before.sites}.intersection(LIMBS)
    if first < before.last or ground.ids[first] != ground.scope.comma or not ground.scope.ends_clause(last):
        return False
    return not ground.kinds[last] & STOP and all(ground.lexicon.groups[site.concept or ""] in limbs for site in group)


def _likewise(ground: Ground, first: int, last: int) -> bool:
    """Tell whether body parts at units `first` to `last` are told as others and no more: ``begitu juga (dengan) tangan saya``."""
    if not first:
        return False
    begin = ground.scope.begin(first - 1)
    if ground.kinds[first - 1] & BRIDGE:
        also = begin > 0 and ground.kinds[begin - 1] & ALSO
    else:
        also = begin < first - 1 and ground.kinds[begin] & ALSO
    while last < len(ground.ids) and ground.kinds[last] & (BRIDGE | SELF | SIDES):
        last = ground.scope.end(last)
    return bool(also) and ground.scope.ends_clause(last)
