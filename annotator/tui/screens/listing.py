"""A screen that is a list between two bars: of articles, or of lines to read."""

from collections.abc import Callable

from textual.app import ComposeResult

from annotator.tui.pane_screen import PaneScreen
from annotator.tui.panes.list import ListPane
from annotator.tui.panes.rows import RowsPane
from annotator.tui.panes.rule import Rule


class ListingScreen(PaneScreen):
    """A list to move in, with a line above it and the keys below. A subclass says what keys do."""

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

    def go_back(self) -> None:
        """Close, once."""
        if not self.is_leaving:
            self.is_leaving = True
            self.dismiss()

    def scroll(self, key: str) -> bool:
        """Move in the list; False for a key that does not."""
        page = max(1, self.list.size.height - 1)
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "pageup": -page}
        steps |= {"home": -self.list.count, "end": self.list.count}
        if key in steps:
            self.list.move(self.list.at + steps[key])
        return key in steps

    def on_rows_pane_clicked(self, message: RowsPane.Clicked) -> None:
        """Take a click as the key that it stands for."""
        self.press(message.key)
