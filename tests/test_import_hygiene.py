"""What a command imports: no command but the screen loads textual, and the quick ones load little at all."""

import subprocess
import sys

import pytest
from writers import Writer

from annotator.corpus.corpus import Corpus

REPORT = """
import sys
from annotator.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as ended:
    code = ended.code or 0
print("\\nLOADED", code, *sorted(name for name in sys.modules if "." not in name))
"""


def loaded(*args: object) -> set[str]:
    """Run the command line in a process of its own and return the top-level modules that it loaded."""
    program = [sys.executable, "-c", REPORT, *map(str, args)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    _, code, *names = done.stdout.splitlines()[-1].split()
    assert int(code) in {0, 1}, done.stderr
    return set(names)


HEAVY = {
    "textual",
    "rich",
    "numpy",
    "scipy",
    "trafilatura",
    "rapidfuzz",
    "pyarrow",
    "xlsxwriter",
    "yaml",
    "cassis",
    "spacy",
}


def test_help_loads_neither_pydantic_nor_anything_heavy():
    assert not loaded("--help") & (HEAVY | {"pydantic", "orjson", "sqlite3", "filelock"})


@pytest.mark.parametrize("command", ["status", "check", "log", "schema", "export"])
def test_no_command_but_the_screen_loads_textual(corpus: Corpus, ann: Writer, command):
    ann.statement("harbour", "the harbour must stay open")
    ann.mark("school", "Parents", "none")
    assert not loaded(command, corpus.root) & HEAVY


def test_a_format_loads_its_library_when_it_writes():
    assert not loaded("formats") & HEAVY


def test_adding_and_mending_do_not_either(corpus: Corpus, tmp_path):
    path = tmp_path / "new.txt"
    path.write_text("One. Two.", encoding="utf-8")
    assert not loaded("new", tmp_path / "other") & HEAVY
    assert not loaded("add", corpus.root, path) & HEAVY
    assert not loaded("sentences", corpus.root, "new", "--join", 1) & HEAVY


def test_only_figures_need_numpy(corpus: Corpus, ann: Writer):
    ann.statement("harbour", "the harbour must stay open")
    ann.mark("harbour", "The mayor", "done")
    assert not loaded("merge", corpus.root) & HEAVY


@pytest.mark.parametrize("command", ["status", "check"])
def test_an_answer_that_was_kept_needs_no_models(corpus: Corpus, ann: Writer, command):
    ann.mark("school", "Parents", "none")
    assert "pydantic" in loaded(command, corpus.root)
    assert "pydantic" not in loaded(command, corpus.root)
