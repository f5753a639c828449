"""The machine's Firefox, driven by WebDriver BiDi: JSON over a WebSocket that Firefox itself serves."""

import itertools
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.annotator.served import free_port

NAMES = ("firefox-esr", "firefox")
# keys by their WebDriver code points
NAMED = {"Enter": "\ue007", "Escape": "\ue00c", "Backspace": "\ue003", "ArrowDown": "\ue015", "Space": " "}
PREFERENCES = """
user_pref("remote.active-protocols", 1);
user_pref("app.update.disabledForTesting", true);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
"""
SECONDS = 30


def executable() -> str | None:
    """Where Firefox is; None where it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class BidiError(Exception):
    """Firefox refused a command."""


@contextmanager
def launched(folder: Path) -> Iterator["Firefox"]:
    """One headless Firefox with one page; folder: for its profile."""
    port = free_port()
    (folder / "user.js").write_text(PREFERENCES, encoding="utf-8")
    words = ["--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", str(port)]
    process = subprocess.Popen(
        [executable() or NAMES[0], *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await_port(port)
        with connect(f"ws://127.0.0.1:{port}/session", max_size=None) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(SECONDS)


def _await_port(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "Firefox did not start"
            time.sleep(0.05)
        else:
            return


class Firefox:
    """The page of a Firefox."""

    def __init__(self, connection: ClientConnection):
        self.connection = connection
        self.numbers = itertools.count(1)
        self.do("session.new", capabilities={})
        self.page = self.do("browsingContext.getTree")["contexts"][0]["context"]
        self.do("browsingContext.setViewport", context=self.page, viewport={"width": 1400, "height": 900})

    def do(self, method: str, **parameters: Any) -> Any:
        """Send a command and wait for its result."""
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.connection.recv(timeout=SECONDS))
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise BidiError(answer["message"])
        return answer["result"]

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.do("browsingContext.navigate", context=self.page, url=url, wait="complete")

    def value(self, expression: str) -> Any:
        """A string, number or boolean of the page.  Raises BidiError if the expression fails."""
        result = self.do(
            "script.evaluate", expression=expression, target={"context": self.page}, awaitPromise=True
        )
        if result["type"] == "exception":
            raise BidiError(result["exceptionDetails"]["text"])
        return result["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true."""
        deadline = time.monotonic() + SECONDS
        while not self._is_true(expression):
            assert time.monotonic() < deadline, f"never true: {expression}"
            time.sleep(0.02)

    def _is_true(self, expression: str) -> bool:
        """Whether an expression is true; False while a page is exchanged for another."""
        try:
            return bool(self.value(f"Boolean({expression})"))
        except BidiError:
            return False

    def keys(self, *keys: str) -> None:
        """Press keys one after another, without waiting in between."""
        presses = [
            {"type": kind, "value": NAMED.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")
        ]
        actions = [{"type": "key", "id": "keyboard", "actions": presses}]
        self.do("input.performActions", context=self.page, actions=actions)
