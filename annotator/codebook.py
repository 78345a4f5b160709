"""A schema for people and for programs: the codebook in Markdown, and the JSON Schema of a statement. Pure."""

import inspect
from collections.abc import Iterator

from annotator.schema import FieldSpec, LoadedSchema

_KINDS = {
    "passage": "words of the text",
    "entity": "a name",
    "choice": "one of the answers below",
    "scale": "one of the answers below, in order",
    "link": "another statement",
    "either": "a name, or another statement",
    "text": "a line of text",
    "flag": "yes or no",
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def codebook(schema: LoadedSchema) -> str:
    """Return the codebook: what a statement is, and each field with its key, its meaning and its answers."""
    return "\n".join(_lines(schema))


def json_schema(schema: LoadedSchema) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a statement's fields; its title is the schema's identifier."""
    return {"$schema": _DIALECT, **schema.model.model_json_schema(), "title": schema.identifier}


def _lines(schema: LoadedSchema) -> Iterator[str]:
    yield f"# Codebook: {schema.model.schema_name} {schema.model.schema_version}"
    yield ""
    if schema.model.__doc__:
        yield inspect.cleandoc(schema.model.__doc__)
        yield ""
    for spec in schema.fields:
        yield from _field(spec)
    rules = [rule for rule in _rules(schema) if rule]
    if rules:
        yield "## Rules"
        yield ""
        yield from (f"- {rule}" for rule in rules)
        yield ""
    yield f"Structure: `{schema.identifier}`"


def _field(spec: FieldSpec) -> Iterator[str]:
    yield f"## {spec.label} (`{spec.key}`)"
    yield ""
    if spec.description:
        yield spec.description
        yield ""
    need = "Always answered" if spec.required else "Only where there is something to say"
    yield f"{need}: {_KINDS[spec.kind]}{', or several' if spec.many else ''}."
    yield ""
    if spec.answers and spec.kind != "flag":
        yield "| key | answer | meaning |"
        yield "| --- | --- | --- |"
        yield from (
            f"| `{answer.key}` | {answer.label} | {_cell(answer.description)} |" for answer in spec.answers
        )
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _rules(schema: LoadedSchema) -> Iterator[str]:
    """Yield the documentation of the schema's own validators: the rules that go across fields."""
    decorators = schema.model.__pydantic_decorators__
    for validators in (decorators.model_validators, decorators.field_validators):
        for decorator in validators.values():
            yield " ".join((inspect.getdoc(decorator.func) or "").split())
