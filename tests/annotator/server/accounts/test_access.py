"""A server with accounts: every route as every role, as nobody and as somebody just disabled; passwords."""

import asyncio
import re
import sqlite3
from urllib.parse import urlencode

import pytest
import websockets

from annotator.server.gate import needed_roles
from annotator.server.routes import GUARDED
from annotator.workspace import VERSION
from labels.role import ROLES, SEES_OTHERS
from labels.store.accounts import annotator_id
from labels.store.sessions import open_session
from labels.store.writer import Writer
from tests.annotator.people import PASSWORD, enroll
from tests.annotator.served import HANDSHAKE, Client, Server, do, note
from tests.event_loop import run
from tests.labels.projects import project

FORM = {"content_type": "application/x-www-form-urlencoded"}
PEOPLE = {role: role for role in ROLES} | {"Gone": "annotator"}
# paths of Streamlit's, with the roles that may have them
STREAMLIT = {
    "/": frozenset(ROLES),
    "/agreement": frozenset(ROLES),  # the script decides which page it shows
    "/_stcore/health": frozenset(ROLES),
    "/_stcore/host-config": frozenset(ROLES),
    "/media/0.png": SEES_OTHERS,
    "/media/0.json": SEES_OTHERS,
    "/media/0.zip": SEES_OTHERS,
    "/nothing": frozenset(ROLES),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server with accounts, and the cookies of its people; "Gone" has just been disabled."""
    path = project(tmp_path_factory.mktemp("access"))
    cookies = enroll(path, PEOPLE)
    writer = Writer(path)
    token = writer.run(lambda c: open_session(c, annotator_id(c, "annotator"), "name"))
    writer.close()
    cookies["by name"] = f"{cookies['annotator'].partition('=')[0]}={token}"
    with Server(path, options=["--accounts"]) as server:
        assert as_person(server, cookies, "Gone").get("/api/events").status == 200
        do("user", "disable", path, "Gone")
        yield server, cookies


def as_person(server, cookies, name):
    client = Client(server)
    client.cookie = cookies.get(name, "")
    return client


def routes():
    """Every route of ours by method and path, with the roles that may use it."""
    for route, roles in GUARDED:
        path = re.sub(r"{\w+}", "x", route.path)
        for method in sorted(getattr(route, "methods", {"GET"})):
            yield method, path + ("/main.js" if path == f"/assets/{VERSION}" else ""), roles
    for path, roles in STREAMLIT.items():
        yield "GET", path, roles


def outcome(answer):
    """What the gate did with a request: let in, signed out, or not for this role."""
    if answer.status == 401 or (answer.status == 303 and "/who?next=" in answer.headers["location"]):
        return "signed out"
    return "not for this role" if b"not for the role" in answer.body else "let in"


@pytest.mark.parametrize("who", [*ROLES, "nobody", "Gone", "by name"])
def test_every_route_lets_in_exactly_the_roles_of_the_table(served, who):
    server, cookies = served
    wrong = []
    for method, path, roles in routes():
        if (method, path) == ("POST", "/who/sign-out"):
            continue  # would end the session that the next routes are asked with
        body = b"" if method == "POST" else None
        answer = as_person(server, cookies, who).send(
            method, path, body, **FORM, x_requested_with="claimdesk"
        )
        expected = "let in" if roles is None or who in roles else "signed out"
        if who in ROLES and roles is not None and who not in roles:
            expected = "not for this role"
        if outcome(answer) != expected:
            wrong.append((method, path, answer.status, expected))
    assert wrong == []


def test_the_gate_asks_for_the_roles_of_the_table_and_knows_every_route():
    assert [(method, path) for method, path, roles in routes() if needed_roles(method, path) != roles] == []
    open_to_all = {path for _, path, roles in routes() if roles is None}
    assert open_to_all == {"/healthz", "/who", "/who/sign-out", "/join/x"}


@pytest.mark.parametrize(
    ("who", "status"), [*((role, 101) for role in ROLES), ("nobody", 403), ("Gone", 403)]
)
def test_the_websocket_is_for_people_who_signed_in(served, who, status):
    server, cookies = served
    client = as_person(server, cookies, who)
    assert client.get("/_stcore/stream", **HANDSHAKE, origin=server.url).status == status


def test_names_are_listed_to_nobody_and_passwords_and_tokens_are_nowhere_in_clear(served):
    server, cookies = served
    for who in ("nobody", "annotator"):
        page = as_person(server, cookies, who).get("/who").body.decode()
        assert "Gone" not in page
        assert "datalist" not in page
    connection = sqlite3.connect(f"file:{server.project}?mode=ro", uri=True)
    everything = "".join(connection.iterdump())
    connection.close()
    assert PASSWORD not in everything
    assert cookies["annotator"].partition("=")[2] not in everything


def sign_in(client, name, password=PASSWORD, **more):
    return client.send(
        "POST", "/who", urlencode({"name": name, "password": password, **more}).encode(), **FORM
    )


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("researcher", "wrong"),
        ("researcher", ""),
        ("Nobody", PASSWORD),
        ("\u3164", PASSWORD),
        ("a\x00b", "x" * 5000),
    ],
)
def test_a_wrong_password_and_a_name_that_nobody_has_get_the_same_answer(served, name, password):
    answer = sign_in(Client(served[0]), name, password)
    assert answer.status == 403
    assert "This name and this password don&#39;t go together." in answer.body.decode()
    assert answer.headers["set-cookie"] is None


def test_the_right_password_signs_in_as_often_as_one_likes_and_labels_are_saved(served):
    client = Client(served[0])
    for _ in range(7):
        assert sign_in(client, "ADJUDICATOR", next="/events").headers["location"] == "/events"
    workspace = client.get("/api/workspace").json()
    assert workspace["annotator"]["name"] == "adjudicator"
    assert client.post([note(workspace)], workspace["annotator"]["id"]).json()["acknowledged"]


def test_somebody_disabled_is_told_so_after_the_right_password_only(served):
    assert b"&#39;Gone&#39; is disabled" in sign_in(Client(served[0]), "Gone").body
    assert b"disabled" not in sign_in(Client(served[0]), "Gone", "wrong").body


def test_after_five_wrong_passwords_the_right_one_is_refused_too_in_words(served):
    client = Client(served[0])
    for _ in range(5):
        sign_in(client, "administrator", "wrong")
    answer = sign_in(client, "administrator")
    assert answer.status == 429
    assert b"Too many attempts for this name. Try again in 15 minutes" in answer.body


def link_of(capsys):
    return "/join/" + capsys.readouterr().out.strip().rpartition("/join/")[2]


def join(client, link, **form):
    return client.send("POST", link, urlencode(form).encode(), **FORM)


def test_somebody_joins_by_a_link_that_a_command_hands_out_while_the_server_runs(served, capsys):
    server, _ = served
    do("user", "invite", server.project, "Ida Holm", "--role", "researcher")
    link, client = link_of(capsys), Client(server)
    assert b"Welcome, Ida Holm" in client.get(link).body
    assert join(client, link, password="too short", again="too short").status == 422
    assert b"The two passwords differ" in join(client, link, password=PASSWORD, again="x").body
    assert join(client, link, password=PASSWORD, again=PASSWORD).status == 303
    assert client.get("/api/workspace").json()["annotator"]["name"] == "Ida Holm"
    assert (
        Client(server).get(link).status
        == join(Client(server), link, password=PASSWORD, again=PASSWORD).status
        == 410
    )


def test_members_of_a_group_choose_their_names_and_nobody_gets_somebody_elses(served, capsys):
    server, _ = served
    do("user", "invite", server.project, "--group", "2", "--until", "2027-11-01")
    link = link_of(capsys)
    both = {"password": PASSWORD, "again": PASSWORD}
    taken = join(Client(server), link, name="RESEARCHER", **both)
    assert (taken.status, b"is taken" in taken.body) == (422, True)
    for name in ("Eva", "Udo <b>"):
        client = Client(server)
        assert join(client, link, name=name, **both).status == 303
        assert client.get("/api/workspace").json()["annotator"]["name"] == name
    assert join(Client(server), link, name="Eve", **both).status == 410


def test_a_new_password_ends_every_other_session(served, capsys):
    server, _ = served
    do("user", "invite", server.project, "Nils", "--role", "annotator")
    link, here, there = link_of(capsys), Client(server), Client(server)
    join(here, link, password=PASSWORD, again=PASSWORD)
    sign_in(there, "Nils")
    form = {"old": PASSWORD, "password": "another long password", "again": "another long password"}
    assert join(there, "/who/password", **{**form, "old": "wrong"}).status == 403
    assert join(there, "/who/password", **form).status == 303
    assert [client.get("/api/events").status for client in (here, there)] == [401, 200]
    assert sign_in(Client(server), "Nils").status == 403
    assert sign_in(Client(server), "Nils", "another long password").status == 303


def test_disabling_ends_the_open_page_and_the_session_at_once_and_saves_nothing_more(served, capsys):
    server, _ = served
    do("user", "invite", server.project, "Late")
    client = Client(server)
    join(client, link_of(capsys), password=PASSWORD, again=PASSWORD)
    workspace = client.get("/api/workspace").json()
    assert run(closed_after(server, client.cookie, "Late")) == 1008
    assert client.post([note(workspace)], workspace["annotator"]["id"]).status == 401
    page = client.get(client.get("/", accept="text/html").headers["location"])
    assert b"You are signed out on this browser" in page.body


async def closed_after(server, cookie, name):
    """The code with which an open WebSocket ends when its person is disabled."""
    url = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    async with websockets.connect(url, origin=server.url, additional_headers={"cookie": cookie}) as socket:
        await asyncio.to_thread(do, "user", "disable", server.project, name)
        await asyncio.wait_for(socket.wait_closed(), 10)
        return socket.close_code


@pytest.mark.parametrize(
    "options", [["--host", "0.0.0.0"], ["--public-url", "https://x.example/y"], ["--accounts"]]
)
def test_a_server_that_needs_accounts_does_not_start_without_an_administrator(tmp_path, options):
    path = project(tmp_path)
    with pytest.raises(AssertionError, match=f"annotator user invite {path} NAME --role administrator"):
        Server(path, options=options).start()
