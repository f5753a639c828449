"""Every coefficient reproduces what was printed, to the printed digits; the tables stand here with source."""

import numpy as np
import pytest

from exports.agreement.layer import measure_on
from exports.agreement.pairs.pairwise import cohen_kappa
from exports.agreement.sums import Scale, unit_agreement
from exports.agreement.weights import agreement_weights
from tests.exports.agreement.ratings import (
    FLEISS_1971,
    GWET_FIVE_OBSERVERS,
    KRIPPENDORFF_2011,
    agreement_of,
    counted_rows,
    labels_of,
    table_rows,
    values_of,
)

# SAS PROC FREQ documentation, example of a 3 x 3 table; standard errors printed there.
SAS_TABLE = np.array([[0, 4, 1], [0, 8, 0], [0, 1, 5]], dtype=float)
# Brennan & Prediger (1981), Educational and Psychological Measurement 41, 687-699, example 2.
BRENNAN_PREDIGER_1981 = [[50, 0, 10], [0, 0, 0], [0, 0, 0]]
# Artstein & Poesio (2008), Computational Linguistics 34, 555-596, table 1.
ARTSTEIN_POESIO_2008 = [[20, 20], [10, 50]]
# Gwet (2014): abstractors' classification of pregnancies, 100 units, 2 raters.
GWET_ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


@pytest.mark.parametrize(
    ("measurement", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_matches_krippendorff_2011_section_c(measurement, printed):
    assert values_of(KRIPPENDORFF_2011, measurement)["krippendorff_alpha"] == pytest.approx(printed, abs=6e-4)


def test_alpha_matches_the_binary_data_of_krippendorff_2004_page_224():
    rows = list(zip("1100000000", "0110010100", strict=True))
    assert values_of(rows)["krippendorff_alpha"] == pytest.approx(0.095, abs=6e-4)


def test_alpha_matches_krippendorff_2011_section_b():
    rows = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert values_of(rows)["krippendorff_alpha"] == pytest.approx(0.692, abs=6e-4)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("percent_agreement", 0.81818, 0.12561),
        ("gwet_ac", 0.77544, 0.14295),
        ("fleiss_kappa", 0.76117, 0.15302),
        ("krippendorff_alpha", 0.74342, 0.14548),
        ("conger_kappa", 0.76282, 0.14917),
        ("brennan_prediger", 0.77273, 0.14472),
    ],
)
def test_values_and_errors_match_gwets_four_raters(name, value, error):
    # Printed in the README of Gwet's irrCAC 1.4 (Handbook of Inter-Rater Reliability, 4th ed.).
    coefficient = agreement_of(KRIPPENDORFF_2011).coefficients[name]
    assert (coefficient.value, coefficient.irrcac_se) == pytest.approx((value, error), abs=6e-6)


@pytest.mark.parametrize(
    ("weights", "name", "value", "error"),
    [
        ("quadratic", "gwet_ac", 0.91400, 0.10396),
        ("quadratic", "fleiss_kappa", 0.86494, 0.14603),
        ("quadratic", "conger_kappa", 0.85771, 0.14367),
        ("quadratic", "brennan_prediger", 0.90152, 0.11089),
        ("ordinal", "gwet_ac", 0.89894, 0.10690),
    ],
)
def test_weighted_coefficients_match_irrcac(weights, name, value, error):
    # R irrCAC 1.4 on the four raters.
    coefficient = agreement_of(KRIPPENDORFF_2011, "ordinal", weights).coefficients[name]
    assert (coefficient.value, coefficient.irrcac_se) == pytest.approx((value, error), abs=6e-6)


@pytest.mark.parametrize(
    ("weights", "value", "error"), [("quadratic", 0.84911, 0.12905), ("ordinal", 0.83364, 0.13099)]
)
def test_alpha_under_gwets_weights_matches_irrcac(weights, value, error):
    matrix = agreement_weights(weights, 5)
    agreement = measure_on(labels_of(KRIPPENDORFF_2011), Scale(matrix, 1 - matrix))
    alpha = agreement.coefficients["krippendorff_alpha"]
    assert (alpha.value, alpha.irrcac_se) == pytest.approx((value, error), abs=6e-6)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("gwet_ac", 0.49662, 0.12197),
        ("fleiss_kappa", 0.45762, 0.12045),
        ("krippendorff_alpha", 0.48053, 0.11356),
        ("conger_kappa", 0.46927, 0.11666),
        ("brennan_prediger", 0.48741, 0.12089),
    ],
)
def test_values_and_errors_match_gwets_five_observers(name, value, error):
    # R irrCAC 1.4 on Gwet (2014), p. 125.
    coefficient = agreement_of(GWET_FIVE_OBSERVERS).coefficients[name]
    assert (coefficient.value, coefficient.irrcac_se) == pytest.approx((value, error), abs=6e-6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("percent_agreement", 0.89),
        ("mean_pairwise_cohen_kappa", 0.7964094),
        ("gwet_ac", 0.8493305),
        ("brennan_prediger", 0.835),
        ("krippendorff_alpha", 0.7972585),
    ],
)
def test_values_match_gwets_two_abstractors(name, value):
    assert values_of(table_rows(GWET_ABSTRACTORS))[name] == pytest.approx(value, abs=5e-7)


def test_fleiss_kappa_matches_fleiss_1971():
    assert values_of(counted_rows(FLEISS_1971))["fleiss_kappa"] == pytest.approx(0.430, abs=6e-4)


def test_agreement_of_one_unit_matches_fleiss_1971_table_1():
    each = unit_agreement(np.array(FLEISS_1971, dtype=float), np.eye(5))
    assert each[[0, 1, 7, 10]] == pytest.approx([1.0, 0.4, 0.267, 0.667], abs=6e-4)


def test_cohens_kappa_and_its_error_match_sas():
    kappa = cohen_kappa(SAS_TABLE)
    assert (kappa.value, kappa.se) == pytest.approx((0.4842, 0.1380), abs=6e-5)


def test_linearly_weighted_kappa_matches_sas():
    kappa = cohen_kappa(SAS_TABLE, agreement_weights("linear", 3))
    assert (kappa.value, kappa.se) == pytest.approx((0.4701, 0.1457), abs=6e-5)


def test_the_mean_kappa_of_one_pair_has_the_error_sas_prints():
    coefficient = agreement_of(table_rows(SAS_TABLE.astype(int))).coefficients["mean_pairwise_cohen_kappa"]
    assert coefficient.unit_se == pytest.approx(0.1380, abs=6e-5)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("percent_agreement", 0.7), ("brennan_prediger", 0.4), ("mean_pairwise_cohen_kappa", 0.348)],
)
def test_two_annotators_match_artstein_and_poesio_2008(name, printed):
    assert values_of(table_rows(ARTSTEIN_POESIO_2008))[name] == pytest.approx(printed, abs=1e-3)


def test_lights_kappa_is_the_mean_over_all_pairs():
    # By hand: kappas of 1, 1/3 and 1/3.
    rows = [["x", "x", "x"], ["x", "x", "y"], ["y", "y", "y"], ["y", "y", "x"],
                                ["x", "x", "x"], ["y", "y", "y"]]  # fmt: skip
    assert values_of(rows)["mean_pairwise_cohen_kappa"] == pytest.approx((1 + 1 / 3 + 1 / 3) / 3)


def test_randolphs_example_of_2005_has_fleiss_kappa_one_third():
    assert values_of(["YYY", "YYN", "NNY", "NNN"])["fleiss_kappa"] == pytest.approx(0.33, abs=5e-3)


# Agresti (1990): two reviewers of films; con, mixed, pro.
FILM_REVIEWERS = [[24, 8, 13], [8, 13, 11], [10, 9, 64]]
# Fleiss (1981), table 13.1: two raters of 100 patients.
FLEISS_1981 = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
# Cohen (1960), Educational and Psychological Measurement 20, 37-46; shares of 200 units.
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# R vcd, data set SexualFun: husbands and wives on a scale of four.
FOUR_STEPS = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


@pytest.mark.parametrize(
    ("table", "value", "error"),
    [(FILM_REVIEWERS, 0.389, 0.060), (FLEISS_1981, 0.676, 0.088), (FOUR_STEPS, 0.1293, 0.0686)],
)
def test_kappa_and_its_error_match_textbook_tables(table, value, error):
    found = agreement_of(table_rows(table)).coefficients["mean_pairwise_cohen_kappa"]
    assert (found.value, found.unit_se) == pytest.approx((value, error), abs=6e-4)


def test_kappa_matches_cohen_1960():
    found = values_of(table_rows(COHEN_1960))
    assert found["mean_pairwise_cohen_kappa"] == pytest.approx(0.492, abs=6e-4)
    assert found["percent_agreement"] == pytest.approx(0.7)


def test_a_table_with_one_dominant_value_has_the_printed_kappa_and_ac1():
    # Gwet (2002), Statistical Methods for Inter-Rater Reliability Assessment 1: 118, 5, 2, 0 of 125 units.
    found = values_of(table_rows([[118, 5], [2, 0]]))
    assert found["mean_pairwise_cohen_kappa"] == pytest.approx(-0.0234, abs=6e-5)
    assert found["gwet_ac"] == pytest.approx(0.9408, abs=6e-5)


def test_linearly_weighted_kappa_matches_r_vcd():
    found = agreement_of(table_rows(FOUR_STEPS), "ordinal", "linear").coefficients
    kappa = found["mean_pairwise_cohen_kappa"]
    assert (kappa.value, kappa.unit_se) == pytest.approx((0.2374, 0.0783), abs=6e-5)
