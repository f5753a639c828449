"""The project that this process serves: one writer, readers, and how it is served."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import uuid4

from anyio import CapacityLimiter

from annotator.server.accounts.attempts import MOST_PER_ADDRESS, MOST_PER_PROXY, Attempts
from annotator.server.address import Address, Site
from annotator.server.answers import Arrivals
from annotator.server.backups import Backups
from annotator.server.checks import Checks
from annotator.server.connections import Sockets
from annotator.server.handover.uploads import Uploads
from annotator.views.suggestions import SuggestionCache
from labels.decision import Decision, Outcome
from labels.store.accounts import annotator_id
from labels.store.codebooks import hash_in_use
from labels.store.corpus.operations import Operation
from labels.store.keeping.backup_folder import remember_folder
from labels.store.ledger import Ledger
from labels.store.people.operations import PeopleOperation
from labels.store.people.people import must_be_enabled
from labels.store.queries import Annotator, ProjectReader
from labels.store.sessions import close_session, close_sessions, extend_session, open_session
from labels.store.writer import Job, Writer

Result = TypeVar("Result")


class CorpusVersion:
    """A word that changes with the corpus, and when the server is started: pages that have it are current."""

    def __init__(self) -> None:
        self._changes, self._start = 0, uuid4().hex[:8]

    def advance(self) -> None:
        """Something was changed. Called by one thread at a time or not: any other word will do."""
        self._changes += 1

    def __str__(self) -> str:
        return f"{self._start}-{self._changes}"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: its cookie, and the id of its annotator."""

    token: str
    annotator: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of decisions.  codebook: content hash of the version that the project uses now."""

    outcomes: list[Outcome]
    codebook: str


@dataclass(frozen=True, slots=True)
class ServedProject:
    """What the gate, the routes and the pages share.

    site: where it is served.
    guest: whom a browser without a session speaks for; None where people have accounts.
    cookie: name of the session cookie; it contains the project's id, since cookies ignore ports.
    backups: those that the server makes; None if it makes none.
    checks: of the whole project, in the background.
    corpus: which state of events and articles is the present one.
    arrivals: brings what the writer resolved to the event loop.
    sockets: the open pages.  attempts: at passwords.  hashing: lets two passwords be hashed at a time.
    uploads: the pages that take files.
    """

    store: ProjectReader
    writer: Writer
    site: Site
    guest: Annotator | None
    cookie: str
    checks: Checks
    backups: Backups | None = None
    suggestions: SuggestionCache = field(default_factory=SuggestionCache)
    corpus: CorpusVersion = field(default_factory=CorpusVersion)
    arrivals: Arrivals = field(default_factory=Arrivals)
    sockets: Sockets = field(default_factory=Sockets)
    attempts: Attempts = field(default_factory=Attempts)
    hashing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))

    @property
    def has_accounts(self) -> bool:
        """Whether people sign in with a password, and their role decides what they see."""
        return self.site.address.has_accounts

    uploads: Uploads = field(default_factory=Uploads)

    def check_file(self) -> None:
        """Raise ProjectError if the project's files are gone, or not what this process wrote."""
        self.writer.check_files()

    async def record(self, annotator: Annotator, decisions: list[Decision]) -> Recorded:
        """Queue decisions; what became of them, once they are on disk. Raises ProjectError."""

        def job(connection: Any) -> Recorded:
            return Recorded(Ledger(connection).record(annotator.id, decisions), hash_in_use(connection))

        return cast(Recorded, await self.arrivals.of(self.writer.submit(job)))

    def change(self, operation: Operation[Result]) -> Result:
        """Change corpus or people; returns what the operation came to, once it is on disk.

        Raises LabelsError.
        """
        if isinstance(operation, PeopleOperation):
            return cast(Result, self.change_people(operation.apply))
        result = cast(Result, self.writer.run(operation.apply))
        self.corpus.advance()
        return result

    def change_people(self, job: Job) -> Any:
        """Do something about people on the writing connection, and end the pages of ended sessions."""
        result = self.writer.run(job)
        self.sockets.sweep(lambda token: self.store.session(token) is not None)
        return result

    def sign_in(self, name: str) -> SignedIn:
        """A session for the annotator of this name; a new name is added.

        Raises PersonNameError, or RefusedPersonError for somebody disabled.
        """

        def open_one(connection: Any) -> SignedIn:
            annotator = _enabled(connection, name)
            return SignedIn(open_session(connection, annotator), annotator)

        return cast(SignedIn, self.writer.run(open_one))

    def sign_out(self, token: str, annotator: str, *, everywhere: bool) -> None:
        """End the session of a cookie, or all sessions of its annotator."""
        if everywhere:
            self.writer.run(lambda connection: close_sessions(connection, annotator))
        else:
            self.writer.run(lambda connection: close_session(connection, token))

    def extend(self, token: str) -> Future[None]:
        """Let a session last from now on."""
        return self.writer.submit(lambda connection: extend_session(connection, token))


def _enabled(connection: Any, name: str) -> str:
    """The id of the annotator of this name, new or known, who may work."""
    annotator = annotator_id(connection, name)
    must_be_enabled(connection, annotator)
    return annotator


@contextmanager
def opened(
    path: Path, guest: str, address: Address | None = None, backups: Backups | None = None
) -> Iterator[ServedProject]:
    """Open a project for serving; the caller holds its lock. Raises ProjectError, or RefusedPersonError.

    guest: a name.  address: by default this machine only.
    """
    address = address or Address()
    writer = Writer(path)
    try:
        with ProjectReader(path) as store:
            person = None
            if not address.has_accounts:
                identifier = writer.run(lambda connection: _enabled(connection, guest))
                person = next(known for known in store.annotators() if known.id == identifier)
            if backups is not None:
                folder = backups.folder
                writer.run(lambda connection: remember_folder(connection, folder))
            cookie = f"claimdesk_{store.fact('id')[:8]}"
            # without --trusted-proxy everybody comes from the proxy's address
            is_hidden = address.public is not None and not address.proxies
            attempts = Attempts(MOST_PER_PROXY if is_hidden else MOST_PER_ADDRESS)
            checks, site = Checks(path), Site.of(address)
            project = ServedProject(store, writer, site, person, cookie, checks, backups, attempts=attempts)
            writer.on_resolved = project.arrivals.wake
            yield project
    finally:
        writer.close()  # finishes what waits to be written


class _Serving:
    """Which project the pages show; Streamlit runs them in its own threads and passes nothing to them."""

    project: ServedProject | None = None


@contextmanager
def serving(project: ServedProject) -> Iterator[None]:
    """Let the pages of this process show the project; one process serves one project."""
    _Serving.project = project
    try:
        yield
    finally:
        _Serving.project = None


def served_project() -> ServedProject:
    """The project that this process serves."""
    if _Serving.project is None:
        raise RuntimeError("No project is being served by this process.")
    return _Serving.project
