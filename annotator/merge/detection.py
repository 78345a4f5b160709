"""Did they find the same claims? Pairwise F1 and the overlap of what was matched.

Source: Hripcsak and Rothschild (2005), Agreement, the F-measure, and reliability in information retrieval: where
what nobody marked cannot be counted, mean pairwise F1 is what kappa tends to. For annotators a and b,
F1 = 2 matched / (n_a + n_b) over the articles that both read, matched one to one.
"""

from array import array
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from annotator.merge.bootstrap import Sums
from annotator.merge.numeric import FloatArray, IntArray, np
from annotator.merge.overlap import Spans, overlaps, union
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


def matched_spans(found: Mapping[str, Sequence[Spans]], threshold: float = HALF) -> dict[Pair, int]:
    """For each two annotators, the largest number of pairs, one to one, whose IoU reaches the threshold.

    Maximum matching by augmenting paths. Pairs of annotators come in the order of their names.
    """
    rows = sorted(((union(spans), name) for name, own in found.items() for spans in own), key=itemgetter(0))
    near: dict[Pair, dict[int, list[int]]] = {pair: {} for pair in combinations(sorted(found), 2)}
    shared = overlaps([spans for spans, _ in rows], [name for _, name in rows])
    for (left, right), overlap in shared.items():
        if overlap >= threshold:
            if rows[left][1] > rows[right][1]:
                left, right = right, left  # noqa: PLW2901 (the first annotator's on the left)
            near[rows[left][1], rows[right][1]].setdefault(left, []).append(right)
    return {pair: _maximum_matching(partners) for pair, partners in near.items()}


def _maximum_matching(partners: Mapping[int, Sequence[int]]) -> int:
    taken: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in partners[left]:
            if right not in tried:
                tried.add(right)
                if right not in taken or place(taken[right], tried):
                    taken[right] = left
                    return True
        return False

    return sum(place(left, set()) for left in partners)


class Detection:
    """Collects, article by article, what each pair of annotators found in common."""

    def __init__(self, annotators: Sequence[str]) -> None:
        self._pairs = {pair: number for number, pair in enumerate(combinations(sorted(annotators), 2))}
        self._rows = array("i")  # article, pair, matched, found by the first, by the second
        self._articles = 0

    def start_article(self) -> None:
        """From here on counts belong to the next article."""
        self._articles += 1

    def add(self, first: str, second: str, matched: int, found: tuple[int, int]) -> None:
        """Add the present article's counts of two annotators who both read it: matched, and what each found."""
        if first > second:
            first, second, found = second, first, (found[1], found[0])
        self._rows.extend((self._articles - 1, self._pairs[first, second], matched, *found))

    def counts(self) -> dict[Pair, Counts]:
        """Matched and alone over all articles, for each pair of annotators, in the order of their names."""
        rows, totals = self._table(), np.zeros((len(self._pairs), 3), dtype=np.int64)
        np.add.at(totals, rows[:, 1], rows[:, 2:])
        return {
            pair: Counts(int(m), int(a - m), int(b - m))
            for pair, (m, a, b) in zip(self._pairs, totals, strict=True)
        }

    def f1(self, annotator: str | None = None) -> Sums:
        """Mean over the pairs (of one annotator, if given) of their F1, each pooled over the articles.

        A pair that found nothing, neither of them, has no F1 and is left out of the mean.
        """
        wanted = [number for pair, number in self._pairs.items() if annotator is None or annotator in pair]
        rows = self._table()
        rows = rows[np.isin(rows[:, 1], wanted)]
        found = rows[:, 3] + rows[:, 4]
        cells = Cells(
            np.concatenate([rows[:, 0]] * 2),
            np.concatenate([2 * rows[:, 1], 2 * rows[:, 1] + 1]),
            np.concatenate([2 * rows[:, 2], found]).astype(np.float64),
        )
        table = SparseRows((max(1, self._articles), 2 * len(self._pairs)), cells)
        reason = "no two annotators found anything in the same article"
        return Sums(table, _mean_f1, lambda _: reason, int(found.sum()))

    def _table(self) -> IntArray:
        return np.array(self._rows, dtype=np.int64).reshape(-1, 5)


class Means:
    """Collects a number for each of several things in an article, for their mean over the corpus."""

    def __init__(self) -> None:
        self._sums = array("d")
        self._counts = array("i")

    def add(self, total: float, count: int) -> None:
        """Add an article's numbers, by their sum and how many they are, maybe none."""
        self._sums.append(total)
        self._counts.append(count)

    def sums(self, reason: str) -> Sums:
        """Their mean; `reason` says why there is none when there are no numbers."""
        articles = len(self._sums)
        cells = Cells(
            np.tile(np.arange(articles), 2),
            np.repeat([0, 1], articles),
            np.concatenate([np.array(self._sums), np.array(self._counts, dtype=np.float64)]),
        )
        return Sums(SparseRows((max(1, articles), 2), cells), _mean, lambda _: reason, sum(self._counts))


def _mean_f1(totals: FloatArray) -> FloatArray:
    matched, found = totals[:, 0::2], totals[:, 1::2]
    some = found > 0
    f1 = np.divide(matched, found, out=np.zeros_like(matched), where=some)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(f1.sum(axis=1) / some.sum(axis=1))


def _mean(totals: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(totals[:, 0] / totals[:, 1])
