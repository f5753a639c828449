"""The tables of a report: which rows, which figures, which words."""

import pytest

from exports.rendering.layer_tables import (
    by_annotator,
    by_pair,
    by_value,
    confusion_rows,
    confusions,
    plan,
    spans,
    tables,
)
from exports.rendering.pictures import drawn, forest, heat_map, over_time, span_forest, values_picture
from exports.rendering.project_tables import (
    advanced,
    design,
    disputed_sentences,
    drift,
    labels_per_sentence,
    matching,
    origins,
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
    assert row["Agreement"] == data["percent_agreement"]["value"]


def test_an_undefined_alpha_says_why_in_the_overview(report):
    [row] = [one for one in rows_of(overview(report)) if (one["Layer"], one["Level"]) == ("Anchor", ALL)]
    assert row["Alpha"] is None
    assert row["Reason missing"] == "only one value was given, so chance agreement is complete"
    assert row["Agreement"] == 1.0


def test_all_seven_coefficients_stand_side_by_side_at_every_level(report):
    rows = rows_of(coefficients(report))
    assert len(rows) == 7 * len(list(levels(report)))
    [ac] = [
        r
        for r in rows
        if r["Level"] == ALL and r["Layer"] == "Claim type" and r["Coefficient"] == "Gwet's AC1"
    ]
    details = report["layers"]["claim_type"]["details"]["gwet_ac"]
    assert (ac["Observed"], ac["Expected"]) == (details["observed"], details["expected"])
    assert ac["SE (clusters)"] == details["bootstrap_se"]


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("krippendorff_alpha", {"measurement": "ordinal"}, "Krippendorff's alpha (ordinal)"),
        ("krippendorff_alpha", {"measurement": "set", "distance": "masi"}, "Krippendorff's alpha (masi)"),
        ("gwet_ac", {"weights": "identity"}, "Gwet's AC1"),
        ("gwet_ac", {"weights": "linear"}, "Gwet's AC2 (linear)"),
        ("fleiss_kappa", {"weights": "identity"}, "Fleiss' kappa"),
        ("fleiss_kappa", {"weights": "quadratic"}, "Fleiss' kappa (quadratic)"),
        ("exact_f1", {}, "Exact F1"),
    ],
)
def test_a_measure_is_named_with_its_metric_or_weights(name, data, title):
    assert measure_title(name, data) == title


def test_each_value_has_its_prevalence_and_a_warning_where_it_is_rare(report):
    rows = [one for one in rows_of(by_value(report)) if one["Layer"] == "Claim type" and one["Level"] == ALL]
    assert sum(one["Prevalence"] for one in rows) == pytest.approx(1)
    assert {one["Value"]: one["Note"] for one in rows}["event"] == ""
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
    rows = [one for one in by_pair(report).rows if one[0] == "Claim type"]
    assert (
        sorted(row[1:3] for row in rows) == [("Ana", "Ben"), ("Ana", "Chi"), ("Ben", "Chi")] or len(rows) == 3
    )
    assert {row[-1] for row in rows} == {60, 30}


def test_each_annotator_stands_beside_the_rest_with_their_habit(report):
    rows = [one for one in rows_of(by_annotator(report)) if one["Layer"] == "Claim type"]
    assert {one["Annotator"] for one in rows} == {"Ana", "Ben", "Chi"}
    assert all("often" in one["Value"] for one in rows if one["Largest difference in habits"])


def test_the_plan_counts_events(report):
    [row] = [one for one in rows_of(plan(report)) if (one["Layer"], one["Level"]) == ("Claim type", ALL)]
    assert row["Clusters now"] == 12
    assert row["Wanted"] == 0.05
    assert "Clusters are events here" in plan(report).note


def test_confusion_tables_and_rows_hold_the_same_counts(report):
    [table] = [one for one in confusions(report) if one.id == "confusion_claim_type"]
    both = sum(sum(row[1:]) for row in table.rows)
    once = sum(row[-1] for row in confusion_rows(report).rows if row[0] == "claim_type")
    assert both == 2 * once == 2 * (60 + 30 + 30)


def test_tables_have_names_of_their_own(report):
    every = [*tables(report), *people_tables(report), *confusions(report)]
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
    assert repeated({}).rows == ()


def test_one_codebook_version_is_one_row(report):
    [row] = rows_of(versions(report))
    assert row["Decisions"] == report["project"]["head"]
    assert row["Layer"] == "every layer"


def test_labels_are_counted_by_how_they_were_made(report):
    rows = {one["Layer"]: one for one in rows_of(origins(report))}
    assert rows["claim_type"] == {"Layer": "claim_type", "Human": 150, "Automatic": 0, "Accepted": 0}


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
    assert "claim_type: Ana" in row["Who said what"]


def test_what_was_said_is_listed_by_layer_and_person():
    assert (
        said({"x": {"Ben": ["a"], "Ana": ["a", "b"]}, "y": {"Ana": ["c"]}}) == "x: Ana a + b, Ben a; y: Ana c"
    )


@pytest.mark.parametrize(("ci", "expected"), [(None, (None, None)), ([0.1, 0.2], (0.1, 0.2))])
def test_an_interval_has_two_ends_or_none(ci, expected):
    assert ends({"ci": ci}) == expected


def test_remarks_tell_what_a_reader_must_know(report):
    words = " ".join(remarks(report))
    assert "draw whole events" in words
    assert "unstable" not in words
    assert "1 sentences were marked unsure" in words


def test_the_summary_names_the_matching(report):
    assert "F1 1.000 at Dice 0.5" in summary(report)


def test_the_forest_shows_alpha_and_the_lines_and_never_f1(report):
    text = forest(report).inline()
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


def test_a_heat_map_shows_each_pair_twice_with_its_units(report):
    [level] = [one for one in levels(report) if (one.layer, one.level) == ("claim_type", ALL)]
    text = heat_map(level).inline()
    assert text.count("n 60") == 2
    assert text.count("n 30") == 4


def test_two_annotators_need_no_heat_map_and_one_value_no_picture(tmp_path):
    articles = list(lettered([2, 2]))
    with team(tmp_path, articles) as people:
        for name in ("Ana", "Ben"):
            for one in articles:
                people.claim(name, one.sentences[0], **OWN)
    report = report_of(people.path)
    every = [one for one in levels(report) if one.level == ALL]
    assert all(heat_map(one) is None for one in every)
    single = {**every[0].data, "by_value": every[0].data["by_value"][:1]}
    assert values_picture(type(every[0])("x", "x", ALL, single)) is None
    assert over_time(report) is None


def test_drift_is_drawn_with_a_line_for_each_annotator(report):
    text = over_time(report).inline()
    assert text.count("<polyline") == 2
    assert ">Ana<" in text
    assert ">Chi<" not in text  # labeled too little for two batches
