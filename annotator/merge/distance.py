"""Distances between two values of a field, for Krippendorff's alpha.

A distance is made from the values that occur; it answers two questions: how far apart are these pairs, and how
far apart are two ratings drawn at random. The second needs, for sets, only the pairs that share a member, so that
memory follows the number of values and not its square.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeVar

from annotator.merge.numeric import Codes, FloatArray, Integers, np
from annotator.merge.sparse import Cells, SetTable, SparseRows

V_contra = TypeVar("V_contra", contravariant=True)

_CELLS_AT_ONCE = 1_000_000
_EMPTY = object()  # the one member of the empty set: it is like itself and like no other


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


class _Sets:
    """A distance of 1 less a likeness that sets have only where they share a member: most do not.

    `likeness` is a function of the sizes of the intersection, the union and the smaller set.
    """

    def __init__(
        self,
        values: Sequence[Collection[object]],
        likeness: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
    ) -> None:
        self._sets = SetTable([members or {_EMPTY} for members in values])
        self._likeness = likeness

    def _alike(self, left: Integers, right: Integers, both: FloatArray) -> FloatArray:
        one, other = self._sets.sizes[left], self._sets.sizes[right]
        return self._likeness(both, one + other - both, np.minimum(one, other))

    def between(self, left: Codes, right: Codes) -> FloatArray:
        return np.asarray(1 - self._alike(left, right, self._sets.shared(left, right)))

    def expected(self, counts: FloatArray) -> FloatArray:
        total = counts.sum(axis=1) ** 2
        size = counts.shape[1]
        step = max(1, _CELLS_AT_ONCE // max(1, size))
        for start in range(0, size, step):
            cells = self._sets.overlapping(start, min(start + step, size))
            alike = self._alike(cells.row, cells.column, cells.value)
            to_block = SparseRows((size, size), Cells(cells.row, cells.column, alike)).weighted_totals(counts)
            total -= (counts * to_block).sum(axis=1)
        return np.asarray(total)


def nominal(_values: Sequence[object]) -> Distance:
    """0 for the same value, 1 for two different ones (Krippendorff 2011)."""
    return _Nominal()


def jaccard(values: Sequence[frozenset[object]]) -> Distance:
    """1 - J for sets, J their intersection over union; two empty sets agree, an empty and a full one do not."""
    return _Sets(values, lambda both, union, _: both / union)


def masi(values: Sequence[frozenset[object]]) -> Distance:
    """1 - J x M for sets (Passonneau 2006): J is Jaccard's, M how the two sets lie.

    M = 1 for the same set, 2/3 for one inside the other, 1/3 for overlap, 0 for nothing in common. Two empty
    sets agree, an empty and a full one do not. This is not the (1 - J)(1 - M) of other tools.
    """

    def likeness(both: FloatArray, union: FloatArray, smaller: FloatArray) -> FloatArray:
        return both / union * np.where(both == union, 1.0, np.where(both == smaller, 2 / 3, 1 / 3))

    return _Sets(values, likeness)
