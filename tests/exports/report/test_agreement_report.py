"""What stands beside the coefficients: values, pairs, annotators, units, plans and notes."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings

from exports.agreement.by_value import value_agreements
from exports.agreement.counts import patterns_of
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from exports.agreement.layer_report import disagreements, layer_report
from exports.agreement.pairs.pairs import pairs_of
from exports.agreement.pairs.pairwise import annotator_agreements, cohen_kappa, pair_agreements
from exports.agreement.planner import plan
from tests.exports.agreement.ratings import FLEISS_1971, counted_rows, labels_of, ratings, values_of

ROWS = [["x", "x", None], ["x", "y", "y"], ["y", "y", "y"], ["z", "z", None], ["x", "x", "z"]]
FEW = Resampling(count=50)


def by_value(rows, categories=None, resampling=None):
    agreement = measure(labels_of(rows, categories), "nominal", None, resampling)
    return {value.value: value for value in value_agreements(agreement, resampling)}


@given(ratings(values=3))
@settings(max_examples=60, deadline=None)
def test_alpha_of_a_value_is_that_of_the_value_against_all_others(rows):
    for value, found in by_value(rows, [1, 2, 3]).items():
        other = [[None if v is None else int(str(v) == value) for v in row] for row in rows]
        expected = values_of(other, categories=[0, 1])["krippendorff_alpha"]
        assert found.alpha.value == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(ratings(values=3, missing=False))
@settings(max_examples=40, deadline=None)
def test_the_mean_of_specific_agreements_by_prevalence_is_percent_agreement(rows):
    found = by_value(rows, [1, 2, 3]).values()
    percent = values_of(rows, categories=[1, 2, 3])["percent_agreement"]
    assert sum(v.prevalence * (v.specific_agreement or 0) for v in found) == pytest.approx(percent, abs=1e-9)


def test_the_category_kappas_of_fleiss_1971_match_r_irr():
    # R irr kappam.fleiss(diagnoses, detail=TRUE); Fleiss himself prints .248 .248 .517 .470 .565.
    kappas = [value.fleiss_kappa for value in by_value(counted_rows(FLEISS_1971)).values()]
    assert kappas == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=6e-4)


def test_specific_agreement_is_how_often_another_label_repeats_the_value():
    # y stands beside y in 2 + 2/2 + 3 of ... by hand: unit 2 has 2 of 3, each y has one other y of two
    # others.
    found = by_value(ROWS)["y"]
    assert (found.n_labels, found.specific_agreement) == (5, pytest.approx((2 * 0.5 + 3 * 1.0) / 5))


def test_a_value_nobody_gave_has_no_specific_agreement_and_a_reason():
    found = by_value(ROWS, ["x", "y", "z", "w"])["w"]
    assert (found.specific_agreement, found.alpha.reason, found.prevalence) == (None, "one_value_only", 0.0)


def test_values_of_labels_that_never_meet_have_that_reason():
    found = by_value([["x", None], [None, "y"]])["x"]
    assert (found.alpha.reason, found.prevalence, found.rare) == ("no_unit_with_two_labels", None, False)


def test_a_value_expected_in_fewer_than_fifteen_units_is_rare():
    rows = [["x", "x"]] * 50 + [["y", "y"]] * 14 + [["z", "z"]] * 16
    assert {name: value.rare for name, value in by_value(rows).items()} == {"x": False, "y": True, "z": False}


def test_alpha_of_a_value_has_an_error_and_an_interval():
    found = by_value([list("xx"), list("yy"), list("xy"), list("yx"), list("yy"), list("xx")], None, FEW)[
        "x"
    ].alpha
    assert (found.se > 0, found.ci[0] < found.value < found.ci[1]) == (True, True)


def test_pairs_come_with_their_confusion_and_shared_units():
    found = patterns_of(labels_of(ROWS))
    pair = pair_agreements(pairs_of(found), ("ann", "bob", "cem"), np.eye(3))[0]
    assert (pair.first, pair.second, pair.kappa.n_units) == ("ann", "bob", 5)
    assert pair.table.tolist() == [[2, 1, 0], [0, 1, 0], [0, 0, 1]]


def test_annotators_that_share_no_unit_are_no_pair():
    found = patterns_of(labels_of([["x", "x", None], [None, "y", "y"]]))
    assert pairs_of(found).members.tolist() == [[0, 1], [1, 2]]


@given(ratings())
@settings(max_examples=50, deadline=None)
def test_confusion_tables_count_each_shared_unit_once(rows):
    assume(any(value is not None for row in rows for value in row))
    found = patterns_of(labels_of(rows, [1, 2, 3, 4]))
    labels = labels_of(rows, [1, 2, 3, 4])
    for (first, second), table in zip(pairs_of(found).members.tolist(), pairs_of(found).tables, strict=True):
        places = [int(labels.annotators[number][1:]) for number in (first, second)]
        expected = np.zeros((4, 4))
        for row in rows:
            if row[places[0]] is not None and row[places[1]] is not None:
                expected[row[places[0]] - 1, row[places[1]] - 1] += 1
        assert table.tolist() == expected.tolist()


def test_two_annotators_without_a_shared_unit_have_no_kappa():
    empty = np.zeros((2, 2))
    assert cohen_kappa(empty).value is None


def beside_the_rest(rows, names):
    found = measure(labels_of(rows), "nominal")
    return annotator_agreements(found.patterns, found.pairs, found.kappas, found.mean_kappa.counted, names)


def test_an_annotator_is_compared_with_all_others():
    rows = {row.annotator: row for row in beside_the_rest(ROWS, ("a", "b", "c"))}
    assert (rows["a"].n_labels, rows["a"].n_shared, rows["a"].given) == (5, 8, (3, 1, 1))
    assert rows["a"].observed == pytest.approx(5 / 8)


def test_an_annotator_who_never_says_a_value_is_biased_by_its_share():
    biased = beside_the_rest([["x", "x"], ["x", "y"], ["x", "y"], ["x", "x"]], ("a", "b"))[0]
    assert (biased.bias, biased.others) == (0.5, (2, 2))


def test_an_annotator_alone_has_no_agreement_with_the_rest():
    lonely = beside_the_rest([["x", "x", None], [None, None, "y"]], ("a", "b", "c"))[2]
    assert (lonely.observed, lonely.kappa, lonely.bias, lonely.n_shared) == (None, None, None, 0)


def test_units_are_ranked_by_the_entropy_of_their_labels():
    labels = labels_of([["x", "x", "y"], ["x", "y", "z"], ["x", "x", "x"]])
    found = disagreements(labels, patterns_of(labels))
    assert [(row.unit, row.counts) for row in found] == [("u1", (1, 1, 1)), ("u0", (2, 1, 0))]
    assert found[0].entropy == pytest.approx(np.log2(3))


def test_only_so_many_units_are_listed():
    labels = labels_of([["x", "y"]] * 9)
    assert [row.unit for row in disagreements(labels, patterns_of(labels), 2)] == ["u0", "u1"]


def test_the_agreement_of_a_listed_unit_is_its_share_of_agreeing_pairs():
    labels = labels_of([["x", "x", "y"]])
    assert disagreements(labels, patterns_of(labels))[0].agreement == pytest.approx(1 / 3)


def test_half_the_width_takes_four_times_the_clusters():
    # 1.96 standard errors of .0510 are a half-width of .1.
    found = plan(0.1 / 1.959963984540054, 20)
    assert (found.half_width, found.more_clusters) == (pytest.approx(0.1), 60)


def test_a_narrow_interval_needs_no_more_clusters():
    assert plan(0.01, 20).more_clusters == 0


@pytest.mark.parametrize(("error", "clusters"), [(None, 20), (0.1, 1)])
def test_there_is_no_plan_without_an_error_over_clusters(error, clusters):
    assert plan(error, clusters) is None


def test_a_plan_goes_by_the_larger_of_both_errors():
    assert plan(0.01, 20, unit_se=0.04) == plan(0.04, 20) == plan(0.04, 20, unit_se=0.01)


def test_a_plan_says_what_it_assumes():
    assert "square root" in plan(0.1, 20).basis


def test_an_impossible_target_is_refused():
    with pytest.raises(ValueError, match="must be positive"):
        plan(0.1, 20, 0.0)


def report(rows, **options):
    return layer_report(labels_of(rows), "nominal", None, FEW, **options)


def codes(found):
    return [note["code"] for note in found["notes"]]


def test_a_skewed_distribution_brings_a_note_that_alpha_and_ac_differ():
    # Feinstein & Cicchetti (1990): high agreement, low kappa.
    found = report([["x", "x"]] * 80 + [["x", "y"]] * 10 + [["y", "x"]] * 8 + [["y", "y"]] * 2)
    assert "alpha_and_ac_differ" in codes(found)


def test_a_balanced_table_brings_no_note():
    assert codes(report([["x", "x"]] * 40 + [["y", "y"]] * 40 + [["x", "y"]] * 5)) == []


def test_the_report_counts_labels_per_unit():
    assert report(ROWS)["labels_per_unit"] == {"2": 2, "3": 3}


def test_the_report_gives_the_probability_of_being_above_a_line_and_no_verdict():
    found = report([["x", "x"]] * 40 + [["y", "y"]] * 40)
    assert (found["above"], "good" in json.dumps(found)) == ({"0.667": 1.0, "0.8": 1.0}, False)


def test_a_crowd_of_annotators_gets_no_table_of_every_pair():
    rows = [[("x", "y")[(unit + annotator) % 2] for annotator in range(40)] for unit in range(3)]
    found = report(rows)
    assert (found["by_pair"], len(found["by_annotator"])) == ([], 40)


def test_a_value_says_how_many_clusters_its_interval_still_needs():
    rare = report([["x", "x"]] * 40 + [["y", "y"]] * 3 + [["x", "y"]] * 2)["by_value"][1]
    assert (rare["rare"], rare["more_clusters"] > 45) == (True, True)


def test_plans_stand_for_each_coefficient_with_an_interval():
    assert report(ROWS)["plan"]["krippendorff_alpha"]["target"] == 0.05
