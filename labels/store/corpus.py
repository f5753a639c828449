"""Articles into a project, and annotators with their sessions: the writes that are no decisions."""

import hashlib
import secrets
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from labels.article import Article, Sentence
from labels.errors import ProjectError
from labels.store.frames import sentence_of
from labels.store.project import now
from labels.store.seals import CORPUS, seal
from labels.store.sqlite import sqlite3
from labels.text.similarity import align

LONGEST_NAME = 80
SESSION = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Added:
    """What an import changed: new articles, and those that the project held already."""

    articles: tuple[str, ...]
    known: tuple[str, ...]


def add_articles(connection: sqlite3.Connection, articles: Sequence[Article]) -> Added:
    """Keep new articles with their sentences and proposed alignments; known ones are left as they are.

    Runs inside the writer's transaction. Raises ProjectError if an article's id is taken by another text.
    """
    held = dict(connection.execute("select id, sha256 from article").fetchall())
    refuse_other_texts(articles, held)
    fresh = [article for article in articles if article.id not in held]
    db = Database(connection)
    events = _events(connection, fresh)
    db.table("article").insert_all(
        {
            "id": article.id,
            "event": events[article.event],
            "outlet": article.outlet,
            **article.metadata(),
            "text": article.text,
            "sha256": article.sha256,
            "source": article.source,
            "added_at": now(),
        }
        for article in fresh
    )
    db.table("sentence").insert_all(_row(sentence) for article in fresh for sentence in article.sentences)
    _align(connection, db, fresh, events)
    seal(connection, *CORPUS)
    known = tuple(article.id for article in articles if article.id in held)
    return Added(tuple(article.id for article in fresh), known)


def refuse_other_texts(articles: Sequence[Article], held: Mapping[str, str]) -> None:
    """Raises ProjectError if an article's id is taken by another text.

    held: id -> SHA-256 of the texts that a project holds.
    """
    for article in articles:
        if held.get(article.id, article.sha256) != article.sha256:
            raise ProjectError(
                f"{article.source}: the project holds another text as article '{article.id}'. Texts are "
                "frozen, since labels point into them; give the new text an id of its own."
            )


def _row(sentence: Sentence) -> dict[str, str | int]:
    return {
        "id": sentence.id,
        "article": sentence.article,
        "position": sentence.position,
        "paragraph": sentence.paragraph,
        "kind": sentence.kind,
        "start": sentence.span.start,
        "end": sentence.span.end,
    }


def _events(connection: sqlite3.Connection, articles: Sequence[Article]) -> dict[str, str]:
    """Ids of the articles' events by name; new ones are added in order."""
    events = dict(connection.execute("select name, id from event").fetchall())
    for name in dict.fromkeys(article.event for article in articles):
        if name not in events:
            digest = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()
            events[name] = f"e{digest[:12]}"
            connection.execute("insert into event select ?, ?, count(*) from event", (events[name], name))
    return events


def _align(
    connection: sqlite3.Connection, db: Database, fresh: Sequence[Article], events: dict[str, str]
) -> None:
    new = {article.id for article in fresh}
    for name in dict.fromkeys(article.event for article in fresh):
        bundle = event_articles(connection, events[name])
        pairs = [
            pair
            for i, a in enumerate(bundle)
            for b in bundle[i + 1 :]
            if a.id in new or b.id in new
            for pair in align(a, b)
        ]
        db.table("alignment").insert_all(({"a": p.a, "b": p.b, "score": p.score} for p in pairs), ignore=True)


def event_articles(connection: sqlite3.Connection, event: str) -> list[Article]:
    """An event's articles with their sentences, by outlet, then id."""
    articles = []
    for row in connection.execute(
        "select id, event, outlet, text, sha256, title, byline, published, url, language, licence, source "
        "from article where event = ? order by outlet, id",
        (event,),
    ).fetchall():
        sentences = connection.execute(
            "select * from sentence where article = ? order by position", (row[0],)
        )
        identifier, place, outlet, text, sha256, title, byline, published, url, language, licence, source = (
            row
        )
        articles.append(
            Article(
                id=identifier,
                event=place,
                outlet=outlet,
                text=text,
                sha256=sha256,
                sentences=tuple(map(sentence_of, sentences)),
                title=title,
                byline=byline,
                published=published,
                url=url,
                language=language,
                licence=licence,
                source=source,
            )
        )
    return articles


def annotator_id(connection: sqlite3.Connection, name: str) -> str:
    """The id of the annotator of this name, who is added if the project does not know them."""
    name = annotator_name(name)
    row = connection.execute("select id from annotator where name = ?", (name,)).fetchone()
    if row is not None:
        return str(row[0])
    identifier = f"a{uuid.uuid4().hex[:10]}"
    connection.execute("insert into annotator values (?, ?, ?)", (identifier, name, now()))
    seal(connection, "annotator")
    return identifier


def annotator_name(name: str) -> str:
    """A name as it is kept, however it is spaced or composed; ProjectError if nobody could read it."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ProjectError(f"A name has 1 to {LONGEST_NAME} printable characters.")
    return name


def open_session(connection: sqlite3.Connection, annotator: str) -> str:
    """A new cookie for an annotator; only its SHA-256 is kept."""
    token = secrets.token_urlsafe(32)
    expires = (datetime.now(UTC) + SESSION).isoformat(timespec="microseconds")
    connection.execute(
        "insert into session values (?, ?, ?, ?, null)", (token_hash(token), annotator, now(), expires)
    )
    return token


def close_session(connection: sqlite3.Connection, token: str) -> None:
    """Revoke a cookie at once."""
    connection.execute("update session set revoked_at = ? where token_hash = ?", (now(), token_hash(token)))


def token_hash(token: str) -> str:
    """What is kept of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()
