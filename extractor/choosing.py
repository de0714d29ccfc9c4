"""Decides between overlapping matches: conditions first, then more words, then fewer gaps."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from extractor.conditions import Surroundings
from extractor.figures import read_figure
from extractor.lexicon.entries import Lexicon
from extractor.lexicon.outcomes import Option
from extractor.markup import SPAN_TYPES
from extractor.matching import CueMatch, Draft, Match, Reading, Signs, draft_of

if TYPE_CHECKING:
    from extractor.trace import Trace

_NESTED: Final = (("FREQUENCY", "TRIGGER"), ("SYMPTOM", "DURATION"), ("SYMPTOM", "FREQUENCY"))
_GAP: Final = 0.6
"""How much of a word a gap counts against a match."""
_BESIDE_MENTIONS: Final = ("pseudo", "question")
"""Kinds of cue that words of a mention may be too."""


class Choice:
    """A match in the running. The lowest `weight` goes first: minus the words that it names, whether it stands, where it begins."""

    __slots__ = ("draft", "first", "gaps", "inner", "last", "literals", "option", "weight")

    def __init__(self, match: Match, literals: int, option: Option, last: int, draft: Draft | None = None) -> None:
        self.first, self.last, self.literals, self.gaps, self.option, self.draft = match.first, last, literals, match.gaps, option, draft
        self.weight = (_GAP * len(match.gaps) - literals, option.stands, match.first)
        self.inner: tuple[str, ...] = ()


class Candidates(NamedTuple):
    """The mentions and cues that the words alone show."""

    drafts: list[Draft]
    cues: list[CueMatch]


def choose(reading: Reading, matches: list[Match], lexicon: Lexicon, signs: Signs, trace: "Trace | None" = None) -> Candidates:
    """Return the mentions that stand of all that was found, and the cues beside them."""
    terms = [match for match in matches if match.outcome.names]
    kept = _acceptable(reading, terms, lexicon, signs, trace)
    winners = _winners(kept, trace)
    drafts = _drafts(reading, winners)
    if trace is not None:
        trace.chosen.append((reading, terms, kept, list(zip(winners, drafts, strict=True))))
    if not drafts:
        return Candidates([], [])
    _extend(reading, drafts, lexicon)
    drafts = _merge(drafts, lexicon, reading)
    return Candidates(drafts, _cues(matches, drafts))


def _acceptable(reading: Reading, terms: list[Match], lexicon: Lexicon, signs: Signs, trace: "Trace | None") -> list[Choice]:
    """Return what the matches stand for: figures, and for the same units the first option whose needs are met."""
    surroundings = Surroundings(reading, terms, lexicon, signs)
    figures: list[Choice] = []
    kept: list[Choice] = []
    places: dict[tuple[int, int, bool], int] = {}
    for match in terms:
        first, last, outcome, literals = match.first, match.last, match.outcome, match.literals
        for lab, option in outcome.labs:
            draft = read_figure(reading, match, lab, lexicon, signs)
            if draft is not None:
                figures.append(Choice(match, literals + 1, option, draft.last, draft))
        near, spoken_for = surroundings.spoken_for(outcome, first, last)
        for at, option in enumerate(outcome.options):
            if not spoken_for >> at & 1 or not (option.needs is None or surroundings.meet(option.needs, first, last, near=near)):
                if trace is not None:
                    trace.unmet.append((reading, first, last, option))
                continue
            choice = Choice(match, literals, option, last)
            place = places.setdefault((first, last, option.shares), len(kept))
            if place == len(kept):
                kept.append(choice)
            elif (choice.weight[0], option.rank) < (kept[place].weight[0], kept[place].option.rank):
                kept[place] = choice
            if not outcome.shares:
                break
    return figures + kept


def _winners(kept: list[Choice], trace: "Trace | None") -> list[Choice]:
    """Return what is to be a mention, island by island of choices that overlap."""
    kept.sort(key=attrgetter("first"))
    winners: list[Choice] = []
    begin = 0
    while begin < len(kept):
        last = kept[begin].last
        end = begin + 1
        while end < len(kept) and kept[end].first < last:
            last = max(last, kept[end].last)
            end += 1
        winners += kept[begin:end] if end == begin + 1 else _compete(kept[begin:end], trace)
        begin = end
    return _without_descriptions([choice for choice in winners if choice.option.stands])


def _without_descriptions(winners: list[Choice]) -> list[Choice]:
    """Leave out what only describes a concept that is named as well: ``cincin tidak muat`` beside ``bengkak``."""
    if not any(choice.option.implied for choice in winners):
        return winners
    named = {choice.option.concept for choice in winners if not choice.option.implied}
    return [choice for choice in winners if not choice.option.implied or choice.option.concept not in named]


def _compete(island: list[Choice], trace: "Trace | None") -> list[Choice]:
    """Return the choices of an island that stand beside each other."""
    island.sort(key=attrgetter("weight"))
    taken: list[Choice] = []
    standing: dict[int, list[Choice]] = {}
    for choice in island:
        rival = _rival(choice, standing)
        if rival is None:
            taken.append(choice)
            for unit in range(choice.first, choice.last):
                standing.setdefault(unit, []).append(choice)
        elif trace is not None:
            trace.lost[id(choice)] = rival
    _keep_inner_sites(island, taken)
    return taken


def _keep_inner_sites(island: list[Choice], taken: list[Choice]) -> None:
    """Note the body parts among the very words of a symptom: ``kaki`` in ``kaki dingin``, but not in ``seperti pakai kaus kaki``."""
    symptoms = [choice for choice in taken if choice.option.type in ("SYMPTOM", "CONDITION") and choice.literals > 1]
    if not symptoms:
        return
    others = [choice for choice in island if not choice.option.stands]
    sites = [
        choice
        for choice in island
        if choice.option.type == "BODY_SITE" and not any(other.first <= choice.first and choice.last <= other.last for other in others)
    ]
    sites.sort(key=lambda site: -site.literals)
    for symptom in symptoms:
        covered: set[int] = set()
        for site in sites:
            inside = symptom.first <= site.first and site.last <= symptom.last
            if inside and site.option.concept and covered.isdisjoint(range(site.first, site.last)):
                covered.update(range(site.first, site.last))
                symptom.inner += (site.option.concept,)


def _rival(choice: Choice, standing: Mapping[int, Sequence[Choice]]) -> Choice | None:
    """Return what stands at the units of a choice and does not go with it."""
    for unit in range(choice.first, choice.last):
        for other in standing.get(unit, ()):
            if not _compatible(choice, other):
                return other
    return None


def _in_gap(inner: Choice, outer: Choice) -> bool:
    return any(begin <= inner.first and inner.last <= end for begin, end in outer.gaps)


def _compatible(new: Choice, old: Choice) -> bool:
    """Tell whether two choices that overlap may both stand."""
    first, second = new.option, old.option
    if old.gaps and _in_gap(new, old):
        return first.stands
    if new.gaps and _in_gap(old, new):
        return second.stands
    if not (first.stands or second.stands):
        return True
    if not (first.stands and second.stands):
        return _spares(first, second) or _spares(second, first)
    if first.type != second.type:
        for wide, narrow in ((new, old), (old, new)):
            if wide.option.type == "SYMPTOM" and narrow.option.type == "BODY_SITE":
                return bool(wide.gaps) and wide.first < narrow.first and narrow.last < wide.last
            if (wide.option.type, narrow.option.type) in _NESTED:
                return wide.first <= narrow.first and narrow.last <= wide.last
    return (first.shares or second.shares) and new.first == old.first


def _spares(blocker: Option, other: Option) -> bool:
    """Tell whether `blocker` only rules out times and severities and `other` is neither."""
    return blocker.type == "-" and not (other.stands and other.type in SPAN_TYPES)


def _drafts(reading: Reading, winners: list[Choice]) -> list[Draft]:
    """Return the mentions that the choices stand for, in text order."""
    starts, ends = reading.starts, reading.ends
    winners.sort(key=lambda choice: (starts[choice.first], -ends[choice.last - 1], choice.weight))
    return [choice.draft or _draft(reading, choice) for choice in winners]


def _draft(reading: Reading, choice: Choice) -> Draft:
    option = choice.option
    draft = draft_of(reading, choice.first, choice.last, option.type, option.concept, option.value, choice.gaps)
    own = (option.value,) if option.type == "SYMPTOM" and option.value else ()
    draft.inner = own + choice.inner
    return draft


def _extend(reading: Reading, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Take what stands apart into the span: a mark of reduplication (``pegal"``, ``muntah 2``), a symptom's ending (``sakit nya``).

    A number after a medicine is its dose.
    """
    text, ids = reading.text, reading.ids
    for draft in drafts:
        mark = text[draft.end : draft.end + 1] if draft.type != "TREATMENT" else ""
        if mark not in (" ", '"', "”") or (draft.value == "" and draft.type in ("DURATION", "TIME_OF_DAY")):
            continue
        if mark != " ":
            if text.count(mark, reading.starts[0], draft.end) % 2 == 0:
                draft.end += 1
        elif draft.last < len(ids):
            after, following = text[draft.end + 1 : reading.ends[draft.last]], ids[draft.last + 1] if draft.last + 1 < len(ids) else 0
            again = after == "2" and following not in lexicon.counted and not _ranges_on(text, reading.ends[draft.last])
            if again or (draft.type == "SYMPTOM" and after.lower() in lexicon.their_endings):
                draft.end, draft.last = reading.ends[draft.last], draft.last + 1


def _ranges_on(text: str, at: int) -> bool:
    """Tell whether a number goes on at `at`: ``2-3 hari``, ``2 s/d 3``."""
    return text[at : at + 2].lstrip()[:1] in ("-", "–", "/", "+")


def _merge(drafts: list[Draft], lexicon: Lexicon, reading: Reading) -> list[Draft]:
    """Join neighbours that say the same: ``pegal pegal``, ``sakit nyeri``."""
    merged = drafts[:1]
    for draft in drafts[1:]:
        last = merged[-1]
        if last.type == draft.type and _adjoin(last, draft, reading) and _says_the_same(last, draft, lexicon, reading):
            last.last, last.end, last.concept = draft.last, draft.end, draft.concept
        else:
            merged.append(draft)
    return merged


def _adjoin(left: Draft, right: Draft, reading: Reading) -> bool:
    """Tell whether two mentions touch, or are one word twice around a hyphen: ``pegal - pegal``."""
    if reading.text[left.end : right.start].strip() != "-":
        return left.last == right.first
    return right.first - left.last == 1 and reading.ids[left.first] == reading.ids[right.first]


def _says_the_same(left: Draft, right: Draft, lexicon: Lexicon, reading: Reading) -> bool:
    """Tell whether a mention only repeats the one of its type right before it."""
    if reading.text[left.end : right.start].strip(" -"):
        return False
    again = reading.ids[left.first] == reading.ids[right.first]
    site = left.type == "BODY_SITE"
    return (again and site) or (left.concept == right.concept and (again or right.concept in lexicon.traits["repeats"]))


def _cues(matches: Iterable[Match], drafts: list[Draft]) -> list[CueMatch]:
    """Return the cues, longest first where they overlap, in text order; the words of a mention are no cue."""
    covered: dict[int, str] = {}
    for draft in drafts:
        for unit in range(draft.first, draft.last):
            if not draft.gaps or not any(first <= unit < last for first, last in draft.gaps):
                covered[unit] = draft.type
    found = [CueMatch(match.first, match.last, rule) for match in matches if match.outcome.cues for rule in match.outcome.cues]
    found.sort(key=lambda cue: cue.first - cue.last)
    kept: list[CueMatch] = []
    standing: dict[int, CueMatch] = {}
    for cue in found:
        other = standing.get(cue.first)
        if other is not None and other.first == cue.first and other.last == cue.last:
            kept.append(cue)
        elif _is_free(cue, covered, standing):
            kept.append(cue)
            for unit in range(cue.first, cue.last):
                standing[unit] = cue
    kept.sort(key=attrgetter("first"))
    return kept


def _is_free(cue: CueMatch, covered: dict[int, str], standing: dict[int, CueMatch]) -> bool:
    """Tell whether no unit is part of another cue, or of a mention whose words cannot be this cue too."""
    kind = cue.rule.kind
    for unit in range(cue.first, cue.last):
        if unit in standing:
            return False
        if unit in covered and kind not in _BESIDE_MENTIONS and (kind != "history" or covered[unit] not in SPAN_TYPES):
            return False
    return True
