"""Ranges of many values at once are those of each value alone."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.agreement.spans.range_column import range_column
from labels.span import Span

parts = st.tuples(st.integers(0, 999), st.integers(1, 50)).map(lambda part: [part[0], part[0] + part[1]])
columns = st.lists(st.lists(parts, min_size=1, max_size=3), max_size=6)


def column_of(values):
    return range_column([json.dumps(value, separators=(",", ":")) for value in values])


@given(columns)
def test_every_value_keeps_its_ranges(values):
    column = column_of(values)
    found = [column.spans(number) for number in range(len(values))]
    assert found == [tuple(Span(*part) for part in value) for value in values]


@given(columns)
def test_a_value_begins_with_its_first_range_and_ends_with_its_last(values):
    column = column_of(values)
    assert column.begin.tolist() == [value[0][0] for value in values]
    assert column.end.tolist() == [value[-1][1] for value in values]


@given(columns)
def test_the_size_of_a_value_is_that_of_its_ranges(values):
    expected = [sum(end - start for start, end in value) for value in values]
    assert column_of(values).sizes.tolist() == expected


@given(columns)
def test_every_range_knows_its_value(values):
    expected = [number for number, value in enumerate(values) for _ in value]
    assert column_of(values).of_range.tolist() == expected


@given(columns.filter(len), st.data())
def test_values_can_be_chosen_in_any_order(values, data):
    chosen = data.draw(st.lists(st.integers(0, len(values) - 1)))
    column = column_of(values).take(np.array(chosen, dtype=np.int64))
    expected = [tuple(Span(*part) for part in values[number]) for number in chosen]
    assert [column.spans(number) for number in range(len(chosen))] == expected


def test_values_are_moved_by_numbers_of_their_own():
    column = column_of([[[0, 2], [4, 5]], [[7, 9]]]).moved(np.array([10, 100]))
    assert (column.starts.tolist(), column.ends.tolist()) == ([10, 14, 107], [12, 15, 109])


def test_white_space_in_the_text_of_a_value_does_not_matter():
    assert range_column(["[[1, 2], [3, 4]]", "[[5,6]]"]).starts.tolist() == [1, 3, 5]


@pytest.mark.parametrize("value", ["[[1,2,3]]", "[[1]]"])
def test_what_is_no_list_of_ranges_is_refused(value):
    with pytest.raises(ValueError, match="no list of ranges"):
        range_column([value])
