"""``annotator demo`` and ``annotator serve``."""

from pathlib import Path

import click

from annotator.commands.parameters import PATH, project_argument
from annotator.demo.loading import GUEST, build
from annotator.server.server import DEFAULT_PORT, Address
from annotator.server.server import serve as run_server

_port = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help=f"Port to listen on (default: the first free one from {DEFAULT_PORT}).",
)
_no_browser = click.option("--no-browser", is_flag=True, help="Don't open a browser.")


@click.command()
@click.option(
    "--project",
    type=PATH,
    default=Path("claimdesk-demo.db"),
    metavar="FILE",
    help="Where to keep the project; an existing one is opened again.",
)
@_port
@_no_browser
def demo(project: Path, port: int | None, *, no_browser: bool) -> None:
    """Open a ready project with the bundled articles."""
    if not project.exists():
        build(project)
    run_server(project, Address(port=port, browser=not no_browser), GUEST, "demo")


@click.command()
@project_argument
@click.option("--host", default="127.0.0.1", metavar="H", help="Address to listen on.")
@click.option("--annotator", default="Me", metavar="NAME", help="Name that a new browser labels under.")
@_port
@_no_browser
def serve(project: Path, host: str, annotator: str, port: int | None, *, no_browser: bool) -> None:
    """Serve a project to browsers."""
    run_server(project, Address(host, port, not no_browser), annotator)
