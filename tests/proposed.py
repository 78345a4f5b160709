"""What the built-in suggester proposes for a text, in words."""

from typing import NamedTuple

from annotator.suggest import Proposal, suggest


class Found(NamedTuple):
    """A proposal in words."""

    claim: tuple[str, ...]
    cue: str
    speaker: str


def in_words(text: str, proposal: Proposal) -> Found:
    def joined(spans: tuple[tuple[int, int], ...] | None) -> str:
        return " … ".join(text[start:end] for start, end in spans or ())

    return Found(
        tuple(text[start:end] for start, end in proposal.claim),
        joined(proposal.cue),
        joined(proposal.speaker),
    )


def outermost(text: str) -> list[Found]:
    return [in_words(text, each) for each in suggest(text) if each.parent is None]
