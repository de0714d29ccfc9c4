"""Compiles the tables into a `Lexicon`, or says every problem they have."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

import msgspec

from extractor.errors import LexiconError
from extractor.lexicon.automaton import Automaton
from extractor.lexicon.cue import CueRule
from extractor.lexicon.entries import Concept, Condition, Entry, Lab, Lexicon, Sign, Term
from extractor.lexicon.evidence import read_causes, read_evidence
from extractor.lexicon.kinds import BITS, MEASURE, NO_KINDS
from extractor.lexicon.outcomes import Outcome
from extractor.lexicon.patterns import GAP_WORD, Element, PatternError, parse_pattern, sequences, shortest, words_of
from extractor.lexicon.rules import read_rules
from extractor.lexicon.tables import Row, read_table
from extractor.markup import SPAN_TYPES, STATUS_TYPES
from extractor.normalize import NUMBER, PARAGRAPH, POSSESSIVES, Normalizer, is_number, undoubled
from extractor.resources import LEXICON

SCOPING = ("negation", "uncertainty", "question", "history", "person", "self", "others", "pseudo", "plan")
TRAITS = ("bearer", "beside", "bodily", "bodily_in_doubt", "limbs", "pain", "repeats", "state")
DIRECTIONS = ("maju", "mundur", "")
REGISTERS = ("baku", "sehari-hari", "daerah", "singkatan", "inggris", "medis")
_WITH_WORDS = ("bukan", "dekat", "sesudah", "sebelum")
_WITHOUT_WORDS = ("bagian", "anggota", "kaki", "tangan", "gejala", "bersama", "tersirat")
_PLACE = "di"
MOST_JOINED = 40
_ALL_TYPES = (*STATUS_TYPES, "TREATMENT", "BODY_SITE")


def load_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Read and compile the tables in `folder`.

    Raises
    ------
    LexiconError
        With all problems of all tables, each as ``file:line: what. fix.``
    """
    builder = _Builder(folder)
    lexicon = builder.build()
    if builder.problems:
        raise LexiconError(builder.problems)
    return lexicon


def _with_figures(condition: Condition, number: int, numbers: frozenset[int]) -> Condition:
    """Let ``<angka>`` stand for the figures too that some pattern names."""
    return Condition(condition.kind, condition.words | numbers) if number in condition.words else condition


class _Builder:
    """Holds the problems found so far while the tables are read one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.table = cache(partial(read_table, folder, problems=self.problems))
        self.entries: list[Entry] = []
        self.automaton = Automaton()
        self.samples: list[tuple[str, ...]] = []
        self.ids: dict[str, int] = {NUMBER: 1}
        self.uses: Counter[str] = Counter()
        self.conditions: dict[str, Condition] = {}
        self.classes: dict[str, int] = {}
        self.class_words: dict[str, set[str]] = {}
        self.spelling: dict[str, tuple[str, ...]] = {}
        self.joined: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, str] = {}
        self.concept_origins: dict[str, str] = {}
        self.word_kinds: dict[int, int] = {}
        self.standard: Callable[[str], tuple[str, ...]] = lambda word: (word,)

    def build(self) -> Lexicon:
        concepts = self._concepts()
        self._spelling()
        self.standard = cache(Normalizer((), self.spelling).standard)
        types = {c.id: c.type for c in concepts.values()}
        self.standard = self._without_clitics(types)
        class_words = self.class_words = self._classes()
        hosts = class_words["<bagian>"] = self._body_words(types)
        self._terms("terms.csv", types)
        self._terms("expressions.csv", dict.fromkeys(SPAN_TYPES, ""))
        self._lab(types)
        self._cues(types)
        signs = self._signs()
        class_words["<angka>"] |= {word for words in (self.ids, *class_words.values()) for word in words if is_number(word)}
        classes_of: dict[int, tuple[int, ...]] = {}
        for name, words in class_words.items():
            for word in words:
                key = self.ids.setdefault(word, len(self.ids) + 1)
                classes_of[key] = (*classes_of.get(key, ()), self._class_id(name))
        for word, key in self.ids.items():
            if (single := undoubled(word)) != word and single in self.ids:
                classes_of[key] = (*classes_of.get(key, ()), self.ids[single])
        groups = {c.id: c.group for c in concepts.values()}
        numbers = frozenset(self.ids[w] for w in self.ids if w == NUMBER or is_number(w))
        figured = cache(partial(_with_figures, number=self.ids[NUMBER], numbers=numbers))
        self.entries = [
            msgspec.structs.replace(entry, when=tuple(map(figured, entry.when))) if isinstance(entry, Term) and entry.when else entry
            for entry in self.entries
        ]
        for sign in (".", "?", ",", ":", "…", "\n", "/", "(", ")", "+", "-", "(-)", "(+)", "→", '"', PARAGRAPH):
            self.ids.setdefault(sign, len(self.ids) + 1)
        self.automaton.finish(len(self.ids), classes_of, partial(Outcome, entries=tuple(self.entries), groups=groups, made={}))
        limb_words: dict[int, tuple[str, ...]] = {}
        for group in ("kaki", "tangan"):
            for word in class_words.get(f"<{group}>", ()):
                key = self.ids[word]
                limb_words[key] = (*limb_words.get(key, ()), group)
        vocabulary = [row.cells["word"].lower() for row in self.table("vocabulary.csv")]
        normalizer = Normalizer(
            (word for word in (*self.ids, *self.uses.elements()) if word[0].isalnum()),
            self.spelling,
            vocabulary,
            hosts=hosts,
            units=class_words.get("<satuan>", ()),
            joined={key: words for key, words in self.joined.items() if key not in self.ids},
        )
        values = {self.ids[word]: value for word, value in self.values.items() if word in self.ids}
        return Lexicon(
            source=self.folder,
            concepts=concepts,
            types=types,
            entries=tuple(self.entries),
            automaton=self.automaton,
            samples=tuple(self.samples),
            ids=self.ids,
            class_ids=self.classes,
            classes_of=classes_of,
            values=values,
            groups=groups,
            traits={trait: frozenset(c.id for c in concepts.values() if trait in c.traits.split()) for trait in TRAITS},
            numbers=numbers,
            counted=frozenset(self.ids[w] for w in (*class_words.get("<satuan>", ()), *class_words.get("<hitungan>", ()))),
            word_kinds=[self.word_kinds.get(word, NO_KINDS) & ~MEASURE for word in range(len(self.ids) + 1)],
            cue_words=self._cue_words(),
            own_endings=tuple(sorted(class_words.get("<milik_saya>", ()))),
            their_endings=tuple(sorted(class_words.get("<milik_dia>", ()))),
            limb_words=limb_words,
            causes=read_causes(self.folder, self.problems),
            evidence=read_evidence(self.folder, types, self.problems),
            notes=read_rules(self.folder, "notes.csv", types, signs, self.problems),
            red_flags=read_rules(self.folder, "red_flags.csv", types, signs, self.problems),
            normalizer=normalizer,
        )

    def _is_plain(self, pattern: str) -> bool:
        """Tell whether a cue is but one standard word, so that no search is needed to find it."""
        words = pattern.lower().split("/")
        return " " not in pattern and all(w.isalpha() and len(self.standard(w)) == 1 for w in words)

    def _cue_words(self) -> dict[int, frozenset[int]]:
        """Return for each kind of cue the ids of its cues of one word."""
        words: dict[int, set[int]] = {kind: set() for kind in BITS.values()}
        for entry in self.entries:
            if isinstance(entry, CueRule) and " " not in entry.pattern:
                words[entry.bits] |= self._word_ids(entry.pattern.split("/"))
        for key, kinds in self.word_kinds.items():
            for kind, of_kind in words.items():
                if kinds & kind:
                    of_kind.add(key)
        return {kind: frozenset(ids) for kind, ids in words.items()}

    def _signs(self) -> frozenset[str]:
        """Read the words that rules ask for; return the names of the signs."""
        names = set()
        for origin, cells in self.table("signs.csv"):
            if not cells["sign"]:
                self._problem(origin, "has no sign. Write its name, or - for what only looks like one")
            self._add(origin, cells["pattern"], Sign(origin, cells["pattern"], cells["sign"]))
            names.add(cells["sign"])
        return frozenset(names - {"-"})

    def _problem(self, origin: str, what: str) -> None:
        self.problems.append(f"{origin}: {what}.")

    def _class_id(self, name: str) -> int:
        return self.classes.setdefault(name, -len(self.classes) - 2)

    def _concepts(self) -> dict[str, Concept]:
        concepts: dict[str, Concept] = {}
        for origin, cells in self.table("concepts.csv"):
            concept = Concept(*cells.values())
            if concept.id in concepts:
                self._problem(origin, f"concept {concept.id!r} stands twice. Delete one")
            elif concept.type not in _ALL_TYPES:
                self._problem(origin, f"type {concept.type!r} is unknown. Use one of {', '.join(_ALL_TYPES)}")
            elif unknown := set(concept.traits.split()) - set(TRAITS):
                self._problem(origin, f"trait {min(unknown)!r} is unknown. Use {', '.join(TRAITS)}, or leave empty")
            elif not (concept.label_id and concept.label_en and concept.definition):
                self._problem(origin, f"{concept.id!r} lacks a label or a definition. Fill them in")
            concepts[concept.id] = concept
            self.concept_origins.setdefault(concept.id, origin)
        return concepts

    def _spelling(self) -> None:
        origins: dict[str, str] = {}
        for origin, cells in self.table("spelling.csv"):
            written, standard = cells["written"].lower(), tuple(cells["standard"].lower().split())
            origins.setdefault(written, origin)
            if not written or not standard or " " in written:
                self._problem(origin, "needs one written word and its standard words. Fill both cells")
            elif self.spelling.setdefault(written, standard) != standard:
                self._problem(origin, f"{written!r} already has another standard form. Keep one")
            elif (written,) == standard:
                self._problem(origin, f"{written!r} is spelt as itself. Delete the row")
        for written, standard in self.spelling.items():
            chained = next((word for word in standard if word in self.spelling and word != written), None)
            if chained:
                self._problem(origins[written], f"{written!r} leads to {chained!r}, which is spelt otherwise itself. Write that form")

    def _without_clitics(self, types: dict[str, str]) -> Callable[[str], tuple[str, ...]]:
        """Return a `standard` that also takes clitics off words that are terms by themselves.

        So a pattern may hold ``kakinya``: the normal form of that word in a text is ``kaki``, and no row hides the ending from other rows.
        """
        plain = self.standard
        single: set[str] = set()
        for row in self.table("terms.csv"):
            if types.get(row.cells["concept"]):
                single.update(w for word in row.cells["term"].split("/") if " " not in row.cells["term"] for w in plain(word))

        def standard(word: str) -> tuple[str, ...]:
            words = plain(word)
            if len(words) == 1:
                for clitic in (*POSSESSIVES, *(() if words[0] in single else ("e", "ne"))):
                    stem = words[0].removesuffix(clitic)
                    if stem != words[0] and len(stem) > 3 - clitic.startswith(POSSESSIVES):
                        base = plain(stem)
                        if len(base) == 1 and base[0] in single:
                            return base
            return words

        return cache(standard)

    def _classes(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"<angka>": {NUMBER}}
        for origin, cells in self.table("classes.csv"):
            standard = self.standard(cells["word"])
            if not cells["class"] or len(standard) != 1 or not standard[0]:
                self._problem(origin, "needs a class and one word. Fill both cells")
                continue
            found.setdefault(f"<{cells['class']}>", set()).add(standard[0])
            if cells["value"]:
                self.values[standard[0]] = cells["value"]
        for name in (*found, "<bagian>"):
            self._class_id(name)
        return found

    def _body_words(self, types: dict[str, str]) -> set[str]:
        """Return the single words that name a body part."""
        rows = (row.cells for row in self.table("terms.csv"))
        terms = (cells["term"].lower() for cells in rows if types.get(cells["concept"]) == "BODY_SITE" and " " not in cells["term"])
        return {words[0] for term in terms for word in term.split("/") if word and len(words := self.standard(word)) == 1}

    def _terms(self, table: str, types: dict[str, str]) -> None:
        column = "concept" if table == "terms.csv" else "type"
        listed: dict[str, str] = {}
        rows = self.table(table)
        if not rows:
            self._problem(f"{table}:1", "holds no term. Restore the table")
        for row in rows:
            name, when, place = row.cells[column], self._when(row), self._place(row, types)
            if name != "-" and name not in types:
                self._problem(row.origin, f"{name!r} is not in concepts.csv. Correct it or add the concept")
                continue
            if row.cells["register"] not in REGISTERS:
                self._problem(row.origin, f"register {row.cells['register']!r} is unknown. Use one of {', '.join(REGISTERS)}")
            concept = name if name != "-" and table == "terms.csv" else None
            kind = ("" if table == "terms.csv" else "-") if name == "-" else types[name] or name
            term = Term(row.origin, row.cells["term"], concept, kind, row.cells["register"], when, place or row.cells.get("value", ""))
            key = f"{name} {term.pattern.lower()} {row.cells['when']}"
            if key in listed:
                self._problem(row.origin, f"{term.pattern!r} repeats line {listed[key].partition(':')[2]}. Delete one")
            listed[key] = row.origin
            elements = self._add(row.origin, term.pattern, term)
            if kind not in ("", "-"):
                self._join(elements)
        if table == "terms.csv":
            with_term = {e.concept for e in self.entries if isinstance(e, Term)}
            for concept in types:
                if concept not in with_term:
                    self._problem(self.concept_origins[concept], f"concept {concept!r} has no term. Add one to terms.csv")

    def _join(self, elements: list[Element]) -> None:
        """Remember short multi-word terms as people write them without blanks: ``asamurat``."""
        count = 1
        for element in elements:
            count *= len(element.phrases)
        if count > MOST_JOINED or any(GAP_WORD in phrase for e in elements for phrase in e.phrases):
            return
        for sequence in sequences(elements):
            if len(sequence) > 1 and all(word.isalpha() for word in sequence):
                self.joined.setdefault("".join(sequence), sequence)

    def _add(self, origin: str, pattern: str, entry: Entry) -> list[Element]:
        try:
            elements = parse_pattern(pattern.lower(), self.standard)
        except PatternError as error:
            self._problem(origin, f"{pattern!r} {error}")
            return []
        counts = not isinstance(entry, Sign)  # rules make no word the likelier reading of a slip
        keys: dict[str, int] = {}
        for word in words_of(elements):
            if not word.startswith("<"):
                keys[word] = self.ids.setdefault(word, len(self.ids) + 1)
            elif word in self.classes:
                keys[word] = self.classes[word]
            else:
                self._problem(origin, f"{pattern!r} uses {word}, which classes.csv lacks. Add the class")
                return []
            if counts:
                self.uses[word] += 1
        self.automaton.add(elements, len(self.entries), keys)
        self.samples.append(shortest(elements))
        self.entries.append(entry)
        return elements

    def _when(self, row: Row) -> tuple[Condition, ...]:
        if not row.cells["when"]:
            return ()
        conditions = []
        for part in filter(None, (p.strip() for p in row.cells["when"].split(";"))):
            kind, colon, words = part.partition(":")
            if kind == _PLACE:
                continue
            if (kind in _WITH_WORDS and words) or (kind in _WITHOUT_WORDS and not colon):
                listed = words.split("/")
                if part not in self.conditions:
                    self.conditions[part] = Condition(kind, frozenset(self._word_ids(listed)))  # type: ignore[arg-type]
                conditions.append(self.conditions[part])
                for word in listed:
                    if word.startswith("<") and word not in self.class_words:
                        self._problem(row.origin, f"condition {part!r} uses {word}, which classes.csv lacks. Add the class")
            else:
                known = f"Use {', '.join(_WITHOUT_WORDS)}, or one of {', '.join(_WITH_WORDS)} with :words, or {_PLACE}:part"
                self._problem(row.origin, f"condition {part!r} is unknown. {known}")
        return tuple(conditions)

    def _place(self, row: Row, types: dict[str, str]) -> str:
        """Return the body part that the word itself says (``migrain``: the head), or nothing."""
        for part in row.cells["when"].split(";"):
            kind, _, place = part.strip().partition(":")
            if kind == _PLACE:
                if types.get(place) == "BODY_SITE":
                    return place
                self._problem(row.origin, f"{place!r} is no body part of concepts.csv. Name one")
        return ""

    def _word_ids(self, words: Iterable[str]) -> set[int]:
        parts = (part for word in words if word for part in self.class_words.get(word) or self.standard(word))
        return {self.ids.setdefault(part, len(self.ids) + 1) for part in parts}

    def _lab(self, types: dict[str, str]) -> None:
        for origin, cells in self.table("lab.csv"):
            try:
                low, high = (float(cells[name]) if cells[name] else None for name in ("low", "high"))
                floor, ceiling = float(cells["floor"]), float(cells["ceiling"])
            except ValueError:
                self._problem(origin, "a limit is no number. Write it with a decimal point")
                continue
            if types.get(cells["concept"]) != "CONDITION" or (low is None and high is None):
                self._problem(origin, "needs a CONDITION and a limit. Fill the cells")
                continue
            self._add(origin, cells["parameter"], Lab(origin, cells["parameter"], cells["concept"], "CONDITION", low, high, floor, ceiling))

    def _cues(self, concepts: Iterable[str]) -> None:
        rows = self.table("cues.csv")
        if not rows:
            self._problem("cues.csv:1", "holds no cue. Restore the table")
        for origin, cells in rows:
            types = frozenset(cells["types"].split())
            if cells["kind"] not in BITS:
                self._problem(origin, f"kind {cells['kind']!r} is unknown. Use one of {', '.join(BITS)}")
            elif cells["direction"] not in DIRECTIONS:
                self._problem(origin, f"direction {cells['direction']!r} is unknown. Use maju or mundur")
            elif not (cells["reach"] or "0").isdecimal():
                self._problem(origin, f"reach {cells['reach']!r} is no number of words. Write a whole number")
            elif not types <= {*STATUS_TYPES, *concepts}:
                self._problem(origin, f"types {cells['types']!r} are unknown. Use {', '.join(STATUS_TYPES)}, concepts, or leave empty")
            else:
                rule = CueRule(
                    origin=origin,
                    pattern=cells["cue"],
                    kind=cells["kind"],
                    bits=BITS[cells["kind"]],
                    direction=cells["direction"],
                    reach=int(cells["reach"] or "0"),
                    types=types or frozenset(STATUS_TYPES),
                    lists=cells["lists"] == "ya",
                )
                if rule.kind in SCOPING or not self._is_plain(rule.pattern):
                    self._add(origin, cells["cue"], rule)
                else:
                    for key in self._word_ids(rule.pattern.split("/")):
                        self.word_kinds[key] = self.word_kinds.get(key, NO_KINDS) | rule.bits
