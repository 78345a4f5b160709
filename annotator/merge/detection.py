"""Did they find the same claims? Pairwise F1 and the overlap of what was matched.

Source: Hripcsak and Rothschild (2005), Agreement, the F-measure, and reliability in information retrieval: where
what nobody marked cannot be counted, mean pairwise F1 is what kappa tends to. For annotators a and b,
F1 = 2 matched / (n_a + n_b) over the articles that both read, matched one to one.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from annotator.merge.bootstrap import Sums
from annotator.merge.numeric import FloatArray, np
from annotator.merge.overlap import Spans, iou
from annotator.merge.sparse import Cells, SparseRows

HALF = 0.5

Pair = tuple[str, str]


class Counts(NamedTuple):
    """Statements of two annotators in common and of each alone."""

    matched: int
    only_first: int
    only_second: int


def matched_keys(first: Sequence[Hashable], second: Sequence[Hashable]) -> int:
    """How many of the first have an equal in the second, one to one: exact matches of spans, or of whole fields."""
    return (Counter(first) & Counter(second)).total()


def matched_spans(first: Sequence[Spans], second: Sequence[Spans], threshold: float = HALF) -> int:
    """The largest number of pairs, one to one, whose IoU reaches the threshold (augmenting paths)."""
    partners = [
        [right for right, other in enumerate(second) if iou(one, other) >= threshold] for one in first
    ]
    taken: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in partners[left]:
            if right not in tried:
                tried.add(right)
                if right not in taken or place(taken[right], tried):
                    taken[right] = left
                    return True
        return False

    return sum(place(left, set()) for left in range(len(first)))


@dataclass(slots=True)
class Detection:
    """Collects, article by article, what each pair of annotators found in common."""

    annotators: Sequence[str]
    _cells: dict[tuple[int, Pair], tuple[int, int, int]] = field(default_factory=dict)
    _articles: int = 0

    def start_article(self) -> None:
        """From here on counts belong to the next article."""
        self._articles += 1

    def add(self, first: str, second: str, matched: int, found: tuple[int, int]) -> None:
        """Add the present article's counts of two annotators who both read it: matched, and what each found."""
        if first > second:
            first, second, found = second, first, (found[1], found[0])
        self._cells[self._articles - 1, (first, second)] = (matched, *found)

    def counts(self) -> Mapping[Pair, Counts]:
        """Matched and alone over all articles, by pair of annotators in the order of their names."""
        totals: dict[Pair, list[int]] = {}
        for (_, pair), counts in self._cells.items():
            total = totals.setdefault(pair, [0, 0, 0])
            for place, count in enumerate(counts):
                total[place] += count
        return {pair: Counts(m, a - m, b - m) for pair, (m, a, b) in totals.items()}

    def f1(self, annotator: str | None = None) -> Sums:
        """Mean over the pairs (of one annotator, if given) of their F1, each pooled over the articles.

        A pair that found nothing, neither of them, has no F1 and is left out of the mean.
        """
        pairs = [
            pair
            for pair in combinations(sorted(self.annotators), 2)
            if annotator is None or annotator in pair
        ]
        column = {pair: 2 * place for place, pair in enumerate(pairs)}
        cells: list[tuple[int, int, int]] = []
        for (article, pair), (matched, first, second) in self._cells.items():
            if pair in column:
                cells.append((article, column[pair], 2 * matched))
                cells.append((article, column[pair] + 1, first + second))
        table = np.array(cells, dtype=np.int64).reshape(-1, 3)
        rows = SparseRows(
            (max(1, self._articles), 2 * len(pairs)),
            Cells(table[:, 0], table[:, 1], table[:, 2].astype(np.float64)),
        )
        found = int(table[table[:, 1] % 2 == 1, 2].sum())
        return Sums(rows, _mean_f1, lambda _: "no two annotators found anything in the same article", found)


def mean_iou(matched: Sequence[Sequence[float]]) -> Sums:
    """Mean IoU of the matched pairs; for each article the IoU of each of its pairs."""
    cells = [
        (article, column, amount)
        for article, overlaps in enumerate(matched)
        for column, amount in ((0, sum(overlaps)), (1, len(overlaps)))
    ]
    table = np.array(cells, dtype=np.float64).reshape(-1, 3)
    place = table[:, :2].astype(np.int64)
    rows = SparseRows((max(1, len(matched)), 2), Cells(place[:, 0], place[:, 1], table[:, 2]))
    return Sums(rows, _mean, lambda _: "nothing was matched", sum(map(len, matched)))


def _mean_f1(totals: FloatArray) -> FloatArray:
    matched, found = totals[:, 0::2], totals[:, 1::2]
    some = found > 0
    f1 = np.divide(matched, found, out=np.zeros_like(matched), where=some)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(f1.sum(axis=1) / some.sum(axis=1))


def _mean(totals: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(totals[:, 0] / totals[:, 1])
