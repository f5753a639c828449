"""Roles, and people who are disabled or left out: what the store takes, refuses and logs."""

import pytest

from labels.errors import RefusedPersonError, UnknownNameError
from labels.store.people.invitations import invite
from labels.store.people.passwords import set_password
from labels.store.people.people import (
    disable,
    enable,
    has_administrator,
    leave_out,
    people,
    person_named,
    person_of,
    set_role,
)
from labels.store.queries import ProjectReader
from labels.store.sessions import live_session, open_session
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, decision, project


@pytest.fixture
def writer(tmp_path):
    writer = Writer(project(tmp_path))
    yield writer
    faults = writer.run(lambda connection: verify(connection).faults)
    writer.close()
    assert faults == ()


@pytest.fixture
def boss(writer):
    """An administrator with a password."""
    identifier = Hand(writer, "Boss").id
    writer.run(lambda connection: set_password(connection, identifier, "x"))
    writer.run(lambda connection: set_role(connection, identifier, "administrator"))
    return identifier


def last_change(writer):
    """Who made the last entry, what it says of the row and why."""
    query = "select annotator, kind, why, content from change order by seq desc limit 1"
    return writer.run(lambda connection: connection.execute(query).fetchone())


def test_people_begin_as_annotators_who_may_work(writer):
    ana = Hand(writer).id
    person = writer.run(lambda connection: person_of(connection, ana))
    assert (person.role, person.disabled, person.left_out, person.has_password) == (
        "annotator",
        "",
        "",
        False,
    )


def test_a_role_is_an_entry_of_the_log_with_the_person_who_gave_it(writer, boss):
    ana = Hand(writer).id
    writer.run(lambda connection: set_role(connection, ana, "researcher", boss))
    by, kind, why, content = last_change(writer)
    assert (by, kind, why) == (boss, "annotator", "role: annotator to researcher")
    assert '"role":"researcher"' in content


def test_a_decision_of_somebody_disabled_is_refused_in_words_and_nothing_is_written(writer, boss):
    ana = Hand(writer)
    ana.record(decision("note", "before", SENTENCES[1].id))
    writer.run(lambda connection: disable(connection, ana.id, boss))
    before = last_change(writer)
    with pytest.raises(RefusedPersonError, match=r"'Ana' was disabled on .* so nothing was saved"):
        ana.record(decision("note", "after", SENTENCES[1].id, 1))
    assert last_change(writer) == before


def test_what_somebody_disabled_has_labeled_stays_and_enabling_lets_them_go_on(writer, boss):
    ana = Hand(writer)
    ana.record(decision("note", "before", SENTENCES[1].id))
    writer.run(lambda connection: disable(connection, ana.id, boss))
    writer.run(lambda connection: enable(connection, ana.id, boss))
    [outcome] = ana.record(decision("note", "after", SENTENCES[1].id, 1))
    assert (outcome.status, outcome.revision) == ("saved", 2)


def test_disabling_ends_every_session_for_good(writer, boss):
    ana = Hand(writer).id
    token = writer.run(lambda connection: open_session(connection, ana))
    writer.run(lambda connection: disable(connection, ana, boss))
    writer.run(lambda connection: enable(connection, ana, boss))
    assert writer.run(lambda connection: live_session(connection, token)) is None


def test_nobody_but_an_administrator_changes_people(writer, boss):
    ana, ben = Hand(writer).id, Hand(writer, "Ben").id
    changes = (
        lambda connection: set_role(connection, ben, "administrator", ana),
        lambda connection: set_role(connection, ana, "administrator", ana),
        lambda connection: disable(connection, ben, ana),
        lambda connection: enable(connection, ben, ana),
        lambda connection: leave_out(connection, ben, "why", ana),
        lambda connection: invite(connection, "Cleo", "annotator", ana),
    )
    for role in ("annotator", "adjudicator", "researcher"):
        writer.run(lambda connection, role=role: set_role(connection, ana, role, boss))
        before = writer.run(people)
        for change in changes:
            with pytest.raises(RefusedPersonError, match="Only an administrator"):
                writer.run(change)
        assert writer.run(people) == before


def test_an_administrator_who_was_disabled_or_is_unknown_changes_nobody(writer, boss):
    ana, ben = Hand(writer).id, Hand(writer, "Ben").id
    writer.run(lambda connection: set_role(connection, ana, "administrator", boss))
    writer.run(lambda connection: disable(connection, ana, boss))
    for by in (ana, "a0"):
        with pytest.raises(RefusedPersonError, match="Only an administrator"):
            writer.run(lambda connection, by=by: disable(connection, ben, by))


def test_the_last_administrator_who_can_sign_in_stays_one(writer, boss):
    idle = Hand(writer, "Idle").id  # an administrator without a password can't sign in
    writer.run(lambda connection: set_role(connection, idle, "administrator", boss))
    for by in ("", boss):
        for change in (disable, lambda c, one, by: set_role(c, one, "annotator", by)):
            with pytest.raises(RefusedPersonError, match="'Boss' is the only administrator"):
                writer.run(lambda connection, by=by, change=change: change(connection, boss, by))
    assert writer.run(has_administrator)


def test_a_person_is_left_out_with_a_reason_and_taken_in_again(writer, boss):
    ana = Hand(writer).id
    writer.run(lambda connection: leave_out(connection, ana, " a  test account ", boss))
    assert writer.run(lambda connection: person_of(connection, ana)).left_out == "a test account"
    assert last_change(writer)[:3] == (boss, "annotator", "left out: a test account")
    writer.run(lambda connection: leave_out(connection, ana, "", boss))
    assert writer.run(lambda connection: person_of(connection, ana)).left_out == ""


def test_the_dataset_leaves_out_the_labels_of_people_who_are_left_out(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    ana, ben = Hand(writer), Hand(writer, "Ben")
    for hand in (ana, ben):
        hand.claim(SENTENCES[1])
    writer.run(lambda connection: leave_out(connection, ben.id, "a test account"))
    with ProjectReader(path) as store:
        assert store.article_labels(ARTICLES[0]).keys() == {ana.id}
    writer.close()


def test_a_reason_that_nobody_can_read_is_refused(writer, boss):
    for reason in ("x" * 501, "a\x1bb"):
        with pytest.raises(RefusedPersonError, match="printable"):
            writer.run(lambda connection, reason=reason: leave_out(connection, boss, reason))


def test_a_role_that_another_program_gave_is_named_and_writes_of_the_person_are_refused(tmp_path):
    writer = Writer(project(tmp_path))
    ana = Hand(writer)
    writer.run(lambda c: c.execute("update annotator set role = 'administrator' where id = ?", (ana.id,)))
    assert writer.run(lambda connection: verify(connection).faults) == (
        f"annotator {ana.id}: role changed since entry {writer.run(entry_of(ana.id))} of the log wrote it",
    )
    writer.close()


def entry_of(identifier):
    """The entry that a person's row names."""
    query = "select entry from annotator where id = ?"
    return lambda connection: connection.execute(query, (identifier,)).fetchone()[0]


def test_somebody_is_found_by_name_in_any_case_and_an_unknown_name_lists_the_others(writer):
    ana = Hand(writer).id
    assert writer.run(lambda connection: person_named(connection, " ana ")).id == ana
    with pytest.raises(UnknownNameError, match=r"no person 'Anna'\. It has: Ana\. Did you mean 'Ana'"):
        writer.run(lambda connection: person_named(connection, "Anna"))
