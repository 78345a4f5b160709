"""Why gold says what it says: the statements that a decision rests on, and what of them it did not take. Pure.

No schema is needed: values are shown by their shape, so that decisions under earlier schemas can be read too.
"""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from annotator.gold import basis_of
from annotator.statements import Drop, Put
from annotator.validity import spans_of


def reasons(decision: Put | Drop, events: Mapping[str, Put], text: str) -> Iterator[str]:
    """Yield a line on the votes and one on each annotator whose work a decision saw.

    `events` are those that the decision rests on, by id; one that is missing there is named as gone.
    """
    basis = basis_of(decision)
    if not basis:
        return
    made = [item for item in basis if item.statement is not None]
    yield f"{len(made)} made it, {len(basis) - len(made)} read it and made none:"
    for item in basis:
        put = events.get(item.event or "")
        if item.statement is None:
            yield f"{item.annotator}  made none"
        elif put is None:
            yield f"{item.annotator}  {item.statement}  is no longer in the journals"
        elif isinstance(decision, Drop):
            yield f"{item.annotator}  {item.statement}  left out: “{put.quote}”"
        else:
            yield f"{item.annotator}  {item.statement}  {_verdict(decision, put, text)}"


def _verdict(decision: Put, put: Put, text: str) -> str:
    rejected = [
        f"{name} {_shown(value, text) or 'left open'}"
        for name, value in put.fields.items()
        if _compared(value) != _compared(decision.fields.get(name))
    ]
    return f"not taken: {', '.join(rejected)}" if rejected else "taken as it is"


def _compared(value: JsonValue) -> object:
    """Return what counts of a value: names without their mentions, references without whose they are."""
    if isinstance(value, list) and not spans_of(value):
        return [_compared(item) for item in value] or None
    if isinstance(value, dict):
        return ("name", value["name"]) if "name" in value else "a statement"
    return value or None


def _shown(value: JsonValue, text: str) -> str:
    if spans := spans_of(value):
        return f"“{' … '.join(text[start:end] for start, end in spans)}”"
    if isinstance(value, list):
        return " + ".join(_shown(item, text) for item in value)
    if isinstance(value, dict):
        return str(value.get("name", "another statement"))
    return "" if value is None else str(value)
