"""What the gate lets through, seen from outside a running server."""

import sqlite3

import pytest

from labels.store.accounts import close_session
from labels.store.writer import Writer
from tests.annotator.served import Client, Server, note
from tests.labels.projects import project


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(project(tmp_path_factory.mktemp("gate"))) as server:
        yield server


@pytest.fixture
def client(server):
    return Client(server)


@pytest.mark.parametrize(
    "path",
    [
        "/api/workspace",
        "/api/events",
        "/api/unsure",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/metrics",
        "/static/x.js",
        "/media/x",
        "/assets/x/main.js",
        "/nothing",
    ],
)
def test_without_a_session_nothing_but_health_is_answered(client, path):
    assert client.get(path).status == 401


def test_health_is_open(client):
    assert client.get("/healthz").body == b"ok"


def test_opening_the_page_on_a_trusted_machine_signs_the_guest_in(client):
    workspace = client.sign_in()
    assert workspace["annotator"]["name"] == "Ana"


def test_opening_any_page_leads_back_to_it_with_a_session(client):
    answer = client.get("/events?x=1", accept="text/html")
    assert (answer.status, answer.headers["location"]) == (303, "/events?x=1")


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/\\evil.example", "/%5Cevil.example"]
)
def test_signing_in_never_leads_to_another_host(client, path):
    location = client.get(path, accept="text/html").headers["location"]
    assert location.startswith("/evil.example")


def test_the_cookie_is_hidden_from_scripts_and_stays_on_this_site(client):
    cookie = client.get("/").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_only_the_hash_of_a_cookie_is_kept(server, client):
    client.get("/")
    connection = sqlite3.connect(server.project)
    kept = [row[0] for row in connection.execute("select token_hash from session")]
    connection.close()
    assert client.cookie.partition("=")[2] not in kept


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", ""])
def test_a_page_under_another_name_is_not_served(client, host):
    assert client.get("/", host=host).status == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://evil.example:99"]
)
def test_writes_from_another_site_are_refused(client, origin):
    workspace = client.sign_in()
    answer = client.post([note(workspace)], workspace["annotator"]["id"], origin=origin)
    assert answer.status == 403


def test_a_form_of_another_site_can_not_write_since_it_can_not_name_our_header(client):
    workspace = client.sign_in()
    body = {"annotator": workspace["annotator"]["id"], "client": "t", "batch": [note(workspace)]}
    assert client.send("POST", "/api/decisions", body).status == 403


def test_who_asks_can_not_be_claimed_by_a_header(client):
    mine = client.sign_in()["annotator"]
    client.send("POST", "/who", b"name=Mallory", content_type="application/x-www-form-urlencoded")
    other = client.get("/api/workspace", x_claimdesk_annotator=mine["id"]).json()["annotator"]
    assert other["name"] == "Mallory"


def test_a_websocket_without_a_session_is_refused(client):
    headers = {"connection": "Upgrade", "upgrade": "websocket", "sec_websocket_version": "13"}
    headers |= {"sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==", "origin": client.server.url}
    assert client.get("/_stcore/stream", **headers).status == 403


def test_a_websocket_of_another_site_is_refused_with_the_cookie_too(client):
    client.sign_in()
    headers = {"connection": "Upgrade", "upgrade": "websocket", "sec_websocket_version": "13"}
    headers |= {"sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==", "origin": "http://evil.example"}
    assert client.get("/_stcore/stream", **headers).status == 403


def test_a_request_larger_than_any_of_ours_is_refused(client):
    client.sign_in()
    answer = client.send("POST", "/api/decisions", b"x" * 2_100_000, x_requested_with="claimdesk")
    assert answer.status == 413


@pytest.mark.parametrize("path", ["/", "/api/events", "/healthz", "/nothing"])
def test_every_answer_bears_the_security_headers(client, path):
    client.sign_in()
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("cookie", ["", "nonsense", "a=b; ;;", "claimdesk_x=1"])
def test_a_damaged_cookie_is_no_session(client, cookie):
    assert client.get("/api/events", cookie=cookie).status == 401


def test_a_revoked_session_is_refused_at_the_next_request(tmp_path):
    path = project(tmp_path)
    with Server(path) as server:
        client = Client(server)
        client.sign_in()
    writer = Writer(path)
    writer.run(lambda connection: close_session(connection, client.cookie.partition("=")[2]))
    writer.close()
    with Server(path, server.port) as server:
        assert client.get("/api/events").status == 401


def test_a_session_survives_a_restart_of_the_server(tmp_path):
    path = project(tmp_path)
    with Server(path) as server:
        client = Client(server)
        client.sign_in()
    with Server(path, server.port):
        assert client.get("/api/events").status == 200


def test_another_name_can_be_chosen_and_its_labels_are_its_own(client):
    ana = client.sign_in()
    client.post([note(ana, "of Ana")], ana["annotator"]["id"])
    client.send("POST", "/who", b"name=Ben+%C3%98", content_type="application/x-www-form-urlencoded")
    ben = client.get("/api/workspace").json()
    assert ben["annotator"]["name"] == "Ben Ø"
    assert ben["labels"] == []


@pytest.mark.parametrize("name", [b"", b"%20", b"x" * 81, b"a%00b", b"a%0ab%07"])
def test_a_name_that_is_none_is_refused_in_words(client, name):
    client.sign_in()
    answer = client.send("POST", "/who", b"name=" + name, content_type="application/x-www-form-urlencoded")
    assert answer.status in (303, 422)
    if answer.status == 422:
        assert b"printable characters" in answer.body


def test_a_name_is_text_and_never_markup(client):
    client.sign_in()
    client.send(
        "POST", "/who", b"name=%3Cscript%3Ex%3C/script%3E", content_type="application/x-www-form-urlencoded"
    )
    assert b"<script>x" not in client.get("/who").body
