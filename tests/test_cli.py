"""The command line as a whole: which words mean what, exit codes, one-line errors, nothing raw on the terminal."""

import os
import subprocess
import sys
import types
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from writers import TEXTS, Writer, add_texts

from annotator import cli as cli_module
from annotator.cli import COMMANDS, cli
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.errors import AnnotatorError
from annotator.terminal import excerpt, harmless, table


@pytest.fixture
def screen(monkeypatch):
    """Stand in for the screen: what it was opened with."""
    calls = []

    def run_screen(corpus, journal, schema, *, suggest):
        calls.append((corpus.root, journal.annotator, suggest))
        journal.close()
        return 0

    for name in ("annotator.tui.app",):
        module = types.ModuleType(name)
        module.run = run_screen
        monkeypatch.setitem(sys.modules, name, module)
    return calls


def test_every_command_is_listed_with_its_help(run: Run):
    listed = run("--help").stdout
    for name in COMMANDS:
        assert f"\n  {name} " in listed
        assert run(name, "--help").exit_code == 0


def test_a_first_word_that_is_no_command_is_a_corpus(corpus: Corpus, run: Run, screen):
    assert run(corpus.root, "--as", "ann", "--yes").exit_code == 0
    assert run("--as", "ann", corpus.root).exit_code == 0
    assert run("open", "--no-suggest", corpus.root, "--as", "ann").exit_code == 0
    assert screen == [(corpus.root, "ann", True), (corpus.root, "ann", True), (corpus.root, "ann", False)]


def test_the_nearest_corpus_above_is_taken(corpus: Corpus, run: Run, screen, monkeypatch):
    monkeypatch.chdir(corpus.root / "articles")
    assert run("--as", "ann", "--yes").exit_code == 0
    assert screen[0][0].resolve() == corpus.root.resolve()
    assert "Test: 2 articles" in run("status").stdout


def test_a_corpus_called_like_a_command(tmp_path, run: Run, screen, monkeypatch):
    new_corpus(tmp_path / "status", "S", "en", "statement")
    monkeypatch.chdir(tmp_path)
    assert run("./status", "--as", "ann", "--yes").exit_code == 0
    assert len(screen) == 1


def test_without_a_name_those_who_are_here_are_listed(corpus: Corpus, ann: Writer, run: Run):
    ann.mark("harbour", "The rain", "none")
    result = run(corpus.root)
    assert result.exit_code == 2
    assert "--as NAME (here: ann)" in result.stderr


def test_a_new_name_has_to_be_meant(corpus: Corpus, ann: Writer, run: Run, screen):
    ann.mark("harbour", "The rain", "none")
    new = run(corpus.root, "--as", "bob")
    other_case = run(corpus.root, "--as", "Ann", "--yes")
    unusable = run(corpus.root, "--as", "../ann", "--yes")
    assert (new.exit_code, other_case.exit_code, unusable.exit_code) == (2, 2, 2)
    assert "--yes" in new.stderr
    assert "“ann”" in other_case.stderr
    assert not screen


@pytest.mark.parametrize(("answer", "opened"), [("y\n", 1), ("n\n", 0)])
def test_on_a_terminal_a_new_name_is_asked_about(
    corpus: Corpus, run: Run, screen, monkeypatch, *, answer, opened
):
    monkeypatch.setattr("annotator.commands.open.on_terminal", lambda: True)
    run(corpus.root, "--as", "bob", input=answer)
    assert len(screen) == opened


OWN_SCHEMA = '''
from annotator.fields import Annotated, Ask, Passage, Schema
open("RAN", "w").close()
class Own(Schema, name="own"):
    """A schema of one field."""
    words: Annotated[Passage, Ask(key="w", role="claim")]
'''


@pytest.fixture
def own(tmp_path, monkeypatch) -> Corpus:
    """A corpus that brings its own schema; whoever runs it leaves a file."""
    monkeypatch.setattr("annotator.loading._trust_store", lambda: tmp_path / "trusted")
    monkeypatch.chdir(tmp_path)
    corpus = new_corpus(tmp_path / "own", "Own", "en", "own.py")
    (corpus.root / "own.py").write_text(OWN_SCHEMA, encoding="utf-8")
    add_texts(corpus, **TEXTS)
    return corpus


@pytest.mark.parametrize("command", ["status", "check", "schema", "export"])
def test_code_from_a_corpus_is_not_run_unasked(own: Corpus, run: Run, tmp_path, command):
    refused = run(command, own.root)
    assert refused.exit_code == 2
    assert "--trust-schema" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "RAN").exists()
    wrong = run(command, own.root, "--trust-schema", "0" * 32)
    assert wrong.exit_code == 2
    assert not (tmp_path / "RAN").exists()
    given = refused.stderr.split()[-1]
    assert run(command, own.root, "--trust-schema", given).exit_code == 0
    assert (tmp_path / "RAN").exists()


def test_on_a_terminal_it_is_asked_once_and_again_when_the_code_changes(own: Corpus, run: Run, monkeypatch):
    monkeypatch.setattr("annotator.commands.common.on_terminal", lambda: True)
    declined = run("schema", own.root, input="n\n")
    agreed = run("schema", own.root, input="y\n")
    known = run("schema", own.root)
    (own.root / "helper.py").write_text("", encoding="utf-8")
    changed = run("schema", own.root, input="n\n")
    assert [r.exit_code for r in (declined, agreed, known, changed)] == [2, 0, 0, 2]
    assert str(own.root / "own.py") in agreed.stderr
    assert "own 1" in known.stdout


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (AnnotatorError("a\nb \x1b[31m"), 2, "annotator: a\\u000ab \\u001b[31m\n"),
        (
            OSError(28, "No space left on device", "x.jsonl"),
            2,
            "annotator: x.jsonl: No space left on device\n",
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_are_one_line_and_an_exit_code(corpus: Corpus, run: Run, monkeypatch, *, error, code, line):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("annotator.corpus.check.check", fail)
    result = run("check", corpus.root)
    assert (result.exit_code, result.stderr, result.stdout) == (code, line, "")


def test_usage_errors_are_harmless_too(run: Run):
    result = run("check", "--\x1b[31m")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr


def test_a_reader_that_has_seen_enough_is_no_error(corpus: Corpus, ann: Writer):
    for _ in range(30):
        ann.mark("harbour", "The rain", "none", note="x" * 5000)
    program = [sys.executable, "-m", "annotator", "log", "--json", str(corpus.root)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_terminal_without_unicode(corpus: Corpus):
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    program = [sys.executable, "-m", "annotator", "open", str(corpus.root), "--as", "bob"]
    done = subprocess.run(program, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"\\u201cbob\\u201d is new" in done.stderr


@given(st.text())
def test_harmless_text_cannot_steer_a_terminal(text):
    shown = harmless(text)
    assert shown.isprintable() or not any(
        c in shown for c in map(chr, [*range(32), *range(127, 160), 0x202E])
    )
    assert harmless(shown) == shown


@given(st.text())
def test_harmless_json_is_the_same_json(text):
    line = orjson.dumps(text).decode() if text.isascii() or max(text) < "\ud800" else '"x"'
    assert orjson.loads(harmless(line)) == orjson.loads(line)


def test_excerpt():
    assert excerpt("one\n two\tthree", 20) == "one two three"
    assert excerpt("word " * 100, 20) == "word word word word…"


def test_columns_stand_under_each_other():
    assert list(table([["name", "n"], ["a", "10"]])) == ["name   n", "a     10"]
    assert list(table([])) == []


def test_log_and_status_show_nothing_raw(tmp_path, run: Run):
    corpus = new_corpus(tmp_path / "c", "Evil \x1b[2J name", "en", "statement")
    add_texts(corpus, evil="He said \u202eno\u200b way. Nobody came.")
    ann = Writer(Corpus(corpus.root), "ann")
    ann.statement("evil", "\u202eno\u200b way")
    ann.mark("evil", "Nobody", "unsure", note="\x9b31m[red]\n")
    for args in (["log"], ["log", "--json"], ["status"], ["status", "--json"], ["check"]):
        output = run(*args, corpus.root).output
        assert not {"\x1b", "\x9b", "\u202e", "\u200b"} & set(output), args


def test_new_refuses_what_is_in_the_way(tmp_path, run: Run):
    assert run("new", tmp_path / "c", "--name", 'A "quoted" \\\x1b name', "--language", "de").exit_code == 0
    assert Corpus(tmp_path / "c").settings.name == 'A "quoted" \\ name'
    assert run("new", tmp_path / "c").exit_code == 2
    assert run("new", tmp_path / "d", "--schema", "nothing").exit_code == 2
    assert not (tmp_path / "d").exists()


def test_python_m_annotator_is_the_same_program():
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("annotator ")


def test_interrupted_before_a_command_runs(monkeypatch):
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_module, "cli", interrupted)
    with pytest.raises(SystemExit, match="130"):
        cli_module.main()


def test_click_itself_maps_an_abort(corpus: Corpus, monkeypatch):
    monkeypatch.setattr("annotator.commands.open.on_terminal", lambda: True)
    result = CliRunner().invoke(cli, [str(corpus.root), "--as", "bob"], input="")
    assert (result.exit_code, "Traceback" in result.output) == (130, False)


def test_json_is_utf_8_where_the_terminal_is_not(corpus: Corpus, tmp_path: Path):
    (tmp_path / "new.txt").write_text("A text.", encoding="utf-8")
    add = [
        sys.executable,
        "-m",
        "annotator",
        "add",
        "--json",
        corpus.root,
        tmp_path / "new.txt",
        tmp_path / "é.txt",
    ]
    done = subprocess.run(
        add, env={**os.environ, "PYTHONIOENCODING": "latin-1"}, capture_output=True, check=False
    )
    assert [orjson.loads(line)["where"] for line in done.stdout.decode().splitlines()][1].endswith("é.txt")
