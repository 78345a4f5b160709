"""Exact correlation clustering of one component, with at most one member an owner; greedy where it is too large.

Three exact ways by size: a component that is one group as it stands, an enumeration for a handful of units, and
an integer program. Its variables are the pairs of different owners; the triangle inequalities
x_ij + x_jk - x_ik <= 1 are needed only where gain_ij + gain_jk > 0 (Miyauchi, Sonobe and Sukegawa 2018, Exact
clustering via integer programming and maximum satisfiability).
"""

import heapq
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

ENUMERATED = 8
"""Up to so many units all partitions are tried: faster than building an integer program."""

EXACT = 40
"""Above so many units in one component the greedy method takes over."""

_SCALE = 1e4  # the solver stops at an absolute gap of 1e-6: this makes it less than the smallest gain


@dataclass(frozen=True, slots=True)
class Graph:
    """Units by number: their owners, and what joining a pair gains, the smaller number first.

    A pair that is not listed costs `apart`.
    """

    owners: Sequence[Hashable]
    gains: dict[tuple[int, int], float]
    apart: float

    def gain(self, left: int, right: int) -> float:
        """Gain of a pair in either order; minus infinity for two of one owner."""
        if self.owners[left] == self.owners[right]:
            return float("-inf")
        return self.gains.get((left, right) if left < right else (right, left), -self.apart)


Clustering = list[tuple[list[int], bool]]
"""Groups of units, in ascending order, each with whether it is part of a proven optimum."""


def cluster(graph: Graph, component: Sequence[int]) -> Clustering:
    """The groups of a component that gain most; every unit of it is in one."""
    if len(component) == 1:
        return [(list(component), True)]
    if len(component) > EXACT:
        return [(sorted(group), False) for group in _greedy(graph, component)]
    gain = [[graph.gain(left, right) for right in component] for left in component]
    if min(gain[left][right] for left, right in combinations(range(len(component)), 2)) > 0:
        return [(list(component), True)]
    groups = _enumerated(gain) if len(component) <= ENUMERATED else _programmed(gain)
    return [(sorted(component[member] for member in group), True) for group in groups]


Gains = list[list[float]]
Groups = list[list[int]]


def _enumerated(gain: Gains) -> Groups:
    """Branch and bound: each unit joins a group before it or opens one; the first best partition is kept."""
    size = len(gain)
    hope = [0.0] * (size + 1)  # what the units from here on could gain at best
    for unit in reversed(range(size)):
        hope[unit] = hope[unit + 1] + sum(max(0.0, gain[unit][other]) for other in range(unit))
    best: tuple[float, Groups] = (float("-inf"), [])
    groups: Groups = []

    def place(unit: int, total: float) -> None:
        nonlocal best
        if total + hope[unit] <= best[0]:
            return
        if unit == size:
            best = (total, [list(group) for group in groups])
            return
        for group in groups:
            added = sum(gain[unit][member] for member in group)
            if added > float("-inf"):
                group.append(unit)
                place(unit + 1, total + added)
                group.pop()
        groups.append([unit])
        place(unit + 1, total)
        groups.pop()

    place(0, 0.0)
    return best[1]


def _programmed(gain: Gains) -> Groups:
    """Integer program, first with the triangles that matter, then, should that break a group, with all."""
    groups, whole = _solved(gain, all_triangles=False)
    return groups if whole else _solved(gain, all_triangles=True)[0]


def _solved(gain: Gains, *, all_triangles: bool) -> tuple[Groups, bool]:
    """Groups of the solution, and whether they are worth what the solver promised."""
    from annotator.merge.numeric import np  # noqa: PLC0415 (most articles need no solver)
    from annotator.merge.solver import solve_binary  # noqa: PLC0415
    from annotator.merge.sparse import Cells  # noqa: PLC0415

    size = len(gain)
    pairs = [(i, j) for i, j in combinations(range(size), 2) if gain[i][j] > float("-inf")]
    rows = list(_triangles(gain, {pair: place for place, pair in enumerate(pairs)}, all_triangles))
    cells = [(row, variable, sign) for row, own in enumerate(rows) for variable, sign in own]
    row, column, value = np.array(cells).reshape(-1, 3).T
    chosen = solve_binary(
        np.array([-_SCALE * gain[i][j] for i, j in pairs]),
        Cells(row.astype(np.int64), column.astype(np.int64), value),
        np.full(len(rows), -np.inf),
        np.ones(len(rows)),
    )
    joined = [pair for pair, taken in zip(pairs, chosen, strict=True) if taken]
    groups = _connected(size, [(i, j) for i, j in joined if gain[i][j] > 0])
    found = sum(gain[i][j] for group in groups for i, j in combinations(sorted(group), 2))
    return groups, found >= sum(gain[i][j] for i, j in joined) - 1e-9


def _triangles(
    gain: Gains, number: dict[tuple[int, int], int], every: bool
) -> Iterator[list[tuple[int, float]]]:
    """The inequalities by variable and sign; the third side has no variable where one owner has both ends."""
    for i, j, k in combinations(range(len(gain)), 3):
        sides = ((i, j), (j, k), (i, k))
        for third in sides:
            left, right = (side for side in sides if side != third)
            worth = gain[left[0]][left[1]] + gain[right[0]][right[1]]
            if worth > 0 or (every and worth > float("-inf")):
                row = [(number[left], 1.0), (number[right], 1.0)]
                yield [*row, (number[third], -1.0)] if third in number else row


def _connected(size: int, pairs: Sequence[tuple[int, int]]) -> Groups:
    group_of = {unit: [unit] for unit in range(size)}
    for left, right in pairs:
        if group_of[left] is not group_of[right]:
            group_of[left].extend(group_of[right])
            for unit in group_of[right]:
                group_of[unit] = group_of[left]
    return [group for unit, group in group_of.items() if group[0] == unit]


def _greedy(graph: Graph, component: Sequence[int]) -> Groups:
    """Average linkage: join the two groups whose pairs gain most in the mean, as long as they gain anything.

    `shared` holds, for pairs of groups, the gains of their listed pairs beyond `apart`; the rest of a pair of
    groups follows from their sizes.
    """
    groups: dict[int, list[int]] = {unit: [unit] for unit in component}
    owners = {unit: {graph.owners[unit]} for unit in component}
    shared: dict[int, dict[int, float]] = {unit: {} for unit in component}
    queue: list[tuple[float, int, int]] = []
    for (left, right), gain in graph.gains.items():
        if left in groups and right in groups:
            shared[left][right] = shared[right][left] = gain + graph.apart
            heapq.heappush(queue, (-gain, left, right))
    following = max(component) + 1
    while queue and queue[0][0] < 0:
        _, left, right = heapq.heappop(queue)
        if left not in groups or right not in groups:
            continue
        new, following = following, following + 1
        groups[new] = groups.pop(left) + groups.pop(right)
        owners[new] = owners[left] | owners[right]
        near = Counter(shared.pop(left)) + Counter(shared.pop(right))
        shared[new] = {other: total for other, total in near.items() if other in groups}
        for other, total in shared[new].items():
            shared[other][new] = total
            if owners[new].isdisjoint(owners[other]):
                pairs = len(groups[new]) * len(groups[other])
                heapq.heappush(queue, (graph.apart - total / pairs, other, new))
    return list(groups.values())
