"""The markup of annotated complaints: what it says, what it refuses, and back."""

import pytest

from extractor import InputError, Mention
from extractor.markup import parse, render

TYPES = {
    "kram": "SYMPTOM",
    "kesemutan": "SYMPTOM",
    "kaki": "BODY_SITE",
    "tangan": "BODY_SITE",
    "diabetes": "CONDITION",
    "duduk_lama": "TRIGGER",
    "obat": "TREATMENT",
    "kurang_kalium": "CONDITION",
    "kurang_magnesium": "CONDITION",
}
PLAIN = {"negated": False, "uncertain": False, "historical": False, "experiencer": "self", "cues": ()}


@pytest.mark.parametrize(
    ("marked", "text", "mentions"),
    [
        ("", "", ()),
        ("halo dok", "halo dok", ()),
        ("[kram|kram]", "kram", (Mention(0, 4, "kram", "SYMPTOM", "kram", **PLAIN, sites=(), side=None),)),
        ("a [kaki|kaki kiri] b", "a kaki b", (Mention(2, 6, "kaki", "BODY_SITE", "kaki", side="kiri"),)),
        ("[3 hari|DURATION]", "3 hari", (Mention(0, 6, "3 hari", "DURATION", None),)),
        ("[parah|SEVERITY]", "parah", (Mention(0, 5, "parah", "SEVERITY", None),)),
        ("[panadol|obat]", "panadol", (Mention(0, 7, "panadol", "TREATMENT", "obat"),)),
        (
            "[kram|kram @kaki,tangan kedua negated uncertain historical other]",
            "kram",
            (
                Mention(
                    0, 4, "kram", "SYMPTOM", "kram", negated=True, uncertain=True, historical=True, experiencer="other",
                    sites=("kaki", "tangan"), side="kedua", cues=(),
                ),
            ),
        ),
        (
            "[diabetes|diabetes other] [duduk|duduk_lama negated]",
            "diabetes duduk",
            (
                Mention(0, 8, "diabetes", "CONDITION", "diabetes", **{**PLAIN, "experiencer": "other"}),
                Mention(9, 14, "duduk", "TRIGGER", "duduk_lama", **{**PLAIN, "negated": True}),
            ),
        ),
        (
            "[[kurang kalium|kurang_kalium] atau magnesium|kurang_magnesium]",
            "kurang kalium atau magnesium",
            (
                Mention(0, 28, "kurang kalium atau magnesium", "CONDITION", "kurang_magnesium", **PLAIN),
                Mention(0, 13, "kurang kalium", "CONDITION", "kurang_kalium", **PLAIN),
            ),
        ),
        (r"\[x\] \| \\ [kr\|am|obat]", r"[x] | \ kr|am", (Mention(8, 13, "kr|am", "TREATMENT", "obat"),)),
        ("😀\n[kram\nkaki|obat]", "😀\nkram\nkaki", (Mention(2, 11, "kram\nkaki", "TREATMENT", "obat"),)),
    ],
)  # fmt: skip
def test_parse_and_render(marked: str, text: str, mentions: tuple[Mention, ...]) -> None:
    assert parse(marked, TYPES) == (text, mentions)
    assert parse(render(text, mentions), TYPES) == (text, mentions)


@pytest.mark.parametrize(
    ("marked", "what"),
    [
        ("[kram", "column 1: '[' is never closed"),
        ("a [kram|kram", "column 8: '|' outside of"),
        ("a | b", "column 3: '|' outside of"),
        ("a ] b", "column 3: ']' closes a mention without a label"),
        ("[kram]", "column 6: ']' closes a mention without a label"),
        ("[[kram|kram]", "column 1: '[' is never closed"),
        ("[kram|]", "column 6: no concept ''"),
        ("[kram|keram]", "column 6: no concept 'keram'"),
        ("[kram|kram negatif]", "column 6: 'negatif' does not go with SYMPTOM"),
        ("[kram|kram @betis]", "column 6: 'betis' is no BODY_SITE"),
        ("[kram|kram @kesemutan]", "column 6: 'kesemutan' is no BODY_SITE"),
        ("[kaki|kaki negated]", "column 6: 'negated' does not go with BODY_SITE"),
        ("[kaki|kaki @kaki]", "column 6: '@kaki' does not go with BODY_SITE"),
        ("[gula|diabetes kiri]", "column 6: 'kiri' does not go with CONDITION"),
        ("[obat|obat other]", "column 6: 'other' does not go with TREATMENT"),
        ("[lama|DURATION historical]", "column 6: 'historical' does not go with DURATION"),
    ],
)
def test_parse_refuses(marked: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(marked, TYPES)
    assert what in str(caught.value)
