"""What a suggester proposes: a claim, its cue, its speaker's mention and the names this may be. Never a stance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Spans = tuple[tuple[int, int], ...]
"""Half-open ranges of code points of the article's text, in order, not touching, no white space at their ends."""

Kind = Literal["direct", "indirect", "mixed", "free"]
Tier = Literal[1, 2, 3]


@dataclass(frozen=True, slots=True)
class SpeakerGuess:
    """A name that the speaker may have, and why, in a few words for the screen."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One claim that may be worth a statement; nothing until an annotator accepts it."""

    claim: Spans
    cue: Spans | None
    speaker: Spans | None
    """The words that name the speaker: the subject of the cue."""
    names: tuple[SpeakerGuess, ...]
    """Best first; empty where the article gives no hint."""
    attribution: Kind
    parent: int | None
    """Index, in the same list, of the proposal around this one (X reports that Y says it)."""
    tier: Tier
    """1: nearly always a claim; 3: worth a look."""
    reason: str
    """Which rule made it, in a few words for the screen."""
