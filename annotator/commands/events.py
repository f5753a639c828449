"""``annotator events``: propose which articles report the same event, and group them so."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from annotator.commands.parameters import project_argument
from annotator.server.handover.client import changing
from annotator.server.handover.moving import move_in_portions
from annotator.terminal import in_one_line, progress
from labels.names import checked_name
from labels.plural import counted
from labels.store.corpus.articles import ArticleRow
from labels.store.corpus.grouping import ProposedEvent, propose_events
from labels.store.corpus.operations import Move
from labels.store.keeping.acceptance import checked_reason
from labels.store.queries import ProjectReader
from labels.text.grouping.bundles import WINDOW


@click.group()
def events() -> None:
    """Propose which articles report the same event, and group them so."""


@events.command()
@project_argument
@click.option(
    "--window",
    type=click.IntRange(0, 366),
    default=WINDOW,
    metavar="DAYS",
    help="The most days between two articles on one event.",
)
@click.option("--apply", "applied", is_flag=True, help="Move the articles; those with labels stay.")
@click.option("--move-labeled", is_flag=True, help="With --apply: move articles with labels as well.")
@click.option("--reason", default="grouped by their texts", metavar="TEXT", help="Why, for the log.")
@click.option("--by", "name", metavar="NAME", help="The annotator who does it, for the log.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per proposed event.")
def propose(
    project: Path,
    window: int,
    reason: str,
    name: str | None,
    *,
    applied: bool,
    move_labeled: bool,
    as_json: bool,
) -> None:
    """Propose which articles report the same event; without --apply nothing is changed."""
    if move_labeled and not applied:
        raise click.UsageError("--move-labeled says what --apply does; name both.")
    reason, person = checked_reason(reason), checked_name(name) if name else ""
    # where nobody serves the project, its lock is held from the look to the moves
    with (
        changing(project, "events") if applied else nullcontext() as changes,
        ProjectReader(project) as store,
    ):
        with store.snapshot():
            proposals = propose_events(store.connection, window)
        moves = [(each, row) for each in proposals for row in each.moves]
        left = [row.id for _, row in moves if row.labels and not move_labeled]
        if changes is not None:
            chosen = [
                Move(row.id, each.name, labeled=move_labeled) for each, row in moves if row.id not in left
            ]
            with progress("articles moved") as on_progress:
                left += move_in_portions(changes, store, chosen, reason, person, on_progress)
    for each in proposals:
        if as_json:
            print(json.dumps(_values(each), ensure_ascii=False))
        elif len(each.articles) > 1 or each.moves:
            _print_event(each, "was" if applied else "now")
    if not as_json:
        _print_end(moves, len(moves) - len(left), applied=applied)


def _print_event(proposed: ProposedEvent, when: str) -> None:
    print(in_one_line(f"{proposed.name}{' (new event)' if proposed.new else ''}"))
    for row in proposed.articles:
        dated = f", {row.metadata['published']}" if row.metadata["published"] else ""
        copy = proposed.copies.get(row.id)
        notes = [f"{when} in {row.event}"] if row.event != proposed.name else []
        notes += [counted(row.labels, "label")] if row.labels else []
        notes += [f"nearly repeats {copy.other}"] if copy else []
        about = f" [{'; '.join(notes)}]" if notes else ""
        print(in_one_line(f"  {row.id}  {row.outlet}: {row.metadata['title'] or row.source}{dated}{about}"))


def _print_end(moves: Sequence[tuple[ProposedEvent, ArticleRow]], chosen: int, *, applied: bool) -> None:
    labeled = sum(row.labels > 0 for _, row in moves)
    if not applied:
        many = counted(len(moves), "article")
        print(f"{many} would move, {labeled} of them with labels; nothing was changed.")
        return
    print(f"{counted(chosen, 'article')} moved.")
    if left := len(moves) - chosen:
        print(f"{counted(left, 'article')} with labels not moved; --move-labeled moves these as well.")


def _values(proposed: ProposedEvent) -> dict[str, object]:
    return {
        "event": proposed.name,
        "new": proposed.new,
        "articles": [
            {
                "id": row.id,
                "event": row.event,
                "outlet": row.outlet,
                "title": row.metadata["title"],
                "published": row.metadata["published"],
                "labels": row.labels,
                "near_copy_of": proposed.copies[row.id].other if row.id in proposed.copies else "",
            }
            for row in proposed.articles
        ],
    }
