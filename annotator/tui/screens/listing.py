"""What the screens share: how a key is named, and a screen that is a list between two bars."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from annotator.tui.panes.list import ListPane
from annotator.tui.panes.rows import RowsPane
from annotator.tui.panes.rule import Rule


def key_name(event: events.Key) -> str:
    """Return a key as the table of commands names it: a printable one as itself, others as Textual calls them."""
    char = event.character
    return char if event.is_printable and char and char != " " else event.key


class ListingScreen(Screen[None]):
    """A list to move in, with a line above it and the keys below. A subclass says what other keys do."""

    def __init__(self, row: Callable[[int], str]) -> None:
        super().__init__()
        self.header = RowsPane(id="header")
        self.list = ListPane(row, id="list")
        self.keys = RowsPane(id="keys")

    def compose(self) -> ComposeResult:
        """Lay the panes out."""
        yield self.header
        yield Rule()
        yield self.list
        yield Rule()
        yield self.keys

    def press(self, key: str) -> None:
        """Do what a key means here."""
        raise NotImplementedError

    def go_back(self) -> None:
        """Close, once: a key that was pressed before this took effect would close what is below."""
        if self.is_current:
            self.dismiss()

    def scroll(self, key: str) -> bool:
        """Move in the list; False for a key that does not."""
        page = max(1, self.list.size.height - 1)
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "pageup": -page}
        steps |= {"home": -self.list.count, "end": self.list.count}
        if key in steps:
            self.list.move(self.list.at + steps[key])
        return key in steps

    def on_key(self, event: events.Key) -> None:
        """Take one key."""
        event.stop()
        event.prevent_default()
        self.press(key_name(event))

    def on_rows_pane_clicked(self, message: RowsPane.Clicked) -> None:
        """Take a click as the key that it stands for."""
        self.press(message.key)
