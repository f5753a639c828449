"""The public words of the agreement JSON, which others' programs read."""

import json

import pytest

from exports.agreement.choices import MEASUREMENTS, WEIGHT_KINDS
from exports.agreement.coefficient import Reason
from exports.agreement.coefficients import EVERY, NAMES
from exports.agreement.intervals import Resampling
from exports.agreement.layer_report import layer_report
from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.report import TableOptions, table_report
from tests.exports.agreement.ratings import KRIPPENDORFF_2011, labels_of

FEW = Resampling(count=30, seed=4)


@pytest.fixture
def layer():
    return layer_report(labels_of(KRIPPENDORFF_2011), "ordinal", None, FEW)


def test_the_seven_coefficients_are_named():
    assert NAMES == (
        "krippendorff_alpha",
        "gwet_ac",
        "fleiss_kappa",
        "conger_kappa",
        "brennan_prediger",
        "percent_agreement",
        "mean_pairwise_cohen_kappa",
    )


def test_the_reasons_are_named():
    assert set(Reason) == {
        "no_unit_with_two_labels",
        "no_annotator_pair",
        "one_value_only",
        "zero_expected_disagreement",
        "one_unit",
        "one_cluster",
        "too_few_clusters",
        "too_few_varied_clusters",
        "too_few_varied_units",
        "too_few_annotators",
        "too_few_shared_units",
        "constant_annotator",
        "too_many_pairs_of_labels",
        "too_many_values",
        "undefined_if_one_is_left_out",
        "no_text_seen_by_two",
        "no_spans",
    }


def test_measurements_and_weights_are_those_of_the_command_line():
    assert MEASUREMENTS == ("nominal", "ordinal", "interval", "ratio")
    assert set(WEIGHT_KINDS) >= {"identity", "linear", "quadratic", "ordinal"}


def test_a_layer_holds_the_coefficients_and_what_explains_them(layer):
    assert set(layer) == {
        *NAMES,
        "exact_agreement",
        "kappa_pairs",
        "measurement",
        "weights",
        "categories",
        "n_clusters",
        "details",
        "above",
        "by_value",
        "by_pair",
        "by_annotator",
        "labels_per_unit",
        "disagreements",
        "plan",
        "notes",
    }


def test_details_give_observed_and_expected_agreement(layer):
    assert {name: set(each) for name, each in layer["details"].items()} == {
        name: {
            "observed",
            "expected",
            "unit_se",
            "irrcac_se",
            "df",
            "bootstrap_se",
            "bootstrap_ci",
            "resamples",
        }
        for name in EVERY
    }


def test_each_value_has_prevalence_specific_agreement_and_alpha(layer):
    assert [row["value"] for row in layer["by_value"]] == ["1", "2", "3", "4", "5"]
    assert set(layer["by_value"][0]) == {
        "value",
        "n_labels",
        "prevalence",
        "specific_agreement",
        "krippendorff_alpha",
        "fleiss_kappa",
        "rare",
        "more_clusters",
    }


def test_each_pair_has_kappa_shared_units_and_confusion(layer):
    assert layer["by_pair"][0]["annotators"] == ["a0", "a1"]
    assert set(layer["by_pair"][0]) == {
        "annotators",
        "cohen_kappa",
        "reason",
        "se",
        "percent_agreement",
        "n_units",
        "confusion",
    }
    assert sum(map(sum, layer["by_pair"][0]["confusion"])) == layer["by_pair"][0]["n_units"]


def test_each_annotator_has_agreement_with_the_rest_and_marginals(layer):
    assert [row["annotator"] for row in layer["by_annotator"]] == ["a0", "a1", "a2", "a3"]
    assert all(sum(row["given"]) == row["n_labels"] for row in layer["by_annotator"])


def test_disagreements_begin_with_the_unit_all_four_read_differently(layer):
    assert (layer["disagreements"][0]["unit"], layer["disagreements"][0]["entropy"]) == ("u5", 2.0)


def test_units_listed_can_be_limited():
    labels = labels_of(KRIPPENDORFF_2011)
    assert len(layer_report(labels, "nominal", None, FEW, units_listed=1)["disagreements"]) == 1


def test_the_same_labels_give_the_same_bytes():
    first, second = (
        json.dumps(layer_report(labels_of(KRIPPENDORFF_2011), "ordinal", None, FEW)) for _ in range(2)
    )
    assert first == second


def test_the_table_of_krippendorff_2011_gives_the_printed_alpha(tmp_path):
    rows = [
        f"{annotator},{unit},{value}"
        for unit, row in enumerate(KRIPPENDORFF_2011)
        for annotator, value in zip("ABCD", row, strict=True)
        if value is not None
    ]
    path = tmp_path / "labels.csv"
    path.write_text("annotator,unit,value\n" + "\n".join(rows), encoding="utf-8")
    alphas = {
        measurement: table_report(read_table(path), TableOptions(measurement, resamples=20))["layers"][
            "value"
        ]["krippendorff_alpha"]["value"]
        for measurement in MEASUREMENTS
    }
    assert alphas == pytest.approx(
        {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}, abs=6e-4
    )


def test_an_empty_cell_and_an_absent_row_are_the_same_missing_label(tmp_path):
    text = "annotator,unit,value\na,1,x\nb,1,x\na,2,y\nb,2,x\na,3,y\n"
    reports = []
    for name, more in (("absent.csv", ""), ("empty.csv", "b,3,\n")):
        path = tmp_path / name
        path.write_text(text + more, encoding="utf-8")
        reports.append(table_report(read_table(path), TableOptions(resamples=20))["layers"])
    assert reports[0] == reports[1]


def test_the_order_of_rows_changes_no_value(tmp_path):
    rows = ["a,1,x", "b,1,x", "a,2,y", "b,2,x", "a,3,y", "b,3,y", "b,4,y", "a,4,z"]
    values = []
    for name, order in (("one.csv", rows), ("other.csv", rows[::-1])):
        path = tmp_path / name
        path.write_text("annotator,unit,value\n" + "\n".join(order), encoding="utf-8")
        layer = table_report(read_table(path), TableOptions(resamples=20))["layers"]["value"]
        values.append([(layer[name]["value"], layer[name]["se"], *layer[name]["ci"]) for name in NAMES])
    assert values[0] == [pytest.approx(each) for each in values[1]]
