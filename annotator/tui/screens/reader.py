"""A screen to read in: all keys, the codebook, the guidelines."""

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from annotator.session import Session
from annotator.tui.commands import SCOPE_TITLES, Command, Keymap
from annotator.tui.layout import printable
from annotator.tui.panes.list import ListPane
from annotator.tui.panes.rows import Piece, RowsPane
from annotator.tui.panes.rule import Rule

TEXT_WIDTH = 76


class ReaderScreen(Screen[None]):
    """Lines of text to scroll through."""

    def __init__(self, title: str, lines: list[str]) -> None:
        super().__init__()
        self.header = RowsPane(id="header")
        self.keys = RowsPane(id="keys")
        self.lines = lines
        self.list = ListPane(lambda row: f" {self.lines[row]}", id="text")
        self.title = title

    def compose(self) -> ComposeResult:
        """Lay the panes out."""
        yield self.header
        yield Rule()
        yield self.list
        yield Rule()
        yield self.keys

    def on_mount(self) -> None:
        """Show the text once its size is known."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
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

    def on_key(self, event: events.Key) -> None:
        """Scroll, or go back."""
        event.stop()
        event.prevent_default()
        height = max(1, self.list.size.height - 1)
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": height, "space": height, "pageup": -height}
        if event.key in steps:
            self.list.move(self.list.at + steps[event.key])
        elif event.key in {"home", "end"}:
            self.list.move(0 if event.key == "home" else len(self.lines))
        elif event.key in {"escape", "q", "question_mark", "f1", "f2", "b", "enter"}:
            self.dismiss()

    def on_rows_pane_clicked(self, _message: RowsPane.Clicked) -> None:
        """Go back."""
        self.dismiss()


def help_rows(keymap: Keymap) -> list[str]:
    """Return all keys by scope, as lines."""
    lines: list[str] = []
    for scope, title in SCOPE_TITLES.items():
        commands = [command for command in keymap.commands if scope in command.scopes]
        if commands:
            lines += [title, *(line for command in commands for line in _help_lines(command)), ""]
    return lines


def _help_lines(command: Command) -> list[str]:
    import textwrap  # noqa: PLC0415 (only when asked for)

    return textwrap.wrap(
        command.help, TEXT_WIDTH, initial_indent=f"  {command.keys_shown:<10} ", subsequent_indent=" " * 13
    )


def codebook_rows(session: Session) -> list[str]:
    """Return the codebook and the guidelines, as lines."""
    from annotator.codebook import codebook  # noqa: PLC0415 (only when asked for)

    text = codebook(session.schema)
    if session.corpus.guidelines:
        text = f"{session.corpus.guidelines}\n\n{text}"
    return [line for paragraph in text.splitlines() for line in _wrapped(paragraph)]


def _wrapped(paragraph: str) -> list[str]:
    import textwrap  # noqa: PLC0415 (only when asked for)

    return textwrap.wrap(printable(paragraph), TEXT_WIDTH, subsequent_indent="  ") or [""]
