"""Pages of our own beside Streamlit's, in HTML without scripts, and redirects to our own paths."""

from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, Template
from starlette.responses import RedirectResponse, Response

from annotator.server.answers import NEVER_KEPT
from annotator.server.served_project import ServedProject

_PAGES = Environment(loader=FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True)


def template(name: str) -> Template:
    """A page of annotator/server/pages."""
    return _PAGES.get_template(name)


def local_path(target: str) -> str:
    """A path of ours, whatever was given: two slashes at the start would lead to another host."""
    path, mark, query = target.partition("?")
    printable = "".join(character for character in query if character.isprintable())
    return "/" + quote(path.lstrip("/\\"), safe="/%") + mark + quote(printable, safe="/%=&+:;,@!$'()*~?")


def redirect(project: ServedProject, target: str) -> Response:
    """An answer that leads to a path of ours."""
    return RedirectResponse(project.site.address.prefix + local_path(target), 303, NEVER_KEPT)
