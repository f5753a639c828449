"""``annotator serve``."""

from pathlib import Path

import click

from annotator.commands.parameters import project_argument
from annotator.server.server import DEFAULT_PORT, Address
from annotator.server.server import serve as run_server

port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help=f"Port to listen on (default: the first free one from {DEFAULT_PORT}).",
)
no_browser_option = click.option("--no-browser", is_flag=True, help="Don't open a browser.")


@click.command()
@project_argument
@click.option("--host", default="127.0.0.1", metavar="H", help="Address to listen on.")
@click.option("--annotator", default="Me", metavar="NAME", help="Name that a new browser labels under.")
@port_option
@no_browser_option
def serve(project: Path, host: str, annotator: str, port: int | None, *, no_browser: bool) -> None:
    """Serve a project to browsers."""
    run_server(project, Address(host, port, not no_browser), annotator)
