"""A database of DNA into articles with statements: of any team, and those that were written here."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from annotator.corpus.drafts import Metadata, Refusal
from annotator.errors import StatementError
from annotator.formats.dna.tables import ANNOTATION
from annotator.formats.dna.variables import Meaning, Name, Value
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.offsets import Offsets, utf16_offsets
from annotator.formats.reading import checked_spans
from annotator.schema import LoadedSchema
from annotator.validity import spans_of

_COLUMNS = {
    "DATASHORTTEXT": "Entity",
    "DATABOOLEAN": "Value",
    "DATAINTEGER": "Value",
    "DATALONGTEXT": "Value",
}
_NEEDED = ("DOCUMENTS", "STATEMENTS", "VARIABLES", "ENTITIES", *_COLUMNS)
_KINDS = (
    "SELECT EntityId, AttributeValue FROM ATTRIBUTEVALUES JOIN ATTRIBUTEVARIABLES "
    "ON ATTRIBUTEVARIABLES.ID = AttributeVariableId WHERE AttributeVariable = 'Type'"
)


def read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    """Yield the documents of databases; raises OSError."""
    for path in paths:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                yield from _Database(connection, path, sha256, schema).articles()
        except sqlite3.Error as error:
            yield Refusal(str(path), f"no database of DNA 3 ({error})")


class _Row(NamedTuple):
    """A statement of DNA."""

    id: int
    type: object
    start: object
    stop: object
    coder: object


class _Held(BaseModel):
    """What an export of ours kept in a statement; `variables` and `place` are what it told DNA."""

    model_config = ConfigDict(strict=True)

    statement: str
    quote: str
    fields: dict[str, object]
    variables: dict[str, str | bool]
    place: list[int]


@dataclass(frozen=True, slots=True)
class _Coded:
    """A statement of DNA with its variables, by their names in small letters."""

    row: _Row
    variables: Mapping[str, Value]
    held: _Held | None


class _Database:
    """One database, read document by document."""

    def __init__(self, connection: sqlite3.Connection, path: Path, sha256: str, schema: LoadedSchema) -> None:
        self._connection, self._path, self._sha256, self._schema = connection, path, sha256, schema
        self._meaning = Meaning(schema)
        self._variables: dict[object, tuple[str, str]] = {}
        self._entities: dict[object, Name] = {}

    def articles(self) -> Iterator[ImportedArticle | Refusal]:
        """Yield the documents, each with its statements."""
        self._connection.execute("PRAGMA trusted_schema = OFF")
        tables = {
            str(name) for (name,) in self._select("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        missing = [name for name in _NEEDED if name not in tables]
        if missing:
            yield Refusal(str(self._path), f"no database of DNA 3: it has no table {missing[0]}")
            return
        for variable, name, data_type in self._select("SELECT ID, Variable, DataType FROM VARIABLES"):
            self._variables[variable] = (str(name).casefold(), str(data_type))
        kinds: dict[object, object] = {}
        if {"ATTRIBUTEVALUES", "ATTRIBUTEVARIABLES"} <= tables:
            kinds.update((entity, kind) for entity, kind in self._select(_KINDS))
        for entity, value in self._select("SELECT ID, Value FROM ENTITIES"):
            self._entities[entity] = Name(str(value), str(kinds.get(entity, "")))
        rows: dict[object, list[_Row]] = {}
        for document, *row in self._select(
            "SELECT DocumentId, ID, StatementTypeId, Start, Stop, Coder FROM STATEMENTS ORDER BY ID"
        ):
            rows.setdefault(document, []).append(_Row(*row))  # type: ignore[arg-type]
        for document, *columns in self._select(
            "SELECT ID, Title, Text, Author, Source, Notes, Date FROM DOCUMENTS ORDER BY ID"
        ):
            yield self._article(f"{self._path}: document {document}", rows.get(document, []), columns)

    def _select(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        return iter(self._connection.execute(query, values))

    def _article(self, where: str, rows: list[_Row], columns: Sequence[object]) -> ImportedArticle | Refusal:
        title, text, author, outlet, notes, date = columns
        if not isinstance(text, str):
            return Refusal(where, "its text is no text")
        if len({row.coder for row in rows}) > 1:
            return Refusal(
                where, "several coders made statements in it; import the work of one annotator at a time"
            )
        kept = _kept(notes)
        metadata = Metadata(
            title=kept.get("title") or _text(title),
            outlet=kept.get("outlet") or _text(outlet),
            published=kept.get("published") or (None if kept else _day(date)),
            author=kept.get("author") or _text(author),
            url=kept.get("url"),
            language=kept.get("language"),
        )
        statements: list[ImportedStatement] = []
        refused: list[Refusal] = []
        offsets = utf16_offsets(text)
        for group in self._groups(rows):
            place = f"{where}: statement {group[0].row.id}"
            try:
                statements.append(self._statement(place, group, text, offsets))
            except StatementError as error:
                refused.append(Refusal(place, str(error)))
        return ImportedArticle(
            where=where,
            name=kept.get("id") or metadata.title,
            text=text,
            sha256=self._sha256,
            source=self._path.name,
            metadata=metadata,
            statements=tuple(statements),
            refused=tuple(refused),
        )

    def _groups(self, rows: list[_Row]) -> list[list[_Coded]]:
        """Return the statements; those that an export made of one (for several speakers) come together."""
        found: dict[object, list[_Coded]] = {}
        for row in rows:
            variables = dict(self._values(row.id))
            held = _held(variables.pop(ANNOTATION, None))
            found.setdefault(held.statement if held else row.id, []).append(_Coded(row, variables, held))
        return list(found.values())

    def _values(self, statement: int) -> Iterator[tuple[str, Value]]:
        for table, column in _COLUMNS.items():
            query = f"SELECT VariableId, {column} FROM {table} WHERE StatementId = ? ORDER BY VariableId"  # noqa: S608
            for variable, stored in self._select(query, statement):
                name, data_type = self._variables.get(variable, ("", ""))
                if data_type == "short text" and stored in self._entities:
                    yield name, self._entities[stored]
                elif data_type == "boolean" and isinstance(stored, int):
                    yield name, bool(stored)
                elif (data_type == "integer" and isinstance(stored, int)) or isinstance(stored, str):
                    yield name, stored

    def _statement(self, where: str, group: list[_Coded], text: str, offsets: Offsets) -> ImportedStatement:
        """Return a statement; raises StatementError. What was changed in DNA counts, the rest is as we kept it."""
        first = group[0]
        anchor = self._schema.anchor.name
        if first.held is None:
            values = {**self._meaning.fields(first.variables), anchor: _passage(first.row, text, offsets)}
            return ImportedStatement(where, f"dna-{first.row.id}", values)
        values = dict(first.held.fields)
        if any([coded.row.start, coded.row.stop] != coded.held.place for coded in group if coded.held):
            values[anchor] = _passage(first.row, text, offsets)
        elif " ".join(text[start:end] for start, end in spans_of(values.get(anchor))) != first.held.quote:
            raise StatementError(f"the text no longer has “{first.held.quote[:40]}” there")
        for spec in self._schema.fields:
            name = spec.name.casefold()
            told = [coded.held.variables.get(spec.name) for coded in group if coded.held]
            now = [coded.variables[name] for coded in group if name in coded.variables]
            if now and [value.value if isinstance(value, Name) else value for value in now] != told:
                values[spec.name] = self._meaning.value(spec, now)
        return ImportedStatement(where, first.held.statement, values)


def _passage(row: _Row, text: str, offsets: Offsets) -> list[list[int]]:
    if not isinstance(row.start, int) or not isinstance(row.stop, int):
        raise StatementError("its place is not two whole numbers")
    span = offsets.to_code_points(row.start), offsets.to_code_points(row.stop)
    return [list(found) for found in checked_spans(text, [span], None)]


def _held(value: Value | None) -> _Held | None:
    if not isinstance(value, str):
        return None
    try:
        return _Held.model_validate_json(value)
    except ValidationError:
        return None


def _kept(notes: object) -> dict[str, str]:
    """Return the metadata that an export of ours kept in the notes of a document."""
    try:
        found = orjson.loads(notes) if isinstance(notes, str) else None
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _day(seconds: object) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if isinstance(seconds, int) else None
    except (OverflowError, OSError, ValueError):
        return None
