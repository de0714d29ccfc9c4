"""What the entries that a pattern ends with come to, worked out once for all texts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from extractor.lexicon.cue import CueRule
from extractor.lexicon.entries import Condition, Entry, Lab, Sign, Term

_OWN_WAYS: Final = ("bersama", "tersirat")
"""Conditions that look at no word around a match: how it stands among others is seen when they are chosen."""
NOTHING: Final = ("", "-")
"""Types of the terms that stand for no mention."""
LIMBS: Final = ("kaki", "tangan")
LIMB_GROUPS: Final = (*LIMBS, "anggota")


class Needs:
    """The conditions of a term by what they look at.

    `after` and `before` hold the words of which one must stand right before and right after the term
    (None: any may), `near` a set for each condition that wants one of its words near, `never` the words
    that must not be near; `told` the kinds of condition that look at the rest of the text.
    """

    __slots__ = ("after", "before", "near", "never", "told")

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self.after: frozenset[int] | None = None
        self.before: frozenset[int] | None = None
        self.near: tuple[frozenset[int], ...] = ()
        self.never: frozenset[int] = frozenset()
        self.told: tuple[str, ...] = ()
        for kind, words in conditions:
            if kind == "sesudah":
                self.after = words if self.after is None else self.after & words
            elif kind == "sebelum":
                self.before = words if self.before is None else self.before & words
            elif kind == "dekat":
                self.near = (*self.near, words)
            elif kind == "bukan":
                self.never = self.never | words if self.never else words
            elif kind not in _OWN_WAYS:
                self.told = (*self.told, kind)

    @property
    def wanted(self) -> list[frozenset[int]]:
        """The sets of which one word each must be near."""
        return [words for words in (self.after, self.before, *self.near) if words is not None]


class Option:
    """What a match may stand for; of the terms of one match the lowest `rank` whose needs are met wins.

    `number` is that of its entry; `stands` tells whether it would be a mention, `shares` whether it may share its beginning with another,
    `implied` whether it only describes its concept, so that it does not stand beside one that names it.
    """

    __slots__ = ("concept", "implied", "needs", "number", "rank", "shares", "stands", "type", "value")

    def __init__(self, number: int, entry: Term | Lab) -> None:
        when = entry.when if isinstance(entry, Term) else ()
        self.number, self.type, self.concept = number, entry.type, entry.concept
        self.value = entry.value if isinstance(entry, Term) else ""
        self.stands = entry.type not in NOTHING
        self.shares = any(condition.kind == "bersama" for condition in when)
        self.implied = any(condition.kind == "tersirat" for condition in when)
        self.rank = (not when, not when and not self.stands, number)
        self.needs = Needs(when) if any(condition.kind not in _OWN_WAYS for condition in when) else None


class Outcome:
    """What the entries of one state of the automaton come to.

    `sites` and `limbs` are the concepts of its terms that need nothing told; `symptom` tells whether one of
    its terms without conditions is a symptom, `limb_symptom` whether it is one of the limbs, `either` whether
    a term asks which limb is meant, `shares` whether an option may share its beginning. Without such, the first of
    `options` whose needs are met is the one that wins. `speaks_for` holds for each word that their needs look for the
    bits of the options that want it near, `bare` those of the options that can stand where none of these is near.
    """

    __slots__ = (
        "bare", "cues", "either", "labs", "limb_symptom", "limbs", "names", "options", "shares",
        "signs", "sites", "speaks_for", "symptom",
    )  # fmt: skip

    def __init__(self, numbers: Iterable[int], entries: Sequence[Entry], groups: Mapping[str, str], made: dict[int, Option]) -> None:
        found = [(number, entries[number]) for number in numbers]
        terms = [entry for _, entry in found if isinstance(entry, Term)]
        plain = [term for term in terms if not term.when]
        usual = [term for term in terms if all(condition.kind == "bukan" for condition in term.when)]
        self.cues = tuple(entry for _, entry in found if isinstance(entry, CueRule))
        self.signs = tuple(entry.name for _, entry in found if isinstance(entry, Sign))
        self.labs = tuple((entry, _option(number, entry, made)) for number, entry in found if isinstance(entry, Lab))
        self.options = [_option(number, entry, made) for number, entry in found if isinstance(entry, Term)]
        self.shares = any(option.shares for option in self.options)
        if not self.shares:
            self.options = _until_sure(sorted(self.options, key=lambda option: option.rank))
        self.bare = 0
        self.speaks_for: dict[int, int] = {}
        self._index()
        self.names = bool(self.options or self.labs)
        self.sites = tuple(term.concept for term in usual if term.type == "BODY_SITE" and term.concept)
        self.limbs = tuple(group for term in usual if (group := groups.get(term.concept or "", "")) in LIMBS)
        self.symptom = any(term.type == "SYMPTOM" for term in plain)
        self.limb_symptom = any(term.type == "SYMPTOM" and groups[term.concept or ""] == "bebas" for term in plain)
        self.either = any(condition.kind in LIMBS for term in terms for condition in term.when)

    def _index(self) -> None:
        """Note which words speak for which options."""
        for at, option in enumerate(self.options):
            wanted = option.needs.wanted if option.needs is not None else []
            if not wanted:
                self.bare |= 1 << at
            for words in wanted:
                for word in words:
                    self.speaks_for[word] = self.speaks_for.get(word, 0) | 1 << at
        for option in self.options:
            if option.needs is not None:
                for word in option.needs.never:
                    self.speaks_for.setdefault(word, 0)


def _option(number: int, entry: Term | Lab, made: dict[int, Option]) -> Option:
    """Return the option of an entry; one serves all outcomes."""
    option = made.get(number)
    if option is None:
        option = made[number] = Option(number, entry)
    return option


def _until_sure(options: list[Option]) -> list[Option]:
    """Leave out the options after the first that needs nothing."""
    sure = next((at for at, option in enumerate(options) if option.needs is None), len(options))
    return options[: sure + 1]
