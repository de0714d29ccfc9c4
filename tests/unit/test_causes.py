"""The cause model: refuses what is not the file that was released, explains what it says, equals the estimator."""

import hashlib
import json
import math
import shutil
import warnings
from pathlib import Path
from typing import Any

import joblib
import msgspec
import numpy as np
import pytest

from extractor import Extractor, Mention, ModelError, Result
from extractor.causes import PROTOCOL, CauseModel, load_model
from extractor.features import features_of, names
from extractor.lexicon import Lexicon
from extractor.markup import parse
from extractor.resources import MODEL
from extractor.results import CAUSES
from train.complaints import examples, load_complaints

ROUNDED = 1e-6
"""Probabilities and contributions are written with six decimals."""


@pytest.fixture(scope="module")
def parameters() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((MODEL / "causes.json").read_bytes())
    return loaded


@pytest.fixture(scope="module")
def results(extractor: Extractor) -> list[Result]:
    return [extractor.extract(complaint.text, id=complaint.id) for complaint in load_complaints(extractor.lexicon.types)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the model's folder."""
    return shutil.copytree(MODEL, tmp_path / "model")


def sign(folder: Path) -> None:
    """Let the manifest name the ``causes.json`` that stands there."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["sha256"]["causes.json"] = hashlib.sha256((folder / "causes.json").read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def test_loads_what_was_released(folder: Path, parameters: dict[str, Any], lexicon: Lexicon) -> None:
    for model in (load_model(lexicon, folder), load_model(lexicon)):
        assert isinstance(model, CauseModel)
        assert model.causes == parameters["causes"]


def test_a_changed_weight_is_refused(folder: Path, lexicon: Lexicon) -> None:
    path = folder / "causes.json"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace('"bias": -', '"bias": ', 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != content
    with pytest.raises(ModelError, match=r"causes\.json is not the file that manifest\.json names\. Restore both"):
        load_model(lexicon, folder)


def test_an_extractor_refuses_it_too(folder: Path) -> None:
    with (folder / "causes.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(ModelError):
        Extractor(model=folder)


@pytest.mark.parametrize("name", ["causes.json", "manifest.json"])
def test_a_missing_file(folder: Path, name: str, lexicon: Lexicon) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=rf"{name} is missing\. Reinstall gejala"):
        load_model(lexicon, folder)


@pytest.mark.parametrize("content", ["", "{", "nothing", "[]", "null"])
@pytest.mark.parametrize("name", ["causes.json", "manifest.json"])
def test_a_broken_file(folder: Path, name: str, content: str, lexicon: Lexicon) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        load_model(lexicon, folder)


def test_bytes_that_are_no_text(folder: Path, lexicon: Lexicon) -> None:
    (folder / "causes.json").write_bytes(b"\xff\xfe\x00{}")
    with pytest.raises(ModelError):
        load_model(lexicon, folder)


def test_another_protocol(folder: Path, lexicon: Lexicon) -> None:
    path = folder / "causes.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "protocol": PROTOCOL + 1}), encoding="utf-8")
    sign(folder)
    with pytest.raises(ModelError, match=f"has protocol {PROTOCOL + 1}, this version reads {PROTOCOL}"):
        load_model(lexicon, folder)


@pytest.mark.parametrize("content", [[], None, {"protocol": PROTOCOL, "causes": [], "features": []}])
def test_no_model_at_all(folder: Path, content: object, lexicon: Lexicon) -> None:
    (folder / "causes.json").write_text(json.dumps(content), encoding="utf-8")
    sign(folder)
    with pytest.raises(ModelError, match=r"causes\.json holds no model .*\. Restore it, or run python -m train\."):
        load_model(lexicon, folder)


def test_other_features_than_those_of_the_lexicon(folder: Path, parameters: dict[str, Any], lexicon: Lexicon) -> None:
    changed = {**parameters, "features": [*parameters["features"], "batuk"]}
    (folder / "causes.json").write_text(json.dumps(changed), encoding="utf-8")
    sign(folder)
    with pytest.raises(ModelError, match=r"fitted on other features than .*evidence\.csv gives \(batuk is in one .* Run python -m train"):
        load_model(lexicon, folder)


@pytest.mark.parametrize("cause", CAUSES)
def test_a_missing_cause(folder: Path, parameters: dict[str, Any], cause: str, lexicon: Lexicon) -> None:
    rest = {name: value for name, value in parameters["causes"].items() if name != cause}
    (folder / "causes.json").write_text(json.dumps({**parameters, "causes": rest}), encoding="utf-8")
    sign(folder)
    with pytest.raises(ModelError, match=f"lacks '{cause}'"):
        load_model(lexicon, folder)


def test_each_cause_has_a_weight_for_each_feature_of_its_own(parameters: dict[str, Any], lexicon: Lexicon) -> None:
    assert parameters["features"] == names(lexicon.evidence)
    for cause in CAUSES:
        own = names([row for row in lexicon.evidence if row.cause == cause])
        assert list(parameters["causes"][cause]["weights"]) == own
        assert own != []
        assert set(parameters["causes"][cause]) == {"bias", "threshold", "abstained", "calibration", "weights"}


def test_no_feature_stands_twice(lexicon: Lexicon) -> None:
    features = names(lexicon.evidence)
    assert sorted(set(features)) == sorted(features)


def test_contributions_and_bias_add_up_to_the_logit(results: list[Result], parameters: dict[str, Any]) -> None:
    judged = [result for result in results if not result.abstained]
    assert len(judged) > len(results) / 3
    for result in judged:
        assert {cause.cause for cause in result.causes} == set(CAUSES)
        for cause in result.causes:
            score = parameters["causes"][cause.cause]["bias"] + sum(e.contribution for e in cause.evidence)
            assert sigmoid(score) == pytest.approx(cause.probability, abs=ROUNDED * (1 + len(cause.evidence))), result.id


def test_evidence_points_at_affirmed_mentions_and_is_sorted(results: list[Result]) -> None:
    for result in results:
        for cause in result.causes:
            contributions = [e.contribution for e in cause.evidence]
            assert contributions == sorted(contributions, reverse=True), result.id
            assert 0 not in contributions, result.id
            used = [result.mentions[e.mention] for e in cause.evidence]
            assert len({e.mention for e in cause.evidence}) == len(used), result.id
            assert not any(m.negated or m.uncertain or m.experiencer == "other" or m.concept is None for m in used), result.id


def test_causes_are_sorted_and_predicted_by_their_threshold(results: list[Result], parameters: dict[str, Any]) -> None:
    for result in results:
        probabilities = [cause.probability for cause in result.causes]
        assert probabilities == sorted(probabilities, reverse=True), result.id
        for cause in result.causes:
            threshold = parameters["causes"][cause.cause]["threshold"]
            if abs(cause.probability - threshold) > ROUNDED:
                assert cause.predicted == (not result.abstained and cause.probability > threshold), result.id


def test_abstains_exactly_without_evidence(results: list[Result], lexicon: Lexicon, parameters: dict[str, Any]) -> None:
    for result in results:
        carriers, limb = features_of(result.mentions, lexicon)
        assert result.abstained == (not limb or not carriers) == (result.abstention is not None), result.id
        assert result.abstention == (None if limb and carriers else "no_evidence" if limb else "no_limb_symptom"), result.id
        if result.abstained:
            assert [(c.predicted, c.evidence) for c in result.causes] == [(False, ())] * len(CAUSES)
            assert {c.cause: c.probability for c in result.causes} == {name: parameters["causes"][name]["abstained"] for name in CAUSES}


def predicted(estimator: dict[str, Any], x: Any) -> Any:
    return np.column_stack([estimator[cause].predict_proba(x)[:, 1] for cause in CAUSES])


def test_no_evidence_speaks_against_its_cause_and_reserved_evidence_weighs_less(parameters: dict[str, Any], lexicon: Lexicon) -> None:
    for row in lexicon.evidence:
        weights = parameters["causes"][row.cause]["weights"]
        for name in row.weaker.values():
            assert 0 <= weights[name] <= weights[row.name]
        assert weights[row.name] + parameters["causes"][row.cause]["bias"] > 0


def test_json_equals_the_estimator(results: list[Result], lexicon: Lexicon, parameters: dict[str, Any]) -> None:
    """Over every complaint as it is found, and as it is annotated."""
    complaints = load_complaints(lexicon.types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an estimator written by another version of scikit-learn says so
        estimator = joblib.load(MODEL / "causes.joblib")
    for mentions in ([r.mentions for r in results], [c.mentions for c in complaints]):
        data = examples(mentions, lexicon)
        weights = np.array([[parameters["causes"][c]["weights"].get(f, 0.0) for f in parameters["features"]] for c in CAUSES])
        bias = np.array([parameters["causes"][c]["bias"] for c in CAUSES])
        ours = 1 / (1 + np.exp(-(data.x @ weights.T + bias)))
        np.testing.assert_allclose(ours, predicted(estimator, data.x), rtol=0, atol=1e-9)
        model = CauseModel(parameters)
        for row in np.flatnonzero(data.speaks):
            causes, abstention = model.judge(mentions[row], lexicon)
            assert abstention is None
            told = {cause.cause: cause.probability for cause in causes}
            assert [told[name] for name in CAUSES] == pytest.approx(list(ours[row]), abs=ROUNDED)


@pytest.mark.parametrize(
    ("marked", "carried"),
    [
        ("halo", {}),
        ("[sepatu ketat|sepatu_ketat] [kaki|kaki] [kram|kram @kaki]", {"sepatu_ketat": (0,)}),
        ("[sepatu ketat|sepatu_ketat] lalu [sepatu sempit|sepatu_ketat]", {"sepatu_ketat": (0, 1)}),
        ("[sepatu ketat|sepatu_ketat negated]", {}),
        ("[sepatu ketat|sepatu_ketat uncertain]", {}),
        ("[sepatu ketat|sepatu_ketat historical]", {}),
        ("[sepatu ketat|sepatu_ketat other]", {}),
        ("[diabetes|diabetes]", {"diabetes": (0,)}),
        ("[diabetes|diabetes historical]", {"diabetes": (0,)}),
        ("[diabetes|diabetes uncertain]", {}),
        ("[diabetes|diabetes other]", {}),
        ("[kaki|kaki] [kebas|mati_rasa @kaki] pakai [heels|sepatu_hak_tinggi]", {"sepatu_hak_tinggi": (2,), "saraf:dijelaskan": (1,)}),
        (
            "[kaki|kaki] [kebas|mati_rasa @kaki] dan [semutan|kesemutan @kaki] saat [bersila|posisi_tertekuk]",
            {"posisi_tertekuk": (3,), "saraf:dijelaskan": (1, 2)},
        ),
        ("[kaki|kaki] [biru|perubahan_warna_kulit @kaki] habis [lari|lari]", {"lari": (2,), "saraf:dijelaskan": (1,)}),
        ("[dibawa jalan|latihan_kaki] hilang", {"latihan_kaki+jalan/jln/mlaku": (0,)}),
        ("[diluruskan|latihan_kaki] hilang", {}),
        ("[puasa|diet_puasa]", {"diet_puasa": (0,)}),
        ("[nafsu makan hilang|diet_puasa]", {"diet_puasa:menyertai": (0,)}),
        ("[nafsu makan hilang|diet_puasa], [puasa|diet_puasa]", {"diet_puasa": (1,)}),
        ("[keringatan|keringat_berlebih] habis [lari|lari]", {"lari": (1,), "keringat_berlebih": (0,)}),
        ("[keringat dingin|keringat_berlebih], [betis|betis] [kram|kram @betis]", {"keringat_berlebih:menyertai": (0,)}),
        ("[keringatan|keringat_berlebih], [betis|betis] [pegal|pegal @betis]", {"keringat_berlebih:menyertai": (0,)}),
        ("[mencret|diare_muntah], [betis|betis] [kram|kram @betis]", {"diare_muntah+sebelum": (0,)}),
        ("[perut|perut] [sakit|nyeri @perut] sampai [muntah|diare_muntah]", {"diare_muntah:sesudah": (2,)}),
        ("[tumit|tumit] [sakit|nyeri @tumit]", {}),
    ],
)
def test_features(marked: str, carried: dict[str, tuple[int, ...]], lexicon: Lexicon) -> None:
    mentions: tuple[Mention, ...] = parse(marked, lexicon.types)[1]
    assert features_of(mentions, lexicon).carriers == carried


@pytest.mark.parametrize(("value", "carried"), [("bangun_tidur", (1,)), ("tiap_pagi", (1,)), ("malam", ())])
def test_pain_of_the_heel_at_the_first_steps(value: str, carried: tuple[int, ...], lexicon: Lexicon) -> None:
    marked = "[tumit|tumit] [sakit|nyeri @tumit] [saat itu|TIME_OF_DAY]"
    *rest, time = parse(marked, lexicon.types)[1]
    carriers = features_of([*rest, msgspec.structs.replace(time, value=value)], lexicon).carriers
    assert carriers.get("nyeri+tumit+bangun_tidur/tiap_pagi", ()) == carried


@pytest.mark.parametrize(
    ("marked", "limb"),
    [
        ("[sepatu ketat|sepatu_ketat]", False),
        ("[kaki|kaki] [nyeri|nyeri @kaki]", True),
        ("[tangan|tangan] [nyeri|nyeri @tangan]", True),
        ("[kepala|kepala] [nyeri|nyeri @kepala]", False),
        ("[kaki|kaki] [nyeri|nyeri @kaki negated]", False),
        ("[kaki|kaki] [nyeri|nyeri @kaki other]", False),
        ("[kesemutan|kesemutan]", True),
    ],
)
def test_a_limb_symptom(marked: str, limb: bool, lexicon: Lexicon) -> None:
    assert features_of(parse(marked, lexicon.types)[1], lexicon).limb is limb
