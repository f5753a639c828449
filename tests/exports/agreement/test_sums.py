"""The sums behind the coefficients, and the same answers from dense and sparse matrices."""

import itertools

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exports.agreement import sums
from exports.agreement.coefficients import (
    conger_chance,
    estimates,
    fleiss_chance,
    gwet_chance,
    krippendorff_alpha,
)
from exports.agreement.counts import Labels, coded, patterns_of, row_sums
from exports.agreement.intervals import Resampling
from exports.agreement.layer import layer_scale, measure
from exports.agreement.pairs.pairs import pair_entries, pairs_of
from exports.agreement.standard_errors import alpha_error
from exports.agreement.sums import (
    cluster_patterns,
    counted_pairs,
    layout_of,
    pattern_rows,
    total_row,
    unit_agreement,
)
from tests.exports.agreement.ratings import KRIPPENDORFF_2011, labels_of, ratings

CATEGORIES = [1, 2, 3, 4]
MEASUREMENTS = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])


def crowded(labels, idle=30):
    """The same labels among annotators who label nothing: too many to merge units."""
    names = labels.annotators + tuple(f"idle{number}" for number in range(idle))
    return Labels(
        labels.unit,
        labels.annotator,
        labels.value,
        labels.units,
        names,
        labels.categories,
        labels.cluster,
        labels.scores,
    )


def matrix_of(labels, measurement="nominal"):
    found = patterns_of(labels)
    scale = layer_scale(labels, measurement)
    rows = pattern_rows(found, scale)
    return found, scale, rows.toarray() if sp.issparse(rows) else rows


@given(ratings(), MEASUREMENTS)
@settings(max_examples=60, deadline=None)
def test_the_rows_of_all_units_add_up_to_the_total(rows, measurement):
    found, scale, matrix = matrix_of(labels_of(rows, CATEGORIES), measurement)
    assert found.multiplicity @ matrix == pytest.approx(total_row(found, scale), abs=1e-9)


@given(ratings())
@settings(max_examples=40, deadline=None)
def test_the_rows_of_a_crowd_add_up_to_the_total(rows):
    found, scale, matrix = matrix_of(crowded(labels_of(rows, CATEGORIES)))
    assert found.multiplicity @ matrix == pytest.approx(total_row(found, scale), abs=1e-9)


@given(ratings(), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_clusters_add_up_to_the_total(rows, n_clusters):
    labels = labels_of(rows, CATEGORIES)
    found, scale, matrix = matrix_of(labels)
    cluster = np.arange(len(labels.units)) % n_clusters
    blocks = cluster_patterns(found, cluster) @ matrix
    assert blocks.sum(axis=0) == pytest.approx(total_row(found, scale), abs=1e-9)


def test_clusters_without_labels_are_no_blocks():
    labels = labels_of([[1, 1], [2, 2]], [1, 2], [0, 7])
    found, _, _ = matrix_of(labels)
    assert cluster_patterns(found, np.array([0, 7])).toarray().tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("width", [3, 100_000])
def test_what_comes_together_is_counted_in_tables_and_in_sparse_ones(width):
    rows, columns = np.array([1, 0, 1, 1]), np.array([2, 0, 2, width - 1])
    counted = counted_pairs(rows, columns, (2, width))
    assert counted.sum() == 4
    assert [counted[0, 0], counted[1, 2]] == [1, 3 if width == 3 else 2]
    assert counted.has_sorted_indices


@given(ratings())
@settings(max_examples=40, deadline=None)
def test_dense_and_sparse_rows_are_the_same(rows):
    labels = labels_of(rows, CATEGORIES)
    found, scale, dense = matrix_of(labels)
    limit = sums._DENSE
    try:
        sums._DENSE = -1
        sparse = pattern_rows(found, scale)
    finally:
        sums._DENSE = limit
    assert sp.issparse(sparse)
    assert sparse.toarray() == pytest.approx(dense, abs=1e-12)


@given(ratings())
@settings(max_examples=40, deadline=None)
def test_pairs_of_a_crowd_are_those_of_the_few(rows):
    labels = labels_of(rows, CATEGORIES)
    few, many = pairs_of(patterns_of(labels)), pairs_of(patterns_of(crowded(labels)))
    assert few.members.tolist() == many.members.tolist()
    assert few.tables.tolist() == many.tables.tolist()


@given(ratings())
@settings(max_examples=40, deadline=None)
def test_each_pair_of_labels_is_an_entry(rows):
    found = patterns_of(labels_of(rows, CATEGORIES))
    shared = pairs_of(found)
    entries = pair_entries(found, shared)
    counted = np.zeros_like(shared.tables)
    heft = found.multiplicity[entries.pattern]
    np.add.at(counted, (entries.pair, entries.first, entries.second), heft)
    assert counted.tolist() == shared.tables.tolist()


@given(ratings())
@settings(max_examples=40, deadline=None)
def test_marginals_and_sums_of_gains_are_the_same_for_few_and_for_a_crowd(rows):
    labels = labels_of(rows, CATEGORIES)
    few, many = patterns_of(labels), patterns_of(crowded(labels))
    size = len(labels.annotators)
    assert few.marginals().tolist() == many.marginals()[:size].tolist()
    gains = np.arange(4.0 * size).reshape(size, 4)
    padded = np.vstack((gains, np.zeros((30, 4))))
    ours, theirs = few.summed(gains) @ few.multiplicity, many.summed(padded) @ many.multiplicity
    assert ours == pytest.approx(theirs)


def test_marginals_count_the_labels_of_each_annotator():
    found = patterns_of(labels_of([[1, 1], [1, 2], [2, None]]))
    assert found.marginals().tolist() == [[2, 1], [1, 1]]


def test_a_layout_names_every_column_once():
    found, scale, matrix = matrix_of(labels_of(KRIPPENDORFF_2011), "ordinal")
    layout = layout_of(4, scale)
    numbered = layout.sums(np.arange(float(layout.width)))
    parts = [np.ravel(getattr(numbered, name)) for name in type(numbered).__dataclass_fields__]
    assert sorted(np.concatenate(parts).tolist()) == list(range(layout.width))
    assert matrix.shape == (len(found.multiplicity), layout.width)


def test_coincidences_of_an_ordinal_layer_are_krippendorffs():
    # Krippendorff (2011), section C: o_11 = 7, o_12 = 4/3, o_13 = 1/3, o_14 = 1/3, o_22 = 10.
    found, scale, _ = matrix_of(labels_of(KRIPPENDORFF_2011), "ordinal")
    total = layout_of(4, scale).sums(total_row(found, scale))
    assert total.difference[0] == pytest.approx([7, 4 / 3, 1 / 3, 1 / 3, 0])
    assert total.difference[1, 1] == pytest.approx(10)
    assert total.pairable.tolist() == [9, 13, 10, 5, 3]


def test_unit_agreement_is_the_share_of_agreeing_pairs():
    assert unit_agreement(np.array([[3.0, 1], [1, 0], [0, 2]]), np.eye(2)).tolist() == [0.5, 0, 1]


def test_row_sums_are_sums():
    assert row_sums(np.array([[1.0, 2, 3], [4, 5, 6]])).tolist() == [6, 15]


def test_gwets_chance_is_largest_for_even_shares():
    even, skewed = (float(gwet_chance(np.array(shares), np.eye(2))) for shares in ([0.5, 0.5], [0.9, 0.1]))
    assert (even, skewed) == (pytest.approx(0.5), pytest.approx(0.18))


def test_fleiss_chance_is_largest_for_skewed_shares():
    even, skewed = (float(fleiss_chance(np.array(shares), np.eye(2))) for shares in ([0.5, 0.5], [0.9, 0.1]))
    assert (even, skewed) == (pytest.approx(0.5), pytest.approx(0.82))


def test_congers_chance_is_the_mean_over_pairs_of_annotators():
    marginals = np.array([[8.0, 2], [5, 5], [3, 1]])
    shares = marginals / marginals.sum(axis=1, keepdims=True)
    expected = np.mean([first @ second for first, second in itertools.combinations(shares, 2)])
    assert float(conger_chance(marginals, np.eye(2))) == pytest.approx(expected)


def test_congers_chance_leaves_out_who_gave_no_label():
    both = np.array([[8.0, 2], [5, 5]])
    assert float(conger_chance(np.vstack((both, [0, 0])), np.eye(2))) == pytest.approx(
        float(conger_chance(both, np.eye(2)))
    )


def test_congers_chance_of_one_annotator_is_undefined():
    assert np.isnan(conger_chance(np.array([[8.0, 2]]), np.eye(2)))


@given(st.lists(ratings(annotators=3, values=3), min_size=2, max_size=3))
@settings(max_examples=30, deadline=None)
def test_many_samples_at_once_are_each_of_them_alone(tables):
    rows = [row for table in tables for row in table]
    labels = labels_of(rows, [1, 2, 3], [number for number, table in enumerate(tables) for _ in table])
    found, scale, matrix = matrix_of(labels, "ordinal")
    blocks = cluster_patterns(found, labels.cluster) @ matrix
    assume(blocks.shape[0] > 0)
    layout = layout_of(len(labels.annotators), scale)
    together = estimates(layout.sums(np.asarray(blocks)), scale)
    for number, block in enumerate(np.asarray(blocks)):
        alone = estimates(layout.sums(block), scale)
        for name in alone:
            expected = float(alone[name].value)
            assert float(together[name].value[number]) == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(ratings(values=3), MEASUREMENTS)
@settings(max_examples=60, deadline=None)
def test_alpha_is_one_minus_disagreement_over_what_is_expected(rows, measurement):
    found, scale, _ = matrix_of(labels_of(rows, [1, 2, 3]), measurement)
    total = layout_of(found.n_annotators, scale).sums(total_row(found, scale))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = krippendorff_alpha(total, scale)
    assume(np.isfinite(alpha.value))
    expected = (alpha.observed - alpha.expected) / (1 - alpha.expected)
    assert float(alpha.value) == pytest.approx(float(expected), abs=1e-9)


def test_the_error_of_alpha_is_undefined_where_alpha_is():
    assert np.isnan(alpha_error(np.array([[2.0, 0]]), np.array([5.0]), 1 - np.eye(2)))


def test_a_crowd_gets_the_same_interval_as_the_few():
    rows = KRIPPENDORFF_2011
    labels = labels_of(rows, None, [number // 3 for number in range(len(rows))])
    few, many = (
        measure(each, "ordinal", None, Resampling(count=60)).coefficients
        for each in (labels, crowded(labels))
    )
    assert {name: each.ci for name, each in few.items()} == {
        name: pytest.approx(each.ci, abs=1e-9) for name, each in many.items()
    }


def test_names_of_any_kind_become_text():
    labels = coded([1, 2], [("a", 3), ("a", 3)], ["x", "y"], ["x", "y"])
    assert (labels.annotators, labels.units) == (("1", "2"), ("('a', 3)",))


def test_the_cluster_of_a_unit_is_the_first_named():
    labels = coded(["a", "b", "a"], ["u", "u", "v"], ["x"] * 3, ["x"], clusters=["E", "E", "F"])
    assert (labels.cluster.tolist(), labels.n_clusters) == ([0, 1], 2)


def test_units_are_their_own_clusters_where_there_are_none():
    assert labels_of([[1, 1], [2, None], [None, None]]).n_clusters == 2
