"""How the fields of a schema become variables of DNA, and how they are found again in those of any team."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args

from annotator.errors import StatementError
from annotator.fields import EntityKind, Role
from annotator.formats.networks.coding import sides
from annotator.schema import FieldSpec, LoadedSchema

_USUAL: Mapping[Role, tuple[str, ...]] = {
    "speaker": ("person", "organization"),
    "target": ("concept",),
    "stance": ("agreement",),
}
"""What the variables of DNA's own type of statement are called, by the role that they play, the surest first."""

_ENTITY_KINDS = frozenset(get_args(EntityKind))


class Name(NamedTuple):
    """A short text: a name or an answer, with what is said of its kind."""

    value: str
    kind: str = ""


Value = Name | bool | int | str
"""What a variable holds: a short text, a boolean, an integer or a long text."""


def short_texts(schema: LoadedSchema) -> list[FieldSpec]:
    """Return the fields that become short texts: those of one name or one answer, speakers and targets.

    A variable holds one name: a statement of several speakers becomes one for each.
    """
    return [
        spec
        for spec in schema.fields
        if spec.kind in {"entity", "either", "choice"}
        and spec.role != "stance"
        and (not spec.many or spec.role in {"speaker", "target"})
    ]


class Meaning:
    """Reads variables as the fields of a schema: by the field's name, or by what DNA usually calls its role."""

    def __init__(self, schema: LoadedSchema) -> None:
        stance = schema.role("stance")
        self._sides = sides(stance) if stance else {}
        own = {spec.name.casefold() for spec in schema.fields}
        self._named = [
            (spec, (spec.name, *(name for name in _USUAL.get(spec.role, ()) if name not in own)))  # type: ignore[arg-type]
            for spec in schema.fields
        ]

    def fields(self, variables: Mapping[str, Value]) -> dict[str, object]:
        """Return the fields that variables (by their names in small letters) fill, as the schema writes them.

        Raises StatementError for an answer that the schema lacks.
        """
        found = {}
        for spec, names in self._named:
            for name in names:
                value = variables.get(name.casefold())
                if value not in {None, "", Name("")} and spec.name not in found:
                    shown = self.value(spec, [value], name)
                    if shown is not None:
                        found[spec.name] = shown
        return found

    def value(self, spec: FieldSpec, values: Iterable[Value], variable: str = "") -> object:
        """Return what the values of a variable, of one statement, are in a field; None where it cannot hold them."""
        shown = [self._one(spec, value, variable) for value in dict.fromkeys(values)]
        return shown if spec.many else shown[0]

    def _one(self, spec: FieldSpec, value: Value, variable: str) -> object:
        if spec.kind in {"entity", "either"} and isinstance(value, Name):
            kind = next((kind for kind in (value.kind, variable) if kind in _ENTITY_KINDS), None)
            return {"name": value.value, "kind": kind, "mention": None}
        if spec.role == "stance" and not isinstance(value, (Name, str)):
            return self._answer_of_side(spec, value)
        if spec.answers:
            said = value.value if isinstance(value, Name) else value
            for answer in spec.answers:
                if str(answer.value).casefold() == str(said).casefold():
                    return answer.value
            raise StatementError(f"{spec.label}: “{str(said)[:40]}” is not one of the answers")
        return str(value) if spec.kind == "text" and isinstance(value, (str, int)) else None

    def _answer_of_side(self, spec: FieldSpec, value: bool | int) -> object:
        """Return the first answer that takes the side: a boolean is for or against, a number by its sign."""
        side = (1 if value else -1) if isinstance(value, bool) else (value > 0) - (value < 0)
        return next(
            (answer.value for answer in spec.answers if self._sides.get(answer.value, 0) == side), None
        )
