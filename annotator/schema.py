"""A schema as the tool sees it: which fields there are, of what kind, and whether values satisfy it.

Nothing here or elsewhere in the package names a field of a schema: all works by kind and, where that is not
enough, by the role that the schema declares.
"""

import hashlib
import string
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Literal, NamedTuple

import orjson
from pydantic import JsonValue, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from annotator.errors import SchemaError
from annotator.fields import Ask, Entity, Passage, Role, Schema, StatementRef

Kind = Literal["passage", "entity", "choice", "scale", "link", "either", "text", "flag"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer of a choice, a scale or a flag, with the key that gives it."""

    value: str | int | bool
    label: str
    description: str
    key: str
    sign: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a schema: what it holds and how it is asked for."""

    name: str
    kind: Kind
    many: bool
    required: bool
    description: str
    key: str
    role: Role | None
    answers: tuple[Answer, ...] = ()

    @property
    def label(self) -> str:
        """The name as people read it."""
        return self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a statement is not acceptable; `field` is None where no single field is to blame."""

    field: str | None
    message: str

    def __str__(self) -> str:
        """Return the problem as one line."""
        return f"{self.field}: {self.message}" if self.field else self.message


class _Member(NamedTuple):
    """A possible answer as its author declared it."""

    value: str | int | bool
    label: str
    description: str = ""
    key: str | None = None
    sign: str | None = None


class LoadedSchema:
    """A schema class together with what the tool needs to know of it."""

    def __init__(self, model: type[Schema], *, is_built_in: bool = False) -> None:
        """Look a schema class through; raises SchemaError. A built-in one changes its rules with its version only."""
        self.model = model
        self.is_built_in = is_built_in
        self.fields = tuple(_specs(model))
        self._by_name = {spec.name: spec for spec in self.fields}
        anchors = [spec for spec in self.fields if spec.kind == "passage" and spec.required]
        if not anchors:
            raise SchemaError(
                f"schema {model.schema_name}: it needs a required passage field to anchor statements to"
            )
        self.anchor = anchors[0]

    def __getitem__(self, name: str) -> FieldSpec:
        """Return the field called `name`; raises KeyError."""
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a field called `name`."""
        return name in self._by_name

    @property
    def required(self) -> list[FieldSpec]:
        """The fields without which a statement is not finished, in order."""
        return [spec for spec in self.fields if spec.required]

    def role(self, role: Role) -> FieldSpec | None:
        """Return the field that plays `role`, if the schema declares one."""
        return next((spec for spec in self.fields if spec.role == role), None)

    @cached_property
    def fingerprint(self) -> str:
        """Eight hex digits of a hash over the fields' structure; descriptions and keys do not count."""
        shape = [
            [s.name, s.kind, s.many, s.required, s.role, [answer.value for answer in s.answers]]
            for s in self.fields
        ]
        return hashlib.sha256(orjson.dumps(shape)).hexdigest()[:8]

    @property
    def identifier(self) -> str:
        """`name@version#fingerprint`, as recorded in every event."""
        return f"{self.model.schema_name}@{self.model.schema_version}#{self.fingerprint}"

    def problems(self, values: Mapping[str, object]) -> list[Problem]:
        """Say why `values` (a JSON object) do not satisfy the schema, a line a field; an empty list if they do."""
        try:
            self.model.model_validate(dict(values))
        except ValidationError as error:
            found = [_problem(detail) for detail in error.errors(include_url=False, include_input=False)]
            return list({item.field: item for item in reversed(found)}.values())[::-1]
        return []

    def complete(self, values: Mapping[str, object]) -> dict[str, JsonValue]:
        """Return `values` as the schema writes them: every field, in order, as plain JSON values.

        Raises pydantic's ValidationError where `problems` would report something.
        """
        return self.model.model_validate(dict(values)).model_dump(mode="json")


def _problem(detail: ErrorDetails) -> Problem:
    if detail["type"] == "rule":
        context = detail.get("ctx", {})
        return Problem(str(context["field"]), str(context["message"]))
    where = detail["loc"]
    field = str(where[0]) if where else None
    message = (
        "not answered yet" if detail["type"] == "missing" else detail["msg"].removeprefix("Value error, ")
    )
    return Problem(field, message)


def _specs(model: type[Schema]) -> Iterable[FieldSpec]:
    taken = _declared_keys(model)
    for name, info in model.model_fields.items():
        ask = _ask(info)
        kind, many, optional, answers = _kind(model, name, info)
        if ask.key:
            key = ask.key
        else:
            key = _free_key(name, taken)
            taken.add(key)
        yield FieldSpec(
            name=name,
            kind=kind,
            many=many,
            required=info.is_required() and not optional,
            description=info.description or "",
            key=key,
            role=ask.role,
            answers=answers,
        )


def _ask(info: FieldInfo) -> Ask:
    return next((item for item in info.metadata if isinstance(item, Ask)), Ask())


def _declared_keys(model: type[Schema]) -> set[str]:
    keys = [ask.key for ask in map(_ask, model.model_fields.values()) if ask.key]
    if len(keys) != len(set(keys)):
        raise SchemaError(f"schema {model.schema_name}: two fields have the same key")
    return set(keys)


def _free_key(name: str, taken: set[str]) -> str:
    letters = string.ascii_lowercase
    key = next(
        (letter for letter in name.lower() + letters if letter in letters and letter not in taken), None
    )
    if key is None:
        raise SchemaError(
            f"schema: no letter is left for “{name}”; give keys, or use an entity field for long lists"
        )
    return key


def _kind(model: type[Schema], name: str, info: FieldInfo) -> tuple[Kind, bool, bool, tuple[Answer, ...]]:
    """Return kind, whether it holds several, whether it may stay empty, and the possible answers."""
    parts, optional = _without_none(info.annotation)
    many = len(parts) == 1 and typing.get_origin(parts[0]) is list
    if many:
        parts, _ = _without_none(typing.get_args(parts[0])[0])
    single = parts[0]
    if set(parts) == {Entity, StatementRef}:
        return "either", many, optional, ()
    if len(parts) == 1 and isinstance(single, type):
        plain: dict[type, Kind] = {Passage: "passage", Entity: "entity", StatementRef: "link"}
        if single in plain and not (many and single is Passage):
            return plain[single], many, optional, ()
        if not many and single is bool:
            return (
                "flag",
                False,
                optional,
                _answers([_Member(True, "yes", key="y"), _Member(False, "no", key="n")]),
            )
        if not many and single is str:
            return "text", False, optional, ()
        if not many and issubclass(single, Enum):
            kind: Kind = "scale" if issubclass(single, int) else "choice"
            return kind, False, optional, _answers(_members(single))
    if not many and typing.get_origin(single) is Literal:
        values = [str(value) for value in typing.get_args(single)]
        return "choice", False, optional, _answers([_Member(value, value) for value in values])
    raise SchemaError(
        f"schema {model.schema_name}: field “{name}” has the type {info.annotation!r}, which is no kind of field; "
        "docs/schemas.md lists them"
    )


def _without_none(annotation: Any) -> tuple[tuple[Any, ...], bool]:
    """Take `X | Y | None` apart into `(X, Y)` and whether None was among them."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        parts = typing.get_args(annotation)
        return tuple(part for part in parts if part is not type(None)), type(None) in parts
    return (annotation,), False


def _members(enum: type[Enum]) -> list[_Member]:
    return [
        _Member(
            member.value,
            member.name.lower() if isinstance(member.value, int) else str(member.value),
            getattr(member, "description", ""),
            getattr(member, "key", None),
            getattr(member, "sign", None),
        )
        for member in enum
    ]


def _answers(members: list[_Member]) -> tuple[Answer, ...]:
    keys = [member.key for member in members if member.key]
    taken = set(keys)
    if len(keys) != len(taken):
        twice = next(key for key in keys if keys.count(key) > 1)
        labels = " and ".join(f"“{member.label}”" for member in members if member.key == twice)
        raise SchemaError(f"schema: {labels} have the same key, “{twice}”")
    answers = []
    for member in members:
        key = member.key or _free_key(member.label, taken)
        taken.add(key)
        answers.append(Answer(member.value, member.label, member.description, key, member.sign or key))
    return tuple(answers)
