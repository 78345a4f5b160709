"""Answers as they are compared across annotators: by the kind of the field, in canonical and in plain form."""

from collections.abc import Hashable

import orjson
from pydantic import JsonValue

from annotator.schema import FieldSpec

BOUNDED = frozenset({"choice", "scale", "flag"})
"""Kinds whose answers the schema lists; an optional one that was not answered is missing, not an answer."""

NAMED = frozenset({"entity", "either"})
"""Kinds with names, which are compared as canonical names and as plain strings."""

COMPARED = BOUNDED | NAMED | {"link"}


def value_of(vote: str, spec: FieldSpec, article: str) -> Hashable | None:
    """Return a vote (canonical JSON) as a value that can be counted, or None where it is missing.

    A list of names is a set; a statement is its group, which is one of its article.
    """
    items = [_item(item, article) for item in orjson.loads(vote)]
    if spec.many:
        return frozenset(items)
    if not items:
        return None if spec.kind in BOUNDED else ""
    return items[0]


def plain_value(value: JsonValue, vote: str, spec: FieldSpec, article: str) -> Hashable | None:
    """Return the same with names as they were given, aliases not applied."""
    items = value if isinstance(value, list) else [value]
    given: list[JsonValue] = [
        str(item["name"]) for item in items if isinstance(item, dict) and "name" in item
    ]
    given += [item for item in orjson.loads(vote) if isinstance(item, dict)]
    return value_of(orjson.dumps(given).decode(), spec, article)


def words(value: Hashable) -> str:
    """Return a value as people read it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(words, value))) or "nobody"
    if isinstance(value, tuple):
        return f"statement {value[1]} of {value[0]}"
    return "nothing" if value == "" else str(value)


def _item(item: JsonValue, article: str) -> Hashable:
    if isinstance(item, dict):
        return (article, str(item.get("group")))
    assert not isinstance(item, list)
    return item
