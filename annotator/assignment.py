"""Who annotates which articles: balanced, and the same for the same seed. Pure."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

By = Literal["outlet", "length"]

_PARTS = 4
"""Articles are stratified by length into quarters."""


class Assignable(NamedTuple):
    """An article as far as assigning goes; `length` is in code points."""

    id: str
    outlet: str | None
    length: int


def assign(
    articles: Sequence[Assignable],
    annotators: Sequence[str],
    overlap: int,
    seed: int,
    by: By | None = None,
    given: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Give each article that nobody has been `given` to `overlap` annotators; returns theirs, in order of names.

    Everybody gets as many as everybody else, give or take one, and so within each stratum as far as that allows;
    those who share few articles so far are put together first. Strata are outlets or quarters by length.
    """
    chance = random.Random(seed)  # noqa: S311 (a draw that can be repeated)
    taken = dict(given or {})
    load = Counter(dict.fromkeys(annotators, 0))
    together: Counter[tuple[str, str]] = Counter()
    for names in taken.values():
        load.update(name for name in names if name in load)
        together.update(combinations(sorted(names), 2))
    made: dict[str, tuple[str, ...]] = {}
    for stratum in _strata([article for article in articles if article.id not in taken], by):
        chance.shuffle(stratum)
        here: Counter[str] = Counter()
        for article in stratum:
            chosen: list[str] = []
            for _ in range(overlap):
                rest = [name for name in annotators if name not in chosen]
                chosen.append(
                    min(rest, key=lambda name: _reluctance(name, chosen, load, here, together, chance))
                )
            load.update(chosen)
            here.update(chosen)
            together.update(combinations(sorted(chosen), 2))
            made[article.id] = tuple(sorted(chosen))
    return made


def _reluctance(
    name: str,
    chosen: Iterable[str],
    load: Counter[str],
    here: Counter[str],
    together: Counter[tuple[str, str]],
    chance: random.Random,
) -> tuple[int, int, int, float]:
    shared = sum(together[min(name, other), max(name, other)] for other in chosen)
    return load[name], here[name], shared, chance.random()


def _strata(articles: Sequence[Assignable], by: By | None) -> list[list[Assignable]]:
    if by is None:
        return [list(articles)]
    if by == "outlet":
        outlets = sorted({article.outlet or "" for article in articles})
        return [[article for article in articles if (article.outlet or "") == outlet] for outlet in outlets]
    ordered = sorted(articles, key=lambda article: (article.length, article.id))
    size = max(1, -(-len(ordered) // _PARTS))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]
