"""Which names may be two names of the same: proposals for people to confirm, by likeness of spelling. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.entities import NameList

_ALIKE = 88
"""Likeness (0 to 100) from which two spellings are proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """That `alias` is another name of `name`; `likeness` is 0 to 100."""

    name: str
    alias: str
    likeness: int


def proposals(uses: Mapping[str, int], names: NameList) -> list[Proposal]:
    """Return the pairs of used names that are spelled alike or are part of one another, most alike first.

    The name that the list has, else the one used more, else the longer one is proposed to stay. Names that the list
    has both, and aliases, are settled. Parts of a name count by their words: “Terry” and “Su Mi Terry”.
    """
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 (only where duplicates are looked for)

    listed = {known.name for known in names.names}
    settled = {alias for known in names.names for alias in known.aliases}
    open_names = sorted((uses.keys() | listed) - settled)
    plain = [utils.default_process(name) for name in open_names]
    found: dict[tuple[int, int], float] = {}
    for scorer in (fuzz.ratio, fuzz.token_set_ratio):
        for one, name in enumerate(plain):
            rest = plain[one + 1 :]
            for _, likeness, place in process.extract(
                name, rest, scorer=scorer, limit=None, score_cutoff=_ALIKE
            ):
                pair = one, one + 1 + place
                found[pair] = max(found.get(pair, 0.0), likeness)
    made = []
    for (one, other), likeness in found.items():
        pair_names = open_names[one], open_names[other]
        if not set(pair_names) <= listed:
            stays = max(pair_names, key=lambda name: (name in listed, uses.get(name, 0), len(name), name))
            goes = next(name for name in pair_names if name != stays)
            made.append(Proposal(stays, goes, round(likeness)))
    return sorted(made, key=lambda pair: (-pair.likeness, pair.name, pair.alias))
