"""kill -9 of the program in its terminal, at random moments: what the screen called saved is there.

ANNOTATOR_KILLS says how often. All but the first starts are forks of this process, which has the modules
loaded: the program and its terminal are the real ones, only Python's own start is left out.
"""

import hashlib
import os
import random
import re
import sys
import time
from pathlib import Path

import pytest
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.corpus.resume import read_resume
from annotator.statements import Put, State

if sys.platform == "win32":
    pytest.skip("there are no pseudo terminals on Windows", allow_module_level=True)

from terminal import Terminal, command

KILLS = int(os.environ.get("ANNOTATOR_KILLS", "25"))
LONGEST = 0.6
"""Seconds from the first key of a life to its end: some statements long."""
LETTERS = str.maketrans("0123456789", "ghijklmnop")
ACKNOWLEDGED = re.compile(r"(\d+) statements? · saved")


def target(number: int) -> str:
    """Return a name that is like no other: one that is like a known name would be taken for that."""
    return hashlib.sha256(str(number).encode()).hexdigest().translate(LETTERS)[:12]


class Annotator:
    """Makes statements, each with a target of its own, as fast as the screen says that they are saved."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.number = 0
        self.standing = 0
        self.acknowledged: list[str] = []

    def one_life(self, seconds: float, forked: bool) -> bool:
        """Work until killed; returns whether the life began with an unfinished statement."""
        with Terminal(command(self.root, "--as", "ann", "--yes", "--no-suggest"), forked=forked) as terminal:
            terminal.until("all keys")
            unfinished = "unfinished" in terminal.text
            if unfinished:
                terminal.send("\x1b")
                while "unfinished" in terminal.text:
                    terminal.pump(0.002)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.number += 1
                terminal.send(f"csu\rs/{target(self.number)}\r")
                if self._saved(terminal, end, self.standing + 1):
                    self.acknowledged.append(target(self.number))
                    self.standing += 1
        return unfinished

    def _saved(self, terminal: Terminal, end: float, standing: int) -> bool:
        while time.monotonic() < end:
            if [int(number) for number in ACKNOWLEDGED.findall(terminal.text)] == [standing]:
                return True
            terminal.pump(0.002)
        return False


def test_what_the_screen_called_saved_outlives_every_kill(corpus: Corpus, ann: Writer):
    ann.mark("school", "Parents", "none")
    path = corpus.annotations_folder / "ann.jsonl"
    annotator, moments, unfinished = Annotator(corpus.root), random.Random(2), 0
    for life in range(KILLS):
        unfinished += annotator.one_life(moments.uniform(0, LONGEST), forked=life > 0)
        found = read_journal(path)
        assert not found.damage
        assert path.read_bytes().endswith(b"\n")
        puts = [event for event in found.events if isinstance(event, Put)]
        names = [put.fields["target"]["name"] for put in puts]  # type: ignore[index,call-overload]
        assert set(annotator.acknowledged) <= set(names)
        assert len(names) == len(set(names))  # nothing is saved twice
        assert (
            len(names) - len(annotator.acknowledged) <= life + 1
        )  # at most one a life was saved, yet not said
        annotator.acknowledged, annotator.standing = names, len(names)
    assert len(annotator.acknowledged) >= KILLS / 2
    assert unfinished or KILLS < 20
    journal = corpus.open_journal("ann")
    assert {put.id for put in journal.state.statements()} == {
        put.id for put in State(journal.events).statements()
    }
    assert len(list(journal.state.statements())) == annotator.standing
    assert journal.notices == []
    journal.close()


def test_what_was_typed_is_there_after_a_kill(corpus: Corpus):
    with Terminal(command(corpus.root, "--as", "ann", "--yes", "--no-suggest"), forked=True) as terminal:
        terminal.until("all keys")
        terminal.send("csu\rsN")
        terminal.send("half a note")
        terminal.until("half a note")
        for _ in range(200):
            kept = read_resume(corpus.cache, "ann")["draft"]
            if isinstance(kept, dict) and kept["values"].get("note") == "half a note":  # type: ignore[union-attr,call-overload]
                break
            terminal.pump(0.02)
    with Terminal(command(corpus.root, "--as", "ann", "--no-suggest"), forked=True) as terminal:
        terminal.until("unfinished")
        terminal.until("half a note")
        terminal.send("\r")
        terminal.send("/quays\r")
        terminal.until("1 statement · saved")
    journal = corpus.open_journal("ann")
    [put] = journal.state.statements()
    journal.close()
    assert put.fields["note"] == "half a note"
