"""Status of mentions: negated, uncertain, historical, somebody else's.

Works on word ids and drafts. A cue acts forwards (``maju``) or backwards (``mundur``) on the
nearest mention that its reach allows, then along a list. Words of kind ``pass``, body parts and
severities do not count against the reach; sentence ends and words of kind ``stop`` end it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.lexicon.entries import CueRule, Lexicon
from extractor.markup import STATUS_TYPES
from extractor.matching import Draft, Reading, Signs

if TYPE_CHECKING:
    from extractor.trace import Trace

CueMatch = tuple[int, int, CueRule]

_STATUS = frozenset(STATUS_TYPES)
_ABBREVIATION = 5
_VOWELS = "aiueo"
_CLAUSE = 12
_NOBODY = -1
_SETTING = frozenset(("negation", "uncertainty", "question", "history"))
_ELSEWHERE = frozenset(("question", "uncertainty", "self", "person", "others"))
_NO_KINDS: frozenset[str] = frozenset()
_REPORTED = 2
_TAG = 3


class Scope:
    """One text's units as scopes see them: which draft or cue stands at a unit, where sentences end."""

    def __init__(self, reading: Reading, drafts: Sequence[Draft], cues: Sequence[CueMatch], lexicon: Lexicon, signs: Signs) -> None:
        self.reading, self.drafts, self.cues, self.signs = reading, drafts, cues, signs
        self.comma, self.colon = lexicon.ids[","], lexicon.ids[":"]
        self.slash = frozenset((lexicon.ids["/"], lexicon.ids["+"]))
        self.line = lexicon.ids["\n"]
        self.mark = lexicon.ids["?"]
        self.negators = lexicon.cue_words["negation"]
        self.size = len(reading.ids)
        self.draft_at: dict[int, Draft] = {}
        for draft in drafts:
            for unit in range(draft.first, draft.last):
                self.draft_at.setdefault(unit, draft)
        word_kinds = lexicon.word_kinds
        self._kinds: list[frozenset[str]] = [word_kinds.get(word, _NO_KINDS) for word in reading.ids]
        for unit, draft in self.draft_at.items():
            if not any(first <= unit < last for first, last in draft.gaps):
                self._kinds[unit] = _NO_KINDS
        self._spans: dict[int, tuple[int, int]] = {}
        for first, last, rule in cues:
            several = last - first > 1
            for unit in range(first, last):
                fresh = several and self._spans.get(unit) != (first, last)
                self._kinds[unit] = frozenset((rule.kind,)) if fresh else self._kinds[unit] | {rule.kind}
                self._spans[unit] = (first, last)

    def kinds(self, unit: int) -> frozenset[str]:
        """Return the kinds of the cue at `unit`, none where there is none."""
        return self._kinds[unit] if 0 <= unit < self.size else _NO_KINDS

    def end(self, unit: int) -> int:
        """Return the unit after the cue or word at `unit`."""
        return self._spans[unit][1] if unit in self._spans else unit + 1

    def begin(self, unit: int) -> int:
        """Return the first unit of the cue or word at `unit`."""
        return self._spans[unit][0] if unit in self._spans else unit

    def ends_clause(self, unit: int) -> bool:
        """Tell whether nothing more of the clause begins at `unit`."""
        while unit < self.size and self.reading.ids[unit] in self.signs.skipped and self.reading.ids[unit] != self.line:
            unit += 1
        if unit >= self.size or self.reading.ids[unit] in self.signs.hard or self.reading.ids[unit] == self.line:
            return True
        kinds = self.kinds(unit)
        if "close" in kinds:
            return self.ends_clause(self.end(unit))
        return bool(kinds & {"stop", "list", "self", "person", "others"})


class Person(NamedTuple):
    """A person named at units `first` to `last`; `who` is 0 for the writer, -1 for nobody who could be the patient, else the word id."""

    first: int
    last: int
    who: int


def apply_status(scope: Scope, lexicon: Lexicon, trace: "Trace | None" = None) -> None:
    """Set status and cues of the drafts of `scope`, in place."""
    if not scope.cues:
        return
    done: set[tuple[int, str]] = set()
    for first, last, rule in scope.cues:
        if rule.kind not in _SETTING or (first, rule.kind) in done:
            continue
        reached = _forwards(scope, last, rule) if rule.direction == "maju" else _backwards(scope, first, last, rule)
        if reached:
            done.add((first, rule.kind))
        acted_on = _with_overlapping(scope, reached)
        if trace is not None:
            trace.reached.append((scope, first, last, rule, acted_on))
        for draft in acted_on:
            _set(draft, rule.kind)
            kind = "uncertainty" if rule.kind == "question" else rule.kind
            draft.cues.append((first, last, kind))
    _settle_questions(scope)
    _ask_to_choose(scope)
    _ask_by_tag(scope)
    _refute(scope)
    _experiencers(scope, lexicon.own_endings)


def _with_overlapping(scope: Scope, reached: list[Draft]) -> list[Draft]:
    """Add the mentions that share their beginning with one of `reached` (``kurang kalium atau magnesium``)."""
    firsts = {draft.first for draft in reached}
    return [d for d in scope.drafts if d.type in _STATUS and d.first in firsts]


def _set(draft: Draft, kind: str) -> None:
    """Set the attribute for cues of `kind`; a figure that already denies a condition is not made uncertain."""
    if kind == "negation":
        draft.negated = True
    elif kind == "history":
        draft.historical = True
    elif draft.cues or not draft.negated:
        draft.uncertain = True


def _forwards(scope: Scope, at: int, rule: CueRule) -> list[Draft]:
    ids, reached, budget, start = scope.reading.ids, list[Draft](), rule.reach, at
    wide = rule.kind != "negation"
    comma = False
    while at < scope.size:
        draft = scope.draft_at.get(at)
        if draft is not None:
            if draft.type in _STATUS:
                if draft.type not in rule.types:
                    if not wide:
                        break
                elif reached and not wide and (
                    scope.reading.ids[draft.first] in scope.negators or not _same_list(scope, reached[-1], draft, comma, rule)
                ):
                    break
                else:
                    reached.append(draft)
            elif not wide and reached and draft.type in ("DURATION", "TREATMENT"):
                break
            at, comma = max(draft.last, at + 1), False
            continue
        word, kinds = ids[at], scope.kinds(at)
        merely = at == start and rule.kind == "uncertainty" and "onset" in kinds
        if word in scope.signs.hard and word != scope.comma:
            if at > start or (word != scope.colon and (len(rule.pattern) > _ABBREVIATION or rule.pattern[-1] in _VOWELS)):
                break
        elif "now" in kinds or ("stop" in kinds and rule.kind != "history" and not merely):
            break
        if not wide and (word == scope.line or kinds & _ELSEWHERE or (reached and "negation" in kinds)):
            break
        if word == scope.comma:
            comma = True
            if (not reached and not wide) or (reached and wide and not _lists_on(scope, at)):
                break
            budget -= wide
        elif "pass" in kinds or "list" in kinds or "negation" in kinds or word in scope.signs.skipped or word in scope.slash:
            pass
        elif reached and not wide:
            break
        else:
            budget -= 1
        if budget < 0:
            break
        at = scope.end(at)
    return reached


def _lists_on(scope: Scope, comma: int) -> bool:
    """Tell whether the next member of a list follows a comma at once."""
    at = comma + 1
    while at < scope.size and scope.kinds(at) & {"list", "pass"} and not scope.kinds(at) & {"self", "person", "others"}:
        at = scope.end(at)
    draft = scope.draft_at.get(at)
    return draft is not None and draft.type in _STATUS


def _same_list(scope: Scope, before: Draft, draft: Draft, comma: bool, rule: CueRule) -> bool:
    """Tell whether a negation that reached `before` goes on to the next member of its list."""
    between = range(before.last, draft.first)
    if not between or any(scope.reading.ids[u] in scope.slash or "or" in scope.kinds(u) for u in between):
        return True
    joined = any("list" in scope.kinds(u) for u in between)
    return rule.lists or (comma and not joined and _list_ends_with_or(scope, draft))


def _list_ends_with_or(scope: Scope, draft: Draft) -> bool:
    """Tell whether an ``atau`` follows `draft` in its sentence, with only list members before it."""
    at = draft.last
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        if "or" in scope.kinds(at):
            return True
        inner = scope.draft_at.get(at)
        if inner is None and scope.reading.ids[at] != scope.comma and not scope.kinds(at) & {"pass", "list"}:
            return False
        at = inner.last if inner else at + 1
    return False


def _backwards(scope: Scope, first: int, last: int, rule: CueRule) -> list[Draft]:
    if rule.kind in ("negation", "question") and not rule.lists and not scope.ends_clause(last):
        return []
    ids, reached, budget, at = scope.reading.ids, list[Draft](), rule.reach, first - 1
    while at >= 0:
        draft = scope.draft_at.get(at)
        if draft is not None:
            if draft.type in _STATUS:
                if draft.type not in rule.types or draft.negated != (rule.kind == "negation" and draft.negated):
                    break
                reached.append(draft)
                budget = 0
            at = min(draft.first, at) - 1
            continue
        word, kinds = ids[at], scope.kinds(at)
        asked = word == scope.mark and at == first - 1
        turn = rule.kind == "history" and "now" in kinds
        if (word in scope.signs.sentence and not asked) or ("stop" in kinds and not turn) or "negation" in kinds:
            break
        if rule.kind == "history" and not turn and kinds & {"if", "person", "others"}:
            if "if" in kinds:
                return []
            break
        if turn:
            pass
        elif word == scope.comma or word in scope.slash:
            if rule.kind == "history" and not reached:
                pass
            elif not reached or not (rule.lists or rule.reach > 1):
                break
        elif word in scope.signs.hard or word == scope.line:
            if reached or (word != scope.colon and not (word == scope.mark and at == first - 1)):
                break
        elif "pass" in kinds or "self" in kinds or word in scope.signs.skipped:
            pass
        elif "list" in kinds:
            if reached and not (rule.lists or rule.reach > 1):
                break
        elif reached:
            break
        else:
            budget -= 1
            if budget < 0:
                break
        at = scope.begin(at) - 1
    if rule.kind == "history" and _conditional(scope, at):
        return []
    return reached


def _conditional(scope: Scope, at: int) -> bool:
    """Tell whether the clause before `at` says when something goes: ``kalau jalan sakitnya hilang``."""
    for unit in range(at, max(-1, at - _CLAUSE), -1):
        if scope.reading.ids[unit] in scope.signs.sentence:
            return False
        if "if" in scope.kinds(unit):
            return True
    return False


def _settle_questions(scope: Scope) -> None:
    """Take back what a general question made uncertain where the complaint states it before."""
    stated = {d.concept for d in scope.drafts if d.type == "CONDITION" and not (d.uncertain or d.negated) and _affirmed(scope, d)}
    has_person = any(rule.kind in ("self", "person", "others") for _, _, rule in scope.cues)
    asked: set[str | None] = set()
    for draft in scope.drafts:
        if draft.type not in _STATUS or draft.negated:
            continue
        kinds = {kind for _, _, kind in draft.cues}
        if not draft.uncertain:
            if draft.concept in asked and draft.type == "CONDITION" and _in_question(scope, draft):
                draft.uncertain = True
            else:
                stated.add(draft.concept)
            continue
        weak = all(scope.kinds(first) & {"question"} for first, _, kind in draft.cues if kind == "uncertainty")
        if not weak or "uncertainty" not in kinds:
            continue
        condition = draft.type == "CONDITION"
        if (condition and (draft.concept in stated or _taken_for(scope, draft))) or (draft.type == "SYMPTOM" and has_person):
            draft.uncertain = False
            draft.cues = [cue for cue in draft.cues if cue[2] != "uncertainty"]
        else:
            asked.add(draft.concept)


def _taken_for(scope: Scope, draft: Draft) -> bool:
    """Tell whether a condition only names what a medicine is for, or for whom something is."""
    before = scope.draft_at.get(draft.first - 1)
    kinds = scope.kinds(draft.first - 1) if draft.first else _NO_KINDS
    return (before is not None and before.type == "TREATMENT") or ("agent" in kinds and "affirm" not in kinds)


def _affirmed(scope: Scope, draft: Draft) -> bool:
    """Tell whether words before a condition say that somebody has it: ``sudah terkena``."""
    return any("affirm" in scope.kinds(unit) for unit in range(max(0, draft.first - 3), draft.first))


def _ask_by_tag(scope: Scope) -> None:
    """Read a denial with a tag as a question: ``bukan kejang, kan?``"""
    for draft in scope.drafts:
        concluded = any(first and kind == "negation" and "stop" in scope.kinds(first - 1) for first, _, kind in draft.cues)
        if draft.negated and not concluded and any("tag" in scope.kinds(unit) for unit in range(draft.last, draft.last + _TAG)):
            draft.negated, draft.uncertain = False, True
            draft.cues = [(first, last, "uncertainty" if kind == "negation" else kind) for first, last, kind in draft.cues]


def _ask_to_choose(scope: Scope) -> None:
    """Read conditions and triggers between which a question chooses as asked: ``rematik atau asam urat?``"""
    for draft in scope.drafts:
        if draft.type not in ("CONDITION", "TRIGGER") or draft.negated or draft.uncertain or not _in_question(scope, draft):
            continue
        before = max(0, draft.first - 1)
        while before > 0 and scope.kinds(before) & {"onset", "pass"}:
            before -= 1
        joints = [at for at in (before, draft.last) if "or" in scope.kinds(at) and scope.reading.ids[at - 1] not in scope.signs.sentence]
        draft.uncertain = bool(joints)
        draft.cues.extend((at, at + 1, "uncertainty") for at in joints)


def _in_question(scope: Scope, draft: Draft) -> bool:
    at = draft.last
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        at += 1
    return at < scope.size and scope.reading.ids[at] == scope.mark


def _refute(scope: Scope) -> None:
    """Negate a suspected condition that the same complaint denies, be it by a test or in words."""
    denied = {d.concept for d in scope.drafts if d.type == "CONDITION" and d.negated and not d.uncertain}
    for draft in scope.drafts:
        if not draft.uncertain or draft.type != "CONDITION":
            continue
        asked = all("question" in scope.kinds(first) for first, _, kind in draft.cues if kind == "uncertainty")
        if not asked and (draft.concept in denied or _refuted_later(scope, draft)):
            draft.uncertain, draft.negated = False, True


def _refuted_later(scope: Scope, draft: Draft) -> bool:
    """Tell whether the sentence goes on to say that it was something else: ``dikira HNP, ternyata asam urat``."""
    at = draft.last
    while at < scope.size and scope.reading.ids[at] not in scope.signs.sentence:
        if "refute" in scope.kinds(at):
            return True
        at += 1
    return False


def _experiencers(scope: Scope, own_endings: tuple[str, ...]) -> None:
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
