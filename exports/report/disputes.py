"""Where annotators disagree: the sentences they disagree on most, and how it runs through an article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Labels
from exports.report.long_table import LongTable
from exports.report.shape import ArticleDisagreement, DisputedSentence

SENTENCES_LISTED = 30
# Of the articles with most disagreement; longer ones are cut.
ARTICLES_SHOWN, SENTENCES_SHOWN = 12, 400


@dataclass(frozen=True, slots=True)
class Compared:
    """The labels of one layer, or of step 1.  sentence: of each unit."""

    name: str
    labels: Labels
    sentence: Ints


@dataclass(frozen=True, slots=True)
class Disputes:
    """How much annotators disagree on each sentence, in bits, by layer and in total."""

    table: LongTable
    compared: Sequence[Compared]
    by_layer: Mapping[str, Floats]
    total: Floats

    def sentences(self) -> list[DisputedSentence]:
        """The sentences that annotators disagree on most, with what each of them said."""
        table, total = self.table, self.total
        order = [n for n in np.argsort(-total, kind="stable")[:SENTENCES_LISTED].tolist() if total[n] > 0]
        given = {one.name: _given(one, order) for one in self.compared}
        return [
            {
                "sentence": table.sentences.ids[number],
                "article": table.article_of(number).id,
                "event": table.article_of(number).event,
                "outlet": table.article_of(number).outlet,
                "text": table.text_of(number),
                "entropy": round(float(total[number]), 6),
                "layers": {
                    name: given[name].get(number, {})
                    for name, bits in self.by_layer.items()
                    if bits[number] > 0
                },
            }
            for number in order
        ]

    def articles(self) -> list[ArticleDisagreement]:
        """The bits of each sentence of the articles with most of them; None where fewer than two saw it."""
        table = self.table
        sums = np.bincount(table.sentence_articles, self.total, len(table.articles))
        double = table.seen.sum(axis=1) > 1
        chosen = [n for n in np.argsort(-sums, kind="stable")[:ARTICLES_SHOWN].tolist() if sums[n] > 0]
        articles: list[ArticleDisagreement] = []
        for number in chosen:
            inside = np.flatnonzero(table.sentence_articles == number)[:SENTENCES_SHOWN].tolist()
            article = table.articles[number]
            articles.append(
                {
                    "article": article.id,
                    "event": article.event,
                    "outlet": article.outlet,
                    "entropies": [round(float(self.total[n]), 3) if double[n] else None for n in inside],
                }
            )
        return articles


def disputes(table: LongTable, compared: Sequence[Compared]) -> Disputes:
    """Over the layers compared, the most disputed unit of a sentence counts for each."""
    by_layer = {}
    for layer in compared:
        bits = np.zeros(len(table.sentences))
        np.maximum.at(bits, layer.sentence, unit_entropy(layer.labels))
        by_layer[layer.name] = bits
    total: Floats = sum(by_layer.values(), np.zeros(len(table.sentences)))
    return Disputes(table, compared, by_layer, total)


def unit_entropy(labels: Labels) -> Floats:
    """Entropy of the labels of each unit, in bits; 0 for units with fewer than two labels."""
    n_values = len(labels.categories)
    cells = np.bincount(labels.unit * n_values + labels.value, minlength=len(labels.units) * n_values)
    counts = cells.reshape(len(labels.units), n_values).astype(np.float64)
    share = counts / np.maximum(counts.sum(axis=1), 1)[:, None]
    logs = np.log2(share, out=np.zeros_like(share), where=share > 0)
    return np.asarray(-(share * logs).sum(axis=1)) + 0.0


def _given(compared: Compared, wanted: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """For sentences the values that each annotator gave, each value once in a row."""
    labels, sentence = compared.labels, compared.sentence
    found: dict[int, dict[str, list[str]]] = {}
    for label in np.flatnonzero(np.isin(sentence[labels.unit], wanted)).tolist():
        place, person = int(sentence[labels.unit[label]]), labels.annotators[labels.annotator[label]]
        values = found.setdefault(place, {}).setdefault(person, [])
        value = labels.categories[labels.value[label]]
        if value not in values[-1:]:
            values.append(value)
    return found
