"""Who may change the corpus on a page, and where files may be uploaded."""

from annotator.server.address import Address
from annotator.server.handover.uploads import MOST_SESSIONS, PREFIX, Uploads
from annotator.server.rights import may_change_corpus
from annotator.server.served_project import opened
from labels.role import ROLES
from labels.store.accounts import add_person
from labels.store.queries import Annotator
from tests.labels.projects import project


def test_files_go_only_to_the_session_that_shows_an_uploader_from_its_person():
    uploads = Uploads()
    uploads.open("s1", "ana")
    assert uploads.allows(f"{PREFIX}s1/file", "ana")
    assert not uploads.allows(f"{PREFIX}s1/file", "ben")
    assert not uploads.allows(f"{PREFIX}s2/file", "ana")
    uploads.close("s1")
    assert not uploads.allows(f"{PREFIX}s1/file", "ana")


def test_sessions_that_are_long_gone_are_forgotten():
    uploads = Uploads()
    for number in range(MOST_SESSIONS + 1):
        uploads.open(f"s{number}", "ana")
    assert not uploads.allows(f"{PREFIX}s0/file", "ana")
    assert uploads.allows(f"{PREFIX}s{MOST_SESSIONS}/file", "ana")


def test_on_a_private_machine_anybody_changes_the_corpus(tmp_path):
    with opened(project(tmp_path), "Ana") as served:
        assert may_change_corpus(served, served.guest)
        assert not may_change_corpus(served, None)


def test_elsewhere_only_administrators_change_the_corpus(tmp_path):
    with opened(project(tmp_path), "Ana", Address("0.0.0.0")) as served:
        people = [
            Annotator(served.writer.run(lambda c, role=role: add_person(c, role, "test", role)), role)
            for role in ROLES
        ]
        assert [may_change_corpus(served, person) for person in people] == [False, False, False, True]
