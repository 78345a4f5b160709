"""Screens of panes, whose changes are sent to the terminal at once and without the rest of the screen.

Textual 8.2 sends a line from the left edge of its pane on, however far to the right the change is, has all panes
give all their lines in each frame, and lets a change wait for four messages and a timer. This is the one place that
touches its private classes; everything works without it, with more bytes and time a key.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rich.color import ColorSystem
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import Compositor
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.codes import Run, runs, written


def forget_closed_screens() -> None:
    """Let go of what closed screens have drawn: Textual 8.2 keeps the last 1,024 widgets' lines, 0.2 MB a screen."""
    StylesCache.get_inner_outer.cache_clear()


class ChangedPanesCompositor(Compositor):
    """Asks only the panes that have changed for their lines."""

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        changed = [crop] if crop else self._dirty_regions
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and any(seen.overlaps(one) for one in changed):
                yield region, clip, widget.render_lines(seen.translate((-region.x, -region.y)))


class Change(NamedTuple):
    """Cells of a pane that are to be sent."""

    pane: Widget
    y: int
    """The line, from the pane's top."""
    line: Strip
    ranges: list[tuple[int, int]]
    """The ranges of its cells, half-open and in order."""


def _name_of(event: events.Key) -> str:
    """Return a key as the table of commands has it: a printable one as itself, others as Textual calls them."""
    char = event.character
    if event.key == "ctrl+j":  # enter, pressed before the program had the terminal
        return "enter"
    return char if event.is_printable and char and char != " " else event.key


class PaneScreen(Screen[None]):
    """A screen of panes drawn by lines: what a key changes in them is sent at once. A subclass says what keys do."""

    BLANK = True  # its panes cover it: nothing to draw

    class Ready(Message):
        """It takes keys from now on."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = ChangedPanesCompositor()
        self._changes: list[Change] = []
        self._sends_after = False
        self.is_ready = False
        """Whether it is shown, so that keys mean what is seen."""
        self.is_leaving = False
        """Whether it closes: keys are for the screen below."""

    def press(self, key: str) -> None:
        """Do what a key means here."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """Take one key."""
        event.stop()
        event.prevent_default()
        self._sends_after = True
        try:
            self.press(_name_of(event))
        finally:
            self._sends_after = False
        self.send_changes()

    def on_mount(self) -> None:
        """Take keys once it is shown."""
        self.call_after_refresh(self._be_ready)

    def _be_ready(self) -> None:
        self.is_ready = True
        self.post_message(self.Ready())

    def change(self, change: Change) -> None:
        """Have cells of a pane sent: after the key that changed them, or else with Textual's next frame."""
        self._changes.append(change)
        if not self._sends_after:
            self._leave_to_textual()

    def send_changes(self) -> None:
        """Send what has changed, in one frame; what is more than cells is left to Textual."""
        widgets = self._compositor.visible_widgets.keys()
        if self.app.screen is not self or any(one._layout_required for one in (self, *widgets)):
            self._leave_to_textual()
        elif any(one._repaint_required or one._scroll_required for one in (self, *widgets)):
            self._leave_to_textual()
            self._scroll_at_once()
        elif self._changes:
            self._send(list(self._runs()))

    def _runs(self) -> Iterator[Run]:
        changes, self._changes = self._changes, []
        for pane, y, line, ranges in changes:
            if pane in self._compositor.visible_widgets:
                region, _ = self._compositor.visible_widgets[pane]
                yield from runs(region.y + y, region.x, list(line), ranges)

    def _send(self, found: list[Run]) -> None:
        app = self.app
        if app._driver is None or app.is_headless or not found:
            return
        colors = app.console._color_system or ColorSystem.TRUECOLOR
        begin, end = (SYNC_START, SYNC_END) if app._sync_available else ("", "")
        app._driver.write(f"{begin}{written(found, colors, erases=app._sync_available)}{end}")

    def _leave_to_textual(self) -> None:
        changes, self._changes = self._changes, []
        for pane, y, _, ranges in changes:
            pane._set_dirty(*(Region(start, y, end - start, 1) for start, end in ranges))
            self._dirty_widgets.add(pane)
        self.check_idle()

    def _scroll_at_once(self) -> None:
        """Scroll in this frame, not in the one after it."""
        scrolled = False
        for widget in self._compositor.visible_widgets:
            if widget._repaint_required:
                widget._repaint_required = False
                self._dirty_widgets.add(widget)
            scrolled |= widget._scroll_required
            widget._scroll_required = False
        if scrolled:
            self._refresh_layout(scroll=True)
