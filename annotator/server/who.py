"""The page that says who labels in this browser: sign in under a name, sign out here or everywhere."""

from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator.server.answers import NEVER_KEPT
from annotator.server.connections import Sockets
from annotator.server.identity import Visitor, set_cookies
from annotator.server.served_project import ServedProject
from labels.errors import PersonNameError

_PAGE = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template("who.html")


def page(request: Request) -> Response:
    """``GET /who``: the current name, and a field for another; ``next`` is where to go then."""
    return _page(request, request.query_params.get("next", "/"))


async def choose(request: Request) -> Response:
    """``POST /who``: sign in under the given name."""
    project: ServedProject = request.state.project
    form = await request.form()
    target = str(form.get("next", "/"))
    try:
        session = await run_in_threadpool(project.sign_in, str(form.get("name", "")))
    except PersonNameError as error:
        return await run_in_threadpool(_page, request, target, str(error), 422)
    answer = _redirect(project, target)
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
    return _redirect(project, "/who")


def local_path(target: str) -> str:
    """A path of ours, whatever was given: two slashes at the start would lead to another host."""
    path, mark, query = target.partition("?")
    printable = "".join(character for character in query if character.isprintable())
    return "/" + quote(path.lstrip("/\\"), safe="/%") + mark + quote(printable, safe="/%=&+:;,@!$'()*~?")


def _redirect(project: ServedProject, target: str) -> Response:
    return RedirectResponse(project.site.address.prefix + local_path(target), 303, NEVER_KEPT)


def _page(request: Request, target: str, error: str = "", status: int = 200) -> Response:
    project: ServedProject = request.state.project
    visitor: Visitor = request.state.visitor
    html = _PAGE.render(
        name=visitor.annotator.name if visitor.annotator else "",
        ended=visitor.has_ended,
        signed_in=bool(visitor.token and visitor.annotator),
        # on a machine that others reach, nobody is shown who else labels
        names=[person.name for person in project.store.annotators()] if project.guest else [],
        next=local_path(target),
        error=error,
    )
    return HTMLResponse(html, status, NEVER_KEPT)
