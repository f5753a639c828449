"""Operations on a corpus: what they hold is checked where they are done, whoever sends them."""

from dataclasses import replace

import pytest

from labels.article import MAX_LINE, Article
from labels.errors import CorrectionsError, FileRefusedError, LabelsError, PersonNameError, ProjectError
from labels.span import Span
from labels.store.corpus.adding import alignments
from labels.store.corpus.operations import (
    AddArticles,
    Aligned,
    CorrectArticles,
    Move,
    MoveArticles,
    RebuildIndex,
    ReplaceArticle,
    RestoreArticle,
    SetSuggestions,
    TakeOverLabels,
    WithdrawArticle,
    correction,
    in_portions,
)
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from labels.text.corrections import Correction
from labels.text.similarity import Pair
from tests.labels.projects import ARTICLES, SENTENCES, Hand, article, project

STATE, SHOUT = ARTICLES
NEW = article("Dam shut\nThe dam is shut again. It holds 4 million litres.", "Gazette")


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def writer(path):
    writer = Writer(path)
    yield writer
    writer.close()


def entries(path):
    with ProjectReader(path) as store:
        return store.head()


def shifted(by):
    """An article whose last sentence is a range that no reader makes."""
    last = NEW.sentences[-1]
    span = Span(last.span.start + by, last.span.end + by)
    return replace(NEW, sentences=(*NEW.sentences[:-1], replace(last, span=span)))


FORGED = {
    "another text": replace(NEW, text=NEW.text + " "),
    "another hash": replace(NEW, sha256="0" * 64),
    "no id": replace(NEW, id=""),
    "no outlet": replace(NEW, outlet=""),
    "no event": replace(NEW, event=""),
    "an event of two lines": replace(NEW, event="Dam\nFlood"),
    "a long title": replace(NEW, title="x" * (MAX_LINE + 1)),
    "a range behind the text": shifted(9),
    "ranges that overlap": shifted(-9),
    "sentences of another": replace(NEW, sentences=STATE.sentences[:1]),
    "sentences that only say so": replace(NEW, sentences=(replace(NEW.sentences[0], id="x:0"),)),
}


@pytest.mark.parametrize("name", FORGED)
def test_an_article_that_no_reader_makes_is_refused_and_nothing_is_written(path, writer, name):
    before = entries(path)
    for operation in (AddArticles((FORGED[name],)), ReplaceArticle(FORGED[name], "why")):
        with pytest.raises(FileRefusedError):
            writer.run(operation.apply)
    assert entries(path) == before


def test_an_article_is_added_with_its_person_and_pairs(path, writer):
    with ProjectReader(path) as store:
        found = alignments(store.connection, [NEW])
        assert set(found) == {(NEW.id, STATE.id), (NEW.id, SHOUT.id)}
        aligned = tuple(Aligned(one, other, tuple(pairs)) for (one, other), pairs in found.items())
        added = writer.run(AddArticles((NEW, STATE), aligned, "Ida").apply)
        assert (added.articles, added.known) == ((NEW.id,), (STATE.id,))
        pairs = store.alignment(store.event_ids()[0].id)
        assert any(NEW.id in a + b for a, b, _ in pairs)
        assert verify(store.connection).faults == ()


def test_pairs_that_came_too_late_are_found_by_the_server(path, writer):
    with ProjectReader(path) as store:
        writer.run(AddArticles((NEW,)).apply)
        named = {name for pair in store.alignment(store.event_ids()[0].id) for name in pair[:2]}
    assert any(name.startswith(NEW.id) for name in named)


@pytest.mark.parametrize(
    "pair",
    [
        Pair("elsewhere:0", f"{STATE.id}:0", 0.5),
        Pair(f"{NEW.id}:0", f"{SHOUT.id}:0", 0.5),
        Pair(f"{NEW.id}:0", f"{STATE.id}:0", 7.0),
        Pair(f"{NEW.id}:0", f"{STATE.id}:0", -1.0),
    ],
)
def test_pairs_of_other_sentences_are_refused(writer, pair):
    with pytest.raises(ProjectError, match="name other sentences"):
        writer.run(AddArticles((NEW,), (Aligned(NEW.id, STATE.id, (pair,)),)).apply)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"text": "other"}, "field 'text' can't be corrected"),
        ({"outlet": ""}, "an article always has one"),
        ({"published": "23 October 2024"}, "not in the form that the project holds"),
        ({"published": "yesterday"}, "published"),
        ({"order": "0"}, "not a place from 1"),
        ({"title": "x" * (MAX_LINE + 1)}, "at most"),
    ],
)
def test_a_correction_that_no_table_would_hold_is_refused(path, writer, values, named):
    before = entries(path)
    with pytest.raises(CorrectionsError, match=named):
        writer.run(CorrectArticles((Correction(STATE.id, values, "form"),), "why").apply)
    assert entries(path) == before


def test_a_correction_that_a_person_typed_is_brought_into_form():
    typed = correction(STATE.id, {"published": "23 October 2024", "title": "-"}, "form")
    assert dict(typed.values) == {"published": "2024-10-23", "title": ""}
    with pytest.raises(CorrectionsError):
        correction(STATE.id, {"published": "yesterday"}, "form")


def test_an_emptied_field_is_corrected(path, writer):
    [change] = writer.run(CorrectArticles((correction(STATE.id, {"title": "-"}, "form"),), "why").apply)
    assert (change.field, change.after) == ("title", "")


@pytest.mark.parametrize("reason", ["", " ", "x" * 501, "\x1b[31m"])
def test_a_reason_that_the_log_can_not_hold_is_refused(writer, reason):
    for operation in (
        WithdrawArticle(STATE.id, reason),
        RestoreArticle(STATE.id, reason),
        MoveArticles((Move(STATE.id, "Flood"),), reason),
        CorrectArticles((), reason),
    ):
        with pytest.raises(LabelsError):
            writer.run(operation.apply)


def test_a_person_whom_nobody_could_read_is_refused(writer):
    with pytest.raises(PersonNameError):
        writer.run(WithdrawArticle(STATE.id, "why", "\u200b").apply)


def test_an_article_that_got_labels_since_the_look_stays_unless_that_was_asked_for(path, writer):
    Hand(writer).claim(SENTENCES[1])
    moves = (Move(STATE.id, "Flood"), Move(SHOUT.id, "Flood"))
    assert writer.run(MoveArticles(moves, "why").apply) == [STATE.id]
    assert writer.run(MoveArticles((Move(STATE.id, "Flood", labeled=True),), "why").apply) == []
    with ProjectReader(path) as store:
        assert [event.name for event in store.event_ids()] == ["Flood"]
        assert verify(store.connection).faults == ()


@pytest.mark.parametrize("event", ["", "Dam\nFlood", "x" * 201, "   "])
def test_an_event_of_no_name_is_refused(writer, event):
    with pytest.raises(ProjectError):
        writer.run(MoveArticles((Move(STATE.id, event),), "why").apply)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(writer, share):
    with pytest.raises(ProjectError, match="not a share"):
        writer.run(SetSuggestions(share).apply)


def test_labels_are_taken_over_and_the_index_is_made_anew(writer):
    with pytest.raises(CorrectionsError, match="replaces no other"):
        writer.run(TakeOverLabels(STATE.id).apply)
    assert writer.run(RebuildIndex().apply) == len(STATE.sentences) + len(SHOUT.sentences)


def sized(sentences: int) -> Article:
    return replace(NEW, sentences=(NEW.sentences[0],) * sentences)


def test_portions_hold_few_sentences_and_whole_articles():
    articles = [sized(size) for size in (40, 40, 40, 500, 1)]
    sizes = [[len(each.sentences) for each in portion] for portion in in_portions(articles, 100)]
    assert sizes == [[40, 40], [40], [500], [1]]
    assert list(in_portions([], 100)) == []
