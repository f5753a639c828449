"""The answers of our own routes: JSON that nobody may keep, refusals in words."""

from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response

from annotator.server.headers import OWN_PAGE

# the next person at this browser would be shown what it kept
NEVER_KEPT = {"cache-control": "no-store", OWN_PAGE: "1"}


def answered(content: object, background: BackgroundTask | None = None) -> Response:
    """A JSON answer; background: what is done after it was sent."""
    return JSONResponse(content, headers=NEVER_KEPT, background=background)


def refused(reason: str, status: int) -> Response:
    """An answer that says in words why there is no other."""
    return JSONResponse({"error": reason}, status, NEVER_KEPT)
