"""The real program on a terminal of its own: keys go in, bytes come out."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import pyte

import annotator.tui.app  # noqa: F401 (so that forked programs need not load it)
from annotator.cli import main

REPO = Path(__file__).parents[1]
PATIENCE = 30.0
"""Seconds after which something that was waited for is taken to have failed; no measure of speed."""
_ASKS_FOR_FRAMES, _KNOWS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""How a terminal is asked whether it knows synchronized updates, and says so."""


def command(*words: object) -> list[str]:
    """The annotator's command line, run by this Python."""
    return [sys.executable, "-m", "annotator", *map(str, words)]


def _run_here(argv: Sequence[str]) -> NoReturn:
    """Run the annotator's own main function in this forked process, and end it."""
    code: object = 1
    try:
        warnings.resetwarnings()
        sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)
        sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)
        sys.stderr = sys.__stderr__ = os.fdopen(2, "w", closefd=False)
        sys.argv = ["annotator", *argv[3:]]
        main()
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 (whatever it is, it belongs on that terminal)
        traceback.print_exc()
    finally:
        os._exit(code if isinstance(code, int) else 1)


class Terminal:
    """A program on a pseudo terminal; `with Terminal(command(…)) as terminal:` kills it at the end.

    With `forked` it is this process's own child, which has the modules already: many starts in little time.
    """

    def __init__(
        self,
        argv: Sequence[str],
        size: tuple[int, int] = (80, 24),
        forked: bool = False,
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.chdir(REPO)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            begin()
            if forked:
                _run_here(argv)
            os.execvp(argv[0], list(argv))
        self.output = bytearray()
        self.status: int | None = None
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self.handle)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self.handle, keys.encode())

    @property
    def text(self) -> str:
        """What stands on the screen, a line a row. (Of what has changed, only the cells that did come out.)"""
        return "\n".join(self._screen.display)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """What stands in each cell, and how: row by row."""
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return [[self._screen.buffer[row][column] for column in columns] for row in rows]

    def pump(self, seconds: float) -> None:
        """Take what comes out for some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.handle], [], [], left)[0] or not self._read():
                return

    def until(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.until_one_of([words])

    def until_one_of(self, candidates: Sequence[str]) -> str:
        """Wait until one of some words stands on the screen; returns it."""
        end = time.monotonic() + PATIENCE
        while True:
            for words in candidates:
                if words in self.text or words in self.text.replace(
                    "\n", ""
                ):  # a long line goes on in the next row
                    return words
            ready = select.select([self.handle], [], [], max(0, end - time.monotonic()))[0]
            if not ready or not self._read():
                raise AssertionError(f"{candidates} did not come out, but:\n{self.text}")

    def kill(self) -> None:
        """End it at once, in whatever it is doing."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitpid(self.pid, 0)[1]

    def wait(self) -> int:
        """Wait for its end; returns the exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([self.handle], [], [], 0.02)[0]:
                self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pump(0.05)
                self.status = status
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it does not end:\n{self.text}")

    @property
    def modes(self) -> list[object]:
        """How the terminal is set: raw or line by line, with or without echo."""
        return termios.tcgetattr(self.handle)[:4]

    def _read(self) -> bool:
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # Linux says so when the other side has closed
            return False
        if _ASKS_FOR_FRAMES in data:
            os.write(self.handle, _KNOWS_FRAMES)
        self.output += data
        self._stream.feed(data)
        return bool(data)
