"""The page behind an invitation's link: a name for members of a group, a password, and one is signed in."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from annotator.server.accounts.signing_in import SignInError, open_invitation
from annotator.server.accounts.signing_in import join as joined
from annotator.server.answers import NEVER_KEPT
from annotator.server.identity import set_cookies
from annotator.server.own_page import redirect, template
from annotator.server.served_project import ServedProject
from labels.errors import InvitationError, PasswordError, PersonNameError
from labels.password import MIN_LENGTH

GONE = 410


def page(request: Request) -> Response:
    """``GET /join/TOKEN``: what the link is for, and a form."""
    return _page(request)


async def join(request: Request) -> Response:
    """``POST /join/TOKEN``: set the password and sign in."""
    project: ServedProject = request.state.project
    form = await request.form()
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    if password != form.get("again"):
        return await run_in_threadpool(_page, request, "The two passwords differ. Type both again.", name)
    try:
        session = await joined(project, request.path_params["token"], name, password)
    except (PasswordError, PersonNameError, SignInError) as error:
        return await run_in_threadpool(_page, request, str(error), name)
    except InvitationError:
        return await run_in_threadpool(_page, request)
    answer = redirect(project, "/")
    set_cookies(answer, project, session)
    return answer


def _page(request: Request, error: str = "", name: str = "") -> Response:
    project: ServedProject = request.state.project
    status = 422 if error else 200
    try:
        invitation = open_invitation(project, request.path_params["token"])
    except InvitationError as ended:
        invitation, error, status = None, str(ended), GONE
    html = template("join.html").render(
        invitation=invitation, name=name, error=error, length=MIN_LENGTH, prefix=project.site.address.prefix
    )
    return HTMLResponse(html, status, NEVER_KEPT)
