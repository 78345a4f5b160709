"""Reliability data as published, and distances that no field has: for published examples, and brute force."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from annotator.merge.distance import Distance, Metric
from annotator.merge.numeric import Codes, FloatArray, np
from annotator.merge.ratings import Ratings, Recorder

V = TypeVar("V", bound=Hashable)


def from_table(rows: Sequence[Sequence[V | None]]) -> Ratings[V]:
    """Ratings of one article from Krippendorff's reliability data: a row an annotator, a column a unit.

    None is a missing rating.
    """
    names = [f"annotator {number}" for number in range(1, len(rows) + 1)]
    recorder: Recorder[V] = Recorder(names)
    for column in zip(*rows, strict=True):
        recorder.add({name: value for name, value in zip(names, column, strict=True) if value is not None})
    return recorder.ratings()


class _Table:
    """A distance given for all pairs of values, of which there are few."""

    def __init__(self, table: FloatArray) -> None:
        self._table = table

    def between(self, left: Codes, right: Codes) -> FloatArray:
        return np.asarray(self._table[left, right])

    def expected(self, counts: FloatArray) -> FloatArray:
        return np.asarray((counts @ self._table * counts).sum(axis=1))


def weighted(distance: Callable[[V, V], float]) -> Metric[V]:
    """Any symmetric distance between two values, as a metric."""

    def metric(values: Sequence[V]) -> Distance:
        table = [[distance(c, k) for k in values] for c in values]
        return _Table(np.array(table, dtype=np.float64).reshape(len(values), len(values)))

    return metric


interval: Metric[int] = weighted(lambda c, k: float(c - k) ** 2)
"""(c - k)^2 (Krippendorff 2011)."""

ratio: Metric[int] = weighted(lambda c, k: ((c - k) / (c + k)) ** 2 if c + k else 0.0)
"""((c - k) / (c + k))^2, 0 for two zeros (Krippendorff 2011)."""
