"""Suggesters: text in, suggested statements out."""

from annotator.suggest.assemble import suggest
from annotator.suggest.proposals import Proposal, SpeakerGuess

__all__ = ["Proposal", "SpeakerGuess", "suggest"]
