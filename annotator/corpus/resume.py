"""Where an annotator was, and the statement that was not finished: kept in the cache, so that no crash loses it."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
from pydantic import JsonValue


_LARGEST = 65_536
"""Bytes from which the file begins anew."""


def read_resume(cache: Path, annotator: str) -> dict[str, JsonValue]:
    """Return what was kept last, or an empty object where there is nothing that can be read."""
    try:
        lines = _path(cache, annotator).read_bytes().split(b"\n")
    except OSError:
        return {}
    for line in reversed(lines):
        try:
            kept = orjson.loads(line)
        except orjson.JSONDecodeError:  # empty, or torn by a full disk
            continue
        if isinstance(kept, dict):
            return kept
    return {}


def write_resume(cache: Path, annotator: str, kept: dict[str, JsonValue]) -> None:
    """Keep it; raises OSError. Not fsynced: it has to outlive the program, not a power cut.

    It is added to the file, on a line of its own: this is done at every key, and to put a file in another's place takes
    as long as all the rest of a key.
    """
    path = _path(cache, annotator)
    line = b"\n%b\n" % orjson.dumps(kept)
    with path.open("ab", buffering=0) as file:
        if file.write(line) == len(line) and file.tell() < _LARGEST:
            return
    new = path.with_suffix(".new")
    new.write_bytes(line)
    new.replace(path)


def put_aside(cache: Path, annotator: str) -> Path:
    """Move what was kept out of the way, to a new file beside it, and return that file; raises OSError."""
    path = _path(cache, annotator)
    aside = path.with_name(f"{path.name}.aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    path.replace(aside)
    return aside


def _path(cache: Path, annotator: str) -> Path:
    return cache / f"{annotator}.resume"
