"""The page of administrators, and which pages each role has."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from annotator.server.address import Address
from annotator.server.gate import ANNOTATOR_HEADER
from annotator.server.served_project import opened, served_project, serving
from labels.role import ROLES
from labels.store.people.invitations import invitation_of
from labels.store.people.people import people, person_named, set_role
from tests.annotator.people import enroll
from tests.labels.projects import project

APP = str(Path(__file__).parents[3] / "annotator" / "app.py")
PEOPLE = {"Boss": "administrator", "Ana": "annotator"}


@pytest.fixture
def look_as(tmp_path, monkeypatch):
    """``look_as(name)``: the project with accounts, open in this process, looked at by a person."""
    path = project(tmp_path)
    enroll(path, PEOPLE)
    with ExitStack() as stack:
        stack.enter_context(serving(stack.enter_context(opened(path, "Me", Address(accounts=True)))))

        def look(name):
            headers = {ANNOTATOR_HEADER: person(name).id, "host": "127.0.0.1:8377"}
            monkeypatch.setattr("streamlit.runtime.context.ContextProxy.headers", headers)

        yield look


def person(name):
    return person_named(served_project().store.connection, name)


def team_page():
    """What AppTest runs: the page alone."""
    from annotator.screens import team  # noqa: PLC0415

    team.page()


def run(page=team_page):
    tester = AppTest.from_function(page, default_timeout=20)
    tester.run()
    assert not tester.exception
    return tester


def press(tester, label):
    [button] = [button for button in tester.button if button.label == label]
    button.click().run()
    assert not tester.exception
    return tester


def test_an_administrator_makes_a_link_that_is_shown_once(look_as):
    look_as("Boss")
    tester = run()
    tester.text_input[0].set_value("Cleo")
    tester.selectbox[0].set_value("researcher")
    press(tester, "Make a link")
    address = tester.code[0].value
    assert address.startswith("http://127.0.0.1:8377/join/")
    invitation = invitation_of(served_project().store.connection, address.rpartition("/")[2])
    assert (invitation.name, invitation.role) == ("Cleo", "researcher")
    tester.run()
    assert not tester.code


def test_an_administrator_changes_roles_disables_and_enables(look_as):
    look_as("Boss")
    tester = run()
    assert tester.selectbox(key="team_person").value == person("Ana").id
    tester.selectbox(key=f"team_role_{person('Ana').id}_annotator").set_value("adjudicator").run()
    press(tester, "Change the role")
    assert person("Ana").role == "adjudicator"
    press(tester, "Disable")
    assert person("Ana").disabled
    press(tester, "Enable")
    assert not person("Ana").disabled
    assert tester.success[0].value == "Ana can sign in and save again."


def test_what_the_store_refuses_is_said_in_words_and_changes_nothing(look_as):
    look_as("Boss")
    tester = run()
    tester.selectbox(key="team_person").set_value(person("Boss").id).run()
    press(tester, "Disable")
    assert "'Boss' is the only administrator" in tester.error[0].value


def test_an_administrator_who_is_none_any_more_changes_nothing_from_an_open_page(look_as):
    look_as("Boss")
    writer = served_project().writer
    writer.run(lambda connection: set_role(connection, person("Ana").id, "administrator"))
    tester = run()
    writer.run(lambda connection: set_role(connection, person("Boss").id, "researcher"))
    before = people(served_project().store.connection)
    tester.button[-1].click().run()
    assert tester.info[0].value == "This page is for administrators."
    assert people(served_project().store.connection) == before


def test_the_open_links_of_groups_are_listed_and_can_be_ended(look_as):
    look_as("Boss")
    tester = run()
    tester.number_input[0].set_value(3)
    press(tester, "Make a link for a group")
    token = tester.code[0].value.rpartition("/")[2]
    assert invitation_of(served_project().store.connection, token).places == 3
    press(tester, "End this link")
    assert not [button for button in tester.button if button.label == "End this link"]


def test_each_role_has_its_pages(look_as, monkeypatch):
    listed = []
    monkeypatch.setattr("streamlit.navigation", lambda pages, **_: Pages(pages, listed))
    look_as("Ana")
    for role in ROLES:
        served_project().writer.run(lambda c, role=role: set_role(c, person("Ana").id, role))
        AppTest.from_file(APP, default_timeout=20).run()
    plain, reads = ["Label", "Events"], ["Label", "Events", "Agreement"]
    assert listed == [plain, reads, reads, [*reads, "Team", "Corpus", "Proposed events"]]


class Pages:
    """Notes which pages there are, and runs none."""

    url_path = ""

    def __init__(self, pages, listed):
        listed.append([page.title for page in pages])

    def run(self):
        """Nothing."""


def test_the_agreement_page_shows_an_annotator_nothing_even_if_it_is_reached(look_as):
    look_as("Ana")
    tester = run(agreement_page)
    assert tester.info[0].value == "Agreement is for adjudicators, researchers and administrators."
    assert not tester.multiselect


def agreement_page():
    """What AppTest runs: the page alone."""
    from annotator.screens import agreement  # noqa: PLC0415

    agreement.page()
