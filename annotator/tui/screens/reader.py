"""A screen to read in: all keys, the codebook, the guidelines."""

from collections.abc import Callable

from annotator.session import Session
from annotator.tui.commands import SCOPE_TITLES, Command, Keymap
from annotator.tui.layout import printable
from annotator.tui.panes.rows import Piece
from annotator.tui.screens.listing import ListingScreen

READABLE = 76
"""The widest a line of text gets."""

_BACK = frozenset({"escape", "enter", "q", "?", "f1", "b", "f2"})
"""Keys that go back: those that lead here, too."""


class ReaderScreen(ListingScreen):
    """Lines of text to scroll through."""

    def __init__(self, title: str, wrapped: Callable[[int], list[str]]) -> None:
        """Take the text as a function of the width to wrap it to."""
        super().__init__(lambda row: f" {self.lines[row]}")
        self.title = title
        self.lines: list[str] = []
        self._wrapped = wrapped

    def on_resize(self) -> None:
        """Wrap the text to the width, once that is known."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        self.lines = self._wrapped(min(READABLE, self.size.width - 3))
        self.header.show([(Piece(f" {self.title}", "strong"),)])
        self.keys.show(
            [
                (
                    Piece(" ↑ ↓ PgUp PgDn", "key"),
                    Piece(" scroll   "),
                    Piece("esc", "key", "escape"),
                    Piece(" back", "", "escape"),
                )
            ]
        )
        self.list.show(len(self.lines), 0)
        self.list.at = -1  # a text has no line at hand

    def scroll(self, key: str) -> bool:
        """Move the text."""
        page = max(1, self.list.size.height - 1)
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "pageup": -page}
        steps |= {"home": -len(self.lines), "end": len(self.lines)}
        if key in steps:
            self.list.scroll_to(y=self.list.scroll_offset.y + steps[key], animate=False, immediate=True)
        return key in steps

    def press(self, key: str) -> None:
        """Scroll, or go back."""
        if not self.scroll("pagedown" if key == "space" else key) and key in _BACK:
            self.go_back()


def help_rows(keymap: Keymap, width: int) -> list[str]:
    """Return all keys by scope, as lines."""
    lines: list[str] = []
    for scope, title in SCOPE_TITLES.items():
        commands = [command for command in keymap.commands if scope in command.scopes]
        if commands:
            lines += [title, *(line for command in commands for line in _help_lines(command, width)), ""]
    return lines


def _help_lines(command: Command, width: int) -> list[str]:
    import textwrap  # noqa: PLC0415 (only when asked for)

    return textwrap.wrap(
        command.help, width, initial_indent=f"  {command.keys_shown:<10} ", subsequent_indent=" " * 13
    )


def codebook_rows(session: Session, width: int) -> list[str]:
    """Return the codebook and the guidelines, as lines."""
    from annotator.codebook import codebook  # noqa: PLC0415 (only when asked for)

    text = codebook(session.schema)
    if session.corpus.guidelines:
        text = f"{session.corpus.guidelines}\n\n{text}"
    return [line for paragraph in text.splitlines() for line in _wrapped(paragraph, width)]


def _wrapped(paragraph: str, width: int) -> list[str]:
    import textwrap  # noqa: PLC0415 (only when asked for)

    return textwrap.wrap(printable(paragraph), width, subsequent_indent="  ") or [""]
