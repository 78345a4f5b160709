"""Open what is exported with the programs that it is for: `python tests/clients [--push] [NAME…]`.

Each client is a script in this folder. Its head (PEP 723) lists what it needs, the extras of annotator that write what
it reads, the exports of the sample corpus that it is given, and when it runs: on every push, or before a release. Each
gets an environment of its own, because their pins conflict. A script is called with a folder that holds its exports and
`articles.jsonl`, the view `articles` of the same selection, to compare with; it fails by its exit code. It prints what
it compared.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).parent
REPO = HERE.parent.parent
HEAD = re.compile(r"^# /// script\n((?:#.*\n)+?)# ///$", re.MULTILINE)
TRUTH = ["--view", "articles", "-o", "articles.jsonl"]


def main() -> int:
    """Run the clients that were named, or all; return how many failed."""
    parser = argparse.ArgumentParser(prog="python tests/clients", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--push", action="store_true", help="only those that run on every push")
    given = parser.parse_args()
    scripts = sorted(HERE.glob("[a-z]*.py"))
    failed = 0
    for script in scripts:
        head = head_of(script)
        due = head["tool"]["annotator"]["when"] == "push" or not given.push
        if due and (not given.names or script.stem in given.names):
            failed += not run(script, head)
    return failed


def head_of(script: Path) -> dict:
    """Return what the head of a script says."""
    found = HEAD.search(script.read_text(encoding="utf-8"))
    if found is None:
        sys.exit(f"{script}: it has no head that says what it needs")
    return tomllib.loads(re.sub(r"^# ?", "", found[1], flags=re.MULTILINE))


def run(script: Path, head: dict) -> bool:
    """Make the environment and the exports, and run the script; say how it went."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        environment, exports = Path(folder, "environment"), Path(folder, "exports")
        exports.mkdir()
        venv.create(environment, with_pip=True)
        binaries = environment / ("Scripts" if os.name == "nt" else "bin")
        extras = ",".join(head["tool"]["annotator"].get("extras", []))
        project = f"{REPO}[{extras}]" if extras else str(REPO)
        steps = [[binaries / "python", "-m", "pip", "install", "-q", project, *head["dependencies"]]]
        for arguments in [TRUTH, *head["tool"]["annotator"]["exports"]]:
            selection = head["tool"]["annotator"].get("selection", [])
            steps.append([binaries / "annotator", "export", REPO / "corpus", *selection, *arguments])
        steps.append([binaries / "python", script, exports])
        passed = all(subprocess.run(step, cwd=exports).returncode == 0 for step in steps)
    print(
        f"{script.stem}: {'passed' if passed else 'FAILED'} in {time.monotonic() - begun:.0f} s", flush=True
    )
    return passed


if __name__ == "__main__":
    sys.exit(main())
