"""Setting damaged lines of journals aside. Nothing is ever deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Damage, parse_line
from annotator.corpus.lines import lines_of, whole_file
from annotator.corpus.settings import annotator_name
from annotator.errors import LockedError

_BLOCK = 1 << 20


def set_damage_aside(corpus: Corpus) -> Iterator[str]:
    """Move the lines of each journal that are no events to a file beside it; say, for each, what was moved.

    Raises LockedError for a journal that somebody has open.
    """
    corpus.cache.mkdir(exist_ok=True)
    journals = [
        (annotator, corpus.cache / f"{annotator_name(annotator)}.lock", paths)
        for annotator, paths in corpus.journal_paths().items()
    ]
    golds = [(f"gold “{name}”", corpus.gold_lock(name), [corpus.gold_path(name)]) for name in corpus.golds()]
    for name, lock, paths in journals + golds:
        try:
            with FileLock(lock, timeout=0):
                yield from filter(None, map(_repair, paths))
        except Timeout:
            raise LockedError(f"{name} is open in this corpus; close it before repairing") from None


def _repair(path: Path) -> str | None:
    damaged = _damaged(path)
    if not damaged:
        return None
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    # contexts end last one first: the old file is closed (Windows replaces no open one), what is set aside is whole,
    # and only then the journal is replaced
    with whole_file(path) as journal, whole_file(aside) as kept, path.open("rb") as old:
        position = 0
        for start, end in damaged:
            _copy(old, journal, position, start)
            _copy(old, kept, start, end)
            position = end
        _copy(old, journal, position, path.stat().st_size)
    return f"{path.name}: {len(damaged)} damaged lines set aside in {aside.name}"


def _damaged(path: Path) -> list[tuple[int, int]]:
    """Return where the damaged lines are, as ranges of bytes."""
    found = []
    with path.open("rb") as file:
        for line in lines_of(file):
            if isinstance(parse_line(line, path), Damage):
                found.append((line.offset, file.tell()))
    return found


def _copy(source: IO[bytes], target: IO[bytes], start: int, end: int) -> None:
    source.seek(start)
    while start < end:
        block = source.read(min(_BLOCK, end - start))
        target.write(block)
        start += len(block)
