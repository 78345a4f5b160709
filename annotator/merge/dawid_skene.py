"""Dawid-Skene: labels and a confusion matrix of each annotator, from their ratings alone.

Source: Dawid and Skene (1979), Maximum likelihood estimation of observer error-rates using the EM algorithm.
Annotator j gives label l to an item whose true label is t with probability pi_j(t, l). Starts from the share of
votes (their eq. 3.1), no smoothing. For choices and scales: it keeps labels x labels numbers an annotator.
"""

from dataclasses import dataclass
from typing import Generic

from annotator.errors import InputError
from annotator.merge.numeric import FloatArray, np, sum_by
from annotator.merge.ratings import Ratings, V

ITEMS = 300
"""Below so many items it loses to a majority vote (measured)."""

_ITERATIONS = 1000
_NEVER = 1e-300  # keeps the logarithm of an impossible label finite


@dataclass(frozen=True, slots=True)
class DawidSkene(Generic[V]):
    """`posterior` is items x values, `error_rates[annotator]` true x given value, `prevalence` that of the values."""

    values: tuple[V, ...]
    posterior: FloatArray
    error_rates: dict[str, FloatArray]
    prevalence: FloatArray
    log_likelihood: float


def dawid_skene(ratings: Ratings[V]) -> DawidSkene[V]:
    """Fit the model by EM until it stands still. InputError below 300 rated items."""
    rated = int(np.count_nonzero(ratings.ratings_per_unit()))
    if rated < ITEMS:
        raise InputError(f"Dawid-Skene needs at least {ITEMS} items and has {rated}: use majority or MACE")
    return fit(ratings)


def fit(ratings: Ratings[V]) -> DawidSkene[V]:
    """The same for any number of items: for published examples, which are small."""
    posterior = _vote_shares(ratings)
    before = -np.inf
    for _ in range(_ITERATIONS):
        rates, prevalence = _maximise(ratings, posterior)
        posterior, likelihood = _expect(ratings, rates, prevalence)
        if likelihood - before < 1e-9 * abs(likelihood):
            break
        before = likelihood
    named = dict(zip(ratings.annotators, rates, strict=True))
    return DawidSkene(ratings.values, posterior, named, prevalence, likelihood)


def _vote_shares(ratings: Ratings[V]) -> FloatArray:
    labels = len(ratings.values)
    place = ratings.unit.astype(np.int64) * labels + ratings.code
    votes = np.bincount(place, minlength=ratings.units * labels).reshape(ratings.units, labels)
    return np.asarray(votes / np.maximum(1, votes.sum(axis=1, keepdims=True)))


def _maximise(ratings: Ratings[V], posterior: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Error rates, annotator x true x given, and how frequent each label is."""
    labels, annotators = len(ratings.values), len(ratings.annotators)
    given = ratings.annotator.astype(np.int64) * labels + ratings.code
    rates = np.empty((annotators, labels, labels))
    for true in range(labels):
        counts = sum_by(given, posterior[ratings.unit, true], annotators * labels)
        rates[:, true] = counts.reshape(annotators, labels)
    rates /= np.maximum(_NEVER, rates.sum(axis=2, keepdims=True))
    return rates, np.asarray(posterior.sum(axis=0) / posterior.sum())


def _expect(ratings: Ratings[V], rates: FloatArray, prevalence: FloatArray) -> tuple[FloatArray, float]:
    """Posterior of every item, and the log-likelihood of all ratings; an item without ratings adds nothing."""
    log_rates = np.log(np.maximum(rates, _NEVER))
    unit = ratings.unit.astype(np.int64)
    joint = np.empty((ratings.units, len(ratings.values)))
    for true in range(len(ratings.values)):
        joint[:, true] = sum_by(unit, log_rates[ratings.annotator, true, ratings.code], ratings.units)
    joint += np.log(np.maximum(prevalence, _NEVER))
    evidence = np.logaddexp.reduce(joint, axis=1)
    return np.exp(joint - evidence[:, None]), float(evidence.sum())
