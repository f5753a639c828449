"""Degenerate labels: null with a reason, never nan, never an error; percent agreement if two labels meet."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.agreement.coefficient import Coefficient
from exports.agreement.coefficients import NAMES
from exports.agreement.counts import Labels, coded
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from exports.agreement.layer_report import layer_report
from tests.exports.agreement.ratings import labels_of, ratings

FEW = Resampling(count=20)
CHANCE_FROM_LABELS = ("krippendorff_alpha", "fleiss_kappa", "conger_kappa", "mean_pairwise_cohen_kappa")


def coefficients(rows, categories=("x", "y"), measurement="nominal", clusters=None, resampling=FEW):
    return measure(labels_of(rows, categories, clusters), measurement, None, resampling).coefficients


@pytest.mark.parametrize("name", CHANCE_FROM_LABELS)
def test_one_value_everywhere_leaves_nothing_to_correct_by(name):
    found = coefficients(["xx", "xx", "xx"])[name]
    assert (found.value, found.se, found.ci, found.reason) == (None, None, None, "one_value_only")


def test_one_value_everywhere_is_full_agreement_in_percent_and_in_ac1():
    found = coefficients(["xx", "xx", "xx"])
    assert (found["percent_agreement"].value, found["gwet_ac"].value) == (1.0, 1.0)


@pytest.mark.parametrize("name", ["gwet_ac", "brennan_prediger", *CHANCE_FROM_LABELS])
def test_one_possible_value_leaves_nothing_to_correct_by(name):
    found = coefficients(["xx", "xx"], ["x"])[name]
    assert (found.value, found.reason) == (None, "one_value_only")


@pytest.mark.parametrize("name", NAMES)
def test_without_a_unit_with_two_labels_everything_is_null(name):
    found = coefficients([["x", None], [None, "y"], ["x", None]])[name]
    assert (found.value, found.reason) == (None, "no_unit_with_two_labels")


def test_a_lonely_annotator_has_nobody_to_be_paired_with():
    found = coefficients([["x"], ["y"]])
    reasons = {name: found[name].reason for name in ("conger_kappa", "krippendorff_alpha")}
    assert reasons == {"conger_kappa": "no_annotator_pair", "krippendorff_alpha": "no_unit_with_two_labels"}


def test_a_unit_with_one_label_does_not_lend_alpha_a_second_value():
    found = coefficients([["x", "x"], ["x", "x"], ["y", None]])
    assert found["krippendorff_alpha"].reason == "one_value_only"


def test_one_unit_has_a_value_without_error_or_interval():
    found = coefficients(["xy"])["krippendorff_alpha"]
    assert (found.value, found.se, found.ci, found.reason) == (0.0, None, None, "one_unit")


def test_one_cluster_has_an_error_by_units_only():
    found = coefficients(["xx", "yy", "xy"], clusters=["A", "A", "A"])["krippendorff_alpha"]
    assert (found.unit_se is not None, found.se, found.ci, found.reason) == (True, None, None, "one_cluster")


def test_two_clusters_have_no_interval():
    found = coefficients(["xx", "yy", "xy", "yx"], clusters=["A", "A", "B", "B"])["krippendorff_alpha"]
    assert (found.se, found.ci, found.reason) == (None, None, "too_few_clusters")


def test_alpha_needs_its_less_common_values_in_three_clusters():
    rows, clusters = ["xx", "xy", "xx", "yy", "xx", "xx"], ["A", "A", "B", "B", "C", "D"]
    found = coefficients(rows, clusters=clusters)
    assert found["krippendorff_alpha"].reason == "too_few_varied_clusters"
    assert found["percent_agreement"].ci is not None


def test_alpha_needs_eight_units_that_differ_where_units_share_clusters():
    # On fewer, intervals over three articles held the true alpha in 60 to 82 of 100.
    for rare, reason in ((7, "too_few_varied_units"), (8, None)):
        rows = ["xy"] + ["yy"] * (rare - 1) + ["xx"] * 40
        clusters = [f"c{number % 4}" for number in range(len(rows))]
        assert coefficients(rows, clusters=clusters)["krippendorff_alpha"].reason == reason
    assert coefficients(["xy"] * 3 + ["xx"] * 9)["krippendorff_alpha"].ci is not None


def test_a_cluster_without_doubled_units_does_not_count_as_a_second_one():
    rows = [["x", "x"], ["y", "y"], ["x", "y"], ["x", None]]
    found = coefficients(rows, clusters=["A", "A", "A", "B"])["krippendorff_alpha"]
    assert found.reason == "one_cluster"


def test_values_with_one_score_leave_no_expected_disagreement():
    labels = coded(
        ["a", "b", "a", "b"], ["1", "1", "2", "2"], ["x", "x", "y", "y"], ["x", "y"], scores=[1, 1]
    )
    found = measure(labels, "interval").coefficients["krippendorff_alpha"]
    assert (found.value, found.reason) == (None, "zero_expected_disagreement")


def test_pairs_that_each_used_one_value_have_no_kappa():
    found = coefficients(["xx", "xx"])["mean_pairwise_cohen_kappa"]
    assert (found.value, found.reason) == (None, "one_value_only")


def test_an_annotator_with_one_value_has_no_kappa():
    # Kappa would be 0 with an error of 0, however the other annotator labels.
    found = coefficients(["xx", "xy", "xx", "xy", "xx"])["mean_pairwise_cohen_kappa"]
    assert (found.value, found.se, found.reason) == (None, None, "constant_annotator")


def test_perfect_agreement_has_no_error_and_the_interval_its_few_units_allow():
    # Clopper & Pearson: 0 of 8 units with a disagreement go with a true share of up to .369.
    found = coefficients(["xx", "yy"] * 4)["percent_agreement"]
    assert (found.value, found.se, found.ci) == (1.0, 0.0, (pytest.approx(1 - 0.369, abs=5e-4), 1.0))


def test_disjoint_values_of_two_annotators_are_measured():
    # statsmodels refuses this table because it is not square.
    found = coefficients([[1, 2], [1, 3], [2, 2], [3, 3]], [1, 2, 3])["krippendorff_alpha"]
    assert found.value == pytest.approx(1 / 3)


def test_no_labels_at_all_is_no_error():
    nothing = np.zeros(0, dtype=np.int64)
    labels = Labels(nothing, nothing, nothing, (), (), ("x", "y"))
    assert {each.reason for each in measure(labels, "nominal", None, FEW).coefficients.values()} == {
        "no_unit_with_two_labels",
        "no_annotator_pair",
    }


def test_the_report_of_no_labels_is_valid_json():
    nothing = np.zeros(0, dtype=np.int64)
    json.dumps(layer_report(Labels(nothing, nothing, nothing, (), (), ("x",)), "ordinal"), allow_nan=False)


@given(ratings(values=2), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]), st.integers(1, 3))
@settings(max_examples=80, deadline=None)
def test_whatever_the_labels_the_report_is_json_without_nan(rows, measurement, n_clusters):
    labels = labels_of(rows, [1, 2], [unit % n_clusters for unit in range(len(rows))])
    json.dumps(layer_report(labels, measurement, None, FEW), allow_nan=False)


@given(ratings(values=2), st.sampled_from(["nominal", "ordinal"]))
@settings(max_examples=80, deadline=None)
def test_a_coefficient_has_value_error_and_interval_or_a_reason(rows, measurement):
    for each in measure(labels_of(rows, [1, 2]), measurement, None, FEW).coefficients.values():
        missing = None in (each.value, each.se, each.ci)
        assert missing == (each.reason is not None)


@given(ratings(values=2))
@settings(max_examples=60, deadline=None)
def test_percent_agreement_is_there_whenever_a_unit_has_two_labels(rows):
    doubled = any(sum(value is not None for value in row) > 1 for row in rows)
    found = measure(labels_of(rows, [1, 2]), "nominal").coefficients["percent_agreement"]
    assert (found.value is not None) == doubled


def test_units_and_labels_are_those_of_units_with_two_labels():
    found = coefficients([["x", "x", "y"], ["x", None, None], ["y", "y", None]])["gwet_ac"]
    assert (found.n_units, found.n_labels) == (2, 5)


def test_a_coefficient_prints_the_six_public_keys():
    shown = Coefficient(0.5, 0.1, (0.3, 0.7), 10, 20, None, observed=0.8).as_json()
    assert shown == {"value": 0.5, "se": 0.1, "ci": [0.3, 0.7], "n_units": 10, "n_labels": 20, "reason": None}
