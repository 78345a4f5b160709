"""Events of a journal, and the state that a set of them amounts to.

The state is a function of the *set* of events: reading is insensitive to order and to duplicates. For each
statement and each marked range the heads of the `replaces` graph (events that no other replaces) are its state;
several heads are a fork, in which the newest by (`at`, `id`) stands until one event replaces them all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, TypeAdapter

from annotator.fields import Span

ULID = "[0-9A-HJKMNP-TV-Z]{26}"
EventId = Annotated[str, StringConstraints(pattern=f"^e-{ULID}$")]
StatementId = Annotated[str, StringConstraints(pattern=f"^s-{ULID}$")]
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
TextHash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{12}$")]

MarkState = Literal["none", "done", "unsure", "skip", "unusable"]
OriginKind = Literal["typed", "suggestion", "import", "merge", "adjudication"]
DropReason = Literal["none-is-right", "duplicate", "guideline-gap"]
Fields = dict[str, JsonValue]

READ: frozenset[MarkState] = frozenset({"none", "done"})
"""The marks that say a sentence was read; everything else, silence too, is never a negative and never a vote."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Basis(_Value):
    """One annotator's statement that a decision saw; both ids are null where they had read and made none."""

    annotator: str
    statement: StatementId | None = None
    event: EventId | None = None


class Origin(_Value):
    """Where a statement came from."""

    kind: OriginKind = "typed"
    by: str | None = None
    version: str | None = None
    suggested: Fields | None = None
    basis: tuple[Basis, ...] = ()


class _Event(_Value):
    """What every event says; `undoes` names the event that this one takes back, for undo after a restart."""

    id: EventId
    replaces: tuple[EventId, ...] = ()
    undoes: EventId | None = None
    annotator: str
    at: Instant
    seconds: Annotated[float, Field(ge=0)] = 0
    article: str
    text: TextHash
    schema_: Annotated[str, Field(alias="schema")]
    guidelines: str | None = None


class Put(_Event):
    """A statement was made or edited."""

    event: Literal["put"] = "put"
    statement: StatementId
    fields: Fields
    quote: str
    origin: Origin = Origin()

    @property
    def basis(self) -> tuple[Basis, ...]:
        """What it rests on, if it is a decision."""
        return self.origin.basis


class Drop(_Event):
    """A statement was taken out."""

    event: Literal["drop"] = "drop"
    statement: StatementId
    reason: DropReason | None = None
    note: str | None = None
    basis: tuple[Basis, ...] = ()


class Reject(_Event):
    """A suggestion was declined, or the declining was taken back."""

    event: Literal["reject"] = "reject"
    suggestion: Origin
    withdrawn: bool = False


class Mark(_Event):
    """A verdict on a sentence or, where `sentence` is null, on the whole article; a null state takes it back."""

    event: Literal["mark"] = "mark"
    sentence: Span | None
    state: MarkState | None
    note: str | None = None


Event = Put | Drop | Reject | Mark

_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])

_KINDS: tuple[type[_Event], ...] = (Put, Drop, Reject, Mark)
_KEYS = list(
    dict.fromkeys(
        ["event", *(info.alias or name for kind in _KINDS for name, info in kind.model_fields.items())]
    )
)

_ESCAPED = {"\x85".encode(): b"\\u0085", "\u2028".encode(): b"\\u2028", "\u2029".encode(): b"\\u2029"}


def json_line(record: object) -> bytes:
    """Return `record` as one JSONL line: UTF-8, final line feed, no character that other readers cut lines at."""
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    if not line.isascii():
        for raw, escape in _ESCAPED.items():
            if raw[-1] in line:  # one byte is looked for many times as fast as three
                line = line.replace(raw, escape)
    return line


def event_line(event: Event) -> bytes:
    """Return the journal line of an event: every key of every kind of event, in one order, null where unused."""
    values = event.model_dump(mode="json", by_alias=True)
    return json_line({key: values.get(key) for key in _KEYS})


def parse_event(line: bytes | str) -> Event:
    """Read one journal line; raises pydantic's ValidationError (a ValueError) for one that is no event."""
    return _EVENT.validate_json(line)


class Subject(NamedTuple):
    """What an event is about: a statement, a marked range, or a suggestion."""

    kind: Literal["statement", "mark", "suggestion"]
    article: str
    key: str | Span | None


def subject(event: Event) -> Subject:
    """Return what `event` is about. Statements are known by their id alone: a corrected article keeps them."""
    if event.event == "mark":  # not isinstance: pydantic looks for what a model is not in slow steps
        return Subject("mark", event.article, event.sentence)
    if event.event == "reject":
        return Subject("suggestion", event.article, suggestion_key(event.suggestion))
    return Subject("statement", "", event.statement)


def suggestion_key(suggestion: Origin) -> str:
    """Return what a suggestion is known by: what it suggests."""
    return orjson.dumps(suggestion.suggested, option=orjson.OPT_SORT_KEYS).decode()


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Sort events by (`at`, `id`), newest first."""
    return sorted(events, key=lambda event: (event.at, event.id), reverse=True)


@dataclass(slots=True)
class Thread:
    """All events about one subject: its history, and the heads among them."""

    events: dict[str, Event] = field(default_factory=dict)
    heads: dict[str, Event] = field(default_factory=dict)

    @property
    def current(self) -> Event:
        """The event that stands: the newest head (of a damaged thread without any head, the newest event)."""
        if len(self.heads) == 1:
            (only,) = self.heads.values()
            return only
        return newest_first((self.heads or self.events).values())[0]

    @property
    def forked(self) -> bool:
        """Whether it was edited apart and nobody has decided yet."""
        return len(self.heads) > 1


class State:
    """What a set of events amounts to. Applying events is commutative and idempotent."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.threads: dict[Subject, Thread] = {}
        self.by_id: dict[str, Event] = {}
        self.clashes: dict[str, set[bytes]] = {}
        self._replaced: set[str] = set()
        self._by_article: dict[str, dict[Subject, Thread]] = {}
        for event in events:
            self.apply(event)

    def apply(self, event: Event) -> None:
        """Take one more event into account."""
        known = self.by_id.get(event.id)
        if known is not None and known == event:
            return
        for old in event.replaces:
            self._replaced.add(old)
            if old in self.by_id:
                self.threads[subject(self.by_id[old])].heads.pop(old, None)
        if known is None:
            self._add(event)
        else:  # damage: two events of one id; the same one stands in whatever order they are read
            self.clashes.setdefault(event.id, set()).update((event_line(known), event_line(event)))
            if event_line(event) < event_line(known):
                self._remove(known)
                self._add(event)

    def _add(self, event: Event) -> None:
        about, name = subject(event), event.id
        self.by_id[name] = event
        thread = self.threads.get(about)
        if thread is None:
            thread = self.threads[about] = Thread()
        thread.events[name] = event
        if name not in self._replaced:
            thread.heads[name] = event
        self._by_article.setdefault(event.article, {})[about] = thread

    def _remove(self, event: Event) -> None:
        about = subject(event)
        thread = self.threads[about]
        del thread.events[event.id]
        thread.heads.pop(event.id, None)
        if not any(other.article == event.article for other in thread.events.values()):
            del self._by_article[event.article][about]
        if not thread.events:
            del self.threads[about]

    def _currents(self, article: str | None) -> Iterator[tuple[Event, Thread]]:
        threads = self.threads if article is None else self._by_article.get(article, {})
        for thread in threads.values():
            current = thread.current
            if article is None or current.article == article:
                yield current, thread

    def statement_threads(self, article: str | None = None) -> list[tuple[Put, Thread]]:
        """Return the statements that stand (of one article, or of all), each with its history, by their ids."""
        found = [(current, thread) for current, thread in self._currents(article) if current.event == "put"]
        return sorted(found, key=lambda item: item[0].statement)

    def statements(self, article: str | None = None) -> Iterator[Put]:
        """Yield the statements that stand (of one article, or of all), in the order of their ids."""
        return (put for put, _ in self.statement_threads(article))

    def standing(self, article: str) -> list[Event]:
        """Return the event that stands for each subject of an article: statements, drops, marks, rejections."""
        return [current for current, _ in self._currents(article)]

    def statement(self, statement: str) -> Put | None:
        """Return the event that a statement stands by, or None where it was dropped or never made."""
        thread = self.threads.get(Subject("statement", "", statement))
        current = thread.current if thread else None
        return current if isinstance(current, Put) else None

    def statements_of(self, events: Iterable[Event]) -> Iterator[Put]:
        """Yield the events by which the statements stand that some events are about."""
        for event in events:
            if isinstance(event, Put | Drop) and (put := self.statement(event.statement)) is not None:
                yield put

    def statement_ids(self, article: str) -> list[str]:
        """Return the ids of all statements ever made in an article, dropped ones too, oldest first."""
        subjects = self._by_article.get(article, {})
        return sorted(str(about.key) for about in subjects if about.kind == "statement")

    def marks(self, article: str | None = None) -> Iterator[Mark]:
        """Yield the marks that stand (of one article, or of all); those taken back are left out."""
        for event, _ in self._currents(article):
            if event.event == "mark" and event.state is not None:
                yield event

    def heads(self, about: Subject) -> tuple[str, ...]:
        """Return the ids that a new event about this subject replaces."""
        thread = self.threads.get(about)
        return tuple(sorted(thread.heads)) if thread else ()

    def forks(self) -> Iterator[tuple[Subject, Thread]]:
        """Yield what was edited apart on two machines and not decided since."""
        return ((about, thread) for about, thread in self.threads.items() if len(thread.heads) > 1)
