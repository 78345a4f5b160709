"""What brat shows of an annotated article: each statement is an event, its words are text-bound annotations.

What brat has no place for is in notes, as JSON of ASCII characters: names and kinds of entities on their words, and
on the event the statement's id, texts, entities without words, references that lead out of the file or round in a
circle, and the fields of which passages are apart at line breaks (brat cuts all of them there).
"""

import json
from collections.abc import Iterator, Mapping

from annotator.formats.brat.configuration import ANSWERED
from annotator.formats.brat.naming import role_name, value_names
from annotator.formats.brat.standoff import are_apart, fragments, words_at
from annotator.formats.reading import name_by_words
from annotator.formats.views import Accepted, AnnotatedArticle
from annotator.schema import FieldSpec, LoadedSchema
from annotator.validity import passages, spans_of

Value = Mapping[str, object]


def standoff_lines(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterator[str]:
    """Yield the lines of an article's annotation file."""
    writer = _Writer(annotated, schema)
    for statement in annotated.statements:
        yield from writer.statement(statement)


def losses(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterator[str]:
    """Yield what brat cannot hold of an article."""
    text = annotated.article.text
    for statement in annotated.statements:
        apart = _apart(statement.values, schema, text)
        for spec, spans in passages(statement.values, schema):
            if spec.name in apart and any("\n" in text[start:end] for start, end in spans):
                yield "passages that go over line breaks fall apart, for another of their field is apart there"
    for _ in annotated.marks:
        yield "marks (what was read) are left out"


class _Writer:
    """Gives out ids, and shares the annotation of the same words in the same role."""

    def __init__(self, annotated: AnnotatedArticle, schema: LoadedSchema) -> None:
        self._schema, self._text = schema, annotated.article.text
        self._events = {
            statement.put.statement: f"E{number}" for number, statement in enumerate(annotated.statements, 1)
        }
        self._leads_to: dict[str, list[str]] = {}
        self._shared: dict[str, str] = {}
        self._text_bounds = self._attributes = self._notes = 0
        self._lines: list[str] = []

    def statement(self, statement: Accepted) -> list[str]:
        """Return the lines of one statement."""
        self._lines = []
        event = self._events[statement.put.statement]
        arguments, rest = [], {}
        for spec in self._schema.fields:
            value = statement.values[spec.name]
            if spec == self._schema.anchor:
                continue
            if spec.kind == "text":
                if value:
                    rest[spec.name] = value
            elif spec.kind not in ANSWERED:
                found, without = self._arguments(event, spec, value)
                arguments += found
                rest.update(without)
        trigger = self._text_bound(self._schema.anchor.name, statement.values[self._schema.anchor.name])
        self._lines.append(f"{event}\t{' '.join([f'{self._schema.anchor.name}:{trigger}', *arguments])}")
        self._answers(event, statement.values)
        note = {"id": statement.put.statement, "fields": rest}
        apart = _apart(statement.values, self._schema, self._text)
        self._note(event, note | {"apart": apart} if apart else note)
        return self._lines

    def _arguments(self, event: str, spec: FieldSpec, value: object) -> tuple[list[str], dict[str, object]]:
        """Return a field's arguments, and what of its value cannot be one (in a list: with its place)."""
        arguments: list[str] = []
        without: list[tuple[int, object]] = []
        many = isinstance(value, list) and spec.many
        for place, item in enumerate(value if isinstance(value, list) and many else [value]):
            if not item:
                continue
            target = self._target(event, spec, item)
            if target is None:
                without.append((place, item))
            else:
                number = len(arguments) + 1
                arguments.append(f"{role_name(spec.name)}{number if number > 1 else ''}:{target}")
        if not without:
            return arguments, {}
        return arguments, {spec.name: without if many else without[0][1]}

    def _target(self, event: str, spec: FieldSpec, item: object) -> str | None:
        """Return the id of what a value is in this file; None where it has no words here, or closes a circle."""
        if spec.kind == "passage":
            return self._shared_text_bound(spec.name, item, None)
        assert isinstance(item, dict)
        if "statement" in item:
            return self._linked(event, self._events.get(item["statement"]))
        return self._shared_text_bound(spec.name, item["mention"], item) if item["mention"] else None

    def _linked(self, event: str, target: str | None) -> str | None:
        """Return the event that another one points to, unless that leads back to it: readers go round for ever."""
        waiting, seen = [target], set()
        while waiting:
            at = waiting.pop()
            if at is None or at == event:
                return None
            if at not in seen:
                seen.add(at)
                waiting += self._leads_to.get(at, ())
        assert target is not None
        self._leads_to.setdefault(event, []).append(target)
        return target

    def _shared_text_bound(self, type_: str, passage: object, entity: Value | None) -> str:
        """Return the id of words in a role, written once for each entity that they name."""
        named = entity and {"name": entity["name"], "kind": entity["kind"]}
        key = json.dumps([type_, passage, named])
        if key not in self._shared:
            self._shared[key] = made = self._text_bound(type_, passage)
            if named and named != {"name": name_by_words(self._text, spans_of(passage)), "kind": None}:
                self._note(made, named)
        return self._shared[key]

    def _text_bound(self, type_: str, passage: object) -> str:
        self._text_bounds += 1
        spans = fragments(self._text, spans_of(passage))
        places = ";".join(f"{start} {end}" for start, end in spans)
        self._lines.append(f"T{self._text_bounds}\t{type_} {places}\t{words_at(self._text, spans)}")
        return f"T{self._text_bounds}"

    def _answers(self, event: str, values: Value) -> None:
        for spec in self._schema.fields:
            value = values[spec.name]
            if spec.kind in ANSWERED and isinstance(value, (str, int)):
                self._attributes += 1
                self._lines.append(f"A{self._attributes}\t{spec.name} {event} {value_names(spec)[value]}")

    def _note(self, about: str, content: object) -> None:
        self._notes += 1
        self._lines.append(f"#{self._notes}\tAnnotatorNotes {about}\t{json.dumps(content)}")


def _apart(values: Value, schema: LoadedSchema, text: str) -> list[str]:
    """Return the fields in which spans of one passage have only a line break between them."""
    return sorted({spec.name for spec, spans in passages(values, schema) if are_apart(text, spans)})
