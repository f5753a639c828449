"""From an invitation's link to a label, out and in again; the pages of a server with accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.annotator.people import PASSWORD, enroll
from tests.annotator.served import Server
from tests.browser.axe import serious
from tests.browser.workspace_page import WorkspacePage
from tests.labels.projects import project

NARROW = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server with accounts, and the cookie of its administrator."""
    path: Path = project(tmp_path_factory.mktemp("office"))
    cookies = enroll(path, {"Boss": "administrator", "Old Hand": "annotator"})
    with Server(path, options=["--accounts"]) as server:
        yield server, cookies["Boss"]


def boss(browser: Browser, office: tuple[Server, str], **look: object) -> Page:
    """A page of the administrator, who has signed in."""
    server, cookie = office
    context = browser.new_context(**look)  # type: ignore[arg-type]
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    return context.new_page()


def titles(page: Page) -> list[str]:
    """The pages that the line at the top offers."""
    page.wait_for_selector("[data-testid=stTopNavLink]")
    return [
        link.inner_text().splitlines()[-1] for link in page.query_selector_all("[data-testid=stTopNavLink]")
    ]


def icon(page: Page) -> str:
    """The address of the page's icon."""
    return str(page.evaluate("document.querySelector('link[rel~=icon]').href"))


def make_link(page: Page, server: Server, name: str) -> str:
    """Invite somebody on the page Team; returns the link that it shows."""
    page.goto(f"{server.url}/team")
    page.get_by_role("tabpanel").get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make a link", exact=True).click()
    page.wait_for_selector("[data-testid=stCode]")
    return page.inner_text("[data-testid=stCode] code").strip()


def test_an_invited_person_joins_labels_signs_out_and_signs_in_again(
    browser: Browser, office: tuple[Server, str]
) -> None:
    server, _ = office
    team = boss(browser, office)
    link = make_link(team, server, "Ida Holm")
    assert "Ida Holm" in link_note(team)
    context: BrowserContext = browser.new_context()
    work = WorkspacePage(server, context, context.new_page(), "Ida Holm")
    work.watch(work.page)
    work.page.goto(link)
    work.page.fill("#password", PASSWORD)
    work.page.fill("#again", PASSWORD)
    work.page.click("button:text('Join')")
    work.ready()
    assert titles(work.page) == ["Label", "Events"]
    assert icon(work.page).startswith("data:image/png")
    work.keys("1", "o", "b", "Enter")
    work.saved()
    assert ("sentence", "state") in work.labels()
    work.page.click("a.cd-who")
    work.page.click("text=Sign out on this browser")
    assert "You are signed out" in work.page.inner_text("main")
    work.page.fill("#name", "ida holm")
    work.page.fill("#password", PASSWORD)
    work.page.click("button:text('Sign in')")
    work.ready()
    assert work.complaints == []
    context.close()
    team.context.close()


def link_note(page: Page) -> str:
    """What stands above the link that was just made."""
    return page.inner_text("[data-testid=stMainBlockContainer]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_accounts_fit_a_narrow_screen_and_keep_nobody_out(
    browser: Browser, office: tuple[Server, str], scheme: str
) -> None:
    server, _ = office
    page = boss(browser, office, viewport=NARROW, color_scheme=scheme)
    link = make_link(page, server, f"Guest of {scheme}")
    places = {"team": f"{server.url}/team", "who": f"{server.url}/who", "join": link}
    for name, place in places.items():
        if name != "team":
            page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert serious(page) == []
    page.context.close()
