"""A real program on a pseudo terminal: keys go in; what each costs and what it sends is counted.

CPU is the child's own process clock (all its threads), so that a busy machine shows in the wall column only.
"""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

COLUMNS, ROWS = 120, 40
FRAME_END = b"\x1b[?2026l"
"""How a synchronized update ends: one a frame."""

_ASKS_FOR_FRAMES = b"\x1b[?2026$p"
_KNOWS_FRAMES = b"\x1b[?2026;2$y"
_NEVER = 60.0
_PATIENCE = 0.4
"""Seconds after which a key is taken to draw nothing."""


class Reaction(NamedTuple):
    """What one key led to, until the program was quiet again; times in milliseconds."""

    cpu: float
    wall: float
    """From the key to the last byte."""
    sent: int
    frames: int


class Program:
    """A program in a terminal of its own; `with Program([...]) as program:` ends it."""

    def __init__(self, argv: Sequence[str | Path], *, quiet: float = 0.06) -> None:
        """Start it; `quiet` is for how many seconds nothing may come before a reaction is taken as over."""
        self._quiet = quiet
        self.begun = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(str(argv[0]), [str(word) for word in argv], _environment())
        self.resize(COLUMNS, ROWS)

    def __enter__(self) -> "Program":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def cpu(self) -> float:
        """Return the CPU seconds that the program has used (Linux: the clock of another process)."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def resident(self) -> int:
        """Return the bytes of memory that the program occupies now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGESIZE")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_for(self, shown: str) -> None:
        """Read until something is on the screen; raises TimeoutError."""
        seen, limit = b"", time.perf_counter() + _NEVER
        while shown.encode() not in seen:
            if time.perf_counter() > limit:
                raise TimeoutError(f"“{shown}” was never shown: {seen[-2000:]!r}")
            seen += self._read(1.0)

    def settle(self, quiet: float = 0.5) -> None:
        """Read until nothing more comes."""
        while self._read(quiet):
            pass

    def press(self, keys: str) -> Reaction:
        """Type, and read until the program is quiet again."""
        before, begun = self.cpu(), time.perf_counter()
        last, sent = begun, b""
        os.write(self._terminal, keys.encode())
        while data := self._read(self._quiet if sent else max(self._quiet, _PATIENCE)):
            last = time.perf_counter()
            sent += data
        return Reaction(1000 * (self.cpu() - before), 1000 * (last - begun), len(sent), sent.count(FRAME_END))

    def _read(self, timeout: float) -> bytes:
        if not select.select([self._terminal], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._terminal, 65536)
        except OSError:  # it has ended
            raise EOFError("the program has ended") from None
        if _ASKS_FOR_FRAMES in data:
            os.write(self._terminal, _KNOWS_FRAMES)
        return data


class TmuxProgram(Program):
    """A program inside tmux: what is counted is what tmux sends to its terminal; CPU is tmux's client's alone."""

    def __init__(self, argv: Sequence[str | Path], *, quiet: float = 0.12) -> None:
        self._server = f"annotator-benchmark-{os.getpid()}"
        words = [str(word) for word in argv]
        tmux = ["tmux", "-L", self._server, "-f", os.devnull, "new-session"]
        super().__init__([*tmux, *words, ";", "set", "-g", "status", "off"], quiet=quiet)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run(["tmux", "-L", self._server, "kill-server"], check=False, capture_output=True)
        super().__exit__(kind, error, trace)

    @staticmethod
    def available() -> bool:
        """Tell whether there is a tmux here."""
        return shutil.which("tmux") is not None


def _environment() -> dict[str, str]:
    """Return the environment of a usual terminal, with byte code kept: as installed, and none in the repository."""
    left_out = {"NO_COLOR", "TMUX", "PYTHONDONTWRITEBYTECODE"}
    return {
        **{name: value for name, value in os.environ.items() if name not in left_out},
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "annotator-benchmark-bytecode"),
    }


def annotator(corpus: Path, name: str = "bench") -> list[str | Path]:
    """Return the command that opens the screen of a corpus."""
    return [sys.executable, "-m", "annotator", corpus, "--as", name, "--yes"]
