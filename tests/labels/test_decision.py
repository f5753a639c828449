import hashlib
import json

import pytest

from labels.decision import canonical, link, plain


def test_a_value_has_one_json_text_whatever_the_order_of_its_keys():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_have_are_refused(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(number)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("event", "event"),
        ("[1]", "[1]"),
        (None, None),
        ([[0, 4]], "[[0,4]]"),
        ({"name": "x"}, '{"name":"x"}'),
    ],
)
def test_people_read_text_as_it_is_and_all_else_as_json(value, shown):
    assert plain(value) == shown


def test_the_chain_is_plain_sha256_over_json_that_anybody_can_recompute():
    fields = ["uuid", 1, None, "ü"]
    text = json.dumps(["before", *fields], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert link("before", *fields) == hashlib.sha256(text.encode()).hexdigest()


def test_fields_that_run_into_each_other_do_not_give_the_same_link():
    assert link("", "ab", "c") != link("", "a", "bc")
