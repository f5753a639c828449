"""Our own HTTP routes: labels travel here, never through widgets and reruns."""

import contextlib
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from starlette.background import BackgroundTask
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from annotator.server import who
from annotator.server.accounts import joining
from annotator.server.answers import answered, refused
from annotator.server.identity import Visitor
from annotator.server.served_project import ServedProject
from annotator.views.search import search_view
from annotator.views.wire import AcknowledgedView, AnnotatorView, AnswerView, ConflictView, RefusedView
from annotator.views.workspace import corpus_view, events_view, prepare_event, unsure_view, workspace_view
from annotator.workspace import ASSETS, VERSION
from labels.codebook.shared import LIMITS
from labels.decision import Decision, Outcome, TargetKind
from labels.errors import ProjectError, RefusedPersonError, SearchError
from labels.role import ANYBODY, Role
from labels.store.queries import Annotator

Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Printable = r"^\P{Cc}*$"
Identifier = Annotated[str, Field(min_length=1, max_length=200, pattern=Printable)]


class DecisionRecord(BaseModel):
    """A decision on the wire."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    uuid: Uuid
    action: Uuid
    target_kind: TargetKind
    target: Identifier
    sentence: Annotated[str, Field(max_length=200, pattern=Printable)] | None = None
    layer: Identifier
    kind: Literal["set", "clear", "undo", "accept"]  # nobody adjudicates or migrates from a workspace
    base: Annotated[int, Field(ge=0, lt=2**53)]
    value: JsonValue
    codebook: Identifier
    origin: Literal["human", "automatic", "accepted"] = "human"
    client_at: Annotated[str, Field(max_length=40, pattern=Printable)] = ""


class BatchRecord(BaseModel):
    """What a workspace sends: everything that it has no acknowledgement of, in order."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    annotator: Identifier
    client: Annotated[str, Field(max_length=80, pattern=Printable)]
    batch: Annotated[list[DecisionRecord], Field(min_length=1, max_length=LIMITS["batch"])]

    def decisions(self) -> list[Decision]:
        """The batch as the domain knows it."""
        return [
            Decision(
                uuid=record.uuid,
                action=record.action,
                target_kind=record.target_kind,
                target=record.target,
                sentence=record.sentence or "",
                layer=record.layer,
                kind=record.kind,
                base=record.base,
                value=record.value,
                codebook=record.codebook,
                origin=record.origin,
                client=self.client,
                client_at=record.client_at,
            )
            for record in self.batch
        ]


async def decisions(request: Request) -> Response:
    """``POST /api/decisions``: take a batch; the answer comes when it is on disk."""
    project, annotator = _project(request), _annotator(request)
    if "x-requested-with" not in request.headers:
        return refused("the header x-requested-with is missing", 403)
    try:
        batch = BatchRecord.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return refused(f"the batch can't be read: {place}: {first['msg']}", 422)
    if batch.annotator != annotator.id:
        return refused(f"this browser is signed in as {annotator.name}", 409)
    try:
        recorded = await project.record(annotator, batch.decisions())
    except RefusedPersonError as error:
        return refused(str(error), 401)
    except ProjectError as error:
        return refused(str(error), 503)
    visitor: Visitor = request.state.visitor
    if visitor.is_due:
        project.extend(visitor.token)
    return answered(_answer(recorded.outcomes, recorded.codebook))


def _answer(outcomes: Sequence[Outcome], codebook: str) -> AnswerView:
    acknowledged: dict[str, AcknowledgedView] = {}
    conflicts: dict[str, ConflictView] = {}
    refused: dict[str, RefusedView] = {}
    for outcome in outcomes:
        if outcome.status == "refused":
            refused[outcome.uuid] = {"reason": outcome.reason}
        elif outcome.current is not None:
            current = outcome.current
            conflicts[outcome.uuid] = {
                "seq": outcome.seq,
                "current": {"value": current.value, "revision": current.revision, "seq": current.seq},
            }
        else:
            acknowledged[outcome.uuid] = {"seq": outcome.seq, "revision": outcome.revision}
            if outcome.status == "duplicate":
                acknowledged[outcome.uuid]["duplicate"] = True
    return {
        "acknowledged": acknowledged,
        "conflicts": conflicts,
        "refused": refused,
        "codebook": codebook,
        "saved_at": time.time() * 1000,
    }


def workspace(request: Request) -> Response:
    """``GET /api/workspace?event=``: an event with everything the workspace needs to show it."""
    project, annotator = _project(request), _annotator(request)
    visitor: Visitor = request.state.visitor
    who: AnnotatorView = {
        "id": annotator.id,
        "name": annotator.name,
        "guest": not visitor.token,
        "cookie": f"{project.cookie}_as",
    }
    view = workspace_view(project.store, project.suggestions, who, request.query_params.get("event"))
    if view is None:
        return refused("there is no such event in this project", 404)
    prepare = BackgroundTask(prepare_event, project.store, project.suggestions, view["event"]["next"])
    return answered(view, background=prepare)


def events(request: Request) -> Response:
    """``GET /api/events``: every event with the annotator's progress."""
    return answered(events_view(_project(request).store, _annotator(request)))


def corpus(request: Request) -> Response:
    """``GET /api/corpus?event=``: the present state of the corpus; open pages ask now and then."""
    project = _project(request)
    event = request.query_params.get("event", "")
    return answered(corpus_view(project.store, str(project.corpus), event))


def unsure(request: Request) -> Response:
    """``GET /api/unsure``: what the annotator marked unsure, in every event."""
    return answered(unsure_view(_project(request).store, _annotator(request)))


def search(request: Request) -> Response:
    """``GET /api/search?words=``: sentences by their words, and by one's own labels."""
    project = _project(request)
    words = request.query_params.get("words", "")
    try:
        hits = search_view(project.store, words, _annotator(request).id, project.site.address.prefix)
    except SearchError as error:
        return refused(str(error), 422)
    return answered(hits)


def health(request: Request) -> Response:
    """``GET /healthz``: the server answers; below, the last check of the project and the last backup."""
    project = _project(request)
    lines = ["ok", project.checks.status()]
    if project.backups is not None:
        lines.append(project.backups.status())
    return PlainTextResponse("\n".join(lines) + "\n")


def own_routes() -> ASGIApp:
    """Our routes as an application; large answers are compressed, those that save labels are small."""
    router = ExceptionMiddleware(Router([guarded.route for guarded in GUARDED]))
    compressed = GZipMiddleware(router, minimum_size=2000, compresslevel=5)

    async def routes(scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.suppress(ClientDisconnect):  # it hung up before its request was whole
            await (router if scope.get("method") == "POST" else compressed)(scope, receive, send)

    return routes


class Assets(StaticFiles):
    """The workspace's modules; their path holds the hash of their bytes, so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, cacheable for a year."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "private, max-age=31536000, immutable"
        return response


def _project(request: Request) -> ServedProject:
    project: ServedProject = request.state.project
    return project


def _annotator(request: Request) -> Annotator:
    visitor: Visitor = request.state.visitor
    if visitor.annotator is None:
        raise RuntimeError("The gate let nobody in.")
    return visitor.annotator


class Guarded(NamedTuple):
    """A route and the roles that may use it where people have accounts; None: open to everybody."""

    route: BaseRoute
    roles: frozenset[Role] | None


GUARDED = [
    Guarded(Route("/api/decisions", decisions, methods=["POST"]), ANYBODY),
    Guarded(Route("/api/workspace", workspace), ANYBODY),
    Guarded(Route("/api/events", events), ANYBODY),
    Guarded(Route("/api/corpus", corpus), ANYBODY),
    Guarded(Route("/api/unsure", unsure), ANYBODY),
    Guarded(Route("/api/search", search), ANYBODY),
    Guarded(Route("/healthz", health), None),
    Guarded(Route("/who", who.page, methods=["GET"]), None),
    Guarded(Route("/who", who.choose, methods=["POST"]), None),
    Guarded(Route("/who/sign-out", who.sign_out, methods=["POST"]), None),
    Guarded(Mount(f"/assets/{VERSION}", Assets(directory=ASSETS)), ANYBODY),
    Guarded(Route("/who/password", who.change_password, methods=["POST"]), ANYBODY),
    Guarded(Route("/join/{token}", joining.page, methods=["GET"]), None),
    Guarded(Route("/join/{token}", joining.join, methods=["POST"]), None),
]


@lru_cache(512)
def roles_of(method: str, path: str) -> frozenset[Role] | None:
    """Who may use the route of a path; None: everybody. Paths without a route: who signed in."""
    scope = {"type": "http", "method": method, "path": path, "root_path": ""}
    partly = []
    for guarded in GUARDED:  # most requests are for the first ones
        match, _ = guarded.route.matches(scope)
        if match == Match.FULL:
            return guarded.roles
        if match == Match.PARTIAL:
            partly.append(guarded.roles)
    return partly[0] if partly else ANYBODY
