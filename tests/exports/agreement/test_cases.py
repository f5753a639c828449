"""The reference cases: published values and those of R packages."""

import numpy as np
import pytest

from exports.agreement.by_value import value_agreements
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure, measure_on
from exports.agreement.sums import Scale, unit_agreement
from exports.agreement.weights import agreement_weights
from tests.exports.agreement.ratings import labels_of
from tests.exports.agreement.reference import cases

CASES = cases()
KNOWN = {
    "ac1": "gwet_ac",
    "ac2": "gwet_ac",
    "alpha": "krippendorff_alpha",
    "cohen_kappa": "mean_pairwise_cohen_kappa",
    "light_kappa": "mean_pairwise_cohen_kappa",
    "scott_pi": "fleiss_kappa",  # the same for two annotators
    "fleiss_kappa": "fleiss_kappa",
    "conger_kappa": "conger_kappa",
    "brennan_prediger": "brennan_prediger",
    "percent_agreement": "percent_agreement",
}


def labels_for(case):
    raters = case["options"].get("raters")
    rows = [[row[rater] for rater in raters] if raters else row for row in case["data"]]
    return labels_of(rows, case["options"].get("categories"))


def coefficient_of(case, name):
    labels, weights = labels_for(case), case["options"].get("weights", "identity")
    if name in {"alpha", "alpha_gwet"} and "level" not in case["options"]:
        matrix = agreement_weights(weights, len(labels.categories), labels.scores)
        return measure_on(labels, Scale(matrix, 1 - matrix)).coefficients["krippendorff_alpha"]
    level = case["options"].get("level", "nominal")
    return measure(labels, level, weights, Resampling(count=2)).coefficients[KNOWN[name]]


def _error(coefficient):
    """The printed standard error: of kappa by Fleiss, Cohen & Everitt, else as R irrCAC has it."""
    return coefficient.unit_se if coefficient.irrcac_se is None else coefficient.irrcac_se


def answer(case):
    """The project's own value for a case of label coefficients."""
    statistic = case["statistic"]
    name = statistic.removesuffix("_se")
    if name in KNOWN or name == "alpha_gwet":
        coefficient = coefficient_of(case, name)
        return _error(coefficient) if statistic.endswith("_se") else coefficient.value
    labels = labels_for(case)
    counts = np.array([[row.count(value) for value in range(1, 6)] for row in case["data"]], dtype=float)
    if statistic == "item_agreement":
        return unit_agreement(counts, np.eye(5))[case["options"]["item"]]
    if statistic == "fleiss_kappa_category":
        values = value_agreements(measure(labels, "nominal"))
        return next(value.fleiss_kappa for value in values if value.value == str(case["options"]["category"]))
    raise NotImplementedError(statistic)


OF_SPANS = ("u_alpha", "gamma")


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "expected" in case and not case["statistic"].startswith(OF_SPANS)],
    ids=lambda case: case["id"],
)
def test_label_coefficients_match_the_reference_case(case):
    assert answer(case) == pytest.approx(case["expected"], abs=case["tolerance"], rel=0)


@pytest.mark.parametrize(
    ("case_id", "reason", "percent"),
    [
        ("edge-one-category", "one_value_only", 1.0),
        ("edge-nothing-pairable", "no_unit_with_two_labels", None),
        ("edge-single-rated-item-adds-category", "one_value_only", 1.0),
    ],
)
def test_alpha_of_an_edge_case_is_null_with_a_reason_and_percent_agreement_stays(case_id, reason, percent):
    case = next(case for case in CASES if case["id"] == case_id)
    found = measure(labels_for(case), "nominal").coefficients
    alpha = found["krippendorff_alpha"]
    assert (alpha.value, alpha.reason, found["percent_agreement"].value) == (None, reason, percent)
