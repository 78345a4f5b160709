"""The value of a field as exports show it, by kind of field: self-contained, with the words beside the offsets.

Writing a value also checks it: what is written fits the JSON Schema of its field, or an error is raised.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, get_args

from pydantic import JsonValue

from annotator.entities import NameList
from annotator.errors import StatementError
from annotator.fields import EntityKind
from annotator.formats.reading import checked_spans, whole_number
from annotator.schema import FieldSpec, Kind, LoadedSchema

Aliases = Mapping[str, str]
"""Canonical names by the other names that mean the same."""

_ENTITY_KINDS: frozenset[object] = frozenset({None, *get_args(EntityKind)})


Place = tuple[str, int, int]
"""Where a value is read: the article's text, and the half-open range of the exported sentences in it."""

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
    by_kind: dict[Kind, Callable[[], Write]] = {
        "passage": lambda: passage_value,
        "entity": lambda: _entity_writer(aliases),
        "either": lambda: _either_writer(_entity_writer(aliases)),
        "link": lambda: _reference,
        "choice": lambda: _answer_writer(spec),
        "scale": lambda: _answer_writer(spec),
        "flag": lambda: _answer_writer(spec),
        "text": lambda: _string,
    }
    one = by_kind[spec.kind]()
    return _list_writer(one) if spec.many else one


def _list_writer(write_one: Write) -> Write:
    def write(values: object, place: Place) -> object:
        return [write_one(value, place) for value in _list(values)]

    return write


def passage_value(value: object, place: Place) -> dict[str, object]:
    """Return a passage with its words; a span outside the exported sentences has no offsets in them."""
    if not isinstance(value, list):
        raise StatementError("not a passage")
    text, first, last = place
    spans: list[dict[str, object]] = []
    words, end = "", -1
    for pair in value:
        before = end
        start, end = pair  # a ValueError or TypeError if it is none
        if type(start) is not int or type(end) is not int or not before < start < end <= len(text):
            raise StatementError("not a span of this text")
        words = text[start:end]
        if words.strip() != words:
            raise StatementError("a span begins or ends with white space")
        inside = first <= start and end <= last
        spans.append(
            {
                "start": start,
                "end": end,
                "text": words,
                "sentence_start": start - first if inside else None,
                "sentence_end": end - first if inside else None,
            }
        )
    if not spans:
        raise StatementError("a passage needs at least one span")
    return {
        "text": words if len(spans) == 1 else " ".join(str(span["text"]) for span in spans),
        "spans": spans,
    }


def _entity_writer(aliases: Aliases) -> Callable[[object, Place], dict[str, object]]:
    def write(value: object, place: Place) -> dict[str, object]:
        known = _object(value).get
        name, kind, mention = known("name"), known("kind"), known("mention")
        if not name or not isinstance(name, str) or kind not in _ENTITY_KINDS:
            raise StatementError("not an entity")
        return {
            "name": aliases.get(name, name),
            "as_written": name,
            "kind": kind,
            "mention": None if mention is None else passage_value(mention, place),
        }

    return write


def _either_writer(write_entity: Callable[[object, Place], dict[str, object]]) -> Write:
    def write(value: object, place: Place) -> object:
        if "statement" in _object(value):
            statement = _reference(value, place)
            return {"name": None, "as_written": None, "kind": None, "mention": None, "statement": statement}
        entity = write_entity(value, place)
        entity["statement"] = None
        return entity

    return write


def _reference(value: object, place: Place) -> str:
    return _string(_object(value).get("statement"), place)


def _answer_writer(spec: FieldSpec) -> Write:
    types: dict[object, type] = {answer.value: type(answer.value) for answer in spec.answers}

    def write(value: object, _: Place) -> object:
        if types.get(value) is not type(value):  # the type too: True is no 1
            raise StatementError("not one of the answers")
        return value

    return write


def _string(value: object, _: Place) -> str:
    return _text(value)


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise StatementError("not an object")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise StatementError("not a list")
    return value


def read_value(spec: FieldSpec, shown: object, text: str) -> JsonValue:
    """Return a value of a field, as `field_writers` show it, as the schema writes it; names as they were recorded.

    Raises StatementError, LookupError or TypeError for one that is not so, or whose words are not those of the text.
    """
    if shown is None:
        return None
    if spec.many:
        return [_read_one(spec, item, text) for item in _list(shown)]
    return _read_one(spec, shown, text)


def _read_one(spec: FieldSpec, shown: object, text: str) -> JsonValue:
    match spec.kind:
        case "passage":
            return _read_passage(shown, text)
        case "link":
            return {"statement": _text(shown)}
        case "entity":
            return _read_entity(_object(shown), text)
        case "either":
            value = _object(shown)
            reference = value["statement"]
            return _read_entity(value, text) if reference is None else {"statement": _text(reference)}
        case _:
            if not isinstance(shown, (str, int, bool)):
                raise StatementError(f"{spec.name}: not a plain value")
            return shown


def _read_entity(shown: dict[str, object], text: str) -> JsonValue:
    mention = shown["mention"]
    kind = shown["kind"]
    return {
        "name": _text(shown["as_written"]),
        "kind": None if kind is None else _text(kind),
        "mention": None if mention is None else _read_passage(mention, text),
    }


def _read_passage(shown: object, text: str) -> JsonValue:
    spans = [_object(span) for span in _list(_object(shown)["spans"])]
    places = [(whole_number(span["start"]), whole_number(span["end"])) for span in spans]
    return [list(span) for span in checked_spans(text, places, [_text(span["text"]) for span in spans])]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise StatementError("not a text")
    return value
