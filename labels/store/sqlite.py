"""The one SQLite driver of the process: the one that sqlite-utils uses.

Two SQLite libraries in one process drop each other's file locks, so every module takes it from here.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["sqlite3"]
