"""The server's end: operations from commands of the same user, done one at a time by the one writer."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from annotator.server.handover.messages import (
    Answer,
    answer_bytes,
    own_version,
    parsed_greeting,
    parsed_operation,
    receive,
    result_json,
    send,
)
from annotator.server.handover.place import is_own, listening, socket_path
from labels.errors import LabelsError
from labels.store.corpus.operations import Operation

LOG = logging.getLogger(__name__)
MOST_COMMANDS = 8  # at the same time

Change = Callable[[Operation[Any]], object]


@contextmanager
def taking_work(project: Path, identifier: str, change: Change) -> Iterator[None]:
    """Take work from commands while the block runs; an operation that is being done is finished at the end.

    identifier: the project's id.  change: does an operation, and returns what it came to once it is on disk.
    Where no socket can be made, the log says so, and commands are refused as long as the project is served.
    """
    with ExitStack() as stack:
        try:
            listener = stack.enter_context(listening(socket_path(project)))
        except OSError as error:
            LOG.warning("commands can't hand work to this server, since no socket can be made: %s", error)
        else:
            stack.enter_context(_Listener(listener, identifier, change).running())
        yield


class _Listener:
    """The thread that accepts connections, and one for each."""

    def __init__(self, listener: socket.socket, identifier: str, change: Change):
        self._listener, self._identifier, self._change = listener, identifier, change
        self._guard = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._ends = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Accept connections while the block runs."""
        thread = threading.Thread(target=self._accept, name="handover", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ends = True
            self._listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            with self._guard:
                left = dict(self._open)
            for peer in left:
                peer.shutdown(socket.SHUT_RD)  # the answer to what is being done still goes out
            for each in left.values():
                each.join()

    def _accept(self) -> None:
        while not self._ends:
            try:
                peer, _ = self._listener.accept()
            except OSError as error:
                if not self._ends:
                    LOG.warning("no more work is taken from commands: %s", error)
                return
            thread = threading.Thread(target=self._serve, args=(peer,), name="handed over", daemon=True)
            with self._guard:
                is_busy = len(self._open) >= MOST_COMMANDS
                if not is_busy:
                    self._open[peer] = thread
            if is_busy:
                _refuse(peer, f"{MOST_COMMANDS} commands work on this project already; try again later.")
            else:
                thread.start()

    def _serve(self, peer: socket.socket) -> None:
        try:
            if self._greets(peer):
                while (message := receive(peer)) is not None:
                    send(peer, answer_bytes(self._answer(message)))
        except OSError:
            pass  # the command is gone; what it was told is on disk
        finally:
            with self._guard:
                del self._open[peer]
                peer.close()

    def _greets(self, peer: socket.socket) -> bool:
        """Whether the other end is a command of this user and version, for this project."""
        message = receive(peer) if is_own(peer) else None
        if message is None:
            return False
        try:
            greeting = parsed_greeting(message)
        except LabelsError as error:
            answer = Answer("refused", str(error))
        else:
            answer = Answer("done")
            if greeting.version != own_version():
                answer = Answer(
                    "refused",
                    f"The server is Claimdesk {own_version()}, this command is {greeting.version}. "
                    "Stop the server and start it again with the new version.",
                )
            elif greeting.project != self._identifier:
                answer = Answer("refused", "The server serves another project; stop it and start it again.")
        send(peer, answer_bytes(answer))
        return answer.outcome == "done"

    def _answer(self, message: bytes) -> Answer:
        try:
            operation = parsed_operation(message)
            return Answer("done", result=result_json(operation, self._change(operation)))
        except LabelsError as error:
            return Answer("refused", str(error))
        except Exception:  # a bug must not end the thread without a word to the command
            LOG.exception("an operation that a command handed over failed")
            return Answer("failed", "The server failed at this, and changed nothing; its log says why.")


def _refuse(peer: socket.socket, words: str) -> None:
    with peer:
        try:
            send(peer, answer_bytes(Answer("refused", words)))
        except OSError:
            LOG.info("a command was gone before it was refused")
