"""Units in, candidate mentions and cues out.

A `Reading` is one text as arrays over units; `find` walks the automaton from every unit that can begin
a pattern; `choose` decides between overlapping candidates. Nothing here knows spaCy.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from extractor.lexicon.automaton import State
from extractor.lexicon.entries import LONGEST_GAP, UNKNOWN, Condition, CueRule, Lab, Lexicon, Term
from extractor.markup import SPAN_TYPES

NEAR = 3
NOTHING = ("", "-")
MERGED = ("nyeri",)
LIMBS = ("kaki", "tangan")
LIMB_GROUPS = (*LIMBS, "anggota")


class Reading(NamedTuple):
    """One text as parallel arrays over units: word ids and half-open offsets of their letters."""

    text: str
    ids: list[int]
    starts: list[int]
    ends: list[int]


class Option(NamedTuple):
    """A term that a match may stand for. The lowest `rank` whose conditions hold wins; `shares`: it may share its beginning."""

    rank: tuple[bool, bool, int]
    term: Term
    shares: bool


class Outcome:
    """What the entries that end in one state of the automaton come to.

    `sites` and `limbs` are the concepts of its terms without conditions; `symptom` tells whether one of
    those is a symptom, `limb_symptom` whether it is one of the limbs, `either` whether a term asks which limb is meant.
    """

    __slots__ = ("cues", "either", "labs", "limb_symptom", "limbs", "options", "sites", "symptom")

    def __init__(self, numbers: Iterable[int], lexicon: Lexicon) -> None:
        found = [(number, lexicon.entries[number]) for number in numbers]
        terms = [(number, entry) for number, entry in found if isinstance(entry, Term)]
        plain = [term for _, term in terms if not term.when]
        groups = lexicon.groups
        self.cues = tuple(entry for _, entry in found if isinstance(entry, CueRule))
        self.labs = tuple(entry for _, entry in found if isinstance(entry, Lab))
        self.options = [
            Option((not e.when, not e.when and e.type in NOTHING, number), e, any(c.kind == "bersama" for c in e.when))
            for number, e in terms
        ]
        if not any(option.shares for option in self.options):
            self.options.sort(key=lambda option: option.rank)  # the first to hold wins
        self.sites = tuple(e.concept for e in plain if e.type == "BODY_SITE" and e.concept)
        self.limbs = tuple(group for e in plain if (group := groups.get(e.concept or "", "")) in LIMBS)
        self.symptom = any(e.type == "SYMPTOM" for e in plain)
        self.limb_symptom = any(e.type == "SYMPTOM" and groups[e.concept or ""] == "bebas" for e in plain)
        self.either = any(c.kind in LIMBS for _, e in terms for c in e.when)


class Outcomes(dict[tuple[int, ...], Outcome]):
    """The outcome of each set of entries, made when a text first reaches it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, numbers: tuple[int, ...]) -> Outcome:
        outcome = self[numbers] = Outcome(numbers, self._lexicon)
        return outcome


Gaps: TypeAlias = tuple[tuple[int, int], ...]
Match: TypeAlias = tuple[int, int, Outcome, int, Gaps]
"""What was found: its first unit, the unit after its last, what it comes to, its literals, the unit ranges it skipped."""


class Draft:
    """A mention while the stages work on it. Offsets count code points, `first` and `last` units."""

    __slots__ = (
        "concept", "cues", "end", "first", "gaps", "historical", "inner", "last", "linked",
        "negated", "other", "side", "sites", "start", "type", "uncertain", "value",
    )  # fmt: skip

    def __init__(self, reading: Reading, first: int, last: int, kind: Any, concept: str | None, value: str = "") -> None:
        self.first, self.last = first, last
        self.start, self.end = reading.starts[first], reading.ends[last - 1]
        self.type, self.concept, self.value = kind, concept, value
        self.gaps: tuple[tuple[int, int], ...] = ()
        self.inner: list[str] = []
        self.negated = self.uncertain = self.historical = self.other = self.linked = False
        self.sites: list[str] = []
        self.side: str | None = None
        self.cues: list[tuple[int, int, str]] = []


class Signs:
    """The ids of signs that matter to more than one stage."""

    def __init__(self, lexicon: Lexicon) -> None:
        ids = lexicon.ids
        self.hard = frozenset(ids[s] for s in (".", "?", ",", ":", "…", "¶"))
        self.sentence = frozenset(ids[s] for s in (".", "?", "¶"))
        self.skipped = frozenset(ids[s] for s in ("-", "\n", '"'))


def find(ids: Sequence[int], lexicon: Lexicon, outcomes: Outcomes, signs: Signs) -> list[Match]:
    """Return every pattern found in `ids`, in order of the first unit."""
    found: list[Match] = []
    begin = lexicon.automaton.root.follow
    skipped, hard = signs.skipped, signs.hard
    n = len(ids)
    following_words = (*ids[1:], UNKNOWN)
    for i, first in enumerate(map(begin.__getitem__, ids)):
        if first is None:
            continue
        word = following_words[i]
        if first.after_gap is None and first.follow[word] is None and word not in skipped:
            if first.accepts:
                found.append((i, i + 1, outcomes[first.accepts], 1, ()))
            continue
        stack: list[tuple[State, int, int, Gaps]] = [(first, i + 1, 1, ())]
        while stack:
            state, at, literals, gaps = stack.pop()
            if state.accepts:
                found.append((i, at, outcomes[state.accepts], literals, gaps))
            if state.is_end:
                continue
            while at < n and ids[at] in skipped:
                at += 1
            if at == n:
                continue
            following = state.follow[ids[at]]
            if following is not None:
                stack.append((following, at + 1, literals + 1, gaps))
            after = state.after_gap
            if after is None:
                continue
            for there in range(at, min(at + LONGEST_GAP + 1, n)):
                if ids[there] in hard:
                    break
                following = after.follow[ids[there]]
                if following is not None:
                    skip = (*gaps, (at, there)) if there > at else gaps
                    stack.append((following, there + 1, literals + 1, skip))
    return found


class Choice:
    """A match in the running; `stands` tells whether it would be a mention, `shares` whether it may share its beginning."""

    __slots__ = ("concept", "draft", "first", "gaps", "last", "literals", "shares", "stands", "type", "value", "weight")

    def __init__(self, first: int, last: int, literals: int, gaps: Gaps, entry: Term | Lab, shares: bool) -> None:
        self.first, self.last, self.literals, self.gaps = first, last, literals, gaps
        self.type, self.concept, self.shares = entry.type, entry.concept, shares
        self.value = entry.value if isinstance(entry, Term) else ""
        self.stands = entry.type not in NOTHING
        self.weight = (-_named(literals, gaps), self.stands, first)
        self.draft: Draft | None = None


def _named(literals: int, gaps: Gaps) -> float:
    """Return how many words a match names; a gap counts against it."""
    return literals - 0.6 * len(gaps)


class Candidates(NamedTuple):
    """What `find` found, by kind."""

    drafts: list[Draft]
    cues: list[tuple[int, int, CueRule]]


def choose(reading: Reading, matches: list[Match], lexicon: Lexicon, signs: Signs) -> Candidates:
    """Decide between overlapping matches: conditions first, then more words, then fewer gaps."""
    terms = [match for match in matches if match[2].options or match[2].labs]
    kept = _acceptable(reading, terms, lexicon, signs)
    kept.sort(key=lambda choice: choice.weight)
    taken: list[Choice] = []
    standing: dict[int, list[Choice]] = {}
    for choice in kept:
        units = range(choice.first, choice.last)
        if all(_compatible(choice, other) for unit in units if unit in standing for other in standing[unit]):
            taken.append(choice)
            for unit in units:
                standing.setdefault(unit, []).append(choice)
    drafts = [_draft(reading, choice) for choice in taken if choice.stands]
    if not drafts:
        return Candidates([], [])
    _keep_inner_sites(kept, taken)
    drafts.sort(key=lambda d: (d.start, -d.end))
    _extend(reading, drafts, lexicon)
    drafts = _merge(drafts, signs, reading)
    return Candidates(drafts, _cues(matches, drafts))


def _acceptable(reading: Reading, terms: list[Match], lexicon: Lexicon, signs: Signs) -> list[Choice]:
    """Return what the matches stand for: figures, and for the same units the first term whose conditions hold."""
    context = _Context(reading, terms, lexicon, signs)
    kept: list[Choice] = []
    best: dict[tuple[int, int, bool], tuple[float, Match, Option]] = {}
    for match in terms:
        first, last, outcome, literals, gaps = match
        named = _named(literals, gaps)
        for lab in outcome.labs:
            draft = _figure(reading, match, lab, lexicon, signs)
            if draft is not None:
                choice = Choice(first, draft.last, literals + 1, gaps, lab, False)
                choice.draft = draft
                kept.append(choice)
        for option in outcome.options:
            rank, term, shares = option
            key = (first, last, shares)
            if key in best and (-best[key][0], best[key][2].rank) <= (-named, rank):
                continue
            if not term.when or context.holds(term.when, first, last):
                best[key] = (named, match, option)
    for (first, last, shares), (_, (_, _, _, literals, gaps), option) in best.items():
        kept.append(Choice(first, last, literals, gaps, option.term, shares))
    return kept


def _draft(reading: Reading, choice: Choice) -> Draft:
    """Return the mention that a choice stands for."""
    if choice.draft is None:
        choice.draft = Draft(reading, choice.first, choice.last, choice.type, choice.concept, choice.value)
        choice.draft.gaps = choice.gaps
    return choice.draft


def _keep_inner_sites(candidates: list[Choice], taken: list[Choice]) -> None:
    """Note the body parts among the very words of a symptom: ``kaki`` in ``kaki dingin``."""
    symptoms = [c for c in taken if c.type == "SYMPTOM" and c.literals > 1]
    if not symptoms:
        return
    sites = [c for c in candidates if c.type == "BODY_SITE"]
    sites.sort(key=lambda c: -c.literals)
    for symptom in symptoms:
        covered: set[int] = set()
        for site in sites:
            inside = symptom.first <= site.first and site.last <= symptom.last
            if inside and symptom.draft and site.concept and covered.isdisjoint(range(site.first, site.last)):
                covered.update(range(site.first, site.last))
                symptom.draft.inner.append(site.concept)


def _compatible(new: Choice, old: Choice) -> bool:
    if new.last <= old.first or old.last <= new.first:
        return True
    if any(first <= new.first and new.last <= last for first, last in old.gaps):
        return new.stands
    if any(first <= old.first and old.last <= last for first, last in new.gaps):
        return old.stands
    if not (new.stands or old.stands):
        return True
    if not (new.stands and old.stands):
        return _spares(new, old) or _spares(old, new)
    if new.type != old.type:
        for wide, narrow in ((new, old), (old, new)):
            if wide.type == "SYMPTOM" and narrow.type == "BODY_SITE":
                return bool(wide.gaps) and wide.first < narrow.first and narrow.last < wide.last
            if wide.type == "FREQUENCY" and narrow.type == "TRIGGER":
                return wide.first <= narrow.first and narrow.last <= wide.last
    return (new.shares or old.shares) and new.first == old.first


def _spares(blocker: Choice, other: Choice) -> bool:
    """Tell whether `blocker` only rules out times and severities and `other` is neither."""
    return blocker.type == "-" and not (other.stands and other.type in SPAN_TYPES)


class _Context:
    """Answers the conditions of terms; what several of them need is computed once."""

    def __init__(self, reading: Reading, terms: list[Match], lexicon: Lexicon, signs: Signs) -> None:
        self.reading, self.terms, self.lexicon, self.signs = reading, terms, lexicon, signs
        self._sites: list[tuple[int, str]] | None = None
        self._marks: list[tuple[int, str]] | None = None
        self._limbs: list[tuple[int, int]] | None = None

    def holds(self, conditions: tuple[Condition, ...], first: int, last: int) -> bool:
        """Tell whether all `conditions` hold for units `first` to `last`."""
        ids = self.reading.ids
        for kind, words in conditions:
            if kind == "sesudah":
                met = first > 0 and ids[first - 1] in words
            elif kind == "sebelum":
                met = last < len(ids) and ids[last] in words
            elif kind in ("bukan", "dekat"):
                near = ids[max(0, first - NEAR) : first] + ids[last : last + NEAR]
                met = words.isdisjoint(near) == (kind == "bukan")
            else:
                met = kind == "bersama" or self._shows(kind, first, last)
            if not met:
                return False
        return True

    def _shows(self, kind: str, first: int, last: int) -> bool:
        """Tell whether the rest of the text shows what a condition of `kind` wants."""
        if kind == "bagian":
            return self._near_site(first, last)
        if kind == "gejala":
            return any(m[2].symptom and (m[0] >= last or first >= m[1]) for m in self.terms)
        if kind in LIMBS:
            return self._nearest_limb(first, last) == kind
        return any(end <= first or begin >= last for begin, end in self._limb_spans())

    def _limb_spans(self) -> list[tuple[int, int]]:
        """Return where the text speaks of a limb: its parts, and symptoms that are one of the limbs."""
        if self._limbs is None:
            groups = self.lexicon.groups
            self._limbs = [(at, at + 1) for at, concept in self._site_list() if groups[concept] in LIMB_GROUPS]
            self._limbs += [(m[0], m[1]) for m in self.terms if m[2].limb_symptom]
        return self._limbs

    def _nearest_limb(self, first: int, last: int) -> str:
        """Return which limb the nearest word means that can only mean a foot or a hand; what comes before counts as nearer."""
        best, limb = float("inf"), ""
        for at, group in self._limb_marks():
            if first <= at < last:
                continue
            distance = first - at if at < first else 1.5 * (at - last + 1)
            if distance < best:
                best, limb = distance, group
        return limb

    def _limb_marks(self) -> list[tuple[int, str]]:
        if self._marks is None:
            either = {m[:2] for m in self.terms if m[2].either}
            self._marks = [(m[0], group) for m in self.terms if m[2].limbs and m[:2] not in either for group in m[2].limbs]
            limb_words = self.lexicon.limb_words
            self._marks += [(at, g) for at, word in enumerate(self.reading.ids) if word in limb_words for g in limb_words[word]]
        return self._marks

    def _site_list(self) -> list[tuple[int, str]]:
        if self._sites is None:
            self._sites = [(m[0], concept) for m in self.terms for concept in m[2].sites]
        return self._sites

    def _near_site(self, first: int, last: int) -> bool:
        ids, sentence = self.reading.ids, self.signs.sentence
        begin, end = first, last
        while begin > 0 and ids[begin - 1] not in sentence:
            begin -= 1
        while end < len(ids) and ids[end] not in sentence:
            end += 1
        return any(begin <= at < first or last <= at < end for at, _ in self._site_list())


def _figure(reading: Reading, match: Match, lab: Lab, lexicon: Lexicon, signs: Signs) -> Draft | None:
    """Read the figure that follows a laboratory parameter; None where there is none."""
    ids = reading.ids
    first, last = match[:2]
    for at in range(last, min(last + 4, len(ids))):
        if ids[at] in signs.sentence or ids[at] == lexicon.ids[","]:
            return None
        if ids[at] not in lexicon.numbers:
            continue
        value = _number(reading.text[reading.starts[at] : reading.ends[at]])
        if value is None or not lab.floor <= value <= lab.ceiling:
            return None
        abnormal = (lab.low is not None and value < lab.low) or (lab.high is not None and value >= lab.high)
        end = _end_of_figure(reading, at, lexicon) if abnormal else _end_of_name(reading, first, last, lexicon)
        draft = Draft(reading, first, end, lab.type, lab.concept)
        draft.negated = not abnormal
        return draft
    return None


def _end_of_figure(reading: Reading, at: int, lexicon: Lexicon) -> int:
    """Return the unit after a figure, with its second half in ``150/90``."""
    ids = reading.ids
    if at + 2 < len(ids) and ids[at + 1] == lexicon.ids["/"] and ids[at + 2] in lexicon.numbers:
        return at + 3
    return at + 1


def _end_of_name(reading: Reading, first: int, last: int, lexicon: Lexicon) -> int:
    """Return the unit after a parameter's name, without the person whose it is."""
    while last > first + 1 and reading.ids[last - 1] in lexicon.cue_words["self"]:
        last -= 1
    return last


def _number(written: str) -> float | None:
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return None


def _extend(reading: Reading, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Take a reduplication mark that stands apart into the span: ``pegal"``, ``muntah 2``."""
    text, ids = reading.text, reading.ids
    for draft in drafts:
        if draft.value == "" and draft.type in ("DURATION", "TIME_OF_DAY"):
            continue
        tail = text[draft.end : draft.end + 1]
        if tail in ('"', "”") and tail and text.count(tail, reading.starts[0], draft.end) % 2 == 0:
            draft.end += 1
        elif draft.last < len(ids) and text[draft.end : reading.ends[draft.last]] == " 2":
            following = ids[draft.last + 1] if draft.last + 1 < len(ids) else 0
            if following not in lexicon.counted and not _ranges_on(text, reading.ends[draft.last]):
                draft.end, draft.last = reading.ends[draft.last], draft.last + 1


def _ranges_on(text: str, at: int) -> bool:
    """Tell whether a number goes on at `at`: ``2-3 hari``, ``2 s/d 3``."""
    return text[at : at + 2].lstrip()[:1] in ("-", "–", "/", "+")


def _merge(drafts: list[Draft], signs: Signs, reading: Reading) -> list[Draft]:
    """Join neighbours that say the same: ``pegal pegal``, ``sakit nyeri``."""
    merged: list[Draft] = []
    for draft in drafts:
        last = merged[-1] if merged else None
        again = last is not None and draft.type == last.type == "BODY_SITE" and reading.ids[last.first] == reading.ids[draft.first]
        if (
            last is not None
            and last.type == draft.type
            and (last.concept == draft.concept or again)
            and last.last == draft.first
            and not reading.text[last.end : draft.start].strip(" -")
            and (draft.concept in MERGED or draft.type == "BODY_SITE" or reading.ids[last.first] == reading.ids[draft.first])
        ):
            last.last, last.end, last.concept = draft.last, draft.end, draft.concept
        else:
            merged.append(draft)
    return merged


def _cues(matches: Iterable[Match], drafts: list[Draft]) -> list[tuple[int, int, CueRule]]:
    """Return the cues, longest first where they overlap, in text order; the words of a mention are no cue."""
    covered: dict[int, str] = {}
    for draft in drafts:
        gaps = {unit for first, last in draft.gaps for unit in range(first, last)}
        for unit in range(draft.first, draft.last):
            if unit not in gaps:
                covered[unit] = draft.type
    found = [(match[0], match[1], rule) for match in matches for rule in match[2].cues]
    found.sort(key=lambda c: (c[0] - c[1], c[0]))
    kept: dict[tuple[int, int], list[CueRule]] = {}
    used: set[int] = set()
    for first, last, rule in found:
        if (first, last) in kept:
            kept[first, last].append(rule)
        elif _is_free(first, last, rule, covered, used):
            kept[first, last] = [rule]
            used.update(range(first, last))
    return sorted(((first, last, rule) for (first, last), rules in kept.items() for rule in rules), key=lambda c: c[:2])


def _is_free(first: int, last: int, rule: CueRule, covered: dict[int, str], used: set[int]) -> bool:
    """Tell whether no unit is part of another cue, or of a mention whose words cannot be this cue too."""
    for unit in range(first, last):
        if unit in used:
            return False
        stays = rule.kind in ("pseudo", "question") or (rule.kind == "history" and covered.get(unit) in SPAN_TYPES)
        if unit in covered and not stays:
            return False
    return True
