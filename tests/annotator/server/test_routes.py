import itertools
import json
import sqlite3

import pytest

from annotator.workspace import VERSION
from tests.annotator.served import Client, Server, note
from tests.labels.projects import ARTICLES, project

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(project(tmp_path_factory.mktemp("routes"))) as server:
        yield server


@pytest.fixture
def client(server):
    client = Client(server)
    client.sign_in(f"Person {next(NUMBERS)}")
    return client


@pytest.fixture
def workspace(client):
    return client.get("/api/workspace").json()


def stored(server, uuid):
    connection = sqlite3.connect(server.project)
    try:
        return connection.execute("select value from decision where uuid = ?", (uuid,)).fetchall()
    finally:
        connection.close()


def test_a_workspace_holds_articles_whose_sentences_are_ranges_of_their_text(workspace):
    articles = {a["outlet"]: a for a in workspace["articles"]}
    assert set(articles) == {"State News", "Daily Shout"}
    for article in ARTICLES:
        sent = articles[article.outlet]
        assert sent["text"] == article.text
        assert [(s["start"], s["end"]) for s in sent["sentences"]] == [
            (s.span.start, s.span.end) for s in article.sentences
        ]


def test_a_workspace_holds_the_whole_codebook_and_where_one_is_in_the_queue(workspace):
    assert [layer["id"] for layer in workspace["codebook"]["layer"]][:2] == ["claim_type", "anchor"]
    assert len(workspace["codebook"]["hash"]) == 64
    assert (workspace["event"]["number"], workspace["event"]["total"]) == (1, 1)


def test_an_unknown_event_is_not_found_in_words(client):
    answer = client.get("/api/workspace?event=nowhere")
    assert answer.status == 404
    assert "no such event" in answer.json()["error"]


def test_an_acknowledged_decision_is_on_disk_and_comes_back(server, client, workspace):
    decision = note(workspace, "kept")
    answer = client.post([decision], workspace["annotator"]["id"]).json()
    assert answer["acknowledged"][decision["uuid"]]["revision"] == 1
    assert stored(server, decision["uuid"]) == [('"kept"',)]
    labels = client.get("/api/workspace").json()["labels"]
    assert [(label["layer"], label["value"]) for label in labels] == [("note", "kept")]


def test_the_answer_tells_saved_duplicate_conflict_and_refused_apart(client, workspace):
    who = workspace["annotator"]["id"]
    first, stale, wrong = note(workspace, "a"), note(workspace, "b"), note(workspace, "c", layer="noet")
    client.post([first], who)
    answer = client.post([first, stale, wrong], who).json()
    assert answer["acknowledged"][first["uuid"]]["duplicate"] is True
    assert answer["conflicts"][stale["uuid"]]["current"]["value"] == "a"
    assert "noet" in answer["refused"][wrong["uuid"]]["reason"]
    assert answer["codebook"] == workspace["codebook"]["hash"]


def test_a_batch_of_somebody_else_is_refused_and_changes_nothing(server, client, workspace):
    decision = note(workspace)
    answer = client.post([decision], "a0000000000")
    assert answer.status == 409
    assert stored(server, decision["uuid"]) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"annotator": "x", "client": "t", "batch": []}',
        b'{"annotator": "x", "client": "t", "batch": [{}]}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_batch_is_refused_in_words(client, body):
    answer = client.send("POST", "/api/decisions", body, x_requested_with="claimdesk")
    assert answer.status == 422
    assert "can't be read" in answer.json()["error"]


@pytest.mark.parametrize(
    "change",
    [
        {"uuid": "not-a-uuid"},
        {"uuid": "AAAAAAAA-0000-0000-0000-000000000000"},
        {"base": -1},
        {"base": 1.5},
        {"base": "0"},
        {"base": 2**63},
        {"kind": "delete"},
        {"kind": "adjudicate"},
        {"kind": "migrate"},
        {"target": "a\0b"},
        {"client_at": "\x1b[2J"},
        {"target": ""},
        {"surprise": 1},
        {"origin": "machine"},
    ],
)
def test_a_decision_with_a_wrong_field_is_refused_and_the_field_named(client, workspace, change):
    answer = client.post([note(workspace, **change)], workspace["annotator"]["id"])
    assert answer.status == 422
    assert next(iter(change)) in answer.json()["error"]


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e999", '"\\ud800"', "{}", "[]", "true", "12"]
)
def test_values_that_are_no_text_are_refused_without_harm(client, workspace, value):
    decision = json.dumps(note(workspace, value="@")).replace('"@"', value)
    body = f'{{"annotator": "{workspace["annotator"]["id"]}", "client": "t", "batch": [{decision}]}}'
    answer = client.send("POST", "/api/decisions", body.encode(), x_requested_with="claimdesk")
    assert answer.status in (200, 422)
    if answer.status == 200:
        assert len(answer.json()["refused"]) == 1


def test_more_than_two_hundred_decisions_at_once_are_refused(client, workspace):
    batch = [note(workspace, f"{n}", base=n) for n in range(201)]
    assert client.post(batch, workspace["annotator"]["id"]).status == 422
    answer = client.post(batch[:200], workspace["annotator"]["id"]).json()
    assert len(answer["acknowledged"]) == 200


def test_the_modules_of_the_workspace_may_be_kept_by_browsers(client):
    module = client.get(f"/assets/{VERSION}/main.js")
    assert module.status == 200
    assert module.headers["cache-control"] == "private, max-age=31536000, immutable"


def test_every_event_is_listed_with_its_progress(client, workspace):
    [event] = client.get("/api/events").json()
    assert (event["id"], event["name"], event["done"]) == (workspace["event"]["id"], "Dam", 0)
