"""Dawid and Skene's model: each annotator has a habit of their own for each true value.

Source: Dawid & Skene (1979), Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm,
Applied Statistics 28, 20-28.
"""

from dataclasses import dataclass

import numpy as np

from exports.aggregation.votes import Votes, shares
from exports.agreement.arrays import Floats, Ints

# What exp() still tells from zero.
_LOG_ZERO = -700.0


@dataclass(frozen=True, slots=True)
class Prior:
    """Votes an annotator is credited with before any label, for each true value."""

    right: float
    wrong: float


MAXIMUM_LIKELIHOOD = Prior(0.0, 0.0)
# Chosen on six public data sets with known truth: never worse than maximum likelihood by more than .002.
MAP_PRIOR = Prior(2.5, 0.5)


@dataclass(frozen=True, slots=True)
class DawidSkene:
    """What the model makes of the votes.

    posterior: units x values; probability of each true value.  shares: of the true values.
    habits: annotators x true values x values given.
    log_likelihood: of the votes.  iterations: until nothing changed, or the limit.
    """

    posterior: Floats
    shares: Floats
    habits: Floats
    log_likelihood: float
    iterations: int


def dawid_skene(
    votes: Votes, prior: Prior = MAP_PRIOR, *, limit: int = 1000, tolerance: float = 1e-7
) -> DawidSkene:
    """Estimate true values and habits by expectation maximisation, from the shares of the votes.

    prior: MAP_PRIOR keeps annotators with few labels near reliable; MAXIMUM_LIKELIHOOD is the paper's.
    tolerance: of the largest change of a posterior.
    """
    key = votes.annotator * votes.n_values + votes.value
    posterior = shares(votes.counts())
    step, likelihood = 0, -np.inf
    habits, true_shares = _maximized(votes, key, posterior, prior)
    for step in range(1, limit + 1):  # noqa: B007 - the number of steps is part of the answer
        before = posterior
        posterior, likelihood = _expected(votes, key, habits, true_shares)
        habits, true_shares = _maximized(votes, key, posterior, prior)
        if len(posterior) == 0 or np.abs(posterior - before).max() < tolerance:
            break
    return DawidSkene(posterior, true_shares, habits, float(likelihood), step)


def _maximized(votes: Votes, key: Ints, posterior: Floats, prior: Prior) -> tuple[Floats, Floats]:
    n_values, n_annotators = votes.n_values, votes.n_annotators
    habits = np.empty((n_annotators, n_values, n_values))
    for value in range(n_values):
        given = np.bincount(key, posterior[votes.unit, value], n_annotators * n_values)
        habits[:, value] = given.reshape(n_annotators, n_values)
    habits += prior.wrong + (prior.right - prior.wrong) * np.eye(n_values)
    total = habits.sum(axis=2, keepdims=True)
    habits = np.divide(habits, total, out=np.full_like(habits, 1 / n_values), where=total > 0)
    return habits, posterior.mean(axis=0) if len(posterior) else np.full(n_values, 1 / n_values)


def _expected(votes: Votes, key: Ints, habits: Floats, true_shares: Floats) -> tuple[Floats, float]:
    with np.errstate(divide="ignore"):
        log_habits = np.maximum(np.log(habits), _LOG_ZERO)
        score = np.tile(np.maximum(np.log(true_shares), _LOG_ZERO), (votes.n_units, 1))
    for value in range(votes.n_values):
        score[:, value] += np.bincount(votes.unit, log_habits[:, value].ravel()[key], votes.n_units)
    top = score.max(axis=1, keepdims=True)
    likely = np.exp(score - top)
    total = likely.sum(axis=1, keepdims=True)
    return likely / total, float((top + np.log(total)).sum())
