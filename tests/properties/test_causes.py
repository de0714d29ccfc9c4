"""What holds of the causes whatever the words: over every plain term of the lexicon, and over any set of mentions."""

from collections import defaultdict

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Extractor, Mention
from extractor.api import default_extractor
from extractor.causes import Model, load_model
from extractor.explain import Explanation
from extractor.lexicon import Lexicon
from extractor.lexicon.check import plain_terms

SPOKEN = {"SYMPTOM": "Kaki saya {}.", "CONDITION": "Kaki saya kram. Saya {}.", "TRIGGER": "Kaki saya kram setelah {}."}
NEGATED = ["tidak mengalami {}", "tanpa {}", "bukan karena {}"]
SYNONYMS_DIFFER = 0.02
LEXICON = default_extractor().lexicon
CONCEPTS = sorted({row.concept for row in LEXICON.evidence} | {"kram", "nyeri", "pegal"})
SITES = ["kaki", "tumit", "tangan", "kepala"]


@pytest.fixture(scope="module")
def model(lexicon: Lexicon) -> Model:
    return load_model(lexicon)


def evident_terms() -> list[tuple[str, str, str]]:
    """Return concept, type and words of each plain term that speaks for a cause, can be denied and names no part of the body at will.

    Without those that by their words only accompany (cold sweat, lost appetite): they are no synonyms of the others.
    """
    concepts = {row.concept: row.without for row in LEXICON.evidence}
    terms = [
        (term, text)
        for term, text in plain_terms(LEXICON)
        if term.concept in concepts and "<bagian>" not in term.pattern and not any(word in text for word in concepts[term.concept])
    ]
    return [(str(term.concept), term.type, text) for term, text in terms if term.type in SPOKEN]


@pytest.mark.parametrize("negated", NEGATED)
def test_denied_terms_predict_nothing(negated: str, extractor: Extractor) -> None:
    """Not with ``tidak ada``, which makes other words of some terms: who has no activity does not move enough."""
    failed = []
    for concept, _, text in evident_terms():
        result = extractor.extract(f"Kaki saya kram, {negated.format(text)}.")
        if any(cause.predicted for cause in result.causes):
            failed.append(f"{concept}: {result.text}")
    assert failed == []


def test_synonyms_give_the_same_probabilities(extractor: Extractor) -> None:
    told = defaultdict(list)
    for concept, kind, text in evident_terms():
        result = extractor.extract(SPOKEN[kind].format(text))
        for cause in result.causes:
            told[concept, cause.cause].append((cause.probability, text))
    assert {key: (min(found), max(found)) for key, found in told.items() if max(found)[0] - min(found)[0] > SYNONYMS_DIFFER} == {}


@st.composite
def mentions(draw: st.DrawFn, *, affirmed: bool = False, concepts: tuple[str, ...] = tuple(CONCEPTS)) -> Mention:
    concept = draw(st.sampled_from(concepts))
    kind = LEXICON.types[concept]
    fields = {}
    if kind != "TREATMENT":
        status = st.just(False) if affirmed else st.sampled_from([False, False, False, True])
        fields = {name: draw(status) for name in ("negated", "uncertain", "historical")}
        fields["experiencer"] = "other" if draw(status) else "self"
    if kind == "SYMPTOM":
        rows = [row for row in LEXICON.evidence if row.concept == concept and row.sites]
        fields["sites"] = (draw(st.sampled_from(sorted(rows[0].sites) if affirmed and rows else SITES)),)
    return Mention(0, len(concept), concept, kind, concept, **fields)


times = st.sampled_from(["bangun_tidur", "malam"]).map(lambda value: Mention(0, 5, "waktu", "TIME_OF_DAY", None, value=value))
complaints = st.lists(st.one_of(mentions(), mentions(affirmed=True), mentions(affirmed=True), times), max_size=8)


@given(complaints)
@settings(max_examples=500)
def test_without_its_evidence_a_cause_is_not_predicted(model: Model, lexicon: Lexicon, complaint: list[Mention]) -> None:
    """Evidence that can be denied is negated; a treatment is left out."""
    for cause in model.judge(complaint, lexicon)[0]:
        speaks = {e.mention for e in cause.evidence if e.contribution > 0}
        rest = [
            msgspec.structs.replace(mention, negated=True) if index in speaks else mention
            for index, mention in enumerate(complaint)
            if not (index in speaks and mention.type == "TREATMENT")
        ]
        assert [c.predicted for c in model.judge(rest, lexicon)[0] if c.cause == cause.cause] == [False]


@given(complaints, st.integers(0, 8), st.data())
@settings(max_examples=500)
def test_more_evidence_never_lowers_a_cause(
    model: Model, lexicon: Lexicon, complaint: list[Mention], place: int, data: st.DataObject
) -> None:
    cause = data.draw(st.sampled_from(sorted({row.cause for row in lexicon.evidence})))
    own = tuple(row.concept for row in lexicon.evidence if row.cause == cause)
    more = [*complaint[:place], data.draw(mentions(affirmed=True, concepts=own)), *complaint[place:]]
    before, after = ({c.cause: c.probability for c in model.judge(each, lexicon)[0]} for each in (complaint, more))
    assert after[cause] >= before[cause]


@given(st.lists(st.sampled_from([text for _, _, text in evident_terms()]), min_size=1, max_size=6))
def test_contributions_add_up(texts: list[str]) -> None:
    explanation: Explanation = default_extractor().explain(f"Kaki saya kram. {'. '.join(texts)}.")
    causes = {cause.cause: cause for cause in explanation.result.causes}
    assert bool(explanation.scores) != explanation.result.abstained
    for score in explanation.scores:
        contributions = sum(feature.contribution for feature in score.features)
        assert score.intercept + contributions == pytest.approx(score.score, abs=1e-9)
        evidence = causes[score.cause].evidence
        assert sum(e.contribution for e in evidence) == pytest.approx(contributions, abs=1e-5)
        assert score.predicted == causes[score.cause].predicted
