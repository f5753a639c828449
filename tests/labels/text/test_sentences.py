"""The sentences of an article."""

import itertools
import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.span import Span
from labels.text.sentences import fingerprint, kinded_spans, sentences, uncovered
from tests.trial import OWN, lines, outlet_of

TEXT = (
    "Storm closes harbour\nBy Jane Doe\n\nA storm closed the harbour on Sunday, the navy said. Nobody was "
    "hurt.\n\nWhat to Know: The warning runs until Tuesday.\n\nNobody was hurt. The Ledger\n"
)
ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(" \n.!?\"“”'()A\u00a0\u2028\u200d\u202e\u0301👩🇨。:"),
    ),
    max_size=400,
)


def _made(text, **known):
    return [(part.kind, part.span.of(text)) for part in kinded_spans(text, **known)]


def test_an_article_becomes_sentences_with_kinds():
    assert _made(TEXT, outlets=["The Ledger"]) == [
        ("headline", "Storm closes harbour"),
        ("byline", "By Jane Doe"),
        ("body", "A storm closed the harbour on Sunday, the navy said."),
        ("body", "Nobody was hurt."),
        ("runin_heading", "What to Know:"),
        ("body", "The warning runs until Tuesday."),
        ("body", "Nobody was hurt."),
        ("outlet_name", "The Ledger"),
    ]


@pytest.mark.parametrize("name", ["The Ledger", "theledger", "THE LEDGER"])
def test_the_outlets_name_behind_the_last_sentence_is_cut_off(name):
    made = _made("A storm closed the harbour on Sunday, the navy said. The Ledger", outlets=[name])
    assert made[-1] == ("outlet_name", "The Ledger")


def test_another_name_behind_the_last_sentence_is_text():
    assert {kind for kind, _ in _made("A storm closed the harbour on Sunday. Jane Doe", outlets=["x"])} == {
        "body"
    }


def test_a_run_in_heading_stays_in_its_paragraph():
    found = {part.kind: part.paragraph for part in kinded_spans(TEXT)[4:6]}
    assert found["runin_heading"] == found["body"]


def test_ids_begin_with_the_article_and_count_repeated_words():
    ids = [sentence.id for sentence in sentences("a1", TEXT, outlets=["The Ledger"])]
    assert len(set(ids)) == len(ids)
    assert ids[6] == f"{ids[3]}:2"
    assert all(name.startswith("a1:") for name in ids)


def test_the_same_text_has_the_same_ids_again():
    assert sentences("a1", TEXT) == sentences("a1", TEXT)


def test_ids_survive_a_paragraph_put_before_them():
    before = {sentence.id for sentence in sentences("a1", TEXT)}
    after = {
        sentence.id for sentence in sentences("a1", TEXT.replace("\n\nA storm", "\n\nIt rained.\n\nA storm"))
    }
    assert before < after


@pytest.mark.parametrize(
    "other",
    [
        'He said: "It\'s late" - then left.',
        "He  said: “It’s late” – then left.",
        "HE SAID: “It‘s late” — then\nleft.",
    ],
)
def test_a_fingerprint_does_not_depend_on_quotation_marks_spaces_or_case(other):
    assert fingerprint(other) == fingerprint("He said: “It’s late” – then left.")


def test_a_fingerprint_does_not_depend_on_the_normal_form():
    text = "Café São Paulo"
    assert fingerprint(unicodedata.normalize("NFD", text)) == fingerprint(unicodedata.normalize("NFC", text))


def test_a_fingerprint_depends_on_the_words():
    assert fingerprint("He left.") != fingerprint("She left.")


@given(ANY_TEXT)
def test_every_character_but_white_space_is_in_exactly_one_sentence(text):
    found = sentences("a", text)
    assert "".join("".join(s.span.of(text).split()) for s in found) == "".join(text.split())
    assert all(s.span.of(text) == s.span.of(text).strip() for s in found)
    assert all(one.span.end <= two.span.start for one, two in itertools.pairwise(found))


@given(ANY_TEXT)
def test_ids_and_positions_are_unique_and_repeatable(text):
    found = sentences("a", text)
    assert len({s.id for s in found}) == len(found)
    assert [s.position for s in found] == list(range(len(found)))
    assert sentences("a", text) == found


def test_given_sentences_are_taken_as_they_are():
    text = "Storm closes harbour\n\nOne. Two. Three."
    given_spans = [Span(0, 20), Span(22, 31), Span(32, 38)]
    found = sentences("a", text, given=given_spans)
    assert [(s.span, s.paragraph) for s in found] == [(Span(0, 20), 0), (Span(22, 31), 1), (Span(32, 38), 1)]


def test_text_in_no_given_sentence_is_found():
    assert uncovered("One. Two.", [Span(0, 4)]) == Span(5, 9)
    assert uncovered("One. Two.", [Span(0, 4), Span(5, 9)]) is None


def test_two_articles_are_read_as_a_person_read_them():
    expected = [(line["doc"], line["start"], line["end"], line["kind"]) for line in lines(OWN)]
    found = [
        (doc, part.span.start, part.span.end, part.kind)
        for doc in dict.fromkeys(line["doc"] for line in lines(OWN))
        for part in kinded_spans((OWN / doc).read_text("utf-8"), outlets=[outlet_of(doc)])
    ]
    assert found == expected


def test_ranges_and_sentences_travel_between_processes_unchanged():
    text = "Dam opens\n\nIt holds. Rain fell."
    for each in (*kinded_spans(text), *sentences("a", text)):
        assert pickle.loads(pickle.dumps(each, pickle.HIGHEST_PROTOCOL)) == each
