"""Words on Streamlit's page before its scripts have drawn anything, and a script that follows the opening."""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.server.headers import OWN_PAGE
from annotator.workspace import VERSION

SNIPPET = Path(__file__).with_name("first_page.html").read_text(encoding="utf-8")
ROOT = b'<div id="root">'
# a page that the browser remembers would name modules of an older version
CACHING = ("etag", "last-modified")
CONDITIONS = (b"if-none-match", b"if-modified-since", b"accept-encoding", b"range")


class FirstPage:
    """ASGI middleware that puts the snippet into Streamlit's index.html; all else passes unchanged."""

    def __init__(self, app: ASGIApp):
        """app: everything that answers."""
        self._app = app
        self._snippet = SNIPPET.replace("{{ version }}", VERSION).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a request for a page is answered whole and uncompressed."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in CONDITIONS]
        await self._app({**scope, "headers": headers}, receive, _Page(send, self._snippet))


class _Page:
    """Collects Streamlit's page, and sends it with the snippet."""

    def __init__(self, send: Send, snippet: bytes):
        self._send, self._snippet = send, snippet
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_streamlits(Headers(raw=message["headers"])):
            self._start = message
        elif self._start is None:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(ROOT, self._snippet + ROOT, 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in CACHING:
            del headers[name]
        # an answer to HEAD names the length that the page had; it bears no body
        if self._body:
            headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _is_streamlits(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html") and OWN_PAGE not in headers
