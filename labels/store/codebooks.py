"""The codebook versions of a project, parsed once."""

from labels.codebook.codebook import Codebook
from labels.errors import DecisionRefusedError, nearest
from labels.store.sqlite import sqlite3

_codebooks: dict[str, Codebook] = {}  # content-addressed, so an entry can't go stale


def codebook_of(connection: sqlite3.Connection, content_hash: str) -> Codebook:
    """A codebook version that the project holds; refuses a hash it does not know."""
    if content_hash not in _codebooks:
        row = connection.execute("select toml from codebook where hash = ?", (content_hash,)).fetchone()
        if row is None:
            known = [row[0] for row in connection.execute("select hash from codebook")]
            raise DecisionRefusedError(
                f"This project has no codebook version '{content_hash}'.{nearest(content_hash, known)} "
                "Reload the page to get the one in use."
            )
        _codebooks[content_hash] = Codebook.stored(row[0], f"codebook {content_hash[:12]}")
    return _codebooks[content_hash]


def hash_in_use(connection: sqlite3.Connection) -> str:
    """The content hash of the codebook version that the project uses now."""
    return str(connection.execute("select value from project where key = 'codebook'").fetchone()[0])


def codebook_in_use(connection: sqlite3.Connection) -> Codebook:
    """The codebook version that the project uses now."""
    return codebook_of(connection, hash_in_use(connection))
