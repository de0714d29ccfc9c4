"""Left, right or both: read off the words near body parts, carried on by meaning."""

from typing import Final

from extractor.lexicon.kinds import (
    ALSO,
    BOTH,
    BRIDGE,
    FINE,
    LEFT,
    LIST,
    MORE,
    MOVE,
    NEGATION,
    NO_KINDS,
    NOW,
    PASS,
    RIGHT,
    SELF,
    SIDES,
    STOP,
    TISSUE,
)
from extractor.lexicon.outcomes import LIMB_GROUPS, LIMBS
from extractor.linking.ground import Ground
from extractor.markup import SPAN_TYPES
from extractor.matching import Draft

_REACH: Final = 10
_OTHER: Final = 4
_ABBREVIATED: Final = 2
"""Letters of the longest abbreviation of a side."""


def set_sides(ground: Ground) -> None:
    """Read sides off the words next to body parts; symptoms take those of their sites."""
    for group in ground.groups:
        for position, site in enumerate(group):
            limit = group[position + 1].first if position + 1 < len(group) else len(ground.ids)
            site.side = side_after(ground, site.last, limit) or _side_before(ground, site) or site.side
        group[0].side = group[0].side or _side_told_before(ground, group[0].first)
        last = group[-1].side
        if last is not None:
            for site in group:
                site.side = site.side or last
    _carry_on(ground)
    _loose_sides(ground)
    _spread_sides(ground)
    _carry_on(ground)
    _carry_back(ground)
    told = {site.concept or "": site.side for group in ground.groups for site in group if site.side}
    for symptom in ground.symptoms:
        if symptom.inner and not ground.own.get(id(symptom)):
            symptom.side = symptom.side or told.get(symptom.inner[0])
            continue
        sides = {site.side for site in ground.own.get(id(symptom), ()) if site.side}
        if len(sides) == 1:
            symptom.side = sides.pop()
        elif sides:
            symptom.side = "kedua"
        else:
            near = len(ground.ids) if symptom.sites else symptom.last + _own_side(ground, symptom.last)
            side = side_after(ground, symptom.last, near, spelt=bool(symptom.sites))
            symptom.side = side or (symptom.side if symptom.sites else None)
        if symptom.sites and not symptom.side and not ground.own.get(id(symptom)):
            symptom.side = told.get(symptom.sites[0])
        if (symptom.sites or ground.has(symptom, "bodily")) and (side := _side_told_before(ground, symptom.first)):
            symptom.side = side
        if symptom.side:
            for site in ground.own.get(id(symptom), ()):
                site.side = site.side or symptom.side


def _own_side(ground: Ground, unit: int) -> bool:
    """Tell whether a side at `unit` is that of a symptom with no body part: ``hemiparese ka``, but not ``bajalan ka langgar``."""
    return unit < len(ground.ids) and (bool(_spelt_out(ground, unit)) or ground.scope.ends_clause(ground.scope.end(unit)))


def _carry_on(ground: Ground) -> None:
    """Carry a side on to later mentions of the same part, or of the same limb, of the patient or of others."""
    sides: tuple[dict[str, str], dict[str, str]] = ({}, {})
    half: Draft | None = None
    for site in ground.sites:
        concept = site.concept or ""
        limb = ground.lexicon.groups[concept]
        takers = ground.takers.get(id(site), ())
        known = sides[bool(takers) and all(taker.other for taker in takers)]
        if site.side is not None:
            known[concept] = site.side
            if concept == "badan" and any(not ground.has(taker, "pain") for taker in takers):
                half = site
            if site.side != "kedua":
                known[limb] = site.side
            if limb == "anggota" and site.side != "kedua":
                known.setdefault("kaki", site.side)  # pain of the back or the hip runs down the leg of its side
        else:
            site.side = known.get(concept) or (known.get(limb) if limb in LIMB_GROUPS else None)
            if half is not None and limb in LIMB_GROUPS and ground.sentence_of[site.first] == ground.sentence_of[half.first]:
                site.side = site.side or half.side


def _spread_sides(ground: Ground) -> None:
    """Give the side of a symptom that is told of several parts of one limb to all of them: ``kaki bengkak dari mata kaki dua-duanya``."""
    for sites in ground.own.values():
        sides = {site.side for site in sites if site.side}
        limbs = {ground.lexicon.groups[site.concept or ""] for site in sites}
        if len(sites) > 1 and len(sides) == len(limbs) == 1 and limbs.issubset(LIMB_GROUPS):
            side = sides.pop()
            for site in sites:
                site.side = site.side or side


def _carry_back(ground: Ground) -> None:
    """Carry a side back to earlier mentions of the same part: both, where a limb has one side and then the other."""
    later: dict[str, str] = {}
    limbs_of = ground.lexicon.groups
    listed = {id(site) for group in ground.groups if len({limbs_of[s.concept or ""] for s in group}) > 1 for site in group}
    for site in reversed(ground.sites):
        part = site.concept or ""
        if site.side is None and id(site) in listed:
            continue
        if site.side is None:
            site.side = later.get(part) if ground.lexicon.groups[part] in LIMBS else None
        elif ground.lexicon.groups[part] in LIMB_GROUPS and later.get(part, site.side) != site.side:
            later[part] = "kedua"
        else:
            later[part] = site.side


def _loose_sides(ground: Ground) -> None:
    """Give a side told apart (``kiri aja``, ``yang kanan``) to the body parts that the text speaks of there."""
    loose: dict[int, int] = {}
    for unit in ground.side_units:
        kinds = _spelt_out(ground, unit)
        if not kinds or unit in ground.used_sides or _contrasted(ground, unit):
            continue
        before = [i for i, group in enumerate(ground.groups) if group[-1].last <= unit]
        if before and kinds == BOTH and ground.kinds[ground.scope.begin(unit) - 1] & NOW:
            for site in ground.groups[before[-1]]:  # ``lutut kiri nyeri, sekarang keduanya``
                site.side = "kedua"
        elif before:
            compared = ground.kinds[ground.scope.end(unit)] & MORE
            loose[before[-1]] = loose.get(before[-1], NO_KINDS) | (SIDES if compared else kinds)
    for index, sides in loose.items():
        side = _name(sides)
        for site in ground.groups[index]:
            site.side = site.side or side


def _contrasted(ground: Ground, unit: int) -> bool:
    """Tell whether a side is named only as the other one: ``yang kanan biasa saja``."""
    for at in range(unit, min(unit + 5, len(ground.ids))):
        if ground.ids[at] in ground.signs.hard:
            return False
        if ground.kinds[at] & (FINE | NEGATION):
            return True
    return False


def side_after(ground: Ground, at: int, limit: int, *, spelt: bool = False) -> str | None:
    """Return the side told right after a body part, over at most three bridging words; with `spelt` not by an abbreviation."""
    start = at
    for _ in range(4):
        if at >= limit or at >= len(ground.ids) or not ground.side_units:
            return None
        kinds = ground.kinds[at]
        side = kinds & SIDES
        if side and spelt and not _spelt_out(ground, at):
            return None
        if side and (_letters(ground, at) != 1 or _is_initial(ground, start, at)):
            if at > start and any(ground.kinds[unit] & FINE for unit in range(at, at + _OTHER)):
                return None
            ground.used_sides.update(range(ground.scope.begin(at), ground.scope.end(at)))
            return "kedua" if _other_follows(ground, side, ground.scope.end(at)) else _name(side)
        if ground.ids[at] == ground.scope.comma and ground.kinds[at + 1] & BOTH:
            at += 1
            continue
        light = kinds & (BRIDGE | SELF | PASS | TISSUE) or ground.ids[at] in ground.signs.skipped
        passes = light or ground.ids[at] in ground.parens or _counts(ground, at)
        if at in ground.scope.draft_at or not passes:
            return None
        at = ground.scope.end(at)
    return None


def _other_follows(ground: Ground, side: int, at: int) -> bool:
    """Tell whether the other side is coordinated with one just read: ``ka/ki``, ``kiri n kanan``, ``kiri, kadang kanan``."""
    turn = at + 1 if ground.ids[at : at + 1] == [ground.scope.comma] else at
    draft = ground.scope.draft_at.get(turn)
    by_turns = draft is not None and draft.type == "FREQUENCY"
    joined = by_turns or (at < len(ground.ids) and (ground.ids[at] in ground.scope.slash or ground.kinds[at] & LIST))
    after = draft.last if draft is not None and by_turns else ground.scope.end(at)
    while after < len(ground.ids) and ground.kinds[after] & MOVE and not ground.kinds[after] & SIDES:
        after = ground.scope.end(after)
    found = ground.kinds[after] & SIDES if joined else NO_KINDS
    if not found or found & side or ground.scope.type_at(ground.scope.end(after)) == "BODY_SITE":
        return False
    ground.used_sides.update(range(at, ground.scope.end(after)))
    return True


def _side_told_before(ground: Ground, unit: int) -> str | None:
    """Return the side that stands in place of a body part before `unit` in its sentence: ``yang kanan kalau hujan pegal``."""
    at = unit - 1
    while ground.side_units and at >= max(0, unit - _REACH):
        draft = ground.scope.draft_at.get(at)
        if ground.ids[at] in ground.signs.sentence or (draft is not None and draft.type == "BODY_SITE"):
            return None
        found = _spelt_out(ground, at)
        if found and at not in ground.used_sides:
            first = ground.scope.begin(at)
            passed = first - 1
            begins = first == 0 or ground.ids[passed] in ground.signs.hard or bool(ground.kinds[passed] & (STOP | LIST | NOW))
            apart = first < at and not ground.kinds[passed] & BRIDGE and _bears(ground, at, passed)
            return _name(found) if (begins or apart) and (_denies_symptom(ground, at) or not _contrasted(ground, at)) else None
        at -= 1
    return None


def _bears(ground: Ground, side: int, passed: int) -> bool:
    """Tell whether a side stands as a subject behind a time or a light word, or before what it has: ``lama-lama yang kiri ikut nyeri``."""
    after = ground.scope.end(side)
    light = ground.scope.type_at(passed) in SPAN_TYPES or ground.kinds[passed] & PASS
    return bool(light or ground.kinds[after] & ALSO) or ground.scope.type_at(after) == "SYMPTOM"


def _denies_symptom(ground: Ground, side: int) -> bool:
    """Tell whether a symptom is denied of a side, which has it told apart, not well: ``yang kiri tidak bengkak tapi sakit``."""
    after = ground.scope.end(side)
    after = ground.scope.end(after) if ground.kinds[after] & NEGATION else after
    return ground.scope.type_at(after) == "SYMPTOM"


def side_within(ground: Ground, symptom: Draft) -> str | None:
    """Return the side among the words of a symptom, or both where that stands right before them: ``kedua telapak kaki dingin``."""
    if symptom.first and ground.kinds[symptom.first - 1] & BOTH:
        return "kedua"
    for unit in range(symptom.first, symptom.last):
        kinds = ground.lexicon.word_kinds[ground.ids[unit]] | ground.kinds[unit]
        if kinds & SIDES:
            return _name(kinds & SIDES)
    return None


def _side_before(ground: Ground, site: Draft) -> str | None:
    at = site.first
    if at and ground.scope.type_at(at - 1) in SPAN_TYPES:
        return None
    kinds = ground.kinds[at - 1] if at else NO_KINDS
    limb = ground.lexicon.groups[site.concept or ""] in LIMB_GROUPS
    if kinds & BOTH or (at and _counts_two(ground, at - 1, figures=limb)):
        ground.used_sides.add(at - 1)
        return "kedua"
    if at > 1 and (ground.ids[at - 1] in ground.signs.skipped or kinds & BRIDGE):
        kinds = ground.kinds[at - 2]
    side = _name(kinds & SIDES) if kinds & SIDES and _letters(ground, at - 1) > _ABBREVIATED and _side_leads(ground, at) else None
    if side is not None:
        ground.used_sides.update(range(max(0, at - 3), at))
    return side


def _name(sides: int) -> str:
    """Return what `sides` are together."""
    return "kiri" if sides == LEFT else "kanan" if sides == RIGHT else "kedua"


def _spelt_out(ground: Ground, unit: int) -> int:
    """Return the sides named at `unit`, but not by an abbreviation: ``ka`` and ``D`` mean a side only beside a body part."""
    return ground.kinds[unit] & SIDES if _letters(ground, unit) > _ABBREVIATED else NO_KINDS


def _letters(ground: Ground, unit: int) -> int:
    reading = ground.scope.reading
    return sum(map(str.isalnum, reading.text[reading.starts[ground.scope.begin(unit)] : reading.ends[ground.scope.end(unit) - 1]]))


def _is_initial(ground: Ground, start: int, unit: int) -> bool:
    """Tell whether one letter is the initial of a side: a capital right after a body part, but not ``S/D`` between two."""
    reading = ground.scope.reading
    beside = all(ground.ids[at] in ground.parens or ground.kinds[at] & PASS or _counts(ground, at) for at in range(start, unit))
    between = ground.ids[unit + 1 : unit + 2] == [ground.scope.either] and ground.scope.type_at(unit + 3) == "BODY_SITE"
    return beside and not between and reading.text[reading.starts[unit]].isupper()


def _counts(ground: Ground, unit: int) -> bool:
    """Tell whether a figure or a hyphen stands at `unit`, as in ``digiti 4-5 D``."""
    reading = ground.scope.reading
    return reading.text[reading.starts[unit] : reading.ends[unit]].strip("-").isdigit() or ground.ids[unit] == ground.lexicon.ids["-"]


def _counts_two(ground: Ground, unit: int, *, figures: bool) -> bool:
    """Tell whether the unit is the word for two, or with `figures` also a 2."""
    reading = ground.scope.reading
    if ground.lexicon.values.get(ground.ids[unit]) == "2":
        return True
    return figures and reading.text[reading.starts[unit] : reading.ends[unit]] == "2"


def _side_leads(ground: Ground, at: int) -> bool:
    """Tell whether the side word before `at` does not belong to a body part before it."""
    before = ground.scope.begin(at - 1) - 1
    return not (before >= 0 and before in ground.scope.draft_at and ground.scope.draft_at[before].type == "BODY_SITE")
