"""Articles moved to other events, in portions: for the command and for the page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from annotator.server.handover.client import BESIDE_PEOPLE, Changes, Result, aligned_here
from annotator.server.served_project import ServedProject
from labels.article import Article
from labels.store.corpus.articles import article
from labels.store.corpus.operations import Aligned, Move, MoveArticles, Operation, in_portions
from labels.store.queries import ProjectReader


class ServedChanges:
    """Changes that a page makes in the server itself."""

    portion = BESIDE_PEOPLE

    def __init__(self, project: ServedProject):
        """project: the one that is served."""
        self._project = project

    def run(self, operation: Operation[Result]) -> Result:
        """Do it in the writer's queue."""
        return self._project.change(operation)

    def aligned(self, articles: Sequence[Article]) -> tuple[Aligned, ...]:
        """Found in the page's thread, so that the writer does not wait."""
        return aligned_here(self._project.store, articles)


def move_in_portions(
    changes: Changes,
    store: ProjectReader,
    moves: Sequence[Move],
    reason: str,
    by: str = "",
    on_progress: Callable[[int], object] = lambda _: None,
) -> list[str]:
    """Move articles; returns the ids of those that stay, since they got labels in the meantime."""
    wanted = {move.article: move for move in moves}
    left: list[str] = []
    done = 0
    for portion in in_portions(_joining(store, moves), changes.portion):
        chosen = tuple(wanted[each.id] for each in portion)
        left += changes.run(MoveArticles(chosen, reason, by, changes.aligned(portion)))
        done += len(chosen)
        on_progress(done)
    return left


def _joining(store: ProjectReader, moves: Sequence[Move]) -> Iterator[Article]:
    """The articles as they will be: each with the name of the event that it joins."""
    for move in moves:
        if (moved := article(store.connection, move.article)) is not None:
            yield replace(moved, event=move.event)
