"""The second step of a report: which claims of several annotators are the same claim.

The rule is that of ``matching``: one to one between two annotators, by the characters they share. Here it is
applied to a whole project at once: claims that share no character are never compared, and where nobody made
two overlapping claims, no assignment has to be solved.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from exports.agreement.arrays import Bools, Floats, Ints
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.intervals import Clusters, LeftOut, leaving_out, with_spread
from exports.agreement.spans.matching import MarkedClaim, claim_units
from exports.agreement.spans.range_column import RangeColumn, range_column
from exports.report.context import Setting
from exports.report.long_table import LongTable, line_of
from exports.report.shape import ClaimsJson


@dataclass(frozen=True, slots=True)
class ClaimUnits:
    """Claims taken for the same: units with at most one claim of each annotator.

    of_claim: the unit of each claim; -1 for claims that do not count.
    sentence: the sentence of each unit, that of its first claim.  names: the id of that claim, made unique.
    matches: pairs of matched claims, as numbers: every two claims of a unit, so that the share of matched
        claims and the labels compared follow from one rule.
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
    kept = np.flatnonzero(table.kept[table.claim_sentences])
    article = table.sentence_articles[table.claim_sentences[kept]]
    column = range_column(table.contents)
    lying = _Lying(kept, column.take(kept).moved(line_of(table)[article]), table.claim_annotators[kept])
    group = lying.groups()
    crowded = lying.crowded(group)
    matches, chained = lying.matched(group, ~crowded, threshold)
    crowded |= chained
    of_group: dict[int, list[int]] = {}
    for place in np.flatnonzero(crowded[group]).tolist():
        of_group.setdefault(int(group[place]), []).append(int(kept[place]))
    for members in of_group.values():
        for unit in _assigned(table, column, sorted(members), threshold):
            matches += combinations(unit, 2)
    return _units(table, kept, group, matches)


@dataclass(frozen=True, slots=True)
class _Lying:
    """Claims on one line, article behind article.  claims: their numbers."""

    claims: Ints
    column: RangeColumn
    owners: Ints

    def groups(self) -> Ints:
        """The group of each claim, in reading order; claims of two groups share no character."""
        begin, end = self.column.begin, self.column.end
        order = np.argsort(begin, kind="stable")
        reach = np.maximum.accumulate(end[order])
        opens = np.concatenate(([False], begin[order][1:] >= reach[:-1]))
        group = np.empty(len(order), np.int64)
        group[order] = np.cumsum(opens[: len(order)])
        return group

    def crowded(self, group: Ints) -> Bools:
        """Groups in which somebody made two claims."""
        size = int(group.max(initial=-1)) + 1
        people = int(self.owners.max(initial=-1)) + 1
        cells = group * people + self.owners
        several, counts = np.unique(cells, return_counts=True)
        found = np.zeros(size, dtype=bool)
        found[several[counts > 1] // people] = True
        return found

    def matched(self, group: Ints, wanted: Bools, threshold: float) -> tuple[list[tuple[int, int]], Bools]:
        """Every two claims of a wanted group that have enough in common, the smaller number first; and the
        groups left out of them, in which such pairs are a chain: one claim near two that are not near.
        """
        inside = np.flatnonzero(wanted[group])
        ordered = inside[np.lexsort((inside, group[inside]))]
        first, second = _within(group[ordered])
        first, second = ordered[first], ordered[second]
        shared = self._shared(first, second)
        sizes = self.column.sizes
        near = 2 * shared / (sizes[first] + sizes[second]) >= threshold
        first, second = first[near], second[near]
        chained = np.zeros(len(wanted), dtype=bool)
        chained[group[self._in_chains(first, second)]] = True
        whole = ~chained[group[first]]
        pairs = zip(self.claims[first[whole]].tolist(), self.claims[second[whole]].tolist(), strict=True)
        return list(pairs), chained

    def _in_chains(self, first: Ints, second: Ints) -> Ints:
        """The claims that pairs link without pairing them all with each other."""
        size = len(self.claims)
        links = sp.coo_array((np.ones(len(first)), (first, second)), shape=(size, size))
        _, part = connected_components(links, directed=False)
        members = np.bincount(part)
        pairs = np.bincount(part[first], minlength=len(members))
        found: Ints = np.flatnonzero((pairs < members * (members - 1) // 2)[part])
        return found

    def _shared(self, first: Ints, second: Ints) -> Ints:
        """How many characters each two claims have in common."""
        shared = np.zeros(len(first), np.int64)
        counts, starts = self.column.counts, self.column.first
        for one in range(int(counts[first].max(initial=0))):
            for other in range(int(counts[second].max(initial=0))):
                both = np.flatnonzero((counts[first] > one) & (counts[second] > other))
                left, right = starts[first[both]] + one, starts[second[both]] + other
                end = np.minimum(self.column.ends[left], self.column.ends[right])
                start = np.maximum(self.column.starts[left], self.column.starts[right])
                shared[both] += np.maximum(end - start, 0)
        return shared


def _within(group: Ints) -> tuple[Ints, Ints]:
    """Every two places of one group, the smaller first; the groups stand in order."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(starts, append=len(group))
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.unique(sizes).tolist():
        low, high = np.triu_indices(size, 1)
        of_size = starts[sizes == size][:, None]
        lefts.append((of_size + low).ravel())
        rights.append((of_size + high).ravel())
    return np.concatenate(lefts), np.concatenate(rights)


def _units(
    table: LongTable,
    kept: Ints,
    group: Ints,
    matches: Sequence[tuple[int, int]],
) -> ClaimUnits:
    """Units are what matches link, in the order of their groups and first claims."""
    size = len(table.contents)
    ends = np.array(matches, dtype=np.int64).reshape(-1, 2)
    links = sp.coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    _, linked = connected_components(links, directed=False)
    order = kept[np.lexsort((kept, group))]
    _, first, place = np.unique(linked[order], return_index=True, return_inverse=True)
    of_claim = np.full(size, -1)
    of_claim[order] = np.argsort(np.argsort(first))[place]
    heads = order[np.sort(first)]
    # Two annotators number their claims alike; units that begin with either get a name of their own.
    met: Counter[str] = Counter()
    names: list[str] = []
    for name in (table.claim_ids[head] for head in heads.tolist()):
        met[name] += 1
        names.append(name if met[name] == 1 else f"{name}#{met[name]}")
    return ClaimUnits(of_claim, table.claim_sentences[heads], tuple(names), tuple(matches))


def _assigned(
    table: LongTable, column: RangeColumn, group: Sequence[int], threshold: float
) -> list[list[int]]:
    """The units of claims of which somebody made several or which are a chain: one to one, by assignment."""
    marked: dict[int, list[MarkedClaim]] = {}
    for number in group:
        annotator = int(table.claim_annotators[number])
        claim = MarkedClaim(str(number), str(annotator), "", column.spans(number))
        marked.setdefault(annotator, []).append(claim)
    units = claim_units([claim for one in sorted(marked) for claim in marked[one]], threshold)
    return [sorted(int(claim.id) for claim in unit) for unit in units]


def claims_report(setting: Setting, units: ClaimUnits) -> ClaimsJson:
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
        "f1": _mean_f1(setting, pairs, sums, n_units, int(counted.sum())).as_json(),
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
    first, second = np.array(units.matches, dtype=np.int64).reshape(-1, 2).T
    both = seen[place[first], annotator[second]] & seen[place[second], annotator[first]]
    ends = np.sort(np.array([annotator[first[both]], annotator[second[both]]]), axis=0)
    pair_of = np.full(shared.shape, -1)
    for (one, other), pair in number.items():
        pair_of[one, other] = pair
    cells = cluster[first[both]] * len(pairs) + pair_of[ends[0], ends[1]]
    sums[:, :, 0] = np.bincount(cells, minlength=n_clusters * len(pairs)).reshape(n_clusters, len(pairs))
    return pairs, sums


def _mean_f1(
    setting: Setting, pairs: Sequence[tuple[int, int]], sums: Floats, n_units: int, n_claims: int
) -> Coefficient:
    """The mean over pairs, with an interval over the clusters that hold claims of a pair."""
    informative = sums[sums.sum(axis=(1, 2)) > 0]
    value = float(_f1(informative.sum(axis=0).reshape(1, -1))["f1"][0]) if len(informative) else np.nan
    if not np.isfinite(value):
        reason = Reason.NO_SPANS if n_units else Reason.NO_UNIT_WITH_TWO_LABELS
        return Coefficient(None, None, None, n_units, n_claims, reason)
    point = Coefficient(value, None, None, n_units, n_claims, None)
    rows = informative.reshape(len(informative), -1)
    sources = [leaving_out(rows, np.ones(len(rows)), _f1)["f1"]]
    if setting.resampling.annotators == "random":
        sources.append(_without_annotators(pairs, informative.sum(axis=0)))
    return with_spread(point, sources, Clusters(len(rows)), setting.resampling, lowest=0.0)


def _without_annotators(pairs: Sequence[tuple[int, int]], sums: Floats) -> LeftOut:
    """The mean without each annotator.  sums: of each pair over all clusters."""
    people = sorted({person for pair in pairs for person in pair})
    kept = np.array([[person not in pair for pair in pairs] for person in people])
    return LeftOut(_f1((kept[:, :, None] * sums).reshape(len(people), -1))["f1"], np.ones(len(people)))


def _f1(sums: Floats) -> dict[str, Floats]:
    matched, first, second = np.moveaxis(sums.reshape(len(sums), -1, 3), -1, 0)
    total = first + second
    defined = total > 0
    ratio = np.where(defined, 2 * matched / np.where(defined, total, 1), 0.0).sum(axis=1)
    count = defined.sum(axis=1)
    return {"f1": np.where(count > 0, ratio / np.maximum(count, 1), np.nan)}
