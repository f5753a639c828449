"""The strict readers for CSV and JSON."""

import io
import re

import pytest

from labels.text.tables import MAX_CELL, MalformedError, csv_table, json_items, json_lines, json_value


def _table(text, expected=()):
    table = csv_table(io.StringIO(text, newline=""), expected)
    return list(table.header), list(table.rows)


def _refusal(function, *arguments):
    with pytest.raises(MalformedError) as caught:
        function(*arguments)
    return caught.value


# CSV


def test_a_table_is_a_header_and_rows_with_their_lines():
    assert _table('a,b\n1,"x\ny"\n2,z\n') == (["a", "b"], [(2, ["1", "x\ny"]), (4, ["2", "z"])])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_that_finds_most_known_names_separates(mark):
    text = f"id{mark}text\n1{mark}One; two, three.\n" if mark == "|" else f'id{mark}text\n1{mark}"a;b,c\td"\n'
    header, rows = _table(text, {"id", "text"})
    assert header == ["id", "text"]
    assert len(rows[0][1]) == 2


def test_without_known_names_the_mark_that_makes_most_columns_separates():
    assert _table("x;y;z\n1;2;3\n")[0] == ["x", "y", "z"]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=; "])
def test_a_first_line_may_name_the_separator(first):
    assert _table(f"{first}\na,b;c\n1;2\n") == (["a,b", "c"], [(3, ["1", "2"])])


def test_a_tab_as_named_separator():
    assert _table("sep=\t\na\tb\n1\t2\n")[1] == [(3, ["1", "2"])]


def test_empty_columns_at_the_end_don_t_count():
    assert _table("a;b;;\n1;2;;\n3;4\n") == (["a", "b"], [(2, ["1", "2"]), (3, ["3", "4"])])


def test_empty_rows_are_passed_over():
    assert _table("\n\na,b\n\n1,2\n,\n3,4\n")[1] == [(5, ["1", "2"]), (7, ["3", "4"])]


def test_an_empty_cell_of_an_only_column_is_a_row():
    assert _table('a\n""\nx\n')[1] == [(3, ["x"])] or _table('a\n""\nx\n')[1] == [(2, [""]), (3, ["x"])]


def test_names_are_trimmed():
    assert _table(" a , b\n1,2\n")[0] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no header"),
        ("\n\n", 3, "no header"),
        ("sep=;\n", 2, "no header"),
        ("a,b,a\n", 1, "column 'a' is there twice"),
        ('a,b\n1,"x\n2,y\n', 2, "Close every quotation mark that is opened"),
        ('a,b\n1,"x"y\n', 2, "not valid CSV"),
        ("a,b\n1,2\n1,2,3\n", 3, "3 values, but the header names 2 columns"),
        ("a,b\n1\n", 2, "1 values, but the header names 2 columns"),
        ("a\n" + "x" * (MAX_CELL + 1) + "\n", 2, "not valid CSV"),
    ],
)
def test_a_faulty_table_is_refused_with_line_and_reason(text, line, reason):
    error = _refusal(_table, text)
    assert (error.line, reason in error.reason) == (line, True)


def test_rows_are_read_as_they_are_asked_for():
    def lines():
        yield "a,b\n"
        yield "1,2\n"
        raise AssertionError

    assert next(csv_table(lines()).rows) == (2, ["1", "2"])


# JSON


def test_lines_have_their_numbers_and_empty_ones_are_passed_over():
    assert list(json_lines(['{"a": 1}\n', "\n", " \t\n", "[2]"])) == [(1, {"a": 1}), (4, [2])]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1,}', "not valid JSON"),
        ('{"a": 1} {"b": 2}', "not valid JSON: Extra data, at character 10"),
        ('{"a": 1, "a": 2}', "the key 'a' is there twice"),
        ('{"a": {"b": 1, "b": 2}}', "the key 'b' is there twice"),
        ("NaN", "NaN is not a JSON value"),
        ("[Infinity]", "Infinity is not a JSON value"),
        ("1e999", "the number 1e999 is too large"),
        (str(2**63), "is too large; write it as text in quotation marks"),
        ("9" * 5_000, "is too large"),
        ('"\\ud800"', "half of a surrogate pair"),
        ('{"\\udc00": 1}', "half of a surrogate pair"),
        ('["a\\u0000b"]', "NUL"),
        ("[" * 21 + "]" * 21, "nested more than 20 deep"),
        ("[" * 5_000, "nested more than 20 deep"),
        ('{"a":' * 30 + "1" + "}" * 30, "nested more than 20 deep"),
        ("'a'", "not valid JSON"),
        ('"a\nb"', "not valid JSON"),
    ],
)
def test_faulty_json_is_refused_with_its_reason(text, reason):
    assert reason in _refusal(json_value, text, 7).reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("-5", -5),
        ("2.5", 2.5),
        ('"\\ud83d\\ude00"', "😀"),
        ('"a\u2028b"', "a\u2028b"),
        ("[" * 20 + "]" * 20, None),
        ('"' + "[" * 50 + '"', "[" * 50),
    ],
)
def test_sound_json_is_read(text, value):
    assert value is None or json_value(text) == value


def test_a_fault_inside_a_text_of_several_lines_has_its_own_line():
    assert _refusal(json_value, '{\n"a": 1,\n}', 10).line == 12


def test_a_line_over_the_limit_is_refused():
    assert "at most 1,000,000 are read" in _refusal(list, json_lines(['"' + "x" * 1_000_001 + '"'])).reason


def test_the_items_of_an_array_have_their_lines():
    assert list(json_items('\n[\n1,\n\n{"a": 2}]\n')) == [(3, 1), (5, {"a": 2})]


def test_an_empty_array_has_no_items():
    assert list(json_items(" [ ] ")) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "not a JSON array"),
        ("", "not a JSON array"),
        ("[1", "a comma or ] is missing"),
        ("[1 2]", "a comma or ] is missing"),
        ("[1,]", "not valid JSON"),
        ("[1] 2", "more text behind the array"),
        ('[{"a":1,"a":2}]', "the key 'a' is there twice"),
        ("[" + "[" * 5_000, "nested more than 20 deep"),
        ("[NaN]", "NaN is not a JSON value"),
    ],
)
def test_a_faulty_array_is_refused_with_its_reason(text, reason):
    with pytest.raises(MalformedError, match=re.escape(reason)):
        list(json_items(text))
