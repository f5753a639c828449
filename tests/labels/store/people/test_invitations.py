"""Links by which people set their password."""

from datetime import UTC, datetime, timedelta

import pytest

from labels.errors import InvitationError, LabelsError, PersonNameError
from labels.store.people.invitations import (
    invitation_of,
    invitations,
    invite,
    invite_group,
    reset,
    revoke,
    use,
)
from labels.store.people.passwords import credentials
from labels.store.people.people import disable, enable, has_administrator, people, person_of
from labels.store.sessions import live_session, open_session
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import Hand, project

SOON = datetime.now(UTC) + timedelta(days=7)


class Office:
    """A project whose people change; every call is a job of the writer."""

    def __init__(self, writer):
        self.writer = writer

    def __call__(self, function, *values):
        return self.writer.run(lambda connection: function(connection, *values))

    def sql(self, query, *values):
        return self.writer.run(lambda connection: connection.execute(query, values).fetchall())


@pytest.fixture
def office(tmp_path):
    office = Office(Writer(project(tmp_path)))
    yield office
    faults = office(verify).faults
    office.writer.close()
    assert faults == ()


def test_a_link_lets_its_person_set_a_password_once(office):
    link = office(invite, "Ana", "researcher")
    ana = office(use, link.token, "hash")
    person = office(person_of, ana)
    assert (person.name, person.role, person.has_password) == ("Ana", "researcher", True)
    assert office(credentials, "ANA").stored == "hash"
    with pytest.raises(InvitationError, match="has been used"):
        office(use, link.token, "other")


def test_the_log_tells_who_invited_and_who_came_and_holds_no_token_and_no_password(office):
    boss = office(use, office(invite, "Boss", "administrator").token, "secret hash")
    link = office(invite, "Ana", "annotator", boss)
    ana = office(use, link.token, "secret hash")
    rows = office.sql("select annotator, why from change where kind = 'invitation' order by seq")
    assert rows == [("", "invited"), (boss, "used"), (boss, "invited"), (ana, "used")]
    everything = str(office.sql("select content from change"))
    assert "secret hash" not in everything
    assert link.token not in str(office.sql("select * from invitation_token"))
    assert office.sql("select count(*) from change where content like '%token%'") == [(0,)]


def test_somebody_who_labels_already_is_invited_under_the_same_name_and_keeps_the_labels(office):
    ana = Hand(office.writer).id
    assert office(use, office(invite, "ana", "adjudicator").token, "hash") == ana
    assert office(person_of, ana).role == "adjudicator"


def test_a_new_link_ends_the_one_before(office):
    first, second = office(invite, "Ana", "annotator"), office(invite, "Ana", "annotator")
    with pytest.raises(InvitationError):
        office(invitation_of, first.token)
    assert office(invitation_of, second.token).name == "Ana"


def test_a_link_ends_after_72_hours(office):
    link = office(invite, "Ana", "annotator")
    assert (
        timedelta(hours=71)
        < datetime.fromisoformat(link.expires_at) - datetime.now(UTC)
        < timedelta(hours=73)
    )


@pytest.mark.parametrize("column", ["expires_at = '2020'", "revoked = '2020'", "used = places"])
def test_a_link_that_has_ended_in_any_way_says_the_same_as_one_that_never_was(tmp_path, column):
    office = Office(Writer(project(tmp_path)))
    link = office(invite, "Ana", "annotator")
    office.sql(f"update invitation set {column}")
    for token in (link.token, "nonsense", ""):
        with pytest.raises(InvitationError, match="has been used, was replaced"):
            office(use, token, "hash")
    assert office(invitations) == []
    office.writer.close()


def test_a_group_link_takes_as_many_as_it_has_places_under_names_of_their_own(office):
    link = office(invite_group, 2, SOON, "annotator")
    ana, ben = office(use, link.token, "a", "Ana"), office(use, link.token, "b", "Ben")
    assert [office(credentials, name).annotator for name in ("Ana", "Ben")] == [ana, ben]
    with pytest.raises(InvitationError):
        office(use, link.token, "c", "Cleo")
    assert [person.name for person in office(people)] == ["Ana", "Ben"]


def test_nobody_takes_somebody_elses_name_by_a_group_link_nor_a_place_with_a_name_that_is_none(office):
    Hand(office.writer)
    link = office(invite_group, 1, SOON, "annotator")
    for name in ("Ana", "ANA", "\u0410n\u0430", "", "a\x00b", "x" * 81):
        with pytest.raises(PersonNameError):
            office(use, link.token, "hash", name)
    assert office(invitation_of, link.token).used == 0
    assert office(credentials, "Ana") is None


def test_a_group_link_that_could_do_harm_is_refused(office):
    for places, until, role in (
        (0, SOON, "annotator"),
        (501, SOON, "annotator"),
        (5, SOON - timedelta(days=8), "annotator"),
        (5, SOON + timedelta(days=400), "annotator"),
        (5, SOON, "administrator"),
    ):
        with pytest.raises(InvitationError):
            office(invite_group, places, until, role)
    assert office(invitations) == []


def test_somebody_with_a_password_or_disabled_is_not_invited_again(office):
    ana = office(use, office(invite, "Ana", "annotator").token, "hash")
    with pytest.raises(InvitationError, match="'Ana' has a password already"):
        office(invite, "Ana", "annotator")
    office(disable, ana)
    for call in (lambda: office(invite, "Ana", "annotator"), lambda: office(reset, ana)):
        with pytest.raises(LabelsError, match="disabled"):
            call()


def test_a_reset_ends_the_old_password_and_every_session_when_its_link_is_used(office):
    ana = office(use, office(invite, "Ana", "annotator").token, "old")
    session = office(open_session, ana, "password")
    link = office(reset, ana)
    assert office(live_session, session).name == "Ana"
    office(use, link.token, "new")
    assert office(live_session, session) is None
    assert office(credentials, "Ana").stored == "new"


def test_disabling_and_revoking_end_links(office):
    ana = Hand(office.writer).id
    links = [office(invite, "Ana", "annotator")]
    office(disable, ana)
    office(enable, ana)
    links.append(office(invite_group, 3, SOON, "annotator"))
    office(revoke, links[-1].invitation)
    for link in links:
        with pytest.raises(InvitationError):
            office(use, link.token, "hash", "Ben")


def test_an_invited_administrator_counts_until_the_link_ends(office):
    assert not office(has_administrator)
    link = office(invite, "Boss", "administrator")
    assert office(has_administrator)
    office(revoke, link.invitation)
    assert not office(has_administrator)
    assert office(person_of, office.sql("select id from annotator")[0][0]).role == "administrator"
