"""What a terminal is sent for a style (ECMA-48, SGR): only what changes from one run of cells to the next."""

from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.style import Style

RESET = "\x1b[0m"

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
