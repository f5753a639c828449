"""A real Chromium on a real server. Without Chromium these tests are skipped, in CI they fail."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.annotator.served import Server, do
from tests.browser.chromium import executable, launch
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage
from tests.tools import missing


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers; there is one a process."""
    if executable() is None:
        missing("Chromium is not installed on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    chromium = launch(driver)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo project, served for all tests; each labels under another name."""
    project = tmp_path_factory.mktemp("demo") / "demo.db"
    with Server(project, words=("demo", "--project", str(project))) as server:
        yield server


@pytest.fixture(scope="session")
def seats(browser: Browser) -> Seats:
    """The pages of this run."""
    return Seats(browser)


@pytest.fixture
def serve(tmp_path: Path, seats: Seats) -> Iterator[Callable[..., Server]]:
    """Make and serve a project with articles of the test's own: ``serve({outlet: text}, codebook=None)``."""
    started: list[Server] = []

    def make(articles: dict[str, str], codebook: Path | None = None) -> Server:
        project = tmp_path / "project.db"
        chosen = () if codebook is None else ("--codebook", codebook)
        do("init", project, *chosen)
        for outlet, text in articles.items():
            file = tmp_path / f"{outlet}.txt"
            file.write_text(text, encoding="utf-8")
            do("add", project, file, "--event", "The ferry", "--outlet", outlet)
        server = Server(project).start()
        started.append(server)
        return server

    yield make
    for server in started:
        seats.close(server)
        server.stop()


@pytest.fixture
def sit(seats: Seats) -> Iterator[Callable[..., WorkspacePage]]:
    """Open the workspace of a server as a new annotator: ``sit(server)``; its page must meet no error."""

    def make(
        server: Server, *, open_now: bool = True, alone: bool = False, **options: object
    ) -> WorkspacePage:
        work = seats.take(server, alone=alone, **options)
        if open_now:
            work.open()
        return work

    yield make
    assert seats.leave() == []
