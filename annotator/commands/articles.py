"""``annotator articles``: list articles, put their metadata right, withdraw and restore them."""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from annotator.commands.parameters import PATH, project_argument
from annotator.server.handover.client import changing
from annotator.terminal import in_one_line
from labels.article import METADATA, Article
from labels.errors import FileRefusedError
from labels.names import checked_name
from labels.plural import counted
from labels.store.corpus.articles import ArticleRow, article_rows
from labels.store.corpus.corrections import Change, planned
from labels.store.corpus.operations import (
    CorrectArticles,
    ReplaceArticle,
    RestoreArticle,
    TakeOverLabels,
    WithdrawArticle,
)
from labels.store.corpus.succession import Lost, inheritances, successor
from labels.store.keeping.acceptance import checked_reason
from labels.store.queries import ProjectReader
from labels.text.corrections import Correction, corrections
from labels.text.decoding import decoded_lines
from labels.text.importing import read
from labels.text.sources import contents

COLUMNS = ("id", "event", "order", "outlet", *METADATA, "withdrawn", "replaces", "labels", "source")


@click.command()
@project_argument
@click.option(
    "--set",
    "table",
    type=PATH,
    metavar="FILE.csv",
    help="Correct the articles of this table: id, and any of event, order, outlet, title, published, ...",
)
@click.option("--withdraw", "withdrawn", metavar="ID", help="Take an article out; the log keeps its labels.")
@click.option("--restore", "restored", metavar="ID", help="Take an article in again, with its labels.")
@click.option(
    "--replace",
    "replaced",
    type=(str, PATH),
    metavar="ID FILE",
    help="Add a corrected text in place of an article, and show what its labels map to.",
)
@click.option("--take-over", "heir", metavar="ID", help="Take over the labels of what ID replaces.")
@click.option("--encoding", metavar="ENC", help="Encoding of the table of --set (default: UTF-8).")
@click.option("--reason", metavar="TEXT", help="Why, for the log.")
@click.option("--by", "name", metavar="NAME", help="The annotator who does it, for the log.")
@click.option("--dry-run", is_flag=True, help="Show what --set or --replace would change; change nothing.")
@click.option("--csv", "as_csv", is_flag=True, help="List as CSV, which --set reads.")
@click.option("--json", "as_json", is_flag=True, help="List one JSON object per line.")
def articles(
    project: Path,
    table: Path | None,
    withdrawn: str | None,
    restored: str | None,
    replaced: tuple[str, Path] | None,
    heir: str | None,
    **options: Any,
) -> None:
    """List articles, correct their metadata, withdraw or restore them."""
    actions = [name for name in (table, withdrawn, restored, replaced, heir) if name is not None]
    if len(actions) > 1:
        raise click.UsageError(
            "--set, --withdraw, --restore, --replace and --take-over are done one at a time."
        )
    if not actions:
        _list(project, as_csv=options["as_csv"], as_json=options["as_json"])
    elif table is not None:
        _set(project, table, options)
    elif replaced is not None:
        _replace(project, *replaced, options)
    elif heir is not None:
        _take_over(project, heir)
    else:
        _move(project, withdrawn, restored, options)


def _list(project: Path, *, as_csv: bool, as_json: bool) -> None:
    with ProjectReader(project) as store:
        rows = article_rows(store.connection)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if as_csv:
        writer.writerow(COLUMNS)
    for row in rows:
        if as_csv:
            writer.writerow(_values(row).values())
        elif as_json:
            print(json.dumps(_values(row), ensure_ascii=False))
        else:
            print(_line(row))
    if not as_csv and not as_json:
        print(f"{counted(len(rows), 'article')}.")


def _values(row: ArticleRow) -> dict[str, object]:
    return {
        "id": row.id,
        "event": row.event,
        "order": row.order,
        "outlet": row.outlet,
        **row.metadata,
        "withdrawn": row.withdrawn,
        "replaces": row.predecessor,
        "labels": row.labels,
        "source": row.source,
    }


def _line(row: ArticleRow) -> str:
    known = row.metadata
    dated = f", {known['published']}" if known["published"] else ""
    replaces = f" [replaces {row.predecessor}]" if row.predecessor else ""
    out = f" [withdrawn: {row.withdrawn}]" if row.withdrawn else ""
    labels = f" ({counted(row.labels, 'label')})" if row.labels else ""
    return in_one_line(
        f"{row.id}  {row.event} / {row.outlet}: {known['title'] or row.source}{dated}{labels}{replaces}{out}"
    )


def _set(project: Path, table: Path, options: dict[str, Any]) -> None:
    wanted = _corrections(table, options["encoding"])
    if options["dry_run"]:
        with ProjectReader(project) as store:
            _print_changes(planned(store.connection, wanted), "would be changed; nothing was")
        return
    reason, by = _reason(options, str(table)), _by(options)
    with changing(project, "articles") as changes:
        done = changes.run(CorrectArticles(tuple(wanted), reason, by))
    _print_changes(done, "changed")


def _corrections(table: Path, encoding: str | None) -> list[Correction]:
    files = list(contents([table], []))
    if len(files) != 1:
        raise FileRefusedError(table, f"it holds {counted(len(files), 'file')}; name one CSV file.")
    return corrections(decoded_lines(files[0], encoding, []), str(table))


def _move(project: Path, out: str | None, back: str | None, options: dict[str, Any]) -> None:
    reason, by = _reason(options, "no reason given"), _by(options)
    if out is not None:
        with changing(project, "articles") as changes:
            changes.run(WithdrawArticle(out, reason, by))
        print(f"{out}: withdrawn. Its labels stay in the log; --restore {out} brings them back.")
    elif back is not None:
        with changing(project, "articles") as changes:
            changes.run(RestoreArticle(back, reason, by))
        print(f"{back}: restored, with its labels.")


def _replace(project: Path, identifier: str, file: Path, options: dict[str, Any]) -> None:
    corrected = _only_article(file)
    with ProjectReader(project) as store:
        old, new = successor(store.connection, identifier, corrected)
        names = {person.id: person.name for person in store.annotators()}
        mapped = inheritances(store.connection, old, new)
    if not options["dry_run"]:
        operation = ReplaceArticle(new, _reason(options, "corrected text"), _by(options))
        with changing(project, "articles") as changes:
            changes.run(operation)
    print(f"{identifier} {'would be' if options['dry_run'] else 'is'} replaced by {new.id}.")
    for each in mapped:
        counts = f"{counted(len(each.sentences), 'labeled sentence')} in the new text as well"
        print(f"{names[each.annotator]}: {counts}, {len(each.lost)} not.")
        _print_lost(each.lost)
    if mapped and not options["dry_run"]:
        print(f"To take these labels over: annotator articles {project} --take-over {new.id}")


def _only_article(file: Path) -> Article:
    read_articles = read([file]).articles
    if len(read_articles) != 1:
        many = counted(len(read_articles), "article")
        raise FileRefusedError(str(file), f"it holds {many}; a corrected text is a file of one article.")
    return read_articles[0]


def _take_over(project: Path, heir: str) -> None:
    with changing(project, "articles") as changes:
        taken = changes.run(TakeOverLabels(heir))
    with ProjectReader(project) as store:
        names = {person.id: person.name for person in store.annotators()}
    for each in taken:
        lost = f", {counted(len(each.lost), 'sentence')} left behind" if each.lost else ""
        print(f"{names[each.annotator]}: {counted(each.labels, 'label')} taken over{lost}.")
        _print_lost(each.lost)
        for reason in each.refused:
            print(in_one_line(f"  refused: {reason}"))
    if not taken:
        print("The article that it replaces has no labels.")


def _print_lost(lost: Sequence[Lost]) -> None:
    for each in lost:
        print(in_one_line(f"  not: “{each.text[:120]}” ({each.reason})"))


def _reason(options: dict[str, Any], otherwise: str) -> str:
    given = options["reason"]
    return otherwise if given is None else checked_reason(given)


def _by(options: dict[str, Any]) -> str:
    """The name of the person who asks for it, "" where none is given."""
    return "" if options["name"] is None else checked_name(options["name"])


def _print_changes(changes: Sequence[Change], done: str) -> None:
    for change in changes:
        what = change.article or f"event {change.event}"
        before = f"'{change.before}'" if change.before else "(empty)"
        after = f"'{change.after}'" if change.after else "(empty)"
        print(in_one_line(f"{what}: {change.field} {before} → {after}"))
    print(f"{counted(len(changes), 'field')} {done}.")
