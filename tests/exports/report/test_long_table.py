"""Labels of a project side by side: what is seen, what counts, what is left out."""

import numpy as np
import pytest

from exports.report.long_table import DONE, EMPTY, UNSURE, Selection, noted, ranges
from exports.report.reading.labels import Places, read_long_table
from labels.span import Span
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, SAID, lettered, team
from tests.labels.projects import ARTICLES, CODEBOOK, article, decision

STATE, TABLOID = ARTICLES
HEAD, READY, OPENS, HOLDS = STATE.sentences
OTHER = article("Vote recount\nA recount began.", "State News", "Vote")


def table_of(path, **options):
    """The long table of a project, with a way to find sentences and annotators by name."""
    with ProjectReader(path) as store, store.snapshot():
        table = read_long_table(store, store.codebook(), Selection(**options))
        names = {person.id: person.name for person in store.annotators()}
    places = {one: number for number, one in enumerate(table.sentences.ids)}
    people = {names[one]: number for number, one in enumerate(table.annotators)}
    return table, places, people


def test_done_empty_and_unsure_are_three_marks(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.nothing("Ana", HEAD)
        people.record("Ana", decision("state", "done", HEAD.id))
        people.record("Ana", decision("unsure", "why", READY.id))
        people.claim("Ana", OPENS, **OWN)
    table, places, who = table_of(people.path)
    left = table.left[:, who["Ana"]]
    assert left[places[HEAD.id]] == DONE | EMPTY
    assert left[places[READY.id]] == UNSURE
    assert left[places[OPENS.id]] == 0
    assert table.seen[:, 0].tolist() == [one in (HEAD.id, OPENS.id) for one in table.sentences.ids]
    assert np.flatnonzero(table.unsure[:, 0]).tolist() == [places[READY.id]]


def test_a_claim_marked_unsure_makes_its_sentence_unsure(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", OPENS, **OWN)
        people.record("Ana", decision("unsure", "", f"{OPENS.id}.1"))
    table, places, _ = table_of(people.path)
    assert np.flatnonzero(table.unsure[:, 0]).tolist() == [places[OPENS.id]]


def test_claims_stand_in_reading_order_ten_after_nine(tmp_path):
    start = STATE.sentences[1].span.start
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", HOLDS, **OWN)
        for number in range(10, 0, -1):
            people.claim("Ana", READY, number, **OWN, content=[[start + number, start + number + 1]])
    table, _, _ = table_of(people.path)
    assert [one.rpartition(".")[2] for one in table.claim_ids] == [*map(str, range(1, 11)), "1"]
    assert table.n_claims.sum() == 11


def test_values_are_kept_by_claim_and_layer(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **SAID, cue=[[READY.span.start, READY.span.start + 4]])
        people.claim("Ana", OPENS, **OWN)
    table, _, _ = table_of(people.path)
    assert table.values["anchor"] == {0: "explicit", 1: "none"}
    assert list(table.values["cue"]) == [0]
    assert ranges(table.values["cue"][0]) == (Span(READY.span.start, READY.span.start + 4),)
    assert table.values["source"] == {}


def test_labels_of_a_deleted_claim_are_gone_with_it(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **OWN)
        people.record("Ana", decision("content", None, f"{READY.id}.1", base=1))
        people.claim("Ana", OPENS, **OWN)
    table, places, _ = table_of(people.path)
    assert len(table.claim_ids) == 1
    assert table.values["claim_type"] == {0: "event"}
    assert not table.seen[places[READY.id], 0]


def test_articles_without_labels_are_not_part_of_it(tmp_path):
    with team(tmp_path, [*ARTICLES, OTHER]) as people:
        people.claim("Ana", OPENS, **OWN)
    table, _, _ = table_of(people.path)
    assert [one.id for one in table.articles] == [STATE.id]
    assert len(table.sentences) == len(STATE.sentences)


def test_a_chosen_event_leaves_the_others_out(tmp_path):
    with team(tmp_path, [*ARTICLES, OTHER]) as people:
        people.claim("Ana", OPENS, **OWN)
        people.claim("Ben", OTHER.sentences[1], **OWN)
    with ProjectReader(people.path) as store:
        vote = next(event.id for event in store.event_ids() if event.name == "Vote")
    table, _, who = table_of(people.path, events=frozenset([vote]))
    assert [one.outlet for one in table.articles] == ["State News"]
    assert list(who) == ["Ben"]


def test_a_layer_that_a_derived_one_needs_is_read_though_it_was_not_chosen(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", OPENS, **OWN)
    table, _, _ = table_of(people.path, layers=frozenset(["outlet_stance"]))
    assert {"outlet_stance", "anchor", "cue", "claim_type"} == set(table.values)


def test_names_of_sources_are_kept_by_annotator(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name, called in (("Ana", "The  Port Authority"), ("Ben", "PORT AUTHORITY.")):
            people.claim(name, OPENS, **OWN)
            people.source(name, STATE.id, "s1", called)
    table, _, who = table_of(people.path)
    assert table.names == {(number, "s1"): "port authority" for number in who.values()}


def test_the_copy_that_most_have_seen_is_kept(tmp_path):
    first = article("Dam opens\nIt holds. Rain fell.", "One")
    second = article("Dam shut\nIt holds. Sun shone.", "Two")
    with team(tmp_path, [first, second]) as people:
        people.nothing("Ana", first.sentences[1])
        for name in ("Ana", "Ben"):
            people.nothing(name, second.sentences[1])
    table, places, _ = table_of(people.path)
    assert table.copies == 1
    assert not table.kept[places[first.sentences[1].id]]
    assert table.kept[places[second.sentences[1].id]]
    assert table.seen.sum() == 2


def test_of_copies_seen_by_as_many_the_first_is_kept(tmp_path):
    first, second = (article(f"Dam {number}\nIt holds.", f"Outlet {number}") for number in (1, 2))
    with team(tmp_path, [first, second]) as people:
        for one in (first, second):
            people.nothing("Ana", one.sentences[1])
    table, places, _ = table_of(people.path)
    assert table.kept[places[first.sentences[1].id]]
    assert not table.kept[places[second.sentences[1].id]]


def test_the_same_words_in_another_event_are_no_copy(tmp_path):
    first = article("Dam opens\nIt holds.", "One", "Dam")
    second = article("Wall opens\nIt holds.", "One", "Wall")
    with team(tmp_path, [first, second]) as people:
        for one in (first, second):
            people.nothing("Ana", one.sentences[1])
    assert table_of(people.path)[0].copies == 0


def test_words_repeated_inside_one_article_all_count(tmp_path):
    one = article("Dam opens\nIt holds. It holds.", "One")
    with team(tmp_path, [one]) as people:
        for sentence in one.sentences[1:]:
            people.nothing("Ana", sentence)
    table, _, _ = table_of(people.path)
    assert table.copies == 0
    assert table.seen.sum() == 2


def test_a_copy_that_nobody_has_seen_is_none(tmp_path):
    first, second = (article(f"Dam {number}\nIt holds.", f"Outlet {number}") for number in (1, 2))
    with team(tmp_path, [first, second]) as people:
        people.nothing("Ana", first.sentences[1])
        people.nothing("Ana", second.sentences[0])
    assert table_of(people.path)[0].copies == 0


def test_articles_and_sentences_are_numbered_by_event(tmp_path):
    articles = list(lettered([2, 3]))
    with team(tmp_path, articles) as people:
        for one in articles:
            people.nothing("Ana", one.sentences[0])
    table, _, _ = table_of(people.path)
    assert table.article_events.tolist() == [0, 1]
    assert table.sentence_articles.tolist() == [0, 0, 1, 1, 1]
    assert table.text_of(2) == articles[1].sentences[0].span.of(articles[1].text)


def test_a_project_without_labels_is_an_empty_table(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        pass
    table, _, _ = table_of(people.path)
    assert (table.annotators, table.articles, table.sentences.ids, table.claim_ids) == ((), (), (), ())
    assert table.seen.shape == (0, 0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], {}), (["a", "b"], {}), (["old", "a", "old", "z"], {"old": 2, "z": 1})],
)
def test_values_that_are_not_known_are_counted(values, expected):
    assert noted(values, {"a", "b"}) == expected


def test_every_layer_of_the_codebook_has_its_place(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", OPENS, **OWN)
    assert set(table_of(people.path)[0].values) == set(CODEBOOK.layer_ids)


def test_numbers_are_found_where_they_are_and_others_nowhere():
    places = Places.of(np.array([30, 10, 20]))
    assert places(np.array([20, 10, 5, 40, 30])).tolist() == [2, 1, -1, -1, 0]
    assert Places.of(np.array([30, 10]), np.array([7, 8]))(np.array([10, 30])).tolist() == [8, 7]
    assert Places.of(np.zeros(0, np.int64))(np.array([1])).tolist() == [-1]
