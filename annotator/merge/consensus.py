"""What several annotators said, put together: votes with ties as a state of their own, and merged spans."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from annotator.merge.overlap import Spans, union

V = TypeVar("V", bound=Hashable)

Strategy = Literal["union", "majority", "unanimous"]
Status = Literal["agreed", "majority", "union", "conflict"]


@dataclass(frozen=True, slots=True)
class Decision(Generic[V]):
    """What the votes decide, if they do, and the votes themselves, most frequent first.

    `agreed`: all say the same; `majority`: enough do; `union`: somebody found it, and that is enough here;
    `conflict`: undecided, `value` is None, and it goes to adjudication.
    """

    status: Status
    value: V | None
    votes: tuple[tuple[V, int], ...]

    def shares(self) -> dict[V, float]:
        """The distribution over the labels that were given."""
        total = sum(count for _, count in self.votes)
        return {value: count / total for value, count in self.votes}


def decide(votes: Mapping[str, V], strategy: Strategy, need: int | None = None) -> Decision[V]:
    """The value of one field from each annotator's vote.

    `majority`: the value that at least `need` annotators gave, by default more than half of those who voted.
    `unanimous`: the one that all gave. `union` asks of a field only that no other value has as many votes.
    """
    counts = _counted(votes)
    if not counts:
        return Decision("conflict", None, counts)
    value, most = counts[0]
    tie = len(counts) > 1 and counts[1][1] == most
    enough = {
        "majority": most >= (len(votes) // 2 + 1 if need is None else need),
        "unanimous": len(counts) == 1,
        "union": True,
    }[strategy]
    if tie or not enough:
        return Decision("conflict", None, counts)
    return Decision("agreed" if len(counts) == 1 else "majority", value, counts)


def exists(
    found: Collection[str], readers: Collection[str], strategy: Strategy, need: int | None = None
) -> Decision[bool]:
    """Whether a claim is there: who found it, out of those who have read every sentence of it.

    Only readers vote. `majority`: kept when at least `need` found it, by default more than half; left out when
    fewer did; an even split, or fewer readers than `need`, is a conflict. `unanimous`: kept when all found it,
    a conflict otherwise. `union`: kept when anybody found it, reader or not.
    """
    votes = {reader: reader in found for reader in readers}
    counts = _counted(votes)
    yes = sum(votes.values())
    if strategy == "union" and found:
        status: Status = (
            "agreed" if 0 < yes == len(votes) else "majority" if 2 * yes > len(votes) else "union"
        )
        return Decision(status, True, counts)
    if len(counts) == 1 and (strategy != "majority" or len(votes) >= (need or 1)):
        return Decision("agreed", counts[0][0], counts)
    if strategy != "majority" or len(votes) < (need or 1) or (need is None and 2 * yes == len(votes)):
        return Decision("conflict", None, counts)
    return Decision("majority", yes >= (len(votes) // 2 + 1 if need is None else need), counts)


def merged_spans(passages: Sequence[Spans]) -> tuple[tuple[int, int], ...]:
    """The characters that more than half of the passages mark, as spans in order that do not touch.

    Every end of the result is a boundary that somebody drew: how many mark a character changes nowhere else.
    Empty when no character has a majority, which can happen from four passages up.
    """
    steps = Counter[int]()
    for passage in passages:
        for start, end in union(passage):
            steps[start] += 1
            steps[end] -= 1
    merged: list[tuple[int, int]] = []
    marking, since = 0, 0
    for place in sorted(steps):
        before = 2 * marking > len(passages)
        marking += steps[place]
        after = 2 * marking > len(passages)
        if after and not before:
            since = place
        elif before and not after:
            merged.append((since, place))
    return tuple(merged)


def _counted(votes: Mapping[str, V]) -> tuple[tuple[V, int], ...]:
    """Values with their votes, most frequent first; in the order of annotators' names where equal."""
    return tuple(Counter(votes[annotator] for annotator in sorted(votes)).most_common())
