"""The list of events: found by words, opened by a link, quick with very many."""

from collections.abc import Callable, Iterator

import pytest

from tests.annotator.served import Server
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage
from tests.labels.projects import article, project

Sit = Callable[..., WorkspacePage]
COUNT = 3000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, seats: Seats) -> Iterator[Server]:
    """A project of very many events; the last bears markup in its name."""
    names = [f"Event number {n}" for n in range(COUNT - 1)] + ["<b>Last</b> & [link](x)"]
    articles = [article(f"Head {n}\nSentence {n}.", f"Outlet {n % 7}", name) for n, name in enumerate(names)]
    with Server(project(tmp_path_factory.mktemp("many"), articles)) as server:
        yield server
        seats.close(server)


def test_an_event_is_found_by_its_words_and_opened_by_its_link(many: Server, sit: Sit) -> None:
    work = sit(many, open_now=False)
    page = work.page
    work.forgiven = ("404",)
    page.goto(f"{many.url}/events")
    page.wait_for_selector(".cd-events[data-ready='1']")
    assert page.inner_text(".cd-events [role=status]") == f"{COUNT} of {COUNT} events"
    assert page.locator(".cd-events tbody tr").count() == 100
    page.fill(".cd-search", "link")
    assert page.locator(".cd-events tbody tr").count() == 1
    assert page.inner_text(".cd-events tbody th") == "<b>Last</b> & [link](x)", "names are text"
    page.click(".cd-events tbody a")
    work.ready()
    assert page.inner_text(".cd-event") == "<b>Last</b> & [link](x)"


def test_progress_is_told_and_finished_events_can_be_left_out(many: Server, sit: Sit) -> None:
    work = sit(many)
    work.keys("0", "Enter", "0", "Enter")
    work.saved()
    page = work.page
    work.forgiven = ("404",)
    page.goto(f"{many.url}/events")
    page.wait_for_selector(".cd-events[data-ready='1']")
    assert page.locator(".cd-events tbody tr").first.inner_text().split("\t")[2].strip() == "2 of 2"
    page.check(".cd-events input[type=checkbox]")
    assert page.inner_text(".cd-events [role=status]") == f"{COUNT - 1} of {COUNT} events"


def test_a_sentence_is_found_by_its_words_and_opened_by_its_link(many: Server, sit: Sit) -> None:
    desk = sit(many, open_now=False)
    page = desk.page
    desk.forgiven = ("404",)
    page.goto(f"{many.url}/events")
    page.wait_for_selector(".cd-events[data-ready='1']")
    page.fill(".cd-search", "sentence 2017")
    page.click(".cd-hits a")
    desk.ready()
    assert page.inner_text(".cd-event") == "Event number 2017"


def test_more_rows_come_with_a_press_and_the_keyboard_goes_on_there(many: Server, sit: Sit) -> None:
    work = sit(many, open_now=False)
    work.forgiven = ("404",)
    work.page.goto(f"{many.url}/events")
    work.page.wait_for_selector(".cd-events[data-ready='1']")
    work.page.focus(".cd-events > button")
    work.keys("Enter")
    assert work.page.locator(".cd-events tbody tr").count() == 200
    assert work.page.evaluate("document.activeElement.textContent") == "Event number 100"
