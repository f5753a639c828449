"""Tables of labels from files: what is read, what is refused and in which words, and the public JSON."""

import hashlib
import json

import pytest

from exports.agreement.coefficients import NAMES
from exports.agreement.tables.csv_table import MOST_CATEGORIES, read_table, table_labels, table_report
from exports.rendering.html import page
from exports.rendering.text import remarks
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


def refusal(path, measurement="nominal", categories=None, **columns):
    with pytest.raises(TableError) as refused:
        table_labels(read_table(path, **columns), measurement, categories)
    return str(refused.value).replace(f"{path}", "FILE")


def test_a_table_is_read_row_by_row(write):
    table = read_table(write(TABLE))
    assert (table.annotators[:2], table.units[:2], table.values[:4]) == (
        ["ann", "bob"],
        ["s1", "s1"],
        ["claim", "claim", "none", "claim"],
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_told_apart(write, delimiter):
    assert len(read_table(write(TABLE.replace(",", delimiter))).values) == 6


def test_a_byte_order_mark_is_no_part_of_the_first_column(write):
    assert len(read_table(write(TABLE, "utf-8-sig")).values) == 6


def test_windows_line_ends_are_read(write):
    assert read_table(write(TABLE.replace("\n", "\r\n"))).values[-1] == "none"


def test_values_are_text_with_delimiters_and_quotes_inside(write):
    table = read_table(write('annotator,unit,value\nann,s1,"a, ""b"""\nbob,s1,007\n'))
    assert table.values == ['a, "b"', "007"]


def test_columns_may_stand_in_any_order(write):
    table = read_table(write("value,annotator,unit\nclaim,ann,s1\n"))
    assert (table.annotators, table.values) == (["ann"], ["claim"])


def test_columns_of_other_names_are_read_when_they_are_named(write):
    path = write("coder,item,label\nann,s1,claim\n")
    assert read_table(path, annotator="coder", unit="item", value="label").units == ["s1"]


def test_an_empty_value_is_a_missing_label(write):
    table = read_table(write(TABLE + "cem,s1,\n"))
    assert (table.n_missing, len(table.values)) == (1, 6)


def test_blank_lines_are_skipped_and_still_counted(write):
    path = write("annotator,unit,value\n\nann,s1,x\n\nbob,s1,z\n")
    assert refusal(path, categories=["x", "y"]).startswith("FILE, line 5: 'z'")


def test_a_line_break_inside_a_cell_keeps_the_line_numbers(write):
    path = write('annotator,unit,value\nann,"s\n1",x\nbob,s2,z\n')
    assert refusal(path, categories=["x"]).startswith("FILE, line 4: 'z'")


def test_clusters_are_read_from_the_named_column(write):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,A\nann,s2,y,B\nbob,s2,x,B\n")
    assert table_labels(read_table(path, cluster="article"), "nominal").n_clusters == 2


def test_a_column_cluster_may_stand_unused(write):
    path = write("annotator,unit,value,cluster\nann,s1,x,A\nbob,s1,x,A\n")
    assert read_table(path).clusters is None


def test_a_missing_column_is_named_with_the_nearest(write):
    assert refusal(write("anotator,unit,value\nann,s1,x\n")) == (
        "FILE has no column 'annotator'; its columns are 'anotator', 'unit', 'value'. "
        "Did you mean 'anotator'?"
    )


def test_a_missing_cluster_column_is_named(write):
    assert refusal(write(TABLE), cluster="article") == (
        "FILE has no column 'article'; its columns are 'annotator', 'unit', 'value'."
    )


def test_other_columns_are_not_used_and_named(write):
    table = read_table(write("confidence,annotator,unit,value,event\n3,ann,s1,x,A\n,bob,s1,x,A\n"))
    assert (table.values, table.unused) == (["x", "x"], ("confidence", "event"))


def test_the_report_of_a_table_names_the_columns_it_did_not_use(write):
    report = table_report(read_table(write("annotator,unit,value,event\nann,s1,x,A\n")), resamples=1)
    assert "not used: event." in "".join(remarks(report))


def test_a_column_without_a_name_is_not_used(write):
    assert read_table(write(",annotator,unit,value,\n0,ann,s1,x,\n")).unused == ()


def test_an_empty_file_is_refused_as_empty(write):
    assert refusal(write("\n")) == (
        "FILE is empty. It needs a header with the columns 'annotator', 'unit', 'value'."
    )


def test_a_file_that_is_no_text_is_refused_with_its_line(write):
    assert refusal(write("annotator,unit,value\nann,s1,\0\n")) == (
        "FILE, line 2: no text, but a NUL. Save the table as CSV in UTF-8."
    )


def test_a_column_that_stands_twice_is_refused(write):
    text = "annotator,unit,value,value\nann,s1,x,y\n"
    assert refusal(write(text)) == "FILE has two columns 'value'. Each column needs a name of its own."


def test_a_second_label_of_an_annotator_for_a_unit_is_refused_with_both_lines(write):
    assert refusal(write(TABLE + "ann,s1,none\n")) == (
        "FILE, lines 2 and 8: annotator 'ann' labels unit 's1' twice. "
        "Keep one row for each annotator and unit."
    )


def test_a_value_outside_the_categories_is_refused_with_line_and_nearest(write):
    assert refusal(write(TABLE), categories=["claims", "none"]) == (
        "FILE, line 2: 'claim' is not among the categories 'claims', 'none'. Did you mean 'claims'?"
    )


def test_a_row_of_another_length_is_refused(write):
    assert refusal(write(TABLE + "cem,s1\n")) == "FILE, line 8: 2 cells, but the header has 3 columns."


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
        f"FILE, line 2: '{word}' is not a number, which interval measurement needs."
    )


def test_ratio_values_must_not_be_below_zero(write):
    assert refusal(write("annotator,unit,value\nann,s1,-1\n"), "ratio") == (
        "FILE, line 2: -1 is below zero, which ratio measurement does not know. Use interval."
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
            "A category is below zero, which ratio measurement does not know. Use interval.",
        ),
    ],
)
def test_categories_must_be_of_use(write, categories, measurement, words):
    assert refusal(write("annotator,unit,value\nann,s1,1\n"), measurement, categories) == words


def test_too_many_different_values_are_refused(write):
    rows = "".join(f"ann,s{number},{number}\n" for number in range(MOST_CATEGORIES + 1))
    assert refusal(write(f"annotator,unit,value\n{rows}"), "interval") == (
        "1001 different values; at most 1000 can be compared. Round or group them."
    )


def test_one_number_written_in_two_ways_is_one_value(write):
    table = read_table(write("annotator,unit,value\nann,s1,1\nbob,s1,1.0\nann,s2,2\nbob,s2,2e0\n"))
    assert table_labels(table, "interval").categories == ("1", "2")


def test_without_categories_numbers_are_sorted_as_numbers(write):
    table = read_table(write("annotator,unit,value\nann,s1,10\nbob,s1,9\n"))
    assert table_labels(table, "ordinal").categories == ("9", "10")


def test_without_categories_the_report_says_that_they_come_from_the_data(write):
    report = table_report(read_table(write(TABLE)))
    assert (report["categories_from"], report["layers"]["value"]["categories"]) == ("data", ["claim", "none"])


def test_given_categories_are_kept_in_their_order(write):
    report = table_report(read_table(write(TABLE)), "ordinal", ["none", "possible", "claim"])
    layer = report["layers"]["value"]
    assert (layer["categories"], layer["categories_from"]) == (["none", "possible", "claim"], "given")


def test_the_report_holds_every_coefficient_under_its_public_keys(write):
    layer = json.loads(json.dumps(table_report(read_table(write(TABLE))), allow_nan=False))["layers"]["value"]
    assert {name: set(layer[name]) for name in NAMES} == {
        name: {"value", "se", "ci", "n_units", "n_labels", "reason"} for name in NAMES
    }


def test_weights_are_identity_for_nominal_and_quadratic_for_ordered_values(write):
    table = read_table(write(TABLE.replace("claim", "1").replace("none", "2")))
    weights = [
        table_report(table, measurement)["layers"]["value"]["weights"]
        for measurement in ("nominal", "ordinal", "interval", "ratio")
    ]
    assert weights == ["identity", "quadratic", "quadratic", "quadratic"]


def test_alpha_follows_the_measurement_and_the_others_the_weights(write):
    rows = "".join(
        f"{annotator},u{unit},{value}\n"
        for unit, values in enumerate([(1, 1), (1, 2), (2, 2), (3, 1), (3, 3)])
        for annotator, value in zip("ab", values, strict=True)
    )
    table = read_table(write(f"annotator,unit,value\n{rows}"))
    reports = [
        table_report(table, "nominal", ["1", "2", "3"], weights)["layers"]["value"]
        for weights in ("identity", "quadratic")
    ]
    alphas, kappas = ([r[name]["value"] for r in reports] for name in ("krippendorff_alpha", "fleiss_kappa"))
    assert (alphas[0] == alphas[1], kappas[0] == kappas[1]) == (True, False)


def test_the_report_says_how_its_intervals_were_drawn(write):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,A\nann,s2,y,B\nbob,s2,x,B\n")
    report = table_report(read_table(path, cluster="article"), seed=7, resamples=50)
    keys = ("cluster", "n_clusters", "seed", "resamples", "n_annotators", "n_units", "n_labels")
    assert [report[key] for key in keys] == ["article", 2, 7, 50, 2, 2, 4]


def test_the_report_names_the_file_by_its_content(write):
    path = write(TABLE)
    report = table_report(read_table(path), resamples=1)
    assert report["table_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("cluster", "words"), [("article", "2 clusters, by the column article"), (None, "units, each on its own")]
)
def test_the_page_of_a_table_says_what_is_drawn_again(write, cluster, words):
    path = write("annotator,unit,value,article\nann,s1,x,A\nbob,s1,x,A\nann,s2,y,B\nbob,s2,x,B\n")
    assert words in page(table_report(read_table(path, cluster=cluster), resamples=5))


def test_the_page_of_a_table_says_how_its_values_were_compared(write):
    report = table_report(read_table(write(TABLE)), "ordinal", ["none", "claim"], resamples=5)
    assert "none, claim (as given); ordinal measurement, quadratic weights" in page(report)


def test_the_same_seed_gives_the_same_report(write):
    table = read_table(write(TABLE))
    assert table_report(table, seed=5) == table_report(table, seed=5)
