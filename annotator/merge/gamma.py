"""Gamma: agreement on where units lie and what they are, by the best alignment of all annotators at once.

Source: Mathet, Widlöcher and Métivier (2015), The unified and holistic method gamma. Two units differ by
alpha x ((|s1 - s2| + |e1 - e2|) / (l1 + l2))^2 x Delta in place and by beta x Delta in category, and Delta is what
pairing a unit with nothing costs. A unitary alignment takes at most one unit of each annotator and costs the mean
over all pairs of annotators; the disorder of an alignment is the sum of its costs per mean number of units;

    gamma = 1 - disorder of the best alignment / mean disorder of random continua

Random continua are made as in the paper: each annotator gets the units of a random one, rotated about a random
place. So gamma is a Monte Carlo value: the seed is part of it.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.merge.figure import Figure
from annotator.merge.numeric import FloatArray, IntArray, np
from annotator.merge.solver import assignment, solve_binary
from annotator.merge.sparse import Cells

SAMPLES = 30
_CELLS_AT_ONCE = 2_000_000


class Unit(NamedTuple):
    """Start and end (code points, half-open) and category."""

    start: float
    end: float
    category: Hashable


Continuum = Mapping[str, Sequence[Unit]]
"""The units of every annotator who read a text, maybe none."""


def _differ(left: Hashable, right: Hashable) -> float:
    return float(left != right)


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """The weights of place (`alpha`) and category (`beta`), the cost of a gap, and a distance of categories."""

    alpha: float = 1.0
    beta: float = 1.0
    delta: float = 1.0
    category: Callable[[Hashable, Hashable], float] = _differ


@dataclass(frozen=True, slots=True)
class Gamma:
    """The value, the disorders that it is made of, and half its 95 % range over other seeds."""

    figure: Figure
    observed: float
    expected: float
    samples: int
    sampling_error: float


def gamma(
    continua: Sequence[Continuum],
    dissimilarity: Dissimilarity | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Gamma:
    """Gamma of a corpus: observed and expected disorders are pooled over the texts, not averaged.

    A text that fewer than two annotators read, or in which nobody found anything, is left out.
    """
    measure = dissimilarity or Dissimilarity()
    used = [text for text in continua if len(text) > 1 and any(text.values())]
    found = sum(len(units) for text in used for units in text.values())
    if not used:
        return Gamma(
            Figure(None, 0, 0, "no text with units that two annotators read"), np.nan, np.nan, 0, np.nan
        )
    random = np.random.default_rng(seed)
    observed = _pooled(used, measure)
    drawn = np.array([_pooled([_rotated(text, random) for text in used], measure) for _ in range(samples)])
    expected = float(drawn.mean())
    if expected == 0:
        reason = "no variation: random continua agree as well"
        return Gamma(Figure(None, found, len(used), reason), observed, expected, samples, np.nan)
    error = 1.96 * float(drawn.std(ddof=1)) / np.sqrt(samples) * observed / expected**2
    return Gamma(Figure(1 - observed / expected, found, len(used)), observed, expected, samples, float(error))


def disorder(continuum: Continuum, dissimilarity: Dissimilarity | None = None) -> float:
    """Disorder of the best alignment of one text. The alignment itself is not given: optima tie."""
    return _pooled([continuum], dissimilarity or Dissimilarity())


def _pooled(continua: Sequence[Continuum], measure: Dissimilarity) -> float:
    cost = sum(_best_cost(text, measure) for text in continua)
    mean_units = sum(sum(map(len, text.values())) / len(text) for text in continua)
    return cost / mean_units if mean_units else 0.0


def _best_cost(continuum: Continuum, measure: Dissimilarity) -> float:
    """Sum of the costs of the unitary alignments of the best alignment, every unit in exactly one."""
    annotators = list(continuum.values())
    alone = measure.delta * sum(map(len, annotators))
    found = [units for units in annotators if units]
    if len(found) < 2:
        return alone
    if len(annotators) == 2:
        saved = 2 * measure.delta - _distances(found[0], found[1], measure)
        rows, columns = assignment(-np.maximum(saved, 0))
        return alone - float(np.maximum(saved, 0)[rows, columns].sum())
    pairs = len(annotators) * (len(annotators) - 1) / 2
    members, saved = _candidates(found, pairs, measure)
    if not len(saved):
        return alone
    chosen = solve_binary(-saved, *_each_once(found, members))
    return alone - float(saved[chosen].sum())


def _each_once(
    annotators: Sequence[Sequence[Unit]], members: IntArray
) -> tuple[Cells, FloatArray, FloatArray]:
    """Constraints: each unit in one chosen candidate at most."""
    first = np.cumsum([0, *map(len, annotators)])
    candidate, annotator = np.nonzero(members >= 0)
    unit = members[candidate, annotator] + first[annotator]
    cells = Cells(unit, candidate, np.ones(len(unit)))
    return cells, np.zeros(int(first[-1])), np.ones(int(first[-1]))


def _candidates(
    annotators: Sequence[Sequence[Unit]], pairs: float, measure: Dissimilarity
) -> tuple[IntArray, FloatArray]:
    """Unitary alignments of two units or more that may be part of an optimum, and what they save over gaps.

    Rows of `members` are places of units, -1 for none. One of k units is no part of an optimum where taking a
    unit out of it saves: where its distances to the others sum to Delta (pairs + k - 1) or more. The bound for
    all annotators is the loosest and cuts while candidates grow.
    """
    size = len(annotators)
    loosest = measure.delta * (pairs + size - 1)
    members = np.full((1, size), -1, dtype=np.int64)
    sums = np.zeros((1, size))  # of each member: its distances to the others
    for annotator, units in enumerate(annotators):
        tables = [_distances(annotators[other], units, measure) for other in range(annotator)]
        step = max(1, _CELLS_AT_ONCE // (len(units) * size))
        grown = [
            _grown(members[start : start + step], sums[start : start + step], tables, len(units), loosest)
            for start in range(0, len(members), step)
        ]
        members = np.concatenate([members, *(part for part, _ in grown)])
        sums = np.concatenate([sums, *(part for _, part in grown)])
    k = (members >= 0).sum(axis=1)
    saved = measure.delta * (k - 1 + k * (k - 1) / 2 / pairs) - sums.sum(axis=1) / 2 / pairs
    bound = measure.delta * (pairs + k - 1)
    keep = (k > 1) & (saved > 0) & (sums < bound[:, None]).all(axis=1)
    return members[keep], saved[keep]


def _grown(
    members: IntArray, sums: FloatArray, tables: Sequence[FloatArray], units: int, bound: float
) -> tuple[IntArray, FloatArray]:
    """Candidates of the first annotators, each with each unit of the next, as far as the bound allows."""
    annotator = len(tables)
    own = np.zeros((len(members), units))
    fits = np.ones((len(members), units), dtype=np.bool_)
    for other, table in enumerate(tables):
        distance = np.where(members[:, other, None] >= 0, table[members[:, other]], 0.0)
        own += distance
        fits &= sums[:, other, None] + distance < bound
    candidate, unit = np.nonzero(fits & (own < bound))
    members, sums = members[candidate], sums[candidate]
    for other, table in enumerate(tables):
        sums[:, other] += np.where(members[:, other] >= 0, table[members[:, other], unit], 0.0)
    sums[:, annotator] = own[candidate, unit]
    members[:, annotator] = unit
    return members, sums


def _distances(left: Sequence[Unit], right: Sequence[Unit], measure: Dissimilarity) -> FloatArray:
    """Dissimilarity of every unit of one annotator with every one of another."""
    starts = np.subtract.outer([unit.start for unit in left], [unit.start for unit in right])
    ends = np.subtract.outer([unit.end for unit in left], [unit.end for unit in right])
    lengths = np.add.outer(
        [unit.end - unit.start for unit in left], [unit.end - unit.start for unit in right]
    )
    place = ((np.abs(starts) + np.abs(ends)) / lengths) ** 2
    known: dict[tuple[Hashable, Hashable], float] = {}
    for pair in {(a.category, b.category) for a in left for b in right}:
        known[pair] = measure.category(*pair)
    category = np.array([[known[a.category, b.category] for b in right] for a in left])
    return np.asarray(measure.delta * (measure.alpha * place + measure.beta * category))


def _rotated(continuum: Continuum, random: np.random.Generator) -> Continuum:
    """A random continuum: each annotator gets the units of a random one, rotated about a random place.

    Places are at least half a mean unit apart where they can be, so that two copies of one annotator differ.
    """
    every = [unit for units in continuum.values() for unit in units]
    first, last = min(unit.start for unit in every), max(unit.end for unit in every)
    apart = sum(unit.end - unit.start for unit in every) / len(every) / 2
    sources = list(continuum.values())
    places: list[float] = []
    result: dict[str, list[Unit]] = {}
    for annotator in continuum:
        place = _place_apart(places, first, last, apart, random)
        places.append(place)
        result[annotator] = [
            Unit(unit.start + shift, unit.end + shift, unit.category)
            for unit in sources[random.integers(len(sources))]
            for shift in (first - place if unit.start >= place else last - place,)
        ]
    return result


def _place_apart(
    taken: Sequence[float], first: float, last: float, apart: float, random: np.random.Generator
) -> float:
    for _ in range(100):
        place = float(random.uniform(first, last))
        if all(abs(place - other) >= apart for other in taken):
            break
    return place
