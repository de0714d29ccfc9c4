"""How a result came about: what became of each candidate, what cues reached, and what the model weighed."""

import json

import pytest

from extractor import Extractor
from extractor.explain import Explanation

FATES = [
    ("Betis kiri kram", [("Betis", "betis", "kept", 0), ("kram", "kram", "kept", 1)]),
    (
        "pegal pegal di rumah sakit",
        [("pegal pegal", "pegal", "kept", 0), ("pegal", "pegal", "joined", None), ("rumah sakit", None, "guard", None),
         ("sakit", "nyeri", "overlap", None)],
    ),
    (
        "Betis kram, kalsium dibeli kemarin",
        [("Betis", "betis", "kept", 0), ("kram", "kram", "kept", 1), ("kalsium", "kurang_kalsium", "figure", None)],
    ),
    ("Kaki, ada diabetes", [("Kaki", "kaki", "unlinked", None), ("diabetes", "diabetes", "kept", 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FATES, ids=[text for text, _ in FATES])
def test_what_became_of_candidates(text: str, expected: list[object], extractor: Extractor) -> None:
    """But for rows that lost to another row for the same words, and those whose condition does not hold."""
    found = [c for c in extractor.explain(text).candidates if c.fate not in ("row", "condition")]
    assert [(c.text, c.concept, c.fate, c.mention) for c in found] == expected


def test_what_a_candidate_failed_at(extractor: Extractor) -> None:
    candidates = extractor.explain("Betis kram di rumah sakit").candidates
    (sakit,) = [c for c in candidates if c.fate == "overlap"]
    assert sakit.against is not None
    assert sakit.against.startswith("rumah sakit (terms.csv:")
    unmet = [c for c in candidates if c.fate == "condition"]
    assert unmet != []
    rows = {f"{term.origin} {term.pattern}": term for concept in extractor.lexicon.concepts for term in extractor.lexicon.terms(concept)}
    for candidate in unmet:
        term = rows.get(f"{candidate.origin} {candidate.pattern}")
        if term is not None:
            assert candidate.against is not None
            assert [part.partition(":")[0] for part in candidate.against.split("; ")] == [c.kind for c in term.when]


def test_cues_links_features_and_scores(extractor: Extractor) -> None:
    explanation = extractor.explain("Kaki kiri kesmutan kalau pakai sepatu ketat, tapi tidak kram. Ayah diabetes")
    assert [(t.text, t.form) for t in explanation.tokens[:3]] == [("Kaki", "kaki"), ("kiri", "kiri"), ("kesmutan", "kesemutan")]
    assert [(c.text, c.kind, c.reached, c.decided) for c in explanation.cues if c.reached or c.decided] == [
        ("tidak", "negation", (3,), (3,)),
        ("Ayah", "person", (), (4,)),
    ]
    assert [(link.symptom, link.sites) for link in explanation.links] == [(1, (0,)), (3, (0,))]
    assert explanation.features["sepatu_ketat"] == (2,)
    assert {score.cause for score in explanation.scores} == {cause.cause for cause in explanation.result.causes}
    (weight,) = next(score.features for score in explanation.scores if score.cause == "sirkulasi")
    assert (weight.feature, weight.mentions) == ("sepatu_ketat", (2,))


@pytest.mark.parametrize("text", ["", "halo", "Kaki saya kesemutan habis lari\n\nDulu pernah kram", "kaki kram \ud800 habis lari"])
def test_the_result_is_that_of_extract(text: str, extractor: Extractor) -> None:
    explanation: Explanation = extractor.explain(text)
    assert explanation.result == extractor.extract(text)
    assert "".join(text.split()) == "".join("".join(token.text for token in explanation.tokens).split())
    built = json.loads(explanation.to_json())
    assert list(built) == ["result", "tokens", "candidates", "cues", "links", "features", "scores"]
    assert built["result"] == explanation.result.to_dict()


def test_only_text_is_explained(extractor: Extractor) -> None:
    with pytest.raises(TypeError, match="a complaint is a str, not bytes"):
        extractor.explain(b"kaki kram")  # type: ignore[arg-type]
