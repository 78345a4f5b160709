"""The search among known names: beginnings of words first, then what resembles the letters typed. Pure."""

import re
from collections.abc import Mapping, Sequence

_LOOKED_AT = 200
_FAINTEST = 50
_ALIKE = 75
"""Of 100: a match that begins otherwise must be that good, or a new name would have to be told apart from it."""


def matching(query: str, surfaces: Sequence[tuple[str, str]], latest: Mapping[str, int]) -> list[str]:
    """Return the names whose words begin as those of `query` do, then those it resembles; in both, the latest first.

    `surfaces` are the forms of names, each with its name; `latest` says when a name was used: larger is later.
    """
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 (not needed before the first search)

    hits = process.extract(
        query,
        [surface for surface, _ in surfaces],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=_LOOKED_AT,
        score_cutoff=_FAINTEST,
    )
    found: list[tuple[bool, float, int, str]] = []
    for surface, score, index in hits:
        name = surfaces[index][1]
        begins = _begins(surface, query)
        if begins or (score >= _ALIKE and len(query) <= len(surface) + 2):
            found.append((not begins, 0 if begins else -round(score), -latest.get(name, 0), name))
    return list(dict.fromkeys(name for *_, name in sorted(found, key=lambda hit: hit[:3])))


def _begins(name: str, query: str) -> bool:
    """Whether each word of a query begins a word of a name."""
    words = re.findall(r"\w+", name.lower())
    return all(any(word.startswith(part) for word in words) for part in re.findall(r"\w+", query.lower()))
