"""Where the words stand: the content of claims and every span layer, keyed by article and layer.

Cues and mentions of a source are places in a text: two claims under one cue mark it once. A span layer
counts as "nothing there" in every sentence that its annotator has finished and left without a mark. In a
sentence that is not finished, a claim without a mark says nothing yet.
"""

from itertools import combinations

import numpy as np

from exports.agreement.arrays import Bools, Ints
from exports.agreement.layer_report import seven
from exports.agreement.spans.gamma import CategorizedSpan, gamma
from exports.agreement.spans.range_column import range_column
from exports.agreement.spans.ranges import Ranges
from exports.agreement.spans.span_sums import Marks, Seen, inner, project_spans
from exports.agreement.spans.spans import SpanAgreement
from exports.agreement.spans.unitizing import UnitizingAlpha, overall, unitizing_alpha
from exports.report.context import Setting
from exports.report.layer_shape import SpanFigures, SpanMeasures
from exports.report.long_table import DONE, EMPTY, LongTable, Values, line_of, ranges
from exports.report.people_shape import AdvancedFigures, AdvancedLeftOut, Gamma, PairGamma, Unitizing
from labels.span import Span, merged

CONTENT = "content"
# More pairs of annotators and articles take minutes; they are compared when asked for.
ADVANCED_PAIRS = 100


def finished(table: LongTable, values: Values) -> Bools:
    """Sentences x annotators: marked as done or as without a claim, or with a value for each of the claims.

    values: of the layer, by claim.
    """
    open_claims = np.ones(len(table.contents), dtype=bool)
    open_claims[np.fromiter(values, np.int64, len(values))] = False
    unset = np.zeros(table.left.shape, dtype=bool)
    unset[table.claim_sentences[open_claims], table.claim_annotators[open_claims]] = True
    done = (table.left & (DONE | EMPTY)) > 0
    finished: Bools = table.seen & (done | ~unset)
    return finished


def _seen(table: LongTable, begins: Ints, values: Values) -> Seen:
    """The sentences each annotator has finished; the space between two belongs to neither."""
    sentence, annotator = np.nonzero(finished(table, values))
    begin = begins[table.sentence_articles[sentence]]
    some = table.sentences
    return Seen(annotator, begin + some.starts[sentence], begin + some.ends[sentence])


def _on_line(table: LongTable, begins: Ints, values: Values) -> Marks:
    """The marks of a layer; what one annotator marked twice in an article counts once."""
    claims = np.fromiter(values, np.int64, len(values))
    known: dict[str, int] = {}
    code = np.fromiter(
        (known.setdefault(value, len(known)) for value in values.values()), np.int64, len(values)
    )
    article = table.sentence_articles[table.claim_sentences[claims]]
    which = article * len(known) + code
    owner = table.claim_annotators[claims]
    kept = np.flatnonzero(table.kept[table.claim_sentences[claims]])
    _, first = np.unique(owner[kept] * len(known) * len(begins) + which[kept], return_index=True)
    chosen = kept[first]
    column = range_column(list(values.values())).take(chosen).moved(begins[article[chosen]])
    return Marks(owner[chosen], which[chosen], column)


def _marks(table: LongTable, values: Values) -> dict[tuple[int, int], tuple[Ranges, ...]]:
    articles = table.sentence_articles[table.claim_sentences].tolist()
    kept = table.kept[table.claim_sentences].tolist()
    owners = table.claim_annotators.tolist()
    by_owner: dict[tuple[int, int], dict[Ranges, None]] = {}
    for claim, value in values.items():
        if kept[claim]:
            by_owner.setdefault((articles[claim], owners[claim]), {})[ranges(value)] = None
    return {key: tuple(marks) for key, marks in by_owner.items()}


def spans_json(setting: Setting, values: Values) -> SpanFigures:
    """Exact and overlap F1, SemEval's partial F1 and character alpha, which is also the layer's alpha; and
    the same for marks inside longer marks, which character alpha over all marks can't see.
    """
    table = setting.table
    begins = line_of(table)
    seen, marks = _seen(table, begins, values), _on_line(table, begins, values)
    places = (begins, setting.clusters.of_article, setting.resampling)
    agreement = project_spans(seen, marks, *places)
    nested = inner(marks)
    return {
        **seven({"krippendorff_alpha": agreement.character_alpha}, "not_for_spans"),
        "measurement": "span",
        **_measures(agreement),
        "inner": _measures(project_spans(seen, nested, *places)) if len(nested.annotator) else None,
    }


def _measures(agreement: SpanAgreement) -> SpanMeasures:
    return {
        "exact_f1": agreement.exact_f1.as_json(),
        "overlap_f1": agreement.overlap_f1.as_json(),
        "partial_f1": agreement.partial_f1.as_json(),
        "character_alpha": agreement.character_alpha.as_json(),
    }


def content_values(table: LongTable) -> Values:
    """The content of claims in the form of a layer's values."""
    return dict(enumerate(table.contents))


def advanced_json(
    setting: Setting, layers: dict[str, Values], categories: Values, *, forced: bool
) -> AdvancedLeftOut | AdvancedFigures:
    """Krippendorff's unitizing alpha for each layer, and gamma of each pair; only on articles seen as a
    whole.

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
    several: dict[int, list[int]] = {}
    for number in range(len(table.articles)):
        seen = table.seen[article == number]
        union = seen.any(axis=1)
        people = np.flatnonzero((seen == union[:, None]).all(axis=0) & seen.any(axis=0)).tolist()
        if len(people) > 1:
            several[number] = people
    return several


def _unitizing(table: LongTable, whole: dict[int, list[int]], values: Values) -> Unitizing:
    marks = _marks(table, values)
    parts: list[UnitizingAlpha] = []
    for article, people in whole.items():
        units = {
            str(one): merged(span for mark in marks.get((article, one), ()) for span in mark)
            for one in people
        }
        if any(units.values()):
            parts.append(unitizing_alpha(units, Span(0, len(table.articles[article].text))))
    found = overall(parts)
    return {"value": found.value, "reason": found.reason, "n_articles": len(parts)}


def _gammas(setting: Setting, whole: dict[int, list[int]], categories: Values) -> Gamma:
    """The mean gamma of each pair over articles both have seen whole; gaps in a claim are filled."""
    table = setting.table
    units: dict[tuple[int, int], list[CategorizedSpan]] = {}
    articles = table.sentence_articles[table.claim_sentences].tolist()
    for claim, (owner, content) in enumerate(
        zip(table.claim_annotators.tolist(), table.contents, strict=True)
    ):
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
    means: list[PairGamma] = [
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
