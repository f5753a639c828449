"""Values of derived layers where nobody set one; computed once for claims with the same words and labels."""

import json

from exports.long_table import LongTable, Values, ranges
from labels.claim import Claim
from labels.codebook import Codebook, Layer
from labels.derivation import derived

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
    columns = [table.values[layer.id] for layer in needed]
    starts = _paragraph_starts(table)
    articles = table.sentence_articles[table.claim_sentences].tolist()
    known: dict[tuple[object, ...], dict[str, str | None]] = {}
    for number, content in enumerate(table.contents):
        raw = tuple(column.get(number) for column in columns)
        article = articles[number]
        key = (article, content, raw)
        if key not in known:
            values = {
                layer.id: _value(layer, one)
                for layer, one in zip(needed, raw, strict=True)
                if one is not None
            }
            claim = Claim(table.claim_ids[number], "", ranges(content), values)
            known[key] = derived(claim, codebook, table.articles[article].text, starts=starts[article])
        for layer in computed:
            found = known[key].get(layer.id)
            if found is not None:
                result[layer.id].setdefault(number, found)
    return result


def _needed(computed: list[Layer]) -> set[str]:
    rules = [layer.derivation for layer in computed]
    conditions = [one.layer for rule in rules for one in (rule.fixed, rule.unless) if one is not None]
    return {*conditions, *(rule.cue for rule in rules if rule.cue)}


def _value(layer: Layer, raw: str) -> object:
    return raw if layer.measurement in _TEXT else json.loads(raw)


def _paragraph_starts(table: LongTable) -> list[tuple[int, ...]]:
    """Where the paragraphs of each article begin."""
    found: list[dict[int, int]] = [{} for _ in table.articles]
    for sentence in table.sentences:
        found[sentence.article].setdefault(sentence.paragraph, sentence.start)
    return [tuple(sorted(starts.values())) for starts in found]
