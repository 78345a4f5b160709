"""The line at the top, and the keys that matter now."""

from functools import lru_cache

from rich.cells import cell_len

from annotator.counts import count_of
from annotator.tui.commands import Command, Keymap
from annotator.tui.desk import Desk, Scope
from annotator.tui.layout import cut, printable
from annotator.tui.panes.rows import Piece, Row

_ALWAYS = ("leave", "help")
"""Commands that the bar has room for before all others, at its end."""
_MANY = 9
"""Keys of a command that takes a letter or a digit: which of them is meant, no click can say."""


def header_row(desk: Desk, width: int) -> Row:
    """Return where we are, who we are, and whether all is saved."""
    here = desk.session.here
    article = here.article
    known = [article.id, article.outlet, article.published]
    left = " · ".join(printable(str(part)) for part in known if part)
    unusable = " · UNUSABLE" if here.article_mark else ""
    read, body = desk.kept(_progress)
    right = (
        f"{desk.session.journal.annotator}  {here.place + 1}/{len(article.sentences)} · "
        f"read {read}/{body} · {count_of(len(here.statements), 'statement')} · "
        f"{'unfinished' if desk.session.draft else 'saved ✓'} "
    )
    room = max(0, width - cell_len(right) - 2)
    left = f"{left}{unusable}"
    left = cut(left, room)
    return (Piece(f" {left}", "strong"), Piece(" " * max(1, room - cell_len(left) + 1)), Piece(right, "dim"))


def _progress(desk: Desk) -> tuple[int, int]:
    here = desk.session.here
    return len(here.body) - len(here.unread), len(here.body)


def key_row(desk: Desk, keymap: Keymap, width: int) -> Row:
    """Return the keys that matter now, as many as there is room for."""
    if desk.prompt is not None:
        return (
            Piece(" ⏎", "key", "enter"),
            Piece(" take it   ", "", "enter"),
            Piece("esc", "key", "escape"),
            Piece(" cancel", "", "escape"),
        )
    return _keys(keymap, desk.scopes(), width)


@lru_cache(64)
def _keys(keymap: Keymap, scopes: tuple[Scope, ...], width: int) -> Row:
    commands = [
        command
        for command in keymap.in_scope(scopes)
        # what can be done with a suggestion stands in the form, below it
        if command.in_bar and not ("proposal" in scopes and "proposal" in command.scopes)
    ]
    last = [command for command in commands if command.id in _ALWAYS]
    room = width - 1 - sum(_cells(command) for command in last)
    shown: list[Command] = []
    for command in commands:
        said = any(command.label == other.label for other in shown)  # by a nearer key: "a–z" before "/"
        if command not in last and not said and _cells(command) <= room:
            shown.append(command)
            room -= _cells(command)
    return (Piece(" "), *(piece for command in [*shown, *last] for piece in _pieces(command)))


def _cells(command: Command) -> int:
    return cell_len(f"{command.keys_shown} {command.label}  ")


def _pieces(command: Command) -> tuple[Piece, Piece]:
    """Return a key and what it does; a click on them stands for the key, unless it is one of many."""
    key = command.keys[0] if len(command.keys) < _MANY else ""
    return Piece(command.keys_shown, "key", key), Piece(f" {command.label}  ", "", key)
