"""Suggesters: text in, suggested statements out."""

from annotator.suggest.assemble import suggest
from annotator.suggest.proposals import Proposal, SpeakerGuess

NAME, VERSION = "rules", "1"
"""How the built-in suggester is recorded in what annotators make of its suggestions."""

__all__ = ["NAME", "VERSION", "Proposal", "SpeakerGuess", "suggest"]
