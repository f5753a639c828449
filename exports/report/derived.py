"""Values of derived layers where nobody set one; computed once for claims with the same words and labels."""

import json
from collections.abc import Sequence

import numpy as np

from exports.agreement.spans.range_column import range_column
from exports.report.long_table import LongTable, Values, line_of, ranges
from labels.claim import Claim
from labels.codebook.codebook import Codebook, Layer
from labels.codebook.cues import words, words_after
from labels.codebook.derivation import derived
from labels.codebook.quotations import MARK
from labels.span import quote

_TEXT = ("nominal", "ordinal", "interval", "ratio", "entity", "text")


def with_derived_values(table: LongTable, codebook: Codebook) -> dict[str, Values]:
    """The values of every layer by claim; in derived layers what was set, else what follows from the other
    labels.

    A layer that stays empty for a claim (its condition ``unless`` holds) has no entry.
    """
    computed = [layer for layer in codebook.layers if layer.derived and layer.id in table.values]
    result = {layer: dict(values) for layer, values in table.values.items()}
    if not computed:
        return result
    needed = [
        layer for layer in codebook.layers if layer.id in _needed(computed) and layer.id in table.values
    ]
    starts = _paragraph_starts(table)
    keys = zip(
        _unquoted(table, starts),
        *(_cue_keys(table, codebook, layer, table.values[layer.id]) for layer in needed),
        strict=True,
    )
    articles = table.sentence_articles[table.claim_sentences].tolist()
    known: dict[tuple[object, ...], dict[str, str | None]] = {}
    for number, key in enumerate(keys):
        if key not in known:
            raw = [table.values[layer.id].get(number) for layer in needed]
            values = {
                layer.id: _value(layer, one)
                for layer, one in zip(needed, raw, strict=True)
                if one is not None
            }
            claim = Claim(table.claim_ids[number], "", ranges(table.contents[number]), values)
            article = articles[number]
            known[key] = derived(claim, codebook, table.articles[article].text, starts=starts[article])
        for layer, found in known[key].items():
            if found is not None and layer in result:
                result[layer].setdefault(number, found)
    return result


def _unquoted(table: LongTable, starts: Sequence[Sequence[int]]) -> list[object]:
    """What a claim's quotation mode depends on: nothing where no paragraph of it holds a quotation mark.

    starts: of the paragraphs of each article.
    """
    articles = table.sentence_articles[table.claim_sentences]
    keys: list[object] = list(zip(articles.tolist(), table.contents, strict=True))
    begins = line_of(table)
    marks = np.array(
        [
            begin + match.start()
            for begin, article in zip(begins.tolist(), table.articles, strict=True)
            for match in MARK.finditer(article.text)
        ],
        dtype=np.int64,
    )
    paragraphs = np.array(
        [begin + start for begin, own in zip(begins.tolist(), starts, strict=True) for start in own],
        dtype=np.int64,
    )
    column = range_column(table.contents).moved(begins[articles])
    bounds = np.concatenate(([0], paragraphs, [np.iinfo(np.int64).max]))
    first = bounds[np.searchsorted(paragraphs, column.starts, side="right")]
    last = bounds[np.searchsorted(paragraphs, column.ends - 1, side="right") + 1]
    quoted = np.searchsorted(marks, last) > np.searchsorted(marks, first)
    beside = np.bincount(column.of_range, quoted, len(keys)) > 0
    return [key if one else None for key, one in zip(keys, beside.tolist(), strict=True)]


def _cue_keys(table: LongTable, codebook: Codebook, layer: Layer, column: Values) -> list[object]:
    """What a derived layer sees of another layer of each claim: its value or, of a range, the words there.

    The words that follow count only where the lexicon knows a word of the cue.
    """
    numbers = range(len(table.contents))
    if layer.measurement != "span":
        return [column.get(number) for number in numbers]
    texts = [article.text for article in table.articles]
    claims = np.fromiter(column, np.int64, len(column))
    articles = table.sentence_articles[table.claim_sentences[claims]].tolist()
    cues = range_column(list(column.values()))
    parts = zip(cues.begin.tolist(), cues.end.tolist(), (cues.counts > 1).tolist(), strict=True)
    listed: dict[str, bool] = {}
    keys: list[object] = [None] * len(table.contents)
    for place, (claim, article, (start, end, broken)) in enumerate(zip(column, articles, parts, strict=True)):
        text = texts[article]
        cue = quote(text, cues.spans(place)) if broken else text[start:end]
        if cue not in listed:
            listed[cue] = not codebook.cue_forms.keys().isdisjoint(words(cue))
        keys[claim] = (cue, tuple(words_after(text, end)) if listed[cue] else ())
    return keys


def _needed(computed: list[Layer]) -> set[str]:
    rules = [layer.derivation for layer in computed]
    conditions = [one.layer for rule in rules for one in (rule.fixed, rule.unless) if one is not None]
    return {*conditions, *(rule.cue for rule in rules if rule.cue)}


def _value(layer: Layer, raw: str) -> object:
    return raw if layer.measurement in _TEXT else json.loads(raw)


def _paragraph_starts(table: LongTable) -> list[tuple[int, ...]]:
    """Where the paragraphs of each article begin."""
    found: list[dict[int, int]] = [{} for _ in table.articles]
    some = table.sentences
    for article, paragraph, start in zip(
        some.articles.tolist(), some.paragraphs.tolist(), some.starts.tolist(), strict=True
    ):
        found[article].setdefault(paragraph, start)
    return [tuple(sorted(starts.values())) for starts in found]
