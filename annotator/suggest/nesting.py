"""Places claims inside each other: X reports that Y says something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.proposals import Kind, Proposal, SpeakerGuess, Tier
from annotator.suggest.tokens import Range


@dataclass(slots=True)
class Draft:
    """A proposal before it is placed among the others; a later paragraph may still add to its claim."""

    claim: list[Range]
    cue: Range | None
    speaker: Range | None
    names: tuple[SpeakerGuess, ...]
    attribution: Kind
    tier: Tier
    reason: str

    def anchor(self) -> int:
        """Return the place by which the draft is nested: its cue, else its claim."""
        return self.cue[0] if self.cue else self.claim[0][0]

    def size(self) -> int:
        """Return the length of the claim."""
        return sum(end - start for start, end in self.claim)


def nest(text: str, drafts: Sequence[Draft]) -> list[Proposal]:
    """Order the drafts by where their claims start and give each its parent."""
    kept = [draft for draft in drafts if _tidy(text, draft)]
    kept.sort(key=lambda draft: (draft.claim[0][0], -draft.size(), draft.anchor()))
    around = parents([(draft.claim, draft.anchor()) for draft in kept])
    return [_proposal(draft, parent) for draft, parent in zip(kept, around, strict=True)]


def _tidy(text: str, draft: Draft) -> bool:
    """Order the claim's spans, join those that touch, strip white space; tell whether anything is left."""
    spans: list[Range] = []
    for left, right in sorted(draft.claim):
        words = text[left:right]
        start, end = right - len(words.lstrip()), left + len(words.rstrip())
        if not any(map(str.isalnum, words)):
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    draft.claim = spans
    return bool(spans)


def parents(claims: Sequence[tuple[Sequence[Range], int]]) -> list[int | None]:
    """Return, for each claim, the index of the smallest larger one that holds its anchor, the place of its cue."""
    found: list[int | None] = [None] * len(claims)
    sizes = [(sum(end - start for start, end in spans), -i) for i, (spans, _) in enumerate(claims)]
    spans = sorted((start, end, i) for i, (claim, _) in enumerate(claims) for start, end in claim)
    active: list[tuple[int, int, int]] = []
    n = 0
    for i in sorted(range(len(claims)), key=lambda i: claims[i][1]):
        anchor = claims[i][1]
        while n < len(spans) and spans[n][0] <= anchor:
            active.append(spans[n])
            n += 1
        active = [span for span in active if span[1] > anchor]
        around = [sizes[j] for _, _, j in active if sizes[j] > sizes[i]]
        if around:
            found[i] = -min(around)[1]
    return found


def _proposal(draft: Draft, parent: int | None) -> Proposal:
    return Proposal(
        tuple(draft.claim),
        (draft.cue,) if draft.cue else None,
        (draft.speaker,) if draft.speaker else None,
        draft.names,
        draft.attribution,
        parent,
        draft.tier,
        draft.reason,
    )
