"""``annotator demo``: a ready project, served."""

from argparse import Namespace

from annotator.demo.loading import GUEST, build
from annotator.server.server import Address, serve


def run(arguments: Namespace) -> int:
    """Make the demo project if it is not there yet, and serve it."""
    if not arguments.project.exists():
        build(arguments.project)
    address = Address(port=arguments.port, browser=not arguments.no_browser)
    serve(arguments.project, address, GUEST, "demo")
    return 0
