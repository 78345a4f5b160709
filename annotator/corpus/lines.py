"""JSONL files as numbered lines, and writes that are whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

MAX_LINE = 32 * 1024 * 1024
"""Bytes; a longer line is refused. A million-word article with its sentences takes some 10 MB."""


class Line(NamedTuple):
    """One line of a file: number from 1, offset in bytes, and the bytes without the line feed."""

    number: int
    offset: int
    data: bytes
    complete: bool
    """Whether it ends in a line feed; only the last line of a file may not."""
    too_long: bool = False


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file without ever holding one longer than `MAX_LINE`; raises OSError."""
    with path.open("rb") as file:
        yield from lines_of(file)


def lines_of(file: IO[bytes], offset: int = 0, number: int = 0) -> Iterator[Line]:
    """Yield the lines of an open binary file from where it stands, which is `offset`."""
    while data := file.readline(MAX_LINE + 1):
        number += 1
        size = len(data)
        if data.endswith(b"\n"):
            yield Line(number, offset, data.rstrip(b"\r\n"), complete=True)
        elif size <= MAX_LINE:
            yield Line(number, offset, data.rstrip(b"\r"), complete=False)
        else:
            rest = b""
            while not rest.endswith(b"\n") and (rest := file.readline(MAX_LINE)):
                size += len(rest)
            yield Line(number, offset, b"", complete=rest.endswith(b"\n"), too_long=True)
        offset += size


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` when the block ends well, and leaves no trace otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
        sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in `folder` outlives a power cut (a no-op where folders cannot be opened)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
