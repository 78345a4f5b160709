"""Distances between two values of a field, for Krippendorff's alpha.

A distance is made from the values that occur; it answers two questions: how far apart are these pairs, and how
far apart are two ratings drawn at random. The second has a closed form for most and is taken in blocks for the
rest, so that memory follows the number of values and never its square.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from annotator.merge.numeric import Codes, FloatArray, np
from annotator.merge.sparse import SetTable

V_contra = TypeVar("V_contra", contravariant=True)

_CELLS_AT_ONCE = 1_000_000


class Distance(Protocol):
    """Squared differences (Krippendorff's delta squared) between values, given by their codes."""

    def between(self, left: Codes, right: Codes) -> FloatArray:
        """How far each value of `left` is from the one of `right` in the same place."""
        ...

    def expected(self, counts: FloatArray) -> FloatArray:
        """Sum of n_c n_k delta(c, k) over all ordered pairs of values: one number a row of counts."""
        ...


class Metric(Protocol[V_contra]):
    """Makes the distance of a kind of field from the values that occur in it."""

    def __call__(self, values: Sequence[V_contra], /) -> Distance:
        """Make it; the place of a value in `values` is its code."""
        ...


class _Nominal:
    def between(self, left: Codes, right: Codes) -> FloatArray:
        return np.asarray(left != right, dtype=np.float64)

    def expected(self, counts: FloatArray) -> FloatArray:
        return np.asarray(counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1))


class _Interval:
    def __init__(self, values: Sequence[float]) -> None:
        self._at = np.array([float(value) for value in values], dtype=np.float64)
        if len(values):
            self._at -= self._at.mean()  # differences stay, cancellation goes

    def between(self, left: Codes, right: Codes) -> FloatArray:
        return np.asarray((self._at[left] - self._at[right]) ** 2)

    def expected(self, counts: FloatArray) -> FloatArray:
        return expected_interval(counts, self._at)


class _Blocks:
    """A distance known by rows: `rows(start, stop)` is the distances of these values to all values."""

    def __init__(self, size: int, rows: Callable[[int, int], FloatArray]) -> None:
        self._size = size
        self._rows = rows
        self._step = max(1, _CELLS_AT_ONCE // max(1, size))

    def between(self, left: Codes, right: Codes) -> FloatArray:
        result = np.zeros(len(left))
        order = np.argsort(left, kind="stable")
        for start in range(0, self._size, self._step):
            stop = min(start + self._step, self._size)
            some = order[np.searchsorted(left[order], start) : np.searchsorted(left[order], stop)]
            if len(some):
                result[some] = self._rows(start, stop)[left[some] - start, right[some]]
        return result

    def expected(self, counts: FloatArray) -> FloatArray:
        total = np.zeros(len(counts))
        for start in range(0, self._size, self._step):
            stop = min(start + self._step, self._size)
            to_block = counts @ self._rows(start, stop).T
            total += (counts[:, start:stop] * to_block).sum(axis=1)
        return total


def expected_interval(counts: FloatArray, at: FloatArray) -> FloatArray:
    """Sum of n_c n_k (x_c - x_k)^2 for the places `at` on a line: 2 (n sum n x^2 - (sum n x)^2)."""
    n = counts.sum(axis=1)
    return np.asarray(2 * (n * (counts * at**2).sum(axis=1) - (counts * at).sum(axis=1) ** 2))


def nominal(_values: Sequence[object]) -> Distance:
    """0 for the same value, 1 for two different ones (Krippendorff 2011)."""
    return _Nominal()


def interval(values: Sequence[float]) -> Distance:
    """(c - k)^2 (Krippendorff 2011)."""
    return _Interval(values)


def ratio(values: Sequence[float]) -> Distance:
    """((c - k) / (c + k))^2, 0 for two zeros (Krippendorff 2011)."""
    at = np.array([float(value) for value in values], dtype=np.float64)

    def rows(start: int, stop: int) -> FloatArray:
        some = at[start:stop, None]
        both = some + at
        return np.divide(some - at, both, out=np.zeros_like(both), where=both != 0) ** 2

    return _Blocks(len(at), rows)


def jaccard(values: Sequence[frozenset[object]]) -> Distance:
    """1 - J for sets, J their intersection over union; two empty sets agree, an empty and a full one do not."""
    table = SetTable(values)

    def rows(start: int, stop: int) -> FloatArray:
        both, union = table.compare(start, stop)
        return 1 - np.divide(both, union, out=np.ones_like(both), where=union > 0)

    return _Blocks(len(values), rows)


def masi(values: Sequence[frozenset[object]]) -> Distance:
    """1 - J x M for sets (Passonneau 2006): J is Jaccard's, M how the two sets lie.

    M = 1 for the same set, 2/3 for one inside the other, 1/3 for overlap, 0 for nothing in common. Two empty
    sets agree, an empty and a full one do not. This is not the (1 - J)(1 - M) of other tools.
    """
    table = SetTable(values)

    def rows(start: int, stop: int) -> FloatArray:
        both, union = table.compare(start, stop)
        smaller = np.minimum(table.sizes[start:stop, None], table.sizes)
        likeness = np.where(both == union, 1.0, np.where(both == smaller, 2 / 3, 1 / 3))
        return 1 - likeness * np.divide(both, union, out=np.ones_like(both), where=union > 0)

    return _Blocks(len(values), rows)


def weighted(distance: Callable[[V_contra, V_contra], float]) -> Metric[V_contra]:
    """Any symmetric distance between two values, as a metric; for fields of few values (all pairs are held)."""

    def metric(values: Sequence[V_contra]) -> Distance:
        table = np.array([[distance(c, k) for k in values] for c in values], dtype=np.float64)
        return _Blocks(len(values), lambda start, stop: table[start:stop])

    return metric
