import hashlib
import json

import pytest

from labels.decision import CHANGES, ORIGINS, canonical
from labels.store.log.entries import (
    TERMS,
    as_json,
    instant,
    link,
    loaded,
    moment,
    stamp_of,
    stored,
    uuid_bytes,
    uuid_text,
)


def test_the_chain_is_plain_sha256_over_json_that_anybody_can_recompute():
    fields = ["uuid", 1, None, "ü"]
    text = json.dumps([b"before".hex(), *fields], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert link(b"before", fields) == hashlib.sha256(text.encode()).digest()


def test_fields_that_run_into_each_other_do_not_give_the_same_link():
    assert link(b"", ["ab", "c"]) != link(b"", ["a", "bc"])


@pytest.mark.parametrize("value", [None, "event", "[1]", "", "“ü”\n", [[0, 4]], {"name": "x"}, 3, True])
def test_a_value_comes_back_as_it_was_and_has_its_one_json(value):
    assert loaded(stored(value)) == value
    assert as_json(stored(value)) == (None if value is None else canonical(value))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9f0c1d3e-5a7b-4c2d-8e1f-0a1b2c3d4e5f", bytes),
        ("9F0C1D3E-5A7B-4C2D-8E1F-0A1B2C3D4E5F", str),
        ("9f0c1d3e5a7b4c2d8e1f0a1b2c3d4e5f", str),
        ("import 7", str),
    ],
)
def test_a_uuid_in_its_usual_form_is_kept_in_sixteen_bytes_and_any_other_as_it_is(text, kind):
    kept = uuid_bytes(text)
    assert isinstance(kept, kind)
    assert uuid_text(kept) == text


@pytest.mark.parametrize(
    "text",
    ["2026-09-07T09:00:00.123456+00:00", "2026-09-07T09:00:00Z", "2026-09-07T11:00:00.000000+02:00", "then"],
)
def test_a_time_comes_back_as_it_was_written(text):
    assert moment(stamp_of(text)) == text


def test_a_limit_is_compared_by_its_moment_however_it_is_written():
    assert instant("2026-09-07T11:00:00+02:00") == instant("2026-09-07T09:00:00.000000+00:00")
    assert instant("") == 0


def test_every_kind_and_early_origin_of_a_decision_has_its_fixed_number():
    # what came later has another number in each project: labels taken over, or under another codebook
    assert {*CHANGES, *ORIGINS} - set(TERMS) == {"taken_over", "migrate"}
    assert len(set(TERMS)) == len(TERMS)
