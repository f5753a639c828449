"""Reading files into articles: whole or not at all, and everything that was changed is said.

The text of an article is frozen here: line ends are LF, a byte-order mark is gone, nothing else is changed;
no Unicode normalisation, no repair of quotation marks or spaces. Offsets and the SHA-256 refer to this text.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from labels.article import Article, Event, Held, Sentence
from labels.span import Span
from labels.text.decoding import decode, is_blank, unseen
from labels.text.draft import MAX_ARTICLE_BYTES, MAX_NAME, MAX_SENTENCES, Content, Draft
from labels.text.duplicates import near_duplicates
from labels.text.html import host, page
from labels.text.records import check_date, csv_rows, json_lines
from labels.text.sentences import sentences, uncovered
from labels.text.sources import contents

_ID_DIGITS = 16
# UTF-32 takes four bytes for what UTF-8 writes in one.
_UNITS = 4
# Characters; in shorter texts a set phrase would be most of it.
_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the articles in order, and notes on what was changed or left out."""

    articles: tuple[Article, ...]
    notes: tuple[str, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The articles by event, in the order in which the events came; an event's id is its name."""
        grouped: dict[str, list[Article]] = {}
        for article in self.articles:
            grouped.setdefault(article.event, []).append(article)
        return tuple(Event(name, name, tuple(articles)) for name, articles in grouped.items())


@dataclass(frozen=True, slots=True)
class _Named:
    """A draft with its event and outlet; ``stated`` if the outlet was named and is not just a file's name."""

    draft: Draft
    event: str
    outlet: str
    stated: bool


def read(
    paths: Sequence[Path],
    *,
    event: str = "",
    outlet: str = "",
    encoding: str | None = None,
    title: str = "",
    byline: str = "",
    published: str = "",
    url: str = "",
    language: str = "",
    licence: str = "",
    known: Mapping[str, Held] | None = None,
    tell: Callable[[int], object] = bool,
) -> Reading:
    """The articles of text, HTML, JSON lines and CSV files, of folders and zip archives of these.

    event, outlet, title, byline, published, url, language, licence: for every article, over what the files
        say. Without them: columns, then the page's metadata, then the layout ``<event>/<outlet>.txt``.
    encoding: a codec's name for all files; otherwise UTF-8 or what a byte-order mark says.
    known: what a project holds, by article id, so that its texts keep their ids and the same text of
        another outlet gets its own.
    tell: called with the number of articles read so far; by default nobody is told.
    Raises FileRefusedError at the first file that can't be read whole, and then nothing is read.
    """
    given = {
        "event": event,
        "outlet": outlet,
        "title": title,
        "byline": byline,
        "published": published,
        "url": url,
        "language": language,
        "licence": licence,
    }
    given = {name: value for name, value in given.items() if value.strip()}
    notes: list[str] = []
    collected = _Collection(known or {})
    for content in contents(paths, notes):
        for named in _named(content, given, encoding, notes):
            _check_text(named.draft)
            collected.add(named, notes)
            tell(len(collected.articles))
    notes.extend(_likenesses(collected.articles))
    return Reading(tuple(collected.articles), tuple(notes))


def _likenesses(articles: Sequence[Article]) -> Iterator[str]:
    sources = {article.id: article.source for article in articles}
    texts = {article.id: article.text for article in articles if len(article.text) >= _COMPARED}
    for found in near_duplicates(texts):
        yield (
            f"{sources[found.article]}: much the same text as {sources[found.other]}"
            f" ({found.share:.0%} of the word runs); both are read."
        )


class _Collection:
    """Articles read so far, with what tells a repeated text from a new one."""

    def __init__(self, known: Mapping[str, Held]):
        self.articles: list[Article] = []
        self._known: dict[str, list[tuple[str, str]]] = {}
        for name, held in known.items():
            self._known.setdefault(held.sha256, []).append((name, held.outlet))
        self._outlets = {name: held.outlet for name, held in known.items()}
        self._texts: dict[str, list[tuple[str, bool, Article]]] = {}
        self._ids: dict[str, Draft] = {}

    def add(self, named: _Named, notes: list[str]) -> None:
        """Adds an article, or says that its text is there already."""
        draft = named.draft
        digest = hashlib.sha256(draft.text.encode()).hexdigest()
        for outlet, stated, article in self._texts.get(digest, ()):
            if outlet == named.outlet or not (stated and named.stated):
                notes.append(f"{draft.place}: the same text as {article.source}: not added again.")
                return
        name = self._known_id(digest, named) or draft.id or self._free_id(digest, named)
        if name in self._ids:
            raise draft.place.refuse(
                f"the id '{name}' is already that of another text ({self._ids[name].place}). Ids must differ."
            )
        article = _article(name, digest, named)
        self._ids[name] = draft
        self._outlets[name] = named.outlet
        self._texts.setdefault(digest, []).append((named.outlet, named.stated, article))
        self.articles.append(article)

    def _known_id(self, digest: str, named: _Named) -> str:
        """The id under which the project holds this text of this outlet; empty if it does not."""
        held = self._known.get(digest, [])
        if any(name == named.draft.id for name, _ in held):
            return named.draft.id
        same = (name for name, outlet in held if outlet == named.outlet or not named.stated)
        return next(same, "")

    def _free_id(self, digest: str, named: _Named) -> str:
        """From the text alone, so that it outlives other names; from text and outlet where another outlet
        has it."""
        name = digest[:_ID_DIGITS]
        if not named.stated or self._outlets.get(name, named.outlet) == named.outlet:
            return name
        return hashlib.sha256(f"{digest}\n{named.outlet}".encode()).hexdigest()[:_ID_DIGITS]


def _named(
    content: Content, given: Mapping[str, str], encoding: str | None, notes: list[str]
) -> Iterator[_Named]:
    for draft in _drafts(content, encoding, notes):
        notes.extend(draft.notes)
        told = {name: value for name, value in given.items() if getattr(draft, name) != value}
        changed = [name for name in told if getattr(draft, name)]
        if changed:
            notes.append(f"{draft.place}: {', '.join(changed)} as given, not as in the file.")
        full = _with_options(draft, told)
        text = full.text.replace("\r\n", "\n").replace("\r", "\n")
        if text != full.text:
            notes.append(f"{draft.place}: line ends CR LF or CR became LF.")
            full = replace(full, text=text)
        notes.extend(unseen(full.text, draft.place))
        if "published" in given:
            _check_option(full)
        tabular = content.suffix in {".jsonl", ".csv"}
        stated = bool(full.outlet) or (content.grouped and not tabular)
        event_name = full.event or (content.stem if tabular else content.folder)
        outlet_name = full.outlet or host(full.url) or content.stem
        yield _Named(
            full,
            _shortened(event_name, full, notes) or "event",
            _shortened(outlet_name, full, notes) or "outlet",
            stated,
        )


def _with_options(draft: Draft, told: Mapping[str, str]) -> Draft:
    return replace(
        draft,
        event=told.get("event", draft.event),
        outlet=told.get("outlet", draft.outlet),
        title=told.get("title", draft.title),
        byline=told.get("byline", draft.byline),
        published=told.get("published", draft.published),
        url=told.get("url", draft.url),
        language=told.get("language", draft.language),
        licence=told.get("licence", draft.licence),
    )


def _check_option(draft: Draft) -> None:
    try:
        check_date(draft.published)
    except ValueError as error:
        raise draft.place.refuse(f"published: {error}.") from None


def _shortened(name: str, draft: Draft, notes: list[str]) -> str:
    """A name from a file's name, fit to be shown: no control characters, no more than 200 characters."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(clean) > MAX_NAME:
        clean = clean[:MAX_NAME]
        notes.append(f"{draft.place}: a name of {len(name)} characters was cut to {MAX_NAME}.")
    return clean


def _drafts(content: Content, encoding: str | None, notes: list[str]) -> Iterator[Draft]:
    if content.suffix in {".html", ".htm"}:
        yield page(content.data, content.place, encoding)
        return
    if content.suffix == ".txt" and len(content.data) > _UNITS * MAX_ARTICLE_BYTES:
        raise content.place.refuse(
            f"an article of {len(content.data):,} bytes; at most {MAX_ARTICLE_BYTES:,} are read."
        )
    text, said = decode(content.data, content.place, encoding)
    notes.extend(said)
    if content.suffix == ".txt":
        yield Draft(content.place, text)
        return
    read_records = json_lines if content.suffix == ".jsonl" else csv_rows
    empty = True
    for draft in read_records(text, content.place):
        empty = False
        yield draft
    if empty:
        raise content.place.refuse("no article in it.")


def _check_text(draft: Draft) -> None:
    size = len(draft.text.encode())
    if is_blank(draft.text):
        raise draft.place.refuse("no text in it, or white space only.")
    if size > MAX_ARTICLE_BYTES:
        raise draft.place.refuse(f"an article of {size:,} bytes; at most {MAX_ARTICLE_BYTES:,} are read.")


def _article(name: str, digest: str, named: _Named) -> Article:
    draft = named.draft
    # Of www.ledger.example the longest part is the name.
    outlets = (named.outlet, max(host(draft.url).split("."), key=len))
    spans = _given_spans(draft)
    found = sentences(name, draft.text, given=spans, title=draft.title, outlets=outlets)
    if len(found) > MAX_SENTENCES:
        raise draft.place.refuse(
            f"an article of {len(found):,} sentences; at most {MAX_SENTENCES:,} are read."
        )
    return Article(
        id=name,
        event=named.event,
        outlet=named.outlet,
        text=draft.text,
        sha256=digest,
        sentences=found,
        title=draft.title or _headline(draft.text, found),
        byline=draft.byline,
        published=draft.published,
        url=draft.url,
        language=draft.language,
        licence=draft.licence,
        source=str(draft.place),
    )


def _headline(text: str, found: Sequence[Sentence]) -> str:
    return next((" ".join(s.span.of(text).split()) for s in found if s.kind == "headline"), "")


def _given_spans(draft: Draft) -> list[Span] | None:
    """Where the sentences that a record brings stand in its text; together they must cover it."""
    if draft.sentences is None:
        return None
    spans: list[Span] = []
    start = 0
    for number, sentence in enumerate(draft.sentences, start=1):
        wanted = sentence.replace("\r\n", "\n").replace("\r", "\n").strip()
        found = draft.text.find(wanted, start) if wanted else -1
        if found < 0:
            raise draft.place.refuse(
                f"sentence {number} ('{sentence[:40]}') is empty or is not in the text after the one before"
                " it."
            )
        spans.append(Span(found, found + len(wanted)))
        start = found + len(wanted)
    gap = uncovered(draft.text, spans)
    if gap is not None:
        raise draft.place.refuse(
            f"'{gap.of(draft.text)[:40]}' is in no sentence. The sentences must hold the whole text but white"
            " space."
        )
    return spans
