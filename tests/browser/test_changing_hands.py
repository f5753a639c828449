"""A browser that changes hands while pages of the one before are still open."""

from collections.abc import Callable

from tests.annotator.served import Server
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]


def posts(work: WorkspacePage) -> list[int]:
    """The statuses of the saving requests from now on."""
    statuses: list[int] = []
    work.page.on(
        "response", lambda answer: statuses.append(answer.status) if answer.request.method == "POST" else None
    )
    return statuses


def test_a_page_whose_browser_was_signed_out_asks_the_server_for_nothing(demo: Server, sit: Sit) -> None:
    work = sit(demo, alone=True)
    work.context.clear_cookies()
    statuses = posts(work)
    work.keys("1", "o")
    work.page.wait_for_selector("[data-notice=signed-out]")
    work.page.wait_for_timeout(1_500)
    assert statuses == []
    work.sign_in(work.name)
    work.saved()
    assert set(statuses) == {200}
    assert work.labels()["claim", "claim_type"] == "event"


def test_a_page_whose_browser_somebody_else_uses_asks_the_server_for_nothing(demo: Server, sit: Sit) -> None:
    work = sit(demo, alone=True)
    work.sign_in(f"Other than {work.name}")
    statuses = posts(work)
    work.keys("1", "o")
    work.page.wait_for_selector("[data-notice=somebody-else]")
    work.page.wait_for_timeout(1_500)
    assert statuses == []


def test_a_link_from_another_site_leaves_the_reader_signed_in(
    demo: Server, serve: Callable[..., Server], sit: Sit
) -> None:
    work = sit(demo, alone=True)
    other = serve({"Herald": "Ferry sinks\n\nNobody drowned.\n"})
    link = f"<a href='{demo.url}/'>to the workspace</a><img src='{demo.url}/'>"
    page = work.context.new_page()
    site = other.url.replace("127.0.0.1", "localhost")
    page.route(f"{site}/mail", lambda route: route.fulfill(body=link, content_type="text/html"))
    page.goto(f"{site}/mail")
    page.click("text=to the workspace")
    work.ready(page)
    assert page.inner_text("a.cd-who") == work.name
    work.keys("1", "o")
    work.saved()
    assert work.labels()["claim", "claim_type"] == "event"
