"""A served project, and a page with the workspace open: what the browser tests are made of."""

import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]


def command(*words: str | Path) -> list[str]:
    """The command line of ``annotator``, run from this repo."""
    return [sys.executable, "-m", "annotator", *map(str, words)]


@dataclass
class Server:
    """A served project in a process of its own."""

    project: Path
    port: int
    words: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            command(*self.words, "--no-browser", "--port", str(self.port)),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except (URLError, OSError):
                assert self.process.poll() is None, "the server ended before it answered"
                time.sleep(0.1)
        pytest.fail("the server did not answer in 40 s")

    def stop(self, *, kill: bool = False) -> None:
        """End it, as a power cut would if ``kill``."""
        if self.process is None:
            return
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.process.wait(20)
        self.process = None

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the project holds, read by plain sqlite3 beside the server."""
        connection = sqlite3.connect(f"file:{self.project}?mode=ro", uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Desk:
    """A page with the workspace open, and what the project holds of its annotator."""

    server: Server
    context: BrowserContext
    page: Page
    name: str
    complaints: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def sign_in(self, name: str) -> None:
        """Label under a name from now on, in every tab of this browser."""
        headers = {"origin": self.server.url, "accept": "text/html"}
        # a browser is somebody from its first page on
        self.context.request.get(f"{self.server.url}/who", headers=headers)
        answer = self.context.request.post(f"{self.server.url}/who", form={"name": name}, headers=headers)
        assert answer.ok, answer.text()

    def watch(self, page: Page) -> None:
        """Note every error that the page meets."""
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def ready(self, page: Page | None = None) -> None:
        """Wait until the workspace can be used."""
        (page or self.page).wait_for_selector(".cd[data-ready='1']", timeout=20_000)

    def open(self, path: str = "/") -> None:
        """Go to the workspace."""
        self.page.goto(self.server.url + path)
        self.ready()

    def keys(self, *keys: str) -> None:
        """Press keys one after another, without waiting in between."""
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self, page: Page | None = None) -> None:
        """Wait until nothing waits to be sent."""
        (page or self.page).wait_for_selector(
            ".cd-saved[data-status='saved'][data-waiting='0']", timeout=20_000
        )

    def focused(self) -> str:
        """The id of the focused sentence."""
        return str(self.page.get_attribute("[aria-selected=true]", "data-sentence"))

    def labels(self, sentence: str | None = None) -> dict[tuple[str, str], object]:
        """What is set now, by target kind and layer; of one sentence, or of all."""
        rows = self.server.rows(
            "select l.target_kind, l.layer, l.value from label l join annotator a on a.id = l.annotator "
            "where a.name = ? and l.value is not null and (? is null or l.sentence = ?)",
            self.name,
            sentence,
            sentence,
        )
        return {(str(kind), str(layer)): value for kind, layer, value in rows}

    def log(self) -> list[tuple[object, ...]]:
        """The annotator's decisions in order: target, layer, kind, value, base, revision."""
        return self.server.rows(
            "select target, layer, d.kind, d.value, d.base, d.revision from decision d "
            "join annotator a on a.id = d.annotator where a.name = ? order by seq",
            self.name,
        )
