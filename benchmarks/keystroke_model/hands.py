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
        """Press keys for good."""
        for key in keys:
            press(self.desk, self.keymap, key)
        self.pressed += keys

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Put everything back afterwards; nothing is saved meanwhile."""
        desk, here = self.desk, self.desk.session.here
        draft, place, count = desk.session.draft, (here.place, here.point, here.selected), len(self.pressed)
        kept = {name: getattr(desk, name) for name in _DESK}
        if draft is not None:
            desk.session.draft = copy(draft)
            desk.session.draft.values = dict(draft.values)
        save, desk.session.save = desk.session.save, list  # type: ignore[method-assign]
        try:
            yield
        finally:
            desk.session.save = save  # type: ignore[method-assign]
            desk.session.draft = draft
            here.place, here.point, here.selected = place
            del self.pressed[count:]
            for name, value in kept.items():
                setattr(desk, name, value)


_DESK = ("hints", "prompt", "selection", "cycle", "message", "alarm", "problems", "new_kind", "wanted")


def hint_keys(hands: Hands, opener: str, goal: Span) -> list[Keys]:
    """Return the ways to choose by word hints what comes nearest to `goal`; `opener` shows the labels."""
    with hands.trial():
        hands.press([opener])
        first = _label(hands, goal.start)
        if first is None:
            return []
        hands.press(first)
        last = _label(hands, goal.end - 1)
        ends: list[Keys] = [(".",), (",",), ("enter",)] + ([last] if last else [])
    return [(opener, *first, *end) for end in ends]


def _label(hands: Hands, offset: int) -> Keys | None:
    hints = hands.desk.hints
    labels = hints.labels.items() if hints is not None else ()
    label = next((label for label, word in labels if word.start <= offset < word.end), None)
    return tuple(label) if label else None
