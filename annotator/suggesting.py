"""Suggestions for the article at hand: proposals put into the terms of the schema, and what became of them.

A suggestion is nothing until an annotator accepts it. No stance is ever suggested.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from annotator.draft import entity
from annotator.fields import Span
from annotator.merge.overlap import overlaps
from annotator.names import Names
from annotator.proposals import Proposal
from annotator.schema import LoadedSchema
from annotator.statements import Fields, Origin, Put, suggestion_key
from annotator.validity import spans_of

ENOUGH_OVERLAP = 0.5
"""Share of characters (intersection over union) from which a statement is taken to be what was suggested."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A statement as suggested: the fields it fills, who suggests it, and why, in a few words."""

    origin: Origin
    reason: str
    tier: int
    parent: int | None = None
    """Place, among the article's suggestions, of the one around this."""
    speakers: tuple[JsonValue, ...] = ()
    """Other answers for the speaker, best first."""

    @property
    def fields(self) -> Fields:
        """The fields as suggested."""
        return self.origin.suggested or {}


def suggestions_of(
    proposals: Sequence[Proposal], schema: LoadedSchema, names: Names, by: str, version: str
) -> list[Suggestion]:
    """Put proposals into the terms of a schema, by the roles that it declares."""
    claim, speaker, cue = schema.role("claim"), schema.role("speaker"), schema.role("cue")
    found: list[Suggestion] = []
    for proposal in proposals:
        fields: Fields = {}
        if claim is not None:
            fields[claim.name] = _json(proposal.claim)
        if cue is not None and cue.kind == "passage" and proposal.cue:
            fields[cue.name] = _json(proposal.cue)
        speakers: list[JsonValue] = []
        if speaker is not None:
            guesses = dict.fromkeys(names.known_as(guess.name) for guess in proposal.names)
            mention = Span(*proposal.speaker[0]) if proposal.speaker else None
            speakers = [entity(name, names.kind(name), mention) for name in guesses]
            if speakers:
                fields[speaker.name] = [speakers[0]] if speaker.many else speakers[0]
        origin = Origin(kind="suggestion", by=by, version=version, suggested=fields)
        found.append(Suggestion(origin, proposal.reason, proposal.tier, proposal.parent, tuple(speakers)))
    return found


def pending(
    suggestions: Iterable[Suggestion], schema: LoadedSchema, puts: Iterable[Put], rejected: Iterable[Origin]
) -> list[Suggestion]:
    """Return the suggestions nobody has dealt with: not rejected, and no statement is about the same words."""
    declined = {suggestion_key(origin) for origin in rejected}
    left = [suggestion for suggestion in suggestions if suggestion_key(suggestion.origin) not in declined]
    passages = [(_anchor(put.fields, schema), -1) for put in puts]
    passages += [(_anchor(suggestion.fields, schema), place) for place, suggestion in enumerate(left)]
    passages.sort()
    close = overlaps([spans for spans, _ in passages], [place < 0 for _, place in passages])
    made = {passages[at][1] for pair, overlap in close.items() if overlap >= ENOUGH_OVERLAP for at in pair}
    return [suggestion for place, suggestion in enumerate(left) if place not in made]


def _anchor(fields: Fields, schema: LoadedSchema) -> tuple[Span, ...]:
    return spans_of(fields.get(schema.anchor.name))


def _json(spans: Iterable[tuple[int, int]]) -> JsonValue:
    return [[start, end] for start, end in spans]
