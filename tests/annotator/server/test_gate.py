"""What the gate lets through, seen from outside a running server."""

import sqlite3
from urllib.parse import urlencode

import pytest

from labels.store.sessions import close_session
from labels.store.writer import Writer
from tests.annotator.people import PASSWORD, enroll
from tests.annotator.served import HANDSHAKE, Client, Server, do, note
from tests.labels.projects import project

PATHS = [
    "/api/workspace",
    "/api/corpus",
    "/api/events",
    "/api/unsure",
    "/api/search",
    "/_stcore/health",
    "/_stcore/host-config",
    "/static/x.js",
    "/media/x",
    "/assets/x/main.js",
    "/nothing",
]
ANA = urlencode({"name": "Ana", "password": PASSWORD})
FORM = {"content_type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """For the people of this machine: nobody has to sign in."""
    with Server(project(tmp_path_factory.mktemp("gate"))) as server:
        yield server


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """For people at other machines: everybody signs in."""
    path = project(tmp_path_factory.mktemp("shared"))
    enroll(path, {"Ana": "administrator"})
    with Server(path, options=["--host", "0.0.0.0"]) as server:
        yield server


@pytest.fixture
def client(server):
    return Client(server)


def contents(server):
    """Every row of every table."""
    connection = sqlite3.connect(f"file:{server.project}?mode=ro", uri=True)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.mark.parametrize("path", PATHS)
def test_on_a_shared_server_nothing_but_health_is_answered_without_a_session(shared, path):
    assert Client(shared).get(path).status == 401


def test_health_is_open(client, shared):
    assert client.get("/healthz").body.startswith(b"ok\n")
    assert Client(shared).get("/healthz").body.startswith(b"ok\n")


def test_on_a_private_machine_a_browser_without_a_session_works_as_the_guest(client):
    annotator = client.get("/api/workspace").json()["annotator"]
    assert (annotator["name"], annotator["guest"]) == ("Ana", True)


@pytest.mark.parametrize("path", ["/", "/events?x=1", "/who", "/who?next=/x", *PATHS])
def test_a_read_writes_nothing_and_sets_no_cookie(server, client, path):
    before = contents(server)
    for accept in ("text/html", "image/png", "*/*"):
        assert "claimdesk" not in str(client.get(path, accept=accept).headers)
    client.cookie = "claimdesk_0=unknown"
    assert "claimdesk" not in str(client.get(path, accept="text/html").headers)
    assert contents(server) == before


def test_a_read_keeps_the_session_that_is_there(client):
    client.sign_in("Alice")
    cookie = client.cookie
    for path in ("/", "/events", "/who", "/api/events"):
        client.get(path, accept="text/html")
    assert client.cookie == cookie
    assert client.get("/api/workspace").json()["annotator"]["name"] == "Alice"


def test_a_link_from_another_site_opens_the_page_and_an_image_of_it_does_not(client):
    client.sign_in()
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert client.get("/?event=x", accept="text/html", **link).status == 200
    image = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}
    assert client.get("/", **image).status == 403
    assert "samesite=lax" in client.send("POST", "/who", b"name=Ana", **FORM).headers["set-cookie"].lower()


def test_a_page_on_a_shared_server_leads_to_the_sign_in_page_and_back(shared):
    client = Client(shared)
    answer = client.get("/events?x=1&y=%20", accept="text/html")
    assert answer.status == 303
    assert client.get(answer.headers["location"]).status == 200
    target = client.send("POST", "/who", f"{ANA}&next=/events%3Fx%3D1%26y%3D%2520".encode(), **FORM).headers[
        "location"
    ]
    assert target == "/events?x=1&y=%20"


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "///evil.example", "/\\evil.example", "/%5Cevil.example", "https://evil.example"],
)
def test_signing_in_never_leads_to_another_host(client, path):
    location = client.send("POST", "/who", f"name=Ana&next={path}".encode(), **FORM).headers["location"]
    assert location[0] == "/"
    assert location[1] not in "/\\"


def test_the_session_cookie_is_hidden_from_scripts_and_its_companion_holds_only_the_id(client):
    workspace = client.sign_in()
    session, companion = client.send("POST", "/who", b"name=Ana", **FORM).headers.get_all("set-cookie")
    assert "httponly" in session.lower()
    assert companion.startswith(f"{workspace['annotator']['cookie']}={workspace['annotator']['id']};")


def test_only_the_hash_of_a_cookie_is_kept(server, client):
    client.sign_in()
    assert client.token not in "".join(contents(server))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "",
        "[::1",
        "127.0.0.1:x",
        "a@b",
        "[",
        "]:1",
    ],
)
def test_a_page_under_another_name_is_not_served(client, host):
    answer = client.get("/", host=host)
    assert answer.status == 421
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        "https://evil.example:99",
        "http://[",
        "http://[::1",
        "x",
    ],
)
def test_writes_from_another_site_are_refused(client, origin):
    workspace = client.sign_in()
    answer = client.post([note(workspace)], workspace["annotator"]["id"], origin=origin)
    assert answer.status == 403
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_form_of_another_site_can_not_write_since_it_can_not_name_our_header(client):
    workspace = client.sign_in()
    body = {"annotator": workspace["annotator"]["id"], "client": "t", "batch": [note(workspace)]}
    assert client.send("POST", "/api/decisions", body).status == 403


def test_who_asks_can_not_be_claimed_by_a_header(client):
    mine = client.sign_in()["annotator"]
    client.sign_in("Mallory")
    other = client.get("/api/workspace", x_claimdesk_annotator=mine["id"]).json()["annotator"]
    assert other["name"] == "Mallory"


def test_a_websocket_without_a_session_is_refused(shared):
    client = Client(shared)
    assert client.get("/_stcore/stream", **HANDSHAKE, origin=shared.url).status == 403


def test_a_websocket_of_another_site_is_refused_with_the_cookie_too(client):
    client.sign_in()
    assert client.get("/_stcore/stream", **HANDSHAKE, origin="http://evil.example").status == 403
    assert client.get("/_stcore/stream", **HANDSHAKE).status == 403


def test_a_request_larger_than_any_of_ours_is_refused(client):
    client.sign_in()
    answer = client.send("POST", "/api/decisions", b"x" * 2_100_000, x_requested_with="claimdesk")
    assert answer.status == 413


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "GET"])
@pytest.mark.parametrize("path", ["upload_file/a/b", "metrics", "agent/interact", "script-health-check"])
def test_the_routes_of_streamlit_that_no_page_uses_are_closed(client, method, path):
    client.sign_in()
    assert client.send(method, f"/_stcore/{path}", b"x" * 1000).status == 404


@pytest.mark.parametrize("path", ["/", "/api/events", "/healthz", "/nothing", "/who"])
def test_every_answer_bears_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/events", "/who", "/api/events"])
def test_no_page_may_run_inline_scripts_or_eval(client, path):
    policy = client.get(path).headers["content-security-policy"]
    scripts = next(
        (part for part in policy.split("; ") if part.startswith("script-src")), "default-src 'none'"
    )
    assert "unsafe" not in scripts
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    "path", ["/api/events", "/api/workspace", "/api/unsure", "/api/workspace?event=x", "/who"]
)
def test_what_is_somebodys_own_is_not_kept_by_browsers(client, path):
    assert client.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("cookie", ["", "nonsense", "a=b; ;;", "claimdesk_x=1"])
def test_a_damaged_cookie_is_no_session(shared, cookie):
    assert Client(shared).get("/api/events", cookie=cookie).status == 401


@pytest.mark.parametrize("other", ['theme={"a":"b,c"}', "a b=c", "bad@name=1", "=", "x", 'q="unclosed'])
def test_cookies_that_other_programs_of_the_machine_have_set_do_not_matter(client, other):
    client.sign_in("Alice")
    answer = client.get("/api/workspace", cookie=f"{other}; {client.cookie}; {other}")
    assert answer.json()["annotator"]["name"] == "Alice"


def test_a_session_that_has_ended_is_told_so_and_nobody_becomes_the_guest(server, client):
    workspace = client.sign_in("Alice")
    client.send("POST", "/who/sign-out", b"where=here", **FORM)
    assert "session has ended" in client.get("/api/workspace").json()["error"]
    assert client.post([note(workspace)], workspace["annotator"]["id"]).status == 401
    page = client.get(client.get("/events", accept="text/html").headers["location"])
    assert b"You are signed out on this browser" in page.body


def test_signing_out_everywhere_ends_every_browser_of_that_person_and_of_nobody_else(server):
    here, there, other = Client(server), Client(server), Client(server)
    for browser in (here, there):
        browser.sign_in("Alice")
    other.sign_in("Ben")
    here.send("POST", "/who/sign-out", b"where=everywhere", **FORM)
    assert [browser.get("/api/events").status for browser in (here, there, other)] == [401, 401, 200]


def test_signing_out_here_leaves_the_other_browsers_signed_in(server):
    here, there = Client(server), Client(server)
    for browser in (here, there):
        browser.sign_in("Alice")
    here.send("POST", "/who/sign-out", b"where=here", **FORM)
    assert [browser.get("/api/events").status for browser in (here, there)] == [401, 200]


def test_a_revoked_session_is_refused_at_the_next_request(tmp_path):
    path = project(tmp_path)
    with Server(path) as server:
        client = Client(server)
        client.sign_in()
    writer = Writer(path)
    writer.run(lambda connection: close_session(connection, client.token))
    writer.close()
    with Server(path, server.port) as server:
        assert client.get("/api/events").status == 401


def test_a_session_survives_a_restart_and_work_extends_it(tmp_path):
    path = project(tmp_path)
    with Server(path) as server:
        client = Client(server)
        workspace = client.sign_in()
    connection = sqlite3.connect(path)
    connection.execute(
        "update session set expires_at = substr(datetime('now', '+1 day'), 1, 10) || 'T23:59:59'"
    )
    connection.commit()
    connection.close()
    with Server(path, server.port) as server:
        assert client.get("/api/events").status == 200
        client.post([note(workspace)], workspace["annotator"]["id"])
        client.post([note(workspace)], workspace["annotator"]["id"])
        [(is_long,)] = server.rows("select expires_at > datetime('now', '+13 days') from session")
    assert is_long


def test_another_name_can_be_chosen_and_its_labels_are_its_own(client):
    ana = client.sign_in()
    client.post([note(ana, "of Ana")], ana["annotator"]["id"])
    ben = client.sign_in("Ben Ø")
    assert ben["annotator"]["name"] == "Ben Ø"
    assert ben["labels"] == []


@pytest.mark.parametrize("name", [b"", b"%20", b"x" * 81, b"a%00b", b"%E3%85%A4", b"a%E2%80%8Bb"])
def test_a_name_that_is_none_is_refused_in_words(client, name):
    client.sign_in()
    answer = client.send("POST", "/who", b"name=" + name, **FORM)
    assert answer.status == 422
    assert b"printable characters" in answer.body


def test_without_accounts_too_somebody_disabled_neither_signs_in_nor_stays(server, client):
    client.sign_in("Dora")
    do("user", "disable", server.project, "Dora")
    assert client.get("/api/events").status == 401
    answer = client.send("POST", "/who", b"name=dora", **FORM)
    assert (answer.status, b"&#39;Dora&#39; is disabled" in answer.body) == (403, True)
    assert answer.headers["set-cookie"] is None


def test_a_server_does_not_start_for_a_guest_who_is_disabled(tmp_path):
    path = project(tmp_path)
    Server(path, annotator="Dora").start().stop()
    do("user", "disable", path, "Dora")
    with pytest.raises(AssertionError, match="'Dora' is disabled"):
        Server(path, annotator="Dora").start()


@pytest.mark.parametrize("name", ["carla", "CARLA", " Carla  "])
def test_a_name_in_another_case_is_the_same_person(client, name):
    carla = client.sign_in("Carla")["annotator"]["id"]
    assert client.sign_in(name)["annotator"]["id"] == carla


@pytest.mark.parametrize("name", ["\uff23arla", "\u0421\u0430rla", "CarIa", "Car1a", "С\u0430R\u13deA"])
def test_a_name_that_looks_like_somebody_elses_is_refused_in_words(server, client, name):
    client.sign_in("Carla")
    people = server.rows("select count(*) from annotator")
    answer = client.send("POST", "/who", urlencode({"name": name}).encode(), **FORM)
    assert answer.status == 422
    assert "looks like &#39;Carla&#39;" in answer.body.decode()
    assert server.rows("select count(*) from annotator") == people


def test_a_name_is_text_and_never_markup(client):
    client.sign_in("<script>x</script>")
    assert b"<script>x" not in client.get("/who").body


def test_a_proxy_in_front_of_a_private_server_is_told_which_option_it_needs(client):
    answer = client.get("/", x_forwarded_for="203.0.113.7")
    assert answer.status == 421
    assert "--public-url" in answer.json()["error"]
