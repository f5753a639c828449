"""What changes a corpus, as plain data: each operation is checked and done on the writing connection.

A command does its operations on a project that nobody serves, or hands them to the server; a page does them
in the server. So an operation trusts nobody: what it holds is checked again where it is done.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from labels.article import MAX_NAME, Article
from labels.codebook.codebook import Codebook
from labels.codebook.migration import migration
from labels.errors import CorrectionsError, FileRefusedError, ProjectError
from labels.names import checked_name
from labels.store.accounts import annotator_id
from labels.store.codebooks import codebook_in_use
from labels.store.corpus.adding import Added, add_articles
from labels.store.corpus.corrections import Change, correct, restore, withdraw
from labels.store.corpus.moving import labeled_articles, move_articles
from labels.store.corpus.search import rebuild_index
from labels.store.corpus.succession import TakenOver, add_successor, take_over
from labels.store.keeping.acceptance import checked_reason
from labels.store.project import SHARE, set_fact
from labels.store.recoding import Recoded, recode
from labels.store.sqlite import sqlite3
from labels.text.corrections import CORRECTABLE, EMPTIED, Correction, checked_values
from labels.text.formats.records import check_field
from labels.text.incoming import DESCRIPTION, MAX_ARTICLE_BYTES, MAX_SENTENCES
from labels.text.similarity import Pair

Result_co = TypeVar("Result_co", covariant=True)


class Operation(Protocol[Result_co]):
    """A frozen dataclass that a message can hold; ``by`` in one is a person's name, "" for a command."""

    def apply(self, connection: sqlite3.Connection) -> Result_co:
        """Do it inside the writer's transaction; raises a LabelsError if it can't be done."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The proposed pairs of an article that comes to an event with another that is in it."""

    article: str
    other: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class AddArticles:
    """Add articles; those that the project holds stay as they are.  aligned: as `alignments` found it."""

    articles: tuple[Article, ...]
    aligned: tuple[Aligned, ...] = ()
    by: str = ""

    def apply(self, connection: sqlite3.Connection) -> Added:
        """Raises FileRefusedError if an article is not as a reader makes it, or its id is taken."""
        for article in self.articles:
            _check_article(article)
        return add_articles(
            connection, self.articles, "add", _person(connection, self.by), _by_articles(self.aligned)
        )


@dataclass(frozen=True, slots=True)
class CorrectArticles:
    """Correct metadata of articles, and names and places of events."""

    corrections: tuple[Correction, ...]
    reason: str
    by: str = ""

    def apply(self, connection: sqlite3.Connection) -> list[Change]:
        """Raises CorrectionsError, which names every fault."""
        faults = [fault for correction in self.corrections for fault in _faults(correction)]
        if faults:
            raise CorrectionsError(faults)
        why = f"corrected: {checked_reason(self.reason)}"
        return correct(connection, self.corrections, why, _person(connection, self.by))


@dataclass(frozen=True, slots=True)
class WithdrawArticle:
    """Take an article out, with its labels."""

    article: str
    reason: str
    by: str = ""

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises UnknownNameError, and CorrectionsError if it is out already."""
        withdraw(connection, self.article, checked_reason(self.reason), _person(connection, self.by))


@dataclass(frozen=True, slots=True)
class RestoreArticle:
    """Take a withdrawn article in again, with its labels."""

    article: str
    reason: str
    by: str = ""

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises UnknownNameError, and CorrectionsError if it is in."""
        restore(connection, self.article, checked_reason(self.reason), _person(connection, self.by))


@dataclass(frozen=True, slots=True)
class ReplaceArticle:
    """Add a corrected text in place of its predecessor, which is withdrawn."""

    successor: Article
    reason: str
    by: str = ""

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises FileRefusedError if the article is not as a reader makes it."""
        _check_article(self.successor)
        add_successor(connection, self.successor, checked_reason(self.reason), _person(connection, self.by))


@dataclass(frozen=True, slots=True)
class TakeOverLabels:
    """Let an article take over the labels of the one that it replaces."""

    article: str

    def apply(self, connection: sqlite3.Connection) -> list[TakenOver]:
        """Raises CorrectionsError if it replaces none."""
        return take_over(connection, self.article)


@dataclass(frozen=True, slots=True)
class Move:
    """An article and the name of the event that it moves to.  labeled: also if it has labels."""

    article: str
    event: str
    labeled: bool = False


@dataclass(frozen=True, slots=True)
class MoveArticles:
    """Move articles to events.  aligned: as `alignments` found it."""

    moves: tuple[Move, ...]
    reason: str
    by: str = ""
    aligned: tuple[Aligned, ...] = ()

    def apply(self, connection: sqlite3.Connection) -> list[str]:
        """Returns the ids of the articles that stay where they are, since they have labels by now."""
        for move in self.moves:
            _check_event(move.event)
        labeled = labeled_articles(connection, [move.article for move in self.moves])
        left = [move.article for move in self.moves if move.article in labeled and not move.labeled]
        moves = [(move.article, move.event) for move in self.moves if move.article not in left]
        person = _person(connection, self.by)
        move_articles(connection, moves, checked_reason(self.reason), person, _by_articles(self.aligned))
        return left


@dataclass(frozen=True, slots=True)
class SetSuggestions:
    """Let a share of the sentences, 0 to 1, get suggestions."""

    share: float

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises ProjectError if it is no share."""
        if not 0 <= self.share <= 1:
            raise ProjectError(f"{self.share} is not a share from 0 to 1.")
        set_fact(connection, SHARE, f"{self.share:g}")


@dataclass(frozen=True, slots=True)
class RebuildIndex:
    """Make the index of words anew."""

    def apply(self, connection: sqlite3.Connection) -> int:
        """Returns the number of sentences."""
        return rebuild_index(connection)


@dataclass(frozen=True, slots=True)
class MigrateCodebook:
    """Put the project under another codebook, with its labels.

    codebook and map: the texts of the files; their names are for errors.
    expected: how many sentences the person was told are open again.
    """

    codebook: str
    codebook_name: str
    map: str
    map_name: str
    expected: int
    reason: str
    by: str

    def apply(self, connection: sqlite3.Connection) -> Recoded:
        """Raises CodebookError, and ProjectError if people went on labeling since the preview."""
        new = Codebook.parse(self.codebook, self.codebook_name)
        way = migration(codebook_in_use(connection), new, self.map, self.map_name)
        why = f"codebook migrated: {checked_reason(self.reason)}"
        recoded = recode(connection, way, self.codebook, self.map_name, why, _person(connection, self.by))
        if recoded.open_again > self.expected:
            raise ProjectError(
                f"{recoded.open_again:,} sentences would be open again instead of {self.expected:,}: people "
                "went on labeling. Nothing was changed; run the command again."
            )
        return recoded


# What can be handed to a server, by the name that a message has.
OPERATIONS: dict[str, type[Operation[object]]] = {
    operation.__name__: operation
    for operation in (
        *(AddArticles, CorrectArticles, WithdrawArticle, RestoreArticle, ReplaceArticle, TakeOverLabels),
        *(MoveArticles, SetSuggestions, RebuildIndex, MigrateCodebook),
    )
}


def in_portions(articles: Iterable[Article], sentences: int) -> Iterator[tuple[Article, ...]]:
    """Articles in portions of at most so many sentences, or of one article."""
    portion: list[Article] = []
    size = 0
    for article in articles:
        if portion and size + len(article.sentences) > sentences:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(article)
        size += len(article.sentences)
    if portion:
        yield tuple(portion)


def correction(article: str, given: Mapping[str, str], place: str) -> Correction:
    """New values of an article as a person typed them; raises CorrectionsError, which names every fault.

    given: by field (`CORRECTABLE`); "-" empties one.  place: for messages.
    """
    values, faults = checked_values(given)
    if faults:
        raise CorrectionsError(faults)
    return Correction(article, values, place)


def _person(connection: sqlite3.Connection, name: str) -> str:
    """The pseudonym of a person, "" for a command."""
    return annotator_id(connection, checked_name(name)) if name else ""


def _by_articles(aligned: Sequence[Aligned]) -> dict[tuple[str, str], tuple[Pair, ...]]:
    pairs: dict[tuple[str, str], tuple[Pair, ...]] = defaultdict(tuple)
    for each in aligned:
        begins = (each.article + ":", each.other + ":")
        if any(
            not (p.a.startswith(begins) and p.b.startswith(begins) and 0 <= p.score <= 1) for p in each.pairs
        ):
            raise ProjectError(
                f"The proposed pairs of '{each.article}' and '{each.other}' name other sentences."
            )
        pairs[each.article, each.other] = each.pairs
    return dict(pairs)


def _faults(correction: Correction) -> list[str]:
    """What a reader of corrections would not let through."""
    unknown = [name for name in correction.values if name not in CORRECTABLE]
    if unknown:
        return [f"{correction.place}: field '{unknown[0]}' can't be corrected."]
    given = {name: value or EMPTIED for name, value in correction.values.items()}
    values, faults = checked_values(given)
    if not faults and values != dict(correction.values):
        faults = [f"the values of '{correction.article}' are not in the form that the project holds."]
    return [f"{correction.place}: {fault}" for fault in faults]


def _check_article(article: Article) -> None:
    """Raises FileRefusedError if an article is not as a reader makes it: ranges, hash, lengths."""
    try:
        _check_fields(article)
        _check_text(article)
    except ValueError as error:
        raise FileRefusedError(article.source or article.id, str(error)) from None


def _check_fields(article: Article) -> None:
    for name in DESCRIPTION:
        check_field(name, getattr(article, name))
    for name in ("id", "event", "outlet"):
        if not getattr(article, name):
            raise ValueError(f"field '{name}': an article always has one.")


def _check_event(name: str) -> None:
    try:
        check_field("event", name)
    except ValueError as error:
        raise ProjectError(f"The event '{name[:MAX_NAME]}' can't have this name: {error}") from None
    if not name:
        raise ProjectError("An event has a name.")


def _check_text(article: Article) -> None:
    encoded = article.text.encode()
    if len(encoded) > MAX_ARTICLE_BYTES or len(article.sentences) > MAX_SENTENCES:
        raise ValueError(
            f"an article has at most {MAX_ARTICLE_BYTES:,} bytes and {MAX_SENTENCES:,} sentences."
        )
    if hashlib.sha256(encoded).hexdigest() != article.sha256:
        raise ValueError("the text is not the one that was read.")
    spans = [sentence.span for sentence in article.sentences]
    if any(before.end > after.start for before, after in pairwise(spans)) or (
        spans and not 0 <= spans[0].start <= spans[-1].end <= len(article.text)
    ):
        raise ValueError("its sentences are not ranges of the text, one behind the other.")
    if any(
        each.article != article.id or not each.id.startswith(f"{article.id}:") for each in article.sentences
    ):
        raise ValueError("its sentences are those of another article.")
