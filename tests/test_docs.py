"""The documentation says what the tool does: pages are made from it, and every command shown is run."""

import os
import pty
import re
import select
import shlex
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator.cli import cli
from annotator.errors import InputError
from annotator.loading import load_schema, modules_hash
from annotator.tui.commands import COMMANDS, Keymap
from annotator.tui.manual import keys_page
from annotator.tui.own_keys import own_keymap

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shell_lines(text: str) -> list[str]:
    """Return the lines of all shell blocks."""
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]


def test_page_of_keys_is_made_from_the_table():
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == keys_page(Keymap())


def test_readme_has_one_line_to_open_and_one_to_test():
    for mark in ("open", "test"):
        block = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)```", README, re.S)
        assert block is not None
        assert len(block[1].splitlines()) == 1


def run_on_terminal(command: list[str], folder: Path) -> int:
    """Run a command that opens the screen: agree to a new name, wait for the keys, quit. Returns the exit code."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execv(command[0], command)
    seen, answered, quitted, end = b"", False, False, time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        try:
            data = os.read(terminal, 65536) if ready else b""
        except OSError:  # it has ended
            break
        seen += data
        if not answered and b"[y/N]" in seen:
            answered = True
            os.write(terminal, b"y\n")
        if not quitted and b"all keys" in seen:
            quitted = True
            os.write(terminal, b"\x11")
    else:
        os.kill(child, signal.SIGKILL)
    assert quitted, seen[-2000:]
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("page", ["README.md", "docs/formats.md"])
def test_every_command_of_a_page_works_in_turn(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name in ("corpus", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".cache"))
    tool = [sys.executable, "-m", "annotator"]
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line for line in shell_lines(text) if line.startswith("annotator ")]
    assert len(lines) > 8
    for line in lines:
        words = shlex.split(line)
        if "--as" in words and words[1] != "import":
            assert run_on_terminal([*tool, *words[1:]], tmp_path) == 0, line
        else:
            done = CliRunner().invoke(cli, words[1:])  # a process for each would take a minute
            assert done.exit_code == 0 or "pip install 'annotator[" in done.stderr, (line, done.stderr)


def test_example_of_a_schema_can_be_loaded(tmp_path: Path):
    page = (ROOT / "docs" / "schemas.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", page, re.S)
    assert example is not None
    (tmp_path / "factcheck.py").write_text(example[1], encoding="utf-8")
    schema = load_schema("factcheck.py", tmp_path, modules_hash(tmp_path))
    assert [field.kind for field in schema.fields] == ["passage", "entity", "choice", "flag"]


def test_links_of_the_documentation_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_own_keys_are_taken_and_faults_named(tmp_path: Path):
    file = tmp_path / "keys.toml"
    file.write_text('[keys]\nnone = "f9 0"\n', encoding="utf-8")
    keymap = own_keymap(file)
    found = keymap.command(("browse",), "f9")
    assert found is not None
    assert found.id == "none"
    assert keymap.command(("browse",), "x") is None
    file.write_text('[keys]\nno-such = "f9"\n', encoding="utf-8")
    with pytest.raises(InputError, match="no-such"):
        own_keymap(file)


def test_no_key_means_two_things_in_one_scope():
    taken: dict[tuple[str, str], str] = {}
    for command in COMMANDS:
        for scope in command.scopes:
            for key in command.keys:
                assert taken.setdefault((scope, key), command.id) == command.id, (scope, key)
