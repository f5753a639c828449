"""The coefficients as functions of sums over units; each is pinned to a published example in the tests.

They take one sample or thousands at once, and give nan where a coefficient is undefined; ``layer`` turns that
into None with a reason. ``percent_agreement`` is by weight, ``exact_agreement`` never is.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.sums import Scale, Sums
from exports.agreement.weights import ordinal_ranks

Name = Literal[
    "krippendorff_alpha",
    "gwet_ac",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "percent_agreement",
    "mean_pairwise_cohen_kappa",
    "exact_agreement",
]
EVERY: tuple[Name, ...] = get_args(Name)
# Those of the contract, which every layer has; ``exact_agreement`` is given beside weighted agreement.
NAMES: tuple[Name, ...] = EVERY[:-1]

# Shares and chance agreements are sums of fractions; nearer than this to their bound is rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """Observed agreement, chance agreement and the coefficient, one entry per sample; nan where undefined."""

    observed: Floats
    expected: Floats
    value: Floats


def estimates(sums: Sums, scale: Scale) -> dict[Name, Estimate]:
    """Every coefficient of each sample but the mean kappa, which needs pairs of annotators."""
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = sums.agreement / sums.doubled
        shares = sums.shares / sums.labeled[..., None]
        return {
            "krippendorff_alpha": krippendorff_alpha(sums, scale),
            "gwet_ac": _corrected(observed, gwet_chance(shares, scale.weights)),
            "fleiss_kappa": _corrected(observed, fleiss_chance(shares, scale.weights)),
            "conger_kappa": _corrected(observed, conger_chance(sums.marginals, scale.weights)),
            "brennan_prediger": _corrected(observed, np.full_like(observed, same_chance(scale.weights))),
            "percent_agreement": _uncorrected(observed),
            "exact_agreement": _uncorrected(sums.exact / sums.doubled),
        }


def _corrected(observed: Floats, expected: Floats) -> Estimate:
    """Agreement beyond chance as a share of what could be beyond chance."""
    room = 1 - expected
    value = np.where(room > ROUNDING, (observed - expected) / np.where(room > ROUNDING, room, 1), np.nan)
    return Estimate(observed, expected, value)


def _uncorrected(observed: Floats) -> Estimate:
    return Estimate(observed, np.full_like(observed, np.nan), observed)


def same_chance(weights: Floats) -> float:
    """Chance agreement of Brennan & Prediger (1981): every value is as likely; nan where none is possible."""
    return float(weights.mean()) if weights.size else np.nan


def gwet_chance(shares: Floats, weights: Floats) -> Floats:
    """Chance agreement of AC1 and AC2; nan where only one value is possible.  shares: (..., values).

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; Gwet (2014).
    """
    n_values = shares.shape[-1]
    if n_values == 1:
        return np.full(shares.shape[:-1], np.nan)
    spread = (shares * (1 - shares)).sum(axis=-1)
    chance: Floats = weights.sum() * spread / (n_values * (n_values - 1))
    return chance


def fleiss_chance(shares: Floats, weights: Floats) -> Floats:
    """Chance agreement of two labels drawn from the shares of all annotators together (Fleiss 1971)."""
    chance: Floats = ((shares @ weights) * shares).sum(axis=-1)
    return chance


def conger_chance(marginals: Floats, weights: Floats) -> Floats:
    """Chance agreement of two different annotators, each drawing from the values they gave.

    marginals: (..., annotators, values); those without labels are left out; nan if fewer than two remain.
    Source: Conger (1980), Psychological Bulletin 88, 322-328; missing labels: Gwet (2014).
    """
    given = marginals.sum(axis=-1, keepdims=True)
    shares = np.divide(marginals, given, out=np.zeros_like(marginals), where=given > 0)
    members = (given[..., 0] > 0).sum(axis=-1).astype(np.float64)
    total = shares.sum(axis=-2)
    own = ((shares @ weights) * shares).sum(axis=(-1, -2))
    ordered_pairs = members * (members - 1)
    all_pairs = ((total @ weights) * total).sum(axis=-1)
    chance: Floats = np.where(
        ordered_pairs > 0, (all_pairs - own) / np.where(ordered_pairs > 0, ordered_pairs, 1), np.nan
    )
    return chance


def krippendorff_alpha(sums: Sums, scale: Scale) -> Estimate:
    """Alpha: 1 minus observed over expected disagreement, over labels in units with two or more.

    Agreements are 1 minus the disagreement as a share of the largest difference two categories can have.
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
    """
    labels = sums.pairable.sum(axis=-1)
    several = (sums.pairable > ROUNDING).sum(axis=-1) > 1
    if scale.difference is None:
        ranks = ordinal_ranks(sums.pairable)
        # From the mean rank, so that large counts do not cancel.
        ranks = ranks - ((sums.pairable * ranks).sum(axis=-1) / labels)[..., None]
        spread = (sums.pairable * ranks**2).sum(axis=-1)
        crossed = np.einsum("...k,...kl,...l->...", ranks, sums.difference, ranks)
        observed, expected = 2 * (spread - crossed), 2 * labels * spread
        largest = (ranks[..., -1] - ranks[..., 0]) ** 2
    else:
        observed = sums.difference
        expected = ((sums.pairable @ scale.difference) * sums.pairable).sum(axis=-1)
        largest = np.full_like(labels, scale.difference.max(initial=0.0))
    several = several & (expected > 0)
    value = np.where(several, 1 - (labels - 1) * observed / np.where(several, expected, 1), np.nan)
    scaled = np.where(largest > 0, largest, 1)
    return Estimate(1 - observed / labels / scaled, 1 - expected / (labels * (labels - 1)) / scaled, value)
