"""What a terminal is sent makes it show just what was meant: styles, cells that change, cells that stay."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from annotator.tui.codes import RESET, change_of_style, runs, written

ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "strike"}
OFF = {22: {"bold", "dim"}, 23: {"italic"}, 24: {"underline"}, 27: {"reverse"}, 29: {"strike"}}
COLORS = st.sampled_from([None, "#e69f00", "#56b4e9", "#121212"])
STYLES = st.builds(
    lambda names, color, background: Style(color=color, bgcolor=background, **dict.fromkeys(names, True)),
    st.sets(st.sampled_from(sorted(ON.values()))),
    COLORS,
    COLORS,
)


def after(codes: str, state: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the state of a terminal after some codes (ECMA-48, SGR)."""
    numbers = [int(code) for part in codes.split("\x1b[")[1:] for code in part.rstrip("m").split(";")]
    while numbers:
        code = numbers.pop(0)
        if code in {38, 48}:
            color, numbers = numbers[:4], numbers[4:]
            state = frozenset(one for one in state if not one.startswith(str(code))) | {f"{code}{color}"}
        elif code in {39, 49}:
            state = frozenset(one for one in state if not one.startswith(str(code - 1)))
        elif code == 0:
            state = frozenset()
        elif code in OFF:
            state -= OFF[code]
        else:
            state |= {ON[code]}
    return state


@given(st.lists(STYLES, min_size=1, max_size=5))
def test_each_change_leads_to_the_style_asked_for(styles: list[Style]):
    state, before = after(RESET), None
    for style in styles:
        state = after(change_of_style(before, style, ColorSystem.TRUECOLOR), state)
        assert state == after(change_of_style(None, style, ColorSystem.TRUECOLOR), frozenset({"bold"}))
        before = style


def test_only_what_changes_is_sent():
    plain, strong = Style(color="#e69f00"), Style(color="#e69f00", bold=True)
    assert change_of_style(plain, strong, ColorSystem.TRUECOLOR) == "\x1b[1m"
    assert change_of_style(strong, plain, ColorSystem.TRUECOLOR) == "\x1b[22m"
    assert change_of_style(strong, strong, ColorSystem.TRUECOLOR) == ""


BOLD = Style(bold=True)


def line(*pieces: tuple[str, Style | None]) -> list[Segment]:
    return [Segment(text, style) for text, style in pieces]


@pytest.mark.parametrize("erases", [False, True])
def test_the_changed_cells_are_written_and_the_others_left(erases: bool):
    shown = "ab“c  de" + 20 * " " + "fghijk"
    segments = line((shown[:4], BOLD), (shown[4:8], None), (shown[8:28], None), (shown[28:], BOLD))
    screen = pyte.Screen(40, 2)
    stream = pyte.Stream(screen)
    stream.feed("x" * 80)
    found = runs(1, 2, segments, [(1, 5), (6, 30), (31, 34)])
    stream.feed(written(found, ColorSystem.TRUECOLOR, erases=erases))
    assert screen.display == ["x" * 40, "xxx" + shown[1:5] + "x" + shown[6:30] + "x" + shown[31:] + "xxxx"]


def test_a_style_is_said_once_for_all_cells_that_have_it():
    found = runs(0, 0, line(("ab", BOLD), ("  ", None), ("cd", BOLD), ("ef", BOLD)), [(0, 2), (4, 8)])
    assert written(found, ColorSystem.TRUECOLOR, erases=False) == "\x1b[1;1H\x1b[0;1mab\x1b[2Ccdef\x1b[0m"


def test_cells_after_what_a_terminal_may_count_otherwise_are_found_by_their_column():
    found = [*runs(0, 0, line(("a日", BOLD)), [(0, 3)]), *runs(0, 5, line(("ef", BOLD)), [(0, 2)])]
    assert written(found, ColorSystem.TRUECOLOR, erases=False) == "\x1b[1;1H\x1b[0;1ma日\x1b[6Gef\x1b[0m"


def test_long_blanks_are_erased_where_the_terminal_can():
    found = list(runs(0, 0, line(("a", BOLD), (30 * " ", None), ("b", BOLD)), [(0, 32)]))
    erased = "\x1b[1;1H\x1b[0;1ma\x1b[22m\x1b[30X\x1b[30C\x1b[0;1mb\x1b[0m"
    assert written(found, ColorSystem.TRUECOLOR, erases=True) == erased
    assert 30 * " " in written(found, ColorSystem.TRUECOLOR, erases=False)
