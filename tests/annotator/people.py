"""People with passwords in a project that nobody serves yet."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from labels.password import password_hash
from labels.role import Role
from labels.store.people.invitations import invite, use
from labels.store.sessions import open_session
from labels.store.writer import Writer

PASSWORD = "correct horse battery"


@cache
def stored() -> str:
    """What is stored of the password of everybody here."""
    return password_hash(PASSWORD)


def enroll(path: Path, people: Mapping[str, Role]) -> dict[str, str]:
    """Let people join, by name and role; returns the cookie of a session of each."""
    writer = Writer(path)
    [(project,)] = writer.run(lambda c: c.execute("select value from project where key = 'id'").fetchall())

    def join(connection, name, role):
        annotator = use(connection, invite(connection, name, role).token, stored())
        return open_session(connection, annotator, "password")

    cookies = {}
    for name, role in people.items():
        token = writer.run(lambda connection, name=name, role=role: join(connection, name, role))
        cookies[name] = f"claimdesk_{project[:8]}={token}"
    writer.close()
    return cookies
