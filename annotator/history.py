"""Undo and redo, also after a restart: both append events, and each says which event it takes back."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.statements import Drop, Event, Mark, Put, Reject, State, newest_first


@dataclass(slots=True)
class History:
    """What can be undone and redone: events in the order in which they were made."""

    done: list[Event] = field(default_factory=list)
    undone: list[Event] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)
    """By statement: the text whose words it was last about."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> "History":
        """Work out from a journal what was done and undone."""
        history = cls()
        for event in events:
            history.add(event)
        return history

    def add(self, event: Event) -> None:
        """Take account of one more event; what was done before its text was corrected cannot be undone."""
        if isinstance(event, Put) and self._texts.setdefault(event.statement, event.text) != event.text:
            self._texts[event.statement] = event.text
            self.done.clear()
            self.undone.clear()
        elif self.done and self.done[-1].id == event.undoes:
            self.done.pop()
            self.undone.append(event)
        elif self.undone and self.undone[-1].id == event.undoes:
            self.undone.pop()
            self.done.append(event)
        else:  # a change, or an undo that events of another machine came before
            self.done.append(event)
            self.undone.clear()


def reversal(event: Event, state: State) -> tuple[str, dict[str, object]]:
    """Return the kind of the event that takes `event` back, and what is particular to it."""
    earlier = newest_first(state.by_id[old] for old in event.replaces if old in state.by_id)
    before = earlier[0] if earlier else None
    if isinstance(event, Mark):
        mark = before if isinstance(before, Mark) else None
        return "mark", {
            "sentence": event.sentence,
            "state": mark.state if mark else None,
            "note": mark.note if mark else None,
        }
    if isinstance(event, Reject):
        return "reject", {"suggestion": event.suggestion, "withdrawn": not event.withdrawn}
    if isinstance(before, Put):
        return "put", {
            "statement": before.statement,
            "fields": before.fields,
            "quote": before.quote,
            "origin": before.origin,
        }
    if isinstance(before, Drop) and before.annotator == event.annotator:
        return "drop", before.model_dump(include={"statement", "reason", "note", "basis"})
    return "drop", {"statement": event.statement}
