"""Rows of sums by article, built from cells that chunks of ratings add to."""

from collections.abc import Iterable

from annotator.merge.numeric import Codes, FloatArray, IntArray, Integers, np
from annotator.merge.ratings import Chunk
from annotator.merge.sparse import Cells, SparseRows


def add_up(article: Codes, column: Integers, value: FloatArray | None = None) -> Cells:
    """Cells of single ratings or pairs added up by article and column, so that few are kept; 1 each by default."""
    if not len(article):
        return Cells(article, article, np.zeros(0))
    first, width = int(article.min()), int(column.max()) + 1
    key = (article - first) * np.int64(width) + column
    if key.max() < 4 * len(key) + 1024:
        total = np.bincount(key, weights=value)
        key = np.flatnonzero(total)
        total = total[key]
    else:
        key, place = np.unique(key, return_inverse=True)
        total = np.bincount(place, weights=value)
    row, column = np.divmod(key, width)
    return Cells((row + first).astype(np.int32), column.astype(np.int32), total.astype(np.float64))


def paired_counts(chunk: Chunk, first_column: int = 0) -> Cells:
    """What the ratings of a chunk add to n_c of their article: only ratings that have a partner count."""
    paired = chunk.paired()
    return add_up(chunk.article[chunk.unit[paired]], chunk.code[paired] + first_column)


def pair_sums(chunk: Chunk, left: IntArray, value: FloatArray) -> Cells:
    """What pairs add to column 0 of their article; `left` is the place of the first rating of each."""
    return add_up(chunk.article[chunk.unit[left]], np.zeros(len(left), dtype=np.int32), value)


def sum_table(articles: int, columns: int, cells: Iterable[Cells]) -> SparseRows:
    """All cells in one table of `articles` x `columns`."""
    parts = list(cells)
    if not parts:
        nothing = np.zeros(0, dtype=np.int32)
        return SparseRows((articles, columns), Cells(nothing, nothing, np.zeros(0)))
    row, column, value = zip(*parts, strict=True)
    return SparseRows(
        (articles, columns), Cells(np.concatenate(row), np.concatenate(column), np.concatenate(value))
    )
