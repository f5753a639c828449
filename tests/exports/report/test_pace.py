"""When annotators worked: pauses, clocks of several zones, clocks that tell no time."""

import numpy as np
import pytest

from exports.report.pace import IDLE_SECONDS, Pace, paces, work
from labels.store.agreement_queries import HistoryColumns

SERVER = "2026-09-07T12:00:00+00:00"


def history(*rows):
    """Decisions as (annotator, sentence, client's clock), numbered in their order."""
    people, sentences, clocks = zip(*rows, strict=True)
    columns = HistoryColumns()
    columns.take(people, sentences, range(1, len(rows) + 1), clocks, [SERVER] * len(rows))
    return columns.whole()


def at(minute):
    return f"2026-09-07T09:{minute:02}:00+00:00"


@pytest.mark.parametrize(
    ("minutes", "seconds", "pauses"),
    [
        ((0, 1, 2), 120.0, 0),
        ((0, 5), 300.0, 0),
        ((0, 6), 0.0, 1),
        ((0, 1, 30, 31), 120.0, 1),
        ((2, 0, 1), 120.0, 0),
        ((3,), 0.0, 0),
    ],
)
def test_pauses_of_more_than_five_minutes_are_counted_and_not_timed(minutes, seconds, pauses):
    found = paces(history(*[("ana", "s", at(minute)) for minute in minutes]))
    assert IDLE_SECONDS == 300
    assert found == {"ana": Pace(len(minutes), seconds, pauses)}


@pytest.mark.parametrize(
    "later", ["2026-09-07T07:01:00Z", "2026-09-07T07:01:00", "2026-09-07T08:01:00+01:00"]
)
def test_times_of_different_zones_are_compared_as_moments(later):
    found = paces(history(("ana", "s", "2026-09-07T09:00:00+02:00"), ("ana", "t", later)))
    assert found["ana"].active_seconds == 60


@pytest.mark.parametrize("clock", ["", "yesterday"])
def test_a_clock_that_tells_no_time_gives_way_to_the_servers(clock):
    found = paces(history(("ana", "s", clock), ("ana", "t", "2026-09-07T12:01:00Z")))
    assert found["ana"].active_seconds == 60


def test_a_day_that_no_calendar_has_gives_way_to_the_server_and_leaves_the_others():
    found = paces(history(("ana", "s", "2026-02-31T09:00:00Z"), ("ana", "t", "2026-09-07T12:00:30.500Z")))
    assert found["ana"].active_seconds == 30.5


def test_nobody_who_worked_has_no_pace():
    nothing = HistoryColumns().whole()
    assert paces(nothing) == {}
    assert work(nothing, ["s"], ["ana"]).last.tolist() == [[0]]


def test_each_annotator_has_a_pace_of_their_own():
    found = paces(history(("ana", "s", at(0)), ("ben", "s", at(0)), ("ana", "t", at(1)), ("ben", "t", at(3))))
    assert {name: pace.active_seconds for name, pace in found.items()} == {"ana": 60, "ben": 180}


ROWS = history(("ana", "s", at(5)), ("ana", "s", "2026-09-06"), ("ben", "s", at(2)), ("ana", "", at(0)))


def test_the_last_decision_on_a_sentence_is_found_for_each_annotator():
    assert work(ROWS, ["r", "s"], ["ben", "ana", "chi"]).last.tolist() == [[0, 0, 0], [3, 2, 0]]


def test_the_day_of_a_sentence_is_that_of_its_first_decision():
    found = work(ROWS, ["r", "s"], ["ben", "ana", "chi"])
    days = [found.span_of_days(np.array([0, 1]), person) for person in range(3)]
    assert days == [("2026-09-07", "2026-09-07"), ("2026-09-06", "2026-09-06"), None]
