"""Annotated articles into a database of DNA."""

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path
from typing import IO

import orjson

from annotator.corpus.articles import Article
from annotator.formats.dna.held import Held, plain
from annotator.formats.dna.tables import (
    ADMIN,
    ANNOTATION,
    CREATE,
    MAX_NAME,
    PASSWORD,
    SIDED,
    UNSIDED,
    VERSION,
    password_hash,
)
from annotator.formats.dna.variables import Name, Value, short_texts
from annotator.formats.format import Dataset
from annotator.formats.networks.coding import Coding, day_of
from annotator.formats.offsets import utf16_offsets
from annotator.formats.views import Accepted, AnnotatedArticle
from annotator.validity import spans_of

_TABLES = {Name: "DATASHORTTEXT", bool: "DATABOOLEAN", str: "DATALONGTEXT"}


def write(dataset: Dataset, file: IO[bytes]) -> None:
    """Write the database; it is made in a temporary folder, because SQLite writes to paths only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.dna")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("BEGIN")
            database = _Database(connection, dataset)
            for _, group in groupby(dataset.articles(), key=lambda annotated: annotated.article.id):
                database.add(list(group))
            connection.execute("COMMIT")
        with path.open("rb") as made:
            shutil.copyfileobj(made, file)


class _Database:
    """A database in the making: ids are given out in order."""

    def __init__(self, connection: sqlite3.Connection, dataset: Dataset) -> None:
        self._connection = connection
        self._schema = dataset.schema
        self._coding = Coding(dataset.schema)
        self._short_texts = short_texts(dataset.schema)
        self._coders: dict[str, int] = {}
        self._variables: dict[tuple[int, str], int] = {}
        self._kinds: dict[tuple[int, str], int] = {}
        """The attribute that holds the kind of each name, by type and variable."""
        self._entities: dict[tuple[int, str], int] = {}
        for statement in CREATE:
            connection.execute(statement)
        self._insert("SETTINGS", "version", VERSION)
        self._password = password_hash(PASSWORD, hashlib.sha256(dataset.name.encode()).digest()[:16])
        self._coder("Admin")
        self._types()

    def add(self, works: Sequence[AnnotatedArticle]) -> None:
        """Add an article with what each annotator has in it."""
        article = works[0].article
        document = self._document(article)
        offsets = utf16_offsets(article.text)
        for annotated in works:
            coder = self._coder(annotated.annotator)
            by_id = {accepted.put.statement: accepted for accepted in annotated.statements}
            for statement, accepted in by_id.items():
                spans = spans_of(accepted.values[self._schema.anchor.name])
                place = offsets.to_units(spans[0].start), offsets.to_units(spans[-1].end)
                parts = [
                    (Name(speaker, kind), target, side)
                    for speaker, kind in self._coding.speakers(accepted) or [("", "")]
                    for target, side in self._coding.targets(statement, by_id) or [("", 0)]
                ]
                for number, part in enumerate(parts):
                    variables = self._values(accepted, *part)
                    held = Held(
                        statement=statement,
                        part=number,
                        parts=len(parts),
                        quote=accepted.put.quote,
                        fields=dict(accepted.values),
                        variables=plain(variables),
                        place=list(place),
                    )
                    self._statement(
                        document, place, coder, {**variables, ANNOTATION: held.line()}, sided=part[2] != 0
                    )

    def _statement(
        self, document: int, place: tuple[int, int], coder: int, variables: dict[str, Value], *, sided: bool
    ) -> None:
        kind_of = SIDED if sided else UNSIDED
        row = self._insert("STATEMENTS", None, kind_of, document, *place, coder)
        for name, value in variables.items():
            self._value(row, kind_of, name, value)

    def _values(self, accepted: Accepted, speaker: Name, target: str, side: int) -> dict[str, Value]:
        """Return the variables: the stance is a boolean where it takes a side, otherwise the answer itself."""
        found: dict[str, Value] = {}
        for spec in self._short_texts:
            shown = accepted.fields[spec.name]
            if spec.role == "speaker":
                found[spec.name] = speaker
            elif spec.role == "target":
                found[spec.name] = Name(target)
            elif isinstance(shown, dict):
                found[spec.name] = Name(str(shown["name"] or ""), str(shown["kind"] or ""))
            else:
                found[spec.name] = Name(str(shown or ""))
        stance = self._coding.stance.name
        found[stance] = side > 0 if side else Name(str(accepted.fields[stance] or ""))
        return {name: _cut(value) for name, value in found.items()}

    def _value(self, statement: int, kind_of: int, name: str, value: Value) -> None:
        variable = self._variables[kind_of, name]
        stored = self._entity(kind_of, name, value) if isinstance(value, Name) else value
        self._insert(_TABLES[type(value)], None, statement, variable, stored)

    def _entity(self, kind_of: int, name: str, value: Name) -> int:
        variable = self._variables[kind_of, name]
        known = self._entities.get((variable, value.value))
        if known is None:
            known = self._insert("ENTITIES", None, variable, value.value, 0, 0, 0, None)
            self._insert("ATTRIBUTEVALUES", None, known, self._kinds[kind_of, name], value.kind)
            self._entities[variable, value.value] = known
        return known

    def _document(self, article: Article) -> int:
        day = day_of(article.published)
        date = int(datetime.combine(day, time(), UTC).timestamp()) if day else 0
        known = article.model_dump(
            include={"id", "title", "outlet", "published", "author", "url", "language"}
        )
        shown = [(value or "")[:MAX_NAME] for value in (article.author, article.outlet)]
        title = (article.title or article.id)[:MAX_NAME]
        notes = orjson.dumps(known).decode()
        return self._insert("DOCUMENTS", None, title, article.text, ADMIN, *shown, "", notes, "", date)

    def _coder(self, name: str) -> int:
        if name not in self._coders:
            query = "INSERT INTO CODERS(Name, Password) VALUES (?, ?)"
            self._coders[name] = self._run(query, (name[:MAX_NAME], self._password))
        return self._coders[name]

    def _types(self) -> None:
        name = self._schema.model.schema_name
        stance = self._coding.stance.name
        for kind_of, label, type_of_stance in (
            (SIDED, name, "boolean"),
            (UNSIDED, f"{name}, no side", "short text"),
        ):
            self._insert("STATEMENTTYPES", kind_of, label, 181, 255, 0)
            variables = {**{spec.name: "short text" for spec in self._short_texts}, stance: type_of_stance}
            for variable, data_type in {**variables, ANNOTATION: "long text"}.items():
                row = self._insert("VARIABLES", None, variable, data_type, kind_of)
                self._variables[kind_of, variable] = row
                if data_type == "short text":
                    self._kinds[kind_of, variable] = self._insert("ATTRIBUTEVARIABLES", None, row, "Type")

    def _insert(self, table: str, *values: object) -> int:
        marks = ", ".join("?" * len(values))
        return self._run(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 (tables of ours)

    def _run(self, query: str, values: tuple[object, ...]) -> int:
        return self._connection.execute(query, values).lastrowid or 0


def _cut(value: Value) -> Value:
    return value._replace(value=value.value[:MAX_NAME]) if isinstance(value, Name) else value
