"""Events and their replay: a state is a function of the set of events, whatever the order, and lines read back."""

import itertools
import random
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from annotator.fields import Span
from annotator.history import History, reversal
from annotator.statements import (
    Basis,
    Drop,
    Event,
    Mark,
    Origin,
    Put,
    Reject,
    State,
    Subject,
    event_line,
    json_line,
    parse_event,
    subject,
)

ARTICLES = ("harbour", "school")
SPANS = (Span(0, 40), Span(41, 80))


def ulid(number: int) -> str:
    return f"{number:026d}"


@dataclass
class Machines:
    """Two machines of one annotator: each sees its own events, and the other's after an exchange."""

    clocks: tuple[int, int]
    made: list[Event] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.events: list[list[Event]] = [[], []]

    def common(self, machine: int, about: Subject, article: str) -> dict[str, Any]:
        self.number += 1
        seconds = self.clocks[machine] + self.number
        return {
            "id": f"e-{ulid(self.number)}",
            "replaces": State(self.events[machine]).heads(about),
            "annotator": "ann",
            "at": f"2026-03-01T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000Z",
            "article": article,
            "text": "0" * 12,
            "schema": "statement@1#00000000",
        }

    def add(self, machine: int, event: Event) -> None:
        self.events[machine].append(event)
        self.made.append(event)

    def do(self, machine: int, what: str, pick: int) -> None:
        """Make, edit or drop a statement, mark a sentence, undo or redo, or exchange events."""
        state = State(self.events[machine])
        standing = list(state.statements())
        article = ARTICLES[pick % 2]
        if what == "new":
            name = f"s-{ulid(1000 + self.number)}"
            common = self.common(machine, Subject("statement", "", name), article)
            self.add(machine, Put(**common, statement=name, fields={"note": str(pick)}, quote="words"))
        elif what == "mark":
            about = Subject("mark", article, SPANS[pick // 2 % 2])
            state_of_mark = ("none", "done", "unsure", "skip", None)[pick % 5]
            common = self.common(machine, about, article)
            self.add(machine, Mark(**common, sentence=SPANS[pick // 2 % 2], state=state_of_mark))
        elif what == "exchange":
            for one, other in ((0, 1), (1, 0)):
                known = {event.id for event in self.events[one]}
                self.events[one] += [event for event in self.events[other] if event.id not in known]
        elif what in {"undo", "redo"}:
            history = History.of(self.events[machine])
            stack = history.done if what == "undo" else history.undone
            if stack:
                self.reverse(machine, stack[-1], state)
        elif standing:
            put = standing[pick % len(standing)]
            common = self.common(machine, subject(put), put.article)
            if what == "edit":
                self.add(
                    machine,
                    Put(**common, statement=put.statement, fields={"note": f"{pick}!"}, quote="words"),
                )
            else:
                self.add(machine, Drop(**common, statement=put.statement, reason="duplicate"))

    def reverse(self, machine: int, event: Event, state: State) -> None:
        kind, content = reversal(event, state)
        common = self.common(machine, subject(event), event.article) | {"undoes": event.id}
        make: dict[str, Any] = {"put": Put, "drop": Drop, "mark": Mark, "reject": Reject}
        self.add(machine, make[kind](**common, **content))


STEPS = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["new", "new", "edit", "edit", "drop", "mark", "undo", "redo", "exchange"]),
    st.integers(0, 9),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events of two machines that worked apart and now and then together; one clock may run an hour late."""
    machines = Machines(draw(st.sampled_from([(0, 0), (0, 3600), (3600, 0)])))
    for machine, what, pick in draw(st.lists(STEPS, max_size=25)):
        machines.do(machine, what, pick)
    return machines.made


def snapshot(state: State) -> object:
    """All that a reader of a state can see."""
    return (
        [event_line(put) for put in state.statements()],
        sorted(event_line(mark) for mark in state.marks()),
        {about: state.heads(about) for about in state.threads},
        {about for about, _ in state.forks()},
        {article: state.statement_ids(article) for article in ARTICLES},
        {article: [event_line(put) for put in state.statements(article)] for article in ARTICLES},
        {article: sorted(event_line(mark) for mark in state.marks(article)) for article in ARTICLES},
        state.clashes,
    )


@given(histories(), st.randoms(use_true_random=False))
def test_a_state_does_not_depend_on_order_or_duplicates(events: list[Event], rnd: random.Random):
    jumbled = events + rnd.choices(events, k=len(events)) if events else []
    rnd.shuffle(jumbled)
    assert snapshot(State(jumbled)) == snapshot(State(events))


@given(histories(), st.data())
def test_union_of_copies_is_commutative_associative_and_idempotent(events: list[Event], data: st.DataObject):
    a, b, c = ([event for event in events if data.draw(st.booleans())] for _ in range(3))
    union = snapshot(State([*a, *b, *c]))
    assert union == snapshot(State([*b, *a, *c]))
    assert union == snapshot(State([*c, *b, *a]))
    assert union == snapshot(State([*a, *b, *c, *a, *b, *c]))
    extended = State(a)
    for event in [*b, *c]:
        extended.apply(event)
    assert union == snapshot(extended)


@given(histories())
def test_what_nobody_replaced_stands(events: list[Event]):
    state = State(events)
    replaced = {old for event in events for old in event.replaces}
    heads = {head for thread in state.threads.values() for head in thread.heads}
    assert heads == {event.id for event in events} - replaced
    for thread in state.threads.values():
        newest = max(thread.heads.values(), key=lambda event: (event.at, event.id))
        assert thread.current == newest


@given(histories(), st.data())
def test_clashes_are_decided_alike_in_every_order(events: list[Event], data: st.DataObject):
    """Two events of one id: damage. Which one counts must not depend on which was read first."""
    if not events:
        return
    victims = data.draw(st.lists(st.sampled_from(events), min_size=1, max_size=3))
    twins = [event.model_copy(update={"article": "school", "seconds": 1.5}) for event in victims]
    one = State([*events, *twins])
    other = State([*twins, *events])
    assert snapshot(one) == snapshot(other)
    assert set(one.clashes) == {event.id for event in victims}
    assert all(len(versions) == 2 for versions in one.clashes.values())


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
IDS = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=26, max_size=26)
EVENT_IDS, STATEMENT_IDS = IDS.map("e-".__add__), IDS.map("s-".__add__)
COMMON: dict[str, Any] = {
    "id": EVENT_IDS,
    "replaces": st.lists(EVENT_IDS, max_size=2).map(tuple),
    "undoes": st.none() | EVENT_IDS,
    "annotator": TEXT,
    "at": st.datetimes().map(lambda at: f"{at.year:04}-{at:%m-%dT%H:%M:%S}.123Z"),
    "seconds": st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
    "article": TEXT,
    "text": st.text("0123456789abcdef", min_size=12, max_size=12),
    "schema": TEXT,
    "guidelines": st.none() | TEXT,
}
BASIS = st.lists(
    st.builds(Basis, annotator=TEXT, statement=st.none() | STATEMENT_IDS, event=st.none() | EVENT_IDS),
    max_size=2,
).map(tuple)
FIELDS = st.dictionaries(TEXT, JSON, max_size=3)
ORIGIN = st.builds(
    Origin,
    kind=st.sampled_from(["typed", "suggestion", "import", "merge", "adjudication"]),
    by=st.none() | TEXT,
    version=st.none() | TEXT,
    suggested=st.none() | FIELDS,
    basis=BASIS,
)
NUMBERS = st.integers(0, 10**7)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Put, **COMMON, statement=STATEMENT_IDS, fields=FIELDS, quote=TEXT, origin=ORIGIN),
    st.builds(
        Drop,
        **COMMON,
        statement=STATEMENT_IDS,
        reason=st.sampled_from([None, "none-is-right", "duplicate", "guideline-gap"]),
        note=st.none() | TEXT,
        basis=BASIS,
    ),
    st.builds(Reject, **COMMON, suggestion=ORIGIN, withdrawn=st.booleans()),
    st.builds(
        Mark,
        **COMMON,
        sentence=st.none() | st.builds(Span, NUMBERS, NUMBERS),
        state=st.sampled_from([None, "none", "done", "unsure", "skip", "unusable"]),
        note=st.none() | TEXT,
    ),
)


@given(EVENTS)
def test_a_line_reads_back_as_the_same_event(event: Event):
    line = event_line(event)
    assert parse_event(line) == event
    assert event_line(parse_event(line)) == line


@given(st.lists(EVENTS, min_size=2, max_size=4))
def test_every_line_has_every_key_in_one_order_and_cuts_nowhere(events: list[Event]):
    lines = [event_line(event) for event in events]
    orders = {tuple(orjson.loads(line)) for line in lines}
    assert len(orders) == 1
    for line in lines:
        assert line.endswith(b"\n")
        assert len(line.decode().splitlines()) == 1  # Python cuts at U+0085, U+2028 and U+2029 too


@pytest.mark.parametrize("cutter", ["\x85", "\u2028", "\u2029"])
def test_characters_at_which_others_cut_lines_are_escaped(cutter: str):
    line = json_line({"quote": f"left{cutter}right", f"k{cutter}": 1})
    assert cutter.encode() not in line
    assert f"\\u{ord(cutter):04x}".encode() in line
    assert orjson.loads(line) == {"quote": f"left{cutter}right", f"k{cutter}": 1}


def test_bytes_that_only_look_like_a_line_end_stay():
    record = {"quote": "Å…Ѕ 😅"}  # their last bytes are those of U+0085 and U+2028
    assert json_line(record) == orjson.dumps(record) + b"\n"


GOOD = orjson.loads(
    event_line(
        Mark(
            id=f"e-{ulid(1)}", annotator="ann", at="2026-03-01T09:00:00.000Z", article="harbour", text="0" * 12,
            sentence=Span(0, 5), state="none", schema="statement@1#00000000",
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("event", "vanish"),
        ("id", "e-1"),
        ("id", "s-" + ulid(1)),
        ("at", "yesterday"),
        ("at", "2026-03-01T09:00:00+01:00"),
        ("seconds", -1),
        ("text", "xyz"),
        ("sentence", [1]),
        ("state", "maybe"),
        ("annotator", None),
        ("replaces", ["e-1"]),
    ],
)
def test_what_is_no_event_is_refused(key: str, value: object):
    assert parse_event(orjson.dumps(GOOD))
    with pytest.raises(ValidationError):
        parse_event(orjson.dumps({**GOOD, key: value}))


def test_an_edit_that_saw_its_predecessor_wins_over_any_clock():
    early = Machines((3600, 0))
    early.do(0, "new", 0)
    early.do(0, "exchange", 0)
    early.do(1, "edit", 7)  # its clock is an hour behind
    first, second = early.made
    assert second.at < first.at
    for order in itertools.permutations(early.made):
        state = State(order)
        assert list(state.statements()) == [second]
        assert not list(state.forks())


def test_edits_made_apart_are_a_fork_until_one_event_replaces_both():
    machines = Machines((0, 0))
    for machine, what in [(0, "new"), (0, "exchange"), (0, "edit"), (1, "drop"), (0, "exchange")]:
        machines.do(machine, what, 0)
    state = State(machines.made)
    [(about, thread)] = state.forks()
    assert about.kind == "statement"
    assert thread.current == machines.made[-1]
    edited = machines.made[-2]
    decision = edited.model_copy(update={"id": f"e-{ulid(99)}", "replaces": state.heads(about)})
    state.apply(decision)
    assert not list(state.forks())
    assert list(state.statements()) == [decision]


def test_a_thread_whose_events_replace_each_other_still_has_a_state():
    machines = Machines((0, 0))
    machines.do(0, "new", 0)
    machines.do(0, "edit", 1)
    first, second = machines.made
    ring = [first.model_copy(update={"replaces": (second.id,)}), second]
    state = State(ring)
    assert list(state.statements()) == [second]


@given(histories())
def test_undo_and_redo_leave_what_was_there(events: list[Event]):
    """Undoing everything that can be undone and redoing it all gives the statements and marks of before."""
    machines = Machines((0, 7200))
    machines.events[1] = list(events)
    machines.number = 5000

    def words() -> object:
        state = State(machines.events[1])
        puts = [(put.statement, put.fields) for put in state.statements()]
        return puts, sorted((mark.article, mark.sentence, mark.state) for mark in state.marks())

    before, undone = words(), 0
    if list(State(events).forks()) or any(len(event.replaces) > 1 for event in events):
        return  # a fork, open or decided: undoing back through it changes what stands
    while History.of(machines.events[1]).done:
        machines.do(1, "undo", 0)
        undone += 1
    assert words() == ([], [])
    for _ in range(undone):
        machines.do(1, "redo", 0)
    assert words() == before
