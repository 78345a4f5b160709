"""What an export keeps in a statement that DNA has no place for, and what it told DNA, to see what was changed."""

from collections.abc import Mapping

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from annotator.formats.dna.variables import Name, Value


class Held(BaseModel):
    """The JSON in the variable of long text."""

    model_config = ConfigDict(strict=True)

    statement: str
    part: int
    """A statement of several speakers has a part for each of them."""
    parts: int
    quote: str
    fields: dict[str, object]
    """As the schema writes them."""
    variables: dict[str, str | bool]
    """As DNA was told."""
    place: list[int]
    """Start and stop, as DNA was told."""

    def line(self) -> str:
        """Return the JSON."""
        return orjson.dumps(self.model_dump()).decode()


def read_held(value: Value | None) -> Held | None:
    """Return what is kept, or None for a text that is something else."""
    if not isinstance(value, str):
        return None
    try:
        return Held.model_validate_json(value)
    except ValidationError:
        return None


def plain(variables: Mapping[str, Value]) -> dict[str, str | bool]:
    """Return variables as JSON has them."""
    found: dict[str, str | bool] = {}
    for name, value in variables.items():
        shown = value.value if isinstance(value, Name) else value
        found[name] = shown if isinstance(shown, (str, bool)) else str(shown)
    return found
