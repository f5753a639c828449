"""The demo as somebody meets it who has just started it: no name, no account."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.annotator.served import Server
from tests.browser.workspace_page import WorkspacePage


def test_a_visitor_sees_a_finished_article_labels_an_easy_sentence_and_keeps_the_report(
    browser: Browser, tmp_path: Path
) -> None:
    project = tmp_path / "demo.db"
    with Server(project, words=("demo", "--project", str(project))) as server:
        context = browser.new_context()
        work = WorkspacePage(server, context, context.new_page(), "You")
        work.open()
        assert work.page.inner_text(".cd-progress").startswith("26 of 58 done")
        assert "The emergency plan worked without fault." in work.page.inner_text("[aria-selected=true]")
        work.keys("1", "a", "b", "Enter")
        work.saved()
        assert work.page.inner_text(".cd-progress").startswith("27 of 58 done")
        work.page.goto(f"{server.url}/agreement")
        work.page.get_by_text("Solvent spill at Port Calder: 31").wait_for(timeout=30_000)
        work.page.locator("[data-testid=stImage] img").first.wait_for(timeout=30_000)
        context.close()
