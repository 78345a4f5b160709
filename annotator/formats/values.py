"""The value of a field as exports show it, by kind of field: self-contained, with the words beside the offsets.

Writing a value also checks it: what is written fits the JSON Schema of its field, or an error is raised.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, cast, get_args

from annotator.entities import NameList
from annotator.errors import StatementError
from annotator.fields import EntityKind
from annotator.schema import FieldSpec, Kind, LoadedSchema

Aliases = Mapping[str, str]
"""Canonical names by the other names that mean the same."""

_ENTITY_KINDS: frozenset[object] = frozenset({None, *get_args(EntityKind)})


class Place(NamedTuple):
    """Where a value is read: the article's text, and the range of the exported sentences in it."""

    text: str
    start: int
    end: int


Write = Callable[[object, Place], object]


class FieldWriter(NamedTuple):
    """How the values of one field are written; `absent` stands for one that is not there, where it may be absent."""

    name: str
    write: Write
    required: bool
    absent: object


def field_writers(schema: LoadedSchema, lists: Mapping[str, NameList]) -> list[FieldWriter]:
    """Return how each field of the schema is written, in order.

    `lists` are the known names by role (or by field): names are written as the canonical ones.
    """
    return [
        FieldWriter(
            spec.name,
            _writer(spec, _aliases(lists.get(spec.role or spec.name))),
            spec.required or spec.many,
            "" if spec.kind == "text" else None,
        )
        for spec in schema.fields
    ]


def write_fields(writers: list[FieldWriter], values: Mapping[str, object], place: Place) -> dict[str, object]:
    """Return the values of a statement as exports show them.

    Raises StatementError, LookupError, TypeError or ValueError where a value is not as the schema writes it, or does
    not fit the text.
    """
    fields = {}
    for name, write, required, absent in writers:
        value = values[name]
        fields[name] = write(value, place) if required or value is not None else absent
    return fields


def _aliases(names: NameList | None) -> Aliases:
    known = names.names if names else ()
    return {alias: entry.name for entry in known for alias in entry.aliases}


def _writer(spec: FieldSpec, aliases: Aliases) -> Write:
    answers = {(type(answer.value), answer.value) for answer in spec.answers}
    by_kind: dict[Kind, Write] = {
        "passage": passage_value,
        "entity": lambda value, place: _entity_value(value, place, aliases),
        "either": lambda value, place: _either_value(value, place, aliases),
        "link": lambda value, _: _reference(value),
        "choice": lambda value, _: _answer(value, answers),
        "scale": lambda value, _: _answer(value, answers),
        "flag": lambda value, _: _answer(value, answers),
        "text": lambda value, _: _string(value),
    }
    one = by_kind[spec.kind]
    if spec.many:
        return lambda values, place: [one(value, place) for value in _list(values)]
    return one


def passage_value(value: object, place: Place) -> dict[str, object]:
    """Return a passage with its words; a span outside the exported sentences has no offsets in them."""
    spans = _list(value)
    if len(spans) == 1:  # nearly all
        span = _span(spans[0], place, -1)
        return {"text": span["text"], "spans": [span]}
    if not spans:
        raise StatementError("a passage needs at least one span")
    written: list[dict[str, object]] = []
    before = -1
    for pair in spans:
        written.append(_span(pair, place, before))
        before = cast("list[int]", pair)[1]
    return {"text": " ".join(str(span["text"]) for span in written), "spans": written}


def _span(pair: object, place: Place, before: int) -> dict[str, object]:
    text, first, last = place
    start, end = cast("list[object]", pair)  # a ValueError or TypeError if it is none
    if type(start) is not int or type(end) is not int or not before < start < end <= len(text):
        raise StatementError("not a span of this text")
    words = text[start:end]
    if words[0].isspace() or words[-1].isspace():
        raise StatementError("a span begins or ends with white space")
    if first <= start and end <= last:
        return {
            "start": start,
            "end": end,
            "text": words,
            "sentence_start": start - first,
            "sentence_end": end - first,
        }
    return {"start": start, "end": end, "text": words, "sentence_start": None, "sentence_end": None}


def _entity_value(value: object, place: Place, aliases: Aliases) -> dict[str, object]:
    known = _object(value)
    name, kind, mention = known.get("name"), known.get("kind"), known.get("mention")
    if not isinstance(name, str) or not name or kind not in _ENTITY_KINDS:
        raise StatementError("not an entity")
    return {
        "name": aliases.get(name, name),
        "as_written": name,
        "kind": kind,
        "mention": None if mention is None else passage_value(mention, place),
    }


def _either_value(value: object, place: Place, aliases: Aliases) -> dict[str, object]:
    if "statement" in _object(value):
        statement = _reference(value)
        return {"name": None, "as_written": None, "kind": None, "mention": None, "statement": statement}
    entity = _entity_value(value, place, aliases)
    entity["statement"] = None
    return entity


def _reference(value: object) -> str:
    return _string(_object(value).get("statement"))


def _answer(value: object, answers: set[tuple[type, str | int | bool]]) -> object:
    if (type(value), value) not in answers:  # the type too: True is no 1
        raise StatementError("not one of the answers")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise StatementError("not a text")
    return value


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise StatementError("not an object")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise StatementError("not a list")
    return value
