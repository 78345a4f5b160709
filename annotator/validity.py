"""What a statement must satisfy beyond its schema: its words are in the text, what it points to exists.

Pure, and the same for entry, for `annotator check` and for exports.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from annotator.entities import NameList
from annotator.fields import UNNAMED_KINDS, Span
from annotator.schema import FieldSpec, LoadedSchema, Problem
from annotator.statements import Put


def spans_of(value: object) -> tuple[Span, ...]:
    """Return the spans of a passage as JSON has it; empty where there is none, or something else."""
    spans = []
    for item in value if isinstance(value, list) else ():
        if not isinstance(item, (list, tuple)) or len(item) != 2:
            return ()
        start, end = item
        if not isinstance(start, int) or not isinstance(end, int):
            return ()
        spans.append(Span(start, end))
    return tuple(spans)


def items(
    values: Mapping[str, object], schema: LoadedSchema
) -> Iterator[tuple[FieldSpec, dict[str, object]]]:
    """Yield each entity and each reference in a statement's fields, with the field that holds it."""
    for spec in schema.fields:
        if spec.kind in {"entity", "either", "link"}:
            value = values.get(spec.name)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    yield spec, item


def entities(
    values: Mapping[str, object], schema: LoadedSchema
) -> Iterator[tuple[FieldSpec, dict[str, object]]]:
    """Yield each entity in a statement's fields, with the field that holds it."""
    return ((spec, item) for spec, item in items(values, schema) if "name" in item)


def names_in(puts: Iterable[Put], schema: LoadedSchema) -> set[str]:
    """Return the names that statements have in their fields."""
    return {str(item["name"]) for put in puts for _, item in entities(put.fields, schema)}


def references(values: Mapping[str, object], schema: LoadedSchema) -> Iterator[tuple[FieldSpec, str]]:
    """Yield the id of each statement that a statement points to, with the field that does."""
    return ((spec, str(item["statement"])) for spec, item in items(values, schema) if "statement" in item)


def passages(
    values: Mapping[str, object], schema: LoadedSchema
) -> Iterator[tuple[FieldSpec, tuple[Span, ...]]]:
    """Yield each passage in a statement's fields, mentions of entities included, with the field that holds it."""
    for spec in schema.fields:
        if spec.kind == "passage" and values.get(spec.name):
            yield spec, spans_of(values[spec.name])
    for spec, item in entities(values, schema):
        if item.get("mention"):
            yield spec, spans_of(item["mention"])


def quote(values: Mapping[str, object], schema: LoadedSchema, text: str) -> str:
    """Return the exact words of a statement's anchor, its spans joined by a blank."""
    return " ".join(text[start:end] for start, end in spans_of(values.get(schema.anchor.name)))


def text_problems(values: Mapping[str, object], schema: LoadedSchema, text: str) -> list[Problem]:
    """Say which passages do not fit the text: outside of it, or with white space at an end."""
    found = []
    for spec, spans in passages(values, schema):
        for start, end in spans:
            if end > len(text):
                found.append(
                    Problem(spec.name, f"[{start}, {end}) is outside the text of {len(text)} characters")
                )
            elif text[start].isspace() or text[end - 1].isspace():
                found.append(Problem(spec.name, f"[{start}, {end}) begins or ends with white space"))
    return found


def reference_problems(
    values: Mapping[str, object], schema: LoadedSchema, own: str | None, fields_of: Callable[[str], object]
) -> list[Problem]:
    """Say which references lead nowhere or back to the statement itself.

    Only links must not go round (a parent of its own parent); two statements may well deny each other.

    `own` is the statement's id, if it has one; `fields_of` returns the fields of a statement, or None where it was
    dropped or never made.
    """
    found = []
    for spec, target in references(values, schema):
        if target == own:
            found.append(Problem(spec.name, "a statement cannot point to itself"))
        elif fields_of(target) is None:
            found.append(Problem(spec.name, "it points to a statement that is no longer there"))
        elif own is not None and spec.kind == "link" and _leads_back(spec, target, own, schema, fields_of):
            found.append(Problem(spec.name, "it points back to itself through other statements"))
    return found


def _leads_back(
    spec: FieldSpec, start: str, own: str, schema: LoadedSchema, fields_of: Callable[[str], object]
) -> bool:
    """Follow one field from statement to statement."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        if at == own:
            return True
        values = fields_of(at)
        if at not in seen and isinstance(values, Mapping):
            seen.add(at)
            waiting += [target for field, target in references(values, schema) if field == spec]
    return False


def closed_list_problems(
    values: Mapping[str, object], schema: LoadedSchema, lists: Mapping[str, NameList]
) -> list[Problem]:
    """Say which names are not in a list that takes no new ones."""
    found = []
    for spec, item in entities(values, schema):
        names = lists.get(spec.role or spec.name)
        listed = {known.name for known in names.names} if names is not None else set()
        names_nobody = item.get("kind") in UNNAMED_KINDS
        if names is not None and names.closed and not names_nobody and item["name"] not in listed:
            found.append(Problem(spec.name, f"“{item['name']}” is not in the closed list of entities.toml"))
    return found
