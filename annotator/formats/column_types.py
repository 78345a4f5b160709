"""The type of each column of a view, from the JSON Schema of its rows: what formats with typed columns share."""

from collections.abc import Mapping
from typing import Literal

from annotator.formats.json_schema import JsonSchema

Plain = Literal["string", "int64", "float64", "bool"]
ColumnType = Plain | list["ColumnType"] | dict[str, "ColumnType"]
"""A plain type, a list with the type of its items, or an object with the types of its keys. Any value may be null."""

_PLAIN: dict[str, Plain] = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}
_OF_ANSWERS: dict[type, Plain] = {str: "string", int: "int64", bool: "bool"}


def column_types(schema: JsonSchema) -> dict[str, ColumnType]:
    """Return the columns of rows that satisfy `schema`, as `annotator.formats.json_schema` makes it, in order."""
    match schema:
        case {"properties": dict(properties), "$defs": dict(definitions)}:
            return {name: _type(of, definitions) for name, of in properties.items()}
    raise TypeError("no JSON Schema of a view")


def _type(schema: object, definitions: Mapping[str, object]) -> ColumnType:
    match schema:
        case {"$ref": str(reference)}:
            return _type(definitions[reference.removeprefix("#/$defs/")], definitions)
        case {"anyOf": [value, {"type": "null"}]}:
            return _type(value, definitions)
        case {"enum": [*values]}:
            return _OF_ANSWERS[type(next(value for value in values if value is not None))]
        case {"type": "array", "items": items}:
            return [_type(items, definitions)]
        case {"type": "object", "properties": dict(properties)}:
            return {name: _type(of, definitions) for name, of in properties.items()}
        case {"type": str(name) | [str(name), "null"]}:
            return _PLAIN[name]
    raise TypeError(f"no type of a column: {schema}")
