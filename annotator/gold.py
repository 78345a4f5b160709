"""From several annotators' statements to gold: which statements are about the same claim, and what they decide.

Pure functions over values. A case is everything that a decision rests on: every annotator's statement about one
claim, and who had read its sentences. Votes, sources and status are derived from it, never stored.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Literal

import orjson
from pydantic import JsonValue

from annotator.entities import NameList
from annotator.fields import Span
from annotator.merge.align import TAU, Alone, Unit, align
from annotator.merge.consensus import Decision, Strategy, decide, exists, merged_spans
from annotator.reading import Sentence, marks_by_sentence, sentences_of_spans
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import READ, Basis, Drop, Fields, Mark, Put, State
from annotator.validity import spans_of

Status = Literal["agreed", "majority", "union", "model", "conflict", "adjudicated", "open again"]

Refer = Callable[[str, str], str | None]
"""From an annotator and a statement of theirs to the statement that gold has for it, or None."""

MERGE = "merge"
"""The annotator of the decisions that a strategy made by itself."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One annotator's work on one article: the statements that stand, and the ranges of the sentences read."""

    annotator: str
    statements: tuple[Put, ...]
    read: frozenset[Span]


def voice(
    annotator: str, statements: Iterable[Put], marks: Iterable[Mark], sentences: Sequence[Sentence]
) -> Voice:
    """Return what an annotator has to say about an article."""
    read = (span for span, mark in marks_by_sentence(sentences, marks).items() if mark.state in READ)
    return Voice(annotator, tuple(statements), frozenset(read))


@dataclass(frozen=True)
class Case:
    """The statements about one claim, at most one an annotator, and who had read every sentence of it."""

    article: str
    members: Mapping[str, Put]
    readers: frozenset[str]
    schema: LoadedSchema = field(repr=False)
    votes: Mapping[str, Mapping[str, str]] = field(repr=False)
    """By field, by annotator: the answer as it is compared, as canonical JSON. Passages are not among them."""
    iou: float | None = None
    alone: Alone | None = None
    exact: bool = True

    @cached_property
    def basis(self) -> tuple[Basis, ...]:
        """What a decision on this case rests on: every member, and every reader who made no such statement."""
        made = [
            Basis(annotator=name, statement=put.statement, event=put.id) for name, put in self.members.items()
        ]
        read = [Basis(annotator=name) for name in self.readers if name not in self.members]
        return tuple(sorted(made + read, key=lambda item: item.annotator))

    @cached_property
    def start(self) -> int:
        """Where the case starts in the text."""
        return min(spans_of(put.fields[self.schema.anchor.name])[0].start for put in self.members.values())

    def passages(self, spec: FieldSpec) -> list[tuple[Span, ...]]:
        """The members' answers to a passage field, without those who gave none."""
        return [spans for put in self.members.values() if (spans := spans_of(put.fields.get(spec.name)))]

    def exists(self, strategy: Strategy, need: int | None = None) -> Decision[bool]:
        """Whether the claim is there, by the votes of those who had read it."""
        return exists(set(self.members), self.readers, strategy, need)

    def decision(self, spec: FieldSpec, strategy: Strategy, need: int | None = None) -> Decision[str]:
        """What the members' votes decide of a field that is compared by value."""
        return decide(self.votes[spec.name], strategy, need)

    def differing(self) -> list[FieldSpec]:
        """The fields in which the members differ (texts are not compared)."""
        return [spec for spec in self.schema.fields if self._differs(spec)]

    def _differs(self, spec: FieldSpec) -> bool:
        if spec.kind == "passage":
            return len({spans_of(put.fields.get(spec.name)) for put in self.members.values()}) > 1
        return len(set(self.votes.get(spec.name, {}).values())) > 1

    @property
    def unanimous(self) -> bool:
        """Whether all who had read it made the statement, and all made the same."""
        return self.readers <= set(self.members) and not self.differing()

    def merged(
        self,
        strategy: Strategy,
        need: int | None = None,
        refer: Refer | None = None,
        settled: Mapping[str, str | None] | None = None,
    ) -> Fields | None:
        """Return the statement that the votes amount to, or None where a required field is undecided.

        `refer` turns a member's reference to another statement into the one that gold has for it, or None where it
        has none; without it references stay those of a member. `settled` has what was decided otherwise, by field:
        a vote, or None. An optional field that is undecided stays empty. Texts are not compared: one
        that all members share is kept, and where one is required, the first member's.
        """
        values: Fields = {}
        for spec in self.schema.fields:
            value = self._merged_value(spec, strategy, need, refer, settled or {})
            if spec.required and value in (None, []):
                return None
            if value is not None:
                values[spec.name] = value
        return values

    def _merged_value(
        self,
        spec: FieldSpec,
        strategy: Strategy,
        need: int | None,
        refer: Refer | None,
        settled: Mapping[str, str | None],
    ) -> JsonValue:
        if spec.kind == "text":
            texts = [put.fields.get(spec.name) for _, put in sorted(self.members.items())]
            return texts[0] if spec.required or all(text == texts[0] for text in texts) else None
        if spec.kind == "passage":
            passages = self.passages(spec)
            if not spec.required and 2 * len(passages) <= len(self.members):
                return None
            return [[start, end] for start, end in merged_spans(passages)] or None
        votes = self.votes[spec.name]
        decided = settled[spec.name] if spec.name in settled else self.decision(spec, strategy, need).value
        giver = next((name for name, vote in sorted(votes.items()) if vote == decided), None)
        if giver is None:
            return None
        value = self.members[giver].fields.get(spec.name)
        return value if refer is None else referring(value, partial(refer, giver))


def cases(
    article: str,
    sentences: Sequence[Sentence],
    voices: Sequence[Voice],
    schema: LoadedSchema,
    lists: Mapping[str, NameList],
    tau: float = TAU,
) -> list[Case]:
    """Group the statements of an article into cases, in the order of the text."""
    puts = {(voice.annotator, put.statement): put for voice in voices for put in voice.statements}
    units = [
        Unit(name, statement, spans_of(put.fields[schema.anchor.name]), _tie_breakers(put, schema, lists))
        for (name, statement), put in puts.items()
    ]
    groups = align(units, tau)
    group_of = {
        (unit.annotator, unit.id): number for number, group in enumerate(groups) for unit in group.members
    }
    found = []
    for group in groups:
        members = {unit.annotator: puts[unit.annotator, unit.id] for unit in group.members}
        sentences_touched = _touched(sentences, members.values(), schema)
        readers = frozenset(voice.annotator for voice in voices if sentences_touched <= voice.read)
        votes = {
            spec.name: {
                name: comparable(put.fields.get(spec.name), spec, lists, partial(_group, group_of, name))
                for name, put in members.items()
            }
            for spec in schema.fields
            if spec.kind not in {"passage", "text"}
        }
        found.append(Case(article, members, readers, schema, votes, group.iou, group.alone, group.exact))
    return found


def referring(value: JsonValue, refer: Callable[[str], str | None]) -> JsonValue:
    """Return a value with its references turned; those that lead nowhere are left out."""
    if isinstance(value, list):
        return [turned for item in value if (turned := referring(item, refer)) is not None]
    if isinstance(value, dict) and "statement" in value:
        statement = refer(str(value["statement"]))
        return None if statement is None else {"statement": statement}
    return value


def comparable(
    value: JsonValue, spec: FieldSpec, lists: Mapping[str, NameList], group_of: Callable[[str], int | None]
) -> str:
    """Return an answer as it is compared across annotators: canonical names, statements by their group."""
    items = value if isinstance(value, list) else [value]
    compared: list[JsonValue] = []
    for item in items:
        if isinstance(item, dict) and "name" in item:
            names = lists.get(spec.role or spec.name)
            name = str(item["name"])
            compared.append(names.canonical(name) if names else name)
        elif isinstance(item, dict):
            compared.append({"group": group_of(str(item.get("statement")))})
        elif item is not None:
            compared.append(item)
    compared.sort(key=orjson.dumps)
    return orjson.dumps(compared).decode()


def _group(group_of: Mapping[tuple[str, str], int], annotator: str, statement: str) -> int | None:
    return group_of.get((annotator, statement))


def _tie_breakers(put: Put, schema: LoadedSchema, lists: Mapping[str, NameList]) -> tuple[str, ...]:
    compared = [
        spec for spec in schema.fields if spec.required and spec.kind not in {"passage", "text", "link"}
    ]
    return tuple(comparable(put.fields.get(spec.name), spec, lists, lambda _: None) for spec in compared)


def _touched(sentences: Sequence[Sentence], puts: Iterable[Put], schema: LoadedSchema) -> frozenset[Span]:
    """Return the sentences that the claims of a case touch."""
    claims = (span for put in puts for span in spans_of(put.fields[schema.anchor.name]))
    return frozenset(sentences_of_spans(sentences, claims))


# -- gold ----------------------------------------------------------------------------------------------------------


def decisions(gold: State, article: str) -> list[Put | Drop]:
    """Return the decisions of a gold journal on an article: statements that stand, and those left out."""
    return [event for event in gold.standing(article) if isinstance(event, Put | Drop) and basis_of(event)]


def basis_of(event: Put | Drop) -> tuple[Basis, ...]:
    """Return what a decision rests on."""
    return event.origin.basis if isinstance(event, Put) else event.basis


def decisions_by_case(
    found: Sequence[Case], decided: Iterable[Put | Drop]
) -> tuple[list[list[Put | Drop]], list[Put | Drop]]:
    """Return the decisions on each case, and those on none: nothing is left of what they rest on.

    A decision is on the case that shares most statements with its basis, and on that alone.
    """
    case_of = {(item.annotator, item.statement): n for n, case in enumerate(found) for item in case.basis}
    on_case: list[list[Put | Drop]] = [[] for _ in found]
    on_none = []
    for event in decided:
        members = [(item.annotator, item.statement) for item in basis_of(event) if item.statement]
        shared = Counter(case_of[member] for member in members if member in case_of)
        if shared:
            on_case[min(shared, key=lambda number: (-shared[number], number))].append(event)
        else:
            on_none.append(event)
    return on_case, on_none


def is_human(event: Put | Drop) -> bool:
    """Whether a decision was made by an adjudicator rather than by a strategy.

    An adjudicator who takes a decision back restores what the strategy had decided.
    """
    restored = isinstance(event, Put) and event.origin.kind == "merge"
    return event.annotator != MERGE and not restored


def stands(case: Case, event: Put | Drop) -> bool:
    """Whether a decision still rests on just this case; if not, it is open again."""
    return set(basis_of(event)) == set(case.basis)
