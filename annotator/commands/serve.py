"""``annotator serve``."""

from argparse import Namespace

from annotator.server.server import Address, serve


def run(arguments: Namespace) -> int:
    """Serve a project until the process is stopped."""
    address = Address(arguments.host, arguments.port, not arguments.no_browser)
    serve(arguments.project, address, arguments.annotator)
    return 0
