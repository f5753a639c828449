"""Intervals: clustered, seeded, and what they must cover."""

import numpy as np
import pytest

from exports.agreement.coefficient import Coefficient
from exports.agreement.coefficients import EVERY
from exports.agreement.intervals import (
    Clusters,
    LeftOut,
    Resampling,
    bootstrap,
    bootstrap_error,
    draws,
    leaving_out,
    percentiles,
    probability_above,
    with_spread,
)
from exports.agreement.layer import measure
from tests.exports.agreement.ratings import labels_of, values_of


def nested(n_clusters=12, size=10, seed=1):
    """Units in clusters that share how hard they are: some clusters agree, some do not."""
    rng = np.random.default_rng(seed)
    rows, clusters = [], []
    for cluster in range(n_clusters):
        agreeing = 0.95 if cluster % 2 else 0.3
        for _ in range(size):
            value = int(rng.integers(1, 4))
            rows.append([value if rng.random() < agreeing else int(rng.integers(1, 4)) for _ in range(3)])
            clusters.append(cluster)
    return rows, clusters


def coefficient(rows, clusters=None, name="krippendorff_alpha", **resampling):
    labels = labels_of(rows, None, clusters)
    return measure(labels, "nominal", None, Resampling(**resampling)).coefficients[name]


def details(rows, clusters=None, **resampling):
    return coefficient(rows, clusters, **resampling).details()


def point(value, n_units=100, expected=None):
    return Coefficient(value, None, None, n_units, n_units, None, expected=expected)


def width(found):
    return found.ci[1] - found.ci[0]


def test_clusters_that_differ_widen_the_interval():
    rows, clusters = nested()
    assert width(coefficient(rows, clusters)) > 1.5 * width(coefficient(rows))


def test_every_sample_draws_as_many_units_as_there_are():
    for multiplicity in (np.ones(50), np.array([1.0, 500, 3000])):
        drawn = np.vstack(list(draws(multiplicity, Resampling(count=30), 4)))
        assert (drawn.shape, set(drawn.sum(axis=1))) == ((30, len(multiplicity)), {multiplicity.sum()})


def test_units_are_drawn_as_often_as_their_pattern_occurs():
    for multiplicity in (np.array([1.0, 9]), np.array([100.0, 900])):
        drawn = np.vstack(list(draws(multiplicity, Resampling(count=3000, seed=5), 4)))
        assert (drawn.mean(axis=0) / multiplicity.sum()).tolist() == pytest.approx([0.1, 0.9], abs=0.01)


def test_the_size_of_portions_does_not_change_the_draws():
    narrow, wide = (
        np.vstack(list(draws(np.ones(7), Resampling(count=9, seed=1), size))) for size in (1, 1 << 30)
    )
    assert narrow.tolist() == wide.tolist()


def test_the_error_of_one_sample_is_none():
    assert bootstrap_error(np.array([0.5, np.nan])) is None


def test_ten_times_the_labels_are_drawn_from_the_same_blocks():
    # This is why an interval costs the same for a hundred thousand labels as for ten million.
    rows, clusters = nested()
    few, many = (
        measure(labels_of(rows * times, None, clusters * times), "nominal", None, Resampling(count=2))
        for times in (1, 10)
    )
    assert len(few.patterns.multiplicity) == len(many.patterns.multiplicity)
    assert (few.n_clusters, many.n_clusters) == (12, 12)
    assert many.patterns.multiplicity.tolist() == (10 * few.patterns.multiplicity).tolist()


def test_the_same_seed_gives_the_same_bootstrap():
    rows, clusters = nested()
    assert details(rows, clusters, seed=3) == details(rows, clusters, seed=3)


def test_another_seed_gives_another_bootstrap_and_the_same_interval():
    rows, clusters = nested()
    first, second = (coefficient(rows, clusters, seed=seed) for seed in (3, 4))
    assert first.bootstrap_ci != second.bootstrap_ci
    assert first.ci == second.ci


def test_one_unit_in_each_cluster_is_the_same_as_no_clusters():
    rows, _ = nested()
    alone, plain = coefficient(rows, range(len(rows))), coefficient(rows)
    assert (alone.ci, alone.se) == (pytest.approx(plain.ci), pytest.approx(plain.se))


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("clustered", [True, False])
def test_the_error_is_that_of_measuring_again_without_each_cluster(name, clustered):
    # Brute force: write out the rows without each cluster, and measure them anew.
    rows, clusters = nested(n_clusters=6, size=7)
    clusters = clusters if clustered else list(range(len(rows)))
    without = np.array([
        values_of([row for row, one in zip(rows, clusters, strict=True) if one != left_out],
                  categories=[1, 2, 3])[name]
        for left_out in sorted(set(clusters))
    ])  # fmt: skip
    expected = np.sqrt((len(without) - 1) * without.var())
    found = coefficient(rows, clusters if clustered else None, name)
    assert found.se == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", EVERY)
def test_a_crowd_has_the_error_of_measuring_again_without_each_cluster(name):
    rng = np.random.default_rng(3)
    rows, clusters = nested(n_clusters=6, size=9)
    rows = [[value if rng.random() < 0.8 else None for value in row] + [None] * 30 for row in rows]
    without = np.array([
        values_of([row for row, one in zip(rows, clusters, strict=True) if one != left_out],
                  categories=[1, 2, 3])[name]
        for left_out in range(6)
    ])  # fmt: skip
    assert coefficient(rows, clusters, name).se == pytest.approx(np.sqrt(5 * without.var()), rel=1e-9)


@pytest.mark.parametrize("name", ["krippendorff_alpha", "gwet_ac", "fleiss_kappa", "conger_kappa"])
def test_a_cluster_drawn_again_gives_the_coefficient_of_its_labels(name):
    # Brute force: draw whole clusters, write their rows out, and measure them anew.
    rows, clusters = nested(n_clusters=5, size=6)
    expected = []
    for sample in next(draws(np.ones(5), Resampling(count=8, seed=11), 1)):
        again = [row for row, one in zip(rows, clusters, strict=True) for _ in range(int(sample[one]))]
        expected.append(values_of(again, categories=[1, 2, 3])[name])
    found = coefficient(rows, clusters, name, count=8, seed=11)
    assert found.bootstrap_se == pytest.approx(np.std(expected, ddof=1))


@pytest.mark.parametrize("measurement", ["ordinal", "interval", "ratio"])
def test_alpha_without_a_cluster_follows_its_own_labels(measurement):
    rows, clusters = nested(n_clusters=5, size=5)
    without = np.array([
        values_of([row for row, one in zip(rows, clusters, strict=True) if one != left_out],
                  measurement, categories=[1, 2, 3])["krippendorff_alpha"]
        for left_out in range(5)
    ])  # fmt: skip
    found = measure(labels_of(rows, [1, 2, 3], clusters), measurement, None, Resampling(count=2))
    expected = np.sqrt(4 * without.var())
    assert found.coefficients["krippendorff_alpha"].se == pytest.approx(expected, rel=1e-9)


def test_the_bootstrap_error_is_near_the_linearized_one_for_independent_units():
    rng = np.random.default_rng(0)
    rows = [
        [int(v), int(v) if rng.random() < 0.7 else int(rng.integers(1, 4))] for v in rng.integers(1, 4, 400)
    ]
    found = coefficient(rows, count=2000)
    assert [found.bootstrap_se, found.se] == pytest.approx([found.unit_se] * 2, rel=0.06)


def test_units_that_one_annotator_labeled_alone_leave_the_error_as_it_is():
    # R irrCAC's error of the same grows from .069 to .203.
    doubled = [["A", "A"]] * 9 + [["B", "B"]] * 9 + [["A", "B"], ["B", "A"]]
    single = [["A", None], ["B", None]] * 90
    alone, beside = (coefficient(rows, name="percent_agreement") for rows in (doubled, doubled + single))
    assert [beside.se, beside.unit_se] == pytest.approx([alone.se, alone.unit_se], rel=0.03)
    assert (alone.irrcac_se, beside.irrcac_se) == pytest.approx((0.069, 0.203), abs=5e-4)


def test_the_error_of_a_mean_is_its_standard_error():
    data = np.array([1.0, 2.0, 4.0, 9.0]) / 10
    source = leaving_out(data[:, None], np.ones(4), lambda sums: {"mean": sums[:, 0] / 3})["mean"]
    found = with_spread(point(data.mean()), [source], Clusters(4), Resampling())
    assert found.se == pytest.approx(data.std(ddof=1) / 2)


def test_alike_blocks_count_as_often_as_they_occur():
    few = LeftOut(np.array([0.5, 0.6, 0.8]), np.array([1.0, 3, 2]))
    many = LeftOut(np.repeat(few.values, [1, 3, 2]), np.ones(6))
    first, second = (with_spread(point(0.6), [each], Clusters(6), Resampling()) for each in (few, many))
    assert (first.se, first.ci) == (pytest.approx(second.se), pytest.approx(second.ci))


def test_a_coefficient_undefined_without_a_cluster_has_no_interval():
    source = LeftOut(np.array([0.5, np.nan, 0.6]), np.ones(3))
    found = with_spread(point(0.5), [source], Clusters(3), Resampling())
    assert (found.value, found.ci, found.reason) == (0.5, None, "undefined_if_one_is_left_out")


def test_errors_over_clusters_and_over_annotators_add_up():
    clusters, people = (
        LeftOut(np.array([0.5, 0.6, 0.8]), np.ones(3)),
        LeftOut(np.array([0.4, 0.6, 0.7]), np.ones(3)),
    )
    parts = [with_spread(point(0.6), [each], Clusters(3), Resampling()).se for each in (clusters, people)]
    found = with_spread(point(0.6), [clusters, people], Clusters(3), Resampling())
    assert found.se == pytest.approx(np.hypot(*parts))


def test_random_annotators_take_three():
    rows, clusters = nested()
    found = coefficient([row[:2] for row in rows], clusters, annotators="random")
    assert (found.value is not None, found.ci, found.reason) == (True, None, "too_few_annotators")


@pytest.mark.parametrize("name", EVERY)
def test_random_annotators_widen_the_interval_by_the_error_without_each_of_them(name):
    rows, clusters = nested()
    rows = [[*row, 1 + row[0] % 3] for row in rows]
    fixed, random = (coefficient(rows, clusters, name, annotators=kind) for kind in ("fixed", "random"))
    without = np.array([
        values_of([row[:left_out] + row[left_out + 1 :] for row in rows], categories=[1, 2, 3])[name]
        for left_out in range(4)
    ])  # fmt: skip
    assert random.se == pytest.approx(np.hypot(fixed.se, np.sqrt(3 * without.var())), rel=1e-9)


def test_percentiles_of_mostly_undefined_samples_are_none():
    assert percentiles(np.array([0.5, np.nan, np.nan]), 0.95) is None


def test_undefined_samples_are_left_out_of_percentiles():
    assert percentiles(np.array([0.2, 0.4, np.nan]), 0.5) == pytest.approx((0.25, 0.35))


def test_the_bootstrap_gives_one_number_for_each_sample():
    found = bootstrap(np.ones((4, 1)), np.ones(4), lambda sums: {"sum": sums[:, 0]}, Resampling(count=7))
    assert found["sum"].tolist() == [4] * 7


def test_the_probability_above_a_line_is_a_half_at_the_value():
    rows, clusters = nested()
    found = coefficient(rows, clusters)
    assert probability_above(found, found.value) == pytest.approx(0.5)
    assert probability_above(found, found.value - 4 * found.se) > 0.99


def test_without_an_error_there_is_no_probability():
    assert probability_above(point(0.5), 0.6) is None


@pytest.mark.parametrize("options", [{"count": 0}, {"count": 10**9}, {"level": 1.0}])
def test_impossible_resampling_is_refused(options):
    with pytest.raises(ValueError, match="resamples are possible"):
        Resampling(**options)
