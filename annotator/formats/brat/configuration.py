"""`annotation.conf`: which types brat offers, made from the schema by kind of field."""

from annotator.formats.brat.naming import role_name, value_names
from annotator.schema import FieldSpec, LoadedSchema

WITH_WORDS = frozenset({"passage", "entity", "either"})
"""The kinds of field whose values can have words of the text."""

ANSWERED = frozenset({"choice", "scale", "flag"})
"""The kinds of field that become attributes."""


def annotation_conf(schema: LoadedSchema) -> str:
    """Return the file: types for fields with words, one event for the statement, attributes for answers."""
    anchor = schema.anchor.name
    roles = [
        _role(spec, anchor)
        for spec in schema.fields
        if spec != schema.anchor and spec.kind in {*WITH_WORDS, "link"}
    ]
    lines = [
        "[entities]",
        *(spec.name for spec in schema.fields if spec.kind in WITH_WORDS and spec != schema.anchor),
        "",
        "[relations]",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        "",
        "[events]",
        f"{anchor}\t{', '.join(roles)}".rstrip(),
        "",
        "[attributes]",
        *(
            f"{spec.name}\tArg:<EVENT>, Value:{'|'.join(value_names(spec).values())}"
            for spec in schema.fields
            if spec.kind in ANSWERED
        ),
    ]
    return "\n".join(lines) + "\n"


def _role(spec: FieldSpec, anchor: str) -> str:
    """Return how a field is declared; all may be left out, for an entity need not have words."""
    types = {"link": anchor, "either": f"{spec.name}|{anchor}"}.get(spec.kind, spec.name)
    return f"{role_name(spec.name)}{'*' if spec.many else '?'}:{types}"
