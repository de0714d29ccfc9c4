"""What a person sees on a terminal: a result with its mentions coloured and its causes as bars, how it came about, an evaluation."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.lexicon import Lexicon
from extractor.messages import Language, messages
from extractor.results import Cause, Mention, Note, RedFlag, Result

if TYPE_CHECKING:
    from extractor.evaluate import Evaluation, Score
    from extractor.explain import CauseScore, Explanation

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
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) != "\n"}
_MOST_CONFUSIONS = 20
_LONGEST_PATTERN = 40


def print_result(console: Console, result: Result, lexicon: Lexicon, language: Language) -> None:
    """Print one result for a person."""
    say = messages(language)
    parts: list[RenderableType] = [_coloured(result)]
    if result.mentions:
        parts += [Text(), _legend(result, say), Text(), _mentions(result, lexicon, say, language)]
    else:
        parts.append(Text(say["no_mentions"], style="dim"))
    if result.red_flags:
        parts += [Text(), Text(say["red_flags"], style="bold red")]
        parts += [_sentence(flag, result, language) for flag in result.red_flags]
    parts += [Text(), Text(say["causes"], style="bold")]
    if result.abstention:
        parts.append(Padding(Text(say[result.abstention], style="dim"), (0, 2)))
    else:
        parts.append(_causes(result, lexicon, language))
    if result.notes:
        parts += [Text(), Text(say["notes"], style="bold")]
        parts += [_sentence(note, result, language) for note in result.notes]
    parts += [Text(), Text(say["disclaimer"], style="italic yellow")]
    console.print(Group(*parts))


def _sentence(remark: Note | RedFlag, result: Result, language: Language) -> Padding:
    text = Text(remark.sentence_id if language == "id" else remark.sentence_en)
    words = dict.fromkeys(_words(result, remark.mentions))
    if words:
        text.append(f"  ({', '.join(words)})", style="dim")
    return Padding(text, (0, 2))


def _words(result: Result, mentions: Iterable[int]) -> list[str]:
    return [_on_a_line(result.mentions[index].text) for index in mentions]


def _plain(text: str) -> str:
    """Return `text` with control characters as blanks: a terminal would obey them, and each letter keeps its place."""
    return text.translate(_CONTROLS)


def _coloured(result: Result) -> Text:
    text = Text(_plain(result.text))
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
            Text(_on_a_line(mention.text)),
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
        filled = round(cause.probability * _BAR)
        bar = Text("█" * filled, style="green" if cause.predicted else "grey50").append("░" * (_BAR - filled), style="grey30")
        table.add_row(
            Text("  " + _cause_label(lexicon, cause.cause, language), style="bold" if cause.predicted else "dim"),
            bar,
            Text(f"{cause.probability:4.0%}"),
            Text(_evidence(cause, result), style="dim"),
        )
    return table


def _evidence(cause: Cause, result: Result) -> str:
    return ", ".join(dict.fromkeys(_words(result, (e.mention for e in cause.evidence if e.contribution > 0))))


def print_explanation(console: Console, explanation: "Explanation", lexicon: Lexicon, language: Language) -> None:
    """Print step by step how a result came about, and the result."""
    say = messages(language)
    result = explanation.result
    console.print(Text(say["tokens"], style="bold"), Padding(_forms(explanation), (0, 2)), Text(), sep="\n")
    tables = {
        say["candidates"]: _candidates(explanation, say),
        say["cue_scopes"]: _cues(explanation, say),
        say["links"]: _links(explanation),
        say["features"]: _features(explanation),
    }
    for score in explanation.scores:
        tables[say["score"].format(cause=_cause_label(lexicon, score.cause, language))] = _score(score, result, say)
    for title, table in tables.items():
        if table.row_count:
            console.print(Text(title, style="bold"), Padding(table, (0, 2)), Text(), sep="\n")
    console.rule(style="dim")
    print_result(console, result, lexicon, language)


def _forms(explanation: "Explanation") -> Text:
    """Return the words, each that has another normal form with it, and those dim that the lexicon does not know."""
    text = Text()
    for token in explanation.tokens:
        written = _plain(token.text.replace("\n", "¶"))
        text.append(written, style="dim" if token.form is None else "")
        if token.form is not None and token.form not in (token.text.lower(), token.text):
            text.append(f"→{token.form}".replace("\n", "¶"), style="cyan")
        text.append("  ")
    return text


def _candidates(explanation: "Explanation", say: Mapping[str, str]) -> Table:
    """Return what was found and what became of it, without rows that only say the same of the same words."""
    table = Table.grid(padding=(0, 2))
    kept = {(c.start, c.end, c.concept) for c in explanation.candidates if c.fate == "kept"}
    for candidate in explanation.candidates:
        if candidate.fate == "row" and (candidate.start, candidate.end, candidate.concept) in kept:
            continue
        fate = say[f"fate_{candidate.fate}"] + (f": {_cut(candidate.against)}" if candidate.against else "")
        style = "green" if candidate.fate in ("kept", "joined") else "dim"
        table.add_row(
            Text(_on_a_line(candidate.text)),
            Text(candidate.concept or candidate.type or "-", style="bold" if candidate.fate == "kept" else ""),
            Text(f"{_cut(candidate.pattern)} ({candidate.origin})", style="dim"),
            Text(fate, style=style),
        )
    return table


def _cut(pattern: str) -> str:
    return pattern if len(pattern) <= _LONGEST_PATTERN else pattern[: _LONGEST_PATTERN - 1] + "…"


def _cues(explanation: "Explanation", say: Mapping[str, str]) -> Table:
    """Return the cues that may set a status, with what they reached; of the others those that decided something."""
    table = Table.grid(padding=(0, 2))
    for cue in explanation.cues:
        if not (cue.direction or cue.decided):
            continue
        reached = ", ".join(_words(explanation.result, cue.reached or cue.decided)) or say["reached_none"]
        back = ", ".join(_words(explanation.result, set(cue.reached) - set(cue.decided)))
        table.add_row(
            Text(_on_a_line(cue.text)),
            Text(cue.kind, style="bold" if cue.decided else ""),
            Text(f"{say['direction_' + cue.direction] if cue.direction else ''} {cue.reach or ''}".strip(), style="dim"),
            Text(cue.origin, style="dim"),
            Text("→ " + reached + (f" ({say['taken_back']}: {back})" if back else ""), style="" if cue.decided else "dim"),
        )
    return table


def _links(explanation: "Explanation") -> Table:
    table = Table.grid(padding=(0, 2))
    for link in explanation.links:
        symptom = explanation.result.mentions[link.symptom]
        sites = ", ".join(_words(explanation.result, link.sites))
        table.add_row(Text(_on_a_line(symptom.text)), Text("→ " + sites + (f" ({symptom.side})" if symptom.side else "")))
    return table


def _features(explanation: "Explanation") -> Table:
    table = Table.grid(padding=(0, 2))
    for name, mentions in explanation.features.items():
        table.add_row(Text(name, style="bold"), Text(", ".join(_words(explanation.result, mentions)), style="dim"))
    return table


def _score(score: "CauseScore", result: Result, say: Mapping[str, str]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    calibration = say["calibrated"].format(**score.calibration) if score.calibration else ""
    table.add_row(f"{score.intercept:+.2f}", Text(say["intercept"], style="dim"), Text(calibration, style="dim"))
    for feature in score.features:
        words = ", ".join(dict.fromkeys(_words(result, feature.mentions)))
        table.add_row(f"{feature.contribution:+.2f}", Text(feature.feature, style="bold"), Text(words, style="dim"))
    decision = say["above" if score.predicted else "below"].format(probability=score.probability, threshold=score.threshold)
    table.add_row(f"{score.score:+.2f}", Text(say["sum"], style="dim"), Text(decision, style="green" if score.predicted else "dim"))
    return table


def _cause_label(lexicon: Lexicon, cause: str, language: Language) -> str:
    label = lexicon.causes[cause]
    return label.label_id if language == "id" else label.label_en


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
    """Return `text` without line ends, control characters and what UTF-8 cannot hold."""
    return _plain(text).replace("\n", " ").encode("utf-8", "replace").decode()


def _scores(first: str, say: Mapping[str, str]) -> Table:
    table = Table(first, box=SIMPLE)
    for column in ("P", "R", "F1", say["gold"], say["found"]):
        table.add_column(column, justify="right")
    return table


def _add_score(table: Table, name: str, score: "Score") -> None:
    shares = [f"{figure:.3f}" for figure in (score.precision, score.recall, score.f1)]
    table.add_row(Text(name), *(shares if score.gold or score.found else "---"), str(score.gold), str(score.found))
