"""A disk that is full, a journal that is replaced, under the real program in its terminal."""

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from writers import TEXTS, Writer, add_texts

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.journal import read_journal
from annotator.statements import Mark, Put, event_line

if not sys.platform.startswith("linux"):
    pytest.skip("limits of another process, and small disks, are Linux's", allow_module_level=True)

import resource

from terminal import Terminal, command


def targets(path: Path) -> list[str]:
    """Whom the statements of a journal are about; every line of it must be whole."""
    found = read_journal(path)
    assert not found.damage
    assert not path.stat().st_size or path.read_bytes().endswith(b"\n")
    return [event.fields["target"]["name"] for event in found.events if isinstance(event, Put)]  # type: ignore[index,call-overload]


def refused_then_saved(terminal: Terminal, path: Path, make_room: Callable[[bool], None]) -> None:
    """Save statements until the disk refuses one; then there is room again, and that one is saved too."""
    terminal.until("all keys")
    terminal.send("csu\rs/n1\x1b[A\r")
    terminal.until("1 statement · saved")
    make_room(False)
    number, refused = 1, False
    while not refused:
        number += 1
        before = path.read_bytes()
        terminal.send(f"csu\rs/n{number}\x1b[A\r")
        outcome = terminal.until_one_of(["not saved (", f"{number} statements · saved"])
        refused = outcome == "not saved ("
    assert path.read_bytes() == before  # nothing is half written
    terminal.pump(0.2)
    assert f"n{number}" in terminal.text  # what was typed stands in the form
    make_room(True)
    terminal.send("\r")
    terminal.until(f"{number} statements · saved")
    assert path.read_bytes().startswith(before)
    assert targets(path) == [f"n{at}" for at in range(1, number + 1)]
    terminal.send("\x11")
    assert terminal.wait() == 0


def test_a_write_that_stops_half_way_is_taken_back_and_said(corpus: Corpus, ann: Writer):
    """The file may not grow beyond a limit: the system writes a part of the line, then refuses."""
    for number in range(40):
        ann.mark("school", "Parents", "skip", note=f"{number} " + "x" * 2000)
    path = corpus.annotations_folder / "ann.jsonl"
    assert corpus.index.place("harbour") == 0  # the index is made: it need not grow
    with Terminal(command(corpus.root, "--as", "ann", "--no-suggest"), forked=True) as terminal:

        def make_room(enough: bool) -> None:
            limit = resource.RLIM_INFINITY if enough else path.stat().st_size + 300
            resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

        refused_then_saved(terminal, path, make_room)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room; skipped where it cannot be had."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk is not permitted here; the test before does without one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_is_lost(small_disk: Path):
    corpus = new_corpus(small_disk / "corpus", "T", "en", "statement")
    add_texts(corpus, **TEXTS)
    corpus.index.close()
    filler = small_disk / "filler"

    def make_room(enough: bool) -> None:
        if enough:
            filler.unlink()
            return
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)

    with Terminal(command(corpus.root, "--as", "ann", "--yes", "--no-suggest"), forked=True) as terminal:
        refused_then_saved(terminal, corpus.annotations_folder / "ann.jsonl", make_room)


def test_a_journal_put_back_to_an_older_copy_under_the_open_program(corpus: Corpus, ann: Writer):
    """A sync tool: the file is replaced by one that lacks what was just saved, and holds something else."""
    first = ann.mark("school", "Parents", "skip")
    path = corpus.annotations_folder / "ann.jsonl"
    older = path.read_bytes()
    elsewhere = Mark(**ann.common("school"), sentence=ann.sentence("school", "The ministry"), state="none")
    with Terminal(command(corpus.root, "--as", "ann", "--no-suggest"), forked=True) as terminal:
        terminal.until("all keys")
        terminal.send("csu\rs/n1\x1b[A\r")
        terminal.until("1 statement · saved")
        replacement = path.with_suffix(".part")
        replacement.write_bytes(older + event_line(elsewhere))
        replacement.replace(path)
        terminal.send("csu\rs/n2\x1b[A\r")
        terminal.until("read again")
        terminal.until("2 statements · saved")
        terminal.send("\x11")
        assert terminal.wait() == 0
    assert targets(path) == ["n1", "n2"]
    assert {first.id, elsewhere.id} <= {event.id for event in read_journal(path).events}
