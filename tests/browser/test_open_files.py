"""A page that is closed leaves no file open in the server."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from tests.annotator.served import Server
from tests.browser.workspace_page import WorkspacePage


def files(server: Server) -> int:
    """How many files and sockets the server has open, but for the project: its readers are shared."""
    assert server.process is not None
    links = []
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            links.append(str(link.readlink()))
    return len([link for link in links if server.project.name not in link])


def test_pages_that_were_closed_leave_no_file_open(
    serve: Callable[..., Server], sit: Callable[..., WorkspacePage]
) -> None:
    server = serve({"Herald": "Ferry sinks\n\nNobody drowned.\n"})
    first = sit(server, alone=True)
    first.page.wait_for_timeout(6_000)  # until browsers' spare connections have ended
    one_page = files(server)
    for _ in range(3):
        work = sit(server, alone=True)
        work.context.close()
    deadline = time.monotonic() + 60
    while files(server) > one_page and time.monotonic() < deadline:
        time.sleep(0.1)
    assert files(server) <= one_page
