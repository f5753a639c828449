"""Flat lines: training data as it is, one line a claim and one a sentence that holds none.

Read article by article from one snapshot, so memory does not grow with the project.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from exports.dataset.columns import LayerColumns, Row, layer_columns, ranges_of
from exports.dataset.gold import Gold, GoldMaker, GoldRules, votes_on
from exports.dataset.units import Unit, UnitRules, article_units
from labels.article import Article, Sentence
from labels.span import Span
from labels.store.agreement_queries import AgreementReader
from labels.store.dataset_queries import joined
from labels.store.queries import NamedEvent, ProjectReader

CONTEXT = 2  # sentences before and after


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with its event and article.  number: among all units, from 0."""

    number: int
    event: NamedEvent
    article: Article
    unit: Unit


class Likely(Protocol):
    """What models make of units: their probabilities of each value of a layer."""

    def of(self, layer: str, number: int) -> Sequence[float] | None:
        """For a layer and the number of a unit; None where no model was asked."""


class NoModel:
    """No model was asked."""

    def of(self, _layer: str, _number: int) -> Sequence[float] | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """Where a split puts an event.  group: the id of the events that stay together."""

    split: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class FlatOptions:
    """What flat lines are made with.

    context: sentences before and after.  parts: by event; empty without a split.
    """

    gold: GoldRules = field(default_factory=GoldRules)
    context: int = CONTEXT
    parts: Mapping[str, Part] = field(default_factory=dict)
    likely: Likely = field(default_factory=NoModel)


def unit_rules(store: ProjectReader) -> UnitRules:
    """What units depend on besides labels."""
    settled = frozenset(AgreementReader(store).adjudicated())
    return UnitRules(store.codebook(), joined(store), settled)


def units(store: ProjectReader, rules: UnitRules) -> Iterator[Placed]:
    """Every unit of a project: events in order, articles by outlet, units by their place in the text.

    Call it inside ``store.snapshot()``.
    """
    number = 0
    for event in store.event_ids():
        for article in store.articles(event.id):
            people = store.article_labels(article)
            for unit in article_units(article, people, rules) if people else ():
                yield Placed(number, event, article, unit)
                number += 1


def flat_rows(store: ProjectReader, options: FlatOptions | None = None) -> Iterator[Row]:
    """The flat lines; their columns are ``columns.all_columns``.  Call it inside ``store.snapshot()``."""
    chosen, rules = options or FlatOptions(), unit_rules(store)
    layers = layer_columns(rules.codebook)
    maker = GoldMaker(chosen.gold)
    for placed in units(store, rules):
        yield _row(placed, rules, layers, chosen, maker)


def _row(
    placed: Placed,
    rules: UnitRules,
    layers: Sequence[LayerColumns],
    options: FlatOptions,
    maker: GoldMaker,
) -> Row:
    event, article, unit = placed.event, placed.article, placed.unit
    golds = {
        layer.id: maker.of(votes_on(unit, layer, rules), layer, options.likely.of(layer.id, placed.number))
        for layer in rules.codebook.layers
    }
    _blank_without_claim(golds, rules)
    reach = _reach(unit, golds)
    window = _window(article.sentences, reach) or [unit.sentence]
    first, last = window[0], window[-1]
    # a person may have marked the space behind a sentence, too
    start, end = min(first.span.start, reach.start), max(last.span.end, reach.end)
    content = Span(unit.content[0].start, unit.content[-1].end)
    part = options.parts.get(event.id, Part())
    row: Row = {
        "id": unit.id,
        "event": event.id,
        "event_name": event.name,
        "outlet": article.outlet,
        "article": article.id,
        "sentence": unit.sentence.id,
        "position": unit.sentence.position,
        "kind": unit.sentence.kind,
        "split": part.split,
        "group": part.group,
        "codebook": rules.codebook.id,
        "codebook_version": rules.codebook.version,
        "text": article.text[start:end],
        "start": content.start - start,
        "end": content.end - start,
        "quote": content.of(article.text),
        "ranges": ranges_of(unit.content, article.text, start),
        **_context(article, Span(start, end), (first.position, last.position), options.context),
        "text_start": start,
        "article_start": content.start,
        "article_end": content.end,
        "annotators": unit.annotators,
        "marked_by": len({member.person for member in unit.members}),
        "unsure": unit.unsure,
        "content_agreement": unit.content_agreement,
    }
    for each in layers:
        row |= each.cells(golds[each.layer.id], article.text, start)
    return row


def _blank_without_claim(golds: dict[str, Gold], rules: UnitRules) -> None:
    """Where gold says that there is no claim, its other layers have no value; their votes stay."""
    empty = rules.codebook.empty
    if empty is None or golds[empty[0]].value != empty[1]:
        return
    for layer, gold in golds.items():
        if layer != empty[0] and gold.how != "none":
            golds[layer] = Gold(None, gold.shares, gold.votes, gold.agreement, "none", "no claim")


def _reach(unit: Unit, golds: Mapping[str, Gold]) -> Span:
    """From the first to the last character that the line speaks of: content, and ranges of its layers."""
    spans = list(unit.content)
    for gold in golds.values():
        spans += [key for key in gold.shares if isinstance(key, Span)]
        if isinstance(gold.value, tuple):
            spans += [each for each in gold.value if isinstance(each, Span)]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _window(sentences: Sequence[Sentence], reach: Span) -> list[Sentence]:
    """The fewest sentences that hold the range: most often one."""
    inside = [each for each in sentences if each.span.start < reach.end and reach.start < each.span.end]
    return sorted(inside, key=lambda each: each.span.start)


def _context(article: Article, text: Span, positions: tuple[int, int], size: int) -> Row:
    """The text before and after: with the line's own text between them it is one stretch of the article.

    positions: of the first and the last sentence of the line's text.  size: sentences on either side.
    """
    ordered = article.sentences
    before = ordered[max(0, positions[0] - size)].span.start
    after = ordered[min(len(ordered) - 1, positions[1] + size)].span.end
    return {
        "context_before": article.text[min(before, text.start) : text.start],
        "context_after": article.text[text.end : max(after, text.end)],
    }
