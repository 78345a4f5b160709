"""Figures with intervals: a measure as sums that add up over articles, and the bootstrap over them.

Every measure of the report is a function of totals over articles. That makes the corpus figure the pooled one
(never a mean of per-article coefficients), and a resampling of articles a weighted sum of rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.counts import count_of
from annotator.merge.figure import FEW_ARTICLES, Figure, Interval
from annotator.merge.numeric import FloatArray, np
from annotator.merge.sparse import SparseRows

SAMPLES = 1000
_CELLS_AT_ONCE = 200_000  # what stays in a processor's cache


@dataclass(frozen=True, slots=True)
class Sums:
    """A measure: one row of additive sums for each article (or unit), and the function of their totals.

    `value` takes totals of `samples` x `columns` and gives one number a sample, nan where undefined; `reason`
    says in words why the totals (one row) leave it undefined; `n` counts the units that enter.
    """

    rows: SparseRows
    value: Callable[[FloatArray], FloatArray]
    reason: Callable[[FloatArray], str]
    n: int

    def evaluate(self) -> float:
        """The value of the whole corpus, nan where undefined."""
        return float(self.value(self.rows.totals())[0])


def figure(
    by_article: Sums, by_unit: Callable[[], Sums] | None = None, *, seed: int = 0, samples: int = SAMPLES
) -> Figure:
    """The pooled value with its 95 % interval (percentile bootstrap, articles resampled as clusters).

    Below ten articles the wider of the intervals over articles and over units is given, with a warning: with so
    few, resampling articles covers too rarely. `by_unit` makes the same measure with one row a unit.
    """
    articles = by_article.rows.shape[0]
    value = by_article.evaluate()
    if not np.isfinite(value):
        return Figure(None, by_article.n, articles, by_article.reason(by_article.rows.totals()))
    return Figure(value, by_article.n, articles, interval=_interval(by_article, by_unit, seed, samples))


def _interval(
    by_article: Sums, by_unit: Callable[[], Sums] | None, seed: int, samples: int
) -> Interval | None:
    articles = by_article.rows.shape[0]
    over_articles = _percentiles(by_article, seed, samples) if articles > 1 else None
    if articles >= FEW_ARTICLES:
        return Interval(*over_articles, "articles", samples) if over_articles else None
    warning = f"only {count_of(articles, 'article')}: the interval is likely too narrow"
    units = by_unit() if by_unit else by_article
    over_units = _percentiles(units, seed, samples) if by_unit and units.rows.shape[0] > 1 else None
    if over_units and (over_articles is None or _width(over_units) > _width(over_articles)):
        return Interval(*over_units, "units", samples, warning)
    return Interval(*over_articles, "articles", samples, warning) if over_articles else None


def _width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]


def _percentiles(sums: Sums, seed: int, samples: int) -> tuple[float, float] | None:
    """Ends of the middle 95 % of the resampled values; None when most resamples leave it undefined."""
    values = np.concatenate([sums.value(totals) for totals in _resampled(sums.rows, seed, samples)])
    defined = values[np.isfinite(values)]
    if 2 * len(defined) < samples:
        return None
    low, high = np.quantile(defined, [0.025, 0.975])
    return float(low), float(high)


def _resampled(rows: SparseRows, seed: int, samples: int) -> Iterator[FloatArray]:
    """Totals of `samples` draws of as many rows as there are, with replacement, some draws at a time."""
    random = np.random.default_rng(seed)
    total = rows.shape[0]
    kinds, often = rows.distinct()
    few = len(often) * 50 <= total  # then one multinomial draw is cheaper than drawing every row
    used = kinds if few else rows
    at_once = max(1, min(samples, _CELLS_AT_ONCE // max(used.shape)))
    for start in range(0, samples, at_once):
        size = min(at_once, samples - start)
        if few:
            weights = random.multinomial(total, often / total, size=size).astype(np.float64)
        else:
            weights = np.empty((size, total))
            for draw, drawn in zip(
                weights, random.integers(total, size=weights.shape, dtype=np.int32), strict=True
            ):
                draw[:] = np.bincount(drawn, minlength=total)
        yield used.weighted_totals(weights)
