"""The one SQLite driver of the process: the one that sqlite-utils uses.

Two SQLite libraries in one process drop each other's file locks, so every module takes it from here.
"""

from typing import TYPE_CHECKING

from labels.store.log.memory import Memory

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["Connection", "memory_of", "sqlite3"]


class Connection(sqlite3.Connection):
    """The writer's connection, with what it knows of the file.

    data_version: SQLite's, which changes when another connection writes to the file.
    checked: the rows that were compared with the log (labels/store/log/folds.py).
    """

    data_version = 0

    def __init__(self, *arguments: object, **options: object):
        """Take what ``sqlite3.connect`` gives."""
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.checked: set[tuple[str, str]] = set()
        self.memory = Memory()


def memory_of(connection: sqlite3.Connection) -> Memory:
    """What a connection remembers; nothing if it is not one of ours."""
    return connection.memory if isinstance(connection, Connection) else Memory()
