"""Search over texts, metadata and one's own labels; the index is made from the sentences alone."""

import sqlite3
from dataclasses import replace

import pytest

from labels.errors import SearchError
from labels.store.corpus.corrections import withdraw
from labels.store.corpus.search import rebuild_index, search
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, article, decision, project

CHINESE = replace(article("大坝新闻\n市长说大坝周一开放。", "Xin Bao"), title="大坝新闻")
CAFE = article("Cafés\nThe café on St. Mary's Road burned. The cafeteria did not. OR else.", "Herald")


@pytest.fixture
def path(tmp_path):
    return project(tmp_path, (*ARTICLES, CHINESE, CAFE))


def found(path, words, **more):
    with ProjectReader(path) as store:
        return [(hit.place, hit.text) for hit in search(store.connection, words, **more)]


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("DAM monday", ["The dam may open on Monday."]),
        ('"may open"', ["The dam may open on Monday."]),
        ('"open may"', []),
        ("burs*", ["The dam will burst, experts fear."]),
        ("burs", []),
        ("cafe road", []),
        ("大坝周一", ["市长说大坝周一开放。"]),
        ("OR", ["OR else."]),
        ("dam\x00monday", ["The dam may open on Monday."]),
        ("\x00dam\x1b monday", ["The dam may open on Monday."]),
        ("NEAR(dam, 2)", []),
        ('dam" OR "x', []),
    ],
)
def test_sentences_are_found_by_their_words(path, words, texts):
    assert [text for place, text in found(path, words) if place == "text"] == texts


def test_accents_and_case_do_not_matter(path):
    assert ("text", "Cafés") in found(path, "CAFES")


@pytest.mark.parametrize("words", ["", "  ", '""', "*", "—", "x" * 501])
def test_a_search_without_a_word_is_refused(path, words):
    with pytest.raises(SearchError):
        found(path, words)


def test_articles_are_found_by_outlet_title_and_source(path):
    assert found(path, "xin bao") == [("article", "大坝新闻")]


def test_a_person_finds_their_own_labels_and_nobody_elses(path):
    writer = Writer(path)
    ana, ben = Hand(writer), Hand(writer, "Ben")
    ana.record(decision("note", "check the reservoir figure", SENTENCES[2].id))
    writer.close()
    assert found(path, "reservoir", annotator=ana.id) == [("label", "The dam may open on Monday.")]
    assert found(path, "reservoir", annotator=ben.id) == []
    assert found(path, "reservoir") == []


def test_claims_are_found_by_the_name_of_their_source(path):
    writer = Writer(path)
    hand = Hand(writer)
    name = {"article": ARTICLES[0].id, "name": "Mayor Holm"}
    hand.record(decision("name", name, "s1", target_kind="source", sentence=""))
    hand.claim(SENTENCES[1], claim_type="event", anchor="explicit", source_kind="official", source="s1")
    writer.close()
    assert ("label", "“We are ready,” Mayor Ida Holm said.") in found(path, "mayor holm", annotator=hand.id)


def test_withdrawn_articles_are_not_found(path):
    writer = Writer(path)
    writer.run(lambda connection: withdraw(connection, ARTICLES[0].id, "test"))
    writer.close()
    assert found(path, "monday") == []


def test_the_index_belongs_to_the_project_and_what_is_missing_in_it_is_named_and_mended(path):
    with ProjectReader(path) as store:
        assert verify(store.connection).faults == ()
    before = found(path, "dam")
    connection = sqlite3.connect(path)
    connection.execute("insert into sentence_words (sentence_words) values ('delete-all')")
    connection.commit()
    connection.close()
    with ProjectReader(path) as store:
        [fault] = verify(store.connection).faults
    assert "sentences are not in the index of words" in fault
    writer = Writer(path)
    writer.run(rebuild_index)
    writer.close()
    assert found(path, "dam") == before
    with ProjectReader(path) as store:
        assert verify(store.connection).faults == ()
