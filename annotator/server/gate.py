"""The gate: what every HTTP request and WebSocket must pass before it reaches a page or a route.

It checks the host (DNS rebinding), the origin (other sites' pages), the size of a body and the session, says
who asks in a header that only it can set, and adds security headers to every answer.
"""

import ipaddress
import socket
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.server.served_project import ServedProject
from labels.errors import ProjectError
from labels.store.accounts import SESSION
from labels.store.queries import Annotator

ANNOTATOR_HEADER = "x-claimdesk-annotator"
LARGEST_BODY = 2 * 1024 * 1024
OPEN_PATHS = ("/healthz",)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Streamlit needs inline styles, inline and blob scripts, and Vega its compiled expressions
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class BodyTooLargeError(Exception):
    """More bytes than any request of ours has."""


class Gate:
    """Pure ASGI middleware round the whole application."""

    def __init__(self, app: ASGIApp, project: ServedProject, host: str):
        """host: the address that the server was told to listen on."""
        self._app, self._project = app, project
        self._hosts = {"localhost", socket.gethostname().lower(), host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, answer it, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        annotator, refusal = await self._screened(scope, headers)
        if refusal is None:
            await self._pass(scope, receive, send, annotator)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, _guarded(send))

    async def _screened(self, scope: Scope, headers: Headers) -> tuple[Annotator | None, Response | None]:
        """Who asks, or the answer in place of what they asked for."""
        refusal = self._refusal(scope, headers)
        if refusal is not None or scope["path"] in OPEN_PATHS:
            return None, refusal
        try:
            annotator = self._annotator(headers)
            return annotator, None if annotator else await self._unknown(scope, headers)
        except ProjectError as error:
            return None, _unavailable(error)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if host.lower() not in self._hosts and not _is_address(host):
            return JSONResponse({"error": "unknown host"}, 421)
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
        writes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if foreign and writes:
            return JSONResponse({"error": "the request comes from another site"}, 403)
        if scope["type"] == "websocket" and origin is None:
            return JSONResponse({"error": "a WebSocket names its origin"}, 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return JSONResponse({"error": "the request is too large"}, 413)
        return None

    def _annotator(self, headers: Headers) -> Annotator | None:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._project.cookie)
        except CookieError:
            return None
        return None if cookie is None else self._project.store.session(cookie.value)

    async def _unknown(self, scope: Scope, headers: Headers) -> Response:
        """On one trusted machine, opening a page signs the guest in; everything else needs a session."""
        opens_page = scope["path"] == "/" or "text/html" in headers.get("accept", "")
        if scope["type"] == "websocket" or scope["method"] != "GET" or not opens_page:
            return JSONResponse({"error": "signed out"}, 401)
        token = await run_in_threadpool(self._project.sign_in, self._project.guest)
        query = scope["query_string"].decode("latin-1")
        # two slashes at the start would lead to another host
        path = "/" + quote(scope["path"].lstrip("/\\"))
        answer = RedirectResponse(path + (f"?{query}" if query else ""), 303)
        set_cookie(answer, self._project, token)
        return answer

    async def _pass(self, scope: Scope, receive: Receive, send: Send, annotator: Annotator | None) -> None:
        name = ANNOTATOR_HEADER.encode()
        kept = [(key, value) for key, value in scope["headers"] if key.lower() != name]
        if annotator is not None:
            kept.append((name, quote(annotator.id).encode()))
            known = {"project": self._project, "annotator": annotator}
            scope = {**scope, "state": {**scope.get("state", {}), **known}}
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await _guarded(send)(message)

        try:
            await self._app({**scope, "headers": kept}, _limited(receive), guarded_send)
        except BodyTooLargeError:
            if started:
                raise
            await JSONResponse({"error": "the request is too large"}, 413)(scope, receive, _guarded(send))
        except ProjectError as error:
            if started or scope["type"] == "websocket":
                raise
            await _unavailable(error)(scope, receive, _guarded(send))


def set_cookie(answer: Response, project: ServedProject, token: str) -> None:
    """Hand the browser its session."""
    answer.set_cookie(
        project.cookie, token, max_age=int(SESSION.total_seconds()), httponly=True, samesite="strict"
    )


def _unavailable(error: ProjectError) -> Response:
    """The project can't be read or written: whoever asks is told why, to tell whoever can mend it."""
    return JSONResponse({"error": str(error)}, 503)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _guarded(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return wrapped


def _limited(receive: Receive) -> Receive:
    received = 0

    async def wrapped() -> Message:
        nonlocal received
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if received > LARGEST_BODY:
                raise BodyTooLargeError
        return message

    return wrapped
