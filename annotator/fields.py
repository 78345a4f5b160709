"""What the author of a schema imports: the kinds of field that a statement can have.

A schema is a class derived from `Schema`; the type of each field says what kind of field it is
(docs/schemas.md). All offsets are Unicode code points of the article's text, ranges are half-open.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

EntityKind = Literal["person", "organization", "document", "group", "unnamed", "author", "none"]
Role = Literal["claim", "speaker", "stance", "target", "cue", "parent"]

UNNAMED_KINDS: dict[EntityKind, str] = {
    "unnamed": "unnamed source",
    "author": "the author",
    "none": "no speaker",
}
"""Answers that are no name but stand where a name would, and how they read when nothing else is known."""


MAX_NAME = 300
"""Characters of an entity's name."""


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points."""

    start: int
    end: int


class Passage(RootModel[tuple[Span, ...]]):
    """One or more spans, in order and not touching: the words that one field is about."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.root:
            raise PydanticCustomError("passage", "a passage needs at least one span")
        if any(not 0 <= span.start < span.end for span in self.root):
            raise PydanticCustomError("passage", "a span must start before it ends")
        if any(left.end >= right.start for left, right in pairwise(self.root)):
            raise PydanticCustomError("passage", "the spans of a passage must be in order and must not touch")
        return self

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans, first to last."""
        return self.root

    @property
    def start(self) -> int:
        """Where the first span starts."""
        return self.root[0].start

    @property
    def end(self) -> int:
        """Where the last span ends."""
        return self.root[-1].end


class Entity(BaseModel):
    """A speaker or a target: a canonical name and, where the text has it, the words that name it there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
    kind: EntityKind | None = None
    mention: Passage | None = None


class StatementRef(BaseModel):
    """Another statement of the same annotator, by its id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: Annotated[str, StringConstraints(pattern="^s-[0-9A-HJKMNP-TV-Z]{26}$")]


class Option(StrEnum):
    """An answer of a choice field: `NAME = "value", "what it means", "key", "sign"`; only the value is needed.

    The sign is the one character that stands for the answer where there is room for no more. Of a stance, `+` agrees
    with the target and `-` disagrees: discourse networks are made by them.
    """

    description: str
    key: str | None
    sign: str | None

    def __new__(
        cls, value: str, description: str = "", key: str | None = None, sign: str | None = None
    ) -> Self:
        """Make a member whose value is the plain string."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        member.key = key
        member.sign = sign
        return member


class Grade(int, Enum):
    """An answer of a scale, with an order: `NAME = 2, "what it means", "key"`."""

    description: str
    key: str | None

    def __new__(cls, value: int, description: str = "", key: str | None = None) -> Self:
        """Make a member whose value is the plain number."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.description = description
        member.key = key
        return member


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked for: the letter that jumps to it, and the role that it plays.

    Put it into the annotation: `claim: Annotated[Passage, Ask(key="c", role="claim")]`. Without a key the
    first letter of the name that is still free is taken.
    """

    key: str | None = None
    role: Role | None = None


class Schema(BaseModel):
    """Base of all schemas: `class Statement(Schema, name="statement", version="1")`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_name: ClassVar[str] = ""
    schema_version: ClassVar[str] = ""

    def __init_subclass__(cls, *, name: str = "", version: str = "1", **kwargs: Any) -> None:
        """Take the schema's name and version from the class line."""
        super().__init_subclass__(**kwargs)
        cls.schema_name = name or cls.__name__.lower()
        cls.schema_version = version


def problem(field: str, message: str) -> PydanticCustomError:
    """Make the error that a schema's own validator raises, to be shown beside `field`."""
    return PydanticCustomError("rule", "{message}", {"message": message, "field": field})


__all__ = [
    "Annotated",
    "Ask",
    "Entity",
    "EntityKind",
    "Field",
    "Grade",
    "Option",
    "Passage",
    "Role",
    "Schema",
    "Span",
    "StatementRef",
    "model_validator",
    "problem",
]
