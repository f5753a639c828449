"""Limits on connections, open pages and files, seen from outside a running server."""

import asyncio
import contextlib
import resource
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotator.server.connections import MAX_FILES, MAX_SOCKETS, MAX_SOCKETS_EACH, Sockets, _OneWrite
from tests.annotator.served import Client, Server
from tests.labels.projects import project

SOFT_LIMIT = 256


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT_LIMIT, hard))  # the server inherits it
    try:
        server = Server(project(tmp_path_factory.mktemp("connections")))
        server.start()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    yield server
    server.stop()


def test_the_limit_on_open_files_is_raised_at_start(server):
    soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    assert soft == min(MAX_FILES, hard) > SOFT_LIMIT


@pytest.mark.parametrize(
    "path", ["/_stcore/upload_file/a/b", "/_stcore/%75pload_file/a/b", "/", "/api/decisions"]
)
@pytest.mark.parametrize("length", ["content-length: 300000000", "transfer-encoding: chunked"])
def test_a_large_upload_is_refused_before_it_has_arrived(server, path, length):
    memory = memory_of(server)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        head = [f"POST {path} HTTP/1.1", f"host: 127.0.0.1:{server.port}", "x-requested-with: x", length]
        line.sendall("\r\n".join([*head, "", ""]).encode())
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # cut while we send
            for _ in range(1_600 if "chunked" in length else 1):
                line.sendall(b"10000\r\n" + b"y" * 65_536 + b"\r\n")
            assert line.recv(1000).split()[1] in {b"401", b"403", b"404", b"405", b"413"}
    assert memory_of(server) < memory + 50_000_000


def memory_of(server):
    """Bytes in memory of the server's process."""
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * resource.getpagesize()


def files(server):
    """How many files the server has open."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


async def nothing(_):
    """Send to nobody."""


def test_a_person_may_have_so_many_open_pages_and_everybody_together_so_many():
    sockets = Sockets()
    entered = [sockets.enter("ana", f"t{n}", nothing) for n in range(MAX_SOCKETS_EACH + 1)]
    assert entered[-1] is None
    sockets.leave(entered[0])
    assert sockets.enter("ana", "t", nothing) is not None
    others = [sockets.enter(f"p{n}", f"t{n}", nothing) for n in range(MAX_SOCKETS)]
    assert others.count(None) == MAX_SOCKETS_EACH
    assert len(sockets) == MAX_SOCKETS


def run(coroutine):
    """What the coroutine returns; in another thread, since a browser's driver leaves its loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def test_the_pages_of_a_session_are_closed_with_it_and_no_others():
    sockets, closed = Sockets(), []

    def sender(name):
        async def send(message):
            closed.append((name, message["type"]))

        return send

    for name, annotator, token in (("a", "ana", "1"), ("b", "ana", "2"), ("c", "ben", "3"), ("d", "me", "")):
        sockets.enter(annotator, token, sender(name))
    run(sockets.close(token="1"))
    assert closed == [("a", "websocket.close")]
    run(sockets.close(annotator="ana"))
    assert {name for name, _ in closed} == {"a", "b"}


def test_a_head_that_never_ends_is_refused(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ")
        answer = b""
        try:
            for _ in range(40):
                line.sendall(b"y" * 65_536)
                time.sleep(0.01)
            answer = line.recv(1000)
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert answer == b"" or b" 400 " in answer
    assert Client(server).get("/healthz").status == 200


@pytest.mark.parametrize(
    "request_", [b"\x16\x03\x01\x00\xee\x01", b"GET\r\n\r\n", b"\x00" * 100, b"GET / HTTP/9.9\r\n\r\n"]
)
def test_what_is_no_http_is_answered_and_forgotten(server, request_):
    before = files(server)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(request_)
        assert b" 400 " in line.recv(1000)
    for _ in range(100):
        if files(server) <= before:
            break
        time.sleep(0.02)
    assert files(server) <= before


def test_nine_hundred_connections_at_once_leave_the_server_answering(server):
    lines = [socket.socket() for _ in range(900)]
    try:
        for line in lines:
            line.connect(("127.0.0.1", server.port))
        assert Client(server).get("/healthz").status == 200
    finally:
        for line in lines:
            line.close()


def test_reading_pages_over_and_over_leaves_no_file_open(server):
    client = Client(server)
    client.get("/api/workspace")
    before = files(server)
    for _ in range(60):
        client.get("/api/workspace")
        client.get("/", accept="text/html")
    assert files(server) <= before + 8 * 2  # worker threads that had no connection to the project yet


class Transport:
    """What was written, call by call."""

    def __init__(self):
        self.calls = []

    def write(self, data):
        self.calls.append(data)


@pytest.mark.parametrize(
    ("written", "calls"),
    [
        ([b"HTTP/1.1 200 OK\r\n", b"body"], [b"HTTP/1.1 200 OK\r\nbody"]),
        ([b"HTTP/1.1 304 Not Modified\r\n"], [b"HTTP/1.1 304 Not Modified\r\n"]),
        ([b"HTTP/1.1 200 OK\r\n", b"a", b"b"], [b"HTTP/1.1 200 OK\r\na", b"b"]),
    ],
)
def test_an_answer_leaves_in_one_write_and_a_head_alone_leaves_too(written, calls):
    async def send():
        transport = Transport()
        line = _OneWrite(transport, asyncio.get_running_loop())
        for data in written:
            line.write(data)
        await asyncio.sleep(0)
        return transport.calls

    assert run(send()) == calls
