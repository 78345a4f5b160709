"""Keys that a user has chosen: `keys.toml` in the tool's folder of settings."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_config_path

from annotator.errors import InputError
from annotator.tui.commands import COMMANDS, Command, Keymap


def own_keymap(path: Path | None = None, commands: Iterable[Command] = COMMANDS) -> Keymap:
    """Return the keys to use for a table of commands; raises InputError for a file that cannot be taken."""
    path = path or user_config_path("annotator") / "keys.toml"
    if not path.is_file():
        return Keymap(commands)
    try:
        chosen = tomllib.loads(path.read_text(encoding="utf-8")).get("keys", {})
        own = {str(name): str(keys) for name, keys in chosen.items()}
        table = {command.id: command for command in commands}
        if not own.keys() <= table.keys():  # the file is for all screens: what is another's counts there
            from annotator.tui.case_commands import CASE_COMMANDS  # noqa: PLC0415 (for few, and takes its time)

            Keymap((*COMMANDS, *CASE_COMMANDS), own)
        return Keymap(table.values(), {name: keys for name, keys in own.items() if name in table})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        raise InputError(f"{path}: not valid TOML: {error}") from None
    except KeyError as error:
        raise InputError(f"{path}: no command has the id {error}; docs/keys.md lists them") from None
