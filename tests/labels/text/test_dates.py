"""Dates as people and machines write them."""

import pytest

from labels.text.dates import check_format, iso_date


@pytest.mark.parametrize(
    "value",
    ["2024-10-23", "2024-10-23T15:32:00", "2024-10-23T15:32:00Z", "2024-10-23 15:32+08:00", "20241023"],
)
def test_iso_dates_stay_as_they_are(value):
    assert iso_date(value) == value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("October 23, 2024", "2024-10-23"),
        ("Oct. 23, 2024", "2024-10-23"),
        ("Oct 23 2024", "2024-10-23"),
        ("October 23rd, 2024", "2024-10-23"),
        ("Wednesday, October 23, 2024", "2024-10-23"),
        ("October 23, 2024 Wednesday", "2024-10-23"),
        ("23 October 2024", "2024-10-23"),
        ("23-Oct-2024", "2024-10-23"),
        ("Wed, 23 Oct 2024 10:00:00 GMT", "2024-10-23T10:00:00+00:00"),
        ("Wed, 23 Oct 2024 10:00:00 +0200", "2024-10-23T10:00:00+02:00"),
        ("23. Oktober 2024", "2024-10-23"),
        ("23 octobre 2024", "2024-10-23"),
        ("1er mai 2024", "2024-05-01"),
        ("23 de octubre de 2024", "2024-10-23"),
        ("2024年10月23日", "2024-10-23"),
        ("2024/10/23", "2024-10-23"),
        ("23.10.2024", "2024-10-23"),
        ("3.4.2024", "2024-04-03"),
        ("23/10/2024", "2024-10-23"),
        ("10/23/2024", "2024-10-23"),
        ("04/04/2024", "2024-04-04"),
        ("October 23, 2024 2:05 PM", "2024-10-23T14:05:00"),
        ("October 23, 2024 at 12:05 a.m. ET", "2024-10-23T00:05:00"),
        ("23.10.2024, 10:15 Uhr", "2024-10-23T10:15:00"),
    ],
)
def test_dates_are_read_as_they_are_written(written, read):
    assert iso_date(written) == read


@pytest.mark.parametrize(
    "value",
    [
        *("2024-02-30", "2023-02-29", "yesterday", "2024", "1e3", "February 30, 2024", "32.1.2024"),
        *(
            "October 2024",
            "Oct 23",
            "23/10/24",
            "13/13/2024",
            "0000-00-00T25:61:61Z",
            "October 23, 2024 25:61",
        ),
        *("", "the 5th", "May"),
    ],
)
def test_what_is_no_date_is_refused_with_the_form_that_is_wanted(value):
    with pytest.raises(ValueError, match="write it as 2024-10-23"):
        iso_date(value)


@pytest.mark.parametrize("value", ["03/04/2024", "3/4/2024", "03-04-2024"])
def test_a_date_that_could_be_two_is_refused(value):
    with pytest.raises(ValueError, match=r"could be two dates\. Say which: --date-format"):
        iso_date(value)


@pytest.mark.parametrize(
    ("date_format", "read"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04"), ("%d/%m/%Y", "2024-04-03")]
)
def test_a_format_decides_between_two_dates(date_format, read):
    assert iso_date("03/04/2024", date_format) == read


def test_a_format_leaves_other_dates_alone():
    assert iso_date("October 23, 2024", "dmy") == "2024-10-23"


def test_a_format_with_a_time_keeps_it():
    assert iso_date("03/04/2024 14:05", "%d/%m/%Y %H:%M") == "2024-04-03T14:05:00"


@pytest.mark.parametrize("date_format", ["", "dmy", "mdy", "%Y|%m|%d"])
def test_formats_are_two_orders_or_patterns(date_format):
    check_format(date_format)


@pytest.mark.parametrize("date_format", ["ymd?", "european", "dd/mm/yyyy"])
def test_another_format_is_refused_with_what_is_allowed(date_format):
    with pytest.raises(ValueError, match="say dmy, mdy or a pattern such as"):
        check_format(date_format)
