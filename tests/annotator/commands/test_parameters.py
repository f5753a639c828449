"""Values that options take beyond click's own."""

from datetime import UTC, datetime

import click
import pytest

from annotator.commands.parameters import Moment, Seed, Share

ON_OFF = Share({"on": 1.0, "off": 0.0})


@pytest.mark.parametrize(
    ("text", "share"), [("on", 1), ("off", 0), ("0", 0), ("0.25", 0.25), ("1", 1), ("5e-1", 0.5)]
)
def test_a_share_is_a_word_or_a_number_from_0_to_1(text, share):
    assert ON_OFF.convert(text, None, None) == share


@pytest.mark.parametrize("text", ["", "maybe", "ON", "-0.1", "1.0001", "nan", "inf", "1/2"])
def test_what_is_no_share_is_refused_with_what_is_allowed(text):
    with pytest.raises(click.BadParameter, match="is not on, off or a share from 0 to 1"):
        ON_OFF.convert(text, None, None)


@pytest.mark.parametrize("text", ["0", "-0", "0.0"])
def test_a_share_that_must_not_be_0_says_so(text):
    with pytest.raises(click.BadParameter, match="is not a number above 0, at most 1"):
        Share(zero=False).convert(text, None, None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-07", datetime(2026, 9, 7, tzinfo=UTC)),
        ("2026-09-07T14:00", datetime(2026, 9, 7, 14, tzinfo=UTC)),
        ("2026-09-07T02:00+02:00", datetime(2026, 9, 7, tzinfo=UTC)),
        ("2026-09-07T00:00Z", datetime(2026, 9, 7, tzinfo=UTC)),
    ],
)
def test_a_date_is_midnight_and_a_time_without_a_zone_is_utc(text, moment):
    assert Moment().convert(text, None, None) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "07.09.2026", "0001-01-01T00:00+14:00"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(click.BadParameter, match="is not a date such as 2026-09-07"):
        Moment().convert(text, None, None)


def test_a_default_goes_through_unchanged():
    moment = datetime(2026, 9, 7, tzinfo=UTC)
    assert (Share().convert(0.5, None, None), Moment().convert(moment, None, None)) == (0.5, moment)


@pytest.mark.parametrize(("text", "seed"), [("0", 0), ("17", 17), ("best", None)])
def test_a_seed_is_a_number_or_best(text, seed):
    assert Seed().convert(text, None, None) == seed


@pytest.mark.parametrize("text", ["", "-1", "1.5", "Best", "x"])
def test_what_is_no_seed_is_refused_with_what_is_allowed(text):
    with pytest.raises(click.BadParameter, match="is neither a number from 0 nor best"):
        Seed().convert(text, None, None)
