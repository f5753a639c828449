"""The demo project: the bundled articles, labeled by three invented people and, in part, by the visitor.

One event is finished in the visitor's name, so the agreement report stays visible to them; in the first event
one article is finished and the other stops before an easy sentence, the first to try.
"""

import importlib.resources
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from labels.article import Article, Sentence
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.decision import Decision, Origin, TargetKind
from labels.span import Span
from labels.store.accounts import annotator_id
from labels.store.corpus.adding import add_articles
from labels.store.ledger import Ledger
from labels.store.project import create
from labels.store.sqlite import sqlite3
from labels.text.importing import read

GUEST = "You"
NAMESPACE = UUID("5b0f1a3e-6f0c-4f6e-9a53-6f1a7f3c2d10")  # drawn once
BEGAN = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
SPANS = ("source_mention", "cue")


def build(path: Path) -> None:
    """Create the demo project; nothing may be at the path yet."""
    text = shipped_text()
    codebook = Codebook.parse(text, "claims-in-news.toml")
    with importlib.resources.as_file(importlib.resources.files(__package__) / "articles.jsonl") as file:
        articles = read([file]).articles
    create(path, codebook, text, lambda connection: _fill(connection, articles, codebook))


def _fill(connection: sqlite3.Connection, articles: Sequence[Article], codebook: Codebook) -> None:
    add_articles(connection, articles)
    lines = _lines()
    names = dict.fromkeys(line["annotator"] for line in lines)
    people = {name: _Person(annotator_id(connection, name), articles, codebook) for name in names}
    for line in lines:
        person = people[line["annotator"]]
        _record(connection, person, line, person.labels(line))
    for line in lines:  # finished at the end: a carried source may have its cue in a later sentence
        person = people[line["annotator"]]
        _record(connection, person, line, person.done(line))


def _record(
    connection: sqlite3.Connection, person: "_Person", line: dict[str, Any], decisions: list[Decision]
) -> None:
    for outcome in Ledger(connection).record(person.annotator, decisions):
        if outcome.status == "refused":
            raise ValueError(
                f"The demo's label of {line['annotator']} on {line['sentence']!r} refused: {outcome.reason}"
            )


def _lines() -> list[dict[str, Any]]:
    """The bundled lines, in the order of work."""
    text = (importlib.resources.files(__package__) / "labels.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.split("\n") if line]
    return sorted(lines, key=itemgetter("minutes", "annotator"))


class _Person:
    """An annotator of the demo: turns bundled lines into decisions, and remembers the sources they listed."""

    def __init__(self, annotator: str, articles: Sequence[Article], codebook: Codebook):
        self.annotator = annotator
        self._articles = {(article.event, article.outlet): article for article in articles}
        self._codebook = codebook
        self._sources: dict[tuple[str, str], str] = {}

    def labels(self, line: dict[str, Any]) -> list[Decision]:
        """The decisions of a line as one action: the sources it names first, the claim, its labels."""
        article, sentence = self._located(line)
        action = self._uuid(sentence.id, line["claim"])
        decide = partial(self._decision, line, sentence, action)
        decisions = []
        for name in filter(None, [line["values"].get("source"), *line["values"].get("relays", [])]):
            if (article.id, name) not in self._sources:
                source = f"{article.id}:s{len(self._sources) + 1}"
                self._sources[article.id, name] = source
                decisions.append(decide("source", source, "name", {"article": article.id, "name": name}))
        if line["claim"] == 0:
            decisions += [
                decide("sentence", sentence.id, layer, value) for layer, value in line["values"].items()
            ]
        else:
            claim = f"{sentence.id}.{line['claim']}"
            decisions += [decide("claim", claim, *label) for label in self._claim(line, article, sentence)]
        for mark in ("note", "unsure"):
            if line[mark]:
                decisions.append(decide("sentence", sentence.id, mark, line[mark]))
        return decisions

    def done(self, line: dict[str, Any]) -> list[Decision]:
        """The decision that finishes the line's sentence; the same one for each of its claims."""
        _, sentence = self._located(line)
        return [
            self._decision(line, sentence, self._uuid(sentence.id), "sentence", sentence.id, "state", "done")
        ]

    def _located(self, line: dict[str, Any]) -> tuple[Article, Sentence]:
        article = self._articles[line["event"], line["outlet"]]
        return article, _find(article, line["sentence"], line["occurrence"])

    def _uuid(self, *of: object) -> str:
        return str(uuid5(NAMESPACE, json.dumps([self.annotator, *of])))

    def _decision(
        self,
        line: dict[str, Any],
        sentence: Sentence,
        action: str,
        kind: TargetKind,
        target: str,
        layer: str,
        value: object,
        origin: Origin = "human",
    ) -> Decision:
        return Decision(
            uuid=self._uuid(target, layer),
            action=action,
            target_kind=kind,
            target=target,
            sentence="" if kind == "source" else sentence.id,
            layer=layer,
            kind="set",
            base=0,
            value=value,
            codebook=self._codebook.hash,
            origin=origin,
            client="demo",
            client_at=(BEGAN + timedelta(minutes=line["minutes"])).isoformat(),
        )

    def _claim(
        self, line: dict[str, Any], article: Article, sentence: Sentence
    ) -> Iterator[tuple[str, object, Origin]]:
        pieces = [_within(article, sentence, piece) for piece in line["content"]]
        content = [[span.start, span.end] for span in pieces or [sentence.span]]
        yield "content", content, "human" if pieces else "automatic"
        for layer, value in line["values"].items():
            if value is None or value == []:
                continue
            if layer == "source":
                yield layer, self._sources[article.id, value], "human"
            elif layer == "relays":
                yield layer, [self._sources[article.id, name] for name in value], "human"
            elif layer in SPANS:
                span = _within(article, sentence, value)
                yield layer, [[span.start, span.end]], "human"
            else:
                yield layer, value, "human"
        if line["stance_override"]:
            yield "outlet_stance", line["stance_override"], "human"


def _find(article: Article, text: str, occurrence: int) -> Sentence:
    matches = [sentence for sentence in article.sentences if sentence.span.of(article.text) == text]
    if len(matches) < occurrence:
        raise ValueError(f"The demo's article of {article.outlet} holds no sentence {text!r}.")
    return matches[occurrence - 1]


def _within(article: Article, sentence: Sentence, piece: str) -> Span:
    """A piece of a sentence; of what follows it where a quotation crosses its border."""
    words = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)")
    found = words.search(article.text, sentence.span.start) or words.search(article.text)
    if found is None:
        raise ValueError(f"The demo's article of {article.outlet} does not hold {piece!r}.")
    return Span(*found.span())
