"""The page that says who labels in this browser, and lets them choose another name."""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator.server.gate import set_cookie
from annotator.server.served_project import ServedProject
from labels.errors import PersonNameError

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Who labels? - Claimdesk</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
main {{ max-width: 26rem; margin: 12vh auto; padding: 0 1.25rem; }}
h1 {{ font-size: 1.4rem; }}
label {{ display: block; margin: 1.5rem 0 .4rem; }}
input, button {{ font: inherit; padding: .6rem .8rem; border-radius: .4rem; border: 1px solid GrayText; }}
input {{ width: 100%; box-sizing: border-box; }}
button {{ margin-top: 1rem; cursor: pointer; min-height: 2.75rem; }}
a {{ color: inherit; display: inline-block; padding: .3rem 0; }}
.error {{ color: light-dark(#a4262c, #ff9aa2); }}
</style></head><body><main>
<h1>Who labels?</h1>
<p>You are labeling as <strong>{name}</strong>. Your labels are saved under this name; annotators can't see
each other's labels.</p>
<p class="error" role="alert">{error}</p>
<form method="post" action="/who">
<label for="name">Name</label>
<input id="name" name="name" list="names" maxlength="80" required autofocus autocomplete="off">
<datalist id="names">{names}</datalist>
<button>Label under this name</button>
</form>
<p><a href="/">Continue as {name}</a></p></main></body></html>"""


def page(request: Request) -> Response:
    """``GET /who``: the current name, and a field for another."""
    return HTMLResponse(_page(request, ""))


async def choose(request: Request) -> Response:
    """``POST /who``: sign in under the given name."""
    project: ServedProject = request.state.project
    name = str((await request.form()).get("name", ""))
    try:
        token = await run_in_threadpool(project.sign_in, name)
    except PersonNameError as error:
        return HTMLResponse(await run_in_threadpool(_page, request, str(error)), 422)
    answer = RedirectResponse("/", 303)
    set_cookie(answer, project, token)
    return answer


def _page(request: Request, error: str) -> str:
    names = "".join(f'<option value="{escape(a.name)}">' for a in request.state.project.store.annotators())
    return PAGE.format(name=escape(request.state.annotator.name), names=names, error=escape(error))
