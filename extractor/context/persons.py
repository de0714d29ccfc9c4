"""Whose a mention is: the patient's or somebody else's."""

from typing import Final, NamedTuple

from extractor.context.scope import STATUS, Scope
from extractor.lexicon.entries import Lexicon
from extractor.lexicon.kinds import (
    ABOUT,
    AGENT,
    BRIDGE,
    CONTRAST,
    HEIR,
    HISTORY,
    LIST,
    NOW,
    PASS,
    PERSON,
    QUESTION,
    REPORT,
    SELF,
    SIDES,
)
from extractor.matching import Draft

_WRITER: Final = 0
_NOBODY: Final = -1
_NOT_WRITER: Final = -2
_REPORTED, _ASKED, _BESIDE = 2, 3, 4
_SYMPTOM, _OTHERWISE, _APART = 4.0, 1.0, 8.0
_OWN: Final = 2.5
"""What is told of the writer by name counts more: who writes of somebody else's symptoms seldom tells own ones."""


class Person(NamedTuple):
    """A person named at units `first` to `last`; `who` is 0 for the writer, negative for nobody who could be the patient."""

    first: int
    last: int
    who: int | str


class Told(NamedTuple):
    """A mention with the person of whom it is told, and the one named last; `theirs` where only an ending gives it to that one."""

    mention: Draft
    person: Person | None
    last: Person | None
    theirs: bool


def give_to_persons(scope: Scope, lexicon: Lexicon) -> None:
    """Give each mention to the patient or to somebody else.

    A body part with the ending of a third person is somebody else's only beside the writer's own symptoms.
    """
    if not any(cue.rule.kind in ("person", "others") for cue in scope.cues):
        return
    marks = {person.first: person for person in _persons(scope, lexicon)}
    if all(person.who == _WRITER for person in marks.values()):
        return
    for own in scope.drafts:
        if _is_own(scope, own, lexicon):
            marks[own.first] = Person(own.first, own.last, _WRITER)
    found = _told(scope, lexicon, marks)
    patient = _WRITER if _asks_for_heir(scope, found) else _patient(found, apart=_sets_apart(scope, found))
    tells_own = any(
        t.person is not None and t.person.who == _WRITER and t.mention.type == "SYMPTOM" and not t.mention.uncertain for t in found
    )
    for mention, person, _, theirs in found:
        if person is None or person.who == patient or (theirs and not tells_own):
            continue
        if person.who == _NOT_WRITER and patient != _WRITER:
            continue
        if person.who == _WRITER and not scope.kinds[person.first] & CONTRAST:
            continue  # only "saya sendiri" sets the writer apart
        if not _only_says(scope, person, mention):
            mention.other = True
            mention.historical = mention.historical or bool(scope.kinds[person.first] & HISTORY)
            mention.cues += ((person.first, person.last, "experiencer"),)


def _told(scope: Scope, lexicon: Lexicon, marks: dict[int, Person]) -> list[Told]:
    """Return each mention that has a status, with the person whose it is by what stands at it, or else in its clause before it."""
    found: list[Told] = []
    local: Person | None = None
    last: Person | None = None
    for unit in range(scope.size):
        if unit in marks:
            local = last = marks[unit]
        elif local is not None and (scope.reading.ids[unit] in scope.signs.sentence or _turns_away(scope, unit, local)):
            local = None
        draft = scope.draft_at.get(unit)
        if draft is not None and draft.first == unit and draft.type in STATUS:
            person = _owner(scope, draft, marks) or local
            theirs = person is None and last is not None and last.who != _WRITER and _is_theirs(scope, draft, last, lexicon)
            found.append(Told(draft, last if theirs else person, last, theirs))
    return found


def _patient(found: list[Told], *, apart: bool) -> int | str:
    """Return the person of whom most symptoms are told; without symptoms, the one of whom most is told.

    What a clause says of a person counts in full, what follows without naming anybody counts half, what comes before
    anybody is named a quarter for the writer. Writers who are set `apart` from who is told of write of themselves.
    """
    told: dict[int | str, float] = {_WRITER: _APART if apart else 0.5}
    for mention, person, last, _ in found:
        weight = _SYMPTOM if mention.type == "SYMPTOM" and not (mention.negated or mention.historical) else _OTHERWISE
        if person is not None:
            told[person.who] = told.get(person.who, 0) + weight * (_OWN if person.who == _WRITER else 1)
        elif last is None:
            told[_WRITER] += weight / 4
        else:
            told[last.who] = told.get(last.who, 0) + weight / 2
    return max((who for who in told if who not in (_NOBODY, _NOT_WRITER)), key=lambda who: told[who])


def _sets_apart(scope: Scope, found: list[Told]) -> bool:
    """Tell whether writers set themselves apart from who is told of, with a symptom of their own or none: ``saya mah cuma pegal``."""
    contrasts = [cue.first for cue in scope.cues if cue.rule.kind == "contrast"]
    own = any(_is_writers(told) and told.mention.type == "SYMPTOM" and not told.mention.uncertain for told in found)
    return any(own or _is_free(scope, scope.end(unit)) for unit in contrasts)


def _is_free(scope: Scope, unit: int) -> bool:
    """Tell whether a clause only denies at `unit`: ``ibu lemah kanan, saya sendiri tidak``."""
    return unit < scope.size and scope.reading.ids[unit] in scope.negators and scope.ends_clause(unit + 1)


def _is_writers(told: Told) -> bool:
    """Tell whether a mention is told of the writer, by name or after he was named last."""
    person = told.person or told.last
    return person is not None and person.who == _WRITER


def _asks_for_heir(scope: Scope, found: list[Told]) -> bool:
    """Tell whether illnesses of kin, of whom no symptom is told, are but what the writer might inherit: ``ibu diabetes, apa keturunan?``"""
    heirs = (unit for unit in range(scope.size) if (scope.kinds[unit] | scope.word_kinds[unit]) & HEIR)
    if not any(_is_asked(scope, unit) for unit in heirs):
        return False
    return not any(t.mention.type == "SYMPTOM" and t.person is not None and t.person.who not in (_WRITER, _NOBODY) for t in found)


def _is_asked(scope: Scope, unit: int) -> bool:
    """Tell whether the clause around `unit` asks something."""
    ids, first, last = scope.reading.ids, unit, unit
    while first > 0 and ids[first - 1] not in scope.signs.hard:
        first -= 1
    while last < scope.size and ids[last] not in scope.signs.hard:
        last += 1
    marked = last < scope.size and ids[last] == scope.mark
    return marked or any((scope.kinds[at] | scope.word_kinds[at]) & QUESTION for at in range(first, last))


def _persons(scope: Scope, lexicon: Lexicon) -> list[Person]:
    """Return the persons of whom something may be told; kin in a family history could not be the patient."""
    persons: list[Person] = []
    family = -1
    for cue in scope.cues:
        first, last, rule = cue.first, cue.last, cue.rule
        if rule.kind not in ("person", "self", "others") or _is_agent(scope, first):
            continue
        if rule.kind == "others" and _heads(scope, last):
            family = next((unit for unit in range(last, scope.size) if scope.reading.ids[unit] in scope.signs.sentence), scope.size)
        named = last - 1 if scope.word_kinds[first] & SELF else first  # ``beta pung mama``
        word = scope.reading.ids[named]
        relative = lexicon.values.get(word, word)
        kin: int | str = _NOBODY if first < family else relative
        if rule.kind == "others":
            kin = _NOT_WRITER if scope.kinds[first] & CONTRAST else _NOBODY
        persons.append(Person(first, last, _WRITER if rule.kind == "self" else kin))
    return persons


def _heads(scope: Scope, unit: int) -> bool:
    """Tell whether a word for others heads what follows at `unit`: ``RPK: ibu DM``, ``riwayat keluarga ayah stroke``."""
    return unit < scope.size and (scope.reading.ids[unit] == scope.colon or bool(scope.kinds[unit] & PERSON))


def _owner(scope: Scope, draft: Draft, marks: dict[int, Person]) -> Person | None:
    """Return the person whose it is by the word after it or after its body part: ``gout pada kakak``, ``kebas di kaki ibu``."""
    after = _past_bridges(scope, draft.last) if draft.type == "CONDITION" else _after_site(scope, draft)
    person = marks.get(after) or marks.get(_after_copula(scope, draft))
    return person if person and (person.who == _WRITER or scope.ends_clause(person.last)) else None


def _after_copula(scope: Scope, draft: Draft) -> int:
    """Return the unit of who has what a clause names first; -1 where none follows: ``yang bengkak itu nenek``, ``yang hamil istri``."""
    before, at = draft.first - 1, draft.last
    while before >= 0 and scope.type_at(before) in ("BODY_SITE", "FREQUENCY"):
        before -= 1
    while scope.type_at(at) == "BODY_SITE" or scope.kinds[at] & SIDES or (scope.kinds[at] & BRIDGE and not scope.kinds[at] & PASS):
        at += 1
    if not (scope.kinds[before] & PASS and scope.kinds[before] & BRIDGE) or scope.kinds[before - 1] & (PERSON | SELF):
        return -1
    if scope.kinds[at] & PASS and scope.kinds[at] & BRIDGE and not scope.kinds[at] & SELF:
        return at + 1
    return at if before < 1 or scope.reading.ids[before - 1] in scope.signs.hard else -1


def _after_site(scope: Scope, draft: Draft) -> int:
    """Return the unit after the body part that follows a symptom; -1 where none does."""
    at = _past_bridges(scope, draft.last)
    site = scope.draft_at.get(at)
    return site.last if draft.type == "SYMPTOM" and site is not None and site.type == "BODY_SITE" else -1


def _past_bridges(scope: Scope, unit: int) -> int:
    """Return the first unit from `unit` on that is neither a preposition nor a side."""
    while scope.kinds[unit] & (BRIDGE | SIDES) and not scope.kinds[unit] & (SELF | PERSON):
        unit = scope.end(unit)
    return unit


def _is_own(scope: Scope, draft: Draft, lexicon: Lexicon) -> bool:
    """Tell whether a mention is called the writer's own in it or by its ending: ``tensi saya 150``, ``kakiku``, but not ``siku``."""
    if not lexicon.cue_words[SELF].isdisjoint(scope.reading.ids[draft.first : draft.last]):
        return True
    last = draft.last - 1
    word = scope.reading.text[scope.reading.starts[last] : scope.reading.ends[last]].lower()
    return word.endswith(lexicon.own_endings) and lexicon.ids.get(word) != scope.reading.ids[last]


def _is_theirs(scope: Scope, draft: Draft, person: Person, lexicon: Lexicon) -> bool:
    """Tell whether a body part shortly before a symptom is by its ending that of `person`, named before it: ``kakinya luka``.

    It must begin the next sentence, or be in the same.
    """
    reading = scope.reading
    for unit in range(draft.first - 1, max(person.last, draft.first - _BESIDE) - 1, -1):
        site = scope.draft_at.get(unit)
        if site is not None and site.type == "BODY_SITE":
            ends = [at for at in range(person.last, site.first) if reading.ids[at] in scope.signs.sentence]
            near = not ends or (len(ends) == 1 and ends[0] == site.first - 1)
            return near and reading.text[site.start : site.end].lower().endswith(lexicon.their_endings)
        if reading.ids[unit] in scope.signs.hard:
            break
    return False


def _only_says(scope: Scope, person: Person, mention: Draft) -> bool:
    """Tell whether `person` only suspects or fears what is mentioned: ``suami bilang asam urat``."""
    return any(
        kind == "uncertainty" and person.last <= first < mention.first and not scope.kinds[first] & QUESTION
        for first, _, kind in mention.cues
    )


def _turns_away(scope: Scope, unit: int, local: Person) -> bool:
    """Tell whether the clause about `local` ends at `unit`: at a comma that no list of illnesses goes over, or a contrast."""
    if scope.reading.ids[unit] in scope.signs.hard:
        unit += 1
        while scope.kinds[unit] & LIST:
            unit = scope.end(unit)
        following = scope.draft_at.get(unit)
        return following is None or following.type != "CONDITION"
    return bool(scope.kinds[unit] & NOW) and unit != local.last


def _is_agent(scope: Scope, unit: int) -> bool:
    """Tell whether a person is only named as asking, doing or owning: ``saya mau tanya``, ``diurut istri``."""
    after = scope.end(unit)
    if any(scope.word_kinds[u] & REPORT for u in range(after, after + _REPORTED)):
        return True
    if unit > 0 and scope.kinds[unit] & PERSON and scope.kinds[unit - 1] & SELF:
        return True
    if scope.kinds[unit - 1] & ABOUT and any(scope.kinds[u] & REPORT for u in range(unit - 1 - _ASKED, unit - 1)):
        return False
    before = scope.draft_at.get(unit - 1)
    return (before is not None and before.type == "TREATMENT") or bool(scope.kinds[unit - 1] & AGENT)
