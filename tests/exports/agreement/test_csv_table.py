"""Tables of labels from files: what is read, what is refused and in which words, and the public JSON."""

import hashlib
import json
import os

import krippendorff
import numpy as np
import pytest

from exports.agreement.coefficients import NAMES
from exports.agreement.counts import Labels
from exports.agreement.intervals import Resampling
from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.many_values import many_valued_alpha
from exports.agreement.tables.report import TableOptions, table_report
from exports.agreement.tables.rows import Reading
from exports.agreement.tables.values import MOST_CATEGORIES, table_labels
from exports.rendering.html import page
from exports.rendering.text import remarks
from exports.report.tool import table_report_json
from labels.errors import TableError

TABLE = """annotator,unit,value
ann,s1,claim
bob,s1,claim
ann,s2,none
bob,s2,claim
ann,s3,none
bob,s3,none
"""


@pytest.fixture
def write(tmp_path):
    def write_text(text, encoding="utf-8"):
        path = tmp_path / "labels.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write_text


def read(path, **columns):
    return read_table(path, Reading(**columns))


def labels(table, measurement, categories=None):
    return table_labels(table, measurement, categories).labels


def reported(table, measurement="nominal", categories=None, weights=None, **options):
    return table_report(table, TableOptions(measurement, categories, weights, **options))


def refusal(path, measurement="nominal", categories=None, **columns):
    with pytest.raises(TableError) as refused:
        labels(read(path, **columns), measurement, categories)
    return str(refused.value).replace(f"{path}", "FILE")


def test_a_table_is_read_row_by_row(write):
    table = read(write(TABLE))
    assert ([*table.annotators][:2], [*table.units][:2], [*table.values][:4]) == (
        ["ann", "bob"],
        ["s1", "s1"],
        ["claim", "claim", "none", "claim"],
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_told_apart(write, delimiter):
    assert len(read(write(TABLE.replace(",", delimiter))).values) == 6


def test_a_byte_order_mark_is_no_part_of_the_first_column(write):
    assert len(read(write(TABLE, "utf-8-sig")).values) == 6


def test_windows_line_ends_are_read(write):
    assert [*read(write(TABLE.replace("\n", "\r\n"))).values][-1] == "none"


def test_values_are_text_with_delimiters_and_quotes_inside(write):
    table = read(write('annotator,unit,value\nann,s1,"a, ""b"""\nbob,s1,007\n'))
    assert [*table.values] == ['a, "b"', "007"]


def test_columns_may_stand_in_any_order(write):
    table = read(write("value,annotator,unit\nclaim,ann,s1\n"))
    assert ([*table.annotators], [*table.values]) == (["ann"], ["claim"])


def test_columns_of_other_names_are_read_when_they_are_named(write):
    path = write("coder,item,label\nann,s1,claim\n")
    assert [*read(path, annotator="coder", unit="item", value="label").units] == ["s1"]


def test_an_empty_value_is_a_missing_label(write):
    table = read(write(TABLE + "cem,s1,\n"))
    assert (table.n_missing, len(table.values)) == (1, 6)


def test_blank_lines_are_skipped_and_still_counted(write):
    path = write("annotator,unit,value\n\nann,s1,x\n\nbob,s1,z\n")
    assert refusal(path, categories=["x", "y"]).startswith("FILE, line 5: 'z'")


def test_a_line_break_inside_a_cell_keeps_the_line_numbers(write):
    path = write('annotator,unit,value\nann,"s\n1",x\nbob,s2,z\n')
    assert refusal(path, categories=["x"]).startswith("FILE, line 4: 'z'")


def test_clusters_are_read_from_the_named_column(write):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,A\nann,s2,y,B\nbob,s2,x,B\n")
    assert labels(read(path, cluster="article"), "nominal").n_clusters == 2


def test_a_column_cluster_may_stand_unused(write):
    path = write("annotator,unit,value,cluster\nann,s1,x,A\nbob,s1,x,A\n")
    assert read(path).clusters is None


def test_a_missing_column_is_named_with_the_nearest(write):
    assert refusal(write("anotator,unit,value\nann,s1,x\n")) == (
        "FILE has no column 'annotator'; its columns are 'anotator', 'unit', 'value'. "
        "Name them with --columns annotator=anotator,unit=unit,value=value."
    )


def test_a_missing_cluster_column_is_named(write):
    assert refusal(write(TABLE), cluster="article") == (
        "FILE has no column 'article'; its columns are 'annotator', 'unit', 'value'."
    )


def test_other_columns_are_not_used_and_named(write):
    table = read(write("confidence,annotator,unit,value,event\n3,ann,s1,x,A\n,bob,s1,x,A\n"))
    assert ([*table.values], table.unused) == (["x", "x"], ("confidence", "event"))


def test_the_report_of_a_table_names_the_columns_it_did_not_use(write):
    report = reported(read(write("annotator,unit,value,event\nann,s1,x,A\n")), resamples=1)
    assert "not used: event." in "".join(remarks(table_report_json(report)))


def test_a_column_without_a_name_is_not_used(write):
    assert read(write(",annotator,unit,value,\n0,ann,s1,x,\n")).unused == ()


def test_an_empty_file_is_refused_as_empty(write):
    assert refusal(write("\n")).startswith("FILE, line 2: no header.")


def test_a_file_that_is_not_text_is_refused_with_its_line(write):
    assert refusal(write("annotator,unit,value\nann,s1,\0\n")) == (
        "FILE, line 2: a NUL character, so this is not text. Save the table as CSV in UTF-8."
    )


def test_a_repeated_column_is_refused(write):
    text = "annotator,unit,value,value\nann,s1,x,y\n"
    assert refusal(write(text)).startswith("FILE, line 1: column 'value' is there twice.")


def test_a_second_label_of_an_annotator_for_a_unit_is_refused_with_both_lines(write):
    assert refusal(write(TABLE + "ann,s1,none\n")) == (
        "FILE, lines 2 and 8: annotator 'ann' labels unit 's1' twice. "
        "Keep one row for each annotator and unit, or add --duplicates first or --duplicates last."
    )


def test_a_value_outside_the_categories_is_refused_with_line_and_nearest(write):
    assert refusal(write(TABLE), categories=["claims", "none"]) == (
        "FILE, line 2: 'claim' is not among the categories 'claims', 'none'. Did you mean 'claims'?"
    )


def test_a_row_of_another_length_is_refused(write):
    assert refusal(write(TABLE + "cem,s1\n")) == "FILE, line 8: 2 values, but the header names 3 columns."


def test_a_row_without_annotator_is_refused(write):
    assert refusal(write(TABLE + ",s1,x\n")) == "FILE, line 8: no annotator. Only a value may be empty."


def test_a_unit_in_two_clusters_is_refused_with_both_lines(write):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,B\n")
    assert refusal(path, cluster="article") == (
        "FILE, lines 2 and 3: unit 's1' is in two clusters, 'A' and 'B'. A unit belongs to one."
    )


def test_a_table_without_labels_is_refused(write):
    assert refusal(write("annotator,unit,value\n")) == (
        "FILE holds no labels. It needs one row per annotator and unit under the columns "
        "'annotator', 'unit', 'value'."
    )


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path / "none.csv") == "FILE can't be read: No such file or directory."


def test_a_file_in_another_encoding_is_refused_with_its_line(write):
    path = write(TABLE + "cém,s1,x\n", "latin-1")
    assert refusal(path) == "FILE, line 8: not UTF-8. Save the table as CSV in UTF-8."


def test_an_open_quote_is_refused(write):
    assert refusal(write('annotator,unit,value\nann,s1,"x\n')).startswith("FILE, line 2: not valid CSV")


@pytest.mark.parametrize("word", ["high", "nan", "inf", "1_000", "3,5"])
def test_interval_values_must_be_numbers(write, word):
    path = write(f"annotator;unit;value\nann;s1;{word}\n")
    assert refusal(path, "interval") == (
        f"FILE, line 2: '{word}' is not a number, which interval measurement needs. "
        "Name codes for no value with --missing."
    )


def test_ratio_values_must_not_be_below_zero(write):
    assert refusal(write("annotator,unit,value\nann,s1,-1\n"), "ratio") == (
        "FILE, line 2: '-1' is below zero, which ratio measurement does not allow. Use interval."
    )


@pytest.mark.parametrize(
    ("categories", "measurement", "words"),
    [
        (["a", ""], "nominal", "A category is empty. Give the categories as A,B,C."),
        (["a", "b", "a"], "nominal", "Category 'a' is named twice."),
        (["1", "1.0"], "interval", "Category '1' is named twice."),
        (["1", "b"], "interval", "Category 'b' is not a number, which interval measurement needs."),
        (
            ["-1", "2"],
            "ratio",
            "A category is below zero, which ratio measurement does not allow. Use interval.",
        ),
    ],
)
def test_categories_must_be_of_use(write, categories, measurement, words):
    assert refusal(write("annotator,unit,value\nann,s1,1\n"), measurement, categories) == words


def test_too_many_different_values_are_refused(write):
    rows = "".join(f"ann,s{number},{number}\n" for number in range(MOST_CATEGORIES + 1))
    assert refusal(write(f"annotator,unit,value\n{rows}")) == (
        "1001 different values; at most 1000 can be compared. Round or group them."
    )


def test_one_number_written_in_two_ways_is_one_value(write):
    table = read(write("annotator,unit,value\nann,s1,1\nbob,s1,1.0\nann,s2,2\nbob,s2,2e0\n"))
    assert labels(table, "interval").categories == ("1", "2")


def test_without_categories_numbers_are_sorted_as_numbers(write):
    table = read(write("annotator,unit,value\nann,s1,10\nbob,s1,9\n"))
    assert labels(table, "ordinal").categories == ("9", "10")


def test_without_categories_the_report_says_that_they_come_from_the_data(write):
    report = reported(read(write(TABLE)))
    assert (report["categories_from"], report["layers"]["value"]["categories"]) == ("data", ["claim", "none"])


def test_given_categories_are_kept_in_their_order(write):
    report = reported(read(write(TABLE)), "ordinal", ["none", "possible", "claim"])
    layer = report["layers"]["value"]
    assert (layer["categories"], layer["categories_from"]) == (["none", "possible", "claim"], "given")


def test_the_report_holds_every_coefficient_under_its_public_keys(write):
    layer = json.loads(json.dumps(reported(read(write(TABLE))), allow_nan=False))["layers"]["value"]
    assert {name: set(layer[name]) for name in NAMES} == {
        name: {"value", "se", "ci", "n_units", "n_labels", "reason"} for name in NAMES
    }


def test_weights_are_identity_for_nominal_and_quadratic_for_ordered_values(write):
    table = read(write(TABLE.replace("claim", "1").replace("none", "2")))
    weights = [
        reported(table, measurement)["layers"]["value"]["weights"]
        for measurement in ("nominal", "ordinal", "interval", "ratio")
    ]
    assert weights == ["identity", "quadratic", "quadratic", "quadratic"]


def test_alpha_follows_the_measurement_and_the_others_the_weights(write):
    rows = "".join(
        f"{annotator},u{unit},{value}\n"
        for unit, values in enumerate([(1, 1), (1, 2), (2, 2), (3, 1), (3, 3)])
        for annotator, value in zip("ab", values, strict=True)
    )
    table = read(write(f"annotator,unit,value\n{rows}"))
    reports = [
        reported(table, "nominal", ["1", "2", "3"], weights)["layers"]["value"]
        for weights in ("identity", "quadratic")
    ]
    alphas, kappas = ([r[name]["value"] for r in reports] for name in ("krippendorff_alpha", "fleiss_kappa"))
    assert (alphas[0] == alphas[1], kappas[0] == kappas[1]) == (True, False)


def test_the_report_says_how_its_intervals_were_drawn(write):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,A\nann,s2,y,B\nbob,s2,x,B\n")
    report = reported(read(path, cluster="article"), seed=7, resamples=50)
    keys = ("cluster", "n_clusters", "seed", "resamples", "n_annotators", "n_units", "n_labels")
    assert [report[key] for key in keys] == ["article", 2, 7, 50, 2, 2, 4]


def test_the_report_names_the_file_by_its_content(write):
    path = write(TABLE)
    report = reported(read(path), resamples=1)
    assert report["table_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("cluster", "words"), [("article", "2, by the column article"), (None, "none named")]
)
def test_the_page_of_a_table_says_what_is_drawn_again(write, cluster, words):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,A\nann,s2,y,B\nbob,s2,x,B\n")
    assert words in page(table_report_json(reported(read(path, cluster=cluster), resamples=5)))


def test_the_page_of_a_table_says_how_its_values_were_compared(write):
    report = reported(read(write(TABLE)), "ordinal", ["none", "claim"], resamples=5)
    assert "none, claim (as given); ordinal measurement, quadratic weights" in page(table_report_json(report))


def test_the_same_seed_gives_the_same_report(write):
    table = read(write(TABLE))
    assert reported(table, seed=5) == reported(table, seed=5)


def reason(report, name):
    return report["layers"]["value"][name]["reason"]


def alpha(report):
    return report["layers"]["value"]["krippendorff_alpha"]["value"]


def codes(report):
    return [note["code"] for note in report["layers"]["value"]["notes"]]


def test_ordinal_words_need_their_order(write):
    assert refusal(write(TABLE), "ordinal") == (
        "The values of FILE are words, and ordinal measurement needs their order: 'claim', 'none'. Name all "
        'of them from lowest to highest, such as --categories "claim,none" in the right order.'
    )


def test_ordinal_numbers_compare_as_numbers(write):
    table = read(write("annotator,unit,value\nann,s1,1\nbob,s1,1.0\nann,s2,10\nbob,s2,9\n"))
    assert labels(table, "ordinal").categories == ("1", "9", "10")


def test_the_order_used_is_noted(write):
    report = reported(read(write(TABLE)), "ordinal", ["none", "claim"])
    assert report["layers"]["value"]["notes"][0] == {
        "code": "order",
        "text": "Order of the values: none < claim.",
    }


FORMS = (
    "annotator,unit,value\nann,s1,Fact\nbob,s1,fact \nann,s2,Opinion\nbob,s2,o\u0308l\n"
    "ann,s3,FACT\nbob,s3,\u00f6l\n"
)


def test_values_that_differ_only_in_form_are_named_with_counts(write):
    report = reported(read(write(FORMS)))
    [note] = [n for n in report["layers"]["value"]["notes"] if n["code"] == "near_equal_values"]
    assert note["text"].startswith(
        "Values that differ only in form count as different: 'FACT' (1), 'Fact' (1), "
    )
    assert "--fold" in note["text"]


def test_folding_merges_values_that_differ_only_in_form(write):
    report = reported(read(write(FORMS)), fold=True)
    assert len(report["layers"]["value"]["categories"]) == 3
    assert "near_equal_values" not in codes(report)


def test_one_number_in_two_forms_is_named_under_nominal_measurement(write):
    table = read(write("annotator,unit,value\na,1,1\nb,1,1.0\na,2,2\nb,2,2.0\n"))
    assert "near_equal_values" in codes(reported(table))
    assert alpha(reported(table, fold=True)) == 1


MISSING = "annotator,unit,value\na,1,1\nb,1,1\na,2,2\nb,2,2\na,3,3\nb,3,{0}\na,4,{0}\nb,4,1\na,5,3\nb,5,3\n"


@pytest.mark.parametrize("code", ["NA", "nan", "None", "null", "*", ".", "-1", "99"])
def test_codes_for_a_missing_label_are_named_and_left_out_when_asked(write, code):
    path = write(MISSING.format(code))
    assert "looks_missing" in codes(reported(read(path)))
    report = reported(read(path, missing=frozenset({code})), missing=(code,))
    assert (report["n_missing"], alpha(report), "looks_missing" in codes(report)) == (2, 1.0, False)


def test_a_number_code_is_missing_in_any_form_where_numbers_compare(write):
    path = write(MISSING.format("-1.0"))
    report = reported(read(path), "interval", missing=("-1",))
    assert (report["n_missing"], alpha(report)) == (2, 1.0)


def test_a_ninety_nine_among_percentages_is_a_value(write):
    rows = "".join(f"ann,s{n},{n}\nbob,s{n},{n}\n" for n in (0, 50, 99, 100))
    assert codes(reported(read(write(f"annotator,unit,value\n{rows}")), "interval")) == ["rare_values"]


def test_a_wide_table_has_a_column_for_each_annotator(write):
    path = write("unit,amy,bob,cid\nu0,Y,Y,\nu1,N,N,Y\n")
    table = read(path, wide=True)
    assert ([*table.annotators], table.n_missing, table.unused) == (
        ["amy", "bob", "amy", "bob", "cid"],
        1,
        (),
    )
    named = read(path, wide=True, annotators=("amy", "cid"))
    assert ([*named.annotators], named.unused) == (["amy", "amy", "cid"], ("bob",))


def test_a_wide_table_is_offered_the_option_that_reads_it(write):
    assert refusal(write("unit,amy,bob\nu0,Y,Y\n")).endswith("If each annotator has a column, add --wide.")


def test_columns_of_other_tools_are_offered_by_name(write):
    path = write("id,data,label,username\n1,t,Y,amy\n")
    assert refusal(path).endswith("Name them with --columns annotator=username,unit=id,value=label.")


def test_the_case_of_a_columns_name_does_not_matter(write):
    assert [*read(write("Annotator,Unit,Value\nann,s1,x\n")).values] == ["x"]


@pytest.mark.parametrize(("duplicates", "value"), [("first", "claim"), ("last", "none")])
def test_of_two_labels_the_first_or_the_last_counts_when_asked(write, duplicates, value):
    table = read(write(TABLE + "ann,s1,none\n"), duplicates=duplicates)
    given = dict(zip(zip(table.annotators, table.units, strict=True), table.values, strict=True))
    assert (given["ann", "s1"], table.n_duplicates) == (value, 1)


def test_rows_are_chosen_by_the_value_of_a_column(write):
    path = write("annotator,unit,value,round\nann,s1,x,1\nbob,s1,x,2\nann,s2,y,2\n")
    table = read(path, where=(("round", "2"),))
    assert ([*table.units], table.n_filtered, table.unused) == (["s1", "s2"], 1, ())


@pytest.mark.parametrize(
    "cells",
    [("x|y", "y|x", "x", "x|y"), ('"[""x"",""y""]"', '"[""y"", ""x""]"', '"[""x""]"', "x|y"),
     ('"{""choices"":[""x"",""y""]}"', "y|x", "x", "y | x")],
)  # fmt: skip
def test_sets_are_the_same_in_any_order_and_form(write, cells):
    first, second, third, fourth = cells
    text = f"annotator,unit,value\na,1,{first}\nb,1,{second}\na,2,{third}\nb,2,{fourth}\na,3,z\nb,3,z\n"
    report = reported(read(write(text)), "set")
    layer = report["layers"]["value"]
    assert layer["categories"] == ["x", "x|y", "z"]
    assert layer["exact_agreement"]["value"] == pytest.approx(2 / 3)
    assert layer["jaccard"]["value"] > layer["krippendorff_alpha"]["value"] > 0.6
    assert reason(report, "gwet_ac") == "unknown_number_of_values"


def test_a_member_outside_the_categories_is_refused(write):
    path = write("annotator,unit,value\na,1,x|q\n")
    assert refusal(path, "set", ["x", "y"]).startswith("FILE, line 2: 'q' is not among the categories")


def numbers(n_units, *, zeros=False):
    """Twelve annotators' numbers, nearly all of them different; annotators x units, nan where none is."""
    rng = np.random.default_rng(1)
    size = (12, n_units)
    matrix = np.round(rng.lognormal(3, 2, n_units) + rng.normal(0, 0.4, size).cumsum(axis=0), 3).clip(0)
    matrix[rng.random(size) < 0.1] = np.nan
    if zeros:
        matrix[:, :2] = 0
    return matrix


@pytest.mark.parametrize("measurement", ["interval", "ratio"])
@pytest.mark.parametrize("zeros", [False, True])
def test_alpha_of_many_numbers_is_that_of_the_krippendorff_package(measurement, zeros):
    # The package's time grows with units times the square of values.
    matrix = numbers(25, zeros=zeros)
    annotator, unit = np.nonzero(~np.isnan(matrix))
    values, codes = np.unique(matrix[annotator, unit], return_inverse=True)
    names = tuple(map(str, values.tolist()))
    labels = Labels(
        unit, annotator, codes, tuple(map(str, range(25))), tuple("abcdefghijkl"), names, scores=values
    )
    found = many_valued_alpha(labels, measurement, Resampling(count=20))
    theirs = krippendorff.alpha(reliability_data=matrix, level_of_measurement=measurement)
    assert found.value == pytest.approx(theirs, abs=1e-9)
    low, high = found.ci
    assert low < theirs < high


@pytest.mark.parametrize("measurement", ["interval", "ratio"])
def test_more_numbers_than_can_be_compared_have_the_alpha_of_every_two_of_them(write, measurement):
    matrix = numbers(120)
    annotator, unit = np.nonzero(~np.isnan(matrix))
    value = matrix[annotator, unit]
    rows = "".join(f"a{a},u{u},{v}\n" for a, u, v in zip(annotator, unit, value, strict=True))
    report = reported(read(write(f"annotator,unit,value\n{rows}")), measurement)
    apart = (value[:, None] - value) ** 2
    if measurement == "ratio":
        total = value[:, None] + value
        apart = np.divide(apart, total**2, out=np.zeros_like(apart), where=total > 0)
    others = np.bincount(unit)[unit] - 1
    observed = (apart * (unit[:, None] == unit) / others[:, None]).sum() / len(value)
    expected = apart.sum() / len(value) / (len(value) - 1)
    assert len(set(value)) > MOST_CATEGORIES
    assert alpha(report) == pytest.approx(1 - observed / expected, abs=1e-9)
    assert reason(report, "gwet_ac") == "too_many_values"


@pytest.mark.parametrize("number", ["1e308", "-1e308"])
def test_numbers_that_cannot_be_squared_are_refused(write, number):
    assert "is too large to be squared" in refusal(write(f"annotator,unit,value\na,1,{number}\n"), "interval")


def test_a_header_of_endless_length_is_refused(write):
    message = refusal(write("x" * 140_000 + "\n1\n"))
    assert message.startswith("FILE has no column 'unit'; its columns are 'xxx")
    assert len(message) < 400


def test_a_header_of_endless_columns_is_named_in_part(write):
    message = refusal(write(",".join(f"c{n}" for n in range(50_000)) + "\n1\n"))
    assert "'c0', 'c1', " in message
    assert len(message) < 800


def test_what_is_no_regular_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/zero", tmp_path / "pipe", tmp_path):
        with pytest.raises(TableError, match="is not a file but a folder, pipe or device"):
            read(path)


def test_random_annotators_are_named_beside_the_interval(write):
    report = reported(read(write(TABLE)), annotators="random")
    assert report["interval"]["annotators"] == "random"
    assert reason(report, "percent_agreement") == "too_few_annotators"
