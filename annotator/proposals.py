"""What a suggester proposes: a claim, its cue, its speaker's mention and the names this may be. Never a stance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

Spans = tuple[tuple[int, int], ...]
"""Half-open ranges of code points of the article's text, in order, not touching, no white space at their ends."""

Kind = Literal["direct", "indirect", "mixed", "free"]
Tier = Literal[1, 2, 3]


class SpeakerGuess(NamedTuple):
    """A name that the speaker may have, and why, in a few words for the screen."""

    name: str
    reason: str
    mention: Spans | None = None
    """Where it is named, if not by the proposal's own mention."""
    together: bool = False
    """Whether it speaks together with the one before it."""
    unnamed: bool = False
    """Whether the name only describes somebody who is not named."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One claim that may be worth a statement; nothing until an annotator accepts it."""

    claim: Spans
    cue: Spans | None
    speaker: Spans | None
    """The words that name the speaker: the subject of the cue."""
    names: tuple[SpeakerGuess, ...]
    """Best first; empty where the article gives no hint."""
    attribution: Kind | None
    parent: int | None
    """Index, in the same list, of the proposal around this one (X reports that Y says it)."""
    tier: Tier
    """1: nearly always a claim; 3: worth a look."""
    reason: str
    """Which rule made it, in a few words for the screen."""
    target: str | None = None
    """The name of what the claim may be about."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Proposals for one article, and who made them."""

    by: str
    version: str | None
    proposals: list[Proposal]


def fault(proposal: Proposal, text: str) -> str | None:
    """Say why the passages of a proposal do not fit a text, or None."""
    if not proposal.claim:
        return "claim: there is none"
    passages = {"claim": proposal.claim, "cue": proposal.cue or (), "mention": proposal.speaker or ()}
    return next(
        (f"{name}: {found}" for name, spans in passages.items() for found in _faults(spans, text)), None
    )


def _faults(spans: Spans, text: str) -> Iterator[str]:
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            yield f"[{start}, {end}) is no range of a text of {len(text)} characters"
        elif text[start].isspace() or text[end - 1].isspace():
            yield f"[{start}, {end}) begins or ends with white space"
    if any(left[1] >= right[0] for left, right in pairwise(spans)):
        yield "its spans must be in order and must not touch"
