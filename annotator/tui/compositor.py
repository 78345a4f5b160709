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


_LONG = 12
"""Blank cells that are written as they are: to have them erased takes as many bytes."""


class CellsUpdate(ChopsUpdate):
    """The changed cells of the screen."""

    erases = False
    """Whether the terminal erases cells in the colour at hand (ECH): one that knows synchronized updates does."""

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent: where each run of changed cells begins, and what of the style changes."""
        sent: list[str] = []
        colors = console._color_system or ColorSystem.TRUECOLOR
        line, cell, certain = -1, 0, False
        now: Style | None = None
        for y, left, right, run in self._runs():
            if y != line or left < cell:
                sent.append(Control.move_to(left, y).segment.text)
                certain = True
            elif left > cell:
                sent.append(f"\x1b[{left - cell}C" if certain else f"\x1b[{left + 1}G")
                certain = True
            line, cell = y, right
            certain = certain and run.text.isascii()  # another character may have other cells on the terminal
            for text, style, _ in run:
                if style is None or style != now:
                    sent.append(change_of_style(now, style, colors))
                    now = style
                sent.append(_erased(text) if self.erases and _is_long_blank(text, style) else text)
        return "".join([*sent, RESET])

    def _runs(self) -> Iterator[tuple[int, int, int, Strip]]:
        """Yield the runs of changed cells: their line, where they begin and end, what is in them."""
        for y, start, end in self.spans:
            for stop, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < end and start < stop:
                    left, right = max(x, start), min(stop, end)
                    yield y, left, right, strip.crop(left - x, right - x)


def _is_long_blank(text: str, style: Style | None) -> bool:
    blank = len(text) > _LONG and text.isspace()
    return blank and not (style and (style.underline or style.reverse or style.strike))


def _erased(text: str) -> str:
    """Return what erases as many cells as there are, and goes on behind them."""
    return f"\x1b[{len(text)}X\x1b[{len(text)}C"


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
        if update is None:
            return None
        cells = CellsUpdate(update.chops, update.spans, update.chop_ends)
        cells.erases = self.root is not None and self.root.app._sync_available
        return cells

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and any(seen.overlaps(changed) for changed in self._changed or [crop or seen]):
                yield region, clip, widget.render_lines(seen.translate((-region.x, -region.y)))


class PaneScreen(Screen[None]):
    """A screen of panes drawn by lines: what a key changes in them is sent at once. A subclass says what keys do."""

    BLANK = True  # its panes cover it: nothing to draw

    def __init__(self) -> None:
        super().__init__()
        self._compositor = CellsCompositor()
        self._paints_after = False

    def press(self, key: str) -> None:
        """Do what a key means here."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """Take one key, by the name that the table of commands has for it."""
        event.stop()
        event.prevent_default()
        char = event.character
        self._paints_after = True
        try:
            self.press(char if event.is_printable and char and char != " " else event.key)
        finally:
            self._paints_after = False
        self.paint()

    @property
    def takes_keys_at_once(self) -> bool:
        """Whether nothing is waiting that came before a key."""
        return self.is_mounted and self.message_queue_size == 0

    def mark(self, pane: Widget, regions: Iterable[Region]) -> None:
        """Note that some regions of a pane, counted from its corner, are to be sent: after the key, or when idle."""
        pane._set_dirty(*regions)
        self._dirty_widgets.add(pane)
        if not self._paints_after:
            self.check_idle()

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
