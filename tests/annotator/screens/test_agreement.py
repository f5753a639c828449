"""The agreement page: what it shows, and to whom it shows nothing."""

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from annotator.server.served_project import opened, serving
from annotator.views.agreement import choices, csv_zip, disputed_rows, selection, sentence_link
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, report_of, team
from tests.labels.projects import ARTICLES, article, decision

OTHER = article("Vote recount\nA recount began. It took a *day*.", "State News", "Vote")
SCRIPT = """
from annotator.server.served_project import served_project
from annotator.screens.agreement import show

store = served_project().store
show(store, next(person for person in store.annotators() if person.name == "{name}"))
"""


@pytest.fixture
def path(tmp_path):
    """Ana has finished both events, Ben one; Reader labels nothing."""
    with team(tmp_path, [*ARTICLES, OTHER]) as people:
        for name, articles in (("Ana", [*ARTICLES, OTHER]), ("Ben", [OTHER])):
            for one in articles:
                for place, sentence in enumerate(one.sentences):
                    kind = "state" if name == "Ben" and place == 1 else "event"
                    people.claim(name, sentence, **{**OWN, "claim_type": kind})
                    people.record(name, decision("state", "done", sentence.id))
        people.claim("Ben", ARTICLES[0].sentences[0], **OWN)
        assert people["Reader"].id
    return people.path


@pytest.fixture
def served(path):
    with opened(path, "Reader") as project, serving(project):
        yield project


def shown_to(name):
    app = AppTest.from_string(SCRIPT.format(name=name), default_timeout=30).run()
    assert not app.exception
    return app


def words(app):
    return " ".join(element.value for element in [*app.text, *app.info, *app.caption])


def offered(path, name):
    with ProjectReader(path) as store:
        return choices(store, next(one.id for one in store.annotators() if one.name == name))


@pytest.mark.usefixtures("served")
def test_the_page_shows_the_overview_and_a_layer():
    app = shown_to("Reader")
    assert app.title[0].value == "Agreement"
    assert "All layers" in words(app)
    assert len(app.dataframe) > 8
    assert app.selectbox[0].value == "claim_type"


@pytest.mark.usefixtures("served")
def test_another_layer_can_be_looked_at():
    app = shown_to("Reader")
    app.selectbox[0].select("certainty").run()
    assert not app.exception
    assert "Confusion: Certainty" in words(app)


@pytest.mark.usefixtures("served")
def test_events_can_be_filtered(path):
    app = shown_to("Reader")
    event = next(event for event, name in offered(path, "Reader").events.items() if name == "Vote")
    app.multiselect[0].select(event).run()
    assert not app.exception
    assert "1 articles" in words(app) or "With 1 articles" in words(app)


@pytest.mark.usefixtures("served")
def test_who_has_not_finished_is_told_so_and_sees_only_finished_events(path):
    app = shown_to("Ben")
    assert "1 event is hidden" in app.info[0].value
    assert "Dam: " in words(app)
    assert " to do" in words(app)
    assert set(offered(path, "Ben").events.values()) == {"Vote"}
    assert app.multiselect[0].options == ["Vote"]


@pytest.mark.usefixtures("served")
def test_who_has_finished_nothing_sees_no_figure_at_all(path):
    with ProjectReader(path) as store:
        assert store.head() > 0
    app = shown_to("Ana")
    assert len(app.dataframe) > 0
    assert app.info.len == 0


def test_who_labels_and_has_finished_nothing_is_offered_nothing(tmp_path):
    with team(tmp_path, [OTHER]) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, OTHER.sentences[0], **OWN)
    found = offered(people.path, "Ana")
    assert (found.events, found.withheld) == ({}, {"Vote": len(OTHER.sentences)})


def test_an_empty_project_says_that_there_is_nothing_to_compare(tmp_path):
    with team(tmp_path, [OTHER]) as people:
        assert people["Reader"].id
    with opened(people.path, "Reader") as project, serving(project):
        app = shown_to("Reader")
    assert "nothing to compare yet" in app.info[0].value
    assert len(app.dataframe) == 0


def test_a_choice_never_reaches_beyond_what_is_offered(path):
    found = offered(path, "Ben")
    hidden = next(event for event in offered(path, "Reader").events if event not in found.events)
    assert selection(found, [hidden], [], []).events == frozenset()
    assert selection(found, [], [], []).events == frozenset(found.events)


def test_a_disputed_sentence_links_to_its_place_in_the_workspace(path):
    rows = disputed_rows(report_of(path))
    first = rows[0].sentence
    assert rows[0].link == sentence_link(first["event"], first["sentence"])
    assert sentence_link("a b", "x:1#é") == "/?event=a%20b#x%3A1%23%C3%A9"


def test_links_to_sentences_stay_below_the_path_that_a_proxy_serves(path):
    assert {row.link[:11] for row in disputed_rows(report_of(path), "/annotate")} == {"/annotate/?"}


def test_the_tables_of_one_report_make_the_same_file_every_time(path):
    report = report_of(path)
    assert csv_zip(report) == csv_zip(report)
    with zipfile.ZipFile(io.BytesIO(csv_zip(report))) as archive:
        assert "overview.csv" in archive.namelist()
