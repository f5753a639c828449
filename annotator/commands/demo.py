"""``annotator demo``: apart from ``serve``, which reads no articles."""

from pathlib import Path

import click

from annotator.commands.parameters import PATH
from annotator.commands.serving import no_browser_option, port_option, run_server
from annotator.demo.loading import GUEST, build
from annotator.server.address import Address


@click.command()
@click.option(
    "--project",
    type=PATH,
    default=Path("claimdesk-demo.db"),
    metavar="FILE",
    help="Where to keep the project; an existing one is opened again.",
)
@port_option
@no_browser_option
def demo(project: Path, port: int | None, *, no_browser: bool) -> None:
    """Open a ready project with the bundled articles."""
    if not project.exists():
        build(project)
    run_server(project, Address(port=port, browser=not no_browser), GUEST, "demo")
