"""Search: sentences by their words, articles by what is known about them, and one person's own labels.

The index of words is made from the sentences, which never change, so a decision costs nothing here; whatever
can be corrected or decided is looked up in its own table.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from labels.article import METADATA
from labels.errors import SearchError
from labels.store.codebooks import codebook_in_use
from labels.store.log.entries import NAME, loaded
from labels.store.sqlite import sqlite3

Place = Literal["text", "article", "label"]
MOST = 100  # hits of one search
MAX_WORDS, MAX_LENGTH = 20, 500
MARKS = ("unsure", "note")
# Written without spaces, so each character is a word of the index.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PART = re.compile(r'"([^"]*)"|(\S+)')
_FILL = "insert into sentence_words (rowid, words) values (?, ?)"
_EVERY = """
select s.number, substr(a.text, s."start" + 1, s."end" - s."start") from article a
join sentence s on s.article = a.id
"""
_HIT = """
select e.id, e.name, a.id, a.outlet, s.id, substr(a.text, s."start" + 1, s."end" - s."start")
"""
IN_TEXT = f"""
{_HIT} from sentence_words w join sentence s on s.number = w.rowid join article a on a.id = s.article
join event e on e.id = a.event where sentence_words match ? and a.withdrawn = '' order by w.rowid limit ?
"""
KNOWN = f"""
select a.id, a.outlet, a.source, e.name, {", ".join(f"a.{name}" for name in METADATA)}
from article a join event e on e.id = a.event where a.withdrawn = '' order by e.position, a.outlet, a.id
"""  # noqa: S608 - names of fields
OF_ARTICLE = f"""
{_HIT} from article a join event e on e.id = a.event join sentence s on s.article = a.id
where a.id = ? order by s.position limit 1
"""
VALUES = """
select distinct c.value from current c where c.layer = (select number from term where text = ?)
and c.annotator = ? and typeof(c.value) = 'text'
"""
LABELED = f"""
{_HIT} from current c join sentence s on s.number = c.sentence join article a on a.number = c.article
join event e on e.id = a.event
where c.layer = (select number from term where text = ?) and c.annotator = ? and c.value = ?
and a.withdrawn = '' order by e.position, a.outlet, a.id, s.position limit ?
"""  # noqa: S608 - constants
SOURCES = f"""
select t.text, c.value from current c join term t on t.number = c.item
where c.annotator = ? and c.sentence = 0 and c.layer = {NAME} and c.value is not null
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that was found.

    place: where the words are: in its text, in what is known about its article, or in a label of one's own.
    about: of an article, the value with the words; of a label, its layer and value.
    """

    event: str
    event_name: str
    article: str
    outlet: str
    sentence: str
    text: str
    place: Place
    about: str = ""


def create_index(connection: sqlite3.Connection) -> None:
    """The index of schema 6, filled with the sentences that the project holds."""
    connection.execute(
        "create virtual table sentence_words using fts5("
        "words, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    _fill(connection, connection.execute(_EVERY))


def rebuild_index(connection: sqlite3.Connection) -> int:
    """Make the index anew from the sentences; returns their number. Runs inside the writer's transaction."""
    connection.execute("insert into sentence_words (sentence_words) values ('delete-all')")
    _fill(connection, connection.execute(_EVERY))
    return int(connection.execute("select count(*) from sentence").fetchone()[0])


def index_article(connection: sqlite3.Connection, article: str) -> None:
    """Add the sentences of an article that was just written."""
    _fill(connection, connection.execute(f"{_EVERY} where a.id = ?", (article,)))


def _fill(connection: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    connection.executemany(_FILL, ((number, _spaced(text)) for number, text in rows))


def search(connection: sqlite3.Connection, words: str, *, annotator: str = "", most: int = MOST) -> list[Hit]:
    """Sentences that hold every word; then articles whose metadata do; then labels of one's own.

    words: in any order and case; "in quotation marks" next to each other; ``flood*`` for every beginning.
    annotator: the id of the person whose labels are searched, "" for nobody's.
    most: hits of each kind.
    Raises SearchError if there is no word in it.
    """
    wanted = _parts(words)
    person = connection.execute("select number from annotator where id = ?", (annotator,)).fetchone()
    hits = [_hit(row, "text") for row in connection.execute(IN_TEXT, (_query(wanted), most))]
    hits += _in_articles(connection, wanted, most)
    if person is not None:
        hits += _in_labels(connection, wanted, int(person[0]), most)
    return hits


def _hit(row: tuple[str, str, str, str, str, str], place: Place, about: str = "") -> Hit:
    return Hit(*row, place, about)


def _parts(words: str) -> list[str]:
    """The words and phrases of a search; a word that any ending may follow keeps its ``*``."""
    if len(words) > MAX_LENGTH:
        raise SearchError(f"At most {MAX_LENGTH} characters are searched for.")
    words = _CONTROL.sub(" ", words)  # FTS5 ends a query at a NUL
    parts = [phrase or word.strip('"') for phrase, word in _PART.findall(words)]
    parts = [part for part in parts if re.search(r"\w", part)]
    if not parts:
        raise SearchError("Name at least one word to search for.")
    return parts[:MAX_WORDS]


def _query(parts: Sequence[str]) -> str:
    """The parts in FTS5's language: each a quoted phrase, so that no word is an operator."""
    phrases = []
    for part in parts:
        beginning = "*" if part.endswith("*") else ""
        phrases.append('"' + _spaced(part.rstrip("*")).replace('"', " ") + '"' + beginning)
    return " ".join(phrases)


def _spaced(text: str) -> str:
    return _UNSPACED.sub(lambda character: f" {character[0]} ", text)


def _in_articles(connection: sqlite3.Connection, parts: Sequence[str], most: int) -> Iterator[Hit]:
    for article, *known in connection.execute(KNOWN).fetchall():
        if most and _holds(" ".join(known), parts):
            most -= 1
            first = next((value for value in known if _holds(value, parts[:1])), "")
            for row in connection.execute(OF_ARTICLE, (article,)):
                yield _hit(row, "article", first)


def _in_labels(connection: sqlite3.Connection, parts: Sequence[str], person: int, most: int) -> list[Hit]:
    """Labels whose value, the value's title, or the source's name holds the words."""
    codebook = codebook_in_use(connection)
    sources: Mapping[str, str] = {
        source: loaded(value)["name"]  # type: ignore[index] # the ledger let nothing else in
        for source, value in connection.execute(SOURCES, (person,))
    }
    hits: list[Hit] = []
    for layer in (*MARKS, *(each.id for each in codebook.layers)):
        for (value,) in connection.execute(VALUES, (layer, person)).fetchall():
            shown = sources.get(value, value)
            if _holds(f"{layer} {shown}", parts) and _holds(shown, parts[:1]):
                rows = connection.execute(LABELED, (layer, person, value, most - len(hits)))
                hits += [_hit(row, "label", f"{layer}: {shown}") for row in rows]
    return hits


def _holds(text: str, parts: Sequence[str]) -> bool:
    """Whether a text holds every part at the beginning of a word, whatever its case and accents."""
    folded = searchable(text)
    for part in parts:
        end = "" if part.endswith("*") else r"(?!\w)"
        phrase = re.escape(searchable(part.rstrip("*")))
        begins = "" if _UNSPACED.match(part) else r"(?<!\w)"
        if not re.search(begins + phrase + ("" if _UNSPACED.match(part[-1:]) else end), folded):
            return False
    return True


def searchable(text: str) -> str:
    """A text without case and accents, which searches pass over."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))
