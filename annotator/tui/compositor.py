"""Textual's compositor, made to send only the cells that changed.

Textual 8.2 sends a line from the left edge of its pane on, however far to the right the change is, and has all panes
give all their lines in each frame. This is the one place that touches its private classes; everything works without
it, with more bytes and time a key.
"""

from collections.abc import Iterator
from functools import lru_cache

from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip


def forget_closed_screens() -> None:
    """Let go of what closed screens have drawn: Textual 8.2 keeps the last 1,024 widgets' lines, 0.2 MB a screen."""
    StylesCache.get_inner_outer.cache_clear()


_RESET = "\x1b[0m"


class CellsUpdate(ChopsUpdate):
    """The changed cells of the screen."""

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent: a style is said once for all the cells in a row that have it."""
        sent: list[str] = []
        at_line, now = -1, None
        for y, start, end in self.spans:
            for stop, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= end or start >= stop:
                    continue
                left, right = max(x, start), min(stop, end)
                sent.append(f"\x1b[{left + 1}G" if y == at_line else Control.move_to(left, y).segment.text)
                at_line = y
                for text, style, _ in strip.crop(left - x, right - x):
                    if style is None or style != now:
                        sent.append(_said(style, console._color_system or ColorSystem.TRUECOLOR))
                        now = style
                    sent.append(text)
        return "".join([*sent, _RESET])


@lru_cache(256)
def _said(style: Style | None, colors: ColorSystem) -> str:
    """Return what makes a terminal write in a style, whatever it wrote in before."""
    codes = style.render(" ", color_system=colors).partition(" ")[0] if style else ""
    return f"\x1b[0;{codes[2:]}" if codes else _RESET


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
