"""The gate: what every HTTP request and WebSocket must pass before it reaches a page or a route.

It checks the host (DNS rebinding), the origin (other sites' pages), the size of a body and the session, and
tells the pages who asks in a header that only it can set. It only reads: signing in takes a form of ours.
"""

import asyncio
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.server.answers import refused
from annotator.server.handover.uploads import MAX_UPLOAD
from annotator.server.handover.uploads import PREFIX as UPLOADS
from annotator.server.identity import Visitor, visitor
from annotator.server.rights import may_change_corpus
from annotator.server.routes import roles_of
from annotator.server.served_project import ServedProject
from labels.errors import ProjectError
from labels.role import ANYBODY, SEES_OTHERS, Role

ANNOTATOR_HEADER = "x-claimdesk-annotator"
MAX_BODY = 2 * 1024 * 1024
MAX_UPLOAD_BODY = (MAX_UPLOAD + 1) * 1024 * 1024  # of a form with one file
OWN_PATHS = ("/api/", "/assets/", "/healthz", "/who", "/join/")
DECISIONS = "/api/decisions"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# of Streamlit's own routes only those that our pages use: no metrics, no agent; uploads see `_may_upload`
STREAMLIT_ROUTES = (
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/bidi-components/"),
    UPLOADS,
)
MEDIA = "/media/"  # files that pages hand out: the pictures and downloads of reports
PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class BodyTooLargeError(Exception):
    """A body with more bytes than any request of ours has."""


class Gate:
    """Pure ASGI middleware round the application."""

    def __init__(self, app: ASGIApp, project: ServedProject, own: ASGIApp):
        """app: Streamlit.  project: whose sessions count.  own: our routes, below OWN_PATHS."""
        self._app, self._project, self._own = app, project, own
        self._site = project.site
        self._prefix = project.site.address.prefix
        self._sockets = project.sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, answer it, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = self._path(scope["path"])
        answer = self._refusal(scope, headers, path)
        who = Visitor(None)
        if answer is None:
            try:
                if (
                    path != DECISIONS
                ):  # the writer looks before it takes them, and before it acknowledges them
                    self._project.check_file()
                who = visitor(self._project, headers)
            except ProjectError as error:
                answer = refused(str(error), 503)
        if answer is None:
            answer = self._role_refusal(scope, headers, path, who)
        if answer is None and path.startswith(UPLOADS) and not self._may_upload(path, who):
            answer = refused("there is nothing here", 404)
        if answer is None:
            await self._pass(self._scope(scope, headers, path, who), receive, send, who)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    def _path(self, path: str) -> str:
        """The path below our prefix, whether or not the proxy in front takes the prefix off."""
        if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
            return path.removeprefix(self._prefix) or "/"
        return path

    def _refusal(self, scope: Scope, headers: Headers, path: str) -> Response | None:
        """The answer to a request that nobody may make."""
        writes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        refusal = self._host_refusal(headers) or self._origin_refusal(scope, headers, writes=writes)
        if refusal is not None:
            return refusal
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:12]) > _most(path):
            return refused("the request is too large", 413)
        if path.startswith("/_stcore/") and not path.startswith(STREAMLIT_ROUTES):
            return refused("there is nothing here", 404)
        if self._prefix and scope["path"] == self._prefix and not writes:
            return RedirectResponse(f"{self._prefix}/", 307)
        return None

    def _may_upload(self, path: str, who: Visitor) -> bool:
        """Files go only to a page that shows an uploader, from the person who sees it."""
        person = who.annotator
        return (
            person is not None
            and self._project.uploads.allows(path, person.id)
            and may_change_corpus(self._project, person)
        )

    def _host_refusal(self, headers: Headers) -> Response | None:
        if not self._site.knows_host(headers.get("host", "")):
            return refused("unknown host; start the server with --public-url if that is its address", 421)
        if self._site.address.is_private and any(name in headers for name in PROXY_HEADERS):
            return refused("the request came through a proxy; start the server with --public-url", 421)
        return None

    def _origin_refusal(self, scope: Scope, headers: Headers, *, writes: bool) -> Response | None:
        origin = headers.get("origin")
        if writes and origin is not None and not self._site.knows_origin(origin, headers.get("host", "")):
            return refused("the request comes from another site", 403)
        if scope["type"] == "websocket" and origin is None:
            return refused("a WebSocket names its origin", 403)
        if _is_embedded(headers):
            return refused("other sites may link to this page, but not load it into theirs", 403)
        return None

    def _role_refusal(self, scope: Scope, headers: Headers, path: str, who: Visitor) -> Response | None:
        """The answer to somebody who has not signed in, or whose role does not go with the path."""
        roles = needed_roles(scope.get("method", "GET"), path)
        if roles is None:
            return None
        if who.annotator is None:
            return self._signed_out(scope, headers, path, who)
        if who.role is not None and who.role not in roles:
            return refused(f"this is not for the role '{who.role}'; ask an administrator", 403)
        return None

    def _signed_out(self, scope: Scope, headers: Headers, path: str, who: Visitor) -> Response:
        """A page leads to the sign-in page and back; everything else is told."""
        opens_page = path == "/" or "text/html" in headers.get("accept", "")
        if scope["type"] == "websocket" or scope["method"] != "GET" or not opens_page:
            return refused("this session has ended; sign in again" if who.has_ended else "signed out", 401)
        query = scope["query_string"].decode("latin-1")
        target = quote(path, safe="/") + (f"?{query}" if query else "")
        return RedirectResponse(f"{self._prefix}/who?next={quote(target, safe='/')}", 303)

    def _scope(self, scope: Scope, headers: Headers, path: str, who: Visitor) -> Scope:
        """What the application sees: our prefix as root path, and who asks."""
        hidden = {ANNOTATOR_HEADER.encode()}
        passed = [(key, value) for key, value in scope["headers"] if key.lower() not in hidden]
        if who.annotator is not None:
            passed.append((ANNOTATOR_HEADER.encode(), quote(who.annotator.id).encode()))
        if scope["type"] == "websocket":
            # it has passed; Streamlit would ask a host outside for our address before it lets a public one in
            passed = [(key, value) for key, value in passed if key.lower() != b"origin"]
            passed.append((b"origin", f"http://{headers.get('host', '')}".encode("latin-1")))
        known = {"project": self._project, "visitor": who, "sockets": self._sockets}
        return {
            **scope,
            "headers": passed,
            "path": self._prefix + path,
            "root_path": self._prefix,
            "state": {**scope.get("state", {}), **known},
        }

    async def _pass(self, scope: Scope, receive: Receive, send: Send, who: Visitor) -> None:
        if scope["type"] == "websocket":
            await self._pass_socket(scope, receive, send, who)
            return
        started = False

        async def noting_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        path = scope["path"].removeprefix(self._prefix)
        app = self._own if path.startswith(OWN_PATHS) else self._app
        try:
            await app(scope, _limited(receive, _most(path)), noting_send)
        except BodyTooLargeError:
            if started:
                raise
            await refused("the request is too large", 413)(scope, receive, send)
        except ProjectError as error:
            if started:
                raise
            await refused(str(error), 503)(scope, receive, send)

    async def _pass_socket(self, scope: Scope, receive: Receive, send: Send, who: Visitor) -> None:
        self._sockets.loop = asyncio.get_running_loop()
        number = self._sockets.enter(who.annotator.id if who.annotator else "", who.token, send)
        if number is None:
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        try:
            await self._app(scope, self._watched(scope, receive, send, who), send)
        finally:
            self._sockets.leave(number)

    def _watched(self, scope: Scope, receive: Receive, send: Send, who: Visitor) -> Receive:
        """What a page sends, as long as its session lives: a WebSocket may be open for days."""
        headers = Headers(scope=scope)

        async def receive_live() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not self._is_still(who, headers):
                await send({"type": "websocket.close", "code": 1008})
                return {"type": "websocket.disconnect", "code": 1008}
            return message

        return receive_live

    def _is_still(self, who: Visitor, headers: Headers) -> bool:
        try:
            return visitor(self._project, headers).annotator == who.annotator
        except ProjectError:
            return False


def needed_roles(method: str, path: str) -> frozenset[Role] | None:
    """Who may ask for a path where people have accounts; None: everybody, signed in or not."""
    if path.startswith(OWN_PATHS):
        return roles_of(method, path)
    if path.startswith(MEDIA):
        return SEES_OTHERS
    return ANYBODY


def _is_embedded(headers: Headers) -> bool:
    """Whether another site's page asks, other than by a link: an image, a script, a frame, a fetch."""
    return (
        headers.get("sec-fetch-site", "same-origin") in ("cross-site", "same-site")
        and headers.get("sec-fetch-mode") != "navigate"
    )


def _most(path: str) -> int:
    """The most bytes of a request's body."""
    return MAX_UPLOAD_BODY if path.startswith(UPLOADS) else MAX_BODY


def _limited(receive: Receive, most: int) -> Receive:
    received = 0

    async def wrapped() -> Message:
        nonlocal received
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if received > most:
                raise BodyTooLargeError
        return message

    return wrapped
