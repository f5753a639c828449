"""One process that serves a project: Streamlit's pages behind our gate, our routes beside them."""

import asyncio
import contextlib
import errno
import gc
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from streamlit import config

from annotator.server.gate import ANNOTATOR_HEADER, Gate
from annotator.server.routes import ROUTES
from annotator.server.served_project import ServedProject, opened, serving
from labels.errors import AddressError
from labels.store.accounts import annotator_name
from labels.store.project import locked

DEFAULT_PORT = 8377
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Streamlit collects garbage after every script run by default: 47 ms of CPU each instead of 4
OPTIONS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "runner.postScriptGC": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": 32,
    "server.maxUploadSize": 20,
    "server.trustedUserHeaders": {ANNOTATOR_HEADER: "id"},
    "theme.light.primaryColor": "#1f5fa8",
    "theme.dark.primaryColor": "#7fb2f0",
    "theme.paddingTop": "1rem",
    "theme.paddingBottom": "1rem",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. port None: the first free one from the default on."""

    host: str = "127.0.0.1"
    port: int | None = None
    browser: bool = True


def serve(project: Path, address: Address, guest: str, purpose: str = "serve") -> None:
    """Serve a project until the process is told to stop.

    guest: the name that a browser labels under until it chooses another.
    Raises ProjectError, AddressError or PersonNameError.
    """
    guest = annotator_name(guest)
    port = _free_port(address.host, address.port)
    with locked(project, purpose), opened(project, guest) as served, serving(served):
        _run(served, address, port)


def _run(project: ServedProject, address: Address, port: int) -> None:
    options = {**OPTIONS, "server.address": address.host, "server.port": port}
    config.get_config_options(force_reparse=True, options_from_flags=options)
    app = st.App(
        Path(__file__).resolve().parents[1] / "app.py",
        lifespan=_lifespan,
        routes=ROUTES,
        middleware=[Middleware(Gate, project=project, host=address.host)],
    )
    shown = f"[{address.host}]" if ":" in address.host else address.host
    url = f"http://{shown}:{port}/"
    sys.stdout.write(f"{project.store.path} is served at {url}  (stop with Ctrl+C)\n")
    if address.host not in LOOPBACK:
        sys.stdout.write(
            "Anyone who can reach this address can label under any name: there are no passwords yet.\n"
        )
    sys.stdout.flush()
    if address.browser:
        threading.Thread(target=_open_browser, args=(url,), daemon=True).start()
    # uvicorn binds the socket itself: Streamlit's own loses TCP_NODELAY, 46 ms a request instead of 2
    uvicorn.run(
        app,
        host=address.host,
        port=port,
        ws="websockets-sansio",
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


@contextlib.asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    task = asyncio.create_task(_freeze())
    yield {}
    task.cancel()


async def _freeze() -> None:
    """Freeze the objects of start-up and the first pages, so that later collections skip them."""
    for seconds in (0, 2, 10, 60):
        await asyncio.sleep(seconds)
        gc.collect()
        gc.freeze()


def _free_port(host: str, wanted: int | None) -> int:
    """The port to listen on; raises AddressError."""
    if not host:  # would be every address of the machine
        raise AddressError("--host is empty; leave it out to serve this machine only.")
    ports = range(DEFAULT_PORT, DEFAULT_PORT + 50) if wanted is None else [wanted]
    for port in ports:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (socket.gaierror, UnicodeError):
                raise AddressError(f"There is no address '{host}'; use 127.0.0.1 or one of yours.") from None
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise AddressError(f"Can't listen at {host}, port {port}: {error.strerror}.") from None
            else:
                return port
    if wanted is None:
        raise AddressError(f"No free port from {DEFAULT_PORT} on at {host}; name one with --port.")
    raise AddressError(f"Port {wanted} at {host} is in use; name another, or leave --port out.")


def _open_browser(url: str) -> None:
    for _ in range(200):
        try:
            with urlopen(f"{url}healthz", timeout=1):  # noqa: S310 - our own address
                break
        except (URLError, OSError):
            time.sleep(0.05)
    webbrowser.open(url)
