"""Intervals: clustered, seeded, and what they must cover."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from exports.agreement.intervals import (
    Resampling,
    bootstrap_error,
    draws,
    interval,
    jackknife_error,
    probability_above,
)
from exports.agreement.layer import measure
from tests.exports.agreement.ratings import KRIPPENDORFF_2011, labels_of, values_of


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


def width(found):
    return found.ci[1] - found.ci[0]


def test_the_same_seed_gives_the_same_interval():
    rows, clusters = nested()
    assert coefficient(rows, clusters, seed=3).ci == coefficient(rows, clusters, seed=3).ci


def test_another_seed_gives_another_interval():
    rows, clusters = nested()
    assert coefficient(rows, clusters, seed=3).ci != coefficient(rows, clusters, seed=4).ci


def test_clusters_that_differ_widen_the_interval():
    rows, clusters = nested()
    assert width(coefficient(rows, clusters)) > 1.5 * width(coefficient(rows))


def test_one_unit_in_each_cluster_is_the_same_as_no_clusters():
    rows, _ = nested()
    alone, plain = coefficient(rows, range(len(rows)), count=4000), coefficient(rows, count=4000)
    assert alone.ci == pytest.approx(plain.ci, abs=0.015)


@pytest.mark.parametrize("name", ["krippendorff_alpha", "gwet_ac", "fleiss_kappa", "conger_kappa",
                                  "mean_pairwise_cohen_kappa"])  # fmt: skip
def test_a_cluster_drawn_again_gives_the_coefficient_of_its_labels(name):
    # Brute force: draw whole clusters, write their rows out, and measure them anew.
    rows, clusters = nested(n_clusters=5, size=6)
    drawn = next(draws(np.ones(5), Resampling(count=8, seed=11), 1))
    expected = []
    for sample in drawn:
        again = [
            row for row, cluster in zip(rows, clusters, strict=True) for _ in range(int(sample[cluster]))
        ]
        expected.append(values_of(again, categories=[1, 2, 3])[name])
    agreement = measure(labels_of(rows, [1, 2, 3], clusters), "nominal", None, Resampling(count=8, seed=11))
    assert agreement.samples[name] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("measurement", ["ordinal", "interval", "ratio"])
def test_alpha_of_a_sample_follows_its_own_labels(measurement):
    rows, clusters = nested(n_clusters=4, size=5)
    drawn = next(draws(np.ones(4), Resampling(count=5, seed=2), 1))
    expected = []
    for sample in drawn:
        again = [
            row for row, cluster in zip(rows, clusters, strict=True) for _ in range(int(sample[cluster]))
        ]
        expected.append(values_of(again, measurement, categories=[1, 2, 3])["krippendorff_alpha"])
    agreement = measure(labels_of(rows, [1, 2, 3], clusters), measurement, None, Resampling(count=5, seed=2))
    assert agreement.samples["krippendorff_alpha"] == pytest.approx(expected, abs=1e-9)


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


def test_the_bootstrap_error_is_near_the_linearised_one_for_independent_units():
    rng = np.random.default_rng(0)
    rows = [
        [int(v), int(v) if rng.random() < 0.7 else int(rng.integers(1, 4))] for v in rng.integers(1, 4, 400)
    ]
    found = coefficient(rows, count=2000)
    assert found.bootstrap_se == pytest.approx(found.se, rel=0.06)


def test_bca_is_shifted_where_the_samples_are_skewed():
    rows = KRIPPENDORFF_2011
    assert coefficient(rows, method="bca").ci[0] < coefficient(rows).ci[0]


def test_bca_matches_scipy_on_the_same_samples():
    data = np.random.default_rng(7).exponential(size=40)
    theirs = bootstrap((data,), np.mean, method="BCa", rng=np.random.default_rng(1), n_resamples=2000)
    without = (data.sum() - data) / 39
    samples = theirs.bootstrap_distribution
    ours = interval(samples, Resampling(method="bca"), float(data.mean()), without, np.ones(40))
    assert ours == pytest.approx(tuple(theirs.confidence_interval), rel=1e-9)


def test_an_interval_of_mostly_undefined_samples_is_none():
    samples = np.array([0.5, np.nan, np.nan])
    assert interval(samples, Resampling(), 0.5, None, np.ones(3)) is None


def test_undefined_samples_are_left_out_of_an_interval():
    samples = np.array([0.2, 0.4, np.nan])
    assert interval(samples, Resampling(level=0.5), 0.3, None, np.ones(3)) == pytest.approx((0.25, 0.35))


def test_bca_without_samples_on_both_sides_falls_back_to_percentiles():
    samples, without = np.full(10, 0.5), np.array([0.5, 0.5])
    assert interval(samples, Resampling(method="bca"), 0.9, without, np.ones(2)) == (0.5, 0.5)


def test_the_jackknife_error_of_a_mean_is_its_standard_error():
    data = np.array([1.0, 2.0, 4.0, 9.0])
    without = (data.sum() - data) / 3
    assert jackknife_error(without, np.ones(4)) == pytest.approx(data.std(ddof=1) / 2)


def test_the_jackknife_error_is_none_where_a_unit_cannot_be_left_out():
    assert jackknife_error(np.array([0.5, np.nan]), np.ones(2)) is None


def test_the_error_of_one_sample_is_none():
    assert bootstrap_error(np.array([0.5, np.nan])) is None


def test_the_probability_above_a_line_is_a_share_of_samples():
    samples = np.array([0.5, 0.7, 0.9, np.nan])
    assert probability_above(samples, 0.6) == pytest.approx(2 / 3)


def test_the_probability_of_no_samples_is_none():
    assert probability_above(np.array([np.nan]), 0.6) is None


@pytest.mark.parametrize("options", [{"count": 0}, {"level": 1.0}])
def test_impossible_resampling_is_refused(options):
    with pytest.raises(ValueError, match="must be positive, level below 1"):
        Resampling(**options)


def test_ten_times_the_labels_are_drawn_from_the_same_blocks():
    # This is why an interval costs the same for a hundred thousand labels as for ten million.
    rows, clusters = nested()
    few, many = (
        measure(labels_of(rows * times, None, clusters * times), "nominal", None, Resampling(count=2))
        for times in (1, 10)
    )
    assert len(few.found.multiplicity) == len(many.found.multiplicity)
    assert (few.n_clusters, many.n_clusters) == (12, 12)
    assert many.found.multiplicity.tolist() == (10 * few.found.multiplicity).tolist()
