"""Where an annotator was, and the statement that was not finished: kept in the cache, so that no crash loses it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import orjson
from pydantic import JsonValue


def read_resume(cache: Path, annotator: str) -> dict[str, JsonValue]:
    """Return what was kept, or an empty object where there is nothing that can be read."""
    try:
        kept = orjson.loads(_path(cache, annotator).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def write_resume(cache: Path, annotator: str, kept: dict[str, JsonValue]) -> None:
    """Keep it; raises OSError. Not fsynced: it has to outlive the program, not a power cut."""
    path = _path(cache, annotator)
    new = path.with_suffix(".new")
    new.write_bytes(orjson.dumps(kept))
    os.replace(new, path)  # noqa: PTH105 (on every key press; Path.replace builds another Path)


def put_aside(cache: Path, annotator: str) -> Path:
    """Move what was kept out of the way, to a new file beside it, and return that file; raises OSError."""
    path = _path(cache, annotator)
    aside = path.with_name(f"{path.name}.aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    path.replace(aside)
    return aside


def _path(cache: Path, annotator: str) -> Path:
    return cache / f"{annotator}.resume"
