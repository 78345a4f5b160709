"""What a terminal is sent (ECMA-48): cells, and of their styles only what changes from one run to the next. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style

RESET = "\x1b[0m"
_LONG = 12
"""Blank cells that are written as they are: to have them erased takes as many bytes."""


class Run(NamedTuple):
    """Cells beside each other on the screen, to be written."""

    y: int
    x: int
    """Where they begin: row and column, from 0."""
    pieces: list[tuple[str, Style | None]]
    cells: int
    """How many cells they take."""


def runs(y: int, x: int, segments: Sequence[Segment], ranges: Iterable[tuple[int, int]]) -> Iterator[Run]:
    """Yield ranges of cells (half-open, in order) of a line that begins at (`x`, `y`).

    A range of only a part of the line needs characters of one cell each.
    """
    ends = list(accumulate(len(segment.text) for segment in segments))
    cells = sum(segment.cell_length for segment in segments)
    for start, end in ranges:
        if (start, end) == (0, cells):
            yield Run(y, x, [(text, style) for text, style, _ in segments], cells)
            continue
        pieces = []
        for at in range(bisect_right(ends, start), len(segments)):
            text, style, _ = segments[at]
            begin = ends[at] - len(text)
            if begin >= end:
                break
            pieces.append((text[max(0, start - begin) : end - begin], style))
        yield Run(y, x + start, pieces, end - start)


def written(found: Iterable[Run], colors: ColorSystem, *, erases: bool) -> str:
    """Return what makes a terminal show these cells; `erases`: it can erase cells in the colour at hand (ECH)."""
    sent: list[str] = []
    line, cell, certain = -1, 0, False
    now: Style | None = None
    for y, x, pieces, cells in found:
        if y != line or x < cell:
            sent.append(f"\x1b[{y + 1};{x + 1}H")
            certain = True
        elif x > cell:
            sent.append(f"\x1b[{x - cell}C" if certain else f"\x1b[{x + 1}G")
            certain = True
        line, cell = y, x + cells
        for text, style in pieces:
            certain = certain and text.isascii()  # another character may have other cells on the terminal
            if style is None or style != now:
                sent.append(change_of_style(now, style, colors))
                now = style
            sent.append(
                f"\x1b[{len(text)}X\x1b[{len(text)}C" if erases and _is_long_blank(text, style) else text
            )
    return "".join([*sent, RESET])


def _is_long_blank(text: str, style: Style | None) -> bool:
    blank = len(text) > _LONG and text.isspace()
    return blank and not (style and (style.underline or style.reverse or style.strike))


_ON = {"bold": 1, "dim": 2, "italic": 3, "underline": 4, "reverse": 7, "strike": 9}
"""The text styles that the stylesheet uses, by the code that turns each on."""
_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29}
_NO_COLOR, _NO_BACKGROUND = 39, 49


@lru_cache(1024)
def change_of_style(before: Style | None, after: Style | None, colors: ColorSystem) -> str:
    """Return what makes a terminal that writes in one style write in another; None is a style not known."""
    on = _turned_on(after)
    if before is None:
        codes: list[int | str] = [0, *sorted(on)]
        known_color = known_background = None
    else:
        off = {_OFF[code] for code in _turned_on(before) - on}
        kept = {code for code in _turned_on(before) & on if _OFF[code] not in off}
        codes = [*sorted(off), *sorted(on - kept)]
        known_color, known_background = before.color, before.bgcolor
    color, background = (after.color, after.bgcolor) if after else (None, None)
    if color != known_color:
        codes += _color_codes(color, colors, foreground=True)
    if background != known_background:
        codes += _color_codes(background, colors, foreground=False)
    return f"\x1b[{';'.join(map(str, codes))}m" if codes else ""


def _turned_on(style: Style | None) -> set[int]:
    return {code for name, code in _ON.items() if getattr(style, name, False)}


def _color_codes(color: Color | None, colors: ColorSystem, *, foreground: bool) -> list[int | str]:
    if color is None:
        return [_NO_COLOR if foreground else _NO_BACKGROUND]
    return [*color.downgrade(colors).get_ansi_codes(foreground)]
