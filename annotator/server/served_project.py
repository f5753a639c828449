"""The open project of this process: one writer, readers, and how it is served."""

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from labels.decision import Decision, Outcome
from labels.store.corpus import annotator_id, open_session
from labels.store.ledger import Ledger
from labels.store.queries import Annotator, Store
from labels.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes and the pages share.

    guest: name of the annotator that a browser without a session speaks for (one trusted machine).
    """

    store: Store
    writer: Writer
    guest: str

    @classmethod
    def opened(cls, path: Path, guest: str) -> Self:
        """Open a project for serving; hold its lock meanwhile. Raises ProjectError."""
        writer = Writer(path)
        return cls(Store(path), writer, guest)

    def close(self) -> None:
        """Finish what waits to be written, then close."""
        self.writer.close()
        self.store.close()

    @property
    def cookie(self) -> str:
        """Name of the session cookie; of the project, since cookies do not know ports."""
        return f"claimdesk_{self.store.fact('id')[:8]}"

    def record(self, annotator: Annotator, decisions: list[Decision]) -> Future[list[Outcome]]:
        """Queue decisions; the future holds their outcomes once they are on disk."""
        return self.writer.submit(lambda connection: Ledger(connection).record(annotator.id, decisions))

    def sign_in(self, name: str) -> str:
        """A session cookie for the annotator of this name, who is added if unknown."""
        return str(self.writer.run(lambda c: open_session(c, annotator_id(c, name))))


_desk: Desk | None = None


def put(desk: Desk | None) -> None:
    """Make the desk known to the pages; Streamlit runs them in threads of its own."""
    global _desk  # noqa: PLW0603 - one process serves one project
    _desk = desk


def desk() -> Desk:
    """The desk of this process."""
    if _desk is None:
        raise RuntimeError("No project is being served by this process.")
    return _desk
