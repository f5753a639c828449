"""Annotators over time, and against themselves."""

import numpy as np
import pytest

from exports.agreement.counts import coded
from exports.report.pace import Work
from exports.report.people import MOST_BATCHES, SMALLEST_BATCH, drift_json
from tests.exports.labeled import CODEBOOK, OWN, report_of, team, value_of
from tests.labels.projects import article, decision

TYPE, CERTAINTY = CODEBOOK.layer("claim_type"), CODEBOOK.layer("certainty")


def drift_of(first, second, layer=TYPE, order=None, days=None):
    """Drift of two annotators who gave these values to the same units, in an order of work."""
    size = len(first)
    order = list(range(size)) if order is None else order
    labels = coded(["a"] * size + ["b"] * size, [*range(size)] * 2, [*first, *second], layer.value_ids)
    last = np.array([[order[unit]] * 2 for unit in range(size)])
    named = [(days or {}).get(unit, "2026-09-07") for unit in range(size)]
    every = sorted(set(named))
    began = np.array([[every.index(day)] * 2 for day in named])
    return drift_json(labels, np.arange(size), layer, Work(last, began, tuple(every)))


def batches(found, number=0):
    return found["annotators"][number]["batches"]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (SMALLEST_BATCH, 0),
        (2 * SMALLEST_BATCH - 1, 0),
        (2 * SMALLEST_BATCH, 2),
        (5 * SMALLEST_BATCH + 3, 5),
        (20 * SMALLEST_BATCH, MOST_BATCHES),
    ],
)
def test_batches_hold_at_least_twenty_units_and_are_eight_at_most(units, expected):
    found = drift_of(["event"] * units, ["event"] * units)
    assert len(batches(found)) == expected
    assert found["annotators"][0]["reason"] == (None if expected else "too_few_units")


def test_batches_differ_by_one_unit_at_most():
    sizes = [one["n_units"] for one in batches(drift_of(["event"] * 103, ["event"] * 103))]
    assert sum(sizes) == 103
    assert max(sizes) - min(sizes) <= 1


def test_units_that_nobody_else_labeled_are_in_no_batch():
    labels = coded(["a"] * 60 + ["b"] * 40, [*range(60), *range(40)], ["event"] * 100, TYPE.value_ids)
    seqs = np.array([[unit, unit] for unit in range(60)])
    times = Work(seqs, np.zeros((60, 2), np.int64), ("2026-09-07",))
    found = drift_json(labels, np.arange(60), TYPE, times)
    assert sum(one["n_units"] for one in batches(found)) == 40


def test_a_batch_follows_the_order_of_work_and_not_that_of_the_text():
    first = ["event"] * 40
    second = ["state" if unit % 2 else "event" for unit in range(40)]
    # Odd units, on which they differ, come last.
    order = [unit + 100 * (unit % 2) for unit in range(40)]
    found = drift_of(first, second, order=order)
    assert [one["agreement"] for one in batches(found)] == [1.0, 0.0]


def test_on_an_ordered_layer_a_near_miss_counts_in_part():
    found = drift_of(["certain"] * 40, ["probable"] * 40, layer=CERTAINTY)
    # one step of four, squared
    assert batches(found)[0]["agreement"] == pytest.approx(1 - 1 / 16)


def test_a_batch_names_its_first_and_last_day():
    days = {unit: f"2026-09-{7 + unit // 20:02}" for unit in range(40)}
    found = batches(drift_of(["event"] * 40, ["event"] * 40, days=days))
    assert [(one["from"], one["to"]) for one in found] == [
        ("2026-09-07", "2026-09-07"),
        ("2026-09-08", "2026-09-08"),
    ]


def test_times_that_are_missing_are_no_day():
    labels = coded(["a"] * 40 + ["b"] * 40, [*range(40)] * 2, ["event"] * 80, TYPE.value_ids)
    found = drift_json(labels, np.arange(40), TYPE, Work(*np.zeros((2, 40, 2), np.int64), ()))
    assert batches(found)[0]["from"] is None


def test_alpha_of_a_batch_is_that_of_its_units():
    first = ["event", "state"] * 20
    second = ["event", "state"] * 10 + ["event", "event"] * 10
    found = [one["krippendorff_alpha"] for one in batches(drift_of(first, second))]
    assert found[0]["value"] == 1.0
    assert found[1]["value"] < 0.1
    assert all(one["n_units"] == 20 for one in found)


def test_a_batch_without_variation_has_no_alpha_but_its_agreement():
    [first, _] = batches(drift_of(["event"] * 40, ["event"] * 40))
    assert first["krippendorff_alpha"]["value"] is None
    assert first["krippendorff_alpha"]["reason"] == "one_value_only"
    assert first["agreement"] == 1.0


TWICE = article("Dam opens\nIt holds. Rain fell. It holds. Rain fell. It holds.", "One")


def repeated_of(people, **options):
    return report_of(people.path, **options)["people"]["repeated"]


def test_words_met_three_times_are_compared_all_with_all(tmp_path):
    with team(tmp_path, [TWICE]) as people:
        for place, kind in ((1, "event"), (3, "event"), (5, "state")):
            people.claim("Ana", TWICE.sentences[place], **{**OWN, "claim_type": kind})
    found = repeated_of(people)["layers"]["claim_type"]
    # one pair of three agrees
    assert value_of(found, "percent_agreement") == pytest.approx(1 / 3)
    assert found["percent_agreement"]["n_labels"] == 3


def test_each_annotator_is_compared_with_themselves_only(tmp_path):
    with team(tmp_path, [TWICE]) as people:
        for name, kind in (("Ana", "event"), ("Ben", "state")):
            for place in (1, 3):
                people.claim(name, TWICE.sentences[place], **{**OWN, "claim_type": kind})
    found = repeated_of(people)
    assert value_of(found["layers"]["claim_type"], "percent_agreement") == 1.0
    assert found["layers"]["claim_type"]["percent_agreement"]["n_units"] == 2


def test_words_met_once_are_not_repeated(tmp_path):
    with team(tmp_path, [TWICE]) as people:
        people.claim("Ana", TWICE.sentences[1], **OWN)
        people.claim("Ben", TWICE.sentences[3], **OWN)
    assert repeated_of(people)["n_sentences"] == 0


def test_sentences_with_several_claims_are_compared_by_whether_there_is_one(tmp_path):
    first, again = TWICE.sentences[1], TWICE.sentences[3]
    with team(tmp_path, [TWICE]) as people:
        start = first.span.start
        for number in (1, 2):
            people.claim("Ana", first, number, **OWN, content=[[start + number, start + number + 2]])
        people.claim("Ana", again, **OWN)
    found = repeated_of(people)
    assert value_of(found["holds_claim"], "percent_agreement") == 1.0
    assert found["layers"]["claim_type"]["percent_agreement"]["n_units"] == 0


def test_copies_between_outlets_show_whether_an_annotator_repeats_themselves(tmp_path):
    copies = [article(f"Dam {number}\nIt holds.", f"Outlet {number}") for number in (1, 2)]
    with team(tmp_path, copies) as people:
        for one, kind in zip(copies, ("event", "state"), strict=True):
            people.claim("Ana", one.sentences[1], **{**OWN, "claim_type": kind})
    # The sentence counts once elsewhere, and both times here; but its second claim is in no unit.
    found = repeated_of(people)
    assert found["n_sentences"] == 1
    assert value_of(found["layers"]["claim_type"], "percent_agreement") == 0.0


def test_seconds_a_sentence_are_missing_where_nothing_was_timed(tmp_path):
    with team(tmp_path, [TWICE]) as people:
        people.nothing("Ana", TWICE.sentences[1])
    [speed] = report_of(people.path)["people"]["speed"]
    assert speed["seconds_per_sentence"] is None
    assert speed["decisions"] == 1


def test_speed_counts_every_sentence_somebody_worked_on_copies_too(tmp_path):
    copies = [article(f"Dam {number}\nIt holds.", f"Outlet {number}") for number in (1, 2)]
    with team(tmp_path, copies) as people:
        for minute, one in enumerate(copies):
            at = f"2026-09-07T09:0{minute}:00Z"
            people.nothing("Ana", one.sentences[1], client_at=at)
    [speed] = report_of(people.path)["people"]["speed"]
    assert (speed["sentences"], speed["seconds_per_sentence"]) == (2, 30.0)


def test_people_can_be_left_out_of_the_report(tmp_path):
    with team(tmp_path, [TWICE]) as people:
        people.nothing("Ana", TWICE.sentences[1])
        people.record("Ana", decision("note", "x", TWICE.sentences[1].id))
    report = report_of(people.path, people=False)
    assert not {"people", "versions", "norming"} & set(report)
