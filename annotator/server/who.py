"""Who labels in this browser: a name, on one trusted machine, without a password."""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator.server.gate import set_cookie
from annotator.server.served_project import desk
from labels.errors import ProjectError

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
<p>You label as <strong>{name}</strong> now. Labels belong to the name they were made under; nobody sees those
of others while labeling.</p>
<p class="error" role="alert">{error}</p>
<form method="post" action="/who">
<label for="name">Name</label>
<input id="name" name="name" list="names" maxlength="80" required autofocus autocomplete="off">
<datalist id="names">{names}</datalist>
<button>Label under this name</button>
</form>
<p><a href="/">Go on as {name}</a></p></main></body></html>"""


def page(request: Request) -> Response:
    """``GET /who``: the name in use, and a field for another."""
    return HTMLResponse(_page(request, ""))


async def choose(request: Request) -> Response:
    """``POST /who``: a session under the given name."""
    name = str((await request.form()).get("name", ""))
    try:
        token = await run_in_threadpool(desk().sign_in, name)
    except ProjectError as error:
        return HTMLResponse(await run_in_threadpool(_page, request, str(error)), 422)
    answer = RedirectResponse("/", 303)
    set_cookie(answer, desk(), token)
    return answer


def _page(request: Request, error: str) -> str:
    names = "".join(f'<option value="{escape(a.name)}">' for a in desk().store.annotators())
    return PAGE.format(name=escape(request.state.annotator.name), names=names, error=escape(error))
