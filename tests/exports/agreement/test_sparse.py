"""Thin data: few shared units, few clusters, annotators with one value, names within an event."""

import numpy as np
import pytest

from exports.agreement.counts import Labels
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from exports.agreement.layer_report import layer_report
from exports.agreement.spans.entities import entity_agreement
from tests.exports.agreement.ratings import labels_of, table_rows

KAPPA = "mean_pairwise_cohen_kappa"
FEW = Resampling(count=2)


def measured(rows, clusters=None, **options):
    return measure(labels_of(rows, None, clusters), "nominal", None, Resampling(count=2, **options))


def chain(n_annotators, n_units=10, agreeing=9):
    """Each unit is labeled by two annotators who share no other unit."""
    rows = []
    for unit in range(n_units):
        row = [None] * n_annotators
        row[2 * unit], row[2 * unit + 1] = "x", "x" if unit < agreeing else "y"
        rows.append(row)
    return rows


def test_pairs_that_share_one_unit_have_no_mean_kappa():
    # Pairs that agreed on their one unit used to be dropped, and those that did not counted as 0.
    found = measured(chain(20))
    kappa = found.coefficients[KAPPA]
    assert found.coefficients["percent_agreement"].value == pytest.approx(0.9)
    assert (kappa.value, kappa.ci, kappa.reason) == (None, None, "too_few_shared_units")
    assert (found.mean_kappa.n_pairs, found.mean_kappa.n_too_few, found.mean_kappa.counted.sum()) == (
        10,
        10,
        0,
    )


def test_a_pair_weighs_as_much_as_it_shares():
    # Kappas of 1 on 30 units and of 0 on 10 units.
    rows = [[*row, None] for row in table_rows([[15, 0], [0, 15]])]
    rows += [[row[0], None, row[1]] for row in table_rows([[4, 1], [4, 1]])]
    assert measured(rows).coefficients[KAPPA].value == pytest.approx(0.75)


def test_pairs_under_the_minimum_are_left_out_and_counted():
    rows = [[*row, None] for row in table_rows([[10, 1], [2, 10]])]
    rows += [[1, None, 2]] * 4
    kappa = measured([row[:2] for row in rows[:23]]).coefficients[KAPPA].value
    report = layer_report(labels_of(rows), "nominal", None, FEW)
    assert report[KAPPA]["value"] == pytest.approx(kappa)
    assert report["kappa_pairs"] == {"counted": 1, "least": 5, "too_few_units": 1, "constant": 0}


def test_a_small_table_that_everybody_labeled_keeps_its_kappa():
    assert measured(["xx", "yy", "xy"]).coefficients[KAPPA].value == pytest.approx(0.4)


def test_where_most_comparisons_are_of_annotators_with_one_value_there_is_no_mean():
    rows = [["x", "x", None]] * 9 + [["x", "y", None]] * 3
    assert measured(rows).coefficients[KAPPA].reason == "constant_annotator"


def crowd(n_units, n_annotators=260, each=5, seed=0):
    rng = np.random.default_rng(seed)
    annotator = rng.random((n_units, n_annotators)).argsort(axis=1)[:, :each]
    truth = rng.integers(0, 4, n_units)
    value = np.where(rng.random((n_units, each)) < 0.7, truth[:, None], rng.integers(0, 4, (n_units, each)))
    return Labels(
        unit=np.repeat(np.arange(n_units), each),
        annotator=annotator.ravel(),
        value=value.ravel(),
        units=tuple(map(str, range(n_units))),
        annotators=tuple(map(str, range(n_annotators))),
        categories=tuple("abcd"),
    )


def test_the_interval_of_the_mean_kappa_holds_it():
    labels = crowd(400, n_annotators=20)
    kappa = measure(labels, "nominal", None, FEW).coefficients[KAPPA]
    assert kappa.ci[0] < kappa.value < kappa.ci[1]
    assert kappa.se == pytest.approx(kappa.unit_se, rel=0.1)


def test_a_mean_over_more_pairs_of_labels_than_can_be_left_out_says_so():
    labels = crowd(5_300, n_annotators=32, each=32)
    kappa = measure(labels, "nominal", None, FEW).coefficients[KAPPA]
    assert (kappa.value is not None, kappa.ci, kappa.reason) == (True, None, "too_many_pairs_of_labels")


def test_units_of_a_large_crowd_are_left_out_in_groups_with_nearly_the_same_error():
    found = measure(crowd(9_000), "nominal", None, FEW).coefficients["krippendorff_alpha"]
    assert found.se == pytest.approx(found.unit_se, rel=0.1)


def random_names(n_events, seed, n_units=12):
    """Three annotators who pick one of two sources of each event at random."""
    rng = np.random.default_rng(seed)
    event, unit, annotator = (grid.ravel() for grid in np.indices((n_events, n_units, 3)))
    picked = rng.integers(0, 2, len(event))
    names = [f"source {pick} of {number}" for pick, number in zip(picked, event, strict=True)]
    units = list(zip(event.tolist(), unit.tolist(), strict=True))
    return {"annotators": annotator.tolist(), "units": units, "values": names}, event.tolist()


@pytest.mark.parametrize("n_events", [1, 2, 3, 10, 30, 100])
def test_random_picks_among_the_names_of_an_event_are_chance(n_events):
    values = []
    for seed in range(20):
        labels, events = random_names(n_events, seed)
        found = entity_agreement(**labels, clusters=events, within=events)
        values.append(found["krippendorff_alpha"].value)
    assert np.mean(values) == pytest.approx(0, abs=3 * np.std(values) / np.sqrt(len(values)) + 0.01)


def test_names_that_are_compared_over_all_events_make_chance_look_like_agreement():
    labels, events = random_names(30, 0)
    assert entity_agreement(**labels, clusters=events)["krippendorff_alpha"].value > 0.4


@pytest.mark.parametrize("n_events", [1, 2, 3, 10, 30, 100])
def test_the_interval_of_random_picks_holds_zero_in_nearly_every_drawing(n_events):
    # With one or two events the articles are the clusters, as in a project.
    held = []
    for seed in range(20):
        labels, events = random_names(n_events, seed, n_units=24)
        articles = [6 * event + unit[1] // 4 for event, unit in zip(events, labels["units"], strict=True)]
        clusters = articles if n_events < 10 else events
        found = entity_agreement(**labels, clusters=clusters, within=events, resampling=FEW)
        low, high = found["krippendorff_alpha"].ci
        held.append(low < 0 < high)
    assert sum(held) >= 17  # 95 % of 20 drawings, within what chance leaves


def test_one_name_in_two_events_is_two_names():
    found = entity_agreement(["a", "b"] * 2, [1, 1, 2, 2], ["x"] * 4, within=["e", "e", "f", "f"])
    assert found["krippendorff_alpha"].reason == "one_value_only"


def test_within_one_event_alpha_is_the_usual_one():
    labels, events = random_names(1, 5)
    first, second = (entity_agreement(**labels, within=each) for each in (events, None))
    assert first["krippendorff_alpha"].value == pytest.approx(second["krippendorff_alpha"].value)


def test_random_annotators_widen_the_interval_of_names():
    labels, events = random_names(10, 2)
    fixed, random = (
        entity_agreement(
            **labels, clusters=events, within=events, resampling=Resampling(count=2, annotators=kind)
        )
        for kind in ("fixed", "random")
    )
    assert random["krippendorff_alpha"].se > fixed["krippendorff_alpha"].se
