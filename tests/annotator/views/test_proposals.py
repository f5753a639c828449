"""Proposed events as a person changes them."""

import json

from annotator.views.proposals import (
    merged,
    moves,
    outcome_words,
    parsed,
    split,
    ticked_at_first,
    without,
)
from labels.store.corpus.operations import Move


def line(name, *articles):
    fields = ("id", "event", "labels")
    rest = {"outlet": "Post", "title": "Head", "published": "", "near_copy_of": ""}
    listed = [{**dict(zip(fields, each, strict=True)), **rest} for each in articles]
    return json.dumps({"event": name, "new": False, "articles": listed})


DAM = line("Dam", ("a", "Dam", 0), ("b", "table", 0), ("c", "table", 5))
FIRST, SECOND = parsed([DAM, line("Ferry", ("d", "Ferry", 0)), line("Flood", ("e", "table", 0))])


def test_what_is_an_event_already_is_not_shown():
    assert [each.name for each in (FIRST, SECOND)] == ["Dam", "Flood"]


def test_a_labeled_article_moves_only_if_it_is_ticked_and_the_words_say_so():
    first = ticked_at_first(FIRST)
    assert moves(FIRST, "Dam", first) == (Move("b", "Dam"),)
    assert outcome_words(FIRST, "Dam", first) == "1 article would move to 'Dam'."
    every = first | {"c"}
    assert moves(FIRST, "Dam", every)[-1] == Move("c", "Dam", labeled=True)
    assert outcome_words(FIRST, "Dam", every).endswith(
        "1 article with 5 labels would move too; the labels go along."
    )


def test_a_new_name_moves_every_ticked_article():
    assert [move.article for move in moves(FIRST, "Spillway", {"a", "b"})] == ["a", "b"]


def test_what_is_not_ticked_is_split_off_under_a_name_of_its_own():
    parts = split((FIRST, SECOND), 0, {"a"}, ["Head"])
    assert [(each.name, [one.id for one in each.articles]) for each in parts] == [
        *[("Dam", ["a"]), ("Head (2)", ["b", "c"]), ("Flood", ["e"])],
    ]


def test_nothing_is_split_off_where_all_or_none_are_ticked():
    assert [split((FIRST,), 0, ticked, []) for ticked in ({"a", "b", "c"}, set())] == [(FIRST,), (FIRST,)]


def test_a_proposal_is_merged_into_another_and_one_can_be_left_out():
    [joined] = merged((FIRST, SECOND), 1, FIRST.key)
    assert (joined.name, [one.id for one in joined.articles]) == ("Flood", ["e", "a", "b", "c"])
    assert without((FIRST, SECOND), FIRST.key) == (SECOND,)
