"""Records of JSON lines and CSV."""

import csv
import re

import pytest

from labels.errors import FileRefusedError
from labels.text.draft import Place
from labels.text.records import check_date, csv_rows, json_lines

PLACE = Place("x.jsonl")


def _texts(drafts):
    return [draft.text for draft in drafts]


def test_empty_lines_between_records_count_but_hold_nothing():
    drafts = list(json_lines('\n{"text":"One."}\n \n{"text":"Two."}', PLACE))
    assert [(draft.text, draft.place.line) for draft in drafts] == [("One.", 2), ("Two.", 4)]


def test_null_in_an_optional_field_is_the_same_as_no_field():
    (draft,) = json_lines('{"text":"One.","title":null}', PLACE)
    assert draft.title == ""


def test_twenty_levels_are_the_limit_and_brackets_in_texts_do_not_count():
    assert _texts(json_lines('{"text":"' + "[" * 50 + '\\"{{"}', PLACE)) == ["[" * 50 + '"{{']


def test_a_long_id_is_refused():
    with pytest.raises(FileRefusedError, match="at most 200 characters"):
        list(json_lines('{"text":"x","id":"' + "x" * 201 + '"}', PLACE))


def test_a_long_title_is_refused():
    with pytest.raises(FileRefusedError, match="field 'title': at most 2,000 characters"):
        list(json_lines('{"text":"x","title":"' + "x" * 2_001 + '"}', PLACE))


@pytest.mark.parametrize("name", ["__proto__", "__class__", "constructor"])
def test_names_with_a_meaning_elsewhere_are_only_unknown_fields(name):
    with pytest.raises(FileRefusedError, match="is not a known field"):
        list(json_lines('{"text":"x","' + name + '":"y"}', PLACE))


@pytest.mark.parametrize(
    "value",
    ["2024-10-23", "2024-10-23T15:32:00", "2024-10-23T15:32:00Z", "2024-10-23 15:32+08:00", "20241023"],
)
def test_iso_dates_are_accepted(value):
    check_date(value)


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2023-02-29", "23.10.2024", "Oct 23, 2024", "yesterday", "2024", "1e3"]
)
def test_other_dates_are_refused_with_the_form_that_is_wanted(value):
    with pytest.raises(ValueError, match="write it as 2024-10-23"):
        check_date(value)


def test_an_empty_value_of_a_row_is_no_value():
    (draft,) = csv_rows("text,published,outlet\nOne.,,\n", PLACE)
    assert (draft.published, draft.outlet) == ("", "")


def test_a_row_knows_the_line_it_starts_on():
    drafts = list(csv_rows('text\n"One\ntwo"\nThree.\n', PLACE))
    assert [draft.place.line for draft in drafts] == [2, 4]


def test_the_limit_of_the_csv_module_is_put_back():
    before = csv.field_size_limit()
    assert _texts(csv_rows("text\nOne.\n", PLACE)) == ["One."]
    assert csv.field_size_limit() == before


def test_formulas_stay_text():
    assert _texts(csv_rows("text\n=cmd|' /C calc'!A0\n", PLACE)) == ["=cmd|' /C calc'!A0"]


def test_a_sentences_column_is_for_json_only():
    with pytest.raises(FileRefusedError, match="'sentences' is not a known column"):
        list(csv_rows("text,sentences\nOne.,One.\n", PLACE))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["outlet{}text", '"outlet"{}"text"', "\n\noutlet{}text"])
def test_commas_semicolons_and_tabs_separate_the_values(mark, header):
    text = header.format(mark) + f'\nA{mark}"One, two; three.\tFour."\n'
    (draft,) = csv_rows(text, PLACE)
    assert (draft.outlet, draft.text) == ("A", "One, two; three.\tFour.")


def test_a_mark_in_the_only_column_separates_nothing():
    assert _texts(csv_rows("text\nOne; two.\n", PLACE)) == ["One; two."]


def test_a_row_of_empty_values_is_passed_over():
    assert _texts(csv_rows("text,outlet\nOne.,A\n,\nTwo.,B\n", PLACE)) == ["One.", "Two."]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text":"x","\\udc00":"y"}', "a key holds half of a surrogate pair"),
        ('{"text":"x","sentences":"x"}', "field 'sentences' must be a list of texts, not a text"),
        ('{"text":["x"]}', "field 'text' must be a text in quotation marks, not a list"),
        (
            '{"text":"x","id":' + "9" * 5_000 + "}",
            "field 'id' must be a text in quotation marks, not a number",
        ),
        ('{"text":"x","id":"  "}', "field 'id': white space only"),
    ],
)
def test_a_refusal_says_what_a_field_must_be(line, reason):
    with pytest.raises(FileRefusedError, match=re.escape(reason)):
        list(json_lines(line, PLACE))
