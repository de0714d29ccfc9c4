"""What a result adds to its causes: remarks of the article, and red flags, by the rules of ``notes.csv`` and ``red_flags.csv``."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from extractor.results import Cause, CauseName, Mention, Note, RedFlag

if TYPE_CHECKING:
    from extractor.lexicon import Lexicon, Rule
    from extractor.lexicon.entries import Wanted


class Told(NamedTuple):
    """Where the words of each sign stand in a text, as half-open offsets, and where its sentences end."""

    signs: Mapping[str, Sequence[tuple[int, int]]]
    ends: Sequence[int]


def notes_of(
    mentions: Sequence[Mention], causes: Iterable[Cause], lexicon: "Lexicon", told: Callable[[], Told]
) -> tuple[tuple[Note, ...], tuple[RedFlag, ...]]:
    """Return the notes and the red flags of one complaint, in the order of the tables.

    Parameters
    ----------
    told
        Reads the signs; called only where a rule needs them.
    """
    complaint = _Complaint(mentions, told)
    predicted = {"", *(cause.cause for cause in causes if cause.predicted)}
    notes: dict[str, Note] = {}
    for rule in lexicon.notes:
        if rule.cause in predicted and rule.name not in notes and (found := complaint.raised(rule)) is not None:
            cause = cast(CauseName | None, rule.cause or None)
            notes[rule.name] = Note(rule.name, cause, rule.claim, found, rule.sentence_id, rule.sentence_en)
    flags: dict[str, RedFlag] = {}
    for rule in lexicon.red_flags:
        if (flags or not rule.beside) and rule.name not in flags and (found := complaint.raised(rule)) is not None:
            beside = {index for flag in flags.values() for index in flag.mentions} if rule.beside else set()
            flags[rule.name] = RedFlag(rule.name, tuple(sorted({*found, *beside})), rule.sentence_id, rule.sentence_en)
    return tuple(notes.values()), tuple(flags.values())


class _Complaint:
    """The affirmed mentions of one complaint by concept and type; its signs are read when a rule first asks."""

    def __init__(self, mentions: Sequence[Mention], told: Callable[[], Told]) -> None:
        self._mentions = mentions
        self._read = told
        self._told: Told | None = None
        self._affirmed: dict[str, list[int]] = {}
        for index, mention in enumerate(mentions):
            if not (mention.negated or mention.uncertain or mention.experiencer == "other"):
                self._affirmed.setdefault(mention.type, []).append(index)
                if mention.concept is not None:
                    self._affirmed.setdefault(mention.concept, []).append(index)

    def raised(self, rule: "Rule") -> tuple[int, ...] | None:
        """Return the mentions that raise `rule`; None where it is not raised."""
        for want in rule.wanted:
            if want.keys and want.keys.isdisjoint(self._affirmed):
                return None
        for sides in rule.sides or (None,):
            each = [self._found(want, sides, rule.past) for want in rule.wanted if want.keys]
            found = sorted({index for indices in each for index in indices})
            if all(each) and self._signs_near(rule.wanted, found) and not self._excused(rule, found):
                return tuple(found)
        return None

    def _found(self, want: "Wanted", sides: frozenset[str | None] | None, past: frozenset[str]) -> list[int]:
        """Return the present mentions that `want` asks for; those that have a side must be on one of `sides`."""
        found = []
        for index in sorted({index for key in want.keys for index in self._affirmed.get(key, ())}):
            mention = self._mentions[index]
            if mention.historical and mention.concept not in past:
                continue
            if want.sites and want.sites.isdisjoint(mention.sites or ()):
                continue
            if sides is not None and mention.type in ("SYMPTOM", "BODY_SITE") and mention.side not in sides:
                continue
            if want.sign and not any(first < mention.end and mention.start < last for first, last in self._places(want.sign)):
                continue
            found.append(index)
        return found

    def _signs_near(self, wanted: "Iterable[Wanted]", found: Sequence[int]) -> bool:
        return all(self._is_near(want.sign, found) for want in wanted if not want.keys)

    def _excused(self, rule: "Rule", found: Sequence[int]) -> bool:
        """Tell whether something of `unless` is told besides the mentions `found`."""
        for want in rule.unless:
            if self._is_near(want.sign, found) if not want.keys else set(self._found(want, None, rule.past)) - set(found):
                return True
        return False

    def _is_near(self, sign: str, found: Sequence[int]) -> bool:
        """Tell whether `sign` stands in a sentence of the mentions `found`; anywhere if there are none."""
        places = self._places(sign)
        sentences = {self._sentence(self._mentions[index].start) for index in found}
        return any(not found or self._sentence(first) in sentences for first, _ in places)

    def _places(self, sign: str) -> Sequence[tuple[int, int]]:
        if self._told is None:
            self._told = self._read()
        return self._told.signs.get(sign, ())

    def _sentence(self, at: int) -> int:
        return bisect_right(self._told.ends, at) if self._told else 0
