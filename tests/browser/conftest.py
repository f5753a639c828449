"""A real Chromium on a real server. Without Chromium these tests are skipped, in CI they fail."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk import ROOT, Desk, Server, command, free_port

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = "there is no Chromium on this machine (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo project, served for all tests; each labels under a name of its own."""
    project = tmp_path_factory.mktemp("demo") / "demo.db"
    server = Server(project, free_port(), ("demo", "--project", str(project)))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Make and serve a project with articles of the test's own: ``serve({outlet: text}, codebook=None)``."""
    started: list[Server] = []

    def make(articles: dict[str, str], codebook: Path | None = None) -> Server:
        project = tmp_path / "project.db"
        chosen = () if codebook is None else ("--codebook", codebook)
        subprocess.run(command("init", project, *chosen), cwd=ROOT, check=True, capture_output=True)
        for outlet, text in articles.items():
            file = tmp_path / f"{outlet}.txt"
            file.write_text(text, encoding="utf-8")
            words = command("add", project, file, "--event", "The ferry", "--outlet", outlet)
            subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
        server = Server(project, free_port(), ("serve", str(project)))
        server.start()
        started.append(server)
        return server

    yield make
    for server in started:
        server.stop()


@pytest.fixture
def sit(browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Open the workspace of a server as a new annotator: ``sit(server)``; its page must meet no error."""
    desks: list[Desk] = []

    def make(server: Server, *, open_now: bool = True, **options: object) -> Desk:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})  # type: ignore[arg-type]
        name = f"Tester {uuid.uuid4().hex[:8]}"
        desk = Desk(server, context, context.new_page(), name)
        desk.sign_in(name)
        desk.watch(desk.page)
        desks.append(desk)
        if open_now:
            desk.open()
        return desk

    yield make
    for desk in desks:
        desk.context.close()
        unexpected = [one for one in desk.complaints if not any(part in one for part in desk.forgiven)]
        assert unexpected == []
