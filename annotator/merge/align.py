"""Alignment: which statements of different annotators are about the same claim, within one article.

Groups hold at most one statement an annotator and maximise the sum over all pairs inside a group of
(IoU - tau): correlation clustering (Bansal, Blum and Chawla 2004), solved exactly. IoU is over the set of
characters of the anchor passage, so that interrupted and cross-sentence claims count as what they are. With two
annotators this is optimal assignment; no annotator comes first.

Where two statements could take the same partner, agreement in the other fields decides: it adds up to a third
of tau to a pair that overlaps beyond tau anyway, and so never joins what the spans leave apart. What is still
equal stays apart, or goes to the earlier offset, never by the order of input.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import NamedTuple

from annotator.merge.cluster import Graph, cluster
from annotator.merge.overlap import Spans, overlaps, union

TAU = 0.3
"""Overlap from which two claims are taken to be the same; 0.5 is the stricter one to report beside it."""

_NEXT_TO_NOTHING = 1e-7  # what a pair must gain to be joined, and what an earlier offset is worth


Overlaps = dict[tuple[int, int], float]
Gains = dict[tuple[int, int], float]


class Unit(NamedTuple):
    """One statement as alignment sees it: whose, its id, its anchor passage, and the values of other fields.

    `others` are compared place by place and break ties; None in a place says nothing.
    """

    annotator: str
    id: str
    spans: Spans
    others: tuple[Hashable, ...] = ()


class Alone(Enum):
    """Why a statement has no partner."""

    NO_OVERLAP = "no other annotator marked any of its words"
    BELOW_TAU = "no statement of another annotator overlaps it enough"
    BETTER_PARTNER = "what overlaps it fits another statement better"


@dataclass(frozen=True, slots=True)
class Group:
    """Statements about one claim, at most one an annotator, in the order of their annotators' names.

    `iou` is the mean over its pairs, None for one statement, which has the reason in `alone`; `exact` is False
    where the group was found by the greedy method.
    """

    members: tuple[Unit, ...]
    iou: float | None
    alone: Alone | None
    exact: bool


def align(units: Iterable[Unit], tau: float = TAU) -> list[Group]:
    """Group the statements of one article, in the order of the text.

    `tau` lies in (0, 1). ValueError where it does not, or where two units have the same annotator and id.
    """
    if not 0 < tau < 1:
        raise ValueError(f"tau must lie between 0 and 1, not {tau}")
    ordered = sorted(
        (unit._replace(spans=union(unit.spans)) for unit in units),
        key=lambda unit: (tuple(unit.spans), unit.id, unit.annotator),
    )
    if len({(unit.annotator, unit.id) for unit in ordered}) < len(ordered):
        raise ValueError("two statements of one annotator have the same id")
    owners = [unit.annotator for unit in ordered]
    shared = overlaps([unit.spans for unit in ordered], owners)
    best = [0.0] * len(ordered)
    for pair, overlap in shared.items():
        for member in pair:
            best[member] = max(best[member], overlap)
    graph = Graph(
        owners=owners,
        gains=_gains(ordered, shared, tau),
        apart=tau + _NEXT_TO_NOTHING,
    )
    found: list[tuple[int, Group]] = []
    for component in _components(len(ordered), graph.gains):
        for members, exact in cluster(graph, component):
            if len(members) == 1:
                group = _alone(ordered[members[0]], best[members[0]], tau, exact)
            else:
                pairs = [shared.get(pair, 0.0) for pair in combinations(members, 2)]
                group = _together([ordered[member] for member in members], pairs, exact)
            found.append((members[0], group))
    return [group for _, group in sorted(found, key=lambda item: item[0])]


def _gains(units: Sequence[Unit], shared: Overlaps, tau: float) -> Gains:
    """What joining a pair adds to the objective, for the pairs that share a character."""
    last = max((unit.spans[0][0] for unit in units if unit.spans), default=0) + 1
    gains: Gains = {}
    for (left, right), overlap in shared.items():
        a, b = units[left], units[right]
        gain = overlap - tau
        if gain > 0:
            gain += tau / 3 * _likeness(a.others, b.others)
        later = (a.spans[0][0] + b.spans[0][0]) / (2 * last)
        gains[left, right] = gain - _NEXT_TO_NOTHING * (1 + later) / 2
    return gains


def _likeness(left: Sequence[Hashable], right: Sequence[Hashable]) -> float:
    """Share of the places in which both say the same."""
    places = max(len(left), len(right))
    if not places:
        return 0.0
    return sum(a is not None and a == b for a, b in zip(left, right, strict=False)) / places


def _components(size: int, gains: Gains) -> list[list[int]]:
    """Sets of units that pairs with a gain connect: an optimal group never reaches beyond one."""
    parent = list(range(size))

    def root(unit: int) -> int:
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for (left, right), gain in gains.items():
        if gain > 0:
            parent[root(left)] = root(right)
    members: dict[int, list[int]] = {}
    for unit in range(size):
        members.setdefault(root(unit), []).append(unit)
    return list(members.values())


def _together(members: Sequence[Unit], overlaps: Sequence[float], exact: bool) -> Group:
    chosen = tuple(sorted(members, key=lambda unit: unit.annotator))
    return Group(chosen, sum(overlaps) / len(overlaps), None, exact)


def _alone(unit: Unit, best_overlap: float, tau: float, exact: bool) -> Group:
    if best_overlap == 0:
        return Group((unit,), None, Alone.NO_OVERLAP, exact)
    return Group((unit,), None, Alone.BETTER_PARTNER if best_overlap > tau else Alone.BELOW_TAU, exact)
