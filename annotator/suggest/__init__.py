"""Suggesters: text in, suggested statements out. The rules take 0.1 s to load: they are when they are first asked."""

from annotator.proposals import Proposal, SpeakerGuess, Tier

NAME, VERSION = "rules", "3"
"""How the built-in suggester is recorded in what annotators make of its suggestions."""

PRECISION: dict[Tier, float] = {1: 0.9, 2: 0.71, 3: 0.64}
"""The share of its outermost proposals, by tier, that somebody made too (their claims overlap by half or more) in the
training part of PolNeAR, which benchmarks/suggest_quality.py names."""

__all__ = ["NAME", "PRECISION", "VERSION", "Proposal", "SpeakerGuess", "suggest"]


def suggest(text: str) -> list[Proposal]:
    """Propose the claims of an English text, ordered by where they start; another language gives nothing.

    All offsets are code points of `text`. Time is linear in its length; the same text gives the same proposals.
    """
    from annotator.suggest.assemble import suggest as by_rules  # noqa: PLC0415 (see above)

    return by_rules(text)
