"""What is in doubt: asked about, asked back by a tag, offered to choose from, refuted."""

from typing import Final

from extractor.context.scope import STATUS, Scope
from extractor.lexicon.entries import Lexicon
from extractor.lexicon.kinds import (
    ABOUT,
    AFFIRM,
    AFTER,
    AGENT,
    ALSO,
    BRIDGE,
    CLOSE,
    EACH,
    GREET,
    IF,
    LIST,
    NEGATION,
    NO_KINDS,
    NOW,
    ONSET,
    OR,
    OTHERS,
    PASS,
    PERSON,
    QUESTION,
    REFUTE,
    REPORT,
    SELF,
    STOP,
    TAG,
    TISSUE,
)
from extractor.matching import Draft

_HEADING: Final = 6
_ACTIVITY: Final = 1
"""How many words of a list of occasions may be activities outside of the inventory."""


def settle_questions(scope: Scope, lexicon: Lexicon) -> None:
    """Take back what a general question made uncertain where the complaint states it before."""
    reasons = [d for d in scope.drafts if d.uncertain and d.type == "CONDITION" and is_weak(scope, d) and _is_reason(scope, d)]
    for draft in reasons:
        _believe(draft)
    stated = {
        d.concept for d in scope.drafts if d.type == "CONDITION" and not (d.uncertain or d.negated or d.other) and _affirmed(scope, d)
    }
    stated |= {
        d.concept
        for d in scope.drafts
        if d.type == "CONDITION" and not (d.negated or d.other) and is_weak(scope, d) and _is_measured(scope, d)
    }
    headings = _headings(scope)
    settled = 0
    has_symptom = any(d.type == "SYMPTOM" and not (d.uncertain or d.negated or d.other) for d in scope.drafts)
    asked: set[str | None] = set()
    for draft in scope.drafts:
        if draft.type not in STATUS or draft.negated or draft.other:
            continue
        kinds = {kind for _, _, kind in draft.cues}
        if not draft.uncertain:
            if draft.concept in asked and draft not in reasons and draft.type == "CONDITION" and _in_question(scope, draft):
                draft.uncertain = True
            elif draft not in headings:
                stated.add(draft.concept)
            continue
        borne = draft.type != "SYMPTOM" and (_is_borne(scope, draft) or _has_bearer(scope, draft))
        weak = borne or is_weak(scope, draft)
        if not weak or "uncertainty" not in kinds:
            asked.add(draft.concept)
            continue
        condition = draft.type == "CONDITION"
        told = draft.concept in stated and (draft.concept in lexicon.traits["state"] or _is_same(scope, draft, headings))
        told = told or _is_owned(scope, draft) or _is_measured(scope, draft)
        known = borne or (condition and (told or _taken_for(scope, draft) or _only_joins(scope, settled, draft.first)))
        if known or (draft.type == "SYMPTOM" and (has_symptom or _names_somebody(scope, draft))):
            _believe(draft)
            settled = draft.last
        else:
            asked.add(draft.concept)
    for draft in headings:
        draft.uncertain = draft.uncertain or (draft.type == "CONDITION" and draft.concept in asked - stated)


def _is_same(scope: Scope, draft: Draft, headings: list[Draft]) -> bool:
    """Tell whether another mention of its concept, not in doubt, goes by the same name: ``patah`` is not what ``jatuh`` told."""
    ids = scope.reading.ids
    name = set(ids[draft.first : draft.last])
    others = (d for d in scope.drafts if d is not draft and d.concept == draft.concept and not d.uncertain and d not in headings)
    return any(not name.isdisjoint(ids[d.first : d.last]) for d in others)


def _believe(draft: Draft) -> None:
    """Take back that a mention is uncertain."""
    draft.uncertain = False
    draft.cues = tuple(cue for cue in draft.cues if cue[2] != "uncertainty")


def is_weak(scope: Scope, draft: Draft) -> bool:
    """Tell whether nothing but questions makes a mention uncertain."""
    return all(scope.kinds[first] & QUESTION for first, _, kind in draft.cues if kind == "uncertainty")


def _headings(scope: Scope) -> list[Draft]:
    """Return what stands before the first greeting or address, with nothing else: a heading, which states nothing."""
    found: list[Draft] = []
    at = 0
    while at < scope.size:
        draft, kinds = scope.draft_at.get(at), scope.kinds[at]
        if draft is not None:
            if draft.type in STATUS and draft not in found:
                found.append(draft)
            at = max(draft.last, at + 1)
        elif kinds & (GREET | CLOSE) or scope.reading.ids[at] in scope.signs.hard or _begins_anew(scope, at):
            return found
        elif kinds & (LIST | PASS | BRIDGE) and not kinds & SELF:
            at = scope.end(at)
        else:
            break
    return []


def _begins_anew(scope: Scope, unit: int) -> bool:
    """Tell whether a person with a capital begins what follows a heading: ``diabetes Ayah saya``."""
    return bool(scope.kinds[unit] & (SELF | PERSON)) and scope.reading.text[scope.reading.starts[unit]].isupper()


def _names_somebody(scope: Scope, draft: Draft) -> bool:
    """Tell whether the sentence of `draft` names a person."""
    first, last = draft.first, draft.last
    while first > 0 and scope.reading.ids[first - 1] not in scope.signs.sentence:
        first -= 1
    while last < scope.size and scope.reading.ids[last] not in scope.signs.sentence:
        last += 1
    return any(scope.kinds[unit] & (SELF | PERSON | OTHERS) for unit in range(first, last))


def _only_joins(scope: Scope, first: int, last: int) -> bool:
    """Tell whether units `first` to `last` only join the members of a list."""
    return 0 < first < last and all(scope.kinds[at] & LIST or scope.reading.ids[at] == scope.comma for at in range(first, last))


def _taken_for(scope: Scope, draft: Draft) -> bool:
    """Tell whether a condition only names what a medicine or something else is for, or after what something is asked."""
    before = draft.first - 1
    if before > 0 and before not in scope.draft_at and scope.kinds[before] & QUESTION and scope.begin(before) == before:
        before -= 1  # "obat penurun kolesterol"
    if scope.type_at(before) == "TREATMENT":
        asked = [first for first, _, kind in draft.cues if kind == "uncertainty"]
        return all(first < draft.first or scope.reading.ids[first] == scope.mark for first in asked)
    kinds = scope.kinds[draft.first - 1] if draft.first else NO_KINDS
    return bool(kinds & AGENT and kinds & ABOUT) or bool(kinds & AFTER)


def _is_measured(scope: Scope, draft: Draft) -> bool:
    """Tell whether a figure says how high a condition is, or after it how far or how old: ``gula 312``, ``hamil baru 27 minggu``."""
    at = draft.last
    while scope.kinds[at] & (NOW | IF | ONSET | SELF | BRIDGE):
        at = scope.end(at)
    reading = scope.reading
    return any(reading.text[reading.starts[unit]].isdigit() for unit in (draft.last - 1, at) if unit < scope.size)


def _affirmed(scope: Scope, draft: Draft) -> bool:
    """Tell whether words beside a condition say that somebody has it: ``sudah terkena``, ``yang diderita``."""
    return _is_borne(scope, draft) or any(scope.kinds[unit] & AFFIRM for unit in range(max(0, draft.first - 3), draft.first))


def _is_borne(scope: Scope, draft: Draft) -> bool:
    """Tell whether a clause after a condition says that somebody has it: ``diabetes yang diderita ibu``."""
    kinds = scope.kinds[draft.last]
    return bool(kinds & AFFIRM and not kinds & STOP) and scope.end(draft.last) > draft.last + 1


def _has_bearer(scope: Scope, draft: Draft) -> bool:
    """Tell whether a clause before a condition says of somebody that he has it: ``saya yang sudah lama menderita diabetes``.

    Who asks what to do ``kalau punya asam urat`` has it too.
    """
    at = draft.first - 1
    if at >= 0 and not scope.kinds[at] & AFFIRM:
        at -= bool(scope.kinds[at] & PASS)
    affirmed = at >= 0 and bool(scope.kinds[at] & AFFIRM)
    while at >= 0 and (scope.kinds[at] & AFFIRM or scope.type_at(at) == "DURATION"):
        at -= 1
    if not affirmed or scope.end(at + 1) <= at + 2:
        return False
    return bool(scope.word_kinds[at + 1] & (IF | AGENT | STOP)) or (at >= 0 and bool(scope.kinds[at] & (SELF | PERSON)))


def _is_owned(scope: Scope, draft: Draft) -> bool:
    """Tell whether a word after a condition says whose it is: ``asam urat saya``, but not ``mencegah stroke saya rajin olahraga``.

    What is owned is but the organ in ``masalah di jantung saya``.
    """
    if any(kinds & BRIDGE for kinds in scope.word_kinds[draft.first : draft.last - 1]):
        return False
    owner = draft.last
    while scope.kinds[owner] & (PERSON | SELF):
        owner = scope.end(owner)
    return owner > draft.last and bool(scope.kinds[owner] or scope.ends_clause(owner))


def _is_reason(scope: Scope, draft: Draft) -> bool:
    """Tell whether a question gives as its reason that a relative has a condition: ``bahayakah, karena ayah menderita diabetes?``"""
    kinds, at, named = scope.kinds, draft.first - 1, False
    while at > 0 and not kinds[at] & (AFFIRM | PERSON):
        if not (kinds[at] & (LIST | PASS) or scope.reading.ids[at] == scope.comma or scope.type_at(at) == "CONDITION"):
            return False
        at -= 1
    while at > 0 and kinds[at] & (AFFIRM | PERSON | SELF | OTHERS | PASS | LIST) and not kinds[at] & STOP:
        named = named or bool(kinds[at] & (PERSON | OTHERS))
        at -= 1
    asks = any(cue.last == at and cue.rule.kind == "question" and cue.rule.direction == "maju" for cue in scope.cues)
    return named and bool(kinds[at] & STOP) and not (kinds[at] & IF or asks)


def ask_by_tag(scope: Scope) -> None:
    """Read a denial with a tag as a question: ``bukan kejang, kan?``"""
    for draft in scope.drafts:
        if not draft.negated or not _is_tagged(scope, draft.last):
            continue
        concluded = any(first and kind == "negation" and scope.kinds[first - 1] & STOP for first, _, kind in draft.cues)
        if not concluded:
            draft.negated, draft.uncertain = False, True
            draft.cues = tuple((first, last, "uncertainty" if kind == "negation" else kind) for first, last, kind in draft.cues)


def _is_tagged(scope: Scope, unit: int) -> bool:
    """Tell whether a tag follows at `unit`, with a comma or an address before it at most."""
    while scope.kinds[unit] & (CLOSE | PASS) and not scope.kinds[unit] & TAG:
        unit = scope.end(unit)
    if unit < scope.size and scope.reading.ids[unit] == scope.comma:
        unit += 1
    return bool(scope.kinds[unit] & TAG)


def ask_to_choose(scope: Scope) -> None:
    """Read conditions and triggers between which a question chooses as asked: ``rematik atau asam urat?``"""
    for draft in scope.drafts:
        settled = draft.negated or draft.uncertain or draft.historical
        if settled or draft.type not in ("CONDITION", "TRIGGER"):
            continue
        choice = _choice(scope, draft)
        if choice is not None:
            draft.uncertain = True
            draft.cues += ((choice, choice + 1, "uncertainty"),)
            continue
        if not (_in_question(scope, draft) or _in_heading(scope, draft)):
            continue
        before = max(0, draft.first - 1)
        while before > 0 and scope.kinds[before] & (ONSET | PASS | TISSUE) and not scope.kinds[before] & IF:
            before -= 1
        if _on_condition(scope, before, draft):
            continue
        ids = scope.reading.ids
        joints = [
            at
            for at in (before, draft.last)
            if scope.kinds[at] & OR or (at < scope.size and ids[at] == scope.either)
            if at + 1 < draft.first or ids[at - 1] not in scope.signs.sentence
        ]
        draft.uncertain = bool(joints)
        draft.cues += tuple((at, at + 1, "uncertainty") for at in joints)


def _choice(scope: Scope, draft: Draft) -> int | None:
    """Return the unit of a word of asking that sets what comes after it against `draft`: ``ini patah apa cuma memar``."""
    unit = draft.last
    kinds = scope.kinds[unit]
    if not kinds & QUESTION or kinds & (NEGATION | AGENT | ABOUT | BRIDGE) or scope.reading.ids[unit] == scope.mark:
        return None
    after = unit + 1
    while scope.kinds[after] & (PASS | STOP | ONSET | SELF) and after not in scope.draft_at:
        after = scope.end(after)
    return unit if scope.type_at(after) in ("CONDITION", "TRIGGER", "SYMPTOM") else None


def _on_condition(scope: Scope, unit: int, draft: Draft) -> bool:
    """Tell whether the list that ends at `unit` before `draft` is one of occasions: ``kalau habis lari atau olahraga, sakit``."""
    kinds, after, budget = scope.word_kinds, False, _ACTIVITY
    while unit >= 0 and not (kinds[unit] & IF and kinds[unit] & (STOP | EACH)):
        after = after or bool(kinds[unit] & AFTER)
        if not kinds[unit] & (OR | PASS | ONSET | AFTER | EACH) and unit not in scope.draft_at:
            budget -= 1
            if budget < 0 or kinds[unit] or scope.reading.ids[unit] in scope.signs.hard:
                return after and _bears_symptom(scope, draft.last)
        unit -= 1
    return unit >= 0 or (after and _bears_symptom(scope, draft.last))


def _in_heading(scope: Scope, draft: Draft) -> bool:
    """Tell whether a text begins with a list with `draft` and then turns to its reader: ``retak tulang atau memar Dok saya mau tanya``."""
    if any(unit not in scope.draft_at and not scope.kinds[unit] & (OR | PASS) for unit in range(draft.first)):
        return False
    shortly = range(draft.last, min(draft.last + _HEADING, scope.size))
    return any(scope.kinds[unit] & (GREET | CLOSE) and not scope.kinds[unit] & ALSO for unit in shortly)


def _bears_symptom(scope: Scope, unit: int) -> bool:
    """Tell whether the clause goes on from `unit` to a symptom."""
    while unit < scope.size and scope.reading.ids[unit] not in scope.signs.hard:
        if scope.type_at(unit) == "SYMPTOM":
            return True
        unit += 1
    return False


def _in_question(scope: Scope, draft: Draft) -> bool:
    """Tell whether the sentence ends in a question mark and the question does not only begin after a comma behind `draft`."""
    at, comma = draft.last, False
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        if comma and scope.kinds[at] & QUESTION:
            return False
        comma = scope.reading.ids[at] == scope.comma
        at += 1
    return at < scope.size and scope.reading.ids[at] == scope.mark


def ask_in_general(scope: Scope, lexicon: Lexicon) -> None:
    """Read conditions of a text that tells of nobody and of no symptom, but asks something, as asked about: ``obat asam urat apa?``"""
    own = any(scope.kinds[unit] & (SELF | PERSON | AFFIRM) and not _is_asking(scope, unit) for unit in range(scope.size))
    if own or any(d.type in ("SYMPTOM", "BODY_SITE") for d in scope.drafts):
        return
    asks = [unit for unit in scope.units_of(QUESTION) if not unit or scope.reading.ids[unit - 1] not in scope.parens]
    for draft in scope.drafts if asks else ():
        settled = draft.negated or draft.uncertain or draft.historical or draft.other or draft.concept in lexicon.traits["state"]
        if draft.type == "CONDITION" and not (settled or _is_stated(scope, draft, asks[-1], lexicon)):
            draft.uncertain = True
            draft.cues += ((asks[0], scope.end(asks[0]), "uncertainty"),)


def _is_stated(scope: Scope, draft: Draft, asks: int, lexicon: Lexicon) -> bool:
    """Tell whether a condition is the writer's by its words or figure, or stands in a clause before the one that asks at unit `asks`."""
    if scope.word_kinds[draft.first - 1] & (NOW | ONSET) or _is_measured(scope, draft):
        return True
    if not lexicon.cue_words[SELF].isdisjoint(scope.reading.ids[draft.first : draft.last]):
        return True
    return any(word in scope.signs.hard for word in scope.reading.ids[draft.last : asks])


def _is_asking(scope: Scope, unit: int) -> bool:
    """Tell whether a person is only named as the one who asks: ``saya mau tanya``."""
    return any(kinds & REPORT for kinds in scope.word_kinds[unit + 1 : unit + 4])


def refute(scope: Scope, figures: frozenset[str | None]) -> None:
    """Negate a suspected condition that a figure denies, or that the complaint goes on to deny in words."""
    denials = [d for d in scope.drafts if d.type == "CONDITION" and d.negated and not d.uncertain]
    for draft in scope.drafts:
        if not draft.uncertain or draft.type not in ("SYMPTOM", "CONDITION"):
            continue
        asked = all(scope.kinds[first] & QUESTION for first, _, kind in draft.cues if kind == "uncertainty")
        denied = draft.concept in figures or _is_ruled_out(draft) or any(_denies(scope, denial, draft) for denial in denials)
        if _is_answered(scope, draft) or (not asked and (denied or _refuted_later(scope, draft))):
            draft.uncertain, draft.negated = False, True


def _is_ruled_out(draft: Draft) -> bool:
    """Tell whether what comes behind a suspicion denies it: ``katanya asam urat, dicek normal``."""
    return any(kind == "negation" and first >= draft.last for first, _, kind in draft.cues)


def _is_answered(scope: Scope, draft: Draft) -> bool:
    """Tell whether a denial right behind the question is the answer to it: ``Saya diabetes? Tidak, sudah dicek.``"""
    return any(kind == "negation" and draft.last < first and scope.reading.ids[first - 1] == scope.mark for first, _, kind in draft.cues)


def _denies(scope: Scope, denial: Draft, draft: Draft) -> bool:
    """Tell whether `denial` comes after `draft` and is of the same name, not of a mere sign of it, nor of somebody else."""
    ids = scope.reading.ids
    if denial.concept != draft.concept or denial.other != draft.other or denial.first < draft.first:
        return False
    return not set(ids[denial.first : denial.last]).isdisjoint(ids[draft.first : draft.last])


def _refuted_later(scope: Scope, draft: Draft) -> bool:
    """Tell whether the sentence goes on to say that it was something else: ``dikira HNP, ternyata asam urat``.

    The next sentence may do so as well where it denies: ``Dikira HNP. Ternyata bukan.``
    """
    at, sentences = draft.last, 0
    while at < scope.size and sentences < 2:
        if scope.kinds[at] & REFUTE and (not sentences or scope.denies(at, scope.end(at))):
            return True
        sentences += scope.reading.ids[at] in scope.signs.sentence
        at += 1
    return False
