"""Agreement on where units lie in a text: the `u` family of Krippendorff, Mathet, Bouvry and Widlöcher (2016).

On the reliability of unitizing textual continua: further developments. Quality & Quantity 50. Every annotator
cuts the text into units with a value and gaps. o_ck is the length on which one has c and the other k, over all
ordered pairs of annotators, divided by m - 1; l_c the length of value c over all annotators, l the sum. Two units
that agree by being the same unit of the same annotator are taken out of what chance expects, as is each
character of a gap:

    u = 1 - sum_{c != k} o_ck / (l sum_{c != k} l_c l_k / (l^2 - sum_units length^2 - length of gaps))

`u` compares values, gaps included; `|u` only relevant and not. The 1995/2004 alpha_U is not offered: it scores a
near miss above an exact match. The sums are additive over articles; no unit reaches from one into the next.
"""

from array import array
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise

from annotator.merge.bootstrap import Sums
from annotator.merge.numeric import FloatArray, np
from annotator.merge.overlap import Spans, union
from annotator.merge.sparse import Cells, SparseRows

Unit = tuple[int, int, Hashable]
"""Start, end (code points, half-open) and value."""


def relevant(passages: Sequence[Spans]) -> list[Unit]:
    """All passages of one annotator as units of one value, overlapping ones joined: what `|u` compares."""
    spans = union([span for passage in passages for span in passage])
    return [(start, end, True) for start, end in spans]


def overlapping(units: Sequence[Unit]) -> bool:
    """Whether units of one annotator overlap, which no coefficient of this family allows."""
    ordered = sorted((start, end) for start, end, _ in units)
    return any(right[0] < left[1] for left, right in pairwise(ordered))


class Unitizing:
    """Collects, article by article, the sums that `u` is made of."""

    def __init__(self) -> None:
        self._articles = self._characters = 0
        self._columns: dict[Hashable, int] = {None: 2}
        self._place, self._amount = array("i"), array("d")

    def add(self, text_length: int, units: Mapping[str, Sequence[Unit]]) -> None:
        """Add an article: for each annotator who read it, their units, maybe none; units must not overlap.

        ValueError when they do. An article that only one annotator read adds nothing to compare.
        """
        if any(overlapping(own) for own in units.values()):
            raise ValueError("units of one annotator overlap: join them first, or compare by value")
        self._articles += 1
        if len(units) < 2:
            return
        self._characters += text_length
        squares, gaps = 0, text_length * len(units)
        lengths: Counter[int] = Counter()
        for own in units.values():
            for start, end, value in own:
                lengths[self._columns.setdefault(value, len(self._columns) + 2)] += end - start
                squares += (end - start) ** 2
                gaps -= end - start
        self._put(0, _differing(text_length, units))
        self._put(1, squares + gaps)
        self._put(self._columns[None], gaps)
        for column, length in lengths.items():
            self._put(column, length)

    def _put(self, column: int, amount: float) -> None:
        self._place.extend((self._articles - 1, column))
        self._amount.append(amount)

    def sums(self) -> Sums:
        """The coefficient over all articles, `u` or `|u` by what the units' values are; `n` is characters."""
        place = np.array(self._place, dtype=np.int32).reshape(-1, 2)
        cells = Cells(place[:, 0], place[:, 1], np.array(self._amount, dtype=np.float64))
        table = SparseRows((max(1, self._articles), 2 + len(self._columns)), cells)
        return Sums(table, _u, lambda _: "no variation: all marked everything, or nothing", self._characters)


def _u(totals: FloatArray) -> FloatArray:
    lengths = totals[:, 2:]
    whole = lengths.sum(axis=1)
    different = whole**2 - (lengths**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = whole * different / (whole**2 - totals[:, 1])
        return np.asarray(np.where(different > 0, 1 - totals[:, 0] / expected, np.nan))


def _differing(text_length: int, units: Mapping[str, Sequence[Unit]]) -> float:
    """Length of text times the pairs of annotators with different values there, over m - 1."""
    steps: list[tuple[int, Hashable, int]] = []
    for own in units.values():
        for start, end, value in own:
            steps.append((start, value, 1))
            steps.append((end, value, -1))
    steps.sort(key=lambda step: step[0])
    annotators = len(units)
    present: Counter[Hashable] = Counter({None: annotators})
    agreeing, at, differing = annotators**2, 0, 0
    for place, value, change in [*steps, (text_length, None, 0)]:
        differing += (place - at) * (annotators**2 - agreeing)
        at = place
        for changed, by in ((value, change), (None, -change)):
            agreeing += (present[changed] + by) ** 2 - present[changed] ** 2
            present[changed] += by
    return differing / (annotators - 1)
