"""From a key to the screen and the disk: ``python -m tests.benchmarks.keys [DECISIONS]``.

Presses value keys in the real workspace, 60 ms apart, in headless Chromium against a real server, on the demo
and on an event of 3 x 700 sentences. Times are milliseconds after the key's own time stamp: painted (the
frame that shows it is done), durable here (in the browser's database), committed (the transaction is on
disk at the server), acknowledged (the page knows its number).
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from annotator.demo.loading import build
from tests.annotator.served import Server
from tests.benchmarks.table import Row, head, line
from tests.browser.chromium import launch
from tests.labels.projects import article, project

RECORD_COMMITS = """
const original = Response.prototype.json;
window.committed = {};
Response.prototype.json = async function () {
  const answer = await original.call(this);
  const at = answer.saved_at - performance.timeOrigin;
  for (const uuid of Object.keys(answer.acknowledged ?? {})) committed[uuid] = at;
  return answer;
};
"""
READ = """() => window.__claimdesk.timings.filter((m) => m.uuid in window.committed).map((m) => ({
  painted: m.paint_at - m.key_at, "durable here": m.durable_at - m.key_at,
  committed: window.committed[m.uuid] - m.key_at, acknowledged: m.acknowledged_at - m.key_at,
}))"""
KEYS = ("1", "b", "2", "v", "3", "c", "j")
GAP, WARM_UP = 60, 20


def large_project(folder: Path) -> Path:
    """An event of three articles of 700 sentences."""
    texts = [
        f"Report {n}\n" + " ".join(f"Sentence {n} number {i} says a thing." for i in range(700))
        for n in range(3)
    ]
    return project(
        folder, [article(text, f"Outlet {n}", "Large") for n, text in enumerate(texts)], "large.db"
    )


def press(page: Page, decisions: int) -> list[dict[str, float]]:
    """Press value keys until so many decisions were made; the times of each."""
    made = 0
    while made < decisions:
        for key in KEYS:
            page.keyboard.press(key)
            page.wait_for_timeout(GAP)
            made += key != "j"
    page.wait_for_timeout(1000)
    times: list[dict[str, float]] = page.evaluate(READ)
    return times[-decisions:]


def opened(browser: Browser, server: Server) -> Page:
    """The workspace in a browser of its own, ready and warm."""
    page = browser.new_context().new_page()
    page.add_init_script(RECORD_COMMITS)
    page.goto(server.url)
    page.wait_for_selector('[data-ready="1"]')
    press(page, WARM_UP)
    return page


def key_rows(name: str, browser: Browser, path: Path, decisions: int) -> Iterator[Row]:
    """One row for each step of the way of a key."""
    with Server(path) as server:
        page = opened(browser, server)
        times = press(page, decisions)
        page.context.close()
    for step in times[0]:
        yield Row(f"{name}: key to {step}", [one[step] for one in times if one[step] is not None])


def main(decisions: int) -> None:
    """Measure both events and print one table."""
    head()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Path(folder) / "demo.db"
        build(demo)
        browser = launch(playwright)
        for name, path in (("demo", demo), ("3 x 700 sentences", large_project(Path(folder)))):
            for row in key_rows(name, browser, path, decisions):
                line(row)
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
