"""Carrying statements over to a corrected text: by their exact words, never by guessing. Pure."""

from collections.abc import Mapping
from typing import Protocol

from pydantic import JsonValue, ValidationError

from annotator.fields import Passage, Span
from annotator.schema import LoadedSchema
from annotator.statements import Fields, Origin
from annotator.validity import spans_of

CARRIED = Origin(kind="import", by="supersede")
"""The origin of a statement as it stands in the corrected text; where it came from first, its history says."""


class CarryError(Exception):
    """Words that cannot be found again with certainty; says which, and why."""


class Places:
    """Where the words of an old text stand in a new one."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._found: dict[str, tuple[list[int], list[int]]] = {}

    def new(self, span: Span) -> Span:
        """Return where the words of a span of the old text stand in the new one.

        Words that stand several times are told apart by their order, if they stand as often as before. Raises
        CarryError where they do not.
        """
        words = self._old[span.start : span.end]
        if words not in self._found:
            self._found[words] = occurrences(self._old, words), occurrences(self._new, words)
        before, after = self._found[words]
        if not after:
            raise CarryError(f"“{words}” is not in the new text")
        if len(before) != len(after):
            raise CarryError(f"“{words}” stood {len(before)} times and stands {len(after)} times now")
        start = after[before.index(span.start)]
        return Span(start, start + len(words))

    def passage(self, value: object) -> JsonValue:
        """Return a passage, as JSON has it, at its new place; raises CarryError."""
        spans = tuple(self.new(span) for span in spans_of(value))
        try:
            return [list(span) for span in Passage(spans).spans]
        except ValidationError:
            raise CarryError("its spans do not stand in this order any more") from None


class Moves(Protocol):
    """Knows where passages of an old text stand in a new one."""

    def passage(self, value: object) -> JsonValue:
        """Return a passage, as JSON has it, at its new place; raises CarryError."""
        ...


def carried_fields(fields: Fields, schema: LoadedSchema, places: Moves) -> Fields:
    """Return a statement's fields with every passage and mention at its new place; raises CarryError."""
    unknown = [name for name, value in fields.items() if name not in schema and value]
    if unknown:
        raise CarryError(f"the schema does not know its field “{unknown[0]}”")
    return {
        name: _carried(value, schema[name].kind, places) if value else value for name, value in fields.items()
    }


def _carried(value: JsonValue, kind: str, places: Moves) -> JsonValue:
    if kind == "passage":
        return places.passage(value)
    if kind not in {"entity", "either"}:
        return value
    if isinstance(value, list):
        return [_entity(item, places) for item in value]
    return _entity(value, places)


def _entity(value: JsonValue, places: Moves) -> JsonValue:
    if isinstance(value, Mapping) and value.get("mention"):
        return {**value, "mention": places.passage(value["mention"])}
    return value


def occurrences(text: str, words: str) -> list[int]:
    """Return every offset at which `words` stand in `text`, overlapping ones too."""
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
