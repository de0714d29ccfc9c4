"""The figures of an evaluation, computed by hand, and the command that prints them."""

import json
from pathlib import Path

import pytest
from click.testing import Result as Outcome
from typer.testing import CliRunner

from extractor import Mention, Result
from extractor.batch.gold import Gold
from extractor.cli import app
from extractor.evaluate import Accuracy, CauseScores, Confusion, Error, Evaluation, Score, evaluate, match
from extractor.messages import Language, messages
from extractor.results import Cause, MentionType

NOTHING = Score(0, 0, 0, 0.0, 0.0, 0.0)
RIGHT = Score(1, 1, 1, 1.0, 1.0, 1.0)
MISSED = Score(1, 0, 0, 0.0, 0.0, 0.0)
FALSE = Score(0, 1, 0, 0.0, 0.0, 0.0)


def mention(text: str, words: str, type_: MentionType, concept: str | None, **attributes: object) -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words, type_, concept, **attributes)  # type: ignore[arg-type]


def causes(sirkulasi: float, otot: float, nutrisi: float, saraf: float) -> tuple[Cause, ...]:
    """Return causes that are decided at a half."""
    given = {"sirkulasi": sirkulasi, "otot": otot, "nutrisi": nutrisi, "saraf": saraf}
    return tuple(Cause(name, p, p >= 0.5, ()) for name, p in given.items())  # type: ignore[arg-type]


LEFT = "Kaki kiri saya kram hebat dan baal, ibu saya diabetes"
DENIED = "Betis tidak nyeri"
RUN = "Habis lari"
DOCUMENTS = [
    (
        Gold(
            "a",
            LEFT,
            (
                mention(LEFT, "Kaki", "BODY_SITE", "kaki", side="kiri"),
                mention(LEFT, "kram", "SYMPTOM", "kram", sites=("kaki",), side="kiri"),
                mention(LEFT, "hebat", "SEVERITY", None),
                mention(LEFT, "baal", "SYMPTOM", "mati_rasa", sites=("kaki",), side="kiri"),
                mention(LEFT, "diabetes", "CONDITION", "diabetes", experiencer="other"),
            ),
            ("saraf",),
        ),
        Result(
            None,
            LEFT,
            (
                mention(LEFT, "Kaki", "BODY_SITE", "kaki"),
                mention(LEFT, "kram hebat", "SYMPTOM", "kram", sites=("kaki",), side="kiri"),
                mention(LEFT, "baal", "SYMPTOM", "kesemutan"),
                mention(LEFT, "diabetes", "CONDITION", "diabetes", experiencer="self"),
            ),
            causes(0.25, 0.5, 0.25, 1.0),
            False,
        ),
    ),
    (
        Gold(
            2,
            DENIED,
            (
                mention(DENIED, "Betis", "BODY_SITE", "betis"),
                mention(DENIED, "nyeri", "SYMPTOM", "nyeri", negated=True, sites=("betis",), side="kanan"),
            ),
        ),
        Result(
            None,
            DENIED,
            (mention(DENIED, "nyeri", "SYMPTOM", "nyeri", negated=True, uncertain=True, sites=("betis", "kaki"), side=None),),
            causes(1.0, 1.0, 1.0, 1.0),
            False,
        ),
    ),
    (
        Gold("c", RUN, (), ()),
        Result(None, RUN, (mention(RUN, "lari", "TRIGGER", "olahraga"),), causes(0.25, 0.25, 0.25, 0.25), False),
    ),
]
FIGURES = Evaluation(
    documents=3,
    core=Score(4, 5, 3, 3 / 5, 3 / 4, 6 / 9),
    strict=Score(4, 5, 2, 2 / 5, 2 / 4, 4 / 9),
    status=Score(4, 5, 1, 1 / 5, 1 / 4, 2 / 9),
    types={
        "SYMPTOM": Score(3, 3, 2, 2 / 3, 2 / 3, 4 / 6),
        "CONDITION": RIGHT,
        "TRIGGER": FALSE,
        "TREATMENT": NOTHING,
        "BODY_SITE": Score(2, 1, 1, 1.0, 1 / 2, 2 / 3),
        "DURATION": NOTHING,
        "FREQUENCY": NOTHING,
        "TIME_OF_DAY": NOTHING,
        "SEVERITY": MISSED,
    },
    attributes={"negated": RIGHT, "uncertain": FALSE, "historical": NOTHING, "other": MISSED},
    sites=Score(2, 3, 2, 2 / 3, 1.0, 4 / 5),
    side=Accuracy(2, 1, 0.5),
    causes=CauseScores(
        documents=2,
        each={"sirkulasi": NOTHING, "otot": FALSE, "nutrisi": NOTHING, "saraf": RIGHT},
        micro=Score(1, 2, 1, 0.5, 1.0, 2 / 3),
        macro_f1=0.25,
        exact=0.5,
        brier=(0.5**2 + 6 * 0.25**2) / 8,
        ece=(0.5 + 6 * 0.25) / 8,
    ),
    concepts={
        "betis": MISSED,
        "diabetes": RIGHT,
        "kaki": RIGHT,
        "kram": RIGHT,
        "mati_rasa": MISSED,
        "nyeri": RIGHT,
        "kesemutan": FALSE,
        "olahraga": FALSE,
    },
    confusions=(Confusion("mati_rasa", "kesemutan", 1),),
)
ERRORS = (
    Error("a", "SEVERITY", None, "Kaki kiri saya kram ", "hebat", " dan baal, ibu saya diabetes"),
    Error("a", "mati_rasa @kaki kiri", "kesemutan", "Kaki kiri saya kram hebat dan ", "baal", ", ibu saya diabetes"),
    Error("a", "diabetes other", "diabetes", "kiri saya kram hebat dan baal, ibu saya ", "diabetes", ""),
    Error(2, "betis", None, "", "Betis", " tidak nyeri"),
    Error(2, "nyeri negated @betis kanan", "nyeri negated uncertain @betis,kaki", "Betis tidak ", "nyeri", ""),
    Error("c", None, "olahraga", "Habis ", "lari", ""),
)


def test_every_figure() -> None:
    evaluation = evaluate(DOCUMENTS)
    assert evaluation == FIGURES
    assert list(evaluation.concepts) == list(FIGURES.concepts)


def test_errors_come_with_their_context() -> None:
    assert evaluate(DOCUMENTS, errors=True).errors == ERRORS


def test_nothing_annotated() -> None:
    evaluation = evaluate([])
    assert (evaluation.documents, evaluation.core, evaluation.causes, evaluation.concepts) == (0, NOTHING, None, {})


def test_a_mention_has_one_partner_and_the_largest_overlap_wins() -> None:
    text = "kram-kram kram"
    long, short, last = (Mention(a, b, text[a:b], "SYMPTOM", "kram") for a, b in ((0, 9), (0, 4), (10, 14)))
    assert match([long], [short, long, last], lambda g, f: g.concept == f.concept) == ([(long, long)], [], [short, last])
    assert match([long, last], [last], lambda g, f: g.concept == f.concept) == ([(last, last)], [long], [])


def run(*arguments: object) -> Outcome:
    """Run ``gejala evaluate`` in this process."""
    outcome = CliRunner().invoke(app, ["evaluate", *map(str, arguments)])
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    return outcome


GOOD = {
    "id": "x",
    "text": "Bude RAHASIA keram",
    "mentions": [
        {"start": 13, "end": 18, "text": "keram", "type": "SYMPTOM", "concept": "kram", "negated": True, "sites": [], "side": None}
    ],
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return path


def test_the_command_as_json(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOOD, "", {**GOOD, "id": 7, "text": "Halo", "mentions": []})
    outcome = run(gold, "--json")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    figures = json.loads(outcome.stdout)
    right = {"gold": 1, "found": 1, "correct": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    nothing = {"gold": 0, "found": 0, "correct": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert figures == {
        "documents": 2,
        "core": right,
        "strict": right,
        "status": {**nothing, "gold": 1, "found": 1},
        "types": {name: right if name == "SYMPTOM" else nothing for name in FIGURES.types},
        "attributes": {name: {**nothing, "gold": 1} if name == "negated" else nothing for name in FIGURES.attributes},
        "sites": nothing,
        "side": {"gold": 0, "correct": 0, "accuracy": 0.0},
        "causes": None,
        "concepts": {"kram": right},
        "confusions": [],
    }
    error = {"id": "x", "gold": "kram negated", "found": "kram", "before": "Bude RAHASIA ", "text": "keram", "after": ""}
    assert json.loads(run(gold, "--json", "--errors").stdout) == {**figures, "errors": [error]}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_command_for_a_person(tmp_path: Path, lang: Language) -> None:
    say = messages(lang)
    gold = write(tmp_path / "gold.jsonl", {**GOOD, "causes": ["otot"]})
    outcome = run(gold, "--lang", lang)
    assert outcome.exit_code == 0
    for words in (say["evaluated"].format(count=1), say["core"], say["negated"], say["macro_f1"], "kram"):
        assert words in outcome.stdout


def test_only_errors_show_words_of_complaints(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOOD)
    for arguments in ([], ["--json"], ["--lang", "en"]):
        output = run(gold, *arguments).output
        assert not [word for word in ("Bude", "RAHASIA", "keram") if word in output]
    assert "x  kram negated -> kram\n  Bude RAHASIA [keram]\n" in run(gold, "--errors").stdout


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    start, *_ = mentions = GOOD["mentions"]
    assert isinstance(start, dict)
    path = write(
        tmp_path / "gold.jsonl",
        '{"id": "1", "text": "RAHASIA',
        ["RAHASIA"],
        {"id": "3", "text": "RAHASIA"},
        {**GOOD, "mentions": [{**start, "type": "RAHASIA"}]},
        {**GOOD, "mentions": [*mentions, {**start, "start": 12}]},
        {**GOOD, "mentions": [{**start, "concept": None}]},
        GOOD,
        GOOD,
    )
    other = write(tmp_path / "gold.csv", "id,text")
    outcome = run(path, tmp_path / "no.jsonl", other, "--json")
    say = messages("id")
    assert outcome.exit_code == 1
    assert outcome.stderr.splitlines() == [
        say["bad_json"].format(path=path, line=1, column=21),
        say["bad_gold"].format(path=path, line=2, place="Expected `object`, got `array`"),
        say["bad_gold"].format(path=path, line=3, place="Object missing required field `mentions`"),
        say["bad_gold"].format(path=path, line=4, place="`$.mentions[0].type`"),
        say["bad_gold"].format(path=path, line=5, place="`$.mentions[1]`"),
        say["bad_gold"].format(path=path, line=6, place="`$.mentions[0]`"),
        say["gold_twice"].format(path=path, line=8, first=7),
        say["missing"].format(path=tmp_path / "no.jsonl"),
        say["gold_kind"].format(path=other),
    ]
    assert json.loads(outcome.stdout)["documents"] == 1


def test_nothing_to_evaluate(tmp_path: Path) -> None:
    outcome = run(tmp_path / "no.jsonl")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr.splitlines()[-1] == messages("id")["nothing_to_evaluate"]
