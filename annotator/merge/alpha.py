"""Krippendorff's alpha: agreement beyond chance for any number of annotators, missing ratings and any distance.

Sources: Krippendorff, K. (2011) Computing Krippendorff's Alpha-Reliability; (2004) Content Analysis, 2nd ed.,
chapter 11. With o_ck the coincidences of values c and k in units of two ratings or more (each ordered pair of
ratings of a unit of m ratings counts 1 / (m - 1)), n_c = sum_k o_ck and n = sum_c n_c:

    alpha = 1 - D_o / D_e = 1 - (n - 1) sum o_ck delta_ck / sum n_c n_k delta_ck
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from annotator.merge.bootstrap import Sums
from annotator.merge.distance import Metric, nominal
from annotator.merge.numeric import Codes, FloatArray, IntArray, np, sum_by
from annotator.merge.ratings import Ratings, V
from annotator.merge.sparse import Cells
from annotator.merge.table import add_up, pair_sums, paired_counts, sum_table

Number = TypeVar("Number", bound=float)

NO_PAIRS = "no unit has two ratings"
NO_VARIATION = "no variation: every rating is the same value"


@dataclass(frozen=True, slots=True)
class Coincidences(Generic[V]):
    """Krippendorff's coincidence matrix, by the pairs of values that occur.

    `counts[c]` is n_c; `weight[i]` is o_ck for c = `left[i]` and k = `right[i]` with c <= k. The matrix is
    symmetric, so that o_kc = o_ck.
    """

    values: tuple[V, ...]
    counts: FloatArray
    left: Codes
    right: Codes
    weight: FloatArray

    def dense(self) -> FloatArray:
        """The whole matrix, values x values."""
        matrix = np.zeros((len(self.values), len(self.values)))
        matrix[self.left, self.right] = self.weight
        matrix[self.right, self.left] = self.weight
        return matrix


def alpha(ratings: Ratings[V], metric: Metric[V] = nominal) -> Sums:
    """Alpha with a distance that does not depend on how often the values occur.

    Memory follows the ratings and the values that occur, time the pairs of ratings.
    """
    distance = metric(ratings.values)

    def cells() -> Iterator[Cells]:
        for chunk in ratings.chunks():
            yield paired_counts(chunk, first_column=1)
            for left, right in chunk.differing_pairs():
                apart = distance.between(chunk.code[left], chunk.code[right])
                yield pair_sums(chunk, left, 2 * apart * chunk.weight[chunk.unit[left]])

    def value(totals: FloatArray) -> FloatArray:
        return _alpha(totals[:, 0], distance.expected(totals[:, 1:]), totals[:, 1:].sum(axis=1))

    rows = sum_table(ratings.articles, 1 + len(ratings.values), cells())
    return Sums(rows, value, lambda totals: _why_undefined(totals[0, 1:]), ratings.pairable())


def ordinal_alpha(ratings: Ratings[Number]) -> Sums:
    """Alpha for a scale: delta_ck = (sum of n_g from c to k, less half of n_c and n_k)^2.

    That sum is the distance between the mid-ranks of c and k, which change with every resample: so the rows keep
    the coincidences of each pair of values and not their distance. Values are ordered by `<`.
    """
    order = np.argsort(np.array(ratings.values, dtype=np.float64), kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    size = len(order)

    def cells() -> Iterator[Cells]:
        for chunk in ratings.chunks():
            counts = paired_counts(chunk)
            yield Cells(counts.row, rank[counts.column], counts.value)
            for left, right in chunk.differing_pairs():
                low, high = _in_order(rank[chunk.code[left]], rank[chunk.code[right]])
                unit = chunk.unit[left]
                yield add_up(chunk.article[unit], size + low * size + high, 2 * chunk.weight[unit])

    def value(totals: FloatArray) -> FloatArray:
        counts, pairs = totals[:, :size], totals[:, size:].reshape(len(totals), size, size)
        middle = np.cumsum(counts, axis=1) - counts / 2
        observed = np.einsum("sck,sck->s", pairs, (middle[:, :, None] - middle[:, None, :]) ** 2)
        return _alpha(observed, _expected(counts, middle), counts.sum(axis=1))

    rows = sum_table(ratings.articles, size + size * size, cells())
    return Sums(rows, value, lambda totals: _why_undefined(totals[0, :size]), ratings.pairable())


def _expected(counts: FloatArray, at: FloatArray) -> FloatArray:
    """Sum of n_c n_k (x_c - x_k)^2 for the places `at` on a line: 2 (n sum n x^2 - (sum n x)^2)."""
    n = counts.sum(axis=1)
    return np.asarray(2 * (n * (counts * at**2).sum(axis=1) - (counts * at).sum(axis=1) ** 2))


def category_alpha(ratings: Ratings[V], category: V) -> Sums:
    """Nominal alpha of one category against all others taken together (Krippendorff 1980, p. 139)."""
    code = ratings.values.index(category)
    binary = Ratings(
        (False, True),
        ratings.annotators,
        ratings.articles,
        ratings.article,
        ratings.unit,
        ratings.annotator,
        (ratings.code == code).astype(np.int32),
    )
    return alpha(binary)


def coincidences(ratings: Ratings[V]) -> Coincidences[V]:
    """The coincidence matrix of the ratings, for export and for the pairs of values most often confused."""
    size = len(ratings.values)
    counts = np.zeros(size)
    diagonal = np.arange(size) * (size + 1)
    keys, weights = [diagonal], [counts]
    for chunk in ratings.chunks():
        some = paired_counts(chunk)
        counts += sum_by(some.column, some.value, size)
        for left, right in chunk.differing_pairs():
            low, high = _in_order(chunk.code[left], chunk.code[right])
            weight = chunk.weight[chunk.unit[left]]
            key, place = np.unique(low * size + high, return_inverse=True)
            total = sum_by(place, weight, len(key))
            # what is not in the rest of its row of the matrix is on the diagonal
            keys += [key, diagonal[key // size], diagonal[key % size]]
            weights += [total, -total, -total]
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    weight = sum_by(place, np.concatenate(weights), len(key))
    row, column = np.divmod(key, max(1, size))
    return Coincidences(ratings.values, counts, row.astype(np.int32), column.astype(np.int32), weight)


def _alpha(observed: FloatArray, expected: FloatArray, n: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan))


def _in_order(left: Codes, right: Codes) -> tuple[IntArray, IntArray]:
    return np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)


def _why_undefined(counts: FloatArray) -> str:
    return NO_VARIATION if counts.sum() > 0 else NO_PAIRS
