"""MACE: labels and the annotators' competence from their ratings alone.

Source: Hovy, Berg-Kirkpatrick, Vaswani and Hovy (2013), Learning whom to trust with MACE. Annotator j knows the
label with probability theta_j and gives it, or else draws one from a habit xi_j; every label is as likely
beforehand. Trained by variational Bayes with the paper's priors, Beta(.5, .5) on theta and Dirichlet(10) on xi.

An item's labels that nobody gave are all equally likely, so that only those given are kept: time and memory
follow the ratings, however many values the field has.
"""

from dataclasses import dataclass
from typing import Generic, NamedTuple

from scipy.special import psi as digamma  # type: ignore[import-untyped]

from annotator.errors import InputError
from annotator.merge.numeric import BoolArray, FloatArray, IntArray, np, sum_by
from annotator.merge.ratings import Ratings, V

ITEMS = 50
"""Below so many items the competences rest on too little."""

_ITERATIONS = 50
_RESTARTS = 10
_KNOWS, _HABIT = 0.5, 10.0  # the priors


@dataclass(frozen=True, slots=True)
class Mace(Generic[V]):
    """The posterior of each item, by the labels that were given to it.

    `probability[i]` is that of `values[label[i]]` for item `item[i]`, items in ascending order; `entropy` (nats)
    has one number an item, nan for one without ratings; `competence` is the posterior mean of theta.
    """

    values: tuple[V, ...]
    item: IntArray
    label: IntArray
    probability: FloatArray
    entropy: FloatArray
    competence: dict[str, float]


class _Data(NamedTuple):
    """Ratings as numbers: of each, its annotator, its cell (item and label), and its place in the habits."""

    annotator: IntArray
    cell: IntArray
    habit: IntArray
    item_of_cell: IntArray
    unseen: FloatArray  # of each item: the number of labels that nobody gave it
    annotators: int
    labels: int


class _State(NamedTuple):
    """Of each rating, what the label's probability gains by it; and of each item, the log of the evidence."""

    knows: FloatArray  # chance that the annotator knew, should the label be the one given
    posterior: FloatArray
    evidence: FloatArray


class _Weights(NamedTuple):
    know: FloatArray
    guess: FloatArray
    habit: FloatArray


def mace(ratings: Ratings[V], seed: int = 0) -> Mace[V]:
    """Fit the model: the best of ten starts by the evidence. InputError below 50 rated items."""
    rated = int(np.count_nonzero(ratings.ratings_per_unit()))
    if rated < ITEMS:
        raise InputError(f"the model needs at least {ITEMS} items and has {rated}: use majority")
    labels = len(ratings.values)
    key, cell = np.unique(ratings.unit.astype(np.int64) * labels + ratings.code, return_inverse=True)
    given = np.bincount(key // labels, minlength=ratings.units)
    annotator = ratings.annotator.astype(np.int64)
    data = _Data(
        annotator,
        cell,
        annotator * labels + ratings.code,
        key // labels,
        (labels - given).astype(np.float64),
        len(ratings.annotators),
        labels,
    )
    random = np.random.default_rng(seed)
    fits = [_fit(data, random) for _ in range(_RESTARTS)]
    state = max(fits, key=lambda fit: float(fit.evidence.sum()))
    know, total = _known(data, state)
    competence = (know + _KNOWS) / (total + 2 * _KNOWS)
    return Mace(
        ratings.values,
        data.item_of_cell,
        key % labels,
        state.posterior,
        _entropy(data, state.posterior, given > 0),
        dict(zip(ratings.annotators, competence.tolist(), strict=True)),
    )


def _fit(data: _Data, random: np.random.Generator) -> _State:
    """One start: weights near even, at random, then expectation and maximisation in turn."""
    know = 1 + random.random(data.annotators) / 2
    guess = 1 + random.random(data.annotators) / 2
    habit = 1 + random.random(data.annotators * data.labels) / 2
    sums = habit.reshape(-1, data.labels).sum(axis=1).repeat(data.labels)
    state = _expect(data, _Weights(know / (know + guess), guess / (know + guess), habit / sums))
    for _ in range(_ITERATIONS):
        before = state.evidence.sum()
        state = _expect(data, _maximise(data, state))
        if abs(state.evidence.sum() - before) < 1e-9 * abs(before):
            break
    return state


def _expect(data: _Data, weights: _Weights) -> _State:
    """Posterior of each label given: labels not given score the same, so the scores are taken relative to them."""
    guessed = weights.guess[data.annotator] * weights.habit[data.habit]
    known = weights.know[data.annotator]
    score = sum_by(data.cell, np.log1p(known / guessed), len(data.item_of_cell))
    items = len(data.unseen)
    top = np.zeros(items)
    np.maximum.at(top, data.item_of_cell, score)
    likely = np.exp(score - top[data.item_of_cell])
    total = sum_by(data.item_of_cell, likely, items) + data.unseen * np.exp(-top)
    item = data.item_of_cell[data.cell]
    evidence = sum_by(item, np.log(guessed), items) + top + np.log(total / data.labels)
    return _State(known / (known + guessed), likely / total[data.item_of_cell], evidence)


def _known(data: _Data, state: _State) -> tuple[FloatArray, FloatArray]:
    """Of each annotator: how many ratings they are expected to have known, and how many they gave."""
    known = sum_by(data.annotator, state.knows * state.posterior[data.cell], data.annotators)
    return known, np.bincount(data.annotator, minlength=data.annotators).astype(np.float64)


def _maximise(data: _Data, state: _State) -> _Weights:
    """The variational step: exp(digamma(count + prior) - digamma(sum)) in the place of normalised counts."""
    known, total = _known(data, state)
    guesses = sum_by(
        data.habit, 1 - state.knows * state.posterior[data.cell], data.annotators * data.labels
    ).reshape(data.annotators, data.labels)
    both = digamma(total + 2 * _KNOWS)
    habits = digamma(guesses.sum(axis=1) + _HABIT * data.labels)
    return _Weights(
        np.exp(digamma(known + _KNOWS) - both),
        np.exp(digamma(total - known + _KNOWS) - both),
        np.exp(digamma(guesses + _HABIT) - habits[:, None]).ravel(),
    )


def _entropy(data: _Data, posterior: FloatArray, rated: BoolArray) -> FloatArray:
    """Entropy of each item's posterior, the labels that nobody gave included."""
    items = len(data.unseen)
    seen = sum_by(data.item_of_cell, posterior, items)
    own = sum_by(data.item_of_cell, -posterior * np.log(np.maximum(posterior, 1e-300)), items)
    left = np.maximum(0.0, 1 - seen)
    each = left / np.maximum(1, data.unseen)
    rest = np.where(data.unseen > 0, -left * np.log(np.maximum(each, 1e-300)), 0.0)
    return np.where(rated, own + rest, np.nan)
