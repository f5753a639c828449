"""The second step of a report: which claims of several annotators are the same claim.

The rule is that of ``matching``: one to one between two annotators, by the characters they share. Here it is
applied to a whole project at once: claims that share no character are never compared, and where nobody made
two overlapping claims, no assignment has to be solved.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.intervals import bootstrap, bootstrap_error, interval
from exports.agreement.matching import MarkedClaim, claim_units, dice, match_claims
from exports.agreement.report_setting import Setting
from exports.agreement.spans import Ranges
from exports.agreement.weights import Floats, Ints
from exports.long_table import LongTable, ranges


@dataclass(frozen=True, slots=True)
class ClaimUnits:
    """Claims taken for the same: units with at most one claim of each annotator.

    of_claim: the unit of each claim; -1 for claims that do not count.
    sentence: the sentence of each unit, that of its first claim.  names: the id of that claim, made unique.
    matches: pairs of matched claims, as numbers.
    """

    of_claim: Ints
    sentence: Ints
    names: tuple[str, ...]
    matches: tuple[tuple[int, int], ...]


def matched_claims(table: LongTable, threshold: float = 0.5) -> ClaimUnits:
    """The claims of all annotators as units; the same as ``matching.claim_units`` for each article.

    threshold: claims with a smaller Dice are never the same.
    Raises ValueError unless 0 < threshold <= 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"A Dice threshold lies between 0 and 1, not at {threshold}.")
    content = [ranges(value) for value in table.contents]
    of_claim = np.full(len(content), -1)
    sentences: list[int] = []
    names: list[str] = []
    matches: list[tuple[int, int]] = []
    for group in _touching(table, content):
        for unit in _units(table, content, group, threshold, matches):
            of_claim[unit] = len(names)
            sentences.append(int(table.claim_sentences[unit[0]]))
            names.append(table.claim_ids[unit[0]])
    # Two annotators number their claims alike; units that begin with either get a name of their own.
    met: Counter[str] = Counter()
    for number, name in enumerate(names):
        met[name] += 1
        names[number] = name if met[name] == 1 else f"{name}#{met[name]}"
    return ClaimUnits(of_claim, np.array(sentences, dtype=np.int64), tuple(names), tuple(matches))


def _touching(table: LongTable, content: Sequence[Ranges]) -> Iterator[list[int]]:
    """Groups of claims of one article whose ranges may meet, each in reading order."""
    article = table.sentence_articles[table.claim_sentences].tolist()
    kept = table.kept[table.claim_sentences].tolist()
    order = sorted(
        (number for number in range(len(content)) if kept[number]),
        key=lambda number: (article[number], content[number][0].start),
    )
    group: list[int] = []
    place, end = -1, -1
    for number in order:
        if group and (article[number] != place or content[number][0].start >= end):
            yield sorted(group)
            group, end = [], -1
        group.append(number)
        place, end = article[number], max(end, content[number][-1].end)
    if group:
        yield sorted(group)


def _units(
    table: LongTable,
    content: Sequence[Ranges],
    group: list[int],
    threshold: float,
    matches: list[tuple[int, int]],
) -> list[list[int]]:
    if len(group) == 1:
        return [group]
    annotators = table.claim_annotators[group].tolist()
    if len(set(annotators)) < len(group):
        return _assigned(table, content, group, threshold, matches)
    first = table.contents[group[0]]
    if all(table.contents[number] == first for number in group):
        matches += combinations(group, 2)
        return [group]
    found = [
        (one, other)
        for one, other in combinations(group, 2)
        if dice(content[one], content[other]) >= threshold
    ]
    matches += found
    return _joined(group, found)


def _joined(group: list[int], found: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Units of claims of different annotators: whatever a chain of matches links."""
    unit_of = {number: [number] for number in group}
    for one, other in found:
        ours, theirs = unit_of[one], unit_of[other]
        if ours is not theirs:
            ours += theirs
            unit_of.update(dict.fromkeys(theirs, ours))
    units = {id(unit): unit for unit in unit_of.values()}
    return [sorted(unit) for unit in units.values()]


def _assigned(
    table: LongTable,
    content: Sequence[Ranges],
    group: list[int],
    threshold: float,
    matches: list[tuple[int, int]],
) -> list[list[int]]:
    marked: dict[int, list[MarkedClaim]] = {}
    for number in group:
        annotator = int(table.claim_annotators[number])
        claim = MarkedClaim(str(number), str(annotator), "", content[number])
        marked.setdefault(annotator, []).append(claim)
    for one, other in combinations(sorted(marked), 2):
        matches += [
            (int(match.first.id), int(match.second.id))
            for match in match_claims(marked[one], marked[other], threshold)
        ]
    units = claim_units([claim for one in sorted(marked) for claim in marked[one]], threshold)
    return [sorted(int(claim.id) for claim in unit) for unit in units]


def claims_report(setting: Setting, units: ClaimUnits) -> dict[str, object]:
    """How many claims were matched: for each pair of annotators, and as a mean with its interval.

    Only sentences count that both of a pair have seen; a claim beside none is one that was not matched.
    """
    table = setting.table
    pairs, sums = _pair_sums(setting, units)
    seen, sentences = table.seen, table.claim_sentences
    counted = (
        table.kept[sentences] & (seen.sum(axis=1) > 1)[sentences] if len(sentences) else np.zeros(0, bool)
    )
    n_units = int((seen.sum(axis=1) > 1).sum())
    return {
        "threshold": setting.threshold,
        "f1": plain(_mean_f1(setting, sums, n_units, int(counted.sum()))),
        "n_claims": int((units.of_claim >= 0).sum()),
        "n_units": len(units.names),
        "n_units_of_two": int((np.bincount(units.of_claim[units.of_claim >= 0]) > 1).sum()),
        "pairs": [
            {
                "annotators": [setting.shown[one], setting.shown[other]],
                "f1": _ratio(row),
                "matched": round(row[0]),
                "claims": [round(row[1]), round(row[2])],
                "n_sentences": int((seen[:, one] & seen[:, other]).sum()),
            }
            for (one, other), row in zip(pairs, sums.sum(axis=0).tolist(), strict=True)
        ],
    }


def plain(coefficient: Coefficient) -> dict[str, object]:
    """The public keys of a coefficient as a plain dictionary."""
    return dict(coefficient.as_json())


def _ratio(row: Sequence[float]) -> float | None:
    matched, first, second = row
    return 2 * matched / (first + second) if first + second else None


def _pair_sums(setting: Setting, units: ClaimUnits) -> tuple[list[tuple[int, int]], Floats]:
    """Pairs of annotators who share sentences; for clusters x pairs the matched claims, and those of each."""
    table, seen = setting.table, setting.table.seen
    shared = seen.T.astype(np.int64) @ seen.astype(np.int64)
    pairs = [pair for pair in combinations(range(len(table.annotators)), 2) if shared[pair]]
    number = {pair: place for place, pair in enumerate(pairs)}
    n_clusters = int(setting.clusters.of_article.max(initial=-1)) + 1
    sums = np.zeros((n_clusters, len(pairs), 3))
    place, annotator = table.claim_sentences, table.claim_annotators
    cluster = setting.sentence_clusters()[place] if len(place) else np.zeros(0, np.int64)
    for (one, other), pair in number.items():
        for side, (own, beside) in enumerate(((one, other), (other, one)), start=1):
            mine = (annotator == own) & seen[place, beside] & table.kept[place]
            sums[:, pair, side] = np.bincount(cluster[mine], minlength=n_clusters)
    for first, second in units.matches:
        one, other = int(annotator[first]), int(annotator[second])
        if seen[place[first], other] and seen[place[second], one]:
            sums[cluster[first], number[min(one, other), max(one, other)], 0] += 1
    return pairs, sums


def _mean_f1(setting: Setting, sums: Floats, n_units: int, n_claims: int) -> Coefficient:
    """The mean over pairs, with an interval over the clusters that hold claims of a pair."""
    informative = sums[sums.sum(axis=(1, 2)) > 0]
    value = float(_f1(informative.sum(axis=0).reshape(1, -1))["f1"][0]) if len(informative) else np.nan
    if not np.isfinite(value):
        reason = Reason.NO_SPANS if n_units else Reason.NO_UNIT_WITH_TWO_LABELS
        return Coefficient(None, None, None, n_units, n_claims, reason)
    if len(informative) == 1:
        return Coefficient(value, None, None, n_units, n_claims, Reason.ONE_CLUSTER)
    rows = informative.reshape(len(informative), -1)
    samples = bootstrap(rows, np.ones(len(rows)), _f1, setting.resampling)["f1"]
    ends = interval(samples, setting.resampling, value, None, np.ones(len(rows)))
    reason_ends = Reason.UNSTABLE_RESAMPLES if ends is None else None
    return Coefficient(value, bootstrap_error(samples), ends, n_units, n_claims, reason_ends)


def _f1(sums: Floats) -> dict[str, Floats]:
    matched, first, second = np.moveaxis(sums.reshape(len(sums), -1, 3), -1, 0)
    total = first + second
    defined = total > 0
    ratio = np.where(defined, 2 * matched / np.where(defined, total, 1), 0.0).sum(axis=1)
    count = defined.sum(axis=1)
    return {"f1": np.where(count > 0, ratio / np.maximum(count, 1), np.nan)}
