"""``annotator user``: links, roles and people, on a project that nobody serves and on one that is served."""

import json

import pytest

from annotator.cli import main
from labels.password import password_hash
from labels.store.people.invitations import use
from labels.store.writer import Writer
from tests.labels.projects import Hand, project


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return project(tmp_path_factory.mktemp("user"))


@pytest.fixture
def run(path, capsys):
    """Run a command on the project; returns its exit code and what it printed."""

    def call(action, *words):
        code = main(["user", action, str(path), *words])
        output = capsys.readouterr()
        return code, output.out, output.err

    return call


def listed(run):
    return {row["name"]: row for row in map(json.loads, run("list", "--json")[1].splitlines())}


def test_an_invitation_prints_a_link_at_the_address_that_people_use(path, run):
    code, out, _ = run("invite", "Boss", "--role", "administrator", "--public-url", "https://a.example/x/")
    link = out.splitlines()[-1]
    assert code == 0
    assert link.startswith("https://a.example/x/join/")
    assert listed(run)["Boss"] | {"id": ""} == {
        "id": "",
        "name": "Boss",
        "role": "administrator",
        "disabled": None,
        "left_out": None,
        "has_password": False,
        "is_invited": True,
    }
    writer = Writer(path)
    writer.run(lambda connection: use(connection, link.rpartition("/")[2], password_hash("x")))
    writer.close()
    assert listed(run)["Boss"]["has_password"]


def test_a_group_link_needs_a_number_and_an_end_and_is_listed(run):
    assert run("invite", "--group", "3")[0] == 2
    assert run("invite")[0] == 2
    assert run("invite", "Ana", "--group", "3", "--until", "2100-01-01")[0] == 2
    code, _, err = run("invite", "--group", "3", "--until", "2000-01-01")
    assert (code, err) == (1, "A group's link ends in the future, at most 366 days from now.\n")


def test_people_are_disabled_enabled_promoted_and_left_out_by_name(path, run):
    writer = Writer(path)
    Hand(writer, "Ana")
    writer.close()
    for words in (
        ("disable", "ana"),
        ("role", "ANA", "researcher"),
        ("export", "Ana", "--leave-out", "a test"),
    ):
        assert run(*words)[0] == 0
    ana = listed(run)["Ana"]
    assert (ana["role"], ana["left_out"], ana["disabled"] is None) == ("researcher", "a test", False)
    assert "researcher, disabled since" in run("list")[1]
    assert run("enable", "Ana")[0] == run("export", "Ana", "--take-in")[0] == 0
    ana = listed(run)["Ana"]
    assert (ana["disabled"], ana["left_out"]) == (None, None)
    assert "/join/" in run("reset", "Ana")[1]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("disable", "Nobody"), "no person 'Nobody'"),
        (("role", "Boss", "king"), "'king' is not a role. Roles are annotator, adjudicator, researcher"),
        (("invite", "Boss"), "'Boss' has a password already"),
        (("disable", "Boss"), "'Boss' is the only administrator"),
        (("invite", "B0ss"), "looks like 'Boss'"),
        (("invite", "Cleo", "--public-url", "x"), "The public URL 'x' can't be used"),
    ],
)
def test_what_can_not_be_done_is_refused_with_the_reason(run, words, reason):
    code, _, err = run(*words)
    assert code == 1
    assert reason in err
