"""What a person sees on a terminal: a result with its mentions coloured and its causes as bars; the figures of an evaluation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.lexicon import Lexicon
from extractor.messages import Language, messages
from extractor.results import Cause, Mention, Result

if TYPE_CHECKING:
    from extractor.evaluate import Evaluation, Score

STYLES = {
    "SYMPTOM": "bold white on red3",
    "CONDITION": "black on plum2",
    "TRIGGER": "black on orange1",
    "TREATMENT": "black on pale_green1",
    "BODY_SITE": "black on sky_blue1",
    "DURATION": "underline cyan",
    "FREQUENCY": "underline cyan",
    "TIME_OF_DAY": "underline cyan",
    "SEVERITY": "underline magenta",
}
_BAR = 24
_MOST_CONFUSIONS = 20


def print_result(console: Console, result: Result, lexicon: Lexicon, language: Language) -> None:
    """Print one result for a person."""
    say = messages(language)
    parts: list[RenderableType] = [_coloured(result)]
    if result.mentions:
        parts += [Text(), _legend(result, say), Text(), _mentions(result, lexicon, say, language)]
    else:
        parts.append(Text(say["no_mentions"], style="dim"))
    parts += [Text(), Text(say["causes"], style="bold")]
    if result.abstained:
        parts.append(Padding(Text(say["none"], style="dim"), (0, 2)))
    else:
        parts.append(_causes(result, lexicon, language))
    parts += [Text(), Text(say["disclaimer"], style="italic yellow")]
    console.print(Group(*parts))


def _coloured(result: Result) -> Text:
    text = Text(result.text)
    for mention in result.mentions:
        style = STYLES[mention.type]
        if mention.negated:
            style += " strike"
        text.stylize(style, mention.start, mention.end)
    return text


def _legend(result: Result, say: Mapping[str, str]) -> Text:
    legend = Text()
    for name, style in STYLES.items():
        if any(mention.type == name for mention in result.mentions):
            legend.append(f" {say[name]} ", style=style).append("  ")
    return legend


def _mentions(result: Result, lexicon: Lexicon, say: Mapping[str, str], language: Language) -> Table:
    table = Table.grid(padding=(0, 2))
    for mention in result.mentions:
        if mention.concept is None or mention.type == "BODY_SITE":
            continue
        table.add_row(
            Text(mention.text.replace("\n", " ")),
            Text(_label(lexicon, mention.concept, language), style="bold"),
            Text(_details(mention, lexicon, say, language), style="dim"),
        )
    return table


def _label(lexicon: Lexicon, concept: str, language: Language) -> str:
    found = lexicon.concepts[concept]
    return found.label_id if language == "id" else found.label_en


def _details(mention: Mention, lexicon: Lexicon, say: Mapping[str, str], language: Language) -> str:
    details = []
    if mention.sites:
        sites = ", ".join(_label(lexicon, site, language).lower() for site in mention.sites)
        details.append(f"{say['sites']} {sites}" + (f" ({say[mention.side]})" if mention.side else ""))
    details += [say[name] for name in ("negated", "uncertain", "historical") if getattr(mention, name)]
    if mention.experiencer == "other":
        details.append(say["other"])
    return ", ".join(details)


def _causes(result: Result, lexicon: Lexicon, language: Language) -> Table:
    table = Table.grid(padding=(0, 2))
    for cause in result.causes:
        label = lexicon.causes[cause.cause]
        filled = round(cause.probability * _BAR)
        bar = Text("█" * filled, style="green" if cause.predicted else "grey50").append("░" * (_BAR - filled), style="grey30")
        name = label.label_id if language == "id" else label.label_en
        table.add_row(
            Text("  " + name, style="bold" if cause.predicted else "dim"),
            bar,
            Text(f"{cause.probability:4.0%}"),
            Text(_evidence(cause, result), style="dim"),
        )
    return table


def _evidence(cause: Cause, result: Result) -> str:
    words = [result.mentions[e.mention].text.replace("\n", " ") for e in cause.evidence if e.contribution > 0]
    return ", ".join(dict.fromkeys(words))


def print_evaluation(console: Console, evaluation: "Evaluation", lexicon: Lexicon, language: Language) -> None:
    """Print all figures, and errors where there are any, for a person."""
    say = messages(language)
    labels = {c.cause: c.label_id if language == "id" else c.label_en for c in lexicon.causes.values()}
    scores = _scores("", say)
    for name in ("core", "strict", "status"):
        _add_score(scores, say[name], getattr(evaluation, name))
    for group in (evaluation.types, evaluation.attributes):
        scores.add_section()
        for name, score in group.items():
            _add_score(scores, say[name], score)
    scores.add_section()
    _add_score(scores, say["all_sites"], evaluation.sites)
    single = {"side": evaluation.side.accuracy}
    if evaluation.causes is not None:
        scores.add_section()
        for name, score in evaluation.causes.each.items():
            _add_score(scores, labels[name], score)
        _add_score(scores, say["micro"], evaluation.causes.micro)
        single |= {name: getattr(evaluation.causes, name) for name in ("macro_f1", "exact", "brier", "ece")}
    console.print(Text(say["evaluated"].format(count=evaluation.documents), style="bold"), scores)
    for name, figure in single.items():
        console.print(f"  {figure:.3f}  {say[name]}")
    concepts = _scores(say["concepts"], say)
    for name, score in evaluation.concepts.items():
        _add_score(concepts, name, score)
    console.print(concepts)
    if evaluation.confusions:
        console.print(Text(say["confusions"], style="bold"))
    for confusion in evaluation.confusions[:_MOST_CONFUSIONS]:
        console.print(f"  {confusion.count:4}  {confusion.gold} -> {confusion.found}", markup=False)
    for error in evaluation.errors or ():
        id_, before, text, after = map(_on_a_line, (str(error.id), error.before, error.text, error.after))
        head = Text.assemble((id_, "bold"), f"  {error.gold or '-'} -> {error.found or '-'}")
        console.print(Text(), head, Text.assemble("  ", before, "[", (text, "bold reverse"), "]", after), sep="\n", soft_wrap=True)


def _on_a_line(text: str) -> str:
    """Return `text` without line ends and without what UTF-8 cannot hold."""
    return text.replace("\n", " ").encode("utf-8", "replace").decode()


def _scores(first: str, say: Mapping[str, str]) -> Table:
    table = Table(first, box=SIMPLE)
    for column in ("P", "R", "F1", say["gold"], say["found"]):
        table.add_column(column, justify="right")
    return table


def _add_score(table: Table, name: str, score: "Score") -> None:
    shares = [f"{figure:.3f}" for figure in (score.precision, score.recall, score.f1)]
    table.add_row(Text(name), *(shares if score.gold or score.found else "---"), str(score.gold), str(score.found))
