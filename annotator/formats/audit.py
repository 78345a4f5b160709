"""The view `audit`: every event of an article, in order: who did what, when, for how long, and what it changed."""

from collections.abc import Iterator, Mapping
from operator import itemgetter

import orjson
from pydantic import ValidationError

from annotator.fields import Passage, Span
from annotator.formats.views import Page, Row, Tally, Work
from annotator.schema import LoadedSchema
from annotator.statements import Basis, Drop, Event, Origin, Put, Reject, State, newest_first, subject
from annotator.validity import quote

_NOTHING: Mapping[str, object] = {}


class AuditRows:
    """Makes the rows of the view `audit`."""

    def __init__(self, schema: LoadedSchema, tally: Tally) -> None:
        self._schema = schema
        self._tally = tally

    def rows(self, page: Page, works: list[Work]) -> Iterator[Row]:
        """Yield a row for each event about the article, by time and id."""
        events = [
            (event.at, event.id, work.annotator, event, work.state)
            for work in works
            for event in work.state.by_id.values()
            if event.article == page.id
        ]
        for *_, event, state in sorted(events, key=itemgetter(0, 1, 2)):
            range_ = self._range(event)
            fault = self._fault(page, event, range_)
            if fault:
                self._tally.leave_out("refused", f"{page.id}: {event.annotator}: event {event.id}: {fault}")
            else:
                yield self._row(page, event, state, range_)

    def _range(self, event: Event) -> Span | None:
        """Return the range of the text that an event is about, where it is about one."""
        if event.event == "mark":
            return event.sentence
        passage = self._anchor(_after(event) or _suggested(event))
        return Span(passage.start, passage.end) if passage else None

    def _anchor(self, values: Mapping[str, object]) -> Passage | None:
        try:
            return Passage.model_validate(values.get(self._schema.anchor.name))
        except ValidationError:  # of a former schema
            return None

    def _fault(self, page: Page, event: Event, range_: Span | None) -> str | None:
        text = page.text
        if event.text != page.text_hash:
            return "made on another text than the article has"
        if range_ and not 0 <= range_.start < range_.end <= len(text):
            return f"[{range_.start}, {range_.end}) is outside the text of {len(text)} characters"
        if event.event == "put" and range_ and quote(event.fields, self._schema, text) != event.quote:
            return f"its words in the text are not its quote “{event.quote[:40]}”"
        return None

    def _row(self, page: Page, event: Event, state: State, range_: Span | None) -> Row:
        origin = _origin(event)
        text, start, end = page.place(*page.sentences_of(*range_)) if range_ else ("", None, None)
        return {
            "id": event.id,
            "event": event.event,
            "at": event.at,
            "annotator": event.annotator,
            "seconds": event.seconds,
            "article": page.metadata,
            "schema": event.schema_,
            "guidelines": event.guidelines,
            "statement": event.statement if event.event in {"put", "drop"} else None,
            "sentence_start": start,
            "sentence_end": end,
            "sentence": text[start:end] if range_ else None,
            "quote": event.quote if event.event == "put" else None,
            "replaces": event.replaces,
            "undoes": event.undoes,
            "origin": {"kind": origin.kind, "by": origin.by, "version": origin.version} if origin else None,
            "basis": [item.model_dump() for item in _basis(event)],
            "changes": _changes(_before(event, state), _after(event), _suggested(event)),
            "reason": event.reason if event.event == "drop" else None,
            "note": event.note if event.event in {"drop", "mark"} else None,
            "mark": event.state if event.event == "mark" else None,
            "withdrawn": event.withdrawn if event.event == "reject" else False,
            "stands": event.id in state.threads[subject(event)].heads,
        }


def _before(event: Event, state: State) -> Mapping[str, object]:
    """Return the fields that a statement had before the event: those of the newest that it replaces."""
    replaced = newest_first(state.by_id[old] for old in event.replaces if old in state.by_id)
    return _after(replaced[0]) if replaced else _NOTHING


def _after(event: Event) -> Mapping[str, object]:
    return event.fields if isinstance(event, Put) else _NOTHING


def _suggested(event: Event) -> Mapping[str, object]:
    origin = _origin(event)
    return (origin.suggested if origin else None) or _NOTHING


def _origin(event: Event) -> Origin | None:
    if isinstance(event, Put):
        return event.origin
    return event.suggestion if isinstance(event, Reject) else None


def _basis(event: Event) -> tuple[Basis, ...]:
    """Return the statements of others that an adjudicator's event decides on."""
    if isinstance(event, Put):
        return event.origin.basis
    return event.basis if isinstance(event, Drop) else ()


def _changes(
    before: Mapping[str, object], after: Mapping[str, object], suggested: Mapping[str, object]
) -> list[Row]:
    """Return the fields that an event changed, or in which it differs from what was suggested."""
    return [
        {
            "field": name,
            "before": _json_text(before.get(name)),
            "after": _json_text(after.get(name)),
            "suggested": _json_text(suggested.get(name)),
        }
        for name in sorted({*before, *after, *suggested})
        if before.get(name) != after.get(name) or (suggested and suggested.get(name) != after.get(name))
    ]


def _json_text(value: object) -> str | None:
    """Return a value as JSON text, so that all values of a column are of one type."""
    return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
