"""Sparse matrices: sums by article, and sets to compare. scipy comes without types, so they are given here."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from scipy.sparse import csr_array  # type: ignore[import-untyped]

from annotator.merge.numeric import Codes, FloatArray, IntArray, Integers, np

_FEW_COLUMNS = 16  # up to which a full table is multiplied faster than a sparse one


class Cells(NamedTuple):
    """The non-zero cells of a matrix."""

    row: Integers
    column: Integers
    value: FloatArray


class SparseRows:
    """A sparse matrix of `rows` x `columns`, made from its non-zero cells; cells given twice add up."""

    def __init__(self, shape: tuple[int, int], cells: Cells) -> None:
        self.shape = shape
        self._cells: Any = csr_array((cells.value, (cells.row, cells.column)), shape=shape)

    def totals(self) -> FloatArray:
        """Sum of every column, as one row."""
        return np.asarray(self._cells.sum(axis=0), dtype=np.float64).reshape(1, -1)

    def weighted_totals(self, weights: FloatArray) -> FloatArray:
        """For weights of `samples` x `rows`, the weighted sums of the columns: `samples` x `columns`."""
        if self.shape[1] <= _FEW_COLUMNS:
            columns = np.ascontiguousarray(self._cells.toarray().T)
            return np.asarray(np.einsum("sr,cr->sc", weights, columns))  # `@` would start threads
        return np.asarray((self._cells.T @ weights.T).T, dtype=np.float64)

    def distinct(self) -> tuple["SparseRows", IntArray]:
        """The different rows, and how often each occurs: all that resampling rows can tell apart.

        Rows are told apart by their product with one fixed random vector: equal rows give the same number,
        different ones do so by a chance of about 2^-52 a pair.
        """
        self._cells.sort_indices()
        signature = self._cells @ np.random.default_rng(0).random(self.shape[1])
        _, first, count = np.unique(signature, return_index=True, return_counts=True)
        kept = SparseRows.__new__(SparseRows)
        kept.shape = (len(first), self.shape[1])
        kept._cells = self._cells[first]
        return kept, count


class SetTable:
    """Sets as a sparse table of who holds what, to compare many at once."""

    def __init__(self, sets: Sequence[Collection[object]]) -> None:
        self.sizes = np.array([len(members) for members in sets], dtype=np.float64)
        number: dict[object, int] = {}
        column = [number.setdefault(member, len(number)) for members in sets for member in members]
        row = np.repeat(np.arange(len(sets)), self.sizes.astype(np.int64))
        cells = (np.ones(len(column)), (row, np.array(column, dtype=np.int64)))
        self._held: Any = csr_array(cells, shape=(len(sets), max(1, len(number))))

    def shared(self, left: Codes, right: Codes) -> FloatArray:
        """How many members each set of `left` shares with the one of `right` in the same place."""
        both = self._held[left].multiply(self._held[right])
        return np.asarray(both.sum(axis=1), dtype=np.float64).ravel()

    def overlapping(self, start: int, stop: int) -> Cells:
        """Sizes of the intersections of the sets `[start, stop)` with all sets, where there is one."""
        both = (self._held[start:stop] @ self._held.T).tocoo()
        return Cells(both.coords[0].astype(np.int32) + start, both.coords[1].astype(np.int32), both.data)
