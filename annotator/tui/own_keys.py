"""Keys that a user has chosen: `keys.toml` in the tool's folder of settings."""

import tomllib
from pathlib import Path

from platformdirs import user_config_path

from annotator.errors import InputError
from annotator.tui.commands import Keymap


def own_keymap(path: Path | None = None) -> Keymap:
    """Return the keys to use; raises InputError for a file that cannot be taken."""
    path = path or user_config_path("annotator") / "keys.toml"
    if not path.is_file():
        return Keymap()
    try:
        chosen = tomllib.loads(path.read_text(encoding="utf-8")).get("keys", {})
        return Keymap(own={str(name): str(keys) for name, keys in chosen.items()})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        raise InputError(f"{path}: not valid TOML: {error}") from None
    except KeyError as error:
        raise InputError(f"{path}: no command has the id {error}; docs/keys.md lists them") from None
