"""Entities as one line of text, as Label Studio shows them: the name, and behind a stroke the kind."""

from typing import get_args

from annotator.fields import EntityKind

_KINDS = get_args(EntityKind)
_NO_KIND = "-"


def entity_line(name: str, kind: str | None) -> str:
    """Return `name | kind`; the name alone where there is no kind, and nothing in it looks like one."""
    line = f"{name} | {kind}" if kind else name
    return line if read_entity_line(line) == (name, kind) else f"{name} | {_NO_KIND}"


def read_entity_line(line: str) -> tuple[str, str | None]:
    """Return name and kind; without a kind that we know behind a stroke, all is the name."""
    name, stroke, kind = line.rpartition(" | ")
    if stroke and kind in _KINDS:
        return name, kind
    return (name, None) if stroke and kind == _NO_KIND else (line, None)
