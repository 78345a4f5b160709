"""A widget of lines: each is drawn once and kept, and of one that changes only the cells that differ are sent.

Textual's own path (`StylesCache`) works out borders, padding and titles of every pane in every frame, 0.4 ms a pane,
and keeps dead widgets alive; these panes have none of that.
"""

import re
from collections.abc import Iterable

from rich.style import Style
from textual.dom import NoScreen
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.pane_screen import Change, PaneScreen
from annotator.tui.panes.styles import PaneStyles

_KEPT = 1024
"""Lines kept at most: some screens full."""

_NEAR = 4
"""Cells: to go over fewer that did not change costs as much as to write them again, if their style is the same."""

_ONE_CELL_EACH = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f‐-…‰-⁞─-▟←-↓⇥∅⌫⏎␣✓▸⟨⟩]*")
"""Letters of Europe's scripts, punctuation and what the screen is drawn with."""


class LinesPane(Widget):
    """Lines by number; what can be scrolled is scrolled by whole lines. A subclass draws them."""

    ALLOW_SELECT = False
    PREFIX = ""
    """Of the names of its component styles."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.part = PaneStyles(self, self.PREFIX)
        self._strips: dict[int, Strip] = {}
        self._width = 0

    def draw(self, number: int) -> Strip:
        """Return one line, as wide as the pane."""
        raise NotImplementedError

    def redraw(self, lines: Iterable[int]) -> None:
        """Draw some lines anew, and have the cells sent in which they differ."""
        try:
            screen = self.screen
        except NoScreen:  # closed before it was first drawn
            return
        top, height = self.scroll_offset.y, self.size.height
        for number in lines:
            before = self._strips.pop(number, None)
            if top <= number < top + height:
                after = self._strip(number)
                ranges = changed_cells(before, after)
                if ranges and isinstance(screen, PaneScreen):
                    screen.change(Change(self, number - top, after, ranges))

    def redraw_all(self) -> None:
        """Draw everything anew."""
        self._strips.clear()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines in view, for Textual."""
        if self._width != self.size.width:
            self._width = self.size.width
            self._strips.clear()
        top, (left, right) = self.scroll_offset.y, crop.column_span
        strips = [self._strip(top + y) for y in crop.line_range]
        return strips if right - left == self._width else [strip.crop(left, right) for strip in strips]

    def notify_style_update(self) -> None:
        """Forget drawn lines when the theme changes."""
        self.part.clear()
        self._strips.clear()
        super().notify_style_update()

    def _strip(self, number: int) -> Strip:
        strip = self._strips.get(number)
        if strip is None:
            strip = self.draw(number)
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            self._strips[number] = strip
        return strip


def changed_cells(before: Strip | None, after: Strip) -> list[tuple[int, int]]:
    """Return the ranges of cells (half-open) in which two lines differ; all, where cells are hard to tell."""
    whole = [(0, after.cell_length)]
    text_before, text_after = before.text if before else "", after.text
    if before is None or not (_ONE_CELL_EACH.fullmatch(text_before) and _ONE_CELL_EACH.fullmatch(text_after)):
        return whole
    numbers: dict[Style | None, int] = {}
    styles = _styles(after, numbers)
    cells = list(zip(text_before, text_after, _styles(before, numbers), styles, strict=False))
    if not len(cells) == len(text_before) == len(text_after):
        return whole
    differing = [at for at, (was, now, old, new) in enumerate(cells) if was != now or old != new]
    if not differing:
        return []
    between = (differing[0], differing[-1] + 1)
    if 2 * len(differing) >= between[1] - between[0]:
        return [between]  # each range takes its time: most of a line is drawn in one
    found: list[tuple[int, int]] = []
    stop = -_NEAR - 1
    for at in differing:
        if at - stop <= _NEAR and len(set(styles[stop - 1 : at + 1])) == 1:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
        stop = at + 1
    few = 2 * sum(stop - start for start, stop in found) < between[1] - between[0]
    return found if few else [between]


def _styles(strip: Strip, numbers: dict[Style | None, int]) -> list[int]:
    """Return a number for the style of each cell: styles themselves take long to compare."""
    found: list[int] = []
    for text, style, _ in strip:
        found += [numbers.setdefault(style, len(numbers))] * len(text)
    return found
