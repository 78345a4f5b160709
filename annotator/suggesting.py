"""Suggestions for the article at hand: proposals put into the terms of the schema, and what became of them.

A suggestion is nothing until an annotator accepts it. No stance is ever suggested.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from annotator.draft import entity
from annotator.fields import Span
from annotator.merge.overlap import overlaps
from annotator.names import Names
from annotator.proposals import Batch, Proposal
from annotator.schema import LoadedSchema
from annotator.statements import Fields, Origin, Put
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
    words: Spans
    """What the statement would be about: its anchor, by which it is known."""
    parent: int | None = None
    """Place, among the article's suggestions, of the one around this."""
    speakers: tuple[Fields, ...] = ()
    """Who may be the speaker, best first."""
    together: int = 1
    """How many of them, from the first on, speak together."""

    @property
    def fields(self) -> Fields:
        """The fields as suggested."""
        return self.origin.suggested or {}


def suggestions_of(batch: Batch, schema: LoadedSchema) -> list[Suggestion]:
    """Put proposals into the terms of a schema, by the roles that it declares."""
    return [_suggestion(proposal, batch, schema) for proposal in batch.proposals]


def _suggestion(proposal: Proposal, batch: Batch, schema: LoadedSchema) -> Suggestion:
    claim, cue, target = (schema.role(role) for role in ("claim", "cue", "target"))
    fields: Fields = {}
    if claim is not None:
        fields[claim.name] = _json(proposal.claim)
    if cue is not None and cue.kind == "passage" and proposal.cue:
        fields[cue.name] = _json(proposal.cue)
    if target is not None and target.kind in {"entity", "either"} and proposal.target:
        fields[target.name] = entity(proposal.target, None, None)
    speakers = []
    for guess in proposal.names:
        named_by = guess.mention or proposal.speaker or ()
        mention = Span(*named_by[0]) if named_by else None
        speakers.append(entity(guess.name, "unnamed" if guess.unnamed else None, mention))
    others = [guess.together for guess in proposal.names[1:]]
    together = 1 + (others.index(False) if False in others else len(others))
    origin = Origin(kind="suggestion", by=batch.by, version=batch.version, suggested=fields)
    found = Suggestion(
        origin, proposal.reason, proposal.tier, anchor_of(fields, schema), None, tuple(speakers), together
    )
    return _with_speakers(found, schema, found.speakers)


def _with_speakers(suggestion: Suggestion, schema: LoadedSchema, speakers: Sequence[Fields]) -> Suggestion:
    """Return the suggestion with these speakers; the first of them, or those who speak together, are its answer."""
    spec = schema.role("speaker")
    if spec is None or not speakers:
        return suggestion
    answer: JsonValue = list(speakers[: suggestion.together]) if spec.many else speakers[0]
    origin = suggestion.origin.model_copy(update={"suggested": {**suggestion.fields, spec.name: answer}})
    return replace(suggestion, origin=origin, speakers=tuple(speakers))


def named(suggestion: Suggestion, schema: LoadedSchema, names: Names, text: str) -> Suggestion:
    """Return a suggestion with the names that are known by now: "the report" may have got one."""
    first = suggestion.speakers[0] if suggestion.speakers else None
    mention = spans_of(first["mention"]) if first else ()
    words = " ".join(text[start:end] for start, end in mention)
    meant = names.meant(words, suggestion.words[0].start) if first and suggestion.words else ()
    together = {name: entity(name, names.kind(name), mention[0] if mention else None) for name in meant}
    heard: dict[str, Fields] = {}
    guessed: dict[str, Fields] = {}
    for place, speaker in enumerate(suggestion.speakers):
        mention = spans_of(speaker["mention"])
        words = " ".join(text[start:end] for start, end in mention)
        called, guess = names.known_as(words), names.known_as(str(speaker["name"]))
        options = [(guess, guessed)] if called == words else [(called, heard), (guess, guessed)]
        if place < suggestion.together and not meant:
            options.insert(0, (options[0][0], together))
        for name, found in options:
            kind = names.kind(name) or speaker["kind"]
            found.setdefault(name, entity(name, kind, mention[0] if mention else None))  # type: ignore[arg-type]
    if meant:
        suggestion = replace(suggestion, together=len(meant))
    return _with_speakers(suggestion, schema, list({**together, **heard, **guessed}.values()))


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

    A suggestion is known by its words. A statement that was not made of one of them stands for the one whose words it
    shares most, if by half or more.
    """
    suggested = [origin.suggested or {} for origin in (*rejected, *(put.origin for put in puts))]
    done = {anchor_of(fields, schema) for fields in suggested}
    offered = {suggestion.words: suggestion for suggestion in suggestions}
    left = [suggestion for words, suggestion in offered.items() if words not in done]
    own = [put.fields for put in puts if anchor_of(put.origin.suggested or {}, schema) not in offered]
    typed = list(dict.fromkeys(anchor_of(fields, schema) for fields in own))
    made = set(same_words(typed, [suggestion.words for suggestion in left]).values())
    return [suggestion for place, suggestion in enumerate(left) if place not in made]


def accepted(
    suggestion: Suggestion,
    others: Sequence[Suggestion],
    puts: Iterable[Put],
    schema: LoadedSchema,
    speaker: Fields | None,
) -> Fields:
    """Return the fields that an accepted suggestion fills, with `speaker` if another one was chosen.

    Where the one around it, among all `others`, has become one of the statements `puts`, that is its parent.
    """
    values = dict(suggestion.fields)
    spec, parent = schema.role("speaker"), schema.role("parent")
    if spec is not None and speaker is not None:
        values[spec.name] = [speaker] if spec.many else speaker
    if parent is not None and suggestion.parent is not None:
        around = others[suggestion.parent].words
        made = {anchor_of(put.origin.suggested or {}, schema): put for put in puts}
        if around in made:
            values[parent.name] = {"statement": made[around].statement}
    return values


def anchor_of(fields: Fields, schema: LoadedSchema) -> Spans:
    """Return the words that a statement is about."""
    return spans_of(fields.get(schema.anchor.name))


def _json(spans: Iterable[tuple[int, int]]) -> JsonValue:
    return [[start, end] for start, end in spans]
