"""A server that is told to end, and one whose project goes away."""

import socket
import time

from tests.annotator.served import Client, Server, note
from tests.labels.projects import project


def test_a_server_that_is_told_to_end_leaves_every_label_in_the_one_file(tmp_path):
    # what is still in the write-ahead log would be missing from a copy of the project
    path = project(tmp_path)
    with Server(path) as server:
        client = Client(server)
        workspace = client.sign_in()
        client.post([note(workspace, "kept")], workspace["annotator"]["id"])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["p.db", "p.db.last", "p.db.lock"]
    assert b"kept" in path.read_bytes()


def test_a_client_that_hangs_up_in_the_middle_of_a_request_leaves_nothing_in_the_log(tmp_path):
    server = Server(project(tmp_path)).start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(
            b"POST /api/decisions HTTP/1.1\r\nhost: 127.0.0.1:%d\r\nx-requested-with: test\r\n"
            b"content-length: 100\r\n\r\n[" % server.port
        )
        time.sleep(0.2)  # it has to be read before its end
    assert Client(server).get("/healthz").status == 200
    assert "Traceback" not in server.stop()


def test_whoever_opens_the_page_of_a_project_that_was_removed_is_told_so(tmp_path):
    path = project(tmp_path)
    with Server(path) as server:
        path.unlink()
        answer = Client(server).get("/")
    assert answer.status == 503
    assert "removed or replaced" in answer.json()["error"]
