"""Rows as files: shards of one split of one kind of row, each with its hash."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from annotator.formats.output import Folder
from annotator.formats.views import Row, View

_SIZE = 500 * 10**6
"""Bytes from which a file is followed by another: what `datasets` takes for its own."""

WriteRows = Callable[[Iterable[Row], IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of rows."""

    view: View
    split: str
    path: str
    """In the folder."""
    size: int
    sha256: str


def write_shards(
    rows: Iterator[Row], view: View, split: str, suffix: str, write: WriteRows, folder: Folder
) -> Iterator[Shard]:
    """Write rows as files and yield each; no file is made for no rows, which `datasets` would refuse to load."""
    number = 0
    while (first := next(rows, None)) is not None:
        path = f"{view}/{split}-{number:05}{suffix}"
        with folder.open(path) as file:
            write(_until_full(chain([first], rows), file), file)
            file.flush()
            with Path(file.name).open("rb") as written:
                sha256 = hashlib.file_digest(written, "sha256").hexdigest()
            yield Shard(view, split, path, file.tell(), sha256)
        number += 1


def _until_full(rows: Iterable[Row], file: IO[bytes]) -> Iterator[Row]:
    for row in rows:
        yield row
        if file.tell() >= _SIZE:
            return
