"""Open what is exported with the programs that it is for: `python tests/clients [--push] [--together] [NAME…]`.

Each client is a script in this folder. Its head (PEP 723) lists what it needs, the extras of annotator that write what
it reads, the exports of the sample corpus that it is given, and when it runs: on every push, or before a release. Each
gets an environment of its own, because their pins conflict; `--together` makes one for all that do not say `alone`.
A script is called with a folder that holds its exports and `articles.jsonl`, the view `articles` of the same selection,
to compare with; it fails by its exit code. It prints what it compared.
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
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
REPO = HERE.parent.parent
HEAD = re.compile(r"^# /// script\n((?:#.*\n)+?)# ///$", re.MULTILINE)
TRUTH = ["--view", "articles", "-o", "articles.jsonl"]


@dataclass
class Client:
    """A script, and what its head says."""

    script: Path
    needs: list[str]
    when: str
    exports: list[list[str]]
    extras: list[str] = field(default_factory=list)
    selection: list[str] = field(default_factory=list)
    alone: bool = False


def main() -> int:
    """Run the clients that were named, or all; return how many failed."""
    parser = argparse.ArgumentParser(prog="python tests/clients", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--push", action="store_true", help="only those that run on every push")
    parser.add_argument("--together", action="store_true", help="one environment for all that can share one")
    given = parser.parse_args()
    clients = [client_of(script) for script in sorted(HERE.glob("[a-z]*.py"))]
    unknown = {*given.names} - {client.script.stem for client in clients}
    if unknown:
        parser.error(f"no such client: {', '.join(sorted(unknown))}")
    chosen = [
        client
        for client in clients
        if (not given.push or client.when == "push")
        and (not given.names or client.script.stem in given.names)
    ]
    shared = [client for client in chosen if given.together and not client.alone]
    groups = [shared] * bool(shared) + [[client] for client in chosen if client not in shared]
    return sum(failures(group, fast=group is shared) for group in groups)


def client_of(script: Path) -> Client:
    """Return the client that a script is."""
    found = HEAD.search(script.read_text(encoding="utf-8"))
    if found is None:
        sys.exit(f"{script}: it has no head that says what it needs")
    head = tomllib.loads(re.sub(r"^# ?", "", found[1], flags=re.MULTILINE))
    return Client(script, head["dependencies"], **head["tool"]["annotator"])


def failures(clients: list[Client], *, fast: bool) -> int:
    """Run clients in one new environment; return how many failed."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        programs = Path(folder, "environment") / ("Scripts" if os.name == "nt" else "bin")
        venv.create(programs.parent, with_pip=True)
        extras = ",".join(sorted({extra for client in clients for extra in client.extras}))
        needs = {need for client in clients for need in client.needs}
        install(programs, [f"{REPO}[{extras}]" if extras else str(REPO), *sorted(needs)], fast=fast)
        print(f"installed in {time.monotonic() - begun:.0f} s", flush=True)
        return sum(not passes(client, programs, Path(folder, client.script.stem)) for client in clients)


def install(programs: Path, packages: list[str], *, fast: bool) -> None:
    """Install packages: by uv, which takes a tenth of the time, if it is to be fast and pip can get it."""
    pip = [programs / "python", "-m", "pip", "install", "-q"]
    if fast and subprocess.run([*pip, "uv"]).returncode == 0:
        by_uv = [programs / "uv", "pip", "install", "-q", "--python", programs / "python"]
        if subprocess.run([*by_uv, *packages]).returncode == 0:
            return
    subprocess.run([*pip, *packages], check=True)


def passes(client: Client, programs: Path, folder: Path) -> bool:
    """Make the exports of a client and run its script; say how it went."""
    begun = time.monotonic()
    folder.mkdir()
    export = [programs / "annotator", "export", REPO / "corpus", *client.selection]
    steps = [[*export, *arguments] for arguments in [TRUTH, *client.exports]]
    steps.append([programs / "python", client.script, folder])
    passed = all(subprocess.run(step, cwd=folder).returncode == 0 for step in steps)
    name = client.script.stem
    print(f"{name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - begun:.0f} s", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
