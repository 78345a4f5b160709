"""The tables of a database of Discourse Network Analyzer 3, as its sql/Sql.java makes them (SQLite)."""

import base64
import hashlib

VERSION = "3.0.11"
SIDED, UNSIDED = 1, 2
"""The types of statement: with an agreement that networks are made of, and without."""
ANNOTATION = "kept by annotator"
"""The variable that holds what DNA has no place for, as JSON; no field can have this name."""
MAX_NAME = 190
"""Characters of any name or title."""
ADMIN = 1
PASSWORD = "annotator"  # noqa: S105 (DNA asks for one; it protects nothing, and docs/formats.md says it)

_ON_DELETE = "ON DELETE CASCADE"
_COLOR = "Red INTEGER NOT NULL DEFAULT 0, Green INTEGER NOT NULL DEFAULT 0, Blue INTEGER NOT NULL DEFAULT 0"
_PERMISSIONS = (
    "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements",
    "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations",
    "ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
)  # fmt: skip
_RELATIONS = ("viewStatements", "editStatements", "viewDocuments", "editDocuments")


def _references(column: str, table: str) -> str:
    return f"FOREIGN KEY({column}) REFERENCES {table}(ID) {_ON_DELETE}"


def _data(name: str, value: str, *more: str) -> str:
    columns = [
        "ID INTEGER PRIMARY KEY NOT NULL",
        "StatementId INTEGER NOT NULL",
        "VariableId INTEGER NOT NULL",
        value,
    ]
    keys = [_references("StatementId", "STATEMENTS"), _references("VariableId", "VARIABLES"), *more]
    return f"CREATE TABLE {name}({', '.join([*columns, *keys, 'UNIQUE (StatementId, VariableId)'])})"


CREATE = (
    "CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL)",
    f"CREATE TABLE CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL, {_COLOR}, "
    "Refresh INTEGER NOT NULL DEFAULT 0, FontSize INTEGER NOT NULL DEFAULT 14, Password TEXT NOT NULL, "
    "PopupWidth INTEGER DEFAULT 300, ColorByCoder INTEGER NOT NULL DEFAULT 0, "
    "PopupDecoration INTEGER NOT NULL DEFAULT 0, PopupAutoComplete INTEGER NOT NULL DEFAULT 1, "
    + ", ".join(f"Permission{name} INTEGER NOT NULL DEFAULT 1" for name in _PERMISSIONS) + ")",
    "CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT NOT NULL, Text TEXT NOT NULL, Coder INTEGER, "
    "Author TEXT NOT NULL DEFAULT '', Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '', "
    "Notes TEXT NOT NULL DEFAULT '', Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL, "
    f"{_references('Coder', 'CODERS')})",
    f"CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT NOT NULL, {_COLOR})",
    "CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT NOT NULL, "
    "DataType TEXT NOT NULL DEFAULT 'short text', StatementTypeId INTEGER, "
    f"{_references('StatementTypeId', 'STATEMENTTYPES')}, UNIQUE (Variable, StatementTypeId))",
    "CREATE TABLE VARIABLELINKS(ID INTEGER NOT NULL PRIMARY KEY, SourceVariableId INTEGER, TargetVariableId INTEGER, "
    f"{_references('SourceVariableId', 'VARIABLES')}, {_references('TargetVariableId', 'VARIABLES')})",
    f"CREATE TABLE REGEXES(Label TEXT PRIMARY KEY, {_COLOR})",
    "CREATE TABLE CODERRELATIONS(ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER, OtherCoder INTEGER, "
    + ", ".join(f"{name} INTEGER NOT NULL DEFAULT 1" for name in _RELATIONS)
    + f", {_references('Coder', 'CODERS')}, {_references('OtherCoder', 'CODERS')})",
    "CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, "
    "Start INTEGER NOT NULL, Stop INTEGER NOT NULL, Coder INTEGER, CHECK (Start < Stop), "
    f"{_references('StatementTypeId', 'STATEMENTTYPES')}, {_references('Coder', 'CODERS')}, "
    f"{_references('DocumentId', 'DOCUMENTS')})",
    _data("DATABOOLEAN", "Value INTEGER NOT NULL DEFAULT 1"),
    _data("DATAINTEGER", "Value INTEGER NOT NULL DEFAULT 0"),
    "CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, "
    "Value TEXT NOT NULL DEFAULT '', Red INTEGER, Green INTEGER, Blue INTEGER, ChildOf INTEGER, "
    f"UNIQUE (VariableId, Value), {_references('ChildOf', 'ENTITIES')}, {_references('VariableId', 'VARIABLES')})",
    _data("DATASHORTTEXT", "Entity INTEGER NOT NULL", _references("Entity", "ENTITIES")),
    _data("DATALONGTEXT", "Value TEXT DEFAULT ''"),
    "CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, "
    "AttributeVariable TEXT NOT NULL, UNIQUE(VariableId, AttributeVariable), "
    f"{_references('VariableId', 'VARIABLES')})",
    "CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY NOT NULL, EntityId INTEGER NOT NULL, "
    "AttributeVariableId INTEGER NOT NULL, AttributeValue TEXT NOT NULL DEFAULT '', "
    f"UNIQUE (EntityId, AttributeVariableId), {_references('EntityId', 'ENTITIES')}, "
    f"{_references('AttributeVariableId', 'ATTRIBUTEVARIABLES')})",
)  # fmt: skip


def password_hash(password: str, salt: bytes) -> str:
    """Return a password as DNA checks it (jasypt's StrongPasswordEncryptor): 100,000 rounds of SHA-256.

    `salt` has 16 bytes; they stand before the digest.
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()
