"""What is computed from a claim: quotation mode and the outlet's stance."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.article import Sentence
from labels.claim import Claim
from labels.codebook.codebook import Codebook, shipped
from labels.codebook.cues import cue_forms, listed, regular_forms, words
from labels.codebook.derivation import cue_stance, derived, paragraph_starts, quote_mode, with_derived
from labels.codebook.quotations import paragraph_at, quotations, quoted_ranges
from labels.span import Span
from tests.steps import steps
from tests.trial import OWN, claims

ROOT = Path(__file__).parents[3]
CASES = json.loads((ROOT / "tests" / "shared_cases" / "derivations.json").read_text(encoding="utf-8"))
MOOD = Path(__file__).parents[1] / "data" / "codebook_mood.toml"
TEXT_OF_MARKS = st.text(st.sampled_from("ab1 \n\"“”„«»‚‘’‹›「」'.,("), max_size=60)


def spans(ranges):
    return tuple(Span(start, end) for start, end in ranges)


@pytest.mark.parametrize("case", CASES["mode"], ids=lambda case: case["name"])
def test_the_quotation_mode_follows_from_the_marks(case):
    assert quote_mode(case["text"], spans(case["content"]), case.get("starts", ())) == case["mode"]
    assert quoted_ranges(case["text"], case.get("starts", ())) == spans(case["quoted"])


@pytest.mark.parametrize("case", CASES["stance"], ids=lambda case: case["name"])
def test_the_outlets_stance_follows_from_the_cue(case):
    claim = Claim("x.1", "x", (Span(0, 1),), case["values"])
    assert derived(claim, shipped(), case["text"])["outlet_stance"] == case["outlet_stance"]


@pytest.mark.parametrize(("doc", "claim"), claims(OWN))
def test_mode_and_stance_of_a_claim_labeled_by_hand_are_derived(doc, claim):
    text = (OWN / doc).read_text(encoding="utf-8")
    labels = {**dict(claim.chosen), "cue": [list(claim.cue)] if claim.cue else None}
    values = derived(Claim("x.1", "x", spans(claim.content), labels), shipped(), text)
    assert (values["mode"], values["outlet_stance"]) == (claim.mode, claim.stance)


def test_a_codebook_without_derived_layers_derives_nothing():
    claim = Claim("x.1", "x", (Span(0, 3),), {"topic": "money"})
    assert derived(claim, Codebook.load(MOOD), "One.") == {}
    assert cue_stance({}, "said", Codebook.load(MOOD)) is None


def test_what_the_annotator_set_stands_before_what_is_derived():
    claim = Claim("x.1", "x", (Span(0, 3),), {"anchor": "explicit", "outlet_stance": "distanced"})
    assert with_derived(claim, shipped(), "One.")["outlet_stance"] == "distanced"


def test_a_cleared_override_gives_the_derived_value_back():
    claim = Claim("x.1", "x", (Span(0, 3),), {"anchor": "explicit", "outlet_stance": None})
    assert with_derived(claim, shipped(), "One.")["outlet_stance"] == "neutral"


def test_the_outlets_own_voice_has_no_quotation_mode():
    claim = Claim("x.1", "x", (Span(0, 6),), {"anchor": "none"})
    assert derived(claim, shipped(), "“One.”")["mode"] is None


def test_a_markers_word_in_the_sentence_counts_once_it_is_part_of_the_cue():
    text = "Critics blamed him for allegedly hiding it."
    cue = [[text.index("blamed"), text.index("blamed") + 6]]
    both = [*cue, [text.index("allegedly"), text.index("allegedly") + 9]]
    stances = [
        derived(Claim("x.1", "x", (Span(0, 1),), {"anchor": "explicit", "cue": ranges}), shipped(), text)
        for ranges in (cue, both)
    ]
    assert [stance["outlet_stance"] for stance in stances] == ["neutral", "distanced"]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("warned", "warn"),
        ("pledges", "pledge"),
        ("arguing", "argue"),
        ("denies", "deny"),
        ("denied", "deny"),
        ("admitting", "admit"),
        ("planned", "plan"),
        ("emphasised", "emphasize"),
        ("discusses", "discuss"),
        ("seeing", "see"),
    ],
)
def test_regular_forms_of_a_verb_are_generated(form, lemma):
    assert form in regular_forms(lemma)


def test_every_irregular_verb_of_the_shipped_lexicon_has_its_past_form():
    # past forms from the verbs' dictionary entries
    past = "said told found knew known saw seen showed shown thought felt wrote written spoke sought learnt"
    assert [form for form in past.split() if not listed([form], shipped().cue_forms)] == []


def test_another_language_gets_no_english_endings():
    forms = cue_forms({"neutral": ["sagen"]}, {"sagen": ["sagte"]}, "de")
    assert set(forms) == {"sagen", "sagte"}


def test_words_keep_their_hyphens_and_apostrophes():
    assert words("So-called ‘experts’ didn’t") == ["so-called", "experts", "didn't"]


def test_paragraphs_of_an_article_begin_with_their_first_sentence():
    sentences = [
        Sentence("a", "A", 0, 0, "body", Span(0, 5)),
        Sentence("b", "A", 1, 1, "body", Span(7, 12)),
        Sentence("c", "A", 2, 1, "body", Span(13, 20)),
    ]
    assert paragraph_starts(sentences) == (0, 7)


def test_without_given_paragraphs_a_line_is_one():
    assert paragraph_at("one\ntwo\nthree", 5) == Span(4, 8)


@given(TEXT_OF_MARKS)
def test_quotations_lie_in_order_inside_their_paragraph(text):
    offset = 0
    while offset < len(text):
        paragraph = paragraph_at(text, offset)
        found = quotations(text, paragraph)
        assert list(found) == sorted(found)
        assert all(paragraph.start <= span.start < span.end <= paragraph.end for span in found)
        assert all(before.end <= after.start for before, after in pairwise(found))
        offset = paragraph.end


@given(TEXT_OF_MARKS, TEXT_OF_MARKS)
def test_a_quotation_never_reaches_into_another_paragraph(first, second):
    text = f"{first}\n{second}"
    start = len(first) + 1
    here = [span for span in quotations(text, paragraph_at(text, start)) if second] if second else []
    alone = quotations(second, paragraph_at(second, 0)) if second else []
    assert [Span(span.start - start, span.end - start) for span in here] == list(alone)


@given(st.text(max_size=80), st.data())
def test_any_text_and_content_has_a_mode(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert quote_mode(text, [Span(start, end)]) in {"direct", "mixed", "indirect"}


@pytest.mark.parametrize("unit", ['"', "„«", "“a ", 'a" ', "«", "‚"])
def test_twice_as_many_marks_take_twice_the_work(unit):
    def work(size):
        text = unit * (size // len(unit))
        return steps(lambda: quote_mode(text, [Span(len(text) - 1, len(text))]))

    assert work(40_000) < 2.2 * work(20_000) + 50


def test_a_verb_never_has_the_form_of_another_word():
    assert "not" not in regular_forms("note")
    assert {"notes", "noted", "noting"} <= regular_forms("note")
    assert {"planned", "planning", "plans"} <= regular_forms("plan")
    assert {"denies", "denied", "denying"} <= regular_forms("deny")
