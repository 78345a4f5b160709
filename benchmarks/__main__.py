"""All tables, one script after the other: `python benchmarks`. Ends with 1 where a script says a figure is missed."""

import subprocess
import sys
from pathlib import Path

HELPERS = {"__main__.py", "made_corpus.py", "terminal_program.py"}


def main() -> None:
    folder = Path(__file__).resolve().parent
    failed = []
    for script in sorted(path for path in folder.glob("*.py") if path.name not in HELPERS):
        print(f"\n## {script.stem}\n", flush=True)
        if subprocess.run([sys.executable, script], cwd=folder.parent, check=False).returncode:
            failed.append(script.stem)
    print("\nmissed or failed: " + (", ".join(failed) or "nothing"))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
