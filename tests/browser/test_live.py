"""What others change about the corpus appears in pages that are open, without a reload."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.annotator.served import Server, do
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage
from tests.labels.projects import article, project

Serve = Callable[..., Server]
Sit = Callable[..., WorkspacePage]


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory, seats: Seats) -> Iterator[Server]:
    """A project of one event."""
    articles = [article("Ferry sinks\nThe ferry sank. Nobody drowned.", "Gazette", "The ferry")]
    with Server(project(tmp_path_factory.mktemp("live"), articles)) as server:
        yield server
        seats.close(server)


def asks(work: WorkspacePage) -> None:
    """Let the page ask now, as when its tab comes into view."""
    work.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def add(server: Server, folder: Path, event: str, outlet: str = "Post", text: str = "It is new.") -> None:
    file = folder / f"{outlet}.txt"
    file.write_text(f"{event}\n\n{text}", encoding="utf-8")
    do("add", server.project, file, "--event", event, "--outlet", outlet)


def test_an_event_that_is_added_appears_in_the_list_and_behind_the_last_event(
    ferry: Server, sit: Sit, tmp_path: Path
) -> None:
    server = ferry
    work, other = sit(server), sit(server, open_now=False)
    following = work.page.locator(".cd-step[title='Next event']")
    assert following.is_disabled()
    other.forgiven = ("404",)
    other.page.goto(f"{server.url}/events")
    other.page.wait_for_selector(".cd-events[data-ready='1']")
    other.page.focus(".cd-events tbody a")
    add(server, tmp_path, "The flood")
    asks(other)
    other.page.wait_for_selector("text=2 of 2 events")
    assert other.page.evaluate("document.activeElement.textContent") == "The ferry", "the keyboard stays"
    asks(work)
    following.click()  # it waits until there is one
    work.page.wait_for_selector(".cd-event >> text=The flood")


def test_a_change_of_the_open_event_is_announced_and_shown_on_request(
    ferry: Server, sit: Sit, tmp_path: Path
) -> None:
    server = ferry
    work = sit(server)
    add(server, tmp_path, "The ferry", "Mail", "The ferry went down.")
    asks(work)
    work.page.click("[data-notice=corpus] button")
    work.page.wait_for_selector(".cd-outlets >> text=Mail")
    assert work.page.locator("[data-notice=corpus]").count() == 0


def test_a_page_that_waits_for_the_first_article_shows_it(serve: Serve, sit: Sit, tmp_path: Path) -> None:
    server = serve({})
    work = sit(server, open_now=False)
    work.forgiven = ("404",)
    work.page.goto(server.url)
    work.page.wait_for_selector("[data-notice=load]")
    add(server, tmp_path, "The flood")
    asks(work)
    work.ready()
    assert work.page.inner_text(".cd-event") == "The flood"
