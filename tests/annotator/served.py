"""A project served by a real process, and a client that speaks plain HTTP to it."""

import http.client
import json
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from annotator.cli import main

ROOT = Path(__file__).resolve().parents[2]
HANDSHAKE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec_websocket_version": "13",
    "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: str | Path) -> list[str]:
    """The command line of ``annotator``, run from this repo."""
    return [sys.executable, "-m", "annotator", *map(str, words)]


def do(*words: str | Path) -> None:
    """Run a command here, without the second that a process of its own takes to begin."""
    assert main([*map(str, words)]) == 0


class Server:
    """A project served by a process of its own.

    words: of the command line; None for ``serve PROJECT --annotator NAME``.  options: further ones.
    """

    def __init__(
        self,
        project: Path,
        port: int | None = None,
        annotator: str = "Ana",
        *,
        words: Sequence[str] | None = None,
        options: Sequence[str] = (),
    ):
        self.project, self.port, self.annotator = project, port or free_port(), annotator
        self.words = [*(words or ("serve", str(project), "--annotator", annotator)), *options]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait until it answers."""
        # a file, not a pipe: nobody reads while it runs
        self.output = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process has ended
        self.process = subprocess.Popen(
            command(*self.words, "--no-browser", "--port", str(self.port)),
            cwd=ROOT,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if Client(self).get("/healthz").status == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"The server did not start: {self.stop()}")

    def let_write(self, limit: int) -> None:
        """From now on none of its files may grow beyond so many bytes, as on a full disk; -1: any size."""
        assert self.process is not None
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self._ended()

    def stop(self) -> str:
        """Ask the process to end; returns what it printed."""
        if self.process is None:
            return ""
        self.process.terminate()
        return self._ended()

    def _ended(self) -> str:
        assert self.process is not None
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.output.seek(0)
        with self.output:
            return self.output.read().decode(errors="replace")

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the project holds, read by plain sqlite3 beside the server."""
        connection = sqlite3.connect(f"file:{self.project}?mode=ro", uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ):
        self.stop()


class Answer:
    """Status, headers and body of a response."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A browser's worth of HTTP: its cookies, no redirects followed."""

    def __init__(self, server: Server):
        self.server, self.cookie = server, ""

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            named.setdefault("cookie", self.cookie)
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, data, named)
        answer = Answer(connection.getresponse())
        connection.close()
        cookies = answer.headers.get_all("set-cookie")
        if cookies:
            self.cookie = "; ".join(cookie.partition(";")[0] for cookie in cookies)
        return answer

    @property
    def token(self) -> str:
        """The value of the session cookie."""
        return self.cookie.partition(";")[0].partition("=")[2]

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def sign_in(self, name: str = "Ana") -> dict[str, Any]:
        """Sign in under a name; returns the workspace of the first event."""
        form = {"content_type": "application/x-www-form-urlencoded"}
        answer = self.send("POST", "/who", urlencode({"name": name}).encode(), **form)
        assert answer.status == 303, answer.body
        workspace: dict[str, Any] = self.get("/api/workspace").json()
        return workspace

    def post(self, batch: list[dict[str, Any]], annotator: str, **headers: str) -> Answer:
        body = {"annotator": annotator, "client": "test", "batch": batch}
        return self.send("POST", "/api/decisions", body, **{"x_requested_with": "claimdesk", **headers})


def note(workspace: dict[str, Any], value: str = "x", base: int = 0, **more: object) -> dict[str, Any]:
    """A decision on the wire: a note on the first sentence."""
    sentence = workspace["articles"][0]["sentences"][0]["id"]
    return {
        "uuid": str(uuid.uuid4()),
        "action": str(uuid.uuid4()),
        "target_kind": "sentence",
        "target": sentence,
        "sentence": sentence,
        "layer": "note",
        "kind": "set",
        "base": base,
        "value": value,
        "codebook": workspace["codebook"]["hash"],
        **more,
    }
