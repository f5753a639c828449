"""The demo project: the bundled articles, and the labels of three people who do not exist."""

import importlib.resources
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from labels.reading import read

from labels.article import Article, Sentence
from labels.codebook import Codebook
from labels.codebooks import shipped_text
from labels.corpus import add_articles, annotator_id
from labels.decision import Decision, TargetKind
from labels.errors import ProjectError
from labels.ledger import Ledger
from labels.project import create, locked
from labels.span import Span
from labels.sqlite import sqlite3
from labels.writer import Writer

GUEST = "You"
NAMESPACE = UUID("5b0f1a3e-6f0c-4f6e-9a53-6f1a7f3c2d10")  # drawn once
BEGAN = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
SPANS = ("source_mention", "cue")


def build(path: Path) -> None:
    """Make the demo project at a path where nothing is yet."""
    text = shipped_text()
    codebook = Codebook.parse(text, "claims-in-news.toml")
    with importlib.resources.as_file(importlib.resources.files(__package__) / "articles.jsonl") as file:
        articles = read([file]).articles
    create(path, codebook, text)
    with locked(path, "demo"):
        writer = Writer(path)
        try:
            writer.run(lambda connection: _fill(connection, articles, codebook))
        finally:
            writer.close()


def _fill(connection: sqlite3.Connection, articles: Sequence[Article], codebook: Codebook) -> None:
    add_articles(connection, articles)
    people: dict[str, _Hand] = {}
    for line in _lines():
        name = line["annotator"]
        if name not in people:
            people[name] = _Hand(annotator_id(connection, name), articles, codebook)
        outcomes = Ledger(connection).record(people[name].annotator, list(people[name].decisions(line)))
        refused = [outcome.reason for outcome in outcomes if outcome.status != "saved"]
        if refused:
            raise ProjectError(f"The demo's label of {name} on {line['sentence']!r} is refused: {refused[0]}")


def _lines() -> Iterator[dict[str, Any]]:
    text = (importlib.resources.files(__package__) / "labels.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.split("\n") if line]
    return iter(sorted(lines, key=lambda line: (line["minutes"], line["annotator"])))


class _Hand:
    """One fictitious annotator: turns lines into decisions, and knows which sources they have listed."""

    def __init__(self, annotator: str, articles: Sequence[Article], codebook: Codebook):
        self.annotator = annotator
        self._articles = {(article.event, article.outlet): article for article in articles}
        self._codebook = codebook
        self._sources: dict[tuple[str, str], str] = {}
        self._labeled: dict[str, int] = {}

    def decisions(self, line: dict[str, Any]) -> Iterator[Decision]:
        article = self._articles[line["event"], line["outlet"]]
        sentence = _find(article, line["sentence"], line["occurrence"])
        action = str(uuid5(NAMESPACE, json.dumps([self.annotator, sentence.id, line["claim"]])))
        at = (BEGAN + timedelta(minutes=line["minutes"])).isoformat()

        def decide(kind: TargetKind, target: str, layer: str, value: object, **more: Any) -> Decision:
            place = "" if kind == "source" else sentence.id
            return Decision(
                uuid=str(uuid5(NAMESPACE, json.dumps([self.annotator, target, layer]))),
                action=more.get("action", action),
                target_kind=kind,
                target=target,
                sentence=place,
                layer=layer,
                kind="set",
                base=0,
                value=value,
                codebook=self._codebook.hash,
                origin=more.get("origin", "human"),
                client="demo",
                client_at=at,
            )

        wanted = [line["values"].get("source"), *line["values"].get("relays", [])]
        for name in filter(None, wanted):
            if (article.id, name) not in self._sources:
                source = f"{article.id}:s{len(self._sources) + 1}"
                self._sources[article.id, name] = source
                yield decide("source", source, "name", {"article": article.id, "name": name})
        if line["claim"] == 0:
            layer, value = next(iter(line["values"].items()))
            yield decide("sentence", sentence.id, layer, value)
        else:
            claim = f"{sentence.id}.{line['claim']}"
            for layer, value, origin in self._labels(line, article, sentence):
                yield decide("claim", claim, layer, value, origin=origin)
        yield from self._marks(line, sentence, decide, action)

    def _labels(
        self, line: dict[str, Any], article: Article, sentence: Sentence
    ) -> Iterator[tuple[str, object, str]]:
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

    def _marks(
        self, line: dict[str, Any], sentence: Sentence, decide: Any, action: str
    ) -> Iterator[Decision]:
        first = sentence.id not in self._labeled
        self._labeled[sentence.id] = 1
        if first and line["note"]:
            yield decide("sentence", sentence.id, "note", line["note"])
        if first and line["unsure"] is not None:
            yield decide("sentence", sentence.id, "unsure", line["unsure"])
        if first:
            yield decide("sentence", sentence.id, "state", "done", action=str(uuid5(NAMESPACE, action)))


def _find(article: Article, text: str, occurrence: int) -> Sentence:
    found = [sentence for sentence in article.sentences if sentence.span.of(article.text) == text]
    if len(found) < occurrence:
        raise ProjectError(f"The demo's article of {article.outlet} holds no sentence {text!r}.")
    return found[occurrence - 1]


def _within(article: Article, sentence: Sentence, piece: str) -> Span:
    """A piece of a sentence; of what follows it where a quotation crosses its border."""
    start = article.text.find(piece, sentence.span.start)
    if start < 0:
        start = article.text.index(piece)
    return Span(start, start + len(piece))
