"""The program as a user has it: started in a terminal, a statement made with keys, the terminal left as it was."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.statements import Put

if sys.platform == "win32":
    pytest.skip("there are no pseudo terminals on Windows", allow_module_level=True)

from terminal import PATIENCE, REPO, Terminal, command


class Tmux:
    """A terminal of 80x24 in a tmux server of its own."""

    def __init__(self, socket: Path, words: list[str]) -> None:
        self.socket = socket
        self._run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(REPO), *words)
        self._run("set-option", "-g", "remain-on-exit", "on")

    def _run(self, *words: str) -> str:
        run = subprocess.run(
            ["tmux", "-S", str(self.socket), *words], capture_output=True, text=True, check=True
        )
        return run.stdout

    def keys(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    @property
    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, words: str) -> str:
        end = time.monotonic() + PATIENCE
        while words not in (screen := self.screen):
            assert time.monotonic() < end, f"“{words}” does not come:\n{screen}"
            time.sleep(0.03)
        return screen

    def close(self) -> None:
        self._run("kill-server")


@pytest.fixture
def tmux(corpus: Corpus, tmp_path: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    shell = ["sh", "-c", 'echo before; "$@"; echo "left with $?"; exec cat', "sh"]
    terminal = Tmux(tmp_path / "tmux", [*shell, *command(corpus.root, "--as", "ann", "--no-suggest")])
    yield terminal
    terminal.close()


def test_a_first_session(tmux: Tmux, corpus: Corpus):
    tmux.until("“ann” is new in this corpus (nobody yet). Begin? [y/N]")
    tmux.keys("y", "Enter")
    tmux.until("read 0/4 · 0 statements · saved ✓")
    tmux.keys("c")
    tmux.until("▸ C claim")
    tmux.keys("h")
    tmux.until("a–z label")
    tmux.keys("Escape")
    tmux.until("q quotation")
    tmux.keys("right", "right", "right", ".")
    tmux.until("▸ S speaker")
    tmux.keys("/")
    tmux.keys("-l", "the mayor")
    tmux.until("⏎ new name")
    tmux.keys("Enter", "s", "/")
    tmux.keys("-l", "closing the harbour")
    tmux.keys("Enter")
    screen = tmux.until("1 statement · saved ✓")
    assert "C claim    harbour must stay open" in screen or "C claim    the harbour must stay open" in screen
    assert "▌a+   The mayor said" in screen
    tmux.keys("Space", "x")
    tmux.until("read 2/4")
    tmux.keys("z")
    tmux.until("read 1/4")
    tmux.keys("C-q")
    screen = tmux.until("left with 0")
    assert screen.splitlines()[0] == "before"  # the screen of before is back
    assert "saved" not in screen
    [put] = [
        event
        for event in read_journal(corpus.annotations_folder / "ann.jsonl").events
        if isinstance(event, Put)
    ]
    assert put.fields["speaker"][0]["name"] == "the mayor"  # type: ignore[index,call-overload]
    assert put.fields["target"]["name"] == "closing the harbour"  # type: ignore[index,call-overload]
    assert corpus.article("harbour").text[slice(*put.fields["claim"][0])] == put.quote  # type: ignore[index,call-overload,misc]


MODES = [b"?1049", b"?1000", b"?2004"]
"""The alternate screen, the mouse, bracketed paste."""


def test_what_a_key_changes_on_any_screen_reaches_the_terminal(tmux: Tmux):
    tmux.until("Begin? [y/N]")
    tmux.keys("y", "Enter")
    tmux.until("saved ✓")
    tmux.keys("?")
    first = tmux.until("All keys")
    tmux.keys("NPage")
    while tmux.screen == first:
        time.sleep(0.03)
    tmux.keys("Escape")
    tmux.until("saved ✓")
    tmux.keys("l")
    tmux.until("⏎ open")
    tmux.keys("/")
    tmux.until("search")
    tmux.keys("z", "z", "Enter")
    tmux.until("0 articles · search zz")
    tmux.keys("a")
    tmux.until("2 articles")
    tmux.keys("Enter")
    tmux.until("saved ✓")


@pytest.mark.parametrize("leave", [":", "\x11"], ids=[":", "ctrl+q"])
def test_the_terminal_is_left_as_it_was(corpus: Corpus, leave: str):
    with Terminal(command(corpus.root, "--as", "ann", "--yes", "--no-suggest"), forked=True) as terminal:
        before = terminal.modes
        terminal.until("all keys")
        assert terminal.modes != before
        terminal.send(leave)
        assert terminal.wait() == 0
        assert terminal.modes == before
        sent = bytes(terminal.output)
        for mode in MODES:
            assert sent.rindex(b"\x1b[" + mode + b"l") > sent.rindex(b"\x1b[" + mode + b"h")
        assert sent.rindex(b"\x1b[?25h") > sent.rindex(b"\x1b[?25l")


def test_a_second_terminal_is_told_and_the_first_goes_on(corpus: Corpus):
    with Terminal(command(corpus.root, "--as", "ann", "--yes", "--no-suggest"), forked=True) as first:
        first.until("all keys")
        with Terminal(command(corpus.root, "--as", "ann", "--no-suggest"), forked=True) as second:
            second.until("ann is already open in this corpus, in another terminal; close it there first")
            assert second.wait() == 2
        first.send("x")
        first.until("read 1/4")
    with Terminal(command(corpus.root, "--as", "ann", "--no-suggest"), forked=True) as third:
        third.until("read 1/4")  # the first was killed: its lock is free


HOSTILE = (
    "\x1b]0;PWNED\x07\x1b[2J\x9b31mHOT\x1b[38;5;201m[bold]B[/bold] [red on blue]"
    "\u202eevil\u2066\u200b\ufeff\x00\x08\r\n[@click=app.quit]x[/] 👩\u200d👩\u200d👧 शब्द 漢字 שלום"
)
RAW = ["PWNED\x07", "\x1b]0;PWNED", "\x1b[38;5;201m", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\x08"]


def hostile_corpus(corpus: Corpus) -> None:
    """Write what an attacker could into every file of a corpus, past the commands that would refuse it."""
    path = corpus.articles_folder / corpus.index.entry("harbour").file
    corpus.index.close()
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    for line in lines:
        line.update(title=HOSTILE, outlet=HOSTILE, published=HOSTILE, author=HOSTILE)
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    name = orjson.dumps(HOSTILE.replace("\x00", "")).decode()
    (corpus.root / "corpus.toml").write_text(f"name = {name}\nlanguage = 'en'\nschema = 'statement'\n")
    (corpus.root / "guidelines.md").write_text(HOSTILE)
    ann = Writer(Corpus(corpus.root), "ann")
    entity = {"name": HOSTILE, "kind": "person", "mention": None}
    put = ann.statement("harbour", "the harbour must stay open")
    hostile = {
        "speaker": [entity],
        "target": entity,
        "note": HOSTILE,
        "stance": HOSTILE,
        "addressee": [entity],
    }
    changed = {
        "id": "e-" + "1" * 26,
        "replaces": (put.id,),
        "fields": {**put.fields, **hostile},
        "quote": HOSTILE,
    }
    ann.write(put.model_copy(update=changed))
    ann.mark("harbour", "“We will", "unsure", note=HOSTILE)
    with (corpus.annotations_folder / "ann.jsonl").open("ab") as file:
        file.write(f'{{"event": "{HOSTILE}\n'.encode())


EVERYWHERE = [
    "?", "q", "b", "q", "l", "/x\r", "q", "j", ";", "\r", "k", "N", "\r", "cs", "1", "/PW",
    "\r", "s", "1", "e", "&", "\x1b",
]  # fmt: skip
"""Keys that open every screen, and put the hostile names, notes and answers on it."""


def test_nothing_from_a_file_reaches_the_terminal_raw(corpus: Corpus):
    """Everything that files can say is hostile; every screen is opened; what was written is searched."""
    hostile_corpus(corpus)
    with Terminal(
        command(corpus.root, "--as", "ann", "--no-suggest"), size=(170, 50), forked=True
    ) as terminal:
        terminal.until("all keys")
        for keys in EVERYWHERE:
            terminal.send(keys)
            terminal.pump(0.15)
        terminal.send(f"c/\x1b[200~{HOSTILE}\x1b[201~")
        terminal.pump(0.3)
        sent = bytes(terminal.output)
    assert sent.count(b"PWNED") > 10  # it was shown
    assert b"[bold]B[/bold]" in sent  # markup is text
    for raw in RAW:
        assert raw.encode() not in sent, raw


def test_what_was_sent_bit_by_bit_is_what_a_whole_frame_shows(corpus: Corpus):
    with Terminal(command(corpus.root, "--as", "ann", "--yes"), forked=True) as terminal:
        terminal.until("all keys")
        for keys in ("j c l", "c s [ [ h", "j j x", "c , 1"):
            for key in keys.split():
                terminal.send(key)
                terminal.pump(0.1)
            for key in ("\x1b", "\x1b", "k"):  # out of all that was begun; no message is left then
                terminal.send(key)
                terminal.pump(0.3)
            bit_by_bit = terminal.cells
            terminal.send("?")
            terminal.until("All keys")
            terminal.send("\x1b")
            terminal.until("saved")
            terminal.pump(0.3)
            assert terminal.cells == bit_by_bit


def test_keys_pressed_before_a_screen_is_there_wait_for_it(corpus: Corpus):
    with Terminal(command(corpus.root, "--as", "ann", "--yes", "--no-suggest"), forked=True) as terminal:
        # the page of keys, and away again; the list, the second article of it, a statement, a name: all at once
        terminal.send("?ql" + "j\r" + "cs/zebra")
        terminal.until("▸ S speaker  zebra")
        assert terminal.text.lstrip().startswith("school")
