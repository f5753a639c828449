"""The pages on which articles are corrected, added and grouped, in a real browser."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.annotator.served import Server
from tests.browser.axe import serious
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage
from tests.labels.projects import ARTICLES, article, project
from tests.labels.text.grouping.test_bundles import DAM, STRIKE

Sit = Callable[..., WorkspacePage]
SPILL = article(f"Dam opens\n{DAM[0]}", "State News", event="table")
OPEN = article(f"Dam is open\n{DAM[1]}", "Daily Shout", event="Spillway")
BUSES = article(f"No buses\n{STRIKE}", "Daily Shout", event="table")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seats: Seats) -> Iterator[Server]:
    """A project with two events that a table mixed up."""
    articles = (*ARTICLES, SPILL, OPEN, BUSES)
    with Server(project(tmp_path_factory.mktemp("corpus"), articles)) as server:
        yield server
        seats.close(server)


def shown(sit: Sit, server: Server, path: str, title: str) -> Page:
    """A page of the tool, once it is drawn."""
    work = sit(server, open_now=False)
    work.forgiven = ("404",)
    work.page.goto(f"{server.url}/{path}")
    work.page.wait_for_selector(f"h1 >> text={title}")
    return work.page


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn everything: a press while it draws may meet a button that goes."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def picture(page: Page, name: str) -> None:
    """Screenshots, where SHOTS names a folder: light, dark, narrow."""
    folder = os.environ.get("SHOTS")
    if not folder:
        return
    size = page.viewport_size
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(700)
        page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    if size:
        page.set_viewport_size(size)


def test_an_outlet_is_corrected_and_an_article_withdrawn(server: Server, sit: Sit) -> None:
    page = shown(sit, server, "corpus", "Corpus")
    page.get_by_label("Search articles").fill("no buses")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 of 5 articles")
    page.get_by_label("Article", exact=True).click()
    page.keyboard.press("Enter")
    page.get_by_label("Outlet", exact=True).fill("The <b>Herald</b>")
    page.get_by_label("Reason, for the log").fill("wrong outlet")
    picture(page, "corpus")
    assert serious(page) == []
    page.get_by_role("button", name="Save corrections").click()
    page.wait_for_selector("text=Outlet: Daily Shout → The <b>Herald</b>")
    [row] = server.rows("select outlet, entry from article where id = ?", BUSES.id)
    assert row[0] == "The <b>Herald</b>"
    [why] = server.rows("select why from change where seq = ?", row[1])
    assert why == ("corrected: wrong outlet",)
    settled(page)
    page.get_by_role("button", name="Withdraw").click()
    page.wait_for_selector("text=withdrawn. Its labels stay in the log")
    settled(page)
    page.get_by_role("button", name="Restore").click()
    page.wait_for_selector("text=restored, with its labels.")


def test_a_file_is_tried_added_and_seen_in_another_tab(server: Server, sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "flood.txt"
    file.write_text("The river rose\n\nThe river rose by two meters. Nobody was hurt.", encoding="utf-8")
    other = shown(sit, server, "events", "Events")
    other.wait_for_selector(".cd-events[data-ready='1']")
    page = shown(sit, server, "corpus", "Corpus")
    page.get_by_role("tab", name="Add files").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Event, for all files").fill("The flood")
    page.get_by_label("Outlet, for all files").fill("Post")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show what would be added").click()
    page.wait_for_selector("text=1 article would be added, 0 already in the project; nothing was changed.")
    assert server.rows("select count(*) from event where name = 'The flood'") == [(0,)]
    picture(page, "upload")
    assert serious(page) == []
    settled(page)
    page.get_by_role("button", name="Add these articles").click()
    page.wait_for_selector("text=1 article added, 0 already in the project.")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for_selector(".cd-events tbody >> text=The flood")
    assert server.rows("select source from article where outlet = 'Post'") == [("flood.txt",)]


def test_a_proposal_is_named_and_confirmed_by_keyboard(server: Server, sit: Sit) -> None:
    page = shown(sit, server, "proposals", "Proposed events")
    page.get_by_role("button", name="Propose events").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Proposal 1 of")
    page.get_by_label("Name of the event").fill("The spillway")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=to 'The spillway'")
    picture(page, "proposals")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector("text=moved to 'The spillway'")
    moved = server.rows(
        "select a.id from article a join event e on e.id = a.event where e.name = 'The spillway'"
    )
    assert {row[0] for row in moved} >= {SPILL.id, OPEN.id}
