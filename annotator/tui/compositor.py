"""Textual's compositor, made to send only the cells that changed, and at once.

Textual 8.2 sends a line from the left edge of its pane on, however far to the right the change is, has all panes
give all their lines in each frame, and lets a change wait for four messages and a timer. This is the one place that
touches its private classes; everything works without it, with more bytes and time a key.
"""

from collections.abc import Iterable, Iterator

from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, Compositor
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.style_codes import RESET, change_of_style


def forget_closed_screens() -> None:
    """Let go of what closed screens have drawn: Textual 8.2 keeps the last 1,024 widgets' lines, 0.2 MB a screen."""
    StylesCache.get_inner_outer.cache_clear()


class CellsUpdate(ChopsUpdate):
    """The changed cells of the screen."""

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent: where each run of changed cells begins, and what of the style changes."""
        sent: list[str] = []
        colors = console._color_system or ColorSystem.TRUECOLOR
        at_line, at_cell = -1, 0
        now: Style | None = None
        for y, start, end in self.spans:
            for stop, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= end or start >= stop:
                    continue
                left, right = max(x, start), min(stop, end)
                if y != at_line or left < at_cell:
                    sent.append(Control.move_to(left, y).segment.text)
                elif left > at_cell:
                    sent.append(f"\x1b[{left - at_cell}C")
                at_line, at_cell = y, right
                for text, style, _ in strip.crop(left - x, right - x):
                    if style is None or style != now:
                        sent.append(change_of_style(now, style, colors))
                        now = style
                    sent.append(text)
        return "".join([*sent, RESET])


class CellsCompositor(Compositor):
    """Sends the changed cells only, and asks only the panes that have some for their lines."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: list[Region] = []

    def render_partial_update(self) -> CellsUpdate | None:
        """Return what has changed since the last frame."""
        self._changed = list(self._dirty_regions)
        try:
            update = super().render_partial_update()
        finally:
            self._changed = []
        return None if update is None else CellsUpdate(update.chops, update.spans, update.chop_ends)

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and any(seen.overlaps(changed) for changed in self._changed or [crop or seen]):
                yield region, clip, widget.render_lines(seen.translate((-region.x, -region.y)))


class PaneScreen(Screen[None]):
    """A screen of panes drawn by lines: it takes keys as they come, and sends what the panes have changed when told.

    A subclass says what keys do.
    """

    BLANK = True  # its panes cover it: nothing to draw

    def __init__(self) -> None:
        super().__init__()
        self._compositor = CellsCompositor()

    def press(self, key: str) -> None:
        """Do what a key means here."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """Take one key, by the name that the table of commands has for it."""
        event.stop()
        event.prevent_default()
        char = event.character
        self.press(char if event.is_printable and char and char != " " else event.key)

    @property
    def takes_keys_at_once(self) -> bool:
        """Whether nothing is waiting that came before a key."""
        return self.is_mounted and self.message_queue_size == 0

    def mark(self, pane: Widget, regions: Iterable[Region]) -> None:
        """Note that some regions of a pane, counted from its corner, are to be sent."""
        pane._set_dirty(*regions)
        self._dirty_widgets.add(pane)

    def paint(self) -> None:
        """Send what has changed, in one frame, as Textual would some messages later; a new layout is left to it."""
        widgets = self._compositor.visible_widgets.keys()
        if not self.is_current or any(one._layout_required for one in (self, *widgets)):
            self.check_idle()
            return
        scrolled = False
        for widget in widgets:
            if widget._repaint_required:
                widget._repaint_required = False
                self._dirty_widgets.add(widget)
            scrolled |= widget._scroll_required
            widget._scroll_required = False
        if scrolled:
            self._refresh_layout(scroll=True)
        elif self._dirty_widgets:
            self._compositor.update_widgets(self._dirty_widgets)
            self._dirty_widgets.clear()
            self.app._display(self, self._compositor.render_update())
