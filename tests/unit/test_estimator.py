"""A user's own estimator in place of the library's model."""

import warnings
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier

from extractor import Extractor, ModelError
from extractor.features import names
from extractor.lexicon import Lexicon
from extractor.resources import MODEL
from extractor.results import CAUSES

TEXTS = [
    "Kaki kesemutan kalau duduk lama",
    "Saya diabetes, telapak kaki baal dan betis kram habis lari",
    "Kaki kram karena kurang minum dan diare, kemarin lari jauh",
    "kepala pusing",
]


def save(estimator: Any, folder: Path) -> Path:
    path = folder / "own.joblib"
    joblib.dump(estimator, path)
    return path


def random_rows(lexicon: Lexicon) -> tuple[Any, Any]:
    random = np.random.default_rng(0)
    x = random.integers(0, 2, (60, len(names(lexicon.evidence)))).astype(float)
    return x, random.integers(0, 2, (60, len(CAUSES)))


def test_the_estimator_of_the_library_judges_as_its_parameters(extractor: Extractor) -> None:
    """The estimator that training wrote, by its path: the same probabilities, and contributions that are its weights."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an estimator written by another version of scikit-learn says so
        own = Extractor(model=MODEL / "causes.joblib")
    for text in TEXTS[:-1]:
        ours, theirs = extractor.explain(text), own.explain(text)
        assert {s.cause: s.probability for s in theirs.scores} == {s.cause: pytest.approx(s.probability, abs=2e-6) for s in ours.scores}
        contributions = {(s.cause, f.feature): f.contribution for s in ours.scores for f in s.features}
        for score in theirs.scores:
            for feature in score.features:
                assert feature.contribution == pytest.approx(contributions.get((score.cause, feature.feature), 0.0), abs=1e-6)


def test_any_estimator_with_probabilities(tmp_path: Path, lexicon: Lexicon) -> None:
    """A forest gives a list of matrices; its contributions add up to its probability as well."""
    forest = RandomForestClassifier(n_estimators=20, random_state=0).fit(*random_rows(lexicon))
    own = Extractor(model=save(forest, tmp_path))
    for text in TEXTS[:-1]:
        explanation = own.explain(text)
        x = np.zeros((1, len(names(lexicon.evidence))))
        for feature in explanation.features:
            x[0, names(lexicon.evidence).index(feature)] = 1
        expected = dict(zip(CAUSES, (float(column[0, 1]) for column in forest.predict_proba(x)), strict=True))
        assert {c.cause: c.probability for c in explanation.result.causes} == {c: pytest.approx(p, abs=1e-6) for c, p in expected.items()}
        for score in explanation.scores:
            assert score.intercept + sum(f.contribution for f in score.features) == pytest.approx(score.score)
            assert score.predicted == (score.probability >= 0.5)
    assert own.extract(TEXTS[-1]).abstained


def test_a_file_that_is_no_pickle(tmp_path: Path) -> None:
    path = tmp_path / "own.joblib"
    path.write_bytes(b"not a pickle")
    with pytest.raises(ModelError, match=r"own\.joblib cannot be opened .* Give a file that joblib\.dump wrote"):
        Extractor(model=path)


@pytest.mark.parametrize("content", [None, {"sirkulasi": None}, DummyClassifier()], ids=["nothing", "one cause", "not fitted"])
def test_what_judges_no_causes(tmp_path: Path, content: Any) -> None:
    with pytest.raises(ModelError, match=r"own\.joblib does not judge \d+ features .* Fit it on the columns that evidence\.csv gives"):
        Extractor(model=save(content, tmp_path))


def test_an_estimator_of_other_columns(tmp_path: Path, lexicon: Lexicon) -> None:
    x, y = random_rows(lexicon)
    with pytest.raises(ModelError, match="does not judge"):
        Extractor(model=save(RandomForestClassifier(n_estimators=2).fit(x[:, 1:], y), tmp_path))
