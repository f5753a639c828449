"""Commands on a project that is served: the server does the work, nobody stops."""

import json
import socket
from contextlib import contextmanager

import pytest

from annotator.cli import main
from annotator.server.handover import client
from annotator.server.handover.client import changing
from annotator.server.handover.listener import taking_work
from annotator.server.handover.place import socket_path
from annotator.server.served_project import opened
from labels.codebook.shipped import shipped_text
from labels.errors import InUseError, LabelsError
from labels.store.corpus.operations import AddArticles, WithdrawArticle
from labels.store.project import locked
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from tests.labels.projects import ARTICLES, project

NEW = ["The dam opens again", "Buses stop"]


@contextmanager
def serving(path):
    """A project that this process holds and whose work a listener takes."""
    with (
        locked(path, "serve"),
        opened(path, "Ana") as server,
        taking_work(path, server.store.fact("id"), server.change),
    ):
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One such project for all tests; the commands run in this process as well."""
    path = project(tmp_path_factory.mktemp("served"))
    with serving(path) as server:
        yield server


@pytest.fixture
def path(served):
    return served.store.path


def records(folder, *titles):
    file = folder / "new.jsonl"
    rows = [
        {"text": f"{title}\n\n{title}, said the mayor. It is so.", "event": title, "outlet": "Gazette"}
        for title in titles
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def events(path):
    with ProjectReader(path) as store:
        return [each.name for each in store.event_ids()]


def test_articles_are_added_to_a_project_that_is_served(served, path, tmp_path, capsys):
    before = str(served.corpus)
    assert main(["add", str(path), str(records(tmp_path, *NEW)), "--by", "Ida"]) == 0
    assert capsys.readouterr().out.endswith("2 articles added, 0 already in the project.\n")
    assert set(NEW) <= set(events(path))
    assert str(served.corpus) != before, "open pages are told"


def test_what_a_command_aligned_is_what_the_server_would_have_aligned(path, tmp_path):
    file = tmp_path / "State.txt"
    file.write_text("Dam opens\n\nThe dam may open on Monday. It holds 4 million litres.", encoding="utf-8")
    alone = project(tmp_path)
    for each in (path, alone):
        assert main(["add", str(each), str(file), "--event", "Dam", "--outlet", "State"]) == 0
    with ProjectReader(path) as one, ProjectReader(alone) as other:
        [event] = [each.id for each in one.event_ids() if each.name == "Dam"]
        assert one.alignment(event) == other.alignment(event) != []
        assert verify(one.connection).faults == ()


def test_corrections_withdrawals_and_settings_go_the_same_way(path, tmp_path, capsys):
    state = ARTICLES[0].id
    fixes = tmp_path / "fixes.csv"
    fixes.write_text(f"id,title\n{state},Dam opened\n", encoding="utf-8")
    for words in (
        ("articles", "--set", fixes, "--by", "Ida"),
        ("articles", "--withdraw", state),
        ("articles", "--restore", state),
        ("suggestions", "off"),
        ("search", "--rebuild"),
    ):
        assert main([words[0], str(path), *map(str, words[1:])]) == 0
    assert "title 'Dam opens' → 'Dam opened'" in capsys.readouterr().out


def test_events_are_grouped_while_the_project_is_served(path, tmp_path, capsys):
    assert main(["add", str(path), str(records(tmp_path, "Dam chaos again")), "--event", "elsewhere"]) == 0
    assert main(["events", "propose", str(path), "--apply"]) == 0
    assert " moved." in capsys.readouterr().out
    with ProjectReader(path) as store:
        assert verify(store.connection).faults == ()


def test_a_codebook_is_migrated_while_the_project_is_served(path, tmp_path, capsys):
    file = tmp_path / "new.toml"
    file.write_text(
        shipped_text().replace('title = "Certainty"', 'title = "How certain"', 1), encoding="utf-8"
    )
    assert main(["codebook", "migrate", str(path), str(file), "--by", "Ida"]) == 0
    assert "0 labels changed, 0 sentences open again." in capsys.readouterr().out
    with ProjectReader(path) as store:
        assert store.codebook().layer("certainty").title == "How certain"


def test_a_refusal_of_the_server_comes_back_in_its_words(path, capsys):
    assert main(["articles", str(path), "--withdraw", "nobody"]) == 1
    assert "This project has no article 'nobody'. It has: " in capsys.readouterr().err


def test_a_text_that_no_reader_made_is_refused(path):
    forged = AddArticles((ARTICLES[0].__class__(**{**_fields(ARTICLES[0]), "id": "x", "sha256": "0" * 64}),))
    with changing(path, "add") as changes, pytest.raises(LabelsError, match="not the one that was read"):
        changes.run(forged)


def _fields(article):
    return {name: getattr(article, name) for name in article.__slots__} | article.metadata()


def test_an_unknown_operation_and_a_broken_one_are_refused_and_the_next_is_done(path):
    with changing(path, "add") as changes:
        for message in (b"DropEverything\n{}", b"WithdrawArticle\n{}", b"\xff\n", b"WithdrawArticle\n[1"):
            with pytest.raises(LabelsError):
                changes._exchange(message)
        with pytest.raises(LabelsError, match="no article 'x'"):
            changes.run(WithdrawArticle("x", "why"))


def test_a_command_of_another_version_is_told_to_restart_the_server(path, monkeypatch):
    monkeypatch.setattr(client, "own_version", lambda: "0")
    with pytest.raises(LabelsError, match="this command is 0"), changing(path, "add"):
        pass


def test_a_connection_that_is_cut_leaves_whole_articles_only(served, path, tmp_path):
    with changing(path, "add") as changes:
        changes._peer.shutdown(socket.SHUT_RD)
        with pytest.raises(LabelsError, match="run the command again"):
            changes.run(AddArticles((ARTICLES[0],)))
    assert main(["add", str(path), str(records(tmp_path, *NEW))]) == 0


def test_the_socket_is_its_users_alone(path):
    assert socket_path(path).stat().st_mode & 0o777 == 0o600


def test_a_process_of_another_user_gets_no_word(path, monkeypatch):
    monkeypatch.setattr("annotator.server.handover.place.os.geteuid", lambda: 12345)
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(socket_path(path)))
        assert peer.recv(1) == b""


def test_a_command_does_not_talk_to_another_users_server(path, monkeypatch):
    monkeypatch.setattr("annotator.server.handover.client.is_own", lambda _: False)
    with pytest.raises(InUseError), changing(path, "add"):
        pass


def test_a_project_with_a_long_path_is_served_as_well(tmp_path):
    folder = tmp_path / ("long" * 20) / ("longer" * 20)
    folder.mkdir(parents=True)
    path = project(folder, name="n" * 200 + ".db")
    with serving(path):
        assert main(["add", str(path), str(records(tmp_path, "Far away"))]) == 0
    assert not socket_path(path).exists()


def test_a_process_that_takes_no_work_is_to_be_stopped_first(tmp_path):
    path = project(tmp_path)
    refused = pytest.raises(InUseError, match="stop it first")
    with locked(path, "verify --accept"), refused, changing(path, "add"):
        pass


def test_where_no_socket_can_be_made_the_log_says_so_and_people_label_on(tmp_path, caplog):
    path = project(tmp_path)
    socket_path(path).mkdir()
    with serving(path), pytest.raises(InUseError), changing(path, "add"):
        pass
    assert "commands can't hand work to this server" in caplog.text
