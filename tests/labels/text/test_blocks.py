"""Paragraphs of a text."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from labels.text.blocks import blocks

WRAPPED = """The governor of the northern province said on Monday that the old bridge
over the river would be closed for two years. Traffic will be sent round by
the coast road, which is narrow and often flooded in winter, according to
the state roads office.

Residents protested in front of the town hall. They had not been asked, the
owner of a shop near the bridge said, and she feared for her trade.
"""


def _texts(text):
    return [span.of(text) for span in blocks(text)]


def test_every_line_is_a_paragraph_of_its_own():
    assert _texts("A headline\nBy Jane Doe\nThe text.\n") == ["A headline", "By Jane Doe", "The text."]


def test_empty_lines_make_no_paragraphs():
    assert _texts("\n\nOne.\n \n\t\nTwo.\n\n") == ["One.", "Two."]


def test_a_paragraph_has_no_white_space_at_its_ends():
    assert _texts("  One.\u00a0 \n\u3000Two.") == ["One.", "Two."]


def test_every_line_end_of_unicode_ends_a_paragraph():
    assert _texts("1.\n2.\x0b3.\x0c4.\u00855.\u20286.\u20297.") == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]


def test_the_lines_of_a_hard_wrapped_paragraph_belong_together():
    assert [text.split()[0] for text in _texts(WRAPPED)] == ["The", "Residents"]


def test_a_short_line_above_wrapped_text_stays_apart():
    assert _texts("Bridge closes\n" + WRAPPED)[0] == "Bridge closes"


def test_a_list_of_short_lines_is_not_taken_for_wrapped_text():
    text = "Milk\nBread and butter\nTwo lemons from the market\nSalt\nOil\n"
    assert len(_texts(text)) == 5


def test_paragraphs_on_one_line_each_are_not_joined():
    line = "The ministry said on Tuesday that it had found no trace of the missing files."
    assert len(_texts("\n".join([line] * 6))) == 6


def test_a_text_without_letters_has_no_paragraphs():
    assert blocks(" \n\t\n\u2028") == []


@given(st.text())
def test_paragraphs_hold_every_character_but_white_space_once(text):
    spans = blocks(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
