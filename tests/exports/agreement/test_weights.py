"""How much two values agree or differ: weights by Gwet, differences by Krippendorff."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.agreement.choices import WEIGHT_KINDS
from exports.agreement.weights import (
    agreement_weights,
    default_weights,
    fixed_difference,
    ordinal_ranks,
    ratio_difference,
)

KINDS = st.sampled_from(WEIGHT_KINDS)


@pytest.mark.parametrize(
    ("kind", "first_row"),
    [
        ("identity", [1, 0, 0, 0]),
        ("linear", [1, 2 / 3, 1 / 3, 0]),
        ("quadratic", [1, 8 / 9, 5 / 9, 0]),
        # Values 1 to 4 span 2, 3 and 4 ranks: 1, 3 and 6 pairs of them.
        ("ordinal", [1, 5 / 6, 1 / 2, 0]),
        ("radical", [1, 1 - np.sqrt(1 / 3), 1 - np.sqrt(2 / 3), 0]),
        # ((1 - k) / (1 + k))^2 over ((4 - 1) / (4 + 1))^2.
        ("ratio", [1, 1 - (1 / 9) / (9 / 25), 1 - (1 / 4) / (9 / 25), 0]),
    ],
)
def test_weights_follow_gwet_2014_chapter_3(kind, first_row):
    assert agreement_weights(kind, 4)[0] == pytest.approx(first_row)


@given(KINDS, st.integers(1, 8))
def test_weights_are_symmetric_with_ones_on_the_diagonal(kind, n_values):
    weights = agreement_weights(kind, n_values)
    assert weights.tolist() == weights.T.tolist()
    assert np.diag(weights).tolist() == [1.0] * n_values


@given(KINDS, st.integers(2, 8))
def test_weights_fall_with_the_distance_of_the_values(kind, n_values):
    row = agreement_weights(kind, n_values)[0]
    assert (np.diff(row) <= 1e-12).all()


@given(KINDS, st.integers(2, 8))
def test_the_two_ends_of_a_scale_do_not_agree_at_all(kind, n_values):
    assert agreement_weights(kind, n_values)[0, -1] == pytest.approx(0.0)


def test_scores_stretch_linear_weights():
    assert agreement_weights("linear", 3, [0, 1, 10])[0] == pytest.approx([1, 0.9, 0])


def test_scores_do_not_matter_to_identity_and_ordinal_weights():
    for kind in ("identity", "ordinal"):
        assert agreement_weights(kind, 3, [0, 1, 10]).tolist() == agreement_weights(kind, 3).tolist()


def test_two_values_of_one_score_agree():
    assert agreement_weights("quadratic", 2, [3, 3]).tolist() == [[1, 1], [1, 1]]


def test_ratio_weights_of_scores_around_zero_are_finite():
    assert np.isfinite(agreement_weights("ratio", 3, [-1, 0, 1])).all()


def test_every_weight_of_a_single_value_is_one():
    assert [agreement_weights(kind, 1).tolist() for kind in WEIGHT_KINDS] == [[[1.0]]] * len(WEIGHT_KINDS)


def test_the_default_weights_are_identity_for_nominal_and_quadratic_otherwise():
    kinds = [default_weights(measurement) for measurement in ("nominal", "ordinal", "interval", "ratio")]
    assert kinds == ["identity", "quadratic", "quadratic", "quadratic"]


def test_nominal_values_differ_or_not():
    assert fixed_difference("nominal", 2).tolist() == [[0, 1], [1, 0]]


def test_interval_values_differ_by_the_square_of_their_distance():
    assert fixed_difference("interval", 3, [0, 2, 5])[0].tolist() == [0, 4, 25]


def test_ratio_values_differ_relative_to_their_sum():
    assert fixed_difference("ratio", 2, [1, 3])[0].tolist() == [0, 0.25]


def test_two_zeros_do_not_differ_in_ratio():
    assert ratio_difference(np.array([0.0, 1.0])).tolist() == [[0, 1], [1, 0]]


def test_values_without_scores_stand_at_equal_distances():
    assert fixed_difference("interval", 3)[0].tolist() == [0, 1, 4]


def test_the_ordinal_difference_depends_on_the_labels():
    assert fixed_difference("ordinal", 3) is None


def test_the_middle_rank_of_a_value_is_below_it_and_half_of_its_own():
    assert ordinal_ranks(np.array([4.0, 2.0, 6.0])).tolist() == [2, 5, 9]


def test_ranks_are_made_for_each_sample():
    samples = np.array([[1.0, 1.0], [2.0, 0.0]])
    assert ordinal_ranks(samples).tolist() == [[0.5, 1.5], [1.0, 2.0]]


def test_krippendorffs_example_of_ordinal_ranks():
    # Krippendorff (2011), section C: values 1 to 5 occur 9, 13, 10, 5 and 3 times in pairable units; the
    # squared ordinal difference of 1 and 3 is (9/2 + 13 + 10/2)^2.
    ranks = ordinal_ranks(np.array([9.0, 13, 10, 5, 3]))
    assert (ranks[2] - ranks[0]) ** 2 == pytest.approx((9 / 2 + 13 + 10 / 2) ** 2)
