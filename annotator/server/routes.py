"""Our own HTTP routes: labels travel here, never through widgets and reruns."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from annotator.server import who
from annotator.server.served_project import desk
from annotator.views.suggestions import prepare
from annotator.views.workspace import events_view, workspace_view
from annotator.workspace import ASSETS, VERSION
from labels.decision import Decision, Origin, Outcome, TargetKind
from labels.errors import ProjectError
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
    origin: Origin = "human"
    client_at: Annotated[str, Field(max_length=40, pattern=Printable)] = ""


class BatchRecord(BaseModel):
    """What a workspace sends: everything that it has no acknowledgement of, in order."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    annotator: Identifier
    client: Annotated[str, Field(max_length=80, pattern=Printable)]
    batch: Annotated[list[DecisionRecord], Field(min_length=1, max_length=200)]

    def decisions(self) -> list[Decision]:
        """The batch as the domain knows it."""
        return [
            Decision(
                uuid=d.uuid,
                action=d.action,
                target_kind=d.target_kind,
                target=d.target,
                sentence=d.sentence or "",
                layer=d.layer,
                kind=d.kind,
                base=d.base,
                value=d.value,
                codebook=d.codebook,
                origin=d.origin,
                client=self.client,
                client_at=d.client_at,
            )
            for d in self.batch
        ]


async def decisions(request: Request) -> Response:
    """``POST /api/decisions``: take a batch; the answer comes when it is on disk."""
    annotator: Annotator = request.state.annotator
    if "x-requested-with" not in request.headers:
        return _refused("the header x-requested-with is missing", 403)
    try:
        batch = BatchRecord.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return _refused(f"the batch can't be read: {place}: {first['msg']}", 422)
    if batch.annotator != annotator.id:
        return _refused(f"this browser is signed in as {annotator.name}", 409)
    try:
        outcomes = await asyncio.wrap_future(desk().record(annotator, batch.decisions()))
    except ProjectError as error:
        return _refused(str(error), 503)
    # saved_at: milliseconds since 1970, after the transaction was on disk
    answer = {**_answer(outcomes), "codebook": desk().store.fact("codebook"), "saved_at": time.time() * 1000}
    return JSONResponse(answer)


def _answer(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    acknowledged: dict[str, Any] = {}
    conflicts: dict[str, Any] = {}
    refused: dict[str, Any] = {}
    for outcome in outcomes:
        if outcome.status == "refused":
            refused[outcome.uuid] = {"reason": outcome.reason}
        elif outcome.current is not None:
            stands = outcome.current
            current = {"value": stands.value, "revision": stands.revision, "seq": stands.seq}
            conflicts[outcome.uuid] = {"seq": outcome.seq, "current": current}
        else:
            acknowledged[outcome.uuid] = {"seq": outcome.seq, "revision": outcome.revision}
            if outcome.status == "duplicate":
                acknowledged[outcome.uuid]["duplicate"] = True
    return {"acknowledged": acknowledged, "conflicts": conflicts, "refused": refused}


def workspace(request: Request) -> Response:
    """``GET /api/workspace?event=``: an event with everything the workspace needs to show it."""
    view = workspace_view(desk().store, request.state.annotator, request.query_params.get("event"))
    if view is None:
        return _refused("there is no such event in this project", 404)
    return JSONResponse(view, background=BackgroundTask(prepare, desk().store, view["event"]["next"]))


def events(request: Request) -> Response:
    """``GET /api/events``: every event with the annotator's progress."""
    return JSONResponse(events_view(desk().store, request.state.annotator))


def unsure(request: Request) -> Response:
    """``GET /api/unsure``: what the annotator marked unsure, in every event."""
    return JSONResponse([asdict(one) for one in desk().store.unsure(request.state.annotator.id)])


def health(_: Request) -> Response:
    """``GET /healthz``: the server answers."""
    return PlainTextResponse("ok")


class Assets(StaticFiles):
    """The workspace's modules; their path holds the hash of their bytes, so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, cacheable for a year."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "private, max-age=31536000, immutable"
        return response


def _refused(reason: str, status: int) -> JSONResponse:
    return JSONResponse({"error": reason}, status)


ROUTES: list[BaseRoute] = [
    Route("/api/decisions", decisions, methods=["POST"]),
    Route("/api/workspace", workspace),
    Route("/api/events", events),
    Route("/api/unsure", unsure),
    Route("/healthz", health),
    Route("/who", who.page, methods=["GET"]),
    Route("/who", who.choose, methods=["POST"]),
    Mount(f"/assets/{VERSION}", Assets(directory=ASSETS)),
]
