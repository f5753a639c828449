"""The socket beside a project on which its server takes work: where it is, and who is at its other end."""

import hashlib
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST_NAME = 80  # bytes of a file name that fit into an address, behind a short way to its folder
MOST_PATH = 100  # bytes of a path that every system takes for an address


def socket_path(project: Path) -> Path:
    """The socket's file: ``news.db.socket`` beside ``news.db``; a hash stands for a long name."""
    beside = project.resolve()
    name = f"{beside.name}.socket"
    if len(os.fsencode(name)) > MOST_NAME:
        name = f"{hashlib.sha256(os.fsencode(beside.name)).hexdigest()[:16]}.socket"
    return beside.with_name(name)


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """An address of the socket that is short enough: a path has no more than some 100 bytes in one."""
    if len(os.fsencode(path)) <= MOST_PATH or not sys.platform.startswith("linux"):
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """A socket that only this user can connect to; its file is gone at the end. Hold the project's lock.

    Raises OSError where a socket can't be made, such as on some network drives.
    """
    path.unlink(missing_ok=True)  # of a server that was killed
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener, suppress(FileNotFoundError):
        os.fchmod(listener.fileno(), 0o600)  # the mode that binding gives the file on Linux
        with reachable(path) as address:
            listener.bind(address)
        try:
            path.chmod(0o600)
            listener.listen()
            yield listener
        finally:
            path.unlink()


def is_own(peer: socket.socket) -> bool:
    """Whether the process at the other end belongs to this user; True where the system can't tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", credentials)
    return bool(user == os.geteuid())
