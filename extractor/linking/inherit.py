"""Symptom to body part where its clause names none: from what was told before, or only after it."""

from typing import Final

from extractor.lexicon.kinds import INWARD, LIST, MOVE, THEN
from extractor.lexicon.outcomes import LIMB_GROUPS, LIMBS
from extractor.linking.ground import Ground
from extractor.linking.sites import TOPIC, is_telegraphic, is_trunk, needs_bearer, of_trunk, topic_of
from extractor.matching import Draft

_ANAPHORA: Final = 8
_AHEAD: Final = 2
_INWARD: Final = 6
_LATE: Final = 2


def inherit(ground: Ground) -> None:
    """Give symptoms without a site of their own the site of what they repeat or go on about."""
    last_of: dict[str, Draft] = {}
    last_said: dict[tuple[str, int], Draft] = {}
    previous: Draft | None = None
    for symptom in ground.symptoms:
        concept = symptom.concept or ""
        group = ground.lexicon.groups[concept]
        if symptom.other:
            continue
        said = (concept, ground.ids[symptom.first])
        if symptom.sites:
            if not symptom.historical or concept not in last_of:
                last_of[concept] = last_said[said] = symptom
            if previous is None or not _is_aside(ground, symptom):
                previous = symptom
            continue
        source = _repeated(ground, last_said.get(said), last_of.get(concept))
        again = source is not None and ground.has(symptom, "limbs")
        if group == "umum" or (needs_bearer(ground, symptom) and not again) or _is_inward(ground, symptom):
            continue
        if source is None and previous is not None and _goes_on(ground, symptom, previous) and not of_trunk(ground, symptom, previous):
            source = previous
        if source is not None:
            _copy(ground, symptom, source)
            if source.concept == concept:
                _add_all(ground, symptom, source)
            if source.concept != concept and not symptom.negated:
                _leave_ends(ground, symptom)
            last_of[concept] = symptom
        elif (topic := topic_of(ground, symptom)) is not None:
            ground.take(symptom, topic)
            last_of[concept] = previous = symptom
        elif named := _named_by_condition(ground, symptom):
            symptom.sites = named
            last_of[concept] = previous = symptom
    following: dict[str, Draft] = {}
    ahead: Draft | None = None
    for symptom in reversed(ground.symptoms):
        concept = symptom.concept or ""
        if symptom.other:
            continue
        if symptom.sites:
            following[concept] = ahead = symptom
        elif concept in following and not needs_bearer(ground, symptom) and not _is_inward(ground, symptom):
            _copy(ground, symptom, following[concept])
        elif ahead is not None and _denied_before(ground, symptom, ahead):
            _copy(ground, symptom, ahead)
        elif late := _named_late(ground, symptom):
            ground.take(symptom, late)
            following[concept] = ahead = symptom
        elif ahead is not None and _told_with(ground, symptom, ahead):
            _copy(ground, symptom, ahead)


def _repeated(ground: Ground, same_word: Draft | None, recent: Draft | None) -> Draft | None:
    """Return which symptom is told again: of the same word, unless another word has told since of which part of that limb."""
    if same_word is None or recent is None or len(same_word.sites) != 1 or same_word.sites[0] not in LIMBS:
        return same_word or recent
    limb = same_word.sites[0]
    return recent if recent.sites and all(ground.lexicon.groups[site] == limb for site in recent.sites) else same_word


def _is_aside(ground: Ground, symptom: Draft) -> bool:
    """Tell whether a complaint does not go on about a symptom: of no part of its own, or what a medicine did to the trunk."""
    if symptom.sites == ("badan",):
        return True
    if not is_trunk(ground, symptom.sites):
        return False
    sentence = ground.sentence_of[symptom.first]
    return any(d.type == "TREATMENT" and d.last <= symptom.first and ground.sentence_of[d.first] == sentence for d in ground.drafts)


def _may_take_late(ground: Ground, symptom: Draft) -> bool:
    """Tell whether a symptom without body parts may have one that is told only after it."""
    general = ground.lexicon.groups[symptom.concept or ""] == "umum"
    return not (general or needs_bearer(ground, symptom) or _is_inward(ground, symptom) or is_telegraphic(ground, symptom))


def _told_with(ground: Ground, symptom: Draft, ahead: Draft) -> bool:
    """Tell whether a sentence sets a symptom against the next one, not beside it: ``kirain kram biasa, ternyata betis bengkak``."""
    after = [ground.kinds[symptom.last], *ground.scope.word_kinds[symptom.last : symptom.last + 1]]
    if symptom.historical or any(kinds & (LIST | THEN) for kinds in after) or not _may_take_late(ground, symptom):
        return False
    if is_telegraphic(ground, ahead):
        return False
    return not of_trunk(ground, symptom, ahead) and ground.sentence_of[ahead.first] == ground.sentence_of[symptom.first]


def _named_late(ground: Ground, symptom: Draft) -> list[Draft] | None:
    """Return the body parts told just after that no symptom has: ``kramnya parah dok, betis sampai saya pukuli``."""
    if not _may_take_late(ground, symptom):
        return None
    group = ground.group_after(symptom.last)
    if group is None or any(id(site) in ground.takers or id(site) in ground.strangers for site in group):
        return None
    near = ground.sentence_of[group[0].first] - ground.sentence_of[symptom.first] <= _LATE
    return group if near and not any(symptom.last <= s.first < group[0].first for s in ground.symptoms) else None


def _named_by_condition(ground: Ground, symptom: Draft) -> tuple[str, ...]:
    """Return the parts of a limb that the condition told last before a symptom names: ``cedera engkel: nyeri dan bengkak``."""
    before = [d for d in ground.drafts if d.type == "CONDITION" and d.last <= symptom.first]
    if not before or symptom.negated or ground.sentence_of[symptom.first] - ground.sentence_of[before[-1].first] > TOPIC:
        return ()
    return tuple(site for site in before[-1].inner if ground.lexicon.groups[site] in LIMB_GROUPS)


def _is_inward(ground: Ground, symptom: Draft) -> bool:
    """Tell whether a pain without a body part is told of passing water or stool: ``sakit saat buang air kecil``."""
    if not ground.has(symptom, "pain"):
        return False
    before, after = symptom.first, symptom.last
    while before > max(0, symptom.first - _INWARD) and ground.ids[before - 1] not in ground.signs.hard:
        before -= 1
    while after < min(len(ground.ids), symptom.last + _INWARD) and ground.ids[after] not in ground.signs.hard:
        after += 1
    return any(kinds & INWARD for kinds in ground.kinds[before:after])


def _denied_before(ground: Ground, symptom: Draft, ahead: Draft) -> bool:
    """Tell whether a symptom is denied just before the complaint is told: ``bukan kram, bukan baal, cuma betis pegal``."""
    near = ground.sentence_of[ahead.first] - ground.sentence_of[symptom.first] <= _AHEAD
    general = ground.lexicon.groups[symptom.concept or ""] == "umum"
    return near and symptom.negated and not general and not is_telegraphic(ground, symptom)


def _goes_on(ground: Ground, symptom: Draft, previous: Draft) -> bool:
    if is_telegraphic(ground, symptom):
        return False
    return ground.sentence_of[symptom.first] - ground.sentence_of[previous.first] <= _ANAPHORA


def _add_all(ground: Ground, symptom: Draft, source: Draft) -> None:
    """Add what the same sentence told of the same symptom before: ``kaki bengkak, tangan juga bengkak. Bengkaknya ...``."""
    number = ground.sentence_of[source.first]
    if ground.sentence_of[symptom.first] == number:
        return
    told = [s for s in ground.symptoms if s.concept == symptom.concept and ground.sentence_of[s.first] == number]
    own = [site for s in told for site in ground.own.get(id(s), ()) if not s.other and s.negated == source.negated and not s.historical]
    if own:
        ground.own[id(symptom)] = own
        symptom.sites = tuple(dict.fromkeys(site.concept or "" for site in own))


def _leave_ends(ground: Ground, symptom: Draft) -> None:
    """Leave out the parts to which another symptom only spreads: ``tumit nyeri sampai betis. Bengkak juga.``"""
    own = ground.own[id(symptom)]
    stay = [site for site in own if not any(kinds & MOVE for kinds in ground.kinds[max(0, site.first - 2) : site.first])]
    if stay and len(stay) < len(own):
        ground.own[id(symptom)] = stay
        symptom.sites = tuple(dict.fromkeys(site.concept or "" for site in stay))


def _copy(ground: Ground, symptom: Draft, source: Draft) -> None:
    symptom.sites = source.sites
    symptom.side = source.side
    ground.own[id(symptom)] = ground.own.get(id(source), [])
