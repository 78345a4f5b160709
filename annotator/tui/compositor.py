"""Textual's compositor, made to send only the cells that changed.

Textual 8.2 sends a line from the left edge of its pane on, however far to the right the change is. This is the one
place that touches its private classes; without it everything works, with more bytes a key.
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class CellsUpdate(ChopsUpdate):
    """The changed cells of the screen."""

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent."""
        sent: list[str] = []
        for y, start, end in self.spans:
            for stop, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < end and start < stop:
                    left, right = max(x, start), min(stop, end)
                    sent.append(Control.move_to(left, y).segment.text)
                    sent.append(strip.crop(left - x, right - x).render(console))
        return "".join(sent)


class CellsCompositor(Compositor):
    """Sends the changed cells only."""

    def render_partial_update(self) -> CellsUpdate | None:
        """Return what has changed since the last frame."""
        update = super().render_partial_update()
        return None if update is None else CellsUpdate(update.chops, update.spans, update.chop_ends)
