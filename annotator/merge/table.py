"""Rows of sums by article, built from cells that chunks of ratings add to."""

from collections.abc import Iterable

from annotator.merge.numeric import Codes, FloatArray, IntArray, np, sum_by
from annotator.merge.ratings import Chunk
from annotator.merge.sparse import Cells, SparseRows


def add_up(article: Codes, column: IntArray, value: FloatArray | None = None) -> Cells:
    """Cells of single ratings or pairs added up by article and column, so that few are kept; 1 each by default."""
    if not len(article):
        return Cells(article, article, np.zeros(0))
    first, width = int(article.min()), int(column.max()) + 1
    key = (article - first).astype(np.int64) * width + column
    if key.max() < 4 * len(key) + 1024:
        total = np.bincount(key) if value is None else sum_by(key, value, int(key.max()) + 1)
        key = np.flatnonzero(total)
        total = total[key]
    elif value is None:
        key, total = np.unique(key, return_counts=True)
    else:
        key, place = np.unique(key, return_inverse=True)
        total = sum_by(place, value, len(key))
    row, column = np.divmod(key, width)
    return Cells((row + first).astype(np.int32), column.astype(np.int32), np.asarray(total, dtype=np.float64))


def add_up_one(article: Codes, column: int, value: FloatArray) -> Cells:
    """The same for a single column, without those that are 0."""
    some = np.flatnonzero(value)
    return add_up(article[some], np.full(len(some), column, dtype=np.int64), value[some])


def paired_counts(chunk: Chunk, first_column: int = 0) -> Cells:
    """What the ratings of a chunk add to n_c of their article: only ratings that have a partner count."""
    paired = chunk.paired()
    return add_up(chunk.article[paired], chunk.code[paired].astype(np.int64) + first_column)


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
