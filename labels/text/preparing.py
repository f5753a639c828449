"""From what a file says about an article to its frozen text and sentences: the costly part of an import.

It needs nothing but its task, so where many articles come it runs in several processes; results keep the
order of the tasks, and only a few batches are under way, so memory does not grow with the import.
"""

import hashlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeAlias

from labels.article import MAX_NAME
from labels.errors import FileRefusedError
from labels.span import Span
from labels.text.dates import iso_date
from labels.text.decoding import is_blank, unseen
from labels.text.duplicates import sketch
from labels.text.formats.html import host, page
from labels.text.incoming import MAX_ARTICLE_BYTES, MAX_SENTENCES, FilePosition, IncomingArticle
from labels.text.sentences import KindedSpan, fingerprint, headline, kinded_spans, uncovered

# Texts below it are compared as a whole only; a set phrase would be most of them (characters).
_COMPARED = 200
# Bytes of the tasks that one process takes at a time, and of those before a second process is worth starting.
_BATCH, _SERIAL = 200_000, 1_000_000
# Batches under way for each process.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page that is still to be parsed."""

    position: FilePosition
    data: bytes
    encoding: str | None
    accept_loss: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One article or page to prepare.

    given: event, outlet and metadata that options set, over what the file says.
    event, outlet: names from the file's place, where nothing else names them.  grouped: whether that place is
        one of a folder or archive, which names outlets.
    """

    source: IncomingArticle | Page
    given: Mapping[str, str]
    event: str
    outlet: str
    grouped: bool
    date_format: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be named: its frozen text, its sentences, and what tells it from others.

    named: whether anything but the file's name says the outlet.  sketch: for near-duplicates; empty for
        short texts.  fingerprints: of each sentence's words.
    """

    incoming: IncomingArticle
    event: str
    outlet: str
    named: bool
    sha256: str
    spans: Sequence[KindedSpan]
    fingerprints: Sequence[str]
    sketch: bytes
    notes: Sequence[str]


# A refusal travels between processes by its parts.
_Refusal: TypeAlias = tuple[str, str, int | None, str | None]


def prepared(tasks: Iterable[Task], processes: int | None = None) -> Iterator[Prepared]:
    """The articles of each task, in order.

    processes: how many to use; None for one a core, and none besides this one for a few articles, beside
    other
        threads, or where a process can't be forked.
    Raises FileRefusedError at the first task that is refused.
    """
    waiting = iter(tasks)
    size = 0
    while size < _SERIAL:
        task = next(waiting, None)
        if task is None:
            return
        size += _size(task)
        yield from _opened(_prepared_batch([task]))
    processes = _usable_processes() if processes is None else processes
    if processes < 2:  # noqa: PLR2004 - one process is this one
        for task in waiting:
            yield from _opened(_prepared_batch([task]))
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        try:
            yield from _in_order(pool.submit, waiting, _AHEAD * processes)
        finally:
            pool.shutdown(cancel_futures=True)


def _usable_processes() -> int:
    if "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_order(
    submit: Callable[..., "Future[list[Prepared] | _Refusal]"], tasks: Iterator[Task], ahead: int
) -> Iterator[Prepared]:
    running: deque[Future[list[Prepared] | _Refusal]] = deque()
    for batch in _batches(tasks):
        running.append(submit(_prepared_batch, batch))
        if len(running) >= ahead:
            yield from _opened(running.popleft().result())
    while running:
        yield from _opened(running.popleft().result())


def _batches(tasks: Iterator[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += _size(task)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(task: Task) -> int:
    return len(task.source.data) if isinstance(task.source, Page) else len(task.source.text)


def _opened(result: list[Prepared] | _Refusal) -> list[Prepared]:
    if isinstance(result, tuple):
        file, reason, line, member = result
        raise FileRefusedError(file, reason, line=line, member=member)
    return result


def _prepared_batch(batch: Sequence[Task]) -> list[Prepared] | _Refusal:
    try:
        return [_prepared(incoming, task) for task in batch for incoming in _incoming(task)]
    except FileRefusedError as error:
        return error.file, error.reason, error.line, error.member


def _incoming(task: Task) -> Sequence[IncomingArticle]:
    source = task.source
    if isinstance(source, IncomingArticle):
        return [source]
    return page(source.data, source.position, source.encoding, accept_loss=source.accept_loss)


def _prepared(incoming: IncomingArticle, task: Task) -> Prepared:
    notes = list(incoming.notes)
    article = _described(incoming, task, notes)
    _check_text(article)
    event = _shortened(article.event or task.event, article.position, notes) or "event"
    outlet = (
        _shortened(article.outlet or host(article.url) or task.outlet, article.position, notes) or "outlet"
    )
    spans = _spans(article, outlet)
    if len(spans) > MAX_SENTENCES:
        raise article.position.refuse(
            f"an article of {len(spans):,} sentences; at most {MAX_SENTENCES:,} are read."
        )
    if not article.title:
        article = replace(article, title=headline(article.text, spans))
    return Prepared(
        incoming=article,
        event=event,
        outlet=outlet,
        named=bool(article.outlet or host(article.url)) or task.grouped,
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        spans=spans,
        fingerprints=[fingerprint(each.span.of(article.text)) for each in spans],
        sketch=sketch(article.text) if len(article.text) >= _COMPARED else b"",
        notes=notes,
    )


def _described(incoming: IncomingArticle, task: Task, notes: list[str]) -> IncomingArticle:
    """The article with what options say about it and LF at its line ends; notes get what changes."""
    position = incoming.position
    known = incoming.description()
    given = {name: value for name, value in task.given.items() if known[name] != value}
    changed = [name for name in given if known[name]]
    if changed:
        notes.append(f"{position}: {', '.join(changed)} as given, not as in the file.")
    text = incoming.text.replace("\r\n", "\n").replace("\r", "\n")
    if text != incoming.text:
        notes.append(f"{position}: line ends CR LF or CR became LF.")
    notes.extend(unseen(text, position))
    if "published" in task.given:
        try:
            given["published"] = iso_date(task.given["published"], task.date_format)
        except ValueError as error:
            raise position.refuse(f"published: {error}.") from None
    return replace(incoming, text=text, **given)  # type: ignore[arg-type] # names of text fields only


def _shortened(name: str, position: FilePosition, notes: list[str]) -> str:
    """A name fit to be shown: no control characters, no more than 200 characters."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(clean) > MAX_NAME:
        clean = clean[:MAX_NAME]
        notes.append(f"{position}: a name of {len(name)} characters was cut to {MAX_NAME}.")
    return clean


def _check_text(article: IncomingArticle) -> None:
    size = len(article.text.encode())
    if is_blank(article.text):
        raise article.position.refuse("no text in it, or white space only.")
    if size > MAX_ARTICLE_BYTES:
        raise article.position.refuse(
            f"an article of {size:,} bytes; at most {MAX_ARTICLE_BYTES:,} are read."
        )


def _spans(article: IncomingArticle, outlet: str) -> list[KindedSpan]:
    # Of www.ledger.example the longest part is the name.
    outlets = (outlet, max(host(article.url).split("."), key=len))
    given = _given_spans(article)
    return kinded_spans(article.text, given=given, marked=article.kinds, title=article.title, outlets=outlets)


def _given_spans(article: IncomingArticle) -> list[Span] | None:
    """The ranges of the sentences that a record brings; together they must cover its text."""
    if article.sentences is None:
        return None
    spans: list[Span] = []
    end = 0
    for number, sentence in enumerate(article.sentences, start=1):
        wanted = sentence.replace("\r\n", "\n").replace("\r", "\n").strip()
        start = article.text.find(wanted, end) if wanted else -1
        if start < 0:
            raise article.position.refuse(
                f"sentence {number} ('{sentence[:40]}') is empty or is not in the text after the"
                f" one before it."
            )
        end = start + len(wanted)
        spans.append(Span(start, end))
    gap = uncovered(article.text, spans)
    if gap is not None:
        raise article.position.refuse(
            f"'{gap.of(article.text)[:40]}' is in no sentence. The sentences must cover the whole text except"
            " white space."
        )
    return spans
