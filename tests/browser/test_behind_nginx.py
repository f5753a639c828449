"""A real nginx in front, a real browser before it: another host name, a path, WebSockets that are cut."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import Browser

from tests.annotator.people import PASSWORD, enroll
from tests.annotator.served import Client, Server, free_port
from tests.browser.workspace_page import WorkspacePage
from tests.labels.projects import project
from tests.tools import missing

EXAMPLE = Path(__file__).parents[2] / "docs" / "deploying" / "nginx.conf"
HOST = "corpus.localhost"  # browsers look it up on this machine


class Proxy:
    """nginx with the example of the documentation, over HTTP at a port of its own."""

    def __init__(
        self, folder: Path, server: Server, port: int, path: str, idle: int, *, strips: bool = False
    ):
        self.folder, self.port, self.path = folder, port, path
        text = EXAMPLE.read_text(encoding="utf-8").replace("listen 443 ssl", f"listen {port}")
        text = re.sub(r" *ssl_certificate.*\n", "", text)
        text = text.replace("corpus.example.org", HOST).replace("/annotate/", f"{path}/")
        upstream = f"http://127.0.0.1:{server.port}" + ("/" if strips else "")
        text = text.replace("http://127.0.0.1:8377", upstream).replace("timeout 60s", f"timeout {idle}s")
        text = text.replace("Host $host;", "Host $http_host;")  # a port of its own stands in the name
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        self.file = folder / "nginx.conf"
        self.file.write_text(
            f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{\naccess_log {folder}/access.log;\n{temporary}{text}}}\n",
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([nginx, "-e", "stderr", "-c", str(self.file), "-p", str(self.folder)])
        for _ in range(200):
            if self.folder.joinpath("nginx.pid").exists():
                return self
            time.sleep(0.02)
        raise AssertionError("nginx did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}{self.path}"


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[Callable[..., tuple[Server, Proxy]]]:
    """``proxied(path, idle=60, strips=False)``: a server and the nginx in front of it."""
    if shutil.which("nginx") is None and not Path("/usr/sbin/nginx").exists():
        missing("nginx is not installed on this machine (apt-get install nginx-light)")
    started: list[Server | Proxy] = []

    def make(path: str, idle: int = 60, *, strips: bool = False) -> tuple[Server, Proxy]:
        port = free_port()
        options = ["--public-url", f"http://{HOST}:{port}{path}"]
        served = project(tmp_path)
        enroll(served, {"Ana": "administrator"})
        server = Server(served, options=options).start()
        started.append(server)
        proxy = Proxy(tmp_path, server, port, path, idle, strips=strips)
        proxy.__enter__()
        started.append(proxy)
        return server, proxy

    yield make
    for one in reversed(started):
        one.__exit__(None, None, None)


def seated(browser: Browser, server: Server, proxy: Proxy) -> WorkspacePage:
    """A page behind the proxy, opened as a link to it is: signed in by the form that it leads to."""
    context = browser.new_context()
    page = context.new_page()
    work = WorkspacePage(server, context, page, "Ana")
    work.watch(page)
    page.goto(f"{proxy.url}/")
    page.fill("#name", "Ana")
    page.fill("#password", PASSWORD)
    page.click("button:text('Sign in')")
    work.ready()
    return work


@pytest.mark.parametrize(("path", "strips"), [("/annotate", True), ("/tools/annotate", False)])
def test_everything_works_at_a_path_of_another_host(
    browser: Browser, proxied: Callable[..., tuple[Server, Proxy]], path: str, strips: bool
) -> None:
    server, proxy = proxied(path, strips=strips)
    work = seated(browser, server, proxy)
    work.keys("1", "o", "b", "Enter")
    work.saved()
    assert ("sentence", "state") in work.labels()
    assert work.page.url.startswith(f"{proxy.url}/")
    work.page.goto(f"{proxy.url}/events")
    work.page.click(".cd-events-table a")
    work.ready()
    assert work.page.url.startswith(f"{proxy.url}/?event=")
    work.page.click("a.cd-who")
    work.page.click("text=Sign out everywhere")
    assert "You are signed out" in work.page.inner_text("main")
    assert work.page.url == f"{proxy.url}/who"
    work.page.goto(f"{proxy.url}/agreement")
    assert "You are signed out" in work.page.inner_text("main")
    # Streamlit looks for its own root from below first
    assert [complaint for complaint in work.complaints if "404" not in complaint] == []
    work.context.close()


def test_a_websocket_that_the_proxy_cuts_loses_no_label_and_comes_back(
    browser: Browser, proxied: Callable[..., tuple[Server, Proxy]]
) -> None:
    server, proxy = proxied("/annotate", idle=3)
    work = seated(browser, server, proxy)
    cut = 0

    def count() -> None:
        nonlocal cut
        cut += 1

    work.page.on("websocket", lambda _: count())
    work.keys("1", "o", "b", "Enter")
    for _ in range(400):
        if cut:
            break
        work.page.wait_for_timeout(50)
    work.keys("2", "o", "b", "Enter")
    work.saved()
    assert cut > 0, "the WebSocket was never cut"
    assert server.rows("select count(*) from label where layer = 'state' and value is not null") == [(2,)]
    work.page.goto(f"{proxy.url}/events")
    work.page.wait_for_selector(".cd-events[data-ready='1']")
    work.context.close()


def test_the_address_of_the_machine_still_answers_and_other_names_do_not(
    proxied: Callable[..., tuple[Server, Proxy]],
) -> None:
    server, proxy = proxied("/annotate")
    assert Client(server).get("/healthz").status == 200
    assert Client(server).get("/annotate/healthz").body.startswith(b"ok\n")
    assert Client(server).get("/annotate", accept="text/html").headers["location"] == "/annotate/"
    assert Client(server).get("/annotate/healthz", host="evil.example").status == 421
    assert Client(server).get("/annotate/healthz", host=f"{HOST}:{proxy.port}").status == 200
