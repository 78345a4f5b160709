"""Rows of sums by article, built from cells that ratings or pairs of ratings add to."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.merge.numeric import Codes, FloatArray, IntArray, np, sum_by
from annotator.merge.ratings import Ratings, V
from annotator.merge.sparse import Cells, SparseRows


class Pairs(NamedTuple):
    """Pairs of ratings of one unit, each once: unit, the two codes, and what the pair counts, 1 / (m - 1)."""

    unit: Codes
    left: Codes
    right: Codes
    weight: FloatArray


def local_units(chunk: Ratings[V]) -> tuple[Codes, IntArray]:
    """Of a chunk: the unit of each rating, numbered from 0 on, and how many ratings each unit has."""
    unit = chunk.unit - chunk.unit[0]
    return unit, np.bincount(unit)


def paired_counts(chunk: Ratings[V], first_column: int = 0) -> Cells:
    """What the ratings of a chunk add to n_c of their article: only ratings that have a partner count."""
    unit, size = local_units(chunk)
    paired = size[unit] >= 2
    column = chunk.code[paired].astype(np.int64) + first_column
    return by_article(chunk, chunk.unit[paired], column, np.ones(len(column)))


def rating_pairs(chunk: Ratings[V]) -> Iterator[Pairs]:
    """All pairs of ratings within the units of a chunk: first neighbours, then those two apart, and so on."""
    unit, size = local_units(chunk)
    weight = 1.0 / np.maximum(1, size - 1)
    for apart in range(1, int(size.max())):
        first = np.flatnonzero(unit[apart:] == unit[:-apart])
        yield Pairs(chunk.unit[first], chunk.code[first], chunk.code[first + apart], weight[unit[first]])


def by_article(ratings: Ratings[V], unit: Codes, column: IntArray, value: FloatArray) -> Cells:
    """Cells of single units added up by article, so that few of them are kept."""
    if not len(unit):
        return Cells(column, column, value)
    article = ratings.article[unit].astype(np.int64)
    first, width = int(article.min()), int(column.max()) + 1
    key = (article - first) * width + column
    if key.max() < 4 * len(key) + 1024:
        total = sum_by(key, value, int(key.max()) + 1)
        key = np.flatnonzero(total)
        total = total[key]
    else:
        key, place = np.unique(key, return_inverse=True)
        total = sum_by(place, value, len(key))
    return Cells(key // width + first, key % width, total)


def sum_table(articles: int, columns: int, cells: Iterable[Cells]) -> SparseRows:
    """All cells in one table of `articles` x `columns`."""
    parts = list(cells)
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return SparseRows((articles, columns), Cells(nothing, nothing, np.zeros(0)))
    row, column, value = zip(*parts, strict=True)
    cells_of_all = Cells(np.concatenate(row), np.concatenate(column), np.concatenate(value))
    return SparseRows((articles, columns), cells_of_all)
