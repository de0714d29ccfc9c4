"""Whose a mention is: the patient's or somebody else's."""

from typing import NamedTuple

from extractor.context.scope import Scope
from extractor.markup import STATUS_TYPES
from extractor.matching import Draft

_STATUS = frozenset(STATUS_TYPES)
_NOBODY = -1
_REPORTED = 2


class Person(NamedTuple):
    """A person named at units `first` to `last`; `who` is 0 for the writer, -1 for nobody who could be the patient, else the word id."""

    first: int
    last: int
    who: int


def give_to_persons(scope: Scope, own_endings: tuple[str, ...]) -> None:
    """Give each mention to the patient or to somebody else.

    The patient is the person of whom most symptoms are told; without symptoms, the one of whom most is told.
    """
    persons = [
        Person(first, last, 0 if rule.kind == "self" else _NOBODY if rule.kind == "others" else scope.reading.ids[first])
        for first, last, rule in scope.cues
        if rule.kind in ("person", "self", "others") and not _agent(scope, first)
    ]
    if not any(person.who for person in persons):
        return
    for site in scope.drafts:
        if site.type == "BODY_SITE" and scope.reading.text[site.start : site.end].lower().endswith(own_endings):
            persons.append(Person(site.first, site.last, 0))
    marks = {person.first: person for person in persons}
    told: dict[int, float] = {0: 0.5}
    local: Person | None = None
    topic = 0
    found: list[tuple[Draft, Person | None]] = []
    for unit in range(scope.size):
        if unit in marks:
            local = marks[unit]
            topic = local.who
        elif scope.reading.ids[unit] in scope.signs.sentence or _turns_away(scope, unit):
            local = None
        draft = scope.draft_at.get(unit)
        if draft is not None and draft.first == unit and draft.type in _STATUS:
            found.append((draft, local))
            weight = 4 if draft.type == "SYMPTOM" and not draft.negated else 1
            told[topic] = told.get(topic, 0) + (weight if local is not None or topic == 0 else weight / 2)
    patient = max((who for who in told if who != _NOBODY), key=lambda who: told[who])
    for mention, person in found:
        if person is not None and person.who not in (patient, 0):
            mention.other = True
            mention.cues.append((person.first, person.last, "experiencer"))


def _turns_away(scope: Scope, unit: int) -> bool:
    """Tell whether the clause about a person ends at `unit`: at a comma that no list of illnesses goes over, or a contrast."""
    if scope.reading.ids[unit] in scope.signs.hard:
        following = scope.draft_at.get(unit + 1)
        return following is None or following.type != "CONDITION"
    return "now" in scope.kinds(unit)


def _agent(scope: Scope, unit: int) -> bool:
    """Tell whether a person is only named as asking, doing or owning: ``saya mau tanya``, ``diurut istri``."""
    after = scope.end(unit)
    if any("report" in scope.kinds(u) for u in range(after, after + _REPORTED)):
        return True
    if unit > 0 and "person" in scope.kinds(unit) and "self" in scope.kinds(unit - 1):
        return True
    before = scope.draft_at.get(unit - 1)
    return (before is not None and before.type == "TREATMENT") or "agent" in scope.kinds(unit - 1)
