"""``annotator add``, ``sentences`` and ``align``: from files to articles and sentences."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click

from annotator.commands.parameters import PATH, project_argument
from annotator.server.handover.client import Changes, changing
from annotator.terminal import in_one_line, progress
from labels.article import Article, KnownText
from labels.errors import FileRefusedError
from labels.names import checked_name
from labels.plural import counted
from labels.store.corpus.adding import refuse_other_texts
from labels.store.corpus.grouping import events_of_new
from labels.store.corpus.operations import AddArticles, in_portions
from labels.store.queries import ProjectReader
from labels.text.dates import check_format
from labels.text.formats.layouts import Layout, parsed_layout
from labels.text.formats.records import RecordOptions
from labels.text.importing import Reading, ReadingNotes, ReadingOptions, read, stream
from labels.text.incoming import DESCRIPTION
from labels.text.similarity import align as propose_pairs
from labels.text.spool import Spool

BATCH = 100  # articles in memory at once, and the most in one transaction
Command = TypeVar("Command", bound=Callable[..., object])
_encoding = click.option("--encoding", metavar="ENC", help="Encoding of the files (default: UTF-8).")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")


def _layout(_: click.Context, __: click.Parameter, value: str) -> Layout:
    try:
        return parsed_layout(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _date_format(_: click.Context, __: click.Parameter, value: str) -> str:
    try:
        check_format(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return value


_READING = (
    click.option(
        "--map", "layout", default="", metavar="FIELD=NAME,...", show_default=False, callback=_layout,
        help="Columns or keys with other names, such as text=content,outlet=publication; or a TOML file.",
    ),
    click.option(
        "--markup", type=click.Choice(["strip", "keep"]),
        help="What to do with HTML inside text fields (default: refuse them).",
    ),
    click.option(
        "--date-format", default="", metavar="FORMAT", show_default=False, callback=_date_format,
        help="How dates such as 03/04/2024 are meant: dmy, mdy or a pattern such as %d/%m/%Y.",
    ),
    click.option("--accept-loss", is_flag=True, help="Read pages of which more than a third is left out."),
)  # fmt: skip


def _reading(command: Command) -> Command:
    """Add the options that say how files are read, one for each metadata field of an article among them."""
    for name in reversed(DESCRIPTION):
        names = ["--licence", "--license"] if name == "licence" else [f"--{name}"]
        text = f"The articles' {name}, overriding what the files say."
        command = click.option(*names, name, default="", metavar="TEXT", show_default=False, help=text)(
            command
        )
    for option in reversed(_READING):
        command = option(command)
    return _encoding(command)


@click.command()
@project_argument
@click.argument(
    "files", type=PATH, nargs=-1, required=True, metavar="FILE...",
    help="Files or folders: .txt .html .jsonl .csv, and others that docs/reading.md names.",
)  # fmt: skip
@click.option("--group", is_flag=True, help="Group them into events by their texts and dates.")
@click.option("--by", metavar="NAME", help="The annotator who adds them, for the log.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; change nothing.")
@_reading
def add(
    project: Path, files: tuple[Path, ...], by: str | None, *, group: bool, dry_run: bool, **options: Any
) -> None:
    """Add articles to a project."""
    if group and options["event"]:
        raise click.UsageError("--group finds the events, --event names one; use one of the two.")
    with ProjectReader(project) as store:
        known = store.held()
    if dry_run and not group:
        _show_import(files, options, known)
        return
    name = checked_name(by) if by else ""
    with Spool() as spool:
        _read_whole(files, options, known, spool)
        events = _events(project, spool) if group else {}
        if dry_run:
            _show_grouped(spool, events, known)
            return
        with changing(project, "add") as changes:
            _add_in_portions(changes, spool, name, events)


def _events(project: Path, spool: Spool) -> dict[str, str]:
    """The events that the articles join, found before anything is written."""
    with ProjectReader(project) as store, store.snapshot():
        return events_of_new(store.connection, chain.from_iterable(spool.batches(BATCH)))


def _in_events(articles: Sequence[Article], events: Mapping[str, str]) -> list[Article]:
    return [replace(each, event=events.get(each.id, each.event)) for each in articles]


def _show_grouped(spool: Spool, events: Mapping[str, str], known: Collection[str]) -> None:
    for batch in spool.batches(BATCH):
        _print_articles(_in_events(batch, events), known)
    _print_would(len(events), spool.count - len(events))


def _read_whole(
    files: Sequence[Path], options: Mapping[str, Any], known: Mapping[str, KnownText], spool: Spool
) -> None:
    """Read every file before anything is written, since a file that can't be read changes nothing."""
    report = ReadingNotes()
    hashes = {name: text.sha256 for name, text in known.items()}
    with progress("articles read") as on_progress:
        for article in stream(files, report, _options(options), known=known):
            refuse_other_texts([article], hashes)
            spool.add(article)
            on_progress(spool.count)
    for note in report.notes:
        print(note)
    if report.outlets_missing:
        raise FileRefusedError(report.outlets_missing[0], _outlet_question(report.outlets_missing))


def _add_in_portions(changes: Changes, spool: Spool, by: str, events: Mapping[str, str]) -> None:
    """Add what was read, some articles in one transaction; what is added stays if the rest is not."""
    new = repeated = 0
    try:
        with progress("articles added") as on_progress:
            for batch in spool.batches(BATCH):
                for portion in in_portions(_in_events(batch, events), changes.portion):
                    added = changes.run(AddArticles(portion, changes.aligned(portion), by))
                    _print_articles(portion, set(added.known))
                    new, repeated = new + len(added.articles), repeated + len(added.known)
                    on_progress(new + repeated)
    finally:
        if new + repeated < spool.count:
            print(
                f"Stopped: {new:,} of {counted(spool.count, 'article')} were added, each of them whole. Run "
                "the same command again to add the others.",
                file=sys.stderr,
            )
    print(f"{counted(new, 'article')} added, {repeated} already in the project.")


def _show_import(files: Sequence[Path], options: Mapping[str, Any], known: Mapping[str, KnownText]) -> None:
    """Print what would be added, one article at a time, so that large files take little memory."""
    report = ReadingNotes()
    hashes = {name: text.sha256 for name, text in known.items()}
    new = repeated = 0
    with progress("articles read") as on_progress:
        for article in stream(files, report, _options(options), known=known):
            refuse_other_texts([article], hashes)
            _print_articles([article], known)
            new, repeated = new + (article.id not in known), repeated + (article.id in known)
            on_progress(new + repeated)
    for note in report.notes:
        print(note)
    if report.outlets_missing:
        print(f"{report.outlets_missing[0]}: {_outlet_question(report.outlets_missing)}")
    _print_would(new, repeated)


def _print_would(new: int, repeated: int) -> None:
    would = counted(new, "article")
    print(f"{would} would be added, {repeated} already in the project; nothing was changed.")


def _read(files: Sequence[Path], options: Mapping[str, Any]) -> Reading:
    """The articles of files, read as the options of `_reading` say."""
    with progress("articles read") as on_progress:
        return read(files, _options(options), on_progress=on_progress)


def _options(options: Mapping[str, Any]) -> ReadingOptions:
    records = RecordOptions(options["layout"], options["date_format"], options["markup"] or "")
    given = {name: options[name] for name in DESCRIPTION}
    return ReadingOptions(given, options["encoding"], records, options["accept_loss"])


def _outlet_question(sources: Sequence[str]) -> str:
    more = f" (and {counted(len(sources) - 1, 'other article')})" if len(sources) > 1 else ""
    return (
        f"which outlet published this{more}? Say --outlet NAME, map a column with --map outlet=NAME, or name"
        " a folder with files as EVENT/OUTLET.txt."
    )


def _print_articles(articles: Sequence[Article], known: Collection[str]) -> None:
    for article in articles:
        if article.id in known:
            print(f"{article.source}: already in the project; nothing to add.")
        else:
            print(_article_line(article))


def _article_line(article: Article) -> str:
    kinds = Counter(sentence.kind for sentence in article.sentences)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return in_one_line(f"{article.event} / {article.outlet}: {article.title or article.source} ({counts})")


@click.command()
@click.argument("file", type=PATH, metavar="FILE", help="A file or folder that 'annotator add' would read.")
@_as_json
@_reading
def sentences(file: Path, *, as_json: bool, **options: Any) -> None:
    """Show the sentences of a file as they would be imported."""
    reading = _read([file], options)
    for note in reading.notes:
        print(note, file=sys.stderr)
    for article in reading.articles:
        for sentence in article.sentences:
            text = sentence.span.of(article.text)
            if not as_json:
                print(f"{sentence.paragraph:>4} {sentence.kind:<14} {in_one_line(text)}")
                continue
            row = {
                "id": sentence.id,
                "article": article.id,
                "position": sentence.position,
                "paragraph": sentence.paragraph,
                "kind": sentence.kind,
                "start": sentence.span.start,
                "end": sentence.span.end,
                "text": text,
            }
            print(json.dumps(row, ensure_ascii=False))


@click.command()
@click.argument("files", type=PATH, nargs=2, metavar="FILE FILE", help="Two files of one article each.")
@_as_json
@_encoding
def align(files: tuple[Path, Path], encoding: str | None, *, as_json: bool) -> None:
    """Propose which sentences of two files report the same."""
    first, second = (_only_article(file, encoding) for file in files)
    texts = {s.id: s.span.of(article.text) for article in (first, second) for s in article.sentences}
    for pair in propose_pairs(first, second):
        if as_json:
            print(json.dumps({"a": pair.a, "b": pair.b, "score": round(pair.score, 4)}))
        else:
            print(f"{pair.score:.2f}  {in_one_line(texts[pair.a])}\n      {in_one_line(texts[pair.b])}")


def _only_article(file: Path, encoding: str | None) -> Article:
    articles = read([file], ReadingOptions(encoding=encoding)).articles
    if len(articles) != 1:
        raise FileRefusedError(
            str(file), f"it holds {len(articles)} articles; align takes two files of one article each."
        )
    return articles[0]
