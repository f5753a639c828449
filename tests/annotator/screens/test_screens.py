"""The pages, run by Streamlit's own tester on a project that is open in this process."""

import sqlite3
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from annotator.server.backups import BackupPlan, Backups
from annotator.server.gate import ANNOTATOR_HEADER
from annotator.server.served_project import opened, served_project, serving
from annotator.views.workspace import next_event
from labels.store.accounts import annotator_id
from labels.store.queries import EventRow
from tests.labels.projects import project

APP = str(Path(__file__).parents[3] / "annotator" / "app.py")


def rows(*progress):
    return [EventRow(f"e{n}", f"E{n}", (), 10, done, 0) for n, done in enumerate(progress)]


def test_the_queue_goes_on_with_the_first_event_that_is_not_finished():
    assert next_event(rows(10, 4, 0)) == 1


def test_a_finished_queue_starts_again_and_an_empty_one_has_no_event():
    assert (next_event(rows(10, 10)), next_event([])) == (0, None)


@pytest.fixture
def serve_pages(tmp_path, monkeypatch):
    """Open a project and have every page asked for by Ana."""
    with ExitStack() as stack:

        def serve(path, backups=None):
            project = stack.enter_context(opened(path, "Ana", backups=backups))
            stack.enter_context(serving(project))
            identifier = project.writer.run(lambda c: annotator_id(c, "Ana"))
            monkeypatch.setattr(
                "streamlit.runtime.context.ContextProxy.headers", {ANNOTATOR_HEADER: identifier}
            )

        yield serve


def test_the_workspace_page_hands_over_the_event_of_the_address(serve_pages, tmp_path):
    serve_pages(project(tmp_path))
    page = AppTest.from_file(APP, default_timeout=20).run()
    assert not page.exception
    [component] = [element for element in page.main if element.type == "bidi_component"]
    assert component.proto.component_name.endswith("claimdesk_workspace")


def events_page():
    """What AppTest runs: the page alone."""
    from annotator.screens import events  # noqa: PLC0415 - AppTest runs the source of this function

    events.page()


def test_the_events_page_draws_the_list_of_events(serve_pages, tmp_path):
    serve_pages(project(tmp_path))
    page = AppTest.from_function(events_page, default_timeout=20).run()
    assert not page.exception
    [component] = [element for element in page.main if element.type == "bidi_component"]
    assert component.proto.component_name.endswith("claimdesk_events")


def test_the_events_page_says_that_backups_fail(serve_pages, tmp_path):
    path, folder = project(tmp_path), tmp_path / "backups"
    folder.mkdir()
    backups = Backups(path, BackupPlan(folder, timedelta(minutes=5), timedelta(days=1)))
    folder.rmdir()
    backups.add()
    serve_pages(path, backups)
    page = AppTest.from_function(events_page, default_timeout=20).run()
    assert page.warning[0].value.startswith("Backups of this project fail since 20")


def test_the_events_page_shows_who_runs_the_project_when_it_was_found_sound(serve_pages, tmp_path):
    serve_pages(project(tmp_path))
    served_project().checks.check()
    page = AppTest.from_function(events_page, default_timeout=20).run()
    assert any("sound, 8 entries" in text.value for text in page.text)


def test_the_events_page_says_what_is_wrong_with_a_project_and_what_to_do(serve_pages, tmp_path):
    path = project(tmp_path)
    serve_pages(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update event set name = 'Another'")
    served_project().checks.check()
    page = AppTest.from_function(events_page, default_timeout=20).run()
    assert "annotator rescue PROJECT NEW" in page.error[0].value
    assert "name changed" in page.text[0].value


def test_pages_outside_a_served_project_are_a_bug_and_say_so():
    with pytest.raises(RuntimeError, match="No project is being served"):
        served_project()
