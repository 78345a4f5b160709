"""Hands on the keyboard: keys pressed on the real desk, for good or on trial."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field

from annotator.draft import Draft
from annotator.fields import Span
from annotator.tui.commands import Keymap, press
from annotator.tui.desk import Desk

Keys = tuple[str, ...]

_DESK = (
    *("hints", "prompt", "selection", "cycle", "message", "alarm", "problems", "new_kind", "wanted"),
    "statement_chosen",
)
_HERE = ("place", "point", "selected")


@dataclass(frozen=True, slots=True)
class Moment:
    """What is on the desk at one moment; saved statements are not part of it."""

    draft: Draft | None
    desk: tuple[object, ...]
    here: tuple[object, ...]


@dataclass(slots=True)
class Hands:
    """The desk and the keys pressed on it so far."""

    desk: Desk
    keymap: Keymap = field(default_factory=Keymap)
    pressed: list[str] = field(default_factory=list)

    @property
    def draft(self) -> Draft:
        """The statement being made."""
        assert self.desk.session.draft is not None
        return self.desk.session.draft

    def press(self, keys: Sequence[str]) -> None:
        """Press keys for good, or within a trial until it ends."""
        for key in keys:
            press(self.desk, self.keymap, key)
        self.pressed += keys

    def means(self, key: str) -> str | None:
        """Return the id of the command that a key means now."""
        command = self.keymap.command(self.desk.scopes(), key)
        return command.id if command else None

    def accepts(self, key: str) -> bool:
        """Whether a key takes what is suggested; "delete", say, would take the selected statement out."""
        command = self.keymap.command(self.desk.scopes(), key)
        return command is not None and "proposal" in command.scopes

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Put everything back afterwards; nothing is saved or kept meanwhile."""
        session, before, count = self.desk.session, self.moment(), len(self.pressed)
        draft, session.draft = session.draft, _copied(session.draft)
        save, keep = session.save, session.keep
        session.save, session.keep = list, _nothing  # type: ignore[method-assign]
        try:
            yield
        finally:
            session.save, session.keep = save, keep  # type: ignore[method-assign]
            self.go_back(before)
            session.draft = draft
            del self.pressed[count:]

    def moment(self) -> Moment:
        """Return what is on the desk, to come back to."""
        desk, here = self.desk, self.desk.session.here
        return Moment(
            _copied(desk.session.draft),
            tuple(copy(getattr(desk, name)) for name in _DESK),
            tuple(getattr(here, name) for name in _HERE),
        )

    def go_back(self, moment: Moment) -> None:
        """Put on the desk what was there at a moment of the same trial, or before it."""
        desk, here = self.desk, self.desk.session.here
        desk.session.draft = _copied(moment.draft)
        for name, value in zip(_DESK, moment.desk, strict=True):
            setattr(desk, name, copy(value))
        for name, value in zip(_HERE, moment.here, strict=True):
            setattr(here, name, value)


def _nothing() -> None:
    """Keep nothing: a trial is over before the program can crash."""


def _copied(draft: Draft | None) -> Draft | None:
    if draft is None:
        return None
    other = copy(draft)
    other.values = dict(draft.values)
    return other


def hint_keys(hands: Hands, opener: Keys, goal: Span) -> list[Keys]:
    """Return the ways to choose by word hints what comes nearest to `goal`; the keys of `opener` show the labels."""
    with hands.trial():
        hands.press(opener)
        first = _label(hands, goal.start)
        if first is None:
            return []
        hands.press(first)
        if hands.desk.hints is None:
            return [(*opener, *first)]
        last = _label(hands, goal.end - 1)
        ends: list[Keys] = [(".",), (",",), ("enter",)] + ([last] if last else [])
    return [(*opener, *first, *end) for end in ends]


def _label(hands: Hands, offset: int) -> Keys | None:
    hints = hands.desk.hints
    labels = hints.labels.items() if hints is not None else ()
    label = next((label for label, word in labels if word.start <= offset < word.end), None)
    return tuple(label) if label else None
