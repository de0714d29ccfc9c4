"""spaCy components over the stages of `extractor.reader`; nothing is read or registered before one is made.

``gejala_mentions`` finds what the words alone show, ``gejala_links`` ties symptoms to sites, sides
and times, ``gejala_status`` sets negation, uncertainty, history and experiencer, ``gejala_causes``
judges the causes. Each includes the work of those before it, so that one is enough, and writes
``doc.spans["complaint"]`` (label: type, kb_id: concept) and ``doc._.complaint`` (the mentions as
plain dicts, which travel with the Doc); the last also ``doc._.causes``. They tokenize ``doc.text``
by themselves, so that they work behind any tokenizer.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from extractor.reader import State
    from extractor.results import Mention

KEY = "complaint"


class Stage:
    """Base of the components: holds a reader for the lexicon in `folder`, the library's own by default."""

    def __init__(self, nlp: Language, folder: str | None) -> None:
        self._folder = folder
        self._load()
        for name in (KEY, "causes"):
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=())

    def _load(self) -> None:
        from extractor.lexicon import load_lexicon
        from extractor.reader import Reader
        from extractor.resources import LEXICON

        self._reader: Reader = Reader(load_lexicon(Path(self._folder) if self._folder else LEXICON))

    def __call__(self, doc: Doc) -> Doc:
        self.annotate(doc)
        return doc

    def annotate(self, doc: Doc) -> "list[Mention]":
        """Write the mentions into `doc`, and return them."""
        import msgspec

        mentions: list[Mention] = []
        for state in self._reader.candidates(self._reader.units(doc.text)):
            self.work(state)
            mentions += self._reader.mentions(state)
        doc._.complaint = msgspec.to_builtins(mentions)
        doc.spans[KEY] = [_span(doc, mention) for mention in mentions]
        return mentions

    def work(self, state: "State") -> None:
        """Take `state` through the stages up to this component's, in place."""

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the lexicon's tables into `path`, so that the saved pipeline stands alone."""
        shutil.copytree(self._reader.lexicon.source, path, dirs_exist_ok=True)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Stage":
        """Read the tables that `to_disk` wrote."""
        self._folder = str(path)
        self._load()
        return self


class Mentions(Stage):
    """Finds the mentions that the words alone show."""


class Status(Mentions):
    """Sets negation, uncertainty, history and experiencer."""

    def work(self, state: "State") -> None:
        self._reader.set_status(state)


class Links(Status):
    """Ties symptoms to sites, sides and times."""

    def work(self, state: "State") -> None:
        super().work(state)
        self._reader.link(state)


class Causes(Links):
    """Judges the causes with the model that comes with the library."""

    def _load(self) -> None:
        from extractor.causes import load_model

        super()._load()
        self._model = load_model(self._reader.lexicon)

    def __call__(self, doc: Doc) -> Doc:
        import msgspec

        doc._.causes = msgspec.to_builtins(self._model.judge(self.annotate(doc), self._reader.lexicon)[0])
        return doc


def _span(doc: Doc, mention: "Mention") -> Span:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None, "a mention lies inside the text"
    return Span(doc, span.start, span.end, label=mention.type, kb_id=mention.concept or "")


@Language.factory("gejala_mentions", default_config={"lexicon": None})
def make_mentions(nlp: Language, name: str, lexicon: str | None) -> Mentions:
    """Make the component that finds mentions; `lexicon` is a folder of tables."""
    return Mentions(nlp, lexicon)


@Language.factory("gejala_status", default_config={"lexicon": None})
def make_status(nlp: Language, name: str, lexicon: str | None) -> Status:
    """Make the component that sets status."""
    return Status(nlp, lexicon)


@Language.factory("gejala_links", default_config={"lexicon": None})
def make_links(nlp: Language, name: str, lexicon: str | None) -> Links:
    """Make the component that ties symptoms to sites and times."""
    return Links(nlp, lexicon)


@Language.factory("gejala_causes", default_config={"lexicon": None})
def make_causes(nlp: Language, name: str, lexicon: str | None) -> Causes:
    """Make the component that judges causes."""
    return Causes(nlp, lexicon)
