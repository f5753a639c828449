"""Which units annotators disagree on most."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.counts import Labels, Patterns


@dataclass(frozen=True, slots=True)
class UnitDisagreement:
    """A unit with two or more labels.

    entropy: of its labels, in bits; 0 if all are the same.  agreement: share of agreeing pairs of labels.
    counts: how often each category was given, in order.
    """

    unit: str
    entropy: float
    agreement: float
    counts: tuple[int, ...]


def disagreements(labels: Labels, found: Patterns, limit: int | None = None) -> list[UnitDisagreement]:
    """Units that anybody disagrees on, by falling entropy, then in the order of the units; at most limit."""
    size = found.counts.sum(axis=1)
    share = found.counts / size[:, None]
    logs = np.log2(share, out=np.zeros_like(share), where=share > 0)
    entropy = -(share * logs).sum(axis=1)
    agreeing = (found.counts * (found.counts - 1)).sum(axis=1)
    agreement = np.divide(agreeing, size * (size - 1), out=np.ones_like(size), where=size > 1)
    row = np.append(found.count_of, 0)[found.of_unit]
    of_unit = np.where(found.of_unit >= 0, entropy[row] if len(entropy) else 0.0, 0.0)
    order = np.argsort(-of_unit, kind="stable")
    chosen = order[of_unit[order] > 0][:limit]
    return [
        UnitDisagreement(
            unit=labels.units[unit],
            entropy=float(of_unit[unit]),
            agreement=float(agreement[row[unit]]),
            counts=tuple(found.counts[row[unit]].astype(int).tolist()),
        )
        for unit in chosen.tolist()
    ]
