"""All tables, one script after the other: `python benchmarks`. Ends with 1 where a script says a figure is missed."""

import subprocess
import sys
import time
from pathlib import Path

HELPERS = {"__main__.py", "made_corpus.py", "terminal_program.py"}


def main() -> None:
    folder = Path(__file__).resolve().parent
    failed = []
    for script in sorted(path for path in folder.glob("*.py") if path.name not in HELPERS):
        print(f"\n## {script.stem}\n", flush=True)
        begun = time.monotonic()
        if subprocess.run([sys.executable, script], cwd=folder.parent, check=False).returncode:
            failed.append(script.stem)
        print(f"\n({time.monotonic() - begun:.0f} s)", flush=True)
    print("\nmissed or failed: " + (", ".join(failed) or "nothing"))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
