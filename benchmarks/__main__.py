"""All tables, one script after the other: `python benchmarks`. Ends with 1 where a script says a figure is missed."""

import subprocess
import sys
import time
from pathlib import Path

HELPERS = {"__main__.py", "made_corpus.py", "terminal_program.py"}
MEASURE = Path(__file__).resolve().parents[2] / "shared" / "measure"
GIVEN = {
    "polnear": MEASURE / "polnear-annotator-training.jsonl.gz",
    "segmentation": MEASURE / "sentences-dev.jsonl.gz",
    "suggest_quality": MEASURE / "polnear-train.jsonl.gz",
}
"""By script: the file beside the repository that it measures with."""


def main() -> None:
    folder = Path(__file__).resolve().parent
    failed = []
    for script in sorted(path for path in folder.glob("*.py") if path.name not in HELPERS):
        print(f"\n## {script.stem}\n", flush=True)
        data = [GIVEN[script.stem]] if script.stem in GIVEN else []
        if not all(path.is_file() for path in data):
            print(f"left out: {data[0]} is not here", flush=True)
            continue
        begun = time.monotonic()
        if subprocess.run([sys.executable, script, *data], cwd=folder.parent, check=False).returncode:
            failed.append(script.stem)
        print(f"\n({time.monotonic() - begun:.0f} s)", flush=True)
    print("\nmissed or failed: " + (", ".join(failed) or "nothing"))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
