"""Statements as labelled spans with arrows between them: how tools show them that know nothing else.

A statement is the span that its claim begins with, labelled with the field and the stance (`claim:oppose`). Arrows
lead from there to the words of its other fields, labelled as those, and to the statements that it points to. The
further spans of a passage follow by arrows of their own. What of a statement cannot be drawn stays beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pydantic import JsonValue

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.heads import foreign_article, read_head, with_statements
from annotator.formats.parts import (
    Answer,
    Part,
    answer_label,
    answer_of,
    answers_of,
    field_of,
    parts_of,
    values_of,
)
from annotator.formats.reading import checked_spans, name_by_words
from annotator.schema import LoadedSchema

CONTINUED = "continued by"
"""The label of the arrow to the next span of a passage; no field can be called so."""
_CONTINUED_SPAN = " (continued)"


class DrawnSpan(NamedTuple):
    """A labelled range of the text, in code points."""

    label: str
    start: int
    end: int


class Arrow(NamedTuple):
    """A labelled arrow from one span to another."""

    tail: DrawnSpan
    head: DrawnSpan
    label: str


@dataclass(slots=True)
class Drawing:
    """Spans and arrows, none twice, in the order in which they were drawn."""

    spans: dict[DrawnSpan, None] = field(default_factory=dict)
    arrows: dict[DrawnSpan, dict[Arrow, None]] = field(default_factory=dict)
    """By the span that they lead away from."""

    def draw(self, arrow: Arrow) -> None:
        """Add an arrow and the spans at its ends."""
        self.spans[arrow.tail] = self.spans[arrow.head] = None
        self.arrows.setdefault(arrow.tail, {})[arrow] = None

    def passage(self, first: DrawnSpan) -> list[DrawnSpan]:
        """Return a span and those that it is continued by."""
        spans = [first]
        for span in spans:
            spans += [
                arrow.head
                for arrow in self.arrows.get(span, ())
                if arrow.label == CONTINUED and arrow.head not in spans
            ]
        return spans


def drawing_of(statements: Iterable[tuple[str, Mapping[str, object]]], schema: LoadedSchema) -> Drawing:
    """Draw statements, given by id with their values as the schema writes them."""
    given = list(statements)
    starts = {key: _start(values, schema) for key, values in given}
    drawing = Drawing()
    for key, values in given:
        start = starts[key]
        drawing.spans[start] = None
        for part in parts_of(values, schema):
            if part.field == schema.anchor.name:
                _continue(drawing, start, part.field, part.spans[1:])
            elif part.spans:
                first = DrawnSpan(part.field, *part.spans[0])
                drawing.draw(Arrow(start, first, part.field))
                _continue(drawing, first, part.field, part.spans[1:])
            elif part.statement in starts and starts[part.statement] != start:
                drawing.draw(Arrow(start, starts[part.statement], part.field))
    return drawing


def _start(values: Mapping[str, object], schema: LoadedSchema) -> DrawnSpan:
    """Return the span that stands for a statement."""
    stance, anchor = schema.role("stance"), schema.anchor
    said = answers_of(values, schema).get(stance.name) if stance else None
    first = next(part for part in parts_of(values, schema) if part.field == anchor.name).spans[0]
    label = anchor.name if stance is None or said is None else f"{anchor.name}:{answer_label(stance, said)}"
    return DrawnSpan(label, *first)


def _continue(drawing: Drawing, span: DrawnSpan, name: str, further: Iterable[Span]) -> None:
    for place in further:
        after = DrawnSpan(f"{name}{_CONTINUED_SPAN}", *place)
        drawing.draw(Arrow(span, after, CONTINUED))
        span = after


def drawn_statements(
    where: str, drawing: Drawing, known: Sequence[ImportedStatement], text: str, schema: LoadedSchema
) -> list[ImportedStatement | Refusal]:
    """Return the statements of a drawing, which a person may have changed since the `known` ones were drawn.

    What is drawn as it was is as it was. Of a statement that was drawn anew, or changed, the words are those of the
    drawing; what cannot be drawn is taken from the known statement over the same words, where there is just one.
    """
    reader = _Reader(where, drawing, known, text, schema)
    return [*reader.statements(), *reader.unused()]


class _Reader:
    """Takes a drawing apart; `used` are the spans that belong to a statement."""

    def __init__(
        self,
        where: str,
        drawing: Drawing,
        known: Sequence[ImportedStatement],
        text: str,
        schema: LoadedSchema,
    ) -> None:
        self._where, self._drawing, self._text, self._schema = where, drawing, text, schema
        whole = [(item, self._whole(item.values)) for item in known if item.values.get(schema.anchor.name)]
        self._before = drawing_of(((item.key, values) for item, values in whole), schema)
        self._known: dict[DrawnSpan, list[ImportedStatement]] = {}
        for item, values in whole:
            self._known.setdefault(_start(values, schema), []).append(item)
        self._used: set[DrawnSpan] = set()

    def statements(self) -> Iterator[ImportedStatement | Refusal]:
        """Yield the statements by their places in the file, or why one cannot be taken."""
        for span in self._drawing.spans:
            if not self._is_statement(span):
                continue
            self._used |= self._parts(self._drawing, span).keys()
            if span in self._known and self._parts(self._drawing, span) == self._parts(self._before, span):
                yield from self._known[span]
                continue
            try:
                values = self._values(span)
                yield ImportedStatement(f"{self._where}: {_name(span)}", self._key(span), values)
            except StatementError as error:
                yield Refusal(f"{self._where}: {_name(span)}", str(error))

    def unused(self) -> Iterator[Refusal]:
        """Yield what belongs to no statement."""
        for span in self._drawing.spans:
            if span not in self._used:
                where = f"{self._where}: {_name(span)}"
                yield Refusal(where, "it belongs to no statement: no arrow leads there from one")

    def _is_statement(self, span: DrawnSpan) -> bool:
        return span.label.partition(":")[0] == self._schema.anchor.name

    def _parts(self, drawing: Drawing, start: DrawnSpan) -> dict[DrawnSpan, set[str]]:
        """Return what belongs to a statement: its spans, and those that its arrows lead to, with their labels."""
        parts: dict[DrawnSpan, set[str]] = {}
        for arrow in drawing.arrows.get(start, ()):
            parts.setdefault(arrow.head, set()).add(arrow.label)
        for first in [start, *parts]:
            if first == start or not self._is_statement(first):
                for span in drawing.passage(first):
                    parts.setdefault(span, {CONTINUED})
        return parts

    def _whole(self, values: Mapping[str, object]) -> dict[str, object]:
        return {spec.name: values.get(spec.name) for spec in self._schema.fields}

    def _key(self, start: DrawnSpan) -> str:
        """Return what references call the statement that begins with a span."""
        there = self._known.get(start) or self._once(start)
        return there[0].key if there else _name(start)

    def _once(self, start: DrawnSpan) -> list[ImportedStatement]:
        """Return the statements that began with the same words by another label, which is there no more."""
        return [
            item
            for span, items in self._known.items()
            if span[1:] == start[1:] and span not in self._drawing.spans
            for item in items
        ]

    def _values(self, start: DrawnSpan) -> dict[str, JsonValue]:
        """Return what is drawn of a statement, with what cannot be drawn; raises StatementError."""
        there = self._known.get(start) or self._once(start)
        known = len(there) == 1
        full = self._whole(there[0].values if known else {})
        parts = [Part(self._schema.anchor.name, self._passage(start))]
        names = {}
        for part in parts_of(full, self._schema) if known else ():
            names[part.field, part.spans] = part
            if part.name is not None and not part.spans:
                parts.append(part)
        for arrow in self._drawing.arrows.get(start, ()):
            if arrow.label == CONTINUED:
                continue
            if self._is_statement(arrow.head):
                parts.append(Part(arrow.label, statement=self._key(arrow.head)))
                continue
            spans = self._passage(arrow.head)
            words = Part(arrow.label, spans)
            if field_of(arrow.label, self._schema).kind != "passage":
                words = names.get((arrow.label, spans)) or replace(
                    words, name=name_by_words(self._text, spans)
                )
            parts.append(words)
        answers = answers_of(full, self._schema) if known else {}
        return values_of(parts, {**answers, **self._stance(start)}, self._schema)

    def _passage(self, first: DrawnSpan) -> tuple[Span, ...]:
        spans = [(span.start, span.end) for span in self._drawing.passage(first)]
        return tuple(checked_spans(self._text, spans, None))

    def _stance(self, start: DrawnSpan) -> dict[str, Answer]:
        _, colon, label = start.label.partition(":")
        stance = self._schema.role("stance")
        if colon and stance is None:
            raise StatementError("the schema has no field of the role stance")
        return {stance.name: answer_of(stance, label)} if colon and stance else {}


def _name(span: DrawnSpan) -> str:
    return f"{span.label} [{span.start}, {span.end})"


def drawn_article(
    where: str,
    source: str,
    text: str,
    drawing: Drawing,
    whole: object,
    said: Mapping[str, object],
    schema: LoadedSchema,
) -> ImportedArticle | Refusal:
    """Return an article with the statements of its drawing.

    `whole` is the row of the view `articles` (without its text) that was exported with it, None where there was none;
    `said` is what else the file says of it.
    """
    if isinstance(whole, dict):
        article = read_head(where, source, whole, text, schema)
        if isinstance(article, Refusal):
            return article
    else:
        article = foreign_article(where, source, None, text, said)
    found = drawn_statements(where, drawing, article.statements, text, schema)
    return with_statements(article, [*found, *article.refused])
