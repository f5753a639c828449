"""What goes over the socket: each message its length in four bytes, then JSON.

A command greets with its version and the project's id, the server with a word. Then each operation of the
command gets an answer: what it came to, or why it was refused, in words.
"""

import socket
import struct
import typing
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from labels.errors import ProjectError
from labels.store.corpus.operations import OPERATIONS, Operation
from labels.store.people.operations import PEOPLE_OPERATIONS
from labels.store.schema import VERSION

MOST = 64 * 2**20  # bytes of one message; the largest article with its sentences takes less than one million
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first message of a command.  version: of Claimdesk and the schema.  project: the project's id."""

    version: str
    project: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an operation.  words: why it was refused or failed.  result: JSON of its result."""

    outcome: Literal["done", "refused", "failed"]
    words: str = ""
    result: str = "null"


@cache
def own_version() -> str:
    """The version of Claimdesk and of the schema, which both ends must share."""
    try:
        release = version("claimdesk")
    except PackageNotFoundError:
        release = "unknown"
    return f"{release}, schema {VERSION}"


def send(peer: socket.socket, message: bytes) -> None:
    """Send a message; raises OSError if the other end is gone."""
    peer.sendall(_LENGTH.pack(len(message)) + message)


def receive(peer: socket.socket) -> bytes | None:
    """The next message; None if the other end is gone, or sends what is none."""
    head = _exactly(peer, _LENGTH.size)
    length = _LENGTH.unpack(head)[0] if head else MOST + 1
    return _exactly(peer, length) if length <= MOST else None


def _exactly(peer: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = peer.recv(min(length - len(parts), 2**20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def greeting_bytes(greeting: Greeting) -> bytes:
    """A greeting as a message."""
    return _adapter(Greeting).dump_json(greeting)


def parsed_greeting(message: bytes) -> Greeting:
    """A greeting from a message; raises ProjectError."""
    greeting: Greeting = _parsed(Greeting, message)
    return greeting


def answer_bytes(answer: Answer) -> bytes:
    """An answer as a message."""
    return _adapter(Answer).dump_json(answer)


def parsed_answer(message: bytes) -> Answer:
    """An answer from a message; raises ProjectError."""
    answer: Answer = _parsed(Answer, message)
    return answer


def operation_bytes(operation: Operation[object]) -> bytes:
    """An operation as a message: its name, a line end, its fields."""
    kind = type(operation)
    return kind.__name__.encode() + b"\n" + _adapter(kind).dump_json(operation)


def parsed_operation(message: bytes) -> Operation[Any]:
    """An operation from a message; raises ProjectError if there is none of its name, or a field is wrong."""
    name, _, fields = message.partition(b"\n")
    kind = {**OPERATIONS, **PEOPLE_OPERATIONS}.get(name.decode("ascii", "replace"))
    if kind is None:
        raise ProjectError(
            f"The server does not know the operation '{name[:40].decode('ascii', 'replace')}'."
        )
    operation: Operation[Any] = _parsed(kind, fields)
    return operation


def result_json(operation: Operation[Any], result: object) -> str:
    """What an operation returned, as JSON."""
    return _results(type(operation)).dump_json(result).decode()


def parsed_result(operation: Operation[Any], result: str) -> Any:
    """What an operation returned, as the type that it returns."""
    try:
        return _results(type(operation)).validate_json(result, strict=True)
    except ValidationError as error:
        raise ProjectError(_words("The answer of the server", error)) from None


@cache
def _results(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(typing.get_type_hints(kind.apply)["return"])


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _parsed(kind: Any, message: bytes) -> Any:
    try:
        return _adapter(kind).validate_json(message, strict=True)
    except ValidationError as error:
        raise ProjectError(_words(f"The message '{kind.__name__}'", error)) from None


def _words(what: str, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{what} can't be read: {place}: {first['msg']}."
