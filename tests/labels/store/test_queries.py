import threading
from dataclasses import replace
from pathlib import Path

import pytest

from labels.codebook.codebook import labelable_kinds
from labels.errors import FileRefusedError, PersonNameError
from labels.store.accounts import annotator_id
from labels.store.corpus.adding import add_articles
from labels.store.corpus.articles import event_articles
from labels.store.queries import EventPlace, ProjectReader
from labels.store.sessions import close_session, open_session
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, CODEBOOK, SENTENCES, Hand, article, decision, project

BODY = SENTENCES[1]
KINDS = labelable_kinds(CODEBOOK)


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def writer(path):
    writer = Writer(path)
    yield writer
    writer.close()


@pytest.fixture
def store(path, writer):
    with ProjectReader(path) as store:
        yield store


def test_articles_come_back_as_they_were_added(store):
    [event] = store.event_ids()
    by_outlet = {a.outlet: a for a in store.articles(event.id)}
    for one in ARTICLES:
        assert by_outlet[one.outlet] == replace(one, event=event.id)


def test_adding_again_adds_nothing_and_says_what_was_known(writer, store):
    added = writer.run(lambda c: add_articles(c, ARTICLES))
    assert (added.articles, set(added.known)) == ((), {one.id for one in ARTICLES})


def test_a_later_article_of_a_known_event_joins_it_and_is_aligned(writer, store):
    late = article("Dam to open\nThe dam may open on Monday.", "Late Post")
    writer.run(lambda c: add_articles(c, [late]))
    [event] = store.event_ids()
    assert {a.outlet for a in store.articles(event.id)} == {"State News", "Daily Shout", "Late Post"}
    assert any(late.id in pair[0] + pair[1] for pair in store.alignment(event.id))


def test_another_text_under_a_known_id_is_refused_and_nothing_is_added(writer, store):
    changed = replace(ARTICLES[0], text="other", sha256="0" * 64)
    new = article("New\nBrand new text.", "New Post")
    with pytest.raises(FileRefusedError, match="holds another text as article"):
        writer.run(lambda c: add_articles(c, [new, changed]))
    assert new.id not in store.held()


def test_events_count_what_is_to_label_and_what_one_annotator_has_finished(writer, store):
    hand = Hand(writer)
    hand.claim(BODY, claim_type="event", anchor="none", source_kind="author", certainty="certain")
    hand.record(decision("state", "done", BODY.id), decision("unsure", "", SENTENCES[2].id))
    [row] = store.events(hand.id, KINDS)
    assert (row.done, row.unsure, row.sentences) == (1, 1, sum(len(a.sentences) for a in ARTICLES))
    [other] = store.events(Hand(writer, "Ben").id, KINDS)
    assert (other.done, other.unsure) == (0, 0)


def test_cleared_labels_are_given_with_their_revision_since_it_counts(writer, store):
    hand = Hand(writer)
    hand.record(decision("note", "x", BODY.id), decision("note", None, BODY.id, base=1))
    [row] = store.label_rows(BODY.article, hand.id)
    assert (row.value, row.revision) == (None, 2)


def test_an_annotator_is_known_by_name_however_it_is_spaced_or_composed(writer, store):
    first = writer.run(lambda c: annotator_id(c, "Zoe\u0308  Ann"))
    assert writer.run(lambda c: annotator_id(c, " Zo\u00eb Ann ")) == first
    assert [a.name for a in store.annotators()] == ["Zo\u00eb Ann"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\u202eb", "a\x00b"])
def test_a_name_nobody_could_read_is_refused(writer, store, name):
    with pytest.raises(PersonNameError, match="printable characters"):
        writer.run(lambda c: annotator_id(c, name))


def test_a_session_speaks_for_its_annotator_until_it_is_closed(writer, store):
    token = writer.run(lambda c: open_session(c, annotator_id(c, "Ana")))
    assert store.session(token).name == "Ana"
    writer.run(lambda c: close_session(c, token))
    assert store.session(token) is None


def test_an_expired_session_speaks_for_nobody(writer, store):
    token = writer.run(lambda c: open_session(c, annotator_id(c, "Ana")))
    writer.run(lambda c: c.execute("update session set expires_at = '2020-01-01'"))
    assert store.session(token) is None


def test_a_snapshot_does_not_see_what_is_decided_meanwhile(writer, store):
    hand = Hand(writer)
    with store.snapshot():
        before = store.head()
        hand.record(decision("note", "x", BODY.id))
        assert store.head() == before
    assert store.head() == before + 1


def test_each_thread_reads_over_a_connection_of_its_own(store):
    seen = []
    threads = [
        threading.Thread(target=lambda: seen.append((store.head(), id(store.connection)))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [head for head, _ in seen] == [store.head()] * 4


def test_an_event_without_articles_is_none(store):
    assert event_articles(store.connection, "nowhere") == []


def test_an_event_has_its_place_among_all_and_an_unknown_one_has_none(writer, store):
    later = [article("A\nOne.", "Post", "Second"), article("B\nTwo.", "Post", "Third")]
    writer.run(lambda c: add_articles(c, later))
    first, second, third = store.event_ids()
    place = store.event_place(second.id)
    assert place == EventPlace(second.id, "Second", 2, 3, first.id, third.id, place.state)
    assert store.event_place(first.id).previous is None
    assert store.event_place(third.id).next is None
    assert store.event_place("x") is None


def test_totals_follow_when_articles_are_added(writer, store):
    hand = Hand(writer)
    [before] = store.events(hand.id, KINDS)
    writer.run(lambda c: add_articles(c, [article("Late\nOne more.", "Late Post")]))
    [after] = store.events(hand.id, KINDS)
    assert after.sentences == before.sentences + 2
    [fewer] = store.events(hand.id, ("headline",))
    assert fewer.sentences == len(ARTICLES) + 1, "kinds are counted as asked"


def test_unsure_sentences_are_listed_with_their_words_and_reasons_and_only_ones_own(writer, store):
    hand = Hand(writer)
    hand.claim(BODY, claim_type="event", anchor="none", source_kind="author", certainty="certain")
    hand.record(decision("unsure", "who?", BODY.id), decision("unsure", "what?", f"{BODY.id}.1"))
    hand.record(decision("unsure", "", SENTENCES[2].id))
    rows = store.unsure(hand.id)
    assert [(row.sentence, row.text) for row in rows] == [
        (one.id, ARTICLES[0].text[one.span.start : one.span.end]) for one in (BODY, SENTENCES[2])
    ]
    assert [set(row.reason.split("; ")) for row in rows] == [{"who?", "what?"}, {""}]
    assert store.unsure(Hand(writer, "Ben").id) == []
    hand.record(decision("unsure", None, SENTENCES[2].id, base=1))
    assert len(store.unsure(hand.id)) == 1


def test_threads_that_ended_leave_no_open_files(store):
    def read():
        store.fact("id")

    def open_files():
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        return len(list(Path("/dev/fd").iterdir()))

    open_files()  # SQLite closes a file with the next one
    first = open_files()
    assert [open_files() for _ in range(5)] == [first] * 5
