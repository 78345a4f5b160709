"""The JSON Schema (2020-12) of the lines of each view, made from the corpus's schema by kind of field.

Exact: every key is required and no other is allowed.
"""

from collections.abc import Iterable, Mapping
from typing import get_args

from annotator.fields import EntityKind
from annotator.formats.views import View
from annotator.reading import SentenceKind
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import READ, ULID, DropReason, MarkState, OriginKind

JsonSchema = dict[str, object]

_STRING: JsonSchema = {"type": "string"}
_TEXT_OR_NULL: JsonSchema = {"type": ["string", "null"]}
_OFFSET: JsonSchema = {"type": "integer", "minimum": 0}
_OFFSET_OR_NULL: JsonSchema = {"type": ["integer", "null"], "minimum": 0}
_SECONDS: JsonSchema = {"type": "number", "minimum": 0}
_STATEMENT: JsonSchema = {"type": "string", "pattern": f"^s-{ULID}$"}
_EVENT: JsonSchema = {"type": "string", "pattern": f"^e-{ULID}$"}
_INSTANT: JsonSchema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}

_ARTICLE: dict[str, JsonSchema] = {
    "id": _STRING,
    "title": _TEXT_OR_NULL,
    "outlet": _TEXT_OR_NULL,
    "published": _TEXT_OR_NULL,
    "author": _TEXT_OR_NULL,
    "url": _TEXT_OR_NULL,
    "language": _TEXT_OR_NULL,
    "text_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}

_SENTENCE: dict[str, JsonSchema] = {
    "start": _OFFSET,
    "end": _OFFSET,
    "kind": {"type": "string", "enum": list(get_args(SentenceKind))},
    "text": _STRING,
}

_JSON_TEXT: JsonSchema = _TEXT_OR_NULL | {"description": "A value as JSON text; null where there is none."}

_TITLES: dict[View, str] = {
    "statements": "A statement: what one annotator recorded about one claim",
    "sentences": "A sentence that one annotator has read, with the statements that start in it",
    "articles": "An article with what one annotator has in it",
    "labels": "A claim, with everybody's own labels and their distribution",
    "audit": "An event: what one annotator did, and when",
}


def json_schema(view: View, schema: LoadedSchema) -> JsonSchema:
    """Return the JSON Schema that every line of `view` satisfies. Offsets are code points, ranges half-open."""
    properties = {
        "statements": _statement,
        "sentences": _sentence,
        "articles": _article,
        "labels": _labels,
        "audit": _audit,
    }[view](schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{_TITLES[view]} ({schema.identifier})",
        **_object(properties),
        "$defs": _definitions(),
    }


def _statement(schema: LoadedSchema) -> dict[str, JsonSchema]:
    return {
        "id": _STATEMENT,
        "event": _EVENT,
        "article": _reference("article"),
        "annotator": _STRING,
        "schema": _STRING,
        "guidelines": _TEXT_OR_NULL,
        "at": _INSTANT,
        "seconds": _SECONDS | {"description": "Active time spent on all events of the statement."},
        "origin": _choice(get_args(OriginKind)),
        "sentences": _array(_reference("sentence"), 1),
        "text": _STRING
        | {"description": "The article's words from the first sentence to the end of the last."},
        "context_before": _STRING | {"description": "The sentence before, or an empty text."},
        "context_after": _STRING | {"description": "The sentence after, or an empty text."},
        "fields": _fields(schema),
    }


def _sentence(schema: LoadedSchema) -> dict[str, JsonSchema]:
    return {
        "article": _reference("article"),
        "annotator": _STRING,
        **_SENTENCE,
        "context_before": _STRING,
        "context_after": _STRING,
        "mark": _choice(sorted(READ)),
        "statements": _array(_object({"id": _STATEMENT, "fields": _fields(schema)})),
    }


def _article(schema: LoadedSchema) -> dict[str, JsonSchema]:
    mark = {
        "start": _OFFSET_OR_NULL | {"description": "Null where the mark is on the whole article."},
        "end": _OFFSET_OR_NULL,
        "state": _choice(get_args(MarkState)),
        "note": _TEXT_OR_NULL,
        "at": _INSTANT,
    }
    statement = _statement(schema)
    kept = ("id", "event", "schema", "guidelines", "at", "seconds", "origin", "fields")
    return {
        **{name: _ARTICLE[name] for name in _ARTICLE if name != "text_sha256"},
        "source_name": _TEXT_OR_NULL,
        "source_sha256": _TEXT_OR_NULL,
        "segmenter": _STRING,
        "text_sha256": _ARTICLE["text_sha256"],
        "text": _STRING,
        "sentences": _array(_object({name: _SENTENCE[name] for name in ("start", "end", "kind")})),
        "annotator": _STRING,
        "marks": _array(_object(mark)),
        "statements": _array(_object({name: statement[name] for name in kept})),
    }


def _labels(schema: LoadedSchema) -> dict[str, JsonSchema]:
    value = _array(_STRING) | {
        "description": "Names, an answer, or “case 3” for another claim; empty for no answer."
    }
    vote = _object({"annotator": _STRING, "value": value})
    share = {"type": "number", "minimum": 0, "maximum": 1}
    count = _object({"value": value, "votes": {"type": "integer", "minimum": 1}, "share": share})
    member = {
        "annotator": _STRING,
        "statement": _STATEMENT,
        "event": _EVENT,
        "spans": _array(_array(_OFFSET, 2), 1),
        "quote": _STRING,
    }
    compared = [spec.name for spec in schema.fields if spec.kind not in {"passage", "text"}]
    answers = _object({"labels": _array(vote), "distribution": _array(count)})
    return {
        "article": _STRING,
        "case": _OFFSET | {"description": "Its place among the claims of the article."},
        "statement": _STATEMENT | {"type": ["string", "null"], "description": "Of gold."},
        "status": _STRING,
        "in_gold": {"type": "boolean"},
        "members": _array(_object(member), 1),
        "readers": _array(_STRING),
        "iou": {"type": ["number", "null"], "description": "Mean overlap of the claims' words, by pairs."},
        "alone": _TEXT_OR_NULL | {"description": "Why there is one member only."},
        "exact": {"type": "boolean", "description": "Whether the alignment is the best there is."},
        "differing": _array(_choice([spec.name for spec in schema.fields])),
        "fields": _object(dict.fromkeys(compared, answers)),
    }


def _audit(schema: LoadedSchema) -> dict[str, JsonSchema]:
    names = ", ".join(spec.name for spec in schema.fields)
    change = {
        "field": _STRING | {"description": f"A field; those of this schema are {names}."},
        "before": _JSON_TEXT,
        "after": _JSON_TEXT,
        "suggested": _JSON_TEXT,
    }
    origin = {
        "kind": _choice(get_args(OriginKind)),
        "by": _TEXT_OR_NULL,
        "version": _TEXT_OR_NULL,
    }
    return {
        "id": _EVENT,
        "event": _choice(("put", "drop", "reject", "mark")),
        "at": _INSTANT,
        "annotator": _STRING,
        "seconds": _SECONDS,
        "article": _reference("article"),
        "schema": _STRING,
        "guidelines": _TEXT_OR_NULL,
        "statement": _STATEMENT | {"type": ["string", "null"]},
        "sentence_start": _OFFSET_OR_NULL,
        "sentence_end": _OFFSET_OR_NULL,
        "sentence": _TEXT_OR_NULL,
        "quote": _TEXT_OR_NULL,
        "replaces": _array(_EVENT),
        "undoes": _EVENT | {"type": ["string", "null"]},
        "origin": _nullable(_object(origin)),
        "basis": _array(_reference("basis")),
        "changes": _array(_object(change)),
        "reason": _choice((*get_args(DropReason), None)),
        "note": _TEXT_OR_NULL,
        "mark": _choice((*get_args(MarkState), None)),
        "withdrawn": {"type": "boolean"},
        "stands": {"type": "boolean", "description": "Whether no other event replaces it."},
    }


def _definitions() -> JsonSchema:
    entity = {
        "name": _STRING | {"description": "The canonical name."},
        "as_written": _STRING | {"description": "The name as it was recorded; it may be an alias."},
        "kind": _choice((*get_args(EntityKind), None)),
        "mention": _nullable(_reference("passage")),
    }
    either = {
        "name": _TEXT_OR_NULL,
        "as_written": _TEXT_OR_NULL,
        "kind": entity["kind"],
        "mention": entity["mention"],
        "statement": _STATEMENT | {"type": ["string", "null"]},
    }
    span = {
        "start": _OFFSET,
        "end": _OFFSET,
        "text": _STRING,
        "sentence_start": _OFFSET_OR_NULL,
        "sentence_end": _OFFSET_OR_NULL,
    }
    return {
        "article": _object(_ARTICLE),
        "sentence": _object(_SENTENCE),
        "span": _object(span),
        "passage": _object({"text": _STRING, "spans": _array(_reference("span"), 1)}),
        "entity": _object(entity),
        "either": _object(either),
        "basis": _object(
            {
                "annotator": _STRING,
                "statement": _STATEMENT | {"type": ["string", "null"]},
                "event": _EVENT | {"type": ["string", "null"]},
            }
        ),
    }


def _fields(schema: LoadedSchema) -> JsonSchema:
    return _object({spec.name: value_schema(spec) for spec in schema.fields})


def value_schema(spec: FieldSpec) -> JsonSchema:
    """Return the JSON Schema of the values of one field."""
    one = _single_value(spec)
    if spec.many:
        one = _array(one)
    elif not spec.required and spec.kind != "text":
        one = _nullable(one)
    return one | {"description": spec.description} if spec.description else one


def _single_value(spec: FieldSpec) -> JsonSchema:
    match spec.kind:
        case "passage" | "entity" | "either":
            return _reference(spec.kind)
        case "link":
            return _STATEMENT
        case "choice" | "scale":
            return _choice([answer.value for answer in spec.answers])
        case "flag":
            return {"type": "boolean"}
        case "text":
            return _STRING


def _object(properties: Mapping[str, JsonSchema]) -> JsonSchema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: JsonSchema, at_least: int = 0) -> JsonSchema:
    return {"type": "array", "items": items} | ({"minItems": at_least} if at_least else {})


def _choice(values: Iterable[object]) -> JsonSchema:
    return {"enum": list(values)}


def _nullable(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "null"}]}


def _reference(name: str) -> JsonSchema:
    return {"$ref": f"#/$defs/{name}"}
