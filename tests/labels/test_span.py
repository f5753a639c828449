from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.span import Span, merged, quote

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(1, 20))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_range_is_never_empty_reversed_or_before_the_text(start, end):
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_range_counts_code_points():
    text = "a👍🏽é!"
    assert Span(1, 3).of(text) == "👍🏽"
    assert len(Span(1, 3)) == 2


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [((0, 5), (5, 9), 0), ((0, 5), (4, 9), 1), ((0, 9), (2, 4), 2), ((3, 4), (3, 4), 1)],
)
def test_overlap_is_the_characters_that_both_hold(first, second, shared):
    assert Span(*first).overlap(Span(*second)) == shared == Span(*second).overlap(Span(*first))


def test_trimming_leaves_out_white_space_at_the_ends_only():
    assert Span(0, 7).trimmed("  a b \n") == Span(2, 5)
    assert Span(0, 3).trimmed(" \n\u00a0") is None


@given(st.lists(spans))
def test_merged_ranges_hold_the_same_characters_and_neither_touch_nor_overlap(given_spans):
    result = merged(given_spans)
    characters = {at for span in given_spans for at in range(span.start, span.end)}
    assert {at for span in result for at in range(span.start, span.end)} == characters
    assert all(left.end < right.start for left, right in pairwise(result))


def test_a_discontinuous_quote_shows_that_something_was_left_out():
    assert quote("The dam, he said, will burst", [Span(0, 7), Span(18, 28)]) == "The dam ... will burst"
