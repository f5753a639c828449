"""The files of a project while this process writes it: removed, replaced, linked or cut ones are noticed.

A commit into a file that another program removed or cut returns without an error, and what it held is lost.
So the writer looks at the project, its write-ahead log and its shared memory before each commit: a few
microseconds. What is ours never shrinks: the writer neither vacuums nor cuts its log while it is open.
"""

from dataclasses import dataclass
from pathlib import Path

from labels.errors import ProjectError

PARTS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class _State:
    """What a file was when the writer last saw it."""

    device: int
    inode: int
    size: int


class FileWatch:
    """Remembers the files of one project; one thread commits, any thread may check."""

    def __init__(self, path: Path):
        """path: of the project, which is open."""
        self._paths = {part: path.with_name(path.name + part) for part in PARTS}
        self._states: dict[str, _State] = {}
        self._fault = ""
        self.remember()

    def remember(self) -> None:
        """Take what the files are now as ours: call it after a commit."""
        for part, path in self._paths.items():
            try:
                status = path.stat()
            except OSError:
                continue  # the log and the shared memory appear with the first commit
            self._states[part] = _State(status.st_dev, status.st_ino, status.st_size)

    def check(self) -> None:
        """Raise ProjectError at the first sign of another hand, and from then on for ever."""
        if fault := self.fault():
            raise ProjectError(
                f"{fault} while the server runs, so nothing more is saved; stop the server and check "
                "the files with 'annotator verify'"
            )

    def fault(self) -> str:
        """The first sign of another hand, from then on for ever; "" before."""
        self._fault = self._fault or next(filter(None, map(self._fault_of, tuple(self._states))), "")
        return self._fault

    def _fault_of(self, part: str) -> str:
        path, known = self._paths[part], self._states[part]
        try:
            status = path.stat()
        except OSError:
            return f"{path.name} was removed or replaced"
        if (status.st_dev, status.st_ino) != (known.device, known.inode):
            return f"{path.name} was removed or replaced"
        if status.st_size < known.size:
            return f"{path.name} was cut short by another program"
        if status.st_nlink > 1:
            return f"{path.name} got a second name (a hard link)"
        return ""
