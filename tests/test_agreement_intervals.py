"""Intervals: resampled by article, and what they say when there is little to resample."""

import numpy as np
import pytest

from annotator.merge.alpha import alpha, ordinal_alpha
from annotator.merge.bootstrap import Sums, figure
from annotator.merge.coefficients import ac1
from annotator.merge.figure import Interval
from annotator.merge.ratings import Ratings, Recorder


def corpus(articles: int, units: int, *, copies: int = 1, uneven: float = 0.0) -> Ratings[int]:
    """Three annotators who err now and then; with `uneven`, more in some articles than in others."""
    recorder: Recorder[int] = Recorder(["a", "b", "c"], values=[0, 1, 2])
    for _ in range(copies):
        random = np.random.default_rng(7)
        for _ in range(articles):
            recorder.start_article()
            errs = 0.2 + uneven * (random.random() - 0.5)
            for _ in range(units):
                truth = int(random.integers(3))
                recorder.add(
                    {name: int(random.integers(3)) if random.random() < errs else truth for name in "abc"}
                )
    return recorder.ratings()


def interval_of(sums: Sums, by_unit: Sums | None = None) -> Interval:
    found = figure(sums, (lambda: by_unit) if by_unit else None).interval
    assert found is not None
    return found


def width(interval: Interval) -> float:
    return interval.high - interval.low


def test_twice_the_articles_narrow_the_interval_and_leave_the_value() -> None:
    once, twice = alpha(corpus(30, 10)), alpha(corpus(30, 10, copies=2))
    assert twice.evaluate() == pytest.approx(once.evaluate(), abs=0.01)
    assert width(interval_of(twice)) < 0.85 * width(interval_of(once))


def test_the_interval_holds_the_value_and_is_the_same_for_the_same_seed() -> None:
    sums = alpha(corpus(30, 10))
    found = interval_of(sums)
    assert found.low < sums.evaluate() < found.high
    assert found == interval_of(sums)
    assert found != figure(sums, seed=1).interval
    assert (found.resampled, found.warning) == ("articles", "")


def test_articles_that_differ_make_a_wider_interval_than_their_units() -> None:
    data = corpus(30, 20, uneven=0.4)
    assert width(interval_of(alpha(data))) > 1.2 * width(interval_of(alpha(data.by_unit())))


def test_the_value_does_not_depend_on_how_units_fall_into_articles() -> None:
    data = corpus(12, 5)
    for measure in (alpha, ordinal_alpha, ac1):
        assert measure(data).evaluate() == pytest.approx(measure(data.by_unit()).evaluate())


@pytest.mark.parametrize("uneven", [0.0, 0.4])
def test_few_articles_get_the_wider_interval_and_a_warning(uneven: float) -> None:
    data = corpus(6, 20, uneven=uneven)
    articles, units = interval_of(alpha(data)), interval_of(alpha(data.by_unit()))
    found = interval_of(alpha(data), alpha(data.by_unit()))
    assert width(found) == pytest.approx(max(width(articles), width(units)))
    assert "only 6 articles" in found.warning


def test_one_article_has_the_interval_of_its_units_or_none() -> None:
    data = corpus(1, 30)
    assert figure(alpha(data)).interval is None
    found = interval_of(alpha(data), alpha(data.by_unit()))
    assert found.resampled == "units"
    assert "only 1 article:" in found.warning


def test_drawing_kinds_of_rows_is_drawing_rows() -> None:
    """Rows that repeat are drawn by kind; the interval is that of drawing each row, but for the draw."""
    repeated = alpha(corpus(2000, 1))
    kinds, often = repeated.rows.distinct()
    assert kinds.shape[0] * 50 <= repeated.rows.shape[0] == often.sum()
    assert float(repeated.value(kinds.weighted_totals(often[None].astype(float)))[0]) == pytest.approx(
        repeated.evaluate()
    )
    random = np.random.default_rng(5)
    drawn = np.stack([np.bincount(random.integers(2000, size=2000), minlength=2000) for _ in range(1000)])
    low, high = np.quantile(
        repeated.value(repeated.rows.weighted_totals(drawn.astype(float))), [0.025, 0.975]
    )
    found = interval_of(repeated)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.006)


def test_articles_without_ratings_are_articles_too() -> None:
    recorder: Recorder[str] = Recorder(["a", "b"])
    for number in range(12):
        recorder.start_article()
        if number % 2:
            recorder.add({"a": "x", "b": "x"})
            recorder.add({"a": "y", "b": "xy"[number % 4 > 1]})
    assert figure(alpha(recorder.ratings())).articles == 12
