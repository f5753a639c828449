"""A server that is told to end, and one whose project goes away."""

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


def test_whoever_opens_the_page_of_a_project_that_was_removed_is_told_so(tmp_path):
    path = project(tmp_path)
    with Server(path) as server:
        path.unlink()
        answer = Client(server).get("/")
    assert answer.status == 503
    assert "removed or replaced" in answer.json()["error"]
