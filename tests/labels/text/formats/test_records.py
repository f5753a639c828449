"""Records of JSON lines and CSV."""

import io
import json
import re

import pytest

from labels.errors import FileRefusedError
from labels.text.formats.layouts import parsed_layout
from labels.text.formats.records import RecordOptions, Records
from labels.text.incoming import FilePosition


def _json(text, **options):
    return list(_records(**options).from_json_lines(io.StringIO(text, newline="\n")))


def _csv(text, **options):
    return list(_records(**options).from_csv(io.StringIO(text, newline="")))


def _records(columns="", **options):
    return Records(FilePosition("x"), RecordOptions(parsed_layout(columns), **options))


def _texts(articles):
    return [article.text for article in articles]


def test_empty_lines_between_records_count_but_hold_nothing():
    articles = _json('\n{"text":"One."}\n \n{"text":"Two."}')
    assert [(article.text, article.position.line) for article in articles] == [("One.", 2), ("Two.", 4)]


def test_null_in_an_optional_field_is_the_same_as_no_field():
    (article,) = _json('{"text":"One.","title":null}')
    assert article.title == ""


def test_twenty_levels_are_the_limit_and_brackets_in_texts_do_not_count():
    assert _texts(_json('{"text":"' + "[" * 50 + '\\"{{"}')) == ["[" * 50 + '"{{']


def test_a_long_id_is_refused():
    with pytest.raises(FileRefusedError, match="at most 200 characters"):
        _json('{"text":"x","id":"' + "x" * 201 + '"}')


def test_a_long_title_is_refused():
    with pytest.raises(FileRefusedError, match="field 'title': at most 2,000 characters"):
        _json('{"text":"x","title":"' + "x" * 2_001 + '"}')


@pytest.mark.parametrize("name", ["__proto__", "__class__", "constructor", "_input_hash"])
def test_names_that_mean_nothing_here_are_kept_as_extra_values(name):
    records = _records()
    (article,) = records.from_json_lines(['{"text":"x","' + name + '":"y"}'])
    assert json.loads(article.meta) == {name: "y"}
    assert records.notes == [f"x: not fields of an article, kept as extra values: {name}."]


def test_an_empty_value_of_a_row_is_no_value():
    (article,) = _csv("text,published,outlet\nOne.,,\n")
    assert (article.published, article.outlet) == ("", "")


def test_a_row_knows_the_line_it_starts_on():
    articles = _csv('text\n"One\ntwo"\nThree.\n')
    assert [article.position.line for article in articles] == [2, 4]


def test_formulas_stay_text():
    assert _texts(_csv("text\n=cmd|' /C calc'!A0\n")) == ["=cmd|' /C calc'!A0"]


def test_a_sentences_column_is_for_json_only():
    with pytest.raises(FileRefusedError, match="can't hold 'sentences'"):
        _csv("text,sentences\nOne.,One.\n")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["outlet{}text", '"outlet"{}"text"', "\n\noutlet{}text"])
def test_commas_semicolons_and_tabs_separate_the_values(mark, header):
    text = header.format(mark) + f'\nA{mark}"One, two; three.\tFour."\n'
    (article,) = _csv(text)
    assert (article.outlet, article.text) == ("A", "One, two; three.\tFour.")


def test_a_mark_in_the_only_column_separates_nothing():
    assert _texts(_csv("text\nOne; two.\n")) == ["One; two."]


def test_a_row_of_empty_values_is_passed_over():
    assert _texts(_csv("text,outlet\nOne.,A\n,\nTwo.,B\n")) == ["One.", "Two."]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text":"x","\\udc00":"y"}', "half of a surrogate pair"),
        ('{"text":"x","sentences":"x"}', "field 'sentences' must be a list of texts, not a text"),
        ('{"text":["x"]}', "field 'text' must be a text in quotation marks, not a list"),
        ('{"text":"x","id":' + "9" * 5_000 + "}", "is too large; write it as text in quotation marks"),
        ('{"text":"x","id":true}', "field 'id' must be a text in quotation marks, not true or false"),
        ('{"text":"x","title":5}', "field 'title' must be a text in quotation marks, not a number"),
        ('{"text":"x","id":"  "}', "field 'id': white space only"),
    ],
)
def test_a_refusal_says_what_a_field_must_be(line, reason):
    with pytest.raises(FileRefusedError, match=re.escape(reason)):
        _json(line)


# Layouts of other tools


def test_a_number_is_an_id_in_json_as_in_csv():
    (article,) = _json('{"id": 17, "event": 3, "text": "One."}')
    assert (article.id, article.event) == ("17", "3")
    assert [each.id for each in _csv("id,text\n17,One.\n")] == ["17"]


def test_columns_named_otherwise_are_refused_at_once_with_the_mapping_that_may_be_meant():
    with pytest.raises(FileRefusedError) as refused:
        _csv(",id,title,publication,author,date,year,content\n0,1,T,Probe,Ines,2016-12-31,2016,One.\n")
    assert "line 1: no field 'text'" in str(refused.value)
    assert "--map outlet=publication,byline=author,published=date,text=content" in str(refused.value)


def test_a_mapping_reads_them_and_keeps_the_rest():
    options = "text=content,outlet=publication,byline=author,published=date"
    (article,) = _csv(
        ",publication,author,date,year,content\n0,Probe,Ines,2016-12-31,2016,One.\n", columns=options
    )
    assert (article.text, article.outlet, article.byline) == ("One.", "Probe", "Ines")
    assert json.loads(article.meta) == {"year": "2016"}


def test_a_mapping_reaches_into_nested_values():
    (article,) = _json('{"text": "One.", "meta": {"src": "Probe", "n": 2}}', columns="outlet=meta.src")
    assert article.outlet == "Probe"


def test_every_other_name_is_kept_on_request():
    (article,) = _json('{"text": "One.", "author": "Ines"}', columns="meta=*")
    assert (article.byline, json.loads(article.meta)) == ("", {"author": "Ines"})


def test_a_mapping_can_be_a_file(tmp_path):
    path = tmp_path / "columns.toml"
    path.write_text('text = "content"\nmeta = ["date"]\n')
    (article,) = _json('{"content": "One.", "date": "x"}', columns=str(path))
    assert (article.text, article.published) == ("One.", "")


@pytest.mark.parametrize("option", ["text", "text=", "words=content", "text=a,text=b"])
def test_a_mapping_that_is_none_is_refused(option):
    with pytest.raises(ValueError, match=r"FIELD=NAME|is not a field|twice"):
        parsed_layout(option)


def test_a_mapped_name_that_is_not_there_is_refused_with_the_names_that_are():
    with pytest.raises(FileRefusedError, match="--map names 'body', but the names are 'text'"):
        _json('{"text": "One."}', columns="text=body")


def test_license_is_licence():
    assert _json('{"text": "One.", "license": "CC0"}')[0].licence == "CC0"


def test_the_first_line_of_a_spreadsheet_names_its_separator():
    (article,) = _csv("sep=;\noutlet;text;;\nProbe;One, two.;;\n")
    assert (article.outlet, article.text) == ("Probe", "One, two.")


def test_a_json_array_is_read_item_by_item():
    text = '[\n{"text": "One."},\n{"text": "Two.", "id": 2}\n]'
    assert [(each.text, each.position.line) for each in _records().from_json_array(text)] == [
        ("One.", 2),
        ("Two.", 3),
    ]


@pytest.mark.parametrize(
    "text", ['{"text": "x"}', '[{"text": "x"}', '[{"text": "x"},]', '[{"text": "x"}] x', "[1]", ""]
)
def test_what_is_no_array_of_objects_is_refused(text):
    with pytest.raises(FileRefusedError, match=r"JSON|object"):
        list(_records().from_json_array(text))


# Dates and markup


def test_dates_are_read_as_people_write_them_and_this_is_noted():
    records = _records()
    (article,) = records.from_csv(["text,published\n", 'One.,"Oct 23, 2024"\n'])
    assert article.published == "2024-10-23"
    assert "1 dates were written otherwise, the first 'Oct 23, 2024', read as 2024-10-23" in records.notes[0]


def test_a_date_that_could_be_two_is_refused_until_the_format_is_said():
    text = '{"text": "One.", "published": "03/04/2024"}'
    with pytest.raises(FileRefusedError, match="could be two dates"):
        _json(text)
    assert _json(text, date_format="dmy")[0].published == "2024-04-03"
    assert _json(text, date_format="%m/%d/%Y")[0].published == "2024-03-04"


MARKED = '{"text": "<p>The dam is safe, he said.</p><p>It holds &amp; will hold.</p>"}'


def test_markup_in_a_text_is_named_and_refused():
    with pytest.raises(FileRefusedError, match=r"holds markup \('<p>', '&amp;'\)\. Say --markup strip"):
        _json(MARKED)


def test_markup_is_read_as_html_or_kept_on_request():
    assert _texts(_json(MARKED, markup="strip")) == ["The dam is safe, he said.\nIt holds & will hold."]
    assert _texts(_json(MARKED, markup="keep")) == [json.loads(MARKED)["text"]]


@pytest.mark.parametrize("text", ["Is 3 < 4 & 5 > 2?", "AT&T; R&D", "x <y> z", "a <- b"])
def test_marks_that_are_no_markup_are_text(text):
    assert _texts(_json(json.dumps({"text": text}))) == [text]
