"""Where the words stand: the content of claims and every span layer, keyed by article and layer.

Cues and mentions of a source are places in a text: two claims under one cue mark it once. A span layer counts as
"nothing there" in every sentence that its annotator has seen and left without a mark.
"""

from itertools import combinations
from typing import TypeAlias

import numpy as np

from exports.agreement.coefficient import Coefficient
from exports.agreement.gamma import CategorizedSpan, gamma
from exports.agreement.report_setting import Setting, completed
from exports.agreement.spans import Ranges, SpanSet, span_agreements
from exports.agreement.unitizing import UnitizingAlpha, overall, unitizing_alpha
from exports.long_table import LongTable, Values, ranges
from labels.span import Span, merged

CONTENT = "content"
# More pairs of annotators and articles take minutes; they are compared when asked for.
ADVANCED_PAIRS = 100
Json: TypeAlias = dict[str, object]
Marks: TypeAlias = dict[tuple[int, int], tuple[Ranges, ...]]


def span_sets(setting: Setting, layer: str, values: Values) -> list[SpanSet]:
    """What each annotator marked in each article that they saw any of."""
    table = setting.table
    seen = _seen_ranges(table)
    marks = _marks(table, values)
    cluster = setting.clusters.of_article.tolist()
    return [
        SpanSet(
            annotator=f"{annotator:05}",
            article=table.articles[article].id,
            layer=layer,
            seen=where,
            marks=marks.get((article, annotator), ()),
            cluster=str(cluster[article]),
        )
        for (article, annotator), where in seen.items()
    ]


def _seen_ranges(table: LongTable) -> dict[tuple[int, int], Ranges]:
    """For article and annotator the text they have seen; neighbouring sentences as one range."""
    found: dict[tuple[int, int], Ranges] = {}
    for annotator, column in enumerate(table.seen.T):
        stretches: dict[int, list[tuple[int, int]]] = {}
        before = -2
        for number in np.flatnonzero(column).tolist():
            one = table.sentences[number]
            parts = stretches.setdefault(one.article, [])
            if parts and before == number - 1:
                parts[-1] = (parts[-1][0], one.end)
            else:
                parts.append((one.start, one.end))
            before = number
        for article, parts in stretches.items():
            found[article, annotator] = tuple(Span(*part) for part in parts)
    return dict(sorted(found.items()))


def _marks(table: LongTable, values: Values) -> Marks:
    articles = table.sentence_articles[table.claim_sentences].tolist()
    kept = table.kept[table.claim_sentences].tolist()
    owners = table.claim_annotators.tolist()
    found: dict[tuple[int, int], dict[Ranges, None]] = {}
    for claim, value in values.items():
        if kept[claim]:
            found.setdefault((articles[claim], owners[claim]), {})[ranges(value)] = None
    return {key: tuple(marks) for key, marks in found.items()}


def spans_json(setting: Setting, layer: str, values: Values) -> Json:
    """Exact and overlap F1, SemEval's partial F1 and character alpha, which is also the layer's alpha."""
    agreement = span_agreements(span_sets(setting, layer, values), setting.resampling).get(layer)
    if agreement is None:
        none = Coefficient(None, None, None, 0, 0, "no_text_seen_by_two").as_json()
        found: Json = dict.fromkeys(("exact_f1", "overlap_f1", "partial_f1", "character_alpha"), none)
    else:
        found = {
            "exact_f1": agreement.exact_f1.as_json(),
            "overlap_f1": agreement.overlap_f1.as_json(),
            "partial_f1": agreement.partial_f1.as_json(),
            "character_alpha": agreement.character_alpha.as_json(),
        }
    alpha = {"krippendorff_alpha": found["character_alpha"]}
    return {**completed(alpha, "not_for_spans"), "measurement": "span", **found}


def content_values(table: LongTable) -> Values:
    """The content of claims in the form of a layer's values."""
    return dict(enumerate(table.contents))


def advanced_json(setting: Setting, layers: dict[str, Values], categories: Values, *, forced: bool) -> Json:
    """Krippendorff's unitizing alpha for each layer, and gamma of each pair; only on articles seen as a whole.

    categories: the value of each claim that gamma compares beside its place.  forced: however long it takes.
    """
    table = setting.table
    whole = _seen_whole(table)
    n_pairs = sum(len(people) * (len(people) - 1) // 2 for people in whole.values())
    if n_pairs > ADVANCED_PAIRS and not forced:
        return {"computed": False, "reason": "too_many_pairs", "pairs": n_pairs}
    return {
        "computed": True,
        "pairs": n_pairs,
        "unitizing_alpha": {layer: _unitizing(table, whole, values) for layer, values in layers.items()},
        "gamma": _gammas(setting, whole, categories),
    }


def _seen_whole(table: LongTable) -> dict[int, list[int]]:
    """Annotators who have seen the same sentences of an article as everybody who saw any: those of most."""
    article = table.sentence_articles
    found: dict[int, list[int]] = {}
    for number in range(len(table.articles)):
        seen = table.seen[article == number]
        union = seen.any(axis=1)
        people = np.flatnonzero((seen == union[:, None]).all(axis=0) & seen.any(axis=0)).tolist()
        if len(people) > 1:
            found[number] = people
    return found


def _unitizing(table: LongTable, whole: dict[int, list[int]], values: Values) -> Json:
    marks = _marks(table, values)
    parts: list[UnitizingAlpha] = []
    for article, people in whole.items():
        units = {
            str(one): merged(span for mark in marks.get((article, one), ()) for span in mark) for one in people
        }
        if any(units.values()):
            parts.append(unitizing_alpha(units, Span(0, len(table.articles[article].text))))
    found = overall(parts)
    return {"value": found.value, "reason": found.reason, "n_articles": len(parts)}


def _gammas(setting: Setting, whole: dict[int, list[int]], categories: Values) -> Json:
    """The mean gamma of each pair over the articles both have seen whole; ranges with gaps as from end to end."""
    table = setting.table
    units: dict[tuple[int, int], list[CategorizedSpan]] = {}
    articles = table.sentence_articles[table.claim_sentences].tolist()
    for claim, (owner, content) in enumerate(zip(table.claim_annotators.tolist(), table.contents, strict=True)):
        spans = ranges(content)
        one = CategorizedSpan(Span(spans[0].start, spans[-1].end), categories.get(claim, ""))
        units.setdefault((articles[claim], owner), []).append(one)
    pairs: dict[tuple[int, int], list[float]] = {}
    for article, people in whole.items():
        for first, second in combinations(people, 2):
            ours, theirs = units.get((article, first), []), units.get((article, second), [])
            length = len(table.articles[article].text)
            found = gamma(ours, theirs, length, seed=setting.resampling.seed).value
            if found is not None:
                pairs.setdefault((first, second), []).append(found)
    means = [
        {
            "annotators": [setting.shown[first], setting.shown[second]],
            "gamma": float(np.mean(values)),
            "n_articles": len(values),
        }
        for (first, second), values in sorted(pairs.items())
    ]
    every = [value for values in pairs.values() for value in values]
    return {
        "value": float(np.mean(every)) if every else None,
        "reason": None if every else "no_spans",
        "n": len(every),
        "by_pair": means,
    }
