"""The coefficients against independent packages and brute force, on random tables with missing labels."""

import itertools
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from exports.agreement.counts import patterns_of
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from exports.agreement.pairs.pairs import pairs_of
from exports.agreement.pairs.pairwise import cohen_kappa
from exports.agreement.weights import agreement_weights
from tests.exports.agreement.ratings import agreement_of, as_matrix, labels_of, ratings, values_of

CATEGORIES = [1, 2, 3, 4]


def pairable_values(rows):
    return {
        value for row in rows if sum(v is not None for v in row) > 1 for value in row if value is not None
    }


@given(ratings(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
@settings(max_examples=150, deadline=None)
def test_alpha_equals_the_krippendorff_package(rows, measurement):
    assume(len(pairable_values(rows)) > 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = krippendorff.alpha(
            reliability_data=as_matrix(rows), level_of_measurement=measurement, value_domain=CATEGORIES
        )
    ours = values_of(rows, measurement, categories=CATEGORIES)["krippendorff_alpha"]
    assert ours == pytest.approx(expected, abs=1e-10)


@given(ratings(values=3))
@settings(max_examples=60, deadline=None)
def test_nominal_alpha_equals_nltk(rows):
    assume(len(pairable_values(rows)) > 1)
    task = AnnotationTask(
        [
            (f"a{rater}", f"u{unit}", str(value))
            for unit, row in enumerate(rows)
            for rater, value in enumerate(row)
            if value is not None and sum(v is not None for v in row) > 1
        ]
    )
    assert values_of(rows, categories=CATEGORIES)["krippendorff_alpha"] == pytest.approx(
        task.alpha(), abs=1e-10
    )


@given(ratings(missing=False))
@settings(max_examples=80, deadline=None)
def test_fleiss_kappa_and_brennan_prediger_equal_statsmodels(rows):
    assume(len(pairable_values(rows)) > 1)
    counts = np.array([[row.count(value) for value in CATEGORIES] for row in rows])
    ours = values_of(rows, categories=CATEGORIES)
    found = (ours["fleiss_kappa"], ours["brennan_prediger"])
    expected = [inter_rater.fleiss_kappa(counts, method) for method in ("fleiss", "randolph")]
    assert found == pytest.approx(expected, abs=1e-10)


@given(ratings(annotators=2), st.sampled_from([(None, "identity"), ("linear",) * 2, ("quadratic",) * 2]))
@settings(max_examples=100, deadline=None)
def test_kappa_of_two_annotators_equals_scikit_learn(rows, weights):
    theirs, ours = weights
    shared = [row for row in rows if None not in row]
    first, second = zip(*shared, strict=True) if shared else ([], [])
    # scikit-learn gives 0 where one of the two used one value only.
    assume(len(set(first)) > 1 and len(set(second)) > 1)
    expected = cohen_kappa_score(first, second, labels=CATEGORIES, weights=theirs)
    kappa = agreement_of(rows, "ordinal", ours, CATEGORIES).coefficients["mean_pairwise_cohen_kappa"].value
    assert kappa == pytest.approx(expected, abs=1e-10)


@given(ratings(annotators=2, missing=False), st.sampled_from(["identity", "linear", "quadratic"]))
@settings(max_examples=80, deadline=None)
def test_kappas_standard_errors_equal_statsmodels(rows, kind):
    table = pairs_of(patterns_of(labels_of(rows, CATEGORIES))).tables[0]
    ours = cohen_kappa(table, agreement_weights(kind, 4))
    # statsmodels divides by an error of zero, and takes the root of one that rounding left below zero.
    assume(ours.value is not None and ours.se > 1e-6)
    theirs = inter_rater.cohens_kappa(table, weights=1 - agreement_weights(kind, 4))
    expected = [theirs.kappa, theirs.std_kappa]
    assert [ours.value, ours.se] == pytest.approx(expected, abs=1e-9)


@given(ratings())
@settings(max_examples=80, deadline=None)
def test_the_mean_kappa_is_that_of_pairs_that_share_enough_weighted_by_units(rows):
    doubled = sum(sum(value is not None for value in row) > 1 for row in rows)
    kappas, weights, compared = [], [], 0
    for first, second in itertools.combinations(range(len(rows[0])), 2):
        shared = [(r[first], r[second]) for r in rows if r[first] is not None and r[second] is not None]
        compared += len(shared)
        if (
            shared
            and len(shared) >= min(5, doubled)
            and all(len(set(side)) > 1 for side in zip(*shared, strict=True))
        ):
            kappas.append(cohen_kappa_score(*zip(*shared, strict=True), labels=CATEGORIES))
            weights.append(len(shared))
    ours = values_of(rows, categories=CATEGORIES)["mean_pairwise_cohen_kappa"]
    enough = kappas and sum(weights) >= compared / 2
    assert ours == pytest.approx(np.average(kappas, weights=weights) if enough else None, abs=1e-10)


@given(ratings(annotators=2, missing=False))
@settings(max_examples=60, deadline=None)
def test_congers_kappa_of_two_complete_annotators_is_cohens(rows):
    ours = values_of(rows, categories=CATEGORIES)
    assume(ours["mean_pairwise_cohen_kappa"] is not None)
    assert ours["conger_kappa"] == pytest.approx(ours["mean_pairwise_cohen_kappa"], abs=1e-10)


def brute_force(rows, weights):
    """Percent agreement, AC and Fleiss' kappa, label by label, from the definitions in Gwet (2014)."""
    labeled = [[v for v in row if v is not None] for row in rows]
    labeled = [row for row in labeled if row]
    doubled = [row for row in labeled if len(row) > 1]
    agreeing = [[weights[a - 1, b - 1] for a, b in itertools.permutations(row, 2)] for row in doubled]
    observed = np.mean([np.mean(unit) for unit in agreeing])
    shares = np.mean([[row.count(value) / len(row) for value in CATEGORIES] for row in labeled], axis=0)
    gwet = weights.sum() * sum(p * (1 - p) for p in shares) / (4 * 3)
    fleiss = sum(weights[k, j] * shares[k] * shares[j] for k in range(4) for j in range(4))
    kappa = (observed - fleiss) / (1 - fleiss) if fleiss < 1 - 1e-9 else None
    return observed, (observed - gwet) / (1 - gwet), kappa


@given(ratings(), st.sampled_from(["identity", "linear", "quadratic", "ordinal", "radical", "ratio"]))
@settings(max_examples=100, deadline=None)
def test_gwets_family_equals_brute_force(rows, kind):
    assume(pairable_values(rows))
    ours = values_of(rows, "ordinal", kind, CATEGORIES)
    found = [ours["percent_agreement"], ours["gwet_ac"], ours["fleiss_kappa"]]
    expected = brute_force(rows, agreement_weights(kind, 4))
    assert found[:2] == pytest.approx(expected[:2], abs=1e-10)
    assert found[2] == pytest.approx(expected[2], abs=1e-9)


@pytest.mark.parametrize("measurement", ["nominal", "ordinal", "interval", "ratio"])
def test_linearized_errors_agree_with_the_jackknife(measurement):
    rng = np.random.default_rng(4)
    truth = rng.integers(1, 5, 300)
    given_values = np.where(rng.random((300, 4)) < 0.7, truth[:, None], rng.integers(1, 5, (300, 4)))
    labeled = rng.random((300, 4)) < 0.8
    rows = [
        [int(value) if here else None for value, here in zip(*row, strict=True)]
        for row in zip(given_values, labeled, strict=True)
    ]
    found = measure(labels_of(rows, CATEGORIES), measurement, "linear", Resampling(count=2)).coefficients
    expected = {name: each.se for name, each in found.items()}
    assert {name: each.unit_se for name, each in found.items()} == pytest.approx(expected, rel=0.03)
