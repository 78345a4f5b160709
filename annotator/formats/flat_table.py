"""Rows as one flat table, for formats whose cells hold one text or number each: which columns, and what is in them.

A passage is its words and, beside them, its offsets in the article (`12-40;50-61`). A field that holds several
values has them in one cell, parted by `|`; a `|` or a `%` inside of one is written `%7C` or `%25`, so that the cell
can be cut at every `|`, and each piece decoded as a URL is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from annotator.formats.column_types import column_types
from annotator.formats.json_schema import json_schema
from annotator.formats.views import Row, View
from annotator.schema import FieldSpec, LoadedSchema

Cell = str | int | float | None
Shown = Any
"""A part of a row, as the JSON Schema of its view says."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and what a row has in it."""

    name: str
    cell: Callable[[Row], Cell]


def flat_columns(view: View, schema: LoadedSchema) -> list[Column]:
    """Return the columns of the view `statements` or `sentences`, each with a name of its own."""
    columns: list[Column] = []
    for column in _columns(view, schema):
        name, taken = column.name, {before.name for before in columns}
        while name in taken:
            name = f"field_{name}"
        columns.append(Column(name, column.cell))
    return columns


def _columns(view: View, schema: LoadedSchema) -> Iterator[Column]:
    for name, of in column_types(json_schema(view, schema)).items():
        if name == "fields":
            for spec in schema.fields:
                yield from _columns_of_field(spec)
        elif name == "sentences":
            yield from _columns_of_sentences()
        elif name == "statements":
            yield Column(name, lambda row: _several([item["id"] for item in _list(row["statements"])]))
        elif isinstance(of, dict):
            yield from (Column(f"{name}_{key}", _inner(name, key)) for key in of)
        else:
            yield Column(name, _inner(name))


def _inner(*keys: str) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        value: Shown = row
        for key in keys:
            value = value[key]
        return _plain(value)

    return cell


def _columns_of_sentences() -> Iterator[Column]:
    """Yield where the sentences of a statement are, and where its `text` begins and ends in the article."""
    yield Column("sentences", lambda row: _several([_span(item) for item in _list(row["sentences"])]))
    yield Column("sentence_kinds", lambda row: _several([item["kind"] for item in _list(row["sentences"])]))
    yield Column("text_start", lambda row: _list(row["sentences"])[0]["start"])
    yield Column("text_end", lambda row: _list(row["sentences"])[-1]["end"])


def _columns_of_field(spec: FieldSpec) -> Iterator[Column]:
    for suffix, part in _parts(spec).items():
        yield Column(f"{spec.name}{suffix}", _cell_of_field(spec, part))


def _cell_of_field(spec: FieldSpec, part: Callable[[Shown], Cell]) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        fields: Shown = row["fields"]
        value = fields[spec.name]
        if value is None:
            return None
        return _several([part(item) for item in value]) if spec.many else part(value)

    return cell


def _parts(spec: FieldSpec) -> dict[str, Callable[[Shown], Cell]]:
    """Return what is shown of one value of a field, by what the column is called after the field's name."""
    if spec.kind == "passage":
        return {"": _words, "_spans": _spans}
    if spec.kind not in {"entity", "either"}:
        return {"": _plain}
    parts: dict[str, Callable[[Shown], Cell]] = {
        "": lambda value: value["name"],
        "_as_written": lambda value: value["as_written"],
        "_kind": lambda value: value["kind"],
        "_mention": lambda value: _words(value["mention"]),
        "_mention_spans": lambda value: _spans(value["mention"]),
    }
    return parts | ({"_statement": lambda value: value["statement"]} if spec.kind == "either" else {})


def _words(passage: Shown) -> Cell:
    return None if passage is None else str(passage["text"])


def _spans(passage: Shown) -> Cell:
    return None if passage is None else ";".join(map(_span, passage["spans"]))


def _span(span: Shown) -> str:
    return f"{span['start']}-{span['end']}"


def _plain(value: Shown) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value  # type: ignore[no-any-return] # a text, a number or None


def _several(cells: list[Cell]) -> str:
    return "|".join("" if cell is None else _one_of_several(str(cell)) for cell in cells)


def _one_of_several(cell: str) -> str:
    return cell.replace("%", "%25").replace("|", "%7C")


def _list(value: Shown) -> list[Shown]:
    return value  # type: ignore[no-any-return] # as the JSON Schema says
