"""Other figures beside alpha: the percentage, Gwet's AC1, confusion, and Cohen's kappa of two annotators."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic

from annotator.merge.alpha import NO_PAIRS
from annotator.merge.bootstrap import Sums
from annotator.merge.figure import Figure
from annotator.merge.numeric import Codes, FloatArray, IntArray, np
from annotator.merge.ratings import Ratings, V
from annotator.merge.sparse import Cells
from annotator.merge.table import add_up, pair_sums, sum_table

ONE_CATEGORY = "only one category"


def percentage(ratings: Ratings[V]) -> Sums:
    """Mean over units of two ratings or more of the share of their pairs that agree (Gwet's p_a, Fleiss)."""
    rows = sum_table(ratings.articles, 2, _differing_units(ratings))
    return Sums(rows, _agreeing, lambda _: NO_PAIRS, ratings.pairable())


def ac1(ratings: Ratings[V]) -> Sums:
    """Gwet's AC1, which stays high where one category prevails (Gwet 2008; 2014, 4th ed., with missing ratings).

    AC1 = (p_a - p_e) / (1 - p_e), p_a over units of two ratings or more, p_e = sum pi_k (1 - pi_k) / (q - 1) with
    pi_k the mean over rated units of the share of their ratings that are k, and q the number of categories, those
    that nobody chose included.
    """
    categories = len(ratings.values)

    def cells() -> Iterator[Cells]:
        yield from _differing_units(ratings)
        for chunk in ratings.chunks():
            yield add_up(chunk.article[chunk.unit], chunk.code + 2, 1.0 / chunk.ratings_per_unit[chunk.unit])

    def value(totals: FloatArray) -> FloatArray:
        prevalence = totals[:, 2:]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = prevalence / prevalence.sum(axis=1, keepdims=True)
            chance = (share * (1 - share)).sum(axis=1) / (categories - 1)
            return np.asarray((_agreeing(totals) - chance) / (1 - chance))

    rows = sum_table(ratings.articles, 2 + categories, cells())
    return Sums(
        rows, value, lambda totals: ONE_CATEGORY if totals[0, 1] > 0 else NO_PAIRS, ratings.pairable()
    )


@dataclass(frozen=True, slots=True)
class Confusion(Generic[V]):
    """How often the first annotator gave `left[i]` where the second gave `right[i]`, by pairs that occur."""

    values: tuple[V, ...]
    left: Codes
    right: Codes
    count: IntArray

    def dense(self) -> IntArray:
        """The whole matrix: rows the first annotator's values, columns the second's."""
        matrix = np.zeros((len(self.values), len(self.values)), dtype=np.int64)
        matrix[self.left, self.right] = self.count
        return matrix


def confusion(ratings: Ratings[V], first: str, second: str) -> Confusion[V]:
    """The confusion matrix of two annotators over the units that both rated."""
    a = ratings.annotator == ratings.annotators.index(first)
    b = ratings.annotator == ratings.annotators.index(second)
    _, at_a, at_b = np.intersect1d(ratings.unit[a], ratings.unit[b], assume_unique=True, return_indices=True)
    size = len(ratings.values)
    key, count = np.unique(
        ratings.code[a][at_a].astype(np.int64) * size + ratings.code[b][at_b], return_counts=True
    )
    return Confusion(ratings.values, (key // size).astype(np.int32), (key % size).astype(np.int32), count)


def cohen_kappa(table: Confusion[V]) -> Figure:
    """Cohen's kappa (1960) of two annotators: a diagnostic of a pair, never a headline.

    kappa = (p_o - p_e) / (1 - p_e) with p_e from each one's own marginals; it rises when the two annotators use
    the categories unequally often (Krippendorff 2004, p. 246).
    """
    n = int(table.count.sum())
    if not n:
        return Figure(None, 0, 0, "no unit was rated by both")
    size = len(table.values)
    left = np.bincount(table.left, weights=table.count, minlength=size)
    right = np.bincount(table.right, weights=table.count, minlength=size)
    by_chance = float(left @ right) / n**2
    if by_chance == 1.0:
        return Figure(None, n, 0, "no variation: both gave one and the same value")
    agreed = float(table.count[table.left == table.right].sum()) / n
    return Figure((agreed - by_chance) / (1 - by_chance), n, 0)


def _differing_units(ratings: Ratings[V]) -> Iterator[Cells]:
    """Column 0: sum over units of the share of their pairs that differ; column 1: number of units with pairs."""
    for chunk in ratings.chunks():
        paired = np.flatnonzero(chunk.ratings_per_unit >= 2)
        yield add_up(chunk.article[paired], np.ones(len(paired), dtype=np.int32))
        for left, _ in chunk.differing_pairs():
            unit = chunk.unit[left]
            yield pair_sums(chunk, left, 2 * chunk.weight[unit] / chunk.ratings_per_unit[unit])


def _agreeing(totals: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - totals[:, 0] / totals[:, 1])
