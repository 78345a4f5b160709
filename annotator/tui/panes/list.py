"""A long list of rows, of which only those in view are asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.tui.panes.lines import LinesPane


class ListPane(LinesPane, ScrollView):
    """Rows by number; one of them is the one at hand."""

    DEFAULT_CSS = "ListPane > .list--at { text-style: bold reverse; }"
    PREFIX = "list"
    can_focus = False

    @dataclass
    class Chosen(Message):
        """A row was clicked."""

        row: int

    def __init__(self, row_text: Callable[[int], str], *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._row_text = row_text
        self.count = 0
        self.at = 0

    def show(self, count: int, at: int) -> None:
        """Show `count` rows anew, with row `at` the one at hand."""
        self.count = count
        self.virtual_size = Size(self.size.width, count)
        self.at = min(max(at, 0), max(0, count - 1))
        self._bring_into_view()
        self.redraw_all()

    def move(self, to: int) -> None:
        """Make another row the one at hand."""
        old, self.at = self.at, min(max(to, 0), max(0, self.count - 1))
        self.redraw({old, self.at})
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not top <= self.at < top + height:
            self.scroll_to(y=max(0, self.at - height // 2), animate=False, immediate=True)

    def draw(self, number: int) -> Strip:
        """Draw one row."""
        width = self.size.width
        if number >= self.count:
            return Strip.blank(width, self.part())
        text = self._row_text(number)
        text = set_cell_size(text, width) if cell_len(text) != width else text
        return Strip([Segment(text, self.part("at") if number == self.at else self.part())], width)

    def on_click(self, event: events.Click) -> None:
        """Tell which row was clicked."""
        row = event.y + self.scroll_offset.y
        if row < self.count:
            self.post_message(self.Chosen(row))
