"""The list of known names, `entities.toml`, as a file: written by hand and by `annotator entities`."""

import hashlib
from pathlib import Path

from annotator.corpus.settings import ENTITIES


def entities_hash(root: Path) -> str:
    """Return the first 12 hex digits of the list's SHA-256, which results that applied it name; `none` without one."""
    path = root / ENTITIES
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"
