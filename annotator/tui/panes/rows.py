"""A pane of rows made of styled pieces: header, form, key bar, lists. Pieces can be clicked."""

from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from annotator.tui.panes.lines import LinesPane


class Piece(NamedTuple):
    """Some text of a row: its style by name, and the key that a click on it stands for."""

    text: str
    style: str = ""
    key: str = ""


Row = tuple[Piece, ...]


class RowsPane(LinesPane):
    """Rows of pieces. `show` draws those that differ from what is on the screen."""

    PREFIX = "rows"

    @dataclass
    class Clicked(Message):
        """A piece was clicked."""

        key: str
        """The key that it stands for."""
        row: int
        """The row, from the top."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Show these rows from the top; the rest of the pane is empty."""
        old, self._rows = self._rows, rows
        self.redraw(
            y
            for y in range(max(len(old), len(rows)))
            if (old[y] if y < len(old) else ()) != (rows[y] if y < len(rows) else ())
        )

    def draw(self, number: int) -> Strip:
        """Draw one row, cut or filled to the pane's width."""
        width = self.size.width
        segments: list[Segment] = []
        used = 0
        for piece in self._rows[number] if number < len(self._rows) else ():
            cells = cell_len(piece.text)
            room = width - used
            if room <= 0:
                break
            text = piece.text if cells <= room else set_cell_size(piece.text, room)
            segments.append(Segment(text, self.part(*filter(None, (piece.style,)))))
            used += min(cells, room)
        segments.append(Segment(" " * max(0, width - used), self.part()))
        return Strip(segments, width)

    def on_click(self, event: events.Click) -> None:
        """Tell which piece was clicked."""
        if event.y >= len(self._rows):
            return
        at = 0
        for piece in self._rows[event.y]:
            at += cell_len(piece.text)
            if event.x < at:
                if piece.key:
                    self.post_message(self.Clicked(piece.key, event.y))
                return
