"""How many connections there may be: counted, closed when they idle, and capped."""

import asyncio
import resource
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_CONNECTIONS = 1000
MAX_SOCKETS = 400  # open pages
MAX_SOCKETS_EACH = 30  # of one annotator
MAX_HEADER_BYTES = 64 * 1024
REQUEST_SECONDS = 60  # from a connection or a request's first byte to its last
MAX_FILES = 8192


@dataclass(slots=True)
class Sockets:
    """The open WebSockets: one for each open page.  loop: that they belong to, once there is one."""

    _open: dict[int, tuple[str, str, Send]] = field(default_factory=dict)
    _each: Counter[str] = field(default_factory=Counter)
    _next: int = 0
    loop: asyncio.AbstractEventLoop | None = None

    def enter(self, annotator: str, token: str, send: Send) -> int | None:
        """A number for a new WebSocket; None if there are too many."""
        if len(self._open) >= MAX_SOCKETS or self._each[annotator] >= MAX_SOCKETS_EACH:
            return None
        self._next += 1
        self._open[self._next] = (annotator, token, send)
        self._each[annotator] += 1
        return self._next

    def leave(self, number: int) -> None:
        """The WebSocket has ended."""
        annotator, _, _ = self._open.pop(number)
        self._each[annotator] -= 1
        if not self._each[annotator]:
            del self._each[annotator]

    async def close(self, *, annotator: str = "", token: str = "") -> None:
        """End the WebSockets of a session, or of all sessions of an annotator."""
        for owner, session, send in list(self._open.values()):
            if session and (session == token or owner == annotator):
                await send({"type": "websocket.close", "code": 1008})

    def sweep(self, is_live: Callable[[str], bool]) -> None:
        """End the WebSockets of sessions that have ended; from any thread.  is_live: of a session's token."""
        ended = {token for _, token, _ in list(self._open.values()) if token and not is_live(token)}
        if self.loop is not None:
            for token in ended:
                asyncio.run_coroutine_threadsafe(self.close(token=token), self.loop)

    def __len__(self) -> int:
        return len(self._open)


class _OneWrite:
    """A transport that sends the head of an answer together with its body: one system call, not two."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop):
        self._transport, self._loop, self._head = transport, loop, b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send; a head waits until the event loop comes round."""
        if self._head:
            data, self._head = self._head + data, b""
        elif data.startswith(b"HTTP/1.1 "):
            self._head = data
            self._loop.call_soon(self._flush)
            return
        self._transport.write(data)

    def close(self) -> None:
        """Send what waits, then close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, with a limit on connections, on the size of a head and on the time a request takes."""

    max_connections = MAX_CONNECTIONS
    _timer: asyncio.TimerHandle | None = None
    _head = 0
    _reads_head = True

    def connection_made(self, transport: Any) -> None:
        """Refuse one too many, without a line in the log for each."""
        if len(self.connections) >= self.max_connections:
            transport.abort()
            self.transport = transport
            return
        super().connection_made(_OneWrite(transport, self.loop))  # type: ignore[arg-type]
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it, refused ones too."""
        self._stop_timer()
        if self in self.connections:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse a head that never ends."""
        if self.transport.is_closing():
            return
        if self._reads_head and self._head > MAX_HEADER_BYTES:
            self.send_400_response("The head of the request is too large.")
            return
        self._head += len(data)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._start_timer()
        self._reads_head, self._head = True, 0

    def on_headers_complete(self) -> None:
        """Its head is whole."""
        self._reads_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop_timer()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """The connection goes on as a WebSocket."""
        self._stop_timer()
        super().handle_websocket_upgrade()

    def _start_timer(self) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(REQUEST_SECONDS, self.transport.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def raise_file_limit() -> int:
    """Raise the limit on open files, up to MAX_FILES; returns how many connections that carries."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_FILES if hard == resource.RLIM_INFINITY else min(MAX_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return MAX_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MAX_CONNECTIONS, max(16, soft - 96))
