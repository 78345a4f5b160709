"""Which names are likely, and why: evidence for each, added up. Pure; worked out anew from what is known each time.

What speaks for a name is said in a few words for the screen ("seen 7 times with this speaker", "shares: ferry, tax").
The weights were chosen by benchmarks/suggest_offers.py; how they compare matters, not what they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from annotator.new_names import NO_NAMES

IN_CLAIM = 3.0
"""For words that a name shares with the claim, all of its words."""
NEARBY = 0.7
"""For words that it shares with the text around the claim, all of its words."""
IN_TITLE = 0.3
LATEST = 2.4
"""For the name used last; half as much for the one before, and so on."""
USED_HERE = 0.2
"""For each doubling of its uses in this article."""
PAIRED = 0.8
"""For each doubling of its uses with this speaker."""
NEW = 1.6
"""For a noun phrase of the claim that is no name yet; a single word gets half."""
NEW_IN_TITLE = 1.0
LATER = 0.05
"""Against each noun phrase that comes after others."""
NEAREST = 2.0
"""For the name that stands nearest to the claim; half as much for the next, a third for the one after it."""
SPOKE_LAST = 0.6
"""For the speaker used last, in the same way."""
ELSEWHERE = -0.3
"""Against a name that other articles used, and this one has not."""

_ENDING = re.compile("(?:ies|es|s|y|e)$")
_STEM = 6
"""Letters by which words are the same word: "exempted" and "exemption"."""


@dataclass(slots=True)
class Evidence:
    """What speaks for one name: how much in all, and what most of all."""

    total: float = 0.0
    strongest: float = 0.0
    why: str = ""

    def add(self, weight: float, why: str) -> None:
        """Add one piece of evidence; one without words never becomes the reason."""
        self.total += weight
        if why and (weight > self.strongest or not self.why):
            self.strongest, self.why = weight, why


@dataclass(slots=True)
class Ranking:
    """Names with the evidence for each."""

    found: defaultdict[str, Evidence] = field(default_factory=lambda: defaultdict(Evidence))

    def add(self, name: str, weight: float, why: str) -> None:
        """Add evidence for a name."""
        self.found[name].add(weight, why)

    def best(self) -> list[tuple[str, str]]:
        """Return the names, likeliest first (of two, the one met first), each with what speaks most for it."""
        ordered = sorted(self.found.items(), key=lambda item: -item[1].total)
        return [(name, evidence.why) for name, evidence in ordered]


def stems(text: str) -> dict[str, str]:
    """Return the content words of a text by what makes two of them the same word."""
    content = (word for word in re.findall(r"\w{3,}", text.lower()) if word not in NO_NAMES)
    return {_ENDING.sub("", word)[:_STEM]: word for word in content}


def shared(
    ranking: Ranking, name: str, words: Mapping[str, str], weight: float, *, known: bool = True
) -> None:
    """Count the words of a name that a text has too: all of its words give the whole weight."""
    own = stems(name)
    common = [own[stem] for stem in own if stem in words]
    if common:
        ranking.add(name, weight * len(common) / len(own), f"shares: {', '.join(common)}" if known else "")


def recent(ranking: Ranking, latest_first: Sequence[str], counts: Mapping[str, int]) -> None:
    """Count how lately, and how often, this article used names."""
    for place, name in enumerate(latest_first):
        ranking.add(name, LATEST / 2**place, "used last" if place == 0 else "in this article")
        if counts.get(name, 0) > 1:
            ranking.add(name, USED_HERE * log2(counts[name]), f"used {counts[name]} times here")


def paired(ranking: Ranking, counts: Mapping[str, int], names: Iterable[str]) -> None:
    """Count how often names were used together with what is answered already."""
    for name in names:
        if counts.get(name, 0) > 0:
            times = "once" if counts[name] == 1 else f"{counts[name]} times"
            ranking.add(name, PAIRED * log2(1 + counts[name]), f"seen {times} with this speaker")
