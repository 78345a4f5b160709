"""The manual's page of keys, made from the table of commands."""

from annotator.tui.case_commands import CASE_COMMANDS
from annotator.tui.commands import SCOPE_TITLES, Keymap

_HEAD = """# Keys

Made from the table of commands (`annotator/tui/commands.py`). The bottom line of the screen shows the keys that
matter now; `?` shows them all.

Every command has a plain key. To choose your own, write a file `keys.toml` in the tool's folder of settings
(`~/.config/annotator/` on Linux, `~/Library/Application Support/annotator/` on macOS, `%LOCALAPPDATA%\\annotator` on
Windows) with the command's id from the tables below and its keys, parted by blanks:

```toml
[keys]
none = "x 0"
unread = "i f5"
```

Answers have the keys that the schema gives them. Escape only ever cancels.
"""


def keys_page(keymap: Keymap) -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    for scope, title in SCOPE_TITLES.items():
        table = CASE_COMMANDS if scope == "case" else keymap.commands
        commands = [command for command in table if scope in command.scopes]
        if commands:
            rows = [f"| {_keys(command.keys)} | {command.help} | `{command.id}` |" for command in commands]
            parts.append(
                "\n".join([f"\n## {title}\n", "| keys | what happens | id |", "| --- | --- | --- |", *rows])
            )
    return "\n".join(parts) + "\n"


def _keys(keys: tuple[str, ...]) -> str:
    """Return keys as code; a run of single letters or digits as its ends."""
    if len(keys) > 3 and all(len(key) == 1 for key in keys):
        return f"`{keys[0]}` to `{keys[-1]}`"
    return " ".join(f"`{key}`" for key in keys)
