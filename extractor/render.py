"""A result on a terminal: the text with its mentions coloured, a legend, the causes with bars."""

from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.lexicon import Lexicon
from extractor.messages import Language, messages
from extractor.results import Cause, Mention, Result

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
