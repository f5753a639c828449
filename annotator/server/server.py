"""One process that serves a project: Streamlit's pages behind our gate, our routes beside them."""

import asyncio
import contextlib
import gc
import sys
import threading
import time
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import anyio.to_thread
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

from annotator.server import log
from annotator.server.address import Address
from annotator.server.backups import BackupPlan, Backups
from annotator.server.connections import LimitedProtocol, raise_file_limit
from annotator.server.first_page import FirstPage
from annotator.server.gate import ANNOTATOR_HEADER, Gate
from annotator.server.handover.listener import taking_work
from annotator.server.handover.uploads import MAX_UPLOAD
from annotator.server.headers import SecurityHeaders
from annotator.server.routes import own_routes
from annotator.server.served_project import ServedProject, opened, serving
from labels.names import checked_name
from labels.store.people.people import has_administrator
from labels.store.project import locked

# how long a page whose connection broke finds its session again; labels do not travel through it
SESSION_SECONDS = 20
# Streamlit collects garbage after every script run by default: 47 ms of CPU each instead of 4
OPTIONS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "runner.postScriptGC": False,
    "server.disconnectedSessionTTL": SESSION_SECONDS,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": 32,
    "server.maxUploadSize": MAX_UPLOAD,  # megabytes; the gate lets files through to pages that take some
    "server.trustedUserHeaders": {ANNOTATOR_HEADER: "id"},
    "theme.light.primaryColor": "#1f5fa8",
    "theme.dark.primaryColor": "#7fb2f0",
    "theme.paddingTop": "1rem",
    "theme.paddingBottom": "1rem",
}
WORKER_THREADS = 8  # that read projects for our routes; each holds a connection to the project


class _Sessions(MemorySessionStorage):
    """Sessions of pages that are gone, shut down when nobody comes back for them.

    Streamlit drops them without: each leaves an event loop with three open files.
    """

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session for a while."""
        super().save(session_info)
        loop = asyncio.get_running_loop()
        loop.call_later(SESSION_SECONDS - 1, self._end, session_info.session.id)

    def _end(self, session_id: str) -> None:
        kept = self.get(session_id)
        if kept is not None:
            self.delete(session_id)
            kept.session.shutdown()


class _App(st.App):
    def _create_runtime(self) -> Runtime:
        runtime = super()._create_runtime()
        manager = runtime._session_mgr  # noqa: SLF001 - st.App takes no storage; tests/browser/test_open_files.py holds it
        manager._session_storage = _Sessions(ttl_seconds=SESSION_SECONDS)  # type: ignore[attr-defined]  # noqa: SLF001
        return runtime


def serve(
    project: Path,
    address: Address,
    port: int,
    guest: str,
    purpose: str = "serve",
    plan: BackupPlan | None = None,
) -> None:
    """Serve a project until the process is told to stop.

    port: as ``free_port`` gave it.
    guest: the name that a browser labels under until it chooses another; on a private machine only.
    plan: of its backups; None makes none.
    Raises ProjectError, PersonNameError or OutputError if the project, the name or the folder for backups
    can't be had.
    """
    guest = checked_name(guest)
    LimitedProtocol.max_connections = raise_file_limit()
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked(project, purpose))
        backups = None if plan is None else Backups(project, plan)
        if backups is not None:
            stack.enter_context(backups.at_end())
        served = stack.enter_context(opened(project, guest, address, backups))
        if backups is not None:
            stack.enter_context(backups.running())
        stack.enter_context(taking_work(project, served.store.fact("id"), served.change))
        stack.enter_context(served.checks.running())
        stack.enter_context(serving(served))
        _run(served, address, port)


def _run(project: ServedProject, address: Address, port: int) -> None:
    options = {**OPTIONS, "server.address": address.host, "server.port": port}
    config.get_config_options(force_reparse=True, options_from_flags=options)
    app = _App(
        Path(__file__).resolve().parents[1] / "app.py",
        lifespan=_lifespan,
        # our routes do not pass through Streamlit's middleware: sessions, path checks, a second compression
        middleware=[Middleware(Gate, project=project, own=own_routes())],
    )
    log.begin(address.log)
    _say(project, address, port)
    if address.browser:
        threading.Thread(target=_open_browser, args=(address.url(port),), daemon=True).start()
    page = Path(st.__file__).parent / "static" / "index.html"
    # uvicorn binds the socket itself: Streamlit's own loses TCP_NODELAY, 46 ms a request instead of 2
    uvicorn.run(
        SecurityHeaders(FirstPage(app), address.framed_by, page),
        host=address.host,
        port=port,
        http=LimitedProtocol,
        ws="websockets-sansio",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(address.proxies),
        forwarded_allow_ips=list(address.proxies),
        timeout_graceful_shutdown=3,
    )


def _say(project: ServedProject, address: Address, port: int) -> None:
    here = address.url(port)
    where = f"{address.public.origin}{address.prefix}/ (here: {here})" if address.public else here
    sys.stdout.write(f"{project.store.path} is served at {where}  (stop with Ctrl+C)\n")
    if address.has_accounts:
        sys.stdout.write(
            "People sign in with a password; administrators invite them on the page Team, or with "
            "'annotator user invite'.\n"
        )
    elif has_administrator(project.store.connection):
        sys.stdout.write(
            "This project has accounts, but nobody is asked for a password on this machine: add --accounts.\n"
        )
    if not address.is_private and not address.is_secure:
        sys.stdout.write("Passwords travel in clear here: put a proxy with TLS in front (--public-url).\n")
    sys.stdout.flush()


@contextlib.asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = WORKER_THREADS
    task = asyncio.create_task(_settle())
    yield {}
    task.cancel()


async def _settle() -> None:
    """Freeze the objects of start-up and the first pages, so that later collections skip them."""
    for seconds in (0, 2, 10, 60):
        await asyncio.sleep(seconds)
        log.gather()
        gc.collect()
        gc.freeze()


def _open_browser(url: str) -> None:
    for _ in range(200):
        try:
            with urlopen(f"{url}healthz", timeout=1):  # noqa: S310 - our own address
                break
        except (URLError, OSError):
            time.sleep(0.05)
    webbrowser.open(url)
