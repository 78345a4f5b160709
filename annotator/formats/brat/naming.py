"""How fields and answers are called in brat: types, roles and values are words without blanks.

An annotation of a field has the field's name as its type, and as its role in the event of its statement.
"""

import re
from collections.abc import Mapping

from annotator.schema import FieldSpec, LoadedSchema

_DIGITS = re.compile(r"\d+$")


def role_name(field: str) -> str:
    """Return the role of a field: none ends in a digit, for brat numbers the roles that come several times.

    A name that ends in a digit, or in underscores after one, gets one underscore more.
    """
    return f"{field}_" if re.search(r"\d_*$", field) else field


def field_of(role: str, schema: LoadedSchema) -> FieldSpec | None:
    """Return the field that a role, numbered or not, stands for."""
    roles = {role_name(spec.name): spec for spec in schema.fields}
    return roles.get(role) or roles.get(_DIGITS.sub("", role))


def value_names(spec: FieldSpec) -> dict[str | int | bool, str]:
    """Return what each answer of a choice, a scale or a flag is called, for no two the same."""
    names: dict[str | int | bool, str] = {}
    for answer in spec.answers:
        plain = answer.label if spec.kind == "flag" else str(answer.value)
        name = base = re.sub(r"[^\w.+-]", "_", plain) or "_"
        number = 2
        while name in names.values():
            name, number = f"{base}_{number}", number + 1
        names[answer.value] = name
    return names


def values_by_name(spec: FieldSpec) -> Mapping[str, str | int | bool]:
    """Return the answers by what they are called."""
    return {name: value for value, name in value_names(spec).items()}
