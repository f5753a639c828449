"""The project that this process serves: one writer, readers, and how it is served."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from annotator.views.suggestions import SuggestionCache
from labels.decision import Decision, Outcome
from labels.store.accounts import annotator_id, open_session
from labels.store.ledger import Ledger
from labels.store.queries import Annotator, ProjectReader
from labels.store.writer import Writer


@dataclass(frozen=True, slots=True)
class ServedProject:
    """What the gate, the routes and the pages share.

    guest: name of the annotator that a browser without a session speaks for (one trusted machine).
    cookie: name of the session cookie; it contains the project's id, since cookies ignore ports.
    """

    store: ProjectReader
    writer: Writer
    guest: str
    cookie: str
    suggestions: SuggestionCache = field(default_factory=SuggestionCache)

    def record(self, annotator: Annotator, decisions: list[Decision]) -> Future[list[Outcome]]:
        """Queue decisions; the future holds their outcomes once they are on disk."""
        return self.writer.submit(lambda connection: Ledger(connection).record(annotator.id, decisions))

    def sign_in(self, name: str) -> str:
        """A session cookie for the annotator of this name, who is added if unknown."""
        return str(self.writer.run(lambda c: open_session(c, annotator_id(c, name))))


@contextmanager
def opened(path: Path, guest: str) -> Iterator[ServedProject]:
    """Open a project for serving; the caller holds its lock. Raises ProjectError."""
    writer = Writer(path)
    try:
        with ProjectReader(path) as store:
            yield ServedProject(store, writer, guest, f"claimdesk_{store.fact('id')[:8]}")
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
