"""How quick the workspace is: ``python -m tests.benchmarks.workspace [DECISIONS]`` prints one table.

Keys on the demo, on an event of 3 x 700 sentences and in a project of 100,000 sentences; opening the next
event; 50 annotators at once. Run it on a quiet machine: browser, server and driver share its cores.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from annotator.demo.loading import build
from labels.article import Article
from tests.annotator.served import Server
from tests.benchmarks.keys import key_rows, large_project, opened
from tests.benchmarks.many import many_row
from tests.benchmarks.table import Row, head, line
from tests.browser.chromium import launch, wait_until
from tests.labels.projects import article, project

EVENTS, SENTENCES = 1000, 50
OPENINGS = 12


def corpus(folder: Path) -> Path:
    """100,000 sentences: two articles of 50 on each of 1,000 events, which share a few words."""
    chance = random.Random(1)
    words = [f"w{number}" for number in range(20_000)]

    def text(event: int) -> str:
        body = " ".join(
            f"{' '.join(chance.choices(words, k=14)).capitalize()}." for _ in range(SENTENCES - 1)
        )
        return f"Event {event}\n{body}"

    articles: list[Article] = [
        article(text(event), f"Outlet {n}", f"Event {event}") for event in range(EVENTS) for n in range(2)
    ]
    return project(folder, articles, "corpus.db")


def next_events(name: str, browser: Browser, path: Path) -> Iterator[Row]:
    """From the press on "next event" until it can be worked on."""
    with Server(path) as server:
        page = opened(browser, server)
        times = []
        for turn in range(OPENINGS):
            step = "Next event" if turn % 2 == 0 else "Previous event"
            event = page.get_attribute(".cd", "data-event")
            began = time.monotonic()
            page.click(f"[aria-label='{step}']")
            wait_until(page, "(event) => document.querySelector('.cd').dataset.event !== event", event)
            times.append((time.monotonic() - began) * 1000)
            page.wait_for_timeout(300)
        page.context.close()
    yield Row(f"{name}: next event open", times, 300)


def two_large(folder: Path) -> Path:
    """Two events of three articles of 700 sentences."""
    texts = [
        (event, n, f"Report {n}\n" + " ".join(f"Sentence {event} {n} {i} says a thing." for i in range(700)))
        for event in range(2)
        for n in range(3)
    ]
    return project(
        folder, [article(text, f"Outlet {n}", f"Large {event}") for event, n, text in texts], "two.db"
    )


def rows(folder: Path, browser: Browser, decisions: int) -> Iterator[Row]:
    """Every measurement, one after another."""
    demo = folder / "demo.db"
    build(demo)
    yield from key_rows("demo", browser, demo, decisions)
    large = large_project(folder)
    yield from key_rows("3 x 700 sentences", browser, large, decisions)
    everything = corpus(folder)
    yield from key_rows("100,000 sentences loaded", browser, everything, decisions)
    yield from next_events("demo", browser, demo)
    yield from next_events("3 x 700 sentences", browser, two_large(folder))
    yield from next_events("100,000 sentences loaded", browser, everything)
    yield many_row(large, 50, 20)


def main(decisions: int) -> None:
    """Print the table as it grows."""
    head()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        for row in rows(Path(folder), browser, decisions):
            line(row)
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
