"""A corrected text: a new article that replaces another, and the labels that it takes over on request.

A sentence's id ends in a hash of its words, so a sentence whose words are in both articles ends alike in
both. Its labels hold for the new text if every range they name has the same words there.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from labels.article import Article, Sentence
from labels.codebook.codebook import RESERVED_LAYERS, Codebook
from labels.decision import Decision, Origin, TargetKind
from labels.errors import CorrectionsError
from labels.store.codebooks import codebook_in_use
from labels.store.corpus.adding import add_articles
from labels.store.corpus.articles import article as article_of
from labels.store.corpus.articles import no_article
from labels.store.corpus.corrections import withdraw
from labels.store.ledger import Ledger
from labels.store.queries import LABELERS, LabelRow, label_rows
from labels.store.sqlite import sqlite3

# Uuids follow from the article, the person and the label, so that taking over twice changes nothing.
NAMESPACE = uuid.UUID("5c0f3f2e-3f0b-4c57-9a0a-6f0f2b6f7d11")
ORIGIN: Origin = "taken_over"


@dataclass(frozen=True, slots=True)
class Lost:
    """A labeled sentence of the old text that has no counterpart.  text: its words.  reason: why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What one person's labels map to.

    sentences: ids in the new article.  actions: the decisions for each source, then for each sentence.
    """

    annotator: str
    sentences: tuple[str, ...]
    lost: tuple[Lost, ...]
    actions: tuple[tuple[Decision, ...], ...]


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of one person's labels.  refused: what the codebook refuses, in words."""

    annotator: str
    labels: int
    refused: tuple[str, ...]
    lost: tuple[Lost, ...]


def successor(
    connection: sqlite3.Connection, predecessor: str, corrected: Article
) -> tuple[Article, Article]:
    """The article that is replaced, and its successor: in the same event, with metadata where it has none.

    corrected: as it was read.
    Raises UnknownNameError, and CorrectionsError if the project has the text already.
    """
    old = article_of(connection, predecessor)
    if old is None:
        raise no_article(connection, predecessor)
    query = "select id from article where sha256 = ? order by id"
    same = connection.execute(query, (corrected.sha256,)).fetchone()
    if same is not None:
        raise CorrectionsError([f"{corrected.source}: the project has this text already, as '{same[0]}'."])
    new = identified_as(corrected, corrected.sha256[:16])
    known_fields: dict[str, Any] = {
        name: value or getattr(old, name) for name, value in new.metadata().items()
    }
    return old, replace(
        new, event=old.event, outlet=old.outlet, meta=new.meta or old.meta, predecessor=old.id, **known_fields
    )


def identified_as(article: Article, identifier: str) -> Article:
    """The same article under another id, with which its sentences' ids begin."""
    begins = len(article.id)
    sentences = tuple(
        replace(sentence, id=f"{identifier}{sentence.id[begins:]}", article=identifier)
        for sentence in article.sentences
    )
    return replace(article, id=identifier, sentences=sentences)


def add_successor(connection: sqlite3.Connection, new: Article, why: str, by: str = "") -> None:
    """Add an article that replaces another, which is withdrawn.

    new: as `successor` gives it.  by: the pseudonym of the person, "" for a command.
    Runs inside the writer's transaction.
    """
    query = "select name from event where id = ?"
    [event] = connection.execute(query, (new.event,)).fetchone()
    add_articles(connection, [replace(new, event=event)], f"replaces {new.predecessor}: {why}", by)
    row = connection.execute("select withdrawn from article where id = ?", (new.predecessor,)).fetchone()
    if not row[0]:
        withdraw(connection, new.predecessor, f"replaced by {new.id}: {why}", by)


def inheritances(connection: sqlite3.Connection, old: Article, new: Article) -> list[Inheritance]:
    """What everybody's labels of the old text map to in the new one; reads only."""
    scheme = codebook_in_use(connection)
    people = [person for (person,) in connection.execute(LABELERS, (old.id,))]
    return [_Mapping(old, new, scheme, person).inheritance(connection) for person in people]


def take_over(connection: sqlite3.Connection, identifier: str) -> list[TakenOver]:
    """Let an article take over its predecessor's labels, as decisions of those who made them.

    A sentence that a person has labeled in the new text keeps those labels.
    Runs inside the writer's transaction. Raises UnknownNameError and CorrectionsError.
    """
    new = article_of(connection, identifier)
    old = article_of(connection, new.predecessor) if new is not None else None
    if new is None or old is None:
        raise CorrectionsError([f"Article '{identifier}' replaces no other, so it has nothing to take over."])
    report = []
    for each in inheritances(connection, old, new):
        begun = {row.sentence for row in label_rows(connection, new.id, each.annotator) if row.sentence}
        fresh = [action for action in each.actions if action[0].sentence not in begun]
        outcomes = Ledger(connection, for_all=True).record(
            each.annotator, [decision for action in fresh for decision in action]
        )
        saved = sum(outcome.status == "saved" for outcome in outcomes)
        refused = dict.fromkeys(outcome.reason for outcome in outcomes if outcome.status == "refused")
        report.append(TakenOver(each.annotator, saved, tuple(refused), each.lost))
    return report


class _Mapping:
    """From one person's labels in an article to the same in its successor."""

    def __init__(self, old: Article, new: Article, codebook: Codebook, annotator: str):
        self._old, self._new, self._codebook, self._annotator = old, new, codebook, annotator
        self._new_sentences = {sentence.id: sentence for sentence in new.sentences}

    def inheritance(self, connection: sqlite3.Connection) -> Inheritance:
        """The decisions that give the person the same labels in the new text."""
        rows = [row for row in label_rows(connection, self._old.id, self._annotator) if row.value is not None]
        contents = {row.target for row in rows if row.layer == "content"}
        rows = [row for row in rows if row.target_kind != "claim" or row.target in contents]
        sources = [(self._decision(row, self._source(row.target), "", self._value(row)),)
                   for row in rows if row.target_kind == "source"]  # fmt: skip
        by_sentence: dict[str, list[LabelRow]] = {}
        for row in rows:
            if row.target_kind != "source":
                by_sentence.setdefault(row.sentence, []).append(row)
        actions, lost = [], []
        for sentence in self._old.sentences:
            if sentence.id not in by_sentence:
                continue
            try:
                actions.append(tuple(self._action(sentence, by_sentence[sentence.id])))
            except LookupError as error:
                lost.append(Lost(sentence.span.of(self._old.text), str(error.args[0])))
        mapped = tuple(action[0].sentence for action in actions)
        return Inheritance(self._annotator, mapped, tuple(lost), (*sources, *actions))

    def _action(self, sentence: Sentence, rows: Sequence[LabelRow]) -> Iterator[Decision]:
        """The decisions of one sentence; raises LookupError, in words, if they don't fit the new text."""
        counterpart = self._counterpart(sentence)
        if counterpart is None:
            raise LookupError("these words are not in the new text")
        for row in rows:
            target = counterpart.id + row.target.removeprefix(sentence.id)
            yield self._decision(row, target, counterpart.id, self._value(row))

    def _counterpart(self, sentence: Sentence) -> Sentence | None:
        return self._new_sentences.get(self._new.id + sentence.id[len(self._old.id) :])

    def _value(self, row: LabelRow) -> object:
        if row.target_kind == "source" and isinstance(row.value, Mapping):
            return {**row.value, "article": self._new.id}
        layer = row.layer
        measurement = "" if layer in RESERVED_LAYERS else self._codebook.layer(layer).measurement
        if (layer == "content" or measurement == "span") and isinstance(row.value, list):
            return [self._range(start, end) for start, end in row.value]
        if measurement == "entity":
            return self._source(str(row.value))
        if measurement == "list" and isinstance(row.value, list):
            return [self._source(str(source)) for source in row.value]
        return row.value

    def _range(self, start: int, end: int) -> list[int]:
        for sentence in self._old.sentences:
            counterpart = self._counterpart(sentence)
            if sentence.span.start <= start < sentence.span.end and counterpart is not None:
                step = counterpart.span.start - sentence.span.start
                if self._new.text[start + step : end + step] == self._old.text[start:end]:
                    return [start + step, end + step]
        raise LookupError(f"'{self._old.text[start:end][:60]}' is written otherwise in the new text")

    def _source(self, source: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self._new.id} {self._annotator} {source}"))

    def _decision(self, row: LabelRow, target: str, sentence: str, value: object) -> Decision:
        kind: TargetKind = row.target_kind
        place = f"{self._new.id} {self._annotator}"
        return Decision(
            uuid=str(uuid.uuid5(NAMESPACE, f"{place} {row.target} {row.layer}")),
            action=str(uuid.uuid5(NAMESPACE, f"{place} {row.sentence or row.target}")),
            target_kind=kind,
            target=target,
            sentence=sentence,
            layer=row.layer,
            kind="set",
            base=0,
            value=value,
            codebook=self._codebook.hash,
            origin=ORIGIN,
            client=f"article {self._old.id}",
        )
