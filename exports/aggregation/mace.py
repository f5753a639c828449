"""MACE: an annotator either knows the answer or has a habit of guessing.

Source: Hovy, Berg-Kirkpatrick, Vaswani & Hovy (2013), Learning Whom to Trust with MACE, NAACL; variational
Bayes as described there, with the priors of its section 3.2.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import digamma

from exports.aggregation.votes import Votes
from exports.agreement.arrays import Floats

_SMALLEST = 1e-300


@dataclass(frozen=True, slots=True)
class MacePriors:
    """Pseudo-counts: of guessing, of knowing, and of each value when guessing."""

    guess: float = 0.5
    know: float = 0.5
    strategy: float = 10.0


@dataclass(frozen=True, slots=True)
class Mace:
    """What the model makes of the votes.

    posterior: units x values.  competence: how likely each annotator knows.  log_likelihood: of the votes.
    """

    posterior: Floats
    competence: Floats
    log_likelihood: float


def mace(
    votes: Votes,
    priors: MacePriors | None = None,
    *,
    restarts: int = 10,
    iterations: int = 50,
    seed: int = 0,
) -> Mace:
    """Estimate true values and competence; the restart with the highest likelihood is kept.

    Restarts begin at random; the same seed gives the same answer.
    """
    priors = priors or MacePriors()
    rng = np.random.default_rng(seed)
    runs = [_run(votes, priors, rng, iterations) for _ in range(restarts)]
    return max(runs, key=lambda run: run.log_likelihood)


def _run(votes: Votes, priors: MacePriors, rng: np.random.Generator, iterations: int) -> Mace:
    size, n_values = votes.n_annotators, votes.n_values
    key = votes.annotator * n_values + votes.value
    # Columns: guessing and knowing.
    spread = _normalized(1 + rng.random((size, 2)) / 2)
    strategy = _normalized(1 + rng.random((size, n_values)) / 2)
    for _ in range(iterations):
        guessed = spread[votes.annotator, 0] * strategy.ravel()[key]
        knew = spread[votes.annotator, 1]
        posterior, _ = _posterior(votes, guessed, knew)
        right = posterior[votes.unit, votes.value]
        of_guess = (1 - right) + right * guessed / (guessed + knew)
        by_guess = np.bincount(votes.annotator, of_guess, size)
        by_knowing = np.bincount(votes.annotator, right * knew / (guessed + knew), size)
        spread = _expected_log(np.column_stack((by_guess + priors.guess, by_knowing + priors.know)))
        strategy = _expected_log(
            np.bincount(key, of_guess, size * n_values).reshape(size, n_values) + priors.strategy
        )
    guessed = spread[votes.annotator, 0] * strategy.ravel()[key]
    posterior, likelihood = _posterior(votes, guessed, spread[votes.annotator, 1])
    return Mace(posterior, _normalized(spread)[:, 1], likelihood)


def _posterior(votes: Votes, guessed: Floats, knew: Floats) -> tuple[Floats, float]:
    log_guess = np.log(np.maximum(guessed, _SMALLEST))
    log_right = np.log(np.maximum(guessed + knew, _SMALLEST))
    base = np.bincount(votes.unit, log_guess, votes.n_units)[:, None]
    code = votes.unit * votes.n_values + votes.value
    gain = np.bincount(code, log_right - log_guess, votes.n_units * votes.n_values)
    score = base + gain.reshape(votes.n_units, votes.n_values) - np.log(votes.n_values)
    top = score.max(axis=1, keepdims=True)
    likely = np.exp(score - top)
    total = likely.sum(axis=1, keepdims=True)
    return likely / total, float((top + np.log(total)).sum())


def _normalized(rows: Floats) -> Floats:
    normalized: Floats = rows / rows.sum(axis=1, keepdims=True)
    return normalized


def _expected_log(counts: npt.NDArray[np.floating]) -> Floats:
    """The exponential of the expected logarithm under a Dirichlet distribution with these counts."""
    logs: Floats = digamma(counts) - digamma(counts.sum(axis=1, keepdims=True))
    return np.exp(logs)
