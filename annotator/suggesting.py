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
from annotator.proposals import Batch
from annotator.schema import LoadedSchema
from annotator.statements import Fields, Origin, Put, suggestion_key
from annotator.validity import spans_of

Spans = tuple[Span, ...]

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


def suggestions_of(batch: Batch, schema: LoadedSchema, names: Names) -> list[Suggestion]:
    """Put proposals into the terms of a schema, by the roles that it declares."""
    claim, speaker, cue, target = (schema.role(role) for role in ("claim", "speaker", "cue", "target"))
    found: list[Suggestion] = []
    for proposal in batch.proposals:
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
        if target is not None and target.kind in {"entity", "either"} and proposal.target:
            name = names.known_as(proposal.target)
            fields[target.name] = entity(name, names.kind(name), None)
        origin = Origin(kind="suggestion", by=batch.by, version=batch.version, suggested=fields)
        found.append(Suggestion(origin, proposal.reason, proposal.tier, None, tuple(speakers)))
    return found


def same_words(left: Sequence[Spans], right: Sequence[Spans]) -> dict[int, int]:
    """Pair passages that are about the same words one to one, those that share most first."""
    passages = sorted(
        [(spans, 0, i) for i, spans in enumerate(left)] + [(spans, 1, i) for i, spans in enumerate(right)]
    )
    close = overlaps([spans for spans, _, _ in passages], [side for _, side, _ in passages])
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for pair in sorted(close, key=lambda pair: (-close[pair], pair)):
        (_, _, one), (_, _, other) = sorted((passages[at] for at in pair), key=lambda item: item[1])
        if close[pair] >= ENOUGH_OVERLAP and one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def pending(
    suggestions: Sequence[Suggestion], schema: LoadedSchema, puts: Sequence[Put], rejected: Iterable[Origin]
) -> list[Suggestion]:
    """Return the suggestions nobody has dealt with: not rejected, not made a statement.

    A statement that was not made of one of them stands for the one whose words it shares most, if by half or more.
    """
    offered = {suggestion_key(suggestion.origin): suggestion for suggestion in suggestions}
    done = {suggestion_key(origin) for origin in (*rejected, *(put.origin for put in puts))}
    left = [suggestion for key, suggestion in offered.items() if key not in done]
    own = dict.fromkeys(
        anchor_of(put.fields, schema) for put in puts if suggestion_key(put.origin) not in offered
    )
    made = set(same_words(list(own), [anchor_of(suggestion.fields, schema) for suggestion in left]).values())
    return [suggestion for place, suggestion in enumerate(left) if place not in made]


def anchor_of(fields: Fields, schema: LoadedSchema) -> Spans:
    """Return the words that a statement is about."""
    return spans_of(fields.get(schema.anchor.name))


def _json(spans: Iterable[tuple[int, int]]) -> JsonValue:
    return [[start, end] for start, end in spans]
