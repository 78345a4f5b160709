"""A statement taken apart, for formats of annotations that point at words: its parts and plain answers, and back.

A part is one thing that a field points at: words of the text, an entity with the words that name it, or another
statement. Everything else is a plain answer: of a choice, a scale, a flag or a text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from annotator.errors import StatementError
from annotator.fields import Span
from annotator.schema import FieldSpec, Kind, LoadedSchema
from annotator.validity import spans_of

Answer = str | int | bool

POINTING: frozenset[Kind] = frozenset({"passage", "entity", "link", "either"})
"""Kinds of field whose values are parts; those of all others are answers."""

NAMING: frozenset[Kind] = frozenset({"entity", "either"})
"""Kinds of field that can hold an entity."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a field points at; of several in one field, each is a part."""

    field: str
    spans: tuple[Span, ...] = ()
    """Of a passage, or of the mention of an entity; empty for an entity without one, and for a statement."""
    name: str | None = None
    """Of an entity, as it was recorded."""
    kind: str | None = None
    statement: str | None = None


def parts_of(values: Mapping[str, object], schema: LoadedSchema) -> Iterator[Part]:
    """Yield the parts of a statement, by field in the schema's order; `values` are as the schema writes them."""
    for spec in schema.fields:
        value = values[spec.name]
        if spec.kind == "passage" and value:
            yield Part(spec.name, spans_of(value))
        elif spec.kind in POINTING:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict) and "statement" in item:
                    yield Part(spec.name, statement=item["statement"])
                elif isinstance(item, dict):
                    yield Part(spec.name, spans_of(item["mention"]), item["name"], item["kind"])


def numbered_parts(values: Mapping[str, object], schema: LoadedSchema) -> Iterator[tuple[int, Part]]:
    """Yield the parts of a statement, numbered within their field from 1."""
    last = ""
    number = 0
    for part in parts_of(values, schema):
        number = number + 1 if part.field == last else 1
        last = part.field
        yield number, part


def answers_of(values: Mapping[str, object], schema: LoadedSchema) -> dict[str, Answer]:
    """Return the plain answers of a statement by field, those that are given."""
    return {
        spec.name: value
        for spec in schema.fields
        if spec.kind not in POINTING and isinstance(value := values[spec.name], (str, int, bool))
    }


def values_of(
    parts: Iterable[Part], answers: Mapping[str, Answer], schema: LoadedSchema
) -> dict[str, JsonValue]:
    """Return the values of a statement, as the schema writes them; fields of which nothing is said are left out.

    Raises StatementError for a part or an answer that is not of its field's kind, for a second one in a field that
    holds one, and for a field that the schema does not have.
    """
    values: dict[str, JsonValue] = {}
    for name, answer in answers.items():
        if field_of(name, schema).kind in POINTING:
            raise StatementError(f"{name}: “{answer}” is no {field_of(name, schema).kind}")
        values[name] = answer
    for part in parts:
        spec = field_of(part.field, schema)
        value = _value(spec, part)
        if not spec.many:
            if spec.name in values:
                raise StatementError(f"{spec.name}: there is more than one")
            values[spec.name] = value
            continue
        several = values.setdefault(spec.name, [])
        assert isinstance(several, list)
        several.append(value)
    return values


def field_of(name: str, schema: LoadedSchema) -> FieldSpec:
    """Return the field of this name; raises StatementError where the schema has none."""
    if name not in schema:
        raise StatementError(f"the schema has no field “{name}”")
    return schema[name]


def _value(spec: FieldSpec, part: Part) -> JsonValue:
    if part.statement is not None and spec.kind in {"link", "either"}:
        return {"statement": part.statement}
    if part.name is not None and spec.kind in NAMING:
        mention: JsonValue = [list(span) for span in part.spans] or None
        return {"name": part.name, "kind": part.kind, "mention": mention}
    if part.name is None and part.statement is None and part.spans and spec.kind == "passage":
        return [list(span) for span in part.spans]
    raise StatementError(f"{spec.name}: what it points at is no {spec.kind}")


def answer_label(spec: FieldSpec, value: Answer) -> str:
    """Return an answer as people read it; a text as it is."""
    return next((answer.label for answer in spec.answers if answer.value == value), str(value))


def answer_of(spec: FieldSpec, label: str) -> Answer:
    """Return the answer that `answer_label` shows so; raises StatementError where there is none."""
    if spec.kind == "text":
        return label
    found = next((answer for answer in spec.answers if answer.label == label), None)
    if found is None:
        known = ", ".join(answer.label for answer in spec.answers)
        raise StatementError(f"{spec.name}: “{label}” is not one of {known or 'any answers'}")
    return found.value
