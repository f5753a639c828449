"""Reading a project: one connection a thread, none of which can write."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from labels.article import Article, KnownText
from labels.claim import SentenceLabels
from labels.codebook.codebook import Codebook
from labels.decision import Origin, TargetKind
from labels.errors import LabelsError, ProjectError
from labels.store.codebooks import codebook_in_use, codebook_of
from labels.store.corpus.articles import event_articles
from labels.store.log.entries import UNSURE, Value, loaded
from labels.store.project import SHARE, connect_reader, connect_unchecked, damaged
from labels.store.sentence_labels import TracedLabels, labels_of_article, labels_of_everybody
from labels.store.sessions import Session, live_session
from labels.store.sqlite import sqlite3
from labels.store.verification import verify

MOST_FAULTS = 5  # that a refusal names
LAST_DECISION = """
select coalesce(max(seq), 0) from log
where uuid is not null and annotator = (select number from annotator where id = ?)
"""
PROGRESS = """
select a.event, sum(p.done), sum(p.unsure) from progress p cross join article a on a.number = p.article
where p.annotator = (select number from annotator where id = ?) and a.withdrawn = '' group by a.event
"""
LABEL_ROWS = """
select c.sentence, c.item, s.id, t.text, y.text, c.value, c.revision, c.seq, o.text, b.hash
from current c join log l on l.seq = c.seq join term y on y.number = c.layer
join term o on o.number = l.origin join codebook b on b.number = l.codebook
left join sentence s on s.number = c.sentence left join term t on c.sentence = 0 and t.number = c.item
where c.article = (select number from article where id = ?)
and c.annotator = (select number from annotator where id = ?)
"""
UNSURE_SENTENCES = f"""
select e.id, e.name, s.id, substr(a.text, s."start" + 1, s."end" - s."start"),
  group_concat(nullif(c.value, ''), '; ')
from current c indexed by current_unsure join sentence s on s.number = c.sentence
join article a on a.number = c.article join event e on e.id = a.event
where c.annotator = (select number from annotator where id = ?) and c.layer = {UNSURE} and c.value is not null
and a.withdrawn = ''
group by e.position, a.outlet, a.id, s.position order by e.position, a.outlet, a.id, s.position limit ?
"""  # noqa: S608 - a constant
# ``extent`` counts the sentences of articles that are not withdrawn: an event without any is not shown.
SHOWN = "exists (select 1 from extent x where x.event = event.id)"
EVENTS = f"select id, name from event where {SHOWN} order by position"  # noqa: S608 - constants
EVENT_PLACE = f"""
select e.id, e.name, (select count(*) from event where position <= e.position and {SHOWN}),
  (select count(*) from event where {SHOWN}),
  (select id from event where position < e.position and {SHOWN} order by position desc limit 1),
  (select id from event where position > e.position and {SHOWN} order by position limit 1),
  (select count(*) || '-' || max(entry) from article where event = e.id and withdrawn = '')
from event e where e.id = ? and exists (select 1 from extent x where x.event = e.id)
"""  # noqa: S608 - constants
OUTLETS = "select event, outlet from article where withdrawn = '' order by outlet, id"
ALIGNMENT = """
select p.a, p.b, p.score from alignment p join sentence s on s.id = p.a join article a on a.id = s.article
join sentence t on t.id = p.b join article b on b.id = t.article
where a.event = ? and a.withdrawn = '' and b.withdrawn = '' and b.event = a.event order by p.a, p.b
"""
LABELERS = """
select p.id from progress g cross join annotator p on p.number = g.annotator
where g.article = (select number from article where id = ?) and g.labels > 0 order by p.id
"""


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event's id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class EventPlace:
    """The position of an event among all: number from 1; previous and next: ids, None at the ends.

    state: a word that changes when an article of it comes, goes or is corrected.
    """

    id: str
    name: str
    number: int
    total: int
    previous: str | None
    next: str | None
    state: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list: what it holds, and how far one annotator is.

    sentences: those to label.  done, unsure: sentences so marked.
    """

    id: str
    name: str
    outlets: tuple[str, ...]
    sentences: int
    done: int
    unsure: int


@dataclass(frozen=True, slots=True)
class UnsureSentence:
    """A sentence that one annotator marked unsure; reason: theirs, "" where none was given."""

    event: str
    name: str
    sentence: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label as the workspace needs it; a cleared one too, since its revision counts."""

    target_kind: TargetKind
    target: str
    sentence: str
    article: str
    layer: str
    value: object
    revision: int
    seq: int
    origin: Origin
    codebook: str


@dataclass(frozen=True, slots=True)
class Annotator:
    """A person who labels; exports hold only the id."""

    id: str
    name: str


def _label_row(
    article: str,
    number: int,
    item: int,
    sentence: str | None,
    source: str | None,
    layer: str,
    value: Value,
    revision: int,
    seq: int,
    origin: Origin,
    codebook: str,
) -> LabelRow:
    kind: TargetKind = "source"
    target = source or ""
    if number != 0:
        kind, target = ("claim", f"{sentence}.{item}") if item else ("sentence", str(sentence))
    return LabelRow(
        kind, target, sentence or "", article, layer, loaded(value), revision, seq, origin, codebook
    )


def label_rows(connection: sqlite3.Connection, article: str, annotator: str) -> list[LabelRow]:
    """An annotator's labels in an article, cleared ones too."""
    rows = connection.execute(LABEL_ROWS, (article, annotator))
    return sorted((_label_row(article, *row) for row in rows), key=attrgetter("target", "layer"))


class ProjectReader:
    """A project, read. Safe to share between threads: each gets a connection of its own."""

    def __init__(self, path: Path):
        """Raises ProjectError if the file can't be opened as a project."""
        self.path = path
        self._local = threading.local()
        self._open: dict[threading.Thread, sqlite3.Connection] = {}
        self._guard = threading.Lock()
        self.connection  # noqa: B018 - refuse a wrong file now, not at the first query

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Close it. An unexpected error is a ProjectError if the project is damaged, else a bug.

        Raises ProjectError, which names the first faults.
        """
        self.close()
        if isinstance(error, Exception) and not isinstance(error, LabelsError | OSError):
            with closing(connect_unchecked(self.path)) as connection:
                faults = verify(connection).faults
            if faults:
                raise ProjectError(damaged(self.path, "; ".join(faults[:MOST_FAULTS]))) from error

    def close(self) -> None:
        """Close every thread's connection."""
        with self._guard:
            for connection in self._open.values():
                connection.close()
            self._open.clear()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; it can't write."""
        if not hasattr(self._local, "connection"):
            self._local.connection = connect_reader(self.path)
            with self._guard:
                # Streamlit runs each page in a new thread, and nobody else closes what a thread leaves
                for ended in [thread for thread in self._open if not thread.is_alive()]:
                    self._open.pop(ended).close()
                self._open[threading.current_thread()] = self._local.connection
        connection: sqlite3.Connection = self._local.connection
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Whatever this thread reads inside is of one moment."""
        self.connection.execute("begin")
        try:
            yield
        finally:
            self.connection.execute("rollback")

    def fact(self, key: str) -> str:
        """A fact about the project: ``id``, ``created_at`` or ``codebook``."""
        return str(self.connection.execute("select value from project where key = ?", (key,)).fetchone()[0])

    def suggestion_share(self) -> float:
        """The share of sentences that may get suggestions, 0 to 1; all, unless somebody has changed it."""
        row = self.connection.execute("select value from project where key = ?", (SHARE,)).fetchone()
        return 1.0 if row is None else float(row[0])

    def codebook(self) -> Codebook:
        """The codebook version in use."""
        return codebook_in_use(self.connection)

    def codebook_version(self, content_hash: str) -> Codebook:
        """A codebook version that is or was in use."""
        return codebook_of(self.connection, content_hash)

    def head(self) -> int:
        """The seq of the last entry of the log."""
        return int(self.connection.execute("select coalesce(max(seq), 0) from log").fetchone()[0])

    def last_decision(self, annotator: str) -> int:
        """The seq of the annotator's last decision, 0 before the first."""
        return int(self.connection.execute(LAST_DECISION, (annotator,)).fetchone()[0])

    def annotators(self) -> list[Annotator]:
        """Everybody who was ever named, by name."""
        return [
            Annotator(*row) for row in self.connection.execute("select id, name from annotator order by name")
        ]

    def session(self, token: str) -> Session | None:
        """The session of a cookie; None if it is unknown, signed out or expired."""
        return live_session(self.connection, token)

    def events(self, annotator: str, kinds: tuple[str, ...]) -> list[EventRow]:
        """Every event in order, with the annotator's progress over sentences of the given kinds."""
        totals: dict[str, int] = defaultdict(int)
        for event, kind, sentences in self.connection.execute("select event, kind, sentences from extent"):
            totals[event] += sentences if kind in kinds else 0
        progress = {
            event: (done, unsure) for event, done, unsure in self.connection.execute(PROGRESS, (annotator,))
        }
        outlets: dict[str, list[str]] = {}
        for event, outlet in self.connection.execute(OUTLETS):
            outlets.setdefault(event, []).append(outlet)
        return [
            EventRow(
                identifier,
                name,
                tuple(outlets.get(identifier, ())),
                totals.get(identifier, 0),
                *progress.get(identifier, (0, 0)),
            )
            for identifier, name in self.connection.execute(EVENTS)
        ]

    def event_place(self, event: str) -> EventPlace | None:
        """An event in the order of all, without counting what any holds; None if there is no such event."""
        row = self.connection.execute(
            EVENT_PLACE,
            (event,),
        ).fetchone()
        return None if row is None else EventPlace(*row)

    def articles(self, event: str) -> list[Article]:
        """An event's articles with their sentences, by outlet."""
        return event_articles(self.connection, event)

    def held(self) -> dict[str, KnownText]:
        """What the project holds under each article's id."""
        rows = self.connection.execute("select id, outlet, sha256 from article order by id").fetchall()
        return {name: KnownText(outlet, sha256) for name, outlet, sha256 in rows}

    def alignment(self, event: str) -> list[tuple[str, str, float]]:
        """Proposed pairs of sentence ids of the event, with a score from 0 to 1."""
        return self.connection.execute(
            ALIGNMENT,
            (event,),
        ).fetchall()

    def label_rows(self, article: str, annotator: str) -> list[LabelRow]:
        """An annotator's labels in an article, cleared ones too."""
        return label_rows(self.connection, article, annotator)

    def article_labels(self, article: Article) -> dict[str, dict[str, TracedLabels]]:
        """Everybody's labels in an article, by annotator and id of the sentences they labeled, in one pass.

        Claims elsewhere are left out.
        """
        return labels_of_everybody(self.connection, article)

    def labels_by_sentence(self, article: str, annotator: str) -> list[SentenceLabels]:
        """An annotator's labels of each sentence of an article, in reading order."""
        return labels_of_article(self.connection, annotator, article)

    def unsure(self, annotator: str, most: int = 500) -> list[UnsureSentence]:
        """Sentences that the annotator marked unsure, in the order of events and reading; at most so many."""
        rows = self.connection.execute(UNSURE_SENTENCES, (annotator, most))
        return [
            UnsureSentence(event, name, sentence, words, reason or "")
            for event, name, sentence, words, reason in rows
        ]

    def labelers(self, article: str) -> list[str]:
        """Ids of those who labeled anything in an article."""
        rows = self.connection.execute(
            LABELERS,
            (article,),
        )
        return [row[0] for row in rows]

    def event_ids(self) -> list[NamedEvent]:
        """Every event that holds an article, in order."""
        return [NamedEvent(*row) for row in self.connection.execute(EVENTS)]

    def codebook_source(self) -> str:
        """The text of the codebook in use, as its file had it."""
        row = self.connection.execute(
            "select toml from codebook where hash = ?", (self.fact("codebook"),)
        ).fetchone()
        return str(row[0])
