"""The tables of a report: which rows, which figures, which words."""

import re

import pytest

from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.report import TableOptions, table_report
from exports.rendering.csv_files import csv_files
from exports.rendering.forests import forest, span_forest, values_picture
from exports.rendering.html import page
from exports.rendering.latex import latex_table
from exports.rendering.layer_tables import (
    by_annotator,
    by_pair,
    by_value,
    confusion_rows,
    confusions,
    plan,
    spans,
    tables,
    touched,
)
from exports.rendering.matrices import confusion_map, outlets_map, pairs_map, text_map
from exports.rendering.people_pictures import over_time, who_labeled
from exports.rendering.pictures import drawn, people_called
from exports.rendering.project_tables import (
    advanced,
    design,
    disputed_sentences,
    drift,
    labels_per_sentence,
    matching,
    overlap,
    people_tables,
    repeated,
    said,
    speed,
    versions,
)
from exports.rendering.tables import ALL, coefficients, ends, everything, levels, overview
from exports.rendering.text import remarks, summary
from exports.rendering.titles import measure_title
from exports.report.tool import table_report_json
from tests.exports.labeled import OWN, SAID, lettered, report_of, team
from tests.labels.projects import decision

KINDS = ("event", "state", "quantity")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Twelve events; Ben differs from Ana now and then, Chi saw half of it; two claims have cues."""
    articles = list(lettered([5] * 12))
    with team(tmp_path_factory.mktemp("tables"), articles) as people:
        for number, one in enumerate(articles):
            for place, sentence in enumerate(one.sentences):
                start = sentence.span.start
                for name, shift in (("Ana", 0), ("Ben", int(number % 3 == place)), ("Chi", place == 4)):
                    if name == "Chi" and number % 2:
                        continue
                    values = {"claim_type": KINDS[(place + shift) % 3], "cue": [[start, start + 4]]}
                    people.claim(name, sentence, **{**SAID, **values})
        people.record("Ana", decision("unsure", "", articles[0].sentences[0].id))
    return report_of(people.path, names=True, resamples=100)


def rows_of(table):
    """Each row by the titles of its columns."""
    return [
        {column.title: cell for column, cell in zip(table.columns, row, strict=True)} for row in table.rows
    ]


def test_the_overview_has_a_row_for_each_step_layer_and_level(report):
    rows = rows_of(overview(report))
    assert rows[0]["Layer"] == "Does the sentence hold a claim?"
    found = {(row["Layer"], row["Level"]) for row in rows}
    assert {
        ("Claim type", ALL),
        ("Claim type", "binary"),
        ("Cue", ALL),
        ("Passed on by", "given at all"),
    } <= found
    assert len(found) == len(rows)


def test_every_figure_of_the_overview_is_that_of_the_report(report):
    [row] = [one for one in rows_of(overview(report)) if (one["Layer"], one["Level"]) == ("Claim type", ALL)]
    data = report["layers"]["claim_type"]
    alpha = data["krippendorff_alpha"]
    assert (row["Alpha"], row["from"], row["to"]) == (alpha["value"], *alpha["ci"])
    assert (row["Units"], row["Labels"]) == (alpha["n_units"], alpha["n_labels"])
    assert row["P(> .667)"] == data["above"]["0.667"]
    assert row["Gwet's AC"] == data["gwet_ac"]["value"]
    assert row["Exact agreement"] == data["percent_agreement"]["value"]


def test_an_undefined_alpha_says_why_in_the_overview(report):
    [row] = [one for one in rows_of(overview(report)) if (one["Layer"], one["Level"]) == ("Anchor", ALL)]
    assert row["Alpha"] is None
    assert row["Reason missing"] == "only one value was given, so chance agreement is complete"
    assert row["Exact agreement"] == 1.0


def test_all_seven_coefficients_stand_side_by_side_at_every_level(report):
    rows = rows_of(coefficients(levels(report)))
    assert len(rows) == 7 * len(list(levels(report)))
    [ac] = [
        r
        for r in rows
        if r["Level"] == ALL and r["Layer"] == "Claim type" and r["Coefficient"] == "Gwet's AC1"
    ]
    details = report["layers"]["claim_type"]["details"]["gwet_ac"]
    assert (ac["Observed"], ac["Expected"]) == (details["observed"], details["expected"])
    assert ac["SE"] == report["layers"]["claim_type"]["gwet_ac"]["se"]
    assert ac["SE (units)"] == details["unit_se"]


@pytest.mark.parametrize(
    ("name", "metric", "weights", "title"),
    [
        ("krippendorff_alpha", "ordinal", "quadratic", "Krippendorff's alpha (ordinal)"),
        ("gwet_ac", "nominal", "identity", "Gwet's AC1"),
        ("gwet_ac", "ordinal", "linear", "Gwet's AC2 (linear)"),
        ("fleiss_kappa", "nominal", "identity", "Fleiss' kappa"),
        ("fleiss_kappa", "ordinal", "quadratic", "Fleiss' kappa (quadratic)"),
    ],
)
def test_a_measure_is_named_with_its_metric_or_weights(name, metric, weights, title):
    assert measure_title(name, metric, weights) == title


def test_each_value_has_its_prevalence_and_a_warning_where_it_is_rare(report):
    rows = rows_of(by_value([claim_type(report)]))
    assert sum(one["Prevalence"] for one in rows) == pytest.approx(1)
    assert {one["Value"]: one["Note"] for one in rows}["Event or action"] == ""
    assert all(one["Note"] for one in rows if not one["Labels"])


def test_ranges_have_four_measures_each(report):
    rows = rows_of(spans(report))
    assert [one["Measure"] for one in rows if one["Layer"] == "Cue"] == [
        "Exact F1",
        "Overlap F1 (characters)",
        "Partial F1 (half for an overlap)",
        "Alpha over characters",
    ]
    assert all(one["Value"] == 1.0 for one in rows if one["Layer"] == "Cue")


def test_each_pair_stands_once_for_each_layer(report):
    rows = [one for one in by_pair(levels(report)).rows if one[0] == "Claim type"]
    assert (
        sorted(row[1:3] for row in rows) == [("Ana", "Ben"), ("Ana", "Chi"), ("Ben", "Chi")] or len(rows) == 3
    )
    assert {row[-1] for row in rows} == {60, 30}


def test_each_annotator_stands_beside_the_rest_with_their_habit(report):
    rows = [one for one in rows_of(by_annotator(levels(report))) if one["Layer"] == "Claim type"]
    assert {one["Annotator"] for one in rows} == {"Ana", "Ben", "Chi"}
    assert all("often" in one["Value"] for one in rows if one["Largest difference in habits"])


def test_the_plan_counts_events(report):
    [row] = [one for one in rows_of(plan(report)) if (one["Layer"], one["Level"]) == ("Claim type", ALL)]
    assert row["Clusters now"] == 12
    assert row["Wanted"] == 0.05
    assert "Clusters are events here" in plan(report).note


def test_confusion_tables_and_rows_hold_the_same_counts(report):
    [table] = [one for one in confusions(levels(report)) if one.id == "confusion_claim_type"]
    both = sum(sum(row[1:]) for row in table.rows)
    once = sum(row[-1] for row in confusion_rows(levels(report)).rows if row[0] == "claim_type")
    assert both == 2 * once == 2 * (60 + 30 + 30)


def test_tables_have_names_of_their_own(report):
    every = [*tables(report), *people_tables(report), *confusions(levels(report))]
    assert len({table.id for table in every}) == len(every)
    assert all(len(row) == len(table.columns) for table in every for row in table.rows)


def test_everything_with_an_alpha_is_listed_once(report):
    places = [(one.layer, one.level) for one in everything(report)]
    assert len(set(places)) == len(places)
    assert ("content", ALL) in places


def test_who_has_seen_what_is_told_by_annotator(report):
    rows = {one["Annotator"]: one for one in rows_of(design(report))}
    assert (rows["Ana"]["Seen"], rows["Chi"]["Seen"]) == (60, 30)
    assert rows["Chi"]["Unseen, seen by others"] == 30
    assert rows["Ana"]["Unsure"] == 1


def test_the_overlap_is_a_square_with_each_annotators_own_on_the_diagonal(report):
    table = overlap(report)
    names = [row[0] for row in table.rows]
    for number, row in enumerate(table.rows):
        assert row[1 + number] == (30 if names[number] == "Chi" else 60)
    assert dict(labels_per_sentence(report).rows) == {2: 30, 3: 30}


def test_matching_names_the_claims_of_both(report):
    rows = rows_of(matching(report))
    assert all(one["F1"] == 1.0 for one in rows)
    assert {one["Matched"] for one in rows} == {60, 30}


def test_time_tables_follow_the_people(report):
    assert {row[0] for row in speed(report["people"]).rows} == {"Ana", "Ben", "Chi"}
    batches = [row for row in drift(report["people"]).rows if row[0] == "Ana"]
    assert [row[1] for row in batches] == list(range(1, len(batches) + 1))
    assert sum(row[4] for row in batches) == 60


def test_without_words_met_twice_there_is_no_table_of_them(report):
    assert repeated(report["people"]).rows == ()


def test_one_codebook_version_is_one_row(report):
    [row] = rows_of(versions(report))
    assert 0 < row["Decisions"] < report["project"]["head"]
    assert row["Layer"] == "every layer"


def test_values_are_counted_by_who_set_them(report):
    rows = {one["Layer"]: one for one in rows_of(touched(report))}
    assert (rows["Claim type"]["Values"], rows["Claim type"]["Set by a person"]) == (150, 150)
    derived = rows["Quotation (derived)"]
    assert (derived["Set by a person"], derived["By rule or default"]) == (0, derived["Values"])
    assert derived["Values"] > 0


def test_a_derived_layer_is_marked_wherever_it_is_printed(report):
    names = {row["Layer"] for row in rows_of(overview(report))}
    assert "Quotation (derived)" in names
    assert "Quotation" not in names
    assert "Quotation (derived)" in forest(everything(report)).inline()


@pytest.mark.parametrize(
    ("found", "first"),
    [
        ({"computed": False, "reason": "too_many_pairs"}, "Unitizing alpha and gamma"),
        (
            {
                "computed": True,
                "unitizing_alpha": {"cue": {"value": 0.5, "n_articles": 3, "reason": None}},
                "gamma": {"value": None, "n": 0, "reason": "no_spans", "by_pair": []},
            },
            "Krippendorff's unitizing alpha",
        ),
    ],
)
def test_the_advanced_measures_are_given_or_say_why_not(found, first):
    assert advanced({"advanced": found}).rows[0][0] == first
    assert advanced({}).rows == ()


def test_disputed_sentences_say_who_said_what(report):
    row = rows_of(disputed_sentences(report))[0]
    assert row["Words"].startswith("Line ")
    assert row["Who said what"].startswith("Claim type: ")
    assert "(Ana" in row["Who said what"]


def test_what_was_said_is_listed_by_layer_and_value_in_titles(report):
    given = {"claim_type": {"Ben": ["event"], "Ana": ["event", "state"], "Chi": ["event"]}}
    assert said(report, given, {"Chi": "Annotator 3"}) == [
        ("Claim type", "Event or action + State or trend (Ana); Event or action (Ben, Annotator 3)")
    ]


@pytest.mark.parametrize(("ci", "expected"), [(None, (None, None)), ([0.1, 0.2], (0.1, 0.2))])
def test_an_interval_has_two_ends_or_none(ci, expected):
    assert ends({"ci": ci}) == expected


def test_remarks_tell_what_a_reader_must_know(report):
    words = " ".join(remarks(report))
    assert "take whole events as independent" in words
    assert "unstable" not in words
    assert "1 sentences were marked unsure" in words


def test_beside_the_intervals_it_says_whom_they_speak_for(report):
    assert "for other annotators they are too narrow" in remarks(report)[0]
    interval = {**report["interval"], "annotators": "random"}
    assert remarks({**report, "interval": interval})[0].startswith("Intervals speak for other annotators")


def test_ordered_layers_have_exact_and_weighted_agreement(report):
    [row] = [one for one in rows_of(overview(report)) if (one["Layer"], one["Level"]) == ("Certainty", ALL)]
    data = report["layers"]["certainty"]
    assert row["Exact agreement"] == data["exact_agreement"]["value"]
    assert row["Weighted agreement"] == data["percent_agreement"]["value"]


def test_the_mean_kappa_is_no_main_column_and_has_its_pairs_beside_it(report):
    assert not any("kappa" in column.title.lower() for column in overview(report).columns)
    rows = rows_of(coefficients([claim_type(report)]))
    [mean] = [row for row in rows if row["Coefficient"].startswith("Mean pairwise")]
    assert mean["Pairs"] == report["layers"]["claim_type"]["kappa_pairs"]["counted"]


def test_the_summary_names_the_matching(report):
    words = summary(report)
    assert "on average 1.000" in words
    assert "overlap (Dice) of 0.5" in words


def test_the_forest_shows_alpha_and_the_lines_and_never_f1(report):
    text = forest(everything(report)).inline()
    assert ".667" in text
    assert "Claim type · binary" in text
    assert "F1" not in text


def test_f1_is_drawn_without_the_lines_of_alpha(report):
    text = span_forest(report).inline()
    assert "Cue · Exact F1" in text
    assert ".667" not in text


def test_intervals_stay_inside_the_picture(report):
    for picture in drawn(report):
        for part in picture.parts:
            if part.startswith("<line"):
                numbers = [float(one.split('"')[1]) for one in part.split(" ")[1:5]]
                assert all(-1 <= number <= max(picture.width, picture.height) for number in numbers)


def claim_type(report):
    [level] = [one for one in levels(report) if (one.layer, one.level) == ("claim_type", ALL)]
    return level


def test_a_heat_map_shows_each_pair_twice(report):
    level = claim_type(report)
    text = pairs_map(level, {}).inline()
    for pair in level.figures["by_pair"]:
        assert text.count(f">{pair['cohen_kappa']:.3f}<") >= 2


def test_a_row_of_the_confusion_map_adds_up_to_a_hundred(report):
    description = confusion_map(claim_type(report)).description
    row = next(part for part in description.split("; ") if part.startswith("Event or action: "))
    assert sum(map(int, re.findall(r"(\d+) %", row))) in range(98, 103)


def test_the_labels_of_each_outlet_have_a_row(report):
    assert "Post (n 150)" in outlets_map("claim_type", report["layers"]["claim_type"]).inline()


def test_disagreement_inside_the_text_has_a_box_for_each_sentence(report):
    shown = report["disputed_articles"]
    text = text_map(report).inline()
    assert text.count("<rect") == sum(len(one["entropies"]) for one in shown)
    assert 'class="unseen"' not in text


def test_who_labeled_what_says_how_much_was_shared(report):
    assert "Chi: 30 sentences, 30 shared" in who_labeled(report, {}).description


def test_pseudonyms_are_numbered_and_names_are_kept(report):
    assert people_called(report) == {}
    hidden = {**report, "annotator_names": False}
    assert list(people_called(hidden).values()) == ["Annotator 1", "Annotator 2", "Annotator 3"]


def test_two_annotators_need_no_heat_map_and_one_value_no_picture(tmp_path):
    articles = list(lettered([2, 2]))
    with team(tmp_path, articles) as people:
        for name in ("Ana", "Ben"):
            for one in articles:
                people.claim(name, one.sentences[0], **OWN)
    report = report_of(people.path)
    every = [one for one in levels(report) if one.level == ALL]
    assert all(pairs_map(one, {}) is None for one in every)
    single = {**every[0].figures, "by_value": every[0].figures["by_value"][:1]}
    assert values_picture(type(every[0])("x", "x", ALL, single)) is None
    assert over_time(report, {}) is None


def test_drift_is_drawn_with_a_line_for_each_annotator(report):
    text = over_time(report, {}).inline()
    assert text.count("<polyline") == 2
    assert ">Ana<" in text
    assert ">Chi<" not in text  # labeled too little for two batches


def test_the_order_of_ordinal_values_stands_in_every_form(report, tmp_path):
    order = "Denied or doubted < Left open < Possible < Probable or intended < Flat"
    assert order in csv_files(report)["orders"]
    assert order.replace("<", r"\textless{}") in latex_table(report)
    assert f"Order of the values: {order}." in page(report).replace("&lt;", "<")
    assert f"Certainty: Order of the values: {order}." in summary(report)
    path = tmp_path / "t.csv"
    rows = ["annotator,unit,value"] + [f"{a},u{u},{'abc'[(u + a) % 3]}" for a in (1, 2) for u in range(9)]
    path.write_text("\n".join(rows), encoding="utf-8")
    options = TableOptions(measurement="ordinal", categories=("c", "a", "b"), resamples=20)
    table = table_report_json(table_report(read_table(path), options))
    assert "c < a < b" in csv_files(table)["orders"]
    assert r"c \textless{} a \textless{} b" in latex_table(table)
    assert "c < a < b" in summary(table)


def test_notes_on_rare_values_give_their_titles(report):
    assert "“" in " ".join(words for words in remarks(report) if "Too few units" in words)


def test_values_that_nobody_gave_are_folded(report):
    table = by_value(levels(report))
    never = [row for row in table.rows if row[table.place("Labels")] == 0]
    assert never
    assert all(map(table.is_silent, never))


def test_the_caption_of_the_latex_table_says_how_intervals_were_made(report):
    unit = report["cluster"]["by"]
    assert f"each of {report['cluster']['n']} {unit}s left out once (jackknife)" in latex_table(report)
    assert "resamples" not in latex_table(report)
