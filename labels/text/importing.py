"""Reading files into articles: whole or not at all, with a note on everything that was changed.

The text of an article is frozen here: line ends are LF, a byte-order mark is gone, nothing else is changed;
no Unicode normalization, no repair of quotation marks or spaces. Offsets and the SHA-256 refer to this text.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labels.article import Article, Event, KnownText
from labels.text.decoding import decode, decoded_lines
from labels.text.duplicates import Sketches
from labels.text.formats.feeds import feed_articles
from labels.text.formats.parquet import parquet_rows
from labels.text.formats.press import export_articles, is_export
from labels.text.formats.records import RecordOptions, Records
from labels.text.incoming import DESCRIPTION, IncomingArticle, InputFile
from labels.text.preparing import Page, Prepared, Task, prepared
from labels.text.sentences import identified
from labels.text.sources import FEEDS, PAGES, RECORDS, contents

_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the articles in order, notes on what was changed or left out, and open questions.

    outlets_missing: where articles come from whose outlet nothing names; they have their file's name for it.
    """

    articles: tuple[Article, ...]
    notes: tuple[str, ...]
    outlets_missing: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The articles by event, in the order in which the events came; an event's id is its name."""
        grouped: dict[str, list[Article]] = {}
        for article in self.articles:
            grouped.setdefault(article.event, []).append(article)
        return tuple(Event(name, name, tuple(articles)) for name, articles in grouped.items())


@dataclass(slots=True)
class ReadingNotes:
    """What a stream of articles has to report, complete once the stream has ended."""

    notes: list[str] = field(default_factory=list)
    outlets_missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the user says about the files of a call.

    given: event, outlet and metadata (`DESCRIPTION`) for every article, over what the files say. Without
    them:
        columns, then the page's metadata, then the layout ``<event>/<outlet>.txt``.
    encoding: a codec's name for all files; otherwise UTF-8 or what a byte-order mark says.
    records: for JSON, CSV and the like.
    accept_loss: read a page even if more than a third of its text would be left out.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    records: RecordOptions = field(default_factory=RecordOptions)
    accept_loss: bool = False


def read(
    paths: Sequence[Path],
    options: ReadingOptions | None = None,
    *,
    known: Mapping[str, KnownText] | None = None,
    on_progress: Callable[[int], object] | None = None,
) -> Reading:
    """The articles of files, folders and archives; see `stream`.

    on_progress: called with the number of articles read so far.
    Raises FileRefusedError at the first file that can't be read whole, and then nothing is read.
    """
    report = ReadingNotes()
    articles: list[Article] = []
    for article in stream(paths, report, options, known=known):
        articles.append(article)
        if on_progress is not None:
            on_progress(len(articles))
    return Reading(tuple(articles), tuple(report.notes), tuple(report.outlets_missing))


def stream(
    paths: Sequence[Path],
    report: ReadingNotes,
    options: ReadingOptions | None = None,
    *,
    known: Mapping[str, KnownText] | None = None,
) -> Iterator[Article]:
    """The articles of files, folders and archives, one at a time; memory does not grow with their number.

    report: gets the notes; those on near-duplicates come when the last article is read.
    known: what a project has, by article id, so that its texts keep their ids and the same text of another
        outlet gets its own.
    Raises FileRefusedError at the first file that can't be read whole.
    """
    collection = _Collection(known or {})
    for each in prepared(_tasks(paths, options or ReadingOptions(), report.notes)):
        report.notes.extend(each.notes)
        article = collection.add(each, report.notes)
        if article is not None:
            if not each.named:
                report.outlets_missing.append(article.source)
            yield article
    report.notes.extend(collection.likenesses())


def _tasks(paths: Sequence[Path], options: ReadingOptions, notes: list[str]) -> Iterator[Task]:
    given = {name: value for name in DESCRIPTION if (value := options.given.get(name, "")).strip()}
    dates = options.records.date_format
    for file in contents(paths, notes):
        event = file.stem if file.suffix in RECORDS else file.folder
        if file.suffix in PAGES:
            source = Page(file.position, file.read(), options.encoding, options.accept_loss)
            yield Task(source, given, event, file.stem, file.grouped, dates)
            continue
        grouped = file.grouped and file.suffix == ".txt"
        empty = True
        for incoming in _incoming(file, options, notes):
            empty = False
            yield Task(incoming, given, event, file.stem, grouped, dates)
        if empty:
            raise file.position.refuse("no article in it.")


def _incoming(file: InputFile, options: ReadingOptions, notes: list[str]) -> Iterator[IncomingArticle]:
    dates = options.records.date_format
    if file.suffix in RECORDS:
        records = Records(file.position, options.records)
        yield from _records(file, records, options.encoding, notes)
        notes.extend(records.notes)
        return
    if file.suffix in FEEDS:
        yield from feed_articles(file.read(), file.position, dates, notes)
        return
    text, told = decode(file.read(), file.position, options.encoding)
    notes.extend(told)
    if is_export(text):
        yield from export_articles(text, file.position, dates, notes)
    else:
        yield IncomingArticle(file.position, text)


def _records(
    file: InputFile, records: Records, encoding: str | None, notes: list[str]
) -> Iterator[IncomingArticle]:
    if file.suffix == ".parquet":
        return records.from_rows(parquet_rows(file))
    if file.suffix == ".json":
        text, told = decode(file.read(), file.position, encoding)
        notes.extend(told)
        return records.from_json_array(text)
    lines = decoded_lines(file, encoding, notes)
    return records.from_json_lines(lines) if file.suffix in {".jsonl", ".ndjson"} else records.from_csv(lines)


class _Collection:
    """Articles read so far, with what tells a repeated text from a new one."""

    def __init__(self, known: Mapping[str, KnownText]):
        self._known: dict[str, list[tuple[str, str]]] = {}
        for name, text in known.items():
            self._known.setdefault(text.sha256, []).append((name, text.outlet))
        self._outlets = {name: text.outlet for name, text in known.items()}
        self._texts: dict[str, list[tuple[str, bool, str]]] = {}
        self._positions: dict[str, str] = {}
        self._sketches = Sketches()

    def add(self, new: Prepared, notes: list[str]) -> Article | None:
        """The article, or None with a note if its text is there already."""
        position = new.incoming.position
        for outlet, named, source in self._texts.get(new.sha256, ()):
            if outlet == new.outlet or not (named and new.named):
                notes.append(f"{position}: the same text as {source}: not added again.")
                return None
        name = self._known_id(new) or new.incoming.id or self._free_id(new)
        if name in self._positions:
            raise position.refuse(
                f"the id '{name}' is already that of another text ({self._positions[name]}). Ids must differ."
            )
        article = _article(name, new)
        self._positions[name] = article.source
        self._outlets[name] = new.outlet
        self._texts.setdefault(new.sha256, []).append((new.outlet, new.named, article.source))
        if new.sketch:
            self._sketches.add(name, new.sketch)
        return article

    def likenesses(self) -> Iterator[str]:
        """A note on each article that is nearly the same as an earlier one."""
        for likeness in self._sketches.likenesses():
            yield (
                f"{self._positions[likeness.article]}: much the same text as"
                f" {self._positions[likeness.other]}"
                f" ({likeness.share:.0%} of the word runs); both are read."
            )

    def _known_id(self, new: Prepared) -> str:
        """The id under which the project has this text of this outlet; empty if it has not."""
        same = self._known.get(new.sha256, [])
        if any(name == new.incoming.id for name, _ in same):
            return new.incoming.id
        return next((name for name, outlet in same if outlet == new.outlet or not new.named), "")

    def _free_id(self, new: Prepared) -> str:
        """From the text alone, so that it outlives other names; with the outlet if another outlet has it."""
        name = new.sha256[:_ID_DIGITS]
        if not new.named or self._outlets.get(name, new.outlet) == new.outlet:
            return name
        return hashlib.sha256(f"{new.sha256}\n{new.outlet}".encode()).hexdigest()[:_ID_DIGITS]


def _article(name: str, new: Prepared) -> Article:
    incoming = new.incoming
    return Article(
        id=name,
        event=new.event,
        outlet=new.outlet,
        text=incoming.text,
        sha256=new.sha256,
        sentences=identified(name, new.spans, new.fingerprints),
        source=str(incoming.position),
        meta=incoming.meta,
        **incoming.metadata(),
    )
