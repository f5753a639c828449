"""Agreement on a part of the labels: before and after norming, and under each codebook version."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations

import krippendorff
import numpy as np
import pytest

from exports.rendering.csv_files import csv_files
from exports.rendering.html import page
from exports.rendering.project_tables import norming, versions
from exports.report.long_table import Selection
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.store.project import add_codebook
from labels.store.queries import ProjectReader
from tests.exports.labeled import CODEBOOK, OWN, lettered, report_of, team, value_of
from tests.labels.projects import ARTICLES, decision

NEWER_TEXT = shipped_text().replace(f'version = "{CODEBOOK.version}"', 'version = "99"')
NEWER = Codebook.parse(NEWER_TEXT, "newer")
HEAD, READY, OPENS, HOLDS = ARTICLES[0].sentences
PAST, FUTURE = datetime(2001, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
SHOWN = ("krippendorff_alpha", "gwet_ac", "percent_agreement")


def label(people, rng, name, sentence, codebook):
    """No claim, or one over the whole sentence, so that a sentence is a unit."""
    if rng.random() < 0.3:
        people.nothing(name, sentence, codebook=codebook)
        return
    values = {
        "claim_type": rng.choice(["event", "event", "state"]),
        "certainty": rng.choice(["certain", "certain", "possible", "open"]),
    }
    people.claim(name, sentence, **{**OWN, **values}, codebook=codebook)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """Three people label two thirds, settle how they read a newer codebook, label on and change a few."""
    rng = random.Random(4)
    articles = list(lettered([14] * 4))  # with enough units that differ for intervals
    work = [
        (name, one) for article in articles for one in article.sentences for name in ("Ana", "Ben", "Chi")
    ]
    rng.shuffle(work)
    first, second = work[: len(work) * 2 // 3], work[len(work) * 2 // 3 :]
    with team(tmp_path_factory.mktemp("norming"), articles) as people:
        for name, sentence in first:
            label(people, rng, name, sentence, CODEBOOK.hash)
        settled = datetime.now(UTC)
        people.run(lambda connection: add_codebook(connection, NEWER, NEWER_TEXT))
        for name, sentence in second:
            label(people, rng, name, sentence, NEWER.hash)
        for name, target in claims_of(people.path)[:10]:
            change = decision("certainty", "denied", target, base=1, codebook=NEWER.hash)
            people.record(name, change)
    return people.path, settled


def claims_of(path):
    """Who made which claim before the newer codebook."""
    with ProjectReader(path) as store:
        names = {person.id: person.name for person in store.annotators()}
        rows = store.connection.execute(
            "select annotator, target from decision where layer = 'content' order by seq"
        )
        return [(names[annotator], target) for annotator, target in rows]


def rows_of(path, layer, since, before):
    """Units x annotators from the tables, by the time of the decision that made each label."""
    units = {}
    with ProjectReader(path) as store:
        rows = store.connection.execute(
            "select l.sentence, l.annotator, l.value, d.server_at from label l join decision d "
            "on d.seq = l.seq where l.layer = ? and l.value is not null",
            (layer,),
        )
        for sentence, annotator, value, moment in rows:
            if since <= datetime.fromisoformat(moment) < before:
                units.setdefault(sentence, {})[annotator] = value
    return [list(unit.values()) for unit in units.values() if len(unit) > 1]


def alpha_of(rows, layer):
    """Krippendorff's own package; it takes counts of units x values."""
    counts = np.array([[row.count(value) for value in layer.value_ids] for row in rows])
    return krippendorff.alpha(value_counts=counts, level_of_measurement=layer.measurement)


@pytest.mark.parametrize("layer", ["claim_type", "certainty", "source_kind"])
@pytest.mark.parametrize("period", [0, 1])
def test_alpha_of_each_period_is_that_of_the_labels_made_in_it(case, layer, period):
    path, settled = case
    rows = rows_of(path, layer, *((PAST, settled), (settled, FUTURE))[period])
    found = report_of(path, norming=(settled,))["norming"][period]["layers"][layer]
    if len({value for row in rows for value in row}) > 1:
        assert value_of(found) == pytest.approx(alpha_of(rows, CODEBOOK.layer(layer)), abs=1e-9)
    else:
        assert found["krippendorff_alpha"]["reason"] == "one_value_only"
    for name in SHOWN:
        assert (found[name]["n_units"], found[name]["n_labels"]) == (len(rows), sum(map(len, rows)))


@pytest.mark.parametrize("period", [0, 1])
def test_percent_agreement_of_each_period_is_the_share_of_pairs(case, period):
    path, settled = case
    rows = rows_of(path, "claim_type", *((PAST, settled), (settled, FUTURE))[period])
    shares = [np.mean([one == other for one, other in combinations(row, 2)]) for row in rows]
    found = report_of(path, norming=(settled,))["norming"][period]["layers"]["claim_type"]
    assert value_of(found, "percent_agreement") == pytest.approx(np.mean(shares))


def test_every_period_has_errors_and_intervals_over_clusters(case):
    path, settled = case
    for period in report_of(path, norming=(settled,))["norming"]:
        alpha = period["layers"]["claim_type"]["krippendorff_alpha"]
        assert alpha["se"] > 0
        assert alpha["ci"][0] < alpha["ci"][1]


def test_the_periods_hold_every_decision_once(case):
    path, settled = case
    report = report_of(path, norming=(settled, settled + timedelta(days=1)))
    periods = report["norming"]
    with ProjectReader(path) as store:
        [decisions] = store.connection.execute("select count(*) from decision").fetchone()
    assert sum(one["decisions"] for one in periods) == decisions
    assert [one["before"] for one in periods[:-1]] == [one["since"] for one in periods[1:]]
    assert (periods[0]["since"], periods[-1]["before"]) == (None, None)


def test_codebook_versions_are_compared_as_the_periods_of_their_use(case):
    path, settled = case
    report = report_of(path, norming=(settled,))
    used, periods = report["versions"], report["norming"]
    assert [one["layers"] for one in used] == [one["layers"] for one in periods]
    assert [one["decisions"] for one in used] == [one["decisions"] for one in periods]
    assert used[0]["layers"]["claim_type"]["krippendorff_alpha"]["ci"] is not None


@pytest.mark.parametrize(("date", "full"), [(PAST, 1), (FUTURE, 0)])
def test_a_date_outside_all_work_leaves_one_period_with_the_figures_of_the_report(case, date, full):
    path, _ = case
    report = report_of(path, norming=(date,))
    for layer, found in report["norming"][full]["layers"].items():
        assert found == {name: report["layers"][layer][name] for name in SHOWN}
    for found in report["norming"][1 - full]["layers"].values():
        assert {found[name]["reason"] for name in SHOWN} == {"no_unit_with_two_labels"}
        assert {found[name]["value"] for name in SHOWN} == {None}


def test_dates_count_once_in_any_order_and_zone(case):
    path, settled = case
    zone = timezone(timedelta(hours=2))
    once = report_of(path, norming=(PAST, settled))
    assert report_of(path, norming=(settled, PAST, settled.astimezone(zone))) == once


def test_only_the_layers_chosen_are_compared(case):
    path, settled = case
    chosen = Selection(layers=frozenset({"certainty"}))
    report = report_of(path, norming=(settled,), selection=chosen)
    parts = [*report["norming"], *report["versions"]]
    assert {layer for part in parts for layer in part["layers"]} == {"certainty"}


def test_without_a_date_the_report_is_the_same_but_for_the_periods(case):
    path, settled = case
    without, asked = report_of(path), report_of(path, norming=(settled,))
    assert without["norming"] == []
    assert {**asked, "norming": []} == without


def test_a_label_that_was_changed_belongs_to_the_time_of_the_change(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, HEAD, **OWN)
        settled = datetime.now(UTC)
        people.record("Ben", decision("certainty", "open", f"{HEAD.id}.1", base=1))
    before, after = (one["layers"] for one in report_of(people.path, norming=(settled,))["norming"])
    assert before["claim_type"]["krippendorff_alpha"]["n_units"] == 1
    assert before["certainty"]["krippendorff_alpha"]["n_units"] == 0
    assert after["certainty"]["krippendorff_alpha"]["n_units"] == 0


def test_who_marked_a_sentence_without_a_claim_as_done_said_so_then(tmp_path):
    [one] = lettered([2])
    byline = replace(one.sentences[0], kind="byline")  # of a kind that is "no claim" from the start
    with team(tmp_path, [replace(one, sentences=(byline, *one.sentences[1:]))]) as people:
        people.nothing("Ana", byline)
        people.record("Ben", decision("state", "done", byline.id))
        settled = datetime.now(UTC)
        people.record("Ana", decision("state", "done", byline.id))
    units = [
        one["layers"]["claim_type"]["percent_agreement"]["n_units"]
        for one in report_of(people.path, norming=(settled,))["norming"]
    ]
    assert units == [1, 0]


def test_a_label_is_in_one_period_though_its_sentence_was_done_in_another(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.nothing("Ana", HEAD)
        settled = datetime.now(UTC)
        people.record("Ana", decision("state", "done", HEAD.id))
        people.nothing("Ben", HEAD)
    found = report_of(people.path, norming=(settled,))["norming"]
    assert [one["layers"]["claim_type"]["percent_agreement"]["n_units"] for one in found] == [0, 0]


def test_labels_that_an_adjudication_settled_are_in_no_period(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.nothing("Ana", OPENS)
        people.nothing("Ben", OPENS)
        people.record("Ben", decision("claim_type", None, OPENS.id, base=1))
        people.record("Ben", decision("claim_type", "none", OPENS.id, base=2, kind="adjudicate"))
    [_, after] = report_of(people.path, norming=(PAST,))["norming"]
    assert after["layers"]["claim_type"]["percent_agreement"]["n_units"] == 0


@pytest.mark.parametrize("work", [0, 1])
def test_a_project_that_is_empty_or_one_persons_has_nulls_with_reasons(tmp_path, work):
    with team(tmp_path, ARTICLES) as people:
        for sentence in (HEAD, READY)[:work]:
            people.claim("Ana", sentence, **OWN)
    report = report_of(people.path, norming=(PAST, FUTURE))
    json.dumps(report, allow_nan=False)
    reasons = {
        data[name]["reason"] for one in report["norming"] for data in one["layers"].values() for name in SHOWN
    }
    assert (len(report["norming"]), reasons) == (3, {"no_unit_with_two_labels"})


def test_the_table_has_a_row_for_each_period_and_layer_with_its_figures(case):
    path, settled = case
    report = report_of(path, norming=(settled,))
    table = norming(report)
    titles = [column.title for column in table.columns]
    rows = [dict(zip(titles, row, strict=True)) for row in table.rows]
    assert Counter(row["Layer"] for row in rows).most_common(1)[0][1] == 2
    [row] = [one for one in rows if one["Layer"] == "claim_type" and one["Since (UTC)"] is None]
    found = report["norming"][0]["layers"]["claim_type"]
    alpha = found["krippendorff_alpha"]
    assert (row["Alpha"], row["SE"], row["from"], row["to"]) == (alpha["value"], alpha["se"], *alpha["ci"])
    assert (row["Units"], row["Labels"]) == (alpha["n_units"], alpha["n_labels"])
    assert (row["Gwet's AC"], row["Agreement"]) == (value_of(found, "gwet_ac"), value_of(found, SHOWN[2]))


def test_a_date_without_a_time_is_shown_as_a_day(case):
    path, _ = case
    assert {row[:2] for row in norming(report_of(path, norming=(PAST,))).rows} == {
        (None, "2001-01-01"),
        ("2001-01-01", None),
    }


def test_the_page_and_the_csv_files_show_the_periods_and_what_to_know(case):
    path, settled = case
    report = report_of(path, norming=(settled,))
    html = page(report)
    assert "Before and after norming" in html
    assert f"{settled:%Y-%m-%d %H:%M:%S}" in html
    assert "when at least two annotators labeled it then" in html
    assert "The sentences before and after a date are different ones" in html
    assert csv_files(report)["norming"].startswith("Since (UTC),Before (UTC),Decisions,Layer,Alpha,SE,")


def test_without_a_date_there_is_no_table_but_a_word_on_how_to_get_it(case):
    path, settled = case
    report = report_of(path)
    assert "norming" not in csv_files(report)
    assert "--norming DATE" in page(report)
    assert "--norming DATE" not in versions(report_of(path, norming=(settled,))).note
