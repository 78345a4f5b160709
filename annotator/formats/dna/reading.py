"""A database of DNA into articles with statements: of any team, and those that were written here."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import orjson

from annotator.corpus.drafts import Refusal, metadata_of
from annotator.errors import StatementError
from annotator.formats.dna.coded import Coded, Row, Statements
from annotator.formats.dna.held import read_held
from annotator.formats.dna.tables import ANNOTATION
from annotator.formats.dna.variables import Name, Value
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.offsets import utf16_offsets
from annotator.schema import LoadedSchema

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


class _Database:
    """One database, read document by document."""

    def __init__(self, connection: sqlite3.Connection, path: Path, sha256: str, schema: LoadedSchema) -> None:
        self._connection, self._path, self._sha256, self._schema = connection, path, sha256, schema
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
        rows: dict[object, list[Row]] = {}
        for document, *row in self._select(
            "SELECT DocumentId, ID, Start, Stop, Coder FROM STATEMENTS ORDER BY ID"
        ):
            rows.setdefault(document, []).append(Row(*row))  # type: ignore[arg-type]
        for document, *columns in self._select(
            "SELECT ID, Title, Text, Author, Source, Notes, Date FROM DOCUMENTS ORDER BY ID"
        ):
            yield self._article(f"{self._path}: document {document}", rows.get(document, []), columns)

    def _select(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        return iter(self._connection.execute(query, values))

    def _article(self, where: str, rows: list[Row], columns: Sequence[object]) -> ImportedArticle | Refusal:
        title, text, author, outlet, notes, date = columns
        if not isinstance(text, str):
            return Refusal(where, "its text is no text")
        if len({row.coder for row in rows}) > 1:
            return Refusal(
                where, "several coders made statements in it; import the work of one annotator at a time"
            )
        kept = _kept(notes)
        shown = {"title": title, "author": author, "outlet": outlet, "published": _day(date)}
        metadata = metadata_of(kept or shown)
        statements: dict[str, ImportedStatement] = {}
        refused: list[Refusal] = []
        maker = Statements(self._schema, text, utf16_offsets(text))
        for group in maker.groups(map(self._coded, rows)):
            first = group[0]
            name = f"statement {first.row.id}"
            key = (
                first.held.statement
                if first.held and first.held.statement not in statements
                else f"dna {name}"
            )
            try:
                statements[key] = maker.statement(f"{where}: {name}", key, group)
            except StatementError as error:
                refused.append(Refusal(f"{where}: {name}", str(error)))
        return ImportedArticle(
            where=where,
            name=kept.get("id") or metadata.title,
            text=text,
            sha256=self._sha256,
            source=self._path.name,
            metadata=metadata,
            statements=tuple(statements.values()),
            refused=tuple(refused),
        )

    def _coded(self, row: Row) -> Coded:
        variables = dict(self._values(row.id))
        return Coded(row, variables, read_held(variables.pop(ANNOTATION, None)))

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


def _kept(notes: object) -> dict[str, str]:
    """Return the metadata that an export of ours kept in the notes of a document."""
    try:
        found = orjson.loads(notes) if isinstance(notes, str) else None
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _day(seconds: object) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if isinstance(seconds, int) else None
    except (OverflowError, OSError, ValueError):
        return None
