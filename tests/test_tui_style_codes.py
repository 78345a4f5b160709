"""What a terminal is sent to change from one style to another leaves it in just that other one."""

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from annotator.tui.style_codes import RESET, change_of_style

ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "strike"}
OFF = {22: {"bold", "dim"}, 23: {"italic"}, 24: {"underline"}, 27: {"reverse"}, 29: {"strike"}}
COLORS = st.sampled_from([None, "#e69f00", "#56b4e9", "#121212"])
STYLES = st.builds(
    lambda names, color, background: Style(color=color, bgcolor=background, **dict.fromkeys(names, True)),
    st.sets(st.sampled_from(sorted(ON.values()))),
    COLORS,
    COLORS,
)


def written(codes: str, state: frozenset[str] = frozenset()) -> frozenset[str]:
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
    state, before = written(RESET), None
    for style in styles:
        state = written(change_of_style(before, style, ColorSystem.TRUECOLOR), state)
        assert state == written(change_of_style(None, style, ColorSystem.TRUECOLOR), frozenset({"bold"}))
        before = style


def test_only_what_changes_is_sent():
    plain, strong = Style(color="#e69f00"), Style(color="#e69f00", bold=True)
    assert change_of_style(plain, strong, ColorSystem.TRUECOLOR) == "\x1b[1m"
    assert change_of_style(strong, plain, ColorSystem.TRUECOLOR) == "\x1b[22m"
    assert change_of_style(strong, strong, ColorSystem.TRUECOLOR) == ""
