"""Symptom to body part as its clause names it: by preposition, by clause, by list."""

from collections.abc import Sequence
from typing import Final

from extractor.lexicon.kinds import (
    ALSO,
    BESIDE,
    BRIDGE,
    CLOSE,
    FINDING,
    FINE,
    INWARD,
    LIST,
    MORE,
    MOVE,
    RELIEF,
    SELF,
    SIDES,
    STOP,
    THEN,
    TISSUE,
)
from extractor.lexicon.outcomes import LIMBS
from extractor.linking.ground import Ground
from extractor.linking.sides import side_after, side_within
from extractor.matching import Draft

_LIGHT: Final = SIDES | CLOSE | TISSUE
_FORWARD_REACH: Final = 2
_BACKWARD_REACH: Final = 9
TOPIC: Final = 4


def link_sites(ground: Ground) -> None:
    """Give each symptom the sites its clause names."""
    for index, symptom in enumerate(ground.symptoms):
        inner = _inner_sites(ground, symptom) if symptom.gaps else []
        if inner:
            ground.take(symptom, inner)
            continue
        if symptom.inner:
            symptom.sites = tuple(dict.fromkeys(symptom.inner))
            symptom.side = side_within(ground, symptom) or side_after(ground, symptom.last, len(ground.ids))
            named = _forward_group(ground, symptom) or _backward_group(ground, symptom, index)
            spreads = bool(named) and moves(ground, symptom.last, named[0].first)
            if spreads or all(site.concept in symptom.inner for site in named):
                ground.take(symptom, named)
            continue
        forward = _forward_group(ground, symptom)
        backward = _backward_group(ground, symptom, index)
        if forward and backward and _subject(ground, backward[-1], symptom) and _only_near(ground, symptom, forward):
            forward = []
        if forward and backward and (_told_apart(ground, symptom, backward) or not whole_and_part(ground, backward, forward)):
            again = len(forward) == 1 and backward[-1].concept == forward[0].concept  # "sakit lutut saya sering merasa sakit lutut"
            if not _tied(ground, symptom, forward) and _subject(ground, backward[-1], symptom) and not again:
                forward = []
            elif not _subject_and_place(ground, symptom, backward, forward):
                backward = []
        if backward and forward and forward[0].first == symptom.last and _on_trunk(ground, forward) and not _on_trunk(ground, backward):
            backward = []  # ``kaki pegal juga sering sakit kepala``
        if backward and forward and ground.has(symptom, "limbs") and _on_trunk(ground, forward) and not _on_trunk(ground, backward):
            forward = []
        if forward and not backward and moves(ground, symptom.last, forward[0].first):
            backward = _came_from(ground, symptom, index, ranged=len(forward) > 1)
        ground.take(symptom, [*backward, *forward])
        if backward and forward and whole_and_part(ground, forward, backward) and not moves(ground, symptom.last, forward[0].first):
            symptom.sites = tuple(dict.fromkeys(site.concept or "" for site in backward))
    _share_lists(ground)


def _inner_sites(ground: Ground, symptom: Draft) -> list[Draft]:
    """Return the body parts that stand in a gap of a symptom."""
    return [d for d in ground.drafts if d.type == "BODY_SITE" and symptom.first < d.first and d.last < symptom.last]


def moves(ground: Ground, first: int, last: int) -> bool:
    """Tell whether words between say that a symptom spreads: ``menjalar sampai``."""
    return any(ground.kinds[unit] & MOVE for unit in range(first, last))


def _came_from(ground: Ground, symptom: Draft, index: int, *, ranged: bool) -> list[Draft]:
    """Return the body parts from which a spreading symptom comes: those of the symptom before, or told before a lone end of its way."""
    before = ground.symptoms[index - 1] if index else None
    if before is None or ground.sentence_of[before.first] != ground.sentence_of[symptom.first]:
        before = None
    told = ground.own.get(id(before), []) if before is not None else []
    return told if told or ranged else topic_of(ground, symptom) or []


def _forward_group(ground: Ground, symptom: Draft) -> list[Draft]:
    group = ground.group_after(symptom.last)
    if group is None or id(group[0]) in ground.strangers:
        return []
    first = group[0].first
    if _is_field(ground, symptom, first):
        return group
    parted = first - symptom.last > 8 or any(kinds & FINE for kinds in ground.kinds[symptom.last : first])
    if parted or not ground.bridges(symptom.last, first, budget=_FORWARD_REACH, stop_at_comma=True):
        return []
    if _tied(ground, symptom, group):
        return [] if _joins_next(ground, symptom, group) else group
    if _goes_over(ground, symptom, group):
        return []
    if _only(ground, symptom, group):
        return group
    adjacent = all(_light(ground, unit) for unit in range(symptom.last, first))
    return group if adjacent and not _begins_clause_for_next(ground, symptom, group) else []


def _is_field(ground: Ground, symptom: Draft, first: int) -> bool:
    """Tell whether a symptom is the name of a field that a body part fills: ``Baal: punggung kaki``."""
    at = symptom.last
    return at < first and ground.ids[at] == ground.scope.colon and ground.bridges(at + 1, first, stop_at_comma=True)


def _joins_next(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether body parts behind a preposition are joined on for the next symptom: ``tumit hitam dan di betis ada luka``."""
    previous = ground.group_before(symptom.first)
    joined = any(kinds & LIST for kinds in ground.kinds[symptom.last : group[0].first])
    return joined and previous is not None and _subject(ground, previous[-1], symptom) and ground.leads_to_symptom(group[-1])


def _goes_over(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether the next symptom begins with a group: ``pegal terus kaki saya kaku``."""
    between = ground.scope.word_kinds[symptom.last : group[0].first]
    return any(kinds & (THEN | CLOSE) for kinds in between) and ground.leads_to_symptom(group[-1])


def _subject(ground: Ground, site: Draft, symptom: Draft) -> bool:
    """Tell whether a symptom is said of the body part right before it: ``pinggang pegal``, but not ``nyeri pinggang dok saya pegal``."""
    between = ground.kinds[site.last : symptom.first]
    parted = any(kinds & LIST or _addresses(kinds) for kinds in between)
    return not parted and ground.bridges(site.last, symptom.first, stop_at_comma=True)


def _tied(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether a preposition ties a symptom to the body parts after it; ``serta`` only adds."""
    between = ground.kinds[symptom.last : group[0].first]
    return any(kinds & BRIDGE and not kinds & LIST for kinds in between)


def _only_near(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether a group only says where on another part: ``pergelangan sakit di sisi jempol``."""
    between = ground.kinds[symptom.last : group[0].first]
    return len(group) == 1 and any(kinds & BESIDE for kinds in between) and not any(kinds & MOVE for kinds in between)


def _only(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether a clause ends with the only body part of a symptom: ``yang sakit malah lutut``."""
    after = group[-1].last
    while after < len(ground.ids) and ground.kinds[after] & (SELF | SIDES | CLOSE):
        after = ground.scope.end(after)
    turns = ground.kinds[symptom.last] & STOP and ground.scope.end(symptom.last) == group[0].first
    return bool(turns) and ground.scope.ends_clause(after) and not ground.leads_to_symptom(group[-1])


def _light(ground: Ground, unit: int) -> bool:
    """Tell whether a unit may stand between a symptom and the body part right after it."""
    draft = ground.scope.draft_at.get(unit)
    if draft is not None:
        return draft.type in ("SEVERITY", "FREQUENCY")
    return ground.ids[unit] in ground.signs.skipped or bool(ground.kinds[unit] & _LIGHT)


def _begins_clause_for_next(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether an adjacent group rather belongs to a symptom right after it (``kaki sakit tangan kesemutan``)."""
    previous = ground.group_before(symptom.first)
    return (
        previous is not None
        and ground.bridges(previous[-1].last, symptom.first, budget=0, stop_at_comma=True)
        and ground.leads_to_symptom(group[-1])
    )


def _backward_group(ground: Ground, symptom: Draft, index: int) -> list[Draft]:
    group = ground.group_before(symptom.first)
    if group is None or _strange(ground, symptom, group):
        return []
    if ground.has(symptom, "pain") and any(kinds & INWARD for kinds in ground.kinds[group[-1].last : symptom.first]):
        return []
    last = group[-1].last
    if _goes_with_next(ground, symptom, index, last):
        return []
    colon = symptom.first - 1
    if last <= colon and ground.ids[colon] == ground.scope.colon and ground.bridges(last, colon, stop_at_comma=True):
        return group
    if ground.sentence_of[last - 1] != ground.sentence_of[symptom.first] or symptom.first - last > 14:
        return []
    between = index > 0 and ground.symptoms[index - 1].first >= last
    if between and ground.symptoms[index - 1].inner:
        return []
    taken = any(taker.last <= group[0].first for taker in ground.takers.get(id(group[0]), ()))
    if taken and not ground.bridges(last, symptom.first, budget=0, stop_at_comma=True):
        return []
    if not between and _turns_back(ground, symptom, index, last):
        return []
    through: tuple[str, ...] = ("SYMPTOM", "TRIGGER", "TREATMENT") if between else ("TRIGGER", "TREATMENT")
    budget = _BACKWARD_REACH if not taken else 0
    general = ground.lexicon.groups[symptom.concept or ""] == "umum"
    far = ground.has(symptom, "limbs") and _on_trunk(ground, group)
    if far or general or needs_bearer(ground, symptom):
        through, budget = (), 1 if general else 2
    return _with_whole(ground, group) if ground.bridges(last, symptom.first, budget=budget, through=through) else []


def _turns_back(ground: Ground, symptom: Draft, index: int, last: int) -> bool:
    """Tell whether a clause turns from a body part that is well to a symptom told before: ``leher agak enak tapi kesemutannya tetap``."""
    told = any(before.concept == symptom.concept and before.sites for before in ground.symptoms[:index])
    between = ground.kinds[last : symptom.first]
    return told and any(kinds & STOP for kinds in between) and any(kinds & (FINE | RELIEF) for kinds in between)


def _goes_with_next(ground: Ground, symptom: Draft, index: int, last: int) -> bool:
    """Tell whether a symptom is joined to one with body parts after it: ``siku bengkak, nyeri atau ngilu di lutut``."""
    if index + 1 == len(ground.symptoms) or ground.signs.hard.isdisjoint(ground.ids[last : symptom.first]):
        return False
    other = ground.symptoms[index + 1]
    joined = ground.kinds[symptom.last : other.first]
    forward = _forward_group(ground, other) if len(joined) == 1 and joined[0] & LIST else []
    return bool(forward) and _tied(ground, other, forward)


def _strange(ground: Ground, symptom: Draft, group: list[Draft]) -> bool:
    """Tell whether a complaint outside has a group: ``tangan gemetar, kesemutan``, not ``tangan gemetar, tidak kuat``."""
    return id(group[0]) in ground.strangers and not symptom.negated and not ground.has(symptom, "beside")


def _with_whole(ground: Ground, group: list[Draft]) -> list[Draft]:
    """Add the limb that the clause names before its part: ``kaki saya ... tumitnya``."""
    index = ground.groups.index(group)
    before = ground.groups[index - 1] if index else None
    if before is None or len(before) != 1 or before[0].concept not in LIMBS or len(group) != 1:
        return group
    whole, part = before[0], group[0]
    same_limb = ground.lexicon.groups[whole.concept or ""] == ground.lexicon.groups[part.concept or ""] and whole.concept != part.concept
    between = range(whole.last, part.first)
    clear = not any(ground.ids[u] in ground.signs.hard or ground.scope.type_at(u) == "SYMPTOM" for u in between)
    free = id(whole) not in ground.takers
    return [whole, part] if same_limb and clear and free else group


def _subject_and_place(ground: Ground, symptom: Draft, backward: list[Draft], forward: list[Draft]) -> bool:
    """Tell whether both groups belong: ``kaki saya sakit di betis``, but not ``betis kram dan sakit di paha``."""
    between = range(backward[-1].last, symptom.first)
    if whole_and_part(ground, backward, forward) and not _told_apart(ground, symptom, backward):
        return True
    if any(ground.scope.type_at(u) == "SYMPTOM" or _addresses(ground.kinds[u]) for u in between):
        return False
    if any(ground.ids[u] == ground.scope.comma for u in between):
        return False
    return ground.bridges(backward[-1].last, symptom.first, budget=2, stop_at_comma=True)


def _told_apart(ground: Ground, symptom: Draft, before: list[Draft]) -> bool:
    """Tell whether another symptom and a comma stand between body parts and a symptom: ``kaki pegal, kram di betis``."""
    between = range(before[-1].last, symptom.first)
    return any(ground.scope.type_at(u) == "SYMPTOM" for u in between) and any(ground.ids[u] == ground.scope.comma for u in between)


def _addresses(kinds: int) -> bool:
    """Tell whether a word turns to the reader, after which a clause begins: ``nyeri lutut dok saya sakit pinggang``, but not ``juga``."""
    return bool(kinds & CLOSE) and not kinds & ALSO


def whole_and_part(ground: Ground, whole: list[Draft], part: list[Draft]) -> bool:
    """Tell whether `whole` is a limb and all of `part` belong to it: ``kaki ... dari telapak``."""
    limb = ground.lexicon.groups[whole[0].concept or ""]
    return len(whole) == 1 and whole[0].concept == limb and all(ground.lexicon.groups[site.concept or ""] == limb for site in part)


def _share_lists(ground: Ground) -> None:
    """Let the members of a list of symptoms share the sites of the one that has them."""
    for left, right in zip(reversed(ground.symptoms[:-1]), reversed(ground.symptoms[1:]), strict=True):
        alone = bool(left.sites) or is_telegraphic(ground, left) or (is_telegraphic(ground, right) and not left.negated)
        if not alone and ground.own.get(id(right)) and ground.listed(left, right) and not of_trunk(ground, left, right):
            ground.take(left, ground.own[id(right)])
    for left, right in zip(ground.symptoms, ground.symptoms[1:], strict=False):
        own = ground.own.get(id(left), [])
        bears = not needs_bearer(ground, right) or all(_may_bear(ground, right, site) for site in own)
        if own and not right.sites and bears and ground.listed(left, right) and not of_trunk(ground, right, left):
            ground.take(right, own)
        elif _above_all(ground, left, right):
            ground.take(left, ground.own[id(right)])


def _above_all(ground: Ground, left: Draft, right: Draft) -> bool:
    """Tell whether two symptoms joined by one word are said to be worst somewhere: ``kaki pegal dan linu terutama di lutut``."""
    own, more = ground.own.get(id(left), []), ground.own.get(id(right), [])
    if not (len(more) > len(own) > 0 and more[: len(own)] == own and right.last < len(ground.ids)):
        return False
    return _joined(ground, left, right) and ground.ids[right.last] in ground.lexicon.cue_words[MORE]


def _joined(ground: Ground, left: Draft, right: Draft) -> bool:
    """Tell whether one word joins two symptoms: ``pegal dan lemas``."""
    return right.first - left.last == 1 and bool(ground.kinds[left.last] & LIST)


def _may_bear(ground: Ground, symptom: Draft, site: Draft) -> bool:
    """Tell whether a part that its list is told of has a symptom of the whole person: a limb, or for one of the limbs part of it."""
    part = site.concept or ""
    return (ground.lexicon.groups[part] if ground.has(symptom, "limbs") else part) in LIMBS


def needs_bearer(ground: Ground, symptom: Draft) -> bool:
    """Tell whether a symptom is of the whole person where its clause names no part; its denial is of the part that is told of."""
    return (ground.has(symptom, "bodily") and not symptom.negated) or (symptom.uncertain and ground.has(symptom, "bodily_in_doubt"))


def topic_of(ground: Ground, symptom: Draft) -> list[Draft] | None:
    """Return the body parts told of just before that no symptom has: ``tangan saya kena minyak. Sekarang melepuh.``"""
    if is_telegraphic(ground, symptom):
        return None
    group = ground.group_before(symptom.first)
    if group is None or _strange(ground, symptom, group):
        return None
    if ground.sentence_of[symptom.first] - ground.sentence_of[group[-1].first] > TOPIC:
        return None
    if any(of_trunk(ground, symptom, taker) for taker in ground.takers.get(id(group[-1]), ())):
        return None
    if ground.has(symptom, "limbs") and not symptom.negated and _on_trunk(ground, group):
        return None
    return _with_whole(ground, group)


def is_telegraphic(ground: Ground, symptom: Draft) -> bool:
    """Tell whether the symptom is denied in a list of findings: ``(-)``, ``disangkal``, ``Nyeri: tidak``."""
    if not symptom.negated:
        return False
    at = symptom.last
    if at < len(ground.ids) and ground.ids[at] == ground.scope.colon:
        return True
    while ground.scope.type_at(at) == "BODY_SITE":
        at = ground.scope.draft_at[at].last
    at += at < len(ground.ids) and ground.ids[at] in ground.parens  # ``(-/-)``
    return bool(ground.kinds[at] & FINDING)


def of_trunk(ground: Ground, symptom: Draft, source: Draft) -> bool:
    """Tell whether a symptom of the limbs is told beside another of head or trunk: ``sakit kepala, pegal-pegal``."""
    return ground.has(symptom, "limbs") and not ground.has(source, "limbs") and is_trunk(ground, source.sites)


def _on_trunk(ground: Ground, group: Sequence[Draft]) -> bool:
    return is_trunk(ground, [site.concept or "" for site in group])


def is_trunk(ground: Ground, sites: Sequence[str]) -> bool:
    return all(ground.lexicon.groups[site] == "lain" and site != "badan" for site in sites)
