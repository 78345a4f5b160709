"""The statement being made: which field is asked for, what was answered, and how one steps on and back.

Values are plain JSON, as a journal keeps them. No terminal and no file in here; the session saves what is done.
"""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from annotator.fields import UNNAMED_KINDS, EntityKind, Span
from annotator.schema import FieldSpec, LoadedSchema
from annotator.selecting import Selection
from annotator.statements import Fields, Origin
from annotator.validity import spans_of

Outcome = Literal["stays", "answered", "finished"]


@dataclass(slots=True)
class Draft:
    """One statement in the making. `statement` is its id where it was saved before, else None."""

    schema: LoadedSchema
    asked: FieldSpec
    values: Fields = field(default_factory=dict)
    statement: str | None = None
    origin: Origin = field(default_factory=Origin)
    adding: bool = False
    """Whether the next answer is a further span or a further name instead of another one."""
    last: FieldSpec | None = None
    """The field answered last: a passage there can still be adjusted, a list of names lengthened."""
    mention: Span | None = None
    """Words chosen as the mention of the name that comes next."""

    @classmethod
    def new(cls, schema: LoadedSchema) -> "Draft":
        """Start a statement with its anchor."""
        return cls(schema, schema.anchor)

    @property
    def is_new(self) -> bool:
        """Whether the statement was never saved."""
        return self.statement is None

    def value(self, spec: FieldSpec) -> JsonValue:
        """Return what a field holds so far: None, or an empty list, where nothing was answered."""
        return self.values.get(spec.name)

    def answered(self, spec: FieldSpec) -> bool:
        """Whether a field holds an answer."""
        return self.value(spec) not in (None, [], "")

    def unanswered(self) -> list[FieldSpec]:
        """The required fields that still lack an answer, in order."""
        return [spec for spec in self.schema.required if not self.answered(spec)]

    def go_to(self, spec: FieldSpec) -> None:
        """Ask for a field."""
        self.asked, self.adding, self.mention = spec, False, None

    def step_back(self) -> bool:
        """Ask for the field before this one again; False at the first one."""
        order = [spec for spec in self.schema.fields if spec.required or self.answered(spec)]
        before = [spec for spec in order[: _place(order, self.asked)] if spec != self.asked]
        if not before:
            return False
        self.go_to(before[-1])
        self.last = None
        return True

    def one_more(self) -> bool:
        """Make the next answer a further one, of this field or of the one answered last; False if neither can."""
        for spec in (self.asked, self.last):
            if spec is not None and _holds_several(spec) and self.answered(spec):
                self.go_to(spec)
                self.adding = True
                return True
        return False

    def passage_field(self) -> FieldSpec | None:
        """The passage that the selecting keys work on: the one asked for, or the one just answered."""
        if self.asked.kind == "passage":
            return self.asked
        if self.last is not None and self.last.kind == "passage":
            return self.last
        return None

    def selection(self, spec: FieldSpec) -> Selection:
        """Return the words that a passage field holds, ready to be changed."""
        spans = spans_of(self.value(spec))
        return Selection(spans, max(0, len(spans) - 1))

    def choose(self, spec: FieldSpec, selection: Selection) -> None:
        """Set the words of a passage field, without stepping on."""
        self.values[spec.name] = [list(span) for span in selection.spans] or None

    def answer(self, value: JsonValue) -> Outcome:
        """Answer the field asked for and ask for the next one that lacks an answer."""
        spec = self.asked
        if spec.many and isinstance(value, dict):
            kept = self.values.get(spec.name)
            others = [item for item in kept if not _same(item, value)] if isinstance(kept, list) else []
            value = [*others, value] if self.adding else [value]
        self.values[spec.name] = value
        return self.step_on()

    def step_on(self) -> Outcome:
        """Leave a field that has its answer: "finished" when nothing required is missing."""
        self.last, self.adding, self.mention = self.asked, False, None
        missing = self.unanswered()
        if not missing:
            return "finished"
        later = [
            spec
            for spec in missing
            if _place(self.schema.fields, spec) > _place(self.schema.fields, self.asked)
        ]
        self.asked = (later or missing)[0]
        return "answered"

    def clear(self) -> Outcome:
        """Take an optional field's answer away; the schema says what stands where there is none."""
        if self.asked.required:
            return "stays"
        self.values.pop(self.asked.name, None)
        return self.step_on()

    def copy_for_another_target(self) -> "Draft":
        """Return a new draft over the same words, with what depends on the target still open."""
        kept = {
            spec.name: self.values[spec.name]
            for spec in self.schema.fields
            if spec.name in self.values and spec.role not in {"stance", "target"} and spec.kind != "text"
        }
        draft = Draft(self.schema, self.schema.anchor, kept)
        open_fields = draft.unanswered()
        draft.asked = open_fields[0] if open_fields else self.schema.fields[-1]
        return draft

    def as_json(self) -> dict[str, JsonValue]:
        """Return the draft as kept in the cache, so that a crash loses nothing."""
        return {
            "field": self.asked.name,
            "values": self.values,
            "statement": self.statement,
            "origin": self.origin.model_dump(mode="json"),
        }

    @classmethod
    def from_json(cls, kept: dict[str, JsonValue], schema: LoadedSchema) -> "Draft":
        """Take up a draft that was kept; raises KeyError or ValueError for one of another schema."""
        values, name, statement = kept["values"], kept["field"], kept["statement"]
        if not isinstance(values, dict) or not set(values) <= {spec.name for spec in schema.fields}:
            raise ValueError("a draft of another schema")
        origin = Origin.model_validate(kept["origin"])
        return cls(schema, schema[str(name)], values, None if statement is None else str(statement), origin)


def entity(name: str, kind: EntityKind | None, mention: Span | None) -> Fields:
    """Return an entity as JSON."""
    return {"name": name, "kind": kind, "mention": None if mention is None else [list(mention)]}


def unnamed_entity(kind: EntityKind, mention: Span | None, words: str = "") -> Fields:
    """Return the answer "unnamed source", "the author" or "no speaker"; `words` may describe an unnamed one."""
    name = words if words and kind == "unnamed" else UNNAMED_KINDS[kind]
    return entity(name, kind, mention)


def with_mention(value: JsonValue, mention: Span | None) -> JsonValue:
    """Return an entity (or a list of them: its last one) with other words as its mention."""
    if isinstance(value, list) and value:
        return [*value[:-1], with_mention(value[-1], mention)]
    if isinstance(value, dict) and "name" in value:
        return {**value, "mention": None if mention is None else [list(mention)]}
    return value


def last_mention(value: JsonValue) -> Span | None:
    """Return the words that name an entity (or the last one of a list), where they are one span."""
    last = value[-1] if isinstance(value, list) and value else value
    mention = last.get("mention") if isinstance(last, dict) else None
    spans = spans_of(mention)
    return spans[0] if len(spans) == 1 else None


def _same(one: JsonValue, other: dict[str, JsonValue]) -> bool:
    """Whether two answers name the same: a name or a statement stands in a list once."""
    return isinstance(one, dict) and all(one.get(key) == other.get(key) for key in ("name", "statement"))


def _holds_several(spec: FieldSpec) -> bool:
    return spec.kind == "passage" or spec.many


def _place(specs: "list[FieldSpec] | tuple[FieldSpec, ...]", spec: FieldSpec) -> int:
    return next((i for i, other in enumerate(specs) if other == spec), len(specs))
