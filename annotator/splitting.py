"""Splits that do not leak: whole groups of articles go to one side, by a hash of the group and a seed. Pure.

Which side a group is on depends on its key and the seed alone, not on order or on what else is there: articles that
are added do not move the others. Near-duplicates are found by their shingles (Broder 1997, On the resemblance and
containment of documents): of the hashes of all runs of words the smallest are kept, and how many of them two texts
share estimates the Jaccard similarity of all.
"""

import hashlib
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import isclose

from annotator.errors import AnnotatorError

NEAR_DUPLICATE = 0.4
"""Similarity (Jaccard, of runs of five words) from which two articles are taken to be one text."""

SAME_STORY = 0.3
"""Similarity (Jaccard, of the long words) from which two articles are taken to tell one story."""

SEEDS = 64
"""How many seeds are tried for the most even labels, where none is given."""

_SKETCH = 128  # hashes kept of a text: the estimate's standard error is at most 0.045
_RARE = 16
_RUN = 5
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"\w{6,}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What has to be known of an article to put it on a side."""

    article: str
    keys: tuple[str, ...]
    """What it must share a side for: with every article that has one of these keys."""
    runs: frozenset[int]
    """Sketch of its runs of words."""
    long_words: frozenset[int] | None = None
    """Sketch of its long words, where stories are kept together."""
    labels: Mapping[str, int] = field(default_factory=dict)
    """How many statements of it have each label."""


@dataclass(frozen=True, slots=True)
class Splits:
    """Which article is on which side, and how that came about."""

    of: Mapping[str, str]
    seed: int
    groups: Mapping[str, str]
    """By article: the key of its group."""


def parse_shares(text: str) -> dict[str, float]:
    """Read `train=0.8,dev=0.1,test=0.1`; raises AnnotatorError for shares that do not add up to 1."""
    shares: dict[str, float] = {}
    for part in text.split(","):
        name, _, share = part.partition("=")
        try:
            value = float(share)
        except ValueError:
            value = -1.0
        if not _NAME.fullmatch(name) or name.casefold() in map(str.casefold, shares) or not 0 < value <= 1:
            raise AnnotatorError(f"--split {text}: write it as train=0.8,dev=0.1,test=0.1")
        shares[name] = value
    if not isclose(sum(shares.values()), 1, abs_tol=1e-6):
        raise AnnotatorError(f"--split {text}: the shares add up to {sum(shares.values()):g}, not to 1")
    return shares


def sketch_of_runs(text: str) -> frozenset[int]:
    """Return a sketch of the runs of five words of a text."""
    words = _WORD.findall(text.casefold())
    runs = (" ".join(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1)))
    return _smallest(runs)


def sketch_of_long_words(text: str) -> frozenset[int]:
    """Return a sketch of the words of six letters or more of a text."""
    return _smallest(_LONG_WORD.findall(text.casefold()))


def _smallest(items: Iterable[str]) -> frozenset[int]:
    hashes = {zlib.crc32(item.encode()) for item in items}
    return frozenset(sorted(hashes)[:_SKETCH])


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the Jaccard similarity of two texts as their sketches estimate it: 0 to 1."""
    smallest = sorted(one | other)[:_SKETCH]
    shared = one & other
    return sum(item in shared for item in smallest) / len(smallest) if smallest else 0.0


def split(candidates: Iterable[Candidate], shares: Mapping[str, float], seed: int | None) -> Splits:
    """Put articles on sides. Without a seed, that of the first 64 is taken whose labels are spread most evenly."""
    known = list(candidates)
    groups = _groups(known)
    seeds = range(SEEDS) if seed is None else [seed]
    tried = [
        (_unevenness(known, sides, shares), number, sides)
        for number in seeds
        for sides in [{article: _side(key, number, shares) for article, key in groups.items()}]
    ]
    _, number, sides = min(tried, key=lambda item: item[:2])
    return Splits(sides, number, groups)


def _side(key: str, seed: int, shares: Mapping[str, float]) -> str:
    place = int.from_bytes(hashlib.sha256(f"{seed}\0{key}".encode()).digest()[:8], "big") / 2**64
    end = 0.0
    for name, share in shares.items():
        end += share
        if place < end:
            return name
    return list(shares)[-1]  # the shares add up to a little less than 1


def _unevenness(
    candidates: Iterable[Candidate], sides: Mapping[str, str], shares: Mapping[str, float]
) -> float:
    """Return how far articles and labels are from their shares: the sum of squared differences over the shares."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in shares}
    for candidate in candidates:
        counts[sides[candidate.article]].update({"": 1})
        counts[sides[candidate.article]].update(
            {f"label {label}": n for label, n in candidate.labels.items()}
        )
    totals = sum(counts.values(), Counter[str]())
    return sum(
        (counts[name][what] / total - share) ** 2 / share
        for what, total in totals.items()
        for name, share in shares.items()
    )


def _groups(candidates: list[Candidate]) -> dict[str, str]:
    """Return the key of each article's group: the first, by name, of all keys in it."""
    above: dict[str, str] = {}

    def root(key: str) -> str:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    def join(one: str, other: str) -> None:
        first, second = sorted((root(one), root(other)))
        above[second] = first

    for candidate in candidates:
        for key in candidate.keys:
            join(candidate.keys[0], key)
    for one, other in _alike(candidates):
        join(one.keys[0], other.keys[0])
    return {candidate.article: root(candidate.keys[0]) for candidate in candidates}


def _alike(candidates: list[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield the pairs that are near-duplicates or tell one story; only those that share a hash are compared."""
    yield from _similar([(candidate, candidate.runs) for candidate in candidates], NEAR_DUPLICATE)
    stories = [(candidate, candidate.long_words) for candidate in candidates]
    yield from _similar([(one, words) for one, words in stories if words is not None], SAME_STORY)


def _similar(
    sketches: list[tuple[Candidate, frozenset[int]]], least: float
) -> Iterator[tuple[Candidate, Candidate]]:
    with_hash: defaultdict[int, list[int]] = defaultdict(list)
    for place, (_, sketch) in enumerate(sketches):
        for item in sketch:
            with_hash[item].append(place)
    pairs: set[tuple[int, int]] = set()
    for places in with_hash.values():
        # what many texts share says little: of a long list neighbours are enough, copies share all their hashes
        pairs.update(combinations(places, 2) if len(places) <= _RARE else pairwise(places))
    for one, other in sorted(pairs):
        if similarity(sketches[one][1], sketches[other][1]) >= least:
            yield sketches[one][0], sketches[other][0]
