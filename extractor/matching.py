"""Units in, candidate mentions and cues out.

A `Reading` is one text as arrays over units; `find` walks the automaton from every unit that can begin
a pattern; `choose` decides between overlapping candidates. Nothing here knows spaCy.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from extractor.lexicon.automaton import State
from extractor.lexicon.entries import LONGEST_GAP, UNKNOWN, Condition, CueRule, Lab, Lexicon, Term
from extractor.markup import SPAN_TYPES

NEAR = 3
NOTHING = ("", "-")
MERGED = ("nyeri",)
LIMB_GROUPS = ("kaki", "tangan", "anggota")


class Reading(NamedTuple):
    """One text as parallel arrays over units: word ids and half-open offsets of their letters."""

    text: str
    ids: list[int]
    starts: list[int]
    ends: list[int]


class Match(NamedTuple):
    """A pattern found over units `first` to `last` (exclusive); `gaps` are the unit ranges it skipped."""

    first: int
    last: int
    entry: int
    literals: int
    gaps: tuple[tuple[int, int], ...]


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

    def __init__(self, ids: "dict[str, int] | Lexicon") -> None:
        table = ids.ids if isinstance(ids, Lexicon) else ids
        self.hard = frozenset(table[s] for s in (".", "?", ",", ":", "…", "¶") if s in table)
        self.sentence = frozenset(table[s] for s in (".", "?", "¶") if s in table)
        self.skipped = frozenset(table[s] for s in ("-", "\n", '"') if s in table)


def find(ids: Sequence[int], lexicon: Lexicon, signs: Signs) -> list[Match]:
    """Return every pattern found in `ids`, in order of the first unit."""
    found: list[Match] = []
    automaton, classes_of = lexicon.automaton, lexicon.classes_of
    root, step = automaton.root, automaton.step
    skipped, hard = signs.skipped, signs.hard
    n = len(ids)
    for i, word in enumerate(ids):
        if word == UNKNOWN:
            continue
        stack: list[tuple[State, int, int, tuple[tuple[int, int], ...]]] = []
        for key in (word, *classes_of.get(word, ())):
            state = step(root, key)
            if state is not None:
                stack.append((state, i + 1, 1, ()))
        while stack:
            state, end, literals, gaps = stack.pop()
            for entry in state.accepts:
                found.append(Match(i, end, entry, literals, gaps))
            at = end
            while at < n and ids[at] in skipped:
                at += 1
            if at == n:
                continue
            if ids[at] != UNKNOWN:
                for key in (ids[at], *classes_of.get(ids[at], ())):
                    following = step(state, key)
                    if following is not None:
                        stack.append((following, at + 1, literals + 1, gaps))
            after = state.after_gap
            if after is None:
                continue
            for there in range(at, min(at + LONGEST_GAP + 1, n)):
                if ids[there] in hard:
                    break
                if ids[there] == UNKNOWN:
                    continue
                for key in (ids[there], *classes_of.get(ids[there], ())):
                    following = step(after, key)
                    if following is not None:
                        skip = (*gaps, (at, there)) if there > at else gaps
                        stack.append((following, there + 1, literals + 1, skip))
    return found


class Choice(NamedTuple):
    """A match in the running: what it would yield, its entry's type, and whether it may share its beginning."""

    match: Match
    draft: Draft | None
    type: str
    shares: bool


def _few(match: Match) -> float:
    """Return a figure that is the smaller, the more words a match names; a gap counts against it."""
    return 0.6 * len(match.gaps) - match.literals


class Candidates(NamedTuple):
    """What `find` found, by kind."""

    drafts: list[Draft]
    cues: list[tuple[int, int, CueRule]]


def choose(reading: Reading, matches: list[Match], lexicon: Lexicon, signs: Signs) -> Candidates:
    """Decide between overlapping matches: conditions first, then more words, then fewer gaps."""
    entries = lexicon.entries
    terms = [m for m in matches if not isinstance(entries[m.entry], CueRule)]
    context = _Context(reading, terms, lexicon, signs)
    kept: list[Choice] = []
    best: dict[tuple[int, int, bool], tuple[tuple[float, bool, bool, int], Match, Term]] = {}
    for match in terms:
        entry = entries[match.entry]
        if isinstance(entry, Lab):
            draft = _figure(reading, match, entry, lexicon)
            if draft is not None:
                kept.append(Choice(match._replace(last=draft.last, literals=match.literals + 1), draft, entry.type, False))
        elif isinstance(entry, Term) and all(context.holds(c, match) for c in entry.when):
            shared = any(c.kind == "bersama" for c in entry.when)
            rank = (_few(match), not entry.when, not entry.when and entry.type in NOTHING, match.entry)
            key = (match.first, match.last, shared)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, match, entry)
    for (_, _, shared), (_, match, entry) in best.items():
        draft = None
        if entry.type not in NOTHING:
            draft = Draft(reading, match.first, match.last, entry.type, entry.concept, entry.value)
            draft.gaps = match.gaps
        kept.append(Choice(match, draft, entry.type, shared))
    kept.sort(key=lambda k: (_few(k.match), k.draft is not None, k.match.first))
    taken: list[Choice] = []
    standing: dict[int, list[Choice]] = {}
    for candidate in kept:
        units = range(candidate.match.first, candidate.match.last)
        others = [other for unit in units for other in standing.get(unit, ())]
        if all(_compatible(candidate, other) for other in others):
            taken.append(candidate)
            for unit in units:
                standing.setdefault(unit, []).append(candidate)
    _keep_inner_sites(kept, taken)
    drafts = [c.draft for c in taken if c.draft is not None]
    drafts.sort(key=lambda d: (d.start, -d.end))
    _extend(reading, drafts, lexicon)
    drafts = _merge(drafts, signs, reading)
    return Candidates(drafts, _cues(matches, drafts, lexicon))


def _keep_inner_sites(candidates: list[Choice], taken: list[Choice]) -> None:
    """Note the body parts among the very words of a symptom: ``kaki`` in ``kaki dingin``."""
    symptoms = [c for c in taken if c.type == "SYMPTOM" and c.match.literals > 1]
    if not symptoms:
        return
    sites = [c for c in candidates if c.type == "BODY_SITE" and c.draft is not None]
    sites.sort(key=lambda c: -c.match.literals)
    for symptom in symptoms:
        covered: set[int] = set()
        for site in sites:
            units = range(site.match.first, site.match.last)
            inside = symptom.match.first <= site.match.first and site.match.last <= symptom.match.last
            if inside and symptom.draft and site.draft and site.draft.concept and not covered.intersection(units):
                covered.update(units)
                symptom.draft.inner.append(site.draft.concept)


def _compatible(new: Choice, old: Choice) -> bool:
    a, b = new.match, old.match
    if a.last <= b.first or b.last <= a.first:
        return True
    if any(first <= a.first and a.last <= last for first, last in b.gaps):
        return new.draft is not None
    if any(first <= b.first and b.last <= last for first, last in a.gaps):
        return old.draft is not None
    if new.draft is None or old.draft is None:
        return _spares(new, old) or _spares(old, new)
    if {"SYMPTOM", "BODY_SITE"} == {old.type, new.type}:
        outer, inner = (old, new) if old.type == "SYMPTOM" else (new, old)
        return bool(outer.match.gaps) and outer.match.first < inner.match.first and inner.match.last < outer.match.last
    if {"FREQUENCY", "TRIGGER"} == {old.type, new.type}:
        outer, inner = (old, new) if old.type == "FREQUENCY" else (new, old)
        return outer.match.first <= inner.match.first and inner.match.last <= outer.match.last
    return (new.shares or old.shares) and a.first == b.first


def _spares(blocker: Choice, other: Choice) -> bool:
    """Tell whether `blocker` only rules out times and severities and `other` is neither."""
    return blocker[2] == "-" and (other[1] is None or other[1].type not in SPAN_TYPES)


class _Context:
    """Answers the conditions of terms; what several of them need is computed once."""

    def __init__(self, reading: Reading, terms: list[Match], lexicon: Lexicon, signs: Signs) -> None:
        self.reading, self.terms, self.lexicon, self.signs = reading, terms, lexicon, signs
        self._sites: list[tuple[int, str]] | None = None
        self._marks: list[tuple[int, str]] | None = None

    def holds(self, condition: Condition, match: Match) -> bool:
        ids = self.reading.ids
        kind, words = condition
        if kind == "bersama":
            return True
        if kind == "sesudah":
            return match.first > 0 and ids[match.first - 1] in words
        if kind == "sebelum":
            return match.last < len(ids) and ids[match.last] in words
        if kind in ("bukan", "dekat"):
            near = (*ids[max(0, match.first - NEAR) : match.first], *ids[match.last : match.last + NEAR])
            return any(i in words for i in near) == (kind == "dekat")
        if kind == "bagian":
            return self._near_site(match)
        if kind == "gejala":
            return any(
                not (m.first < match.last and match.first < m.last) and self._plain(m, "SYMPTOM") for m in self.terms
            )
        if kind in ("kaki", "tangan"):
            return self._nearest_limb(match) == kind
        groups = self.lexicon.groups
        return any(
            groups[concept] in LIMB_GROUPS and not (match.first <= at < match.last) for at, concept in self._site_list()
        ) or any(self._limb_symptom(m) for m in self.terms if m.last <= match.first or m.first >= match.last)

    def _nearest_limb(self, match: Match) -> str:
        """Return which limb the nearest word means that can only mean a foot or a hand; what comes before counts as nearer."""
        best, limb = float("inf"), ""
        for at, group in self._limb_marks():
            if match.first <= at < match.last:
                continue
            distance = match.first - at if at < match.first else 1.5 * (at - match.last + 1)
            if distance < best:
                best, limb = distance, group
        return limb

    def _limb_marks(self) -> list[tuple[int, str]]:
        if self._marks is None:
            groups, entries = self.lexicon.groups, self.lexicon.entries
            found = [(m, e) for m in self.terms if isinstance(e := entries[m.entry], Term)]
            either = {(m.first, m.last) for m, e in found if any(c.kind in ("kaki", "tangan") for c in e.when)}
            plain = ((m.first, e.concept) for m, e in found if not e.when and (m.first, m.last) not in either)
            self._marks = [(at, group) for at, concept in plain if (group := groups.get(concept or "", "")) in ("kaki", "tangan")]
            for at, word in enumerate(self.reading.ids):
                for group in self.lexicon.limb_words.get(word, ()):
                    self._marks.append((at, group))
        return self._marks

    def _plain(self, match: Match, kind: str) -> bool:
        entry = self.lexicon.entries[match.entry]
        return isinstance(entry, Term) and entry.type == kind and not entry.when

    def _limb_symptom(self, match: Match) -> bool:
        entry = self.lexicon.entries[match.entry]
        if not isinstance(entry, Term) or entry.type != "SYMPTOM" or entry.when:
            return False
        return self.lexicon.groups[entry.concept or ""] == "bebas"

    def _site_list(self) -> list[tuple[int, str]]:
        if self._sites is None:
            entries = self.lexicon.entries
            self._sites = [
                (m.first, e.concept)
                for m in self.terms
                if isinstance(e := entries[m.entry], Term) and e.type == "BODY_SITE" and e.concept and not e.when
            ]
        return self._sites

    def _near_site(self, match: Match) -> bool:
        ids, sentence = self.reading.ids, self.signs.sentence
        first, last = match.first, match.last
        while first > 0 and ids[first - 1] not in sentence:
            first -= 1
        while last < len(ids) and ids[last] not in sentence:
            last += 1
        return any(first <= at < last and not (match.first <= at < match.last) for at, _ in self._site_list())


def _figure(reading: Reading, match: Match, lab: Lab, lexicon: Lexicon) -> Draft | None:
    """Read the figure that follows a laboratory parameter; None where there is none."""
    ids = reading.ids
    for at in range(match.last, min(match.last + 4, len(ids))):
        if ids[at] in Signs(lexicon).sentence or ids[at] == lexicon.ids[","]:
            return None
        if ids[at] not in lexicon.numbers:
            continue
        value = _number(reading.text[reading.starts[at] : reading.ends[at]])
        if value is None or not lab.floor <= value <= lab.ceiling:
            return None
        abnormal = (lab.low is not None and value < lab.low) or (lab.high is not None and value >= lab.high)
        end = _end_of_figure(reading, at, lexicon) if abnormal else _end_of_name(reading, match, lexicon)
        draft = Draft(reading, match.first, end, lab.type, lab.concept)
        draft.negated = not abnormal
        return draft
    return None


def _end_of_figure(reading: Reading, at: int, lexicon: Lexicon) -> int:
    """Return the unit after a figure, with its second half in ``150/90``."""
    ids = reading.ids
    if at + 2 < len(ids) and ids[at + 1] == lexicon.ids["/"] and ids[at + 2] in lexicon.numbers:
        return at + 3
    return at + 1


def _end_of_name(reading: Reading, match: Match, lexicon: Lexicon) -> int:
    """Return the unit after a parameter's name, without the person whose it is."""
    last = match.last
    while last > match.first + 1 and reading.ids[last - 1] in lexicon.cue_words["self"]:
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


def _cues(matches: Iterable[Match], drafts: list[Draft], lexicon: Lexicon) -> list[tuple[int, int, CueRule]]:
    """Return the cues, longest first where they overlap, in text order; the words of a mention are no cue."""
    covered = {i: d.type for d in drafts for i in range(d.first, d.last) if not any(a <= i < b for a, b in d.gaps)}
    found = [
        (m.first, m.last, entry)
        for m in matches
        if isinstance(entry := lexicon.entries[m.entry], CueRule)
    ]
    found.sort(key=lambda c: (c[0] - c[1], c[0]))
    kept: dict[tuple[int, int], list[CueRule]] = {}
    used: set[int] = set()
    for first, last, rule in found:
        if (first, last) in kept:
            kept[first, last].append(rule)
        elif not any(i in used or _covers(covered.get(i), rule) for i in range(first, last)):
            kept[first, last] = [rule]
            used.update(range(first, last))
    return sorted(((first, last, rule) for (first, last), rules in kept.items() for rule in rules), key=lambda c: c[:2])


def _covers(kind: str | None, rule: CueRule) -> bool:
    """Tell whether the words of a mention of type `kind` cannot be this cue too."""
    if kind is None or rule.kind in ("pseudo", "question"):
        return False
    return not (rule.kind == "history" and kind in SPAN_TYPES)
