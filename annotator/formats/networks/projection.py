"""From positions to ties: pure functions, as discourse network analysis defines them.

Two actors are tied by the targets on which they take the same side (congruence) or opposite ones (conflict), two
concepts by the actors who stand on both: for each shared column, the products of what both rows count there.
Subtract is congruence minus conflict (Leifeld 2017, "Discourse network analysis: policy debates as dynamic networks",
in The Oxford Handbook of Political Networks; Leifeld, Gruber and Bossner 2018, Discourse Network Analyzer Manual,
section 2). Answers that take no side count for neither.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Literal, NamedTuple

from annotator.formats.networks.coding import Position

Weight = Literal["congruence", "conflict", "subtract"]


@dataclass(slots=True)
class Tally:
    """The positions of one row on one column that take one side."""

    count: Fraction = Fraction(0)
    statements: list[str] = field(default_factory=list)
    annotators: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()

    def add(self, position: Position) -> None:
        """Count one position."""
        self.count += position.share
        self.statements.append(position.statement)
        self.annotators = self.annotators | position.annotators if self.annotators else position.annotators
        self.readers = self.readers | position.readers if self.readers else position.readers


Row = dict[str, dict[int, Tally]]
"""By column and side."""
Table = dict[str, Row]


class Tie(NamedTuple):
    """An edge between two rows, or from a row to a column."""

    source: str
    target: str
    weight: float
    congruence: float
    conflict: float
    statements: tuple[str, ...]
    """Those that the weight rests on."""
    annotators: int
    """How many annotators' own statements make this tie."""
    readers: int
    """How many could have made it."""


def tabulate(positions: Iterable[Position], *, by_target: bool = False) -> Table:
    """Count the positions that take a side, a row for each speaker (or target) and a column for each of the other."""
    table: Table = {}
    for position in positions:
        if position.side:
            row, column = position.speaker, position.target
            if by_target:
                row, column = column, row
            tallies = table.setdefault(row, {}).setdefault(column, {})
            tallies.setdefault(position.side, Tally()).add(position)
    return table


def one_mode(table: Table, weight: Weight, normalise: str) -> Iterator[Tie]:
    """Yield the ties between rows, each pair once, in order; those of weight 0 are left out."""
    norm = NORMS[normalise]
    sizes = {name: _size(row) for name, row in table.items()}
    rows_of: dict[str, list[str]] = {}
    for name in sorted(table):
        for column in table[name]:
            rows_of.setdefault(column, []).append(name)
    for name in sorted(table):
        shared: dict[str, list[str]] = {}
        for column in sorted(table[name]):
            others = rows_of[column]
            for other in others[bisect_right(others, name) :]:
                shared.setdefault(other, []).append(column)
        for other in sorted(shared):
            meetings = _meetings(table[name], table[other], shared[other])
            tie = _tie(name, other, meetings, weight, norm(sizes[name], sizes[other], meetings))
            if tie.weight:
                yield tie


def two_mode(table: Table, weight: Weight, normalise: str) -> Iterator[Tie]:
    """Yield the ties from rows to columns, in order; those of weight 0 are left out.

    Congruence counts agreement, conflict disagreement. `activity` divides by all that the row counts, `prominence` by
    all that is counted on the column.
    """
    on: dict[str, Fraction] = {}
    for row in table.values():
        for column, tallies in row.items():
            on[column] = on.get(column, Fraction(0)) + sum(tally.count for tally in tallies.values())
    for name in sorted(table):
        activity = _size(table[name]).total
        for column in sorted(table[name]):
            divisor = {"no": 1.0, "activity": activity, "prominence": float(on[column])}[normalise]
            meetings = [
                _Meeting(side > 0, float(tally.count), (tally,))
                for side, tally in table[name][column].items()
            ]
            tie = _tie(name, column, meetings, weight, divisor)
            if tie.weight:
                yield tie


class _Meeting(NamedTuple):
    """Two rows on a column that they share, each on one side; or one row on one side of a column."""

    congruent: bool
    much: float
    tallies: tuple[Tally, ...]


def _meetings(one: Row, other: Row, shared: Iterable[str]) -> list[_Meeting]:
    return [
        _Meeting(side == opposite, float(tally.count * against.count), (tally, against))
        for column in shared
        for side, tally in sorted(one[column].items())
        for opposite, against in sorted(other[column].items())
    ]


def _tie(source: str, target: str, meetings: list[_Meeting], weight: Weight, divisor: float) -> Tie:
    congruence = sum(meeting.much for meeting in meetings if meeting.congruent) / divisor
    conflict = sum(meeting.much for meeting in meetings if not meeting.congruent) / divisor
    value = {"congruence": congruence, "conflict": conflict, "subtract": congruence - conflict}[weight]
    behind = [
        meeting.tallies
        for meeting in meetings
        if weight == "subtract" or meeting.congruent == (weight == "congruence")
    ]
    return Tie(
        source,
        target,
        value,
        congruence,
        conflict,
        tuple(sorted({name for tallies in behind for tally in tallies for name in tally.statements})),
        len(
            set().union(
                *(frozenset.intersection(*(tally.annotators for tally in tallies)) for tallies in behind)
            )
        ),
        len(
            set().union(
                *(frozenset.intersection(*(tally.readers for tally in tallies)) for tallies in behind)
            )
        ),
    )


class _Size(NamedTuple):
    """How much a row counts in all, and its length as a vector."""

    total: float
    length: float


def _size(row: Row) -> _Size:
    counts = [tally.count for tallies in row.values() for tally in tallies.values()]
    return _Size(float(sum(counts)), sqrt(sum(count**2 for count in counts)))


def _jaccard(one: _Size, other: _Size, meetings: list[_Meeting]) -> float:
    """What one row alone counts, what the other alone counts, and the products of what both count."""
    both = [meeting for meeting in meetings if meeting.congruent]
    in_both = sum(float(tally.count) for meeting in both for tally in meeting.tallies)
    return one.total + other.total - in_both + sum(meeting.much for meeting in both)


NORMS: Mapping[str, Callable[[_Size, _Size, list[_Meeting]], float]] = {
    "no": lambda _one, _other, _meetings: 1.0,
    "average": lambda one, other, _: (one.total + other.total) / 2,
    "jaccard": _jaccard,
    "cosine": lambda one, other, _: one.length * other.length,
}
"""By what a tie between two rows is divided: not at all, by the mean of what both count (average activity), by the
Jaccard denominator over columns and sides, or by the product of their lengths, which makes congruence their cosine.

The first three are those of DNA 3 (export/Exporter.java). What DNA calls cosine divides by the product of both
totals, which is no cosine.
"""
