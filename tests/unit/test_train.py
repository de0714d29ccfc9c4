"""Fitting the cause model: its parts on small data, and what is written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from extractor.errors import InputError
from extractor.features import names
from extractor.lexicon import EvidenceRow, Lexicon
from extractor.markup import parse
from extractor.reader import Reader
from extractor.resources import MODEL
from extractor.results import CAUSES
from tests.support import described
from train import cards, gold
from train.complaints import Complaint, Data, Examples, data_of, load_complaints, with_values
from train.families import FAMILIES, PLAIN, cross_validated, evidence, majority, rules, text
from train.manifest import differences, inputs, problems
from train.measures import Draws, Judged, brier, confusion, ece, exact, f1, losses, macro, micro, precision, recall, reliability
from train.model import SHRUNK, Fitted, calibrated, columns_of, estimator, fit, parameters, thresholds, weights

TRUTH = np.array([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 1, 0]], dtype=float)
SAID = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [1, 0, 1, 0]], dtype=float)
JUDGED = Judged(np.where(SAID == 1, 0.9, 0.1), SAID)


@pytest.fixture(scope="module")
def complaints(lexicon: Lexicon) -> list[Complaint]:
    """Return the complaints of some authors, enough of each cause to fit on."""
    return [c for c in load_complaints(lexicon.types) if c.part == "develop"][:200]


ONE = SHRUNK._replace(settings=(0.3,))


@pytest.fixture(scope="module")
def data(complaints: list[Complaint], lexicon: Lexicon) -> Data:
    return data_of(complaints, [c.mentions for c in complaints], lexicon)


@pytest.fixture
def fitted(data: Data, lexicon: Lexicon) -> Fitted:
    return fit(data, np.arange(len(data.y)), lexicon, ONE)


def test_figures_by_hand() -> None:
    assert [f1(SAID[:, j], TRUTH[:, j]) for j in range(4)] == pytest.approx([1, 2 / 3, 1, 0])
    assert precision(SAID[:, 1], TRUTH[:, 1]) == 0.5
    assert recall(SAID[:, 3], TRUTH[:, 3]) == 0
    assert macro(JUDGED, TRUTH) == pytest.approx((1 + 2 / 3 + 1 + 0) / 4)
    assert micro(JUDGED, TRUTH) == pytest.approx(2 * 4 / (5 + 5))
    assert exact(JUDGED, TRUTH) == 0.5
    assert brier(JUDGED, TRUTH) == pytest.approx((14 * 0.01 + 2 * 0.81) / 16)
    assert reliability(JUDGED.probabilities, TRUTH) == [(pytest.approx(0.1), 1 / 11, 11), (pytest.approx(0.9), 4 / 5, 5)]
    assert ece(JUDGED, TRUTH) == pytest.approx((abs(0.1 - 1 / 11) * 11 + abs(0.9 - 4 / 5) * 5) / 16)
    assert losses(JUDGED.probabilities, TRUTH)[1] == pytest.approx(-np.log(0.9))
    assert confusion(JUDGED, TRUTH)[1] == [[2, 1], [0, 1]]


def test_nothing_said_and_nothing_true_is_no_error() -> None:
    zeros = np.zeros(3)
    assert (f1(zeros, zeros), precision(zeros, zeros), recall(zeros, zeros)) == (0, 0, 0)


def test_intervals_hold_the_figure_and_differences_are_paired() -> None:
    draws = Draws(np.array(["a", "b", "a", "c"]), draws=200)
    interval = draws.interval(micro, JUDGED, TRUTH)
    assert interval["low"] <= interval["value"] == 0.8 <= interval["high"]
    assert draws.difference(micro, JUDGED, JUDGED, TRUTH) == {"value": 0, "low": 0, "high": 0}
    assert draws.interval(micro, JUDGED, TRUTH) == Draws(np.array(["a", "b", "a", "c"]), draws=200).interval(micro, JUDGED, TRUTH)


def test_an_author_is_drawn_with_all_complaints() -> None:
    for rows in Draws(np.array(["a", "b", "a", "c"]), draws=50).rows:
        assert np.sum(rows == 0) == np.sum(rows == 2)


def test_a_threshold_leaves_one_half_only_for_a_gain() -> None:
    truth = np.array([1.0] * 10 + [0.0] * 10)
    even = np.array([0.52] * 10 + [0.48] * 10)
    low = np.array([0.36] * 10 + [0.31] * 10)
    assert thresholds(np.column_stack([even, low]), np.column_stack([truth, truth])) == [0.5, 0.35]


def test_calibration_is_a_line_in_log_odds() -> None:
    assert calibrated(np.array([[0.0, 2.0]]), np.array([[1.0, 0.0], [0.5, -1.0]])).tolist() == [[0.5, 0.5]]


def test_fit_is_repeatable_and_no_weight_is_negative(data: Data, fitted: Fitted, lexicon: Lexicon) -> None:
    one, two = (parameters(some, lexicon) for some in (fitted, fit(data, np.arange(len(data.y)), lexicon, ONE)))
    assert one == two
    assert list(differences(one, two)) == []
    for cause in CAUSES:
        own = [names(lexicon.evidence)[column] for column in columns_of(cause, lexicon).own]
        assert list(one["causes"][cause]["weights"]) == own
        assert min(one["causes"][cause]["weights"].values()) >= -1e-9


def test_a_feature_that_speaks_against_its_cause_is_left_out(data: Data, lexicon: Lexicon) -> None:
    """Here every complaint with the feature lacks the cause."""
    column = names(lexicon.evidence).index("sepatu_ketat")
    y = data.y.copy()
    y[data.annotated.x[:, column] == 1, 0] = 0
    wrong = fit(data._replace(y=y), np.arange(len(y)), lexicon, PLAIN._replace(settings=(10.0,)))
    assert weights(wrong.classifiers["sirkulasi"], len(names(lexicon.evidence)))[column] == 0


def test_estimators_give_calibrated_probabilities(data: Data, fitted: Fitted) -> None:
    before = fitted.judge(data.found).probabilities[data.found.speaks]
    held = estimator(fitted)
    after = np.column_stack([held[cause].predict_proba(data.found.x[data.found.speaks])[:, 1] for cause in CAUSES])
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-9)


def test_without_evidence_nothing_is_said(data: Data, fitted: Fitted) -> None:
    silent = Examples(np.ones((1, data.found.x.shape[1])), np.array([False]))
    judged = fitted.judge(silent)
    assert judged.said.tolist() == [[0, 0, 0, 0]]
    assert judged.probabilities[0].tolist() == fitted.abstained.tolist()


def test_no_author_is_judged_by_a_model_that_saw_them(data: Data) -> None:
    def learn(rows: Any) -> Any:
        seen = set(data.authors[rows])

        def judge(test: Any) -> Any:
            assert seen.isdisjoint(data.authors[test])
            return majority(data)(rows)(test)

        return judge

    assert cross_validated(data, learn).found.said.sum() == 0


def test_families_and_baselines_judge_every_complaint(complaints: list[Complaint], data: Data, lexicon: Lexicon) -> None:
    rows = np.arange(len(data.y))
    learners = [evidence(data, lexicon, family._replace(settings=family.settings[-1:])) for family in FAMILIES]
    for learn in (*learners, text(data), rules(complaints, [c.mentions for c in complaints], data, lexicon)):
        found = learn(rows)(rows[:50]).found
        assert found.probabilities.shape == found.said.shape == (50, 4)
        assert set(np.unique(found.said)) <= {0, 1}
        assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()
        assert micro(found, data.y[:50]) > 0.5


def test_rules_follow_the_table(lexicon: Lexicon) -> None:
    texts = [
        "[kaki|kaki] [kram|kram @kaki] habis [lari|lari]",
        "[kaki|kaki] [kesemutan|kesemutan @kaki]",
        "[kaki|kaki] [kesemutan|kesemutan @kaki] kalau [duduk lama|duduk_lama]",
        "[lari|lari] saja",
    ]
    some = [Complaint(str(i), "a", "develop", *parse(marked, lexicon.types), frozenset()) for i, marked in enumerate(texts)]
    mentions = [c.mentions for c in some]
    said = rules(some, mentions, data_of(some, mentions, lexicon), lexicon)(np.arange(0))(np.arange(4)).found.said
    assert [[c for c, yes in zip(CAUSES, row, strict=True) if yes] for row in said] == [["otot"], ["saraf"], ["sirkulasi"], []]


def test_annotated_times_take_the_values_of_found_ones(lexicon: Lexicon) -> None:
    words, mentions = parse("[tumit|tumit] [sakit|nyeri @tumit] [pas bangun tidur|TIME_OF_DAY] [3 hari|DURATION]", lexicon.types)
    valued = with_values(mentions, Reader(lexicon).read(words))
    assert [m.value for m in valued if m.concept is None] == ["bangun_tidur", "P3D"]
    assert described(valued) == described(mentions)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("x-1,a,develop,halo,jantung", r"causes 'jantung'\. Use sirkulasi, otot, nutrisi, saraf\."),
        ("x-1,a,train,halo,otot", r"part 'train'\. Use one of develop, read, test\."),
    ],
)
def test_a_complaint_with_an_unknown_value_is_refused(row: str, told: str, tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "complaints.csv"
    path.write_text(f"id,author,part,marked,causes\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"complaints\.csv:2: {told}"):
        load_complaints(lexicon.types, path)


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [
        ({"a": 1.0}, {"a": 1.0005}, []),
        ({"a": 1.0}, {"a": 1.01}, ["a (1.000000, now 1.010000)"]),
        ({"a": {"b": 1.0}}, {"a": {"c": 1.0}}, ["a"]),
        ({"a": {"b": ["x"]}}, {"a": {"b": ["y"]}}, ["a.b"]),
    ],
)
def test_differences(one: Mapping[str, Any], other: Mapping[str, Any], places: list[str]) -> None:
    assert list(differences(one, other)) == places


def test_a_changed_table_and_a_changed_weight_are_told(tmp_path: Path) -> None:
    content = json.loads((MODEL / "causes.json").read_bytes())
    manifest = json.loads((MODEL / "manifest.json").read_bytes())
    (tmp_path / "causes.json").write_bytes((MODEL / "causes.json").read_bytes())
    manifest["sha256"] = {**manifest["sha256"], **inputs(), "terms.csv": "0"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    content["causes"]["otot"]["weights"]["lari"] += 0.1
    told = list(problems(tmp_path, content))
    assert told[0] == "terms.csv is not the file that the model was made from."
    assert [line.startswith("causes.json: causes.otot.weights.lari (") for line in told[1:]] == [True]


def test_the_cards_hold_the_figures_of_the_manifest() -> None:
    assert list(cards.problems()) == []


def test_gold_prints_figures(tmp_path: Path, lexicon: Lexicon, capsys: pytest.CaptureFixture[str]) -> None:
    words, mentions = parse("[kaki|kaki] [kram|kram @kaki] habis [lari|lari]", lexicon.types)
    row = {"id": "1", "text": words, "mentions": msgspec.to_builtins(mentions), "causes": ["otot"]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    assert gold.main([str(path)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[1] == "otot       P 1.000  R 1.000  F1 1.000  (1 annotated)"
    assert out[-1].startswith("macro 0.250  micro 1.000  exact 1.000")


def test_gold_without_complaints_says_what_to_give(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gold.main([str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err == "Give JSON Lines files of annotated complaints with their causes: python -m train.gold PATH...\n"


def test_a_row_names_its_features() -> None:
    none: frozenset[str] = frozenset()
    row = EvidenceRow(
        "otot", "nyeri", frozenset({"tumit"}), frozenset({"pagi"}), none, none, frozenset({"x"}), "sebelum", frozenset({"lari"})
    )
    assert row.name == "nyeri+tumit+pagi+sebelum"
    assert row.weaker == {"accompanies": "nyeri:menyertai", "order": "nyeri:sesudah", "unless": "otot:dijelaskan"}
