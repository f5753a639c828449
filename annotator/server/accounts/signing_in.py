"""Sessions that a password opens."""

import functools
from typing import Any

import anyio.to_thread
from starlette.concurrency import run_in_threadpool

from annotator.server.served_project import ServedProject, SignedIn
from labels.errors import LabelsError
from labels.names import checked_name
from labels.password import NOBODYS, checked_password, password_fits, password_hash
from labels.store.people.invitations import Invitation, invitation_of, use
from labels.store.people.passwords import Credentials, credentials, set_password
from labels.store.people.people import must_be_enabled, person_of
from labels.store.sessions import close_sessions, open_session

MOST_WAITING = 50  # passwords that wait to be hashed, two at a time


class SignInError(LabelsError):
    """A name and a password that open no session."""


async def sign_in(project: ServedProject, name: str, password: str, address: str) -> SignedIn:
    """A session for a person who knows the password; takes as long for a name that nobody has.

    Raises SignInError, TooManyAttemptsError, or RefusedPersonError for somebody disabled.
    """
    project.attempts.begin(name, address)
    known = await run_in_threadpool(_credentials, project, name)
    fits = await _hashing(project, password_fits, known.stored if known else NOBODYS, password)
    if known is None or not fits:
        raise SignInError("This name and this password don't go together.")
    project.attempts.succeeded(name, address)
    session: SignedIn = await run_in_threadpool(project.writer.run, functools.partial(_opened, known))
    return session


async def join(project: ServedProject, token: str, name: str, password: str) -> SignedIn:
    """A session for somebody who has a link, with the password they chose.

    name: of a group's member.  Raises InvitationError, PasswordError or PersonNameError.
    """
    invitation = await run_in_threadpool(open_invitation, project, token)
    name = invitation.name or checked_name(name)
    stored = await _hashing(project, password_hash, checked_password(password, name))

    def joined(connection: Any) -> SignedIn:
        annotator = use(connection, token, stored, name)
        return SignedIn(open_session(connection, annotator, "password"), annotator)

    session: SignedIn = await run_in_threadpool(project.writer.run, joined)
    return session


async def change_password(
    project: ServedProject, annotator: str, old: str, new: str, address: str
) -> SignedIn:
    """Another password for somebody who knows the present one; every session ends, and a new one begins.

    annotator: pseudonym.  Raises SignInError, PasswordError or TooManyAttemptsError.
    """
    person = await run_in_threadpool(lambda: person_of(project.store.connection, annotator))
    if person is None:
        raise SignInError("This session has ended; sign in again.")
    await sign_in(project, person.name, old, address)
    stored = await _hashing(project, password_hash, checked_password(new, person.name))

    def changed(connection: Any) -> SignedIn:
        close_sessions(connection, annotator)
        set_password(connection, annotator, stored)
        return SignedIn(open_session(connection, annotator, "password"), annotator)

    session: SignedIn = await run_in_threadpool(project.writer.run, changed)
    return session


def open_invitation(project: ServedProject, token: str) -> Invitation:
    """The invitation of a link; raises InvitationError."""
    return invitation_of(project.store.connection, token)


def _credentials(project: ServedProject, name: str) -> Credentials | None:
    return credentials(project.store.connection, name)


def _opened(known: Credentials, connection: Any) -> SignedIn:
    """A session, if the person may still sign in, and with this password."""
    if credentials(connection, known.name) != known:
        raise SignInError("The password has just been changed; sign in again.")
    must_be_enabled(connection, known.annotator)
    return SignedIn(open_session(connection, known.annotator, "password"), known.annotator)


async def _hashing(project: ServedProject, work: Any, *values: str) -> Any:
    """Hash in a thread of its own, two at a time: each takes 19 MiB and a core."""
    if project.hashing.statistics().tasks_waiting >= MOST_WAITING:
        raise SignInError("Many people are signing in at this moment. Try again in a few seconds.")
    return await anyio.to_thread.run_sync(functools.partial(work, *values), limiter=project.hashing)
