"""A command's end: operations go to the writer of this process, or to the server that holds the project."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from annotator.server.handover.messages import (
    Answer,
    Greeting,
    greeting_bytes,
    operation_bytes,
    own_version,
    parsed_answer,
    parsed_result,
    receive,
    send,
)
from annotator.server.handover.place import is_own, reachable, socket_path
from labels.article import Article
from labels.errors import InUseError, LabelsError, ProjectError
from labels.store.corpus.adding import alignments
from labels.store.corpus.operations import Aligned, Operation
from labels.store.queries import ProjectReader
from labels.store.writer import Writer, writing

Result = TypeVar("Result")
# Sentences in one operation. Where people label, their decisions wait for it: about 20 ms.
ALONE, BESIDE_PEOPLE = 2_000, 100


class Changes(Protocol):
    """Where operations go.  portion: the sentences that one operation should bear."""

    portion: int

    def run(self, operation: Operation[Result]) -> Result:
        """Do an operation; returns what it came to, once that is on disk. Raises LabelsError."""

    def aligned(self, articles: Sequence[Article]) -> tuple[Aligned, ...]:
        """What can be found out here, so that nobody waits for it there: the proposed pairs of sentences.

        articles: each with the name of the event that it joins.
        """


def aligned_here(store: ProjectReader, articles: Sequence[Article]) -> tuple[Aligned, ...]:
    """The proposed pairs of articles with those of the events that they join, as an operation bears them."""
    pairs = alignments(store.connection, articles)
    return tuple(Aligned(article, other, tuple(each)) for (article, other), each in pairs.items())


@contextmanager
def changing(project: Path, purpose: str) -> Iterator[Changes]:
    """Change a project, also while it is served: then its server does the work.

    purpose: the command, named to others who find the project locked.
    Raises ProjectError; InUseError if a process holds the project that takes no work.
    """
    with ExitStack() as stack:
        changes: Changes
        try:
            changes = _Here(stack.enter_context(writing(project, purpose)))
        except InUseError as error:
            store = stack.enter_context(ProjectReader(project))
            changes = _There(stack.enter_context(closing(_connected(project, error))), store)
        yield changes


class _Here:
    """The writer of this process."""

    portion = ALONE

    def __init__(self, writer: Writer):
        self._writer = writer

    def run(self, operation: Operation[Result]) -> Result:
        """Do it on the writing connection."""
        return cast(Result, self._writer.run(operation.apply))

    def aligned(self, _: Sequence[Article]) -> tuple[Aligned, ...]:
        """Nothing: nobody waits for this writer."""
        return ()


class _There:
    """The server."""

    portion = BESIDE_PEOPLE

    def __init__(self, peer: socket.socket, store: ProjectReader):
        self._peer, self._store = peer, store
        self._exchange(greeting_bytes(Greeting(own_version(), store.fact("id"))))

    def run(self, operation: Operation[Result]) -> Result:
        """Send it, and wait for the answer."""
        answer = self._exchange(operation_bytes(operation))
        return cast(Result, parsed_result(operation, answer.result))

    def aligned(self, articles: Sequence[Article]) -> tuple[Aligned, ...]:
        """The pairs with what the events hold now; the server aligns what has come until then."""
        return aligned_here(self._store, articles)

    def _exchange(self, message: bytes) -> Answer:
        try:
            send(self._peer, message)
            received = receive(self._peer)
        except OSError:
            received = None
        if received is None:
            raise ProjectError(
                "The server ended before it answered. What it did is whole; run the command again for the "
                "rest."
            )
        answer = parsed_answer(received)
        if answer.outcome != "done":
            raise LabelsError(answer.words)
        return answer


def _connected(project: Path, in_use: InUseError) -> Any:
    """A connection to the server of this user; raises the refusal of the lock if there is none."""
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with reachable(socket_path(project)) as address:
            peer.connect(address)
    except PermissionError:
        peer.close()
        raise InUseError(
            f"{in_use} (Its server takes work from its own user only: run the command as that user.)"
        ) from None
    except OSError:
        peer.close()
        raise in_use from None
    if not is_own(peer):
        peer.close()
        raise in_use
    return peer
