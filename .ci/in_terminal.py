"""Run a shell command that opens the screen on a terminal of its own: confirm, wait for the screen, quit."""

import os
import pty
import select
import signal
import sys
import time


def main(command: str, seconds: float = 480) -> int:
    """Return the command's exit code, or 1 if the screen did not come."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execvp("bash", ["bash", "-c", command])  # noqa: S606
    seen, asked, opened, end = b"", False, False, time.monotonic() + seconds
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        try:
            data = os.read(terminal, 65536) if ready else b""
        except OSError:
            break
        seen += data
        if not asked and b"[y/N]" in seen:
            os.write(terminal, b"y\n")
            asked = True
        if not opened and b"all keys" in seen:
            opened = True
            time.sleep(0.5)
            os.write(terminal, b"\x11")  # ctrl+q leaves from anywhere
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    sys.stdout.write(f"the screen {'opened' if opened else 'did not open'}; exit code {code}\n")
    if not opened or code:
        sys.stdout.write(seen.decode(errors="replace")[-2000:] + "\n")
    return code if opened else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
