"""Journals: one annotator's events, appended line by line, never rewritten.

`read_journal` reads; `Journal` is the one place that appends. An event that `Journal.append` has returned from
is on the disk (written, flushed, fsynced).
"""

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from annotator.corpus.lines import MAX_LINE, Line, read_lines, sync_folder
from annotator.errors import JournalError, LockedError
from annotator.statements import Event, State, event_line, parse_event


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that is no event: where it is and why. It stays where it is until `annotator check --repair`."""

    path: Path
    line: int
    reason: str
    torn: bool = False
    """The last line of the file, cut off by a crash while it was written."""

    def __str__(self) -> str:
        """Return it as one line for the user."""
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(slots=True)
class JournalFile:
    """What one file holds: its events in the order of the file, and its damaged lines."""

    path: Path
    events: list[Event] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)


def parse_line(line: Line, path: Path) -> Event | Damage | None:
    """Return what a line holds: an event, a damage, or None for a blank line."""
    if line.too_long:
        return Damage(path, line.number, f"longer than {MAX_LINE // 2**20} MiB; not an event")
    if not line.data.strip():
        return None
    try:
        return parse_event(line.data)
    except ValidationError as error:
        if not line.complete:
            return Damage(path, line.number, "the last line is cut off", torn=True)
        if line.data.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
            return Damage(
                path, line.number, "a merge conflict marker of git; keep the lines on both sides of it"
            )
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "line"
        return Damage(path, line.number, f"not an event ({place}: {first['msg']})")


def read_journal(path: Path) -> JournalFile:
    """Read one file; damaged lines are reported in the result, never dropped. Raises JournalError if unreadable."""
    found = JournalFile(path)
    try:
        with _collector_paused():
            for line in read_lines(path):
                item = parse_line(line, path)
                if isinstance(item, Damage):
                    found.damage.append(item)
                elif item is not None:
                    found.events.append(item)
    except OSError as error:
        raise JournalError(f"{path}: cannot be read ({error.strerror})") from None
    return found


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector off: all that is read is kept, and looking through it takes longer than reading."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def first_annotator(path: Path) -> str | None:
    """Return whose events a file holds, by the first line that is one (a name may lie: a sync tool's copy)."""
    for line in read_lines(path):
        item = parse_line(line, path)
        if item is not None and not isinstance(item, Damage):
            return item.annotator
    return None


class Journal:
    """One annotator's journal, open for appending, locked against a second writer on this machine.

    `events` are the annotator's own, `state` is what they amount to, those of conflict copies included; `notices`
    holds lines that the user should see, until somebody takes them. A `shared` journal (gold) is one work of several
    hands: its state takes everybody's events into account.
    """

    def __init__(
        self, path: Path, annotator: str, lock_path: Path, copies: Iterable[Path] = (), *, shared: bool = False
    ) -> None:
        """Open, creating the file where there is none; raises LockedError or JournalError."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 (commands that only read start faster without)

        self.path = path
        self.annotator = annotator
        self.kept_as = f"{path.stem}@{annotator}" if shared else annotator
        """What the place and the draft are kept as in the cache ("@" is in no annotator's name)."""
        self.notices: list[str] = []
        self._shared = shared
        self._copies = list(copies)
        self._lock = FileLock(lock_path)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(
                f"{path.stem} is already open in this corpus, in another terminal; close it there first"
            ) from None
        except OSError as error:
            raise JournalError(f"{lock_path}: cannot be locked ({error.strerror})") from None
        self._saved: list[Event] = []
        self._missing: list[Event] = []
        try:
            with ExitStack() as given_back:
                given_back.callback(self._lock.release)
                self._file = given_back.enter_context(self._open())
                self._replay()
                self._report_disagreement()
                given_back.pop_all()
        except OSError as error:
            raise JournalError(f"{path}: cannot be opened ({error.strerror})") from None

    def close(self) -> None:
        """Give the file and the lock back."""
        self._file.close()
        self._lock.release()

    def append(self, *events: Event) -> None:
        """Write events and make sure that they are on the disk; all of them or none.

        If the file was replaced or changed since (`git pull`, a sync tool), it is opened and read again first; what
        this process had saved and a replaced file lacks is written again. Raises JournalError, with nothing half
        written and nothing added to the state, when the disk refuses.
        """
        try:
            changed = self._changed()
            if changed:
                self._reload()
            self._write(b"".join(map(event_line, [*self._missing, *events])))
        except OSError as error:
            raise JournalError(f"not saved ({error.strerror}): {self.path}") from None
        for event in [*self._missing, *events]:
            self.events.append(event)
            self.state.apply(event)
        self._saved += events
        self._missing = []
        if changed:
            self._report_disagreement()

    def _reload(self) -> None:
        """Open the file that is now at the path and read it from the beginning."""
        fresh = self._open()
        self._file.close()
        self._file = fresh
        self.notices.append(f"{self.path.name}: changed by another program; read again")
        self._replay()
        self._missing = [event for event in self._saved if event.id not in self.state.by_id]
        if self._missing:
            self.notices.append(
                f"{self.path.name}: {len(self._missing)} saved events were gone from it; they are written again"
            )

    def _open(self) -> IO[bytes]:
        new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab", buffering=0)
        if new:
            sync_folder(self.path.parent)
        return file

    def _replay(self) -> None:
        self._set_torn_line_aside()
        own = read_journal(self.path)
        self.events = list(self._mine(own.events, self.path))
        others = [event for event in own.events if self._shared and event.annotator != self.annotator]
        self.notices.extend(map(str, own.damage))
        for copy in self._copies:
            other = read_journal(copy)
            self.events.extend(self._mine(other.events, copy))
            self.notices.append(f"{copy.name}: a copy of this journal; its events count too")
            self.notices.extend(map(str, other.damage))
        with _collector_paused():
            self.state = State([*others, *self.events])
        self._size = self.path.stat().st_size

    def _report_disagreement(self) -> None:
        name, forks, clashes = self.path.name, sum(1 for _ in self.state.forks()), len(self.state.clashes)
        if forks:
            self.notices.append(
                f"{name}: {forks} edited apart on two machines; the newest stands until saved again"
            )
        if clashes:
            self.notices.append(
                f"{name}: {clashes} ids stand for two different events; annotator check names them"
            )

    def _mine(self, events: list[Event], path: Path) -> Iterator[Event]:
        strangers = {event.annotator for event in events} - {self.annotator}
        if strangers and not self._shared:
            names = ", ".join(sorted(strangers))
            self.notices.append(f"{path.name}: holds events of {names} too; they do not count here")
        return (event for event in events if event.annotator == self.annotator)

    def _changed(self) -> bool:
        """Whether the file at the path is no longer the one that is open, as it was left."""
        try:
            at_path = self.path.stat()
        except FileNotFoundError:
            return True
        opened = os.fstat(self._file.fileno())
        return (at_path.st_dev, at_path.st_ino) != (
            opened.st_dev,
            opened.st_ino,
        ) or at_path.st_size != self._size

    def _write(self, data: bytes) -> None:
        try:
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(self._size)
            raise
        self._size += len(data)

    def _set_torn_line_aside(self) -> None:
        """Keep the end of the file that a crash cut off in a file beside it, so that the next line starts clean."""
        start, tail = _unfinished_line(self.path)
        if not tail:
            return
        if not isinstance(parse_line(Line(0, start, tail, complete=False), self.path), Damage):
            self._file.write(b"\n")  # a whole event that only lost its line feed, as some editors do
            return
        aside = self.path.with_name(f"{self.path.name}.torn-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        with aside.open("ab") as file:
            file.write(tail + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._file.truncate(start)
        os.fsync(self._file.fileno())
        self.notices.append(f"{self.path.name}: the last line was cut off; set aside in {aside.name}")


def _unfinished_line(path: Path) -> tuple[int, bytes]:
    """Return where the bytes after the last line feed start, and those bytes."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        tail = b""
        while end and b"\n" not in tail:
            start = max(0, end - 65536)
            file.seek(start)
            tail = file.read(end - start) + tail
            end = start
    rest = tail.rpartition(b"\n")[2]
    return path.stat().st_size - len(rest), rest
