"""The page that says who labels in this browser: sign in, sign out here or everywhere, change the password.

Where people have accounts they sign in with name and password; on a machine of one's own with a name alone.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from annotator.server.accounts import signing_in
from annotator.server.accounts.attempts import TooManyAttemptsError
from annotator.server.accounts.signing_in import SignInError
from annotator.server.answers import NEVER_KEPT
from annotator.server.connections import Sockets
from annotator.server.identity import Visitor, set_cookies
from annotator.server.own_page import local_path, redirect, template
from annotator.server.served_project import ServedProject
from labels.errors import LabelsError, PasswordError, PersonNameError, RefusedPersonError
from labels.password import MIN_LENGTH

REFUSED = {TooManyAttemptsError: 429, SignInError: 403, RefusedPersonError: 403}


def page(request: Request) -> Response:
    """``GET /who``: the current name, and a form for another; ``next`` is where to go then."""
    return _page(request, request.query_params.get("next", "/"))


async def choose(request: Request) -> Response:
    """``POST /who``: sign in under the given name."""
    project: ServedProject = request.state.project
    form = await request.form()
    name, target = str(form.get("name", "")), str(form.get("next", "/"))
    try:
        if project.has_accounts:
            password = str(form.get("password", ""))
            session = await signing_in.sign_in(project, name, password, _address(request))
        else:
            session = await run_in_threadpool(project.sign_in, name)
    except (PersonNameError, RefusedPersonError, SignInError, TooManyAttemptsError) as error:
        return await run_in_threadpool(_page, request, target, error, name)
    answer = redirect(project, target)
    set_cookies(answer, project, session)
    return answer


async def change_password(request: Request) -> Response:
    """``POST /who/password``: another password; every other session of the person ends."""
    project: ServedProject = request.state.project
    visitor: Visitor = request.state.visitor
    form = await request.form()
    old, new = str(form.get("old", "")), str(form.get("password", ""))
    if visitor.annotator is None or not project.has_accounts:
        return redirect(project, "/who")
    annotator = visitor.annotator.id
    if new != form.get("again"):
        differ = PasswordError("The two new passwords differ. Type both again.")
        return await run_in_threadpool(_page, request, "/", differ)
    try:
        session = await signing_in.change_password(project, annotator, old, new, _address(request))
    except (PasswordError, RefusedPersonError, SignInError, TooManyAttemptsError) as error:
        return await run_in_threadpool(_page, request, "/", error)
    await project.sockets.close(annotator=annotator)
    answer = redirect(project, "/who")
    set_cookies(answer, project, session)
    return answer


async def sign_out(request: Request) -> Response:
    """``POST /who/sign-out``: end this session, or with ``where=everywhere`` all of its annotator."""
    project: ServedProject = request.state.project
    visitor: Visitor = request.state.visitor
    sockets: Sockets = request.state.sockets
    everywhere = (await request.form()).get("where") == "everywhere"
    if visitor.token and visitor.annotator is not None:
        annotator = visitor.annotator.id
        await run_in_threadpool(lambda: project.sign_out(visitor.token, annotator, everywhere=everywhere))
        await sockets.close(token=visitor.token, annotator=annotator if everywhere else "")
    # the cookie stays, so that this browser is told that it is signed out instead of becoming the guest
    return redirect(project, "/who")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _page(request: Request, target: str, error: LabelsError | None = None, typed: str = "") -> Response:
    project: ServedProject = request.state.project
    visitor: Visitor = request.state.visitor
    html = template("who.html").render(
        name=visitor.annotator.name if visitor.annotator else "",
        role=visitor.role,
        ended=visitor.has_ended,
        signed_in=bool(visitor.token and visitor.annotator),
        accounts=project.has_accounts,
        # where people have accounts, nobody is shown who else labels
        names=[person.name for person in project.store.annotators()] if project.guest else [],
        next=local_path(target),
        prefix=project.site.address.prefix,
        length=MIN_LENGTH,
        typed=typed,
        error=str(error or ""),
    )
    status = 200 if error is None else REFUSED.get(type(error), 422)
    return HTMLResponse(html, status, NEVER_KEPT)
