"""Journals on the disk: durable, replaced under the open program, torn, damaged, copied, locked."""

import gc
import os
import subprocess
import sys
import textwrap
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ulid import ULID
from writers import Writer

from annotator.corpus import journal as journal_module
from annotator.corpus import lines
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Journal, read_journal
from annotator.errors import JournalError, LockedError
from annotator.statements import Event, Mark, Put, event_line, parse_event


@pytest.fixture
def path(corpus: Corpus) -> Path:
    return corpus.annotations_folder / "ann.jsonl"


@pytest.fixture
def journal(corpus: Corpus) -> Iterator[Journal]:
    opened = corpus.open_journal("ann")
    yield opened
    opened.close()


def a_mark(ann: Writer, note: str = "", **more: Any) -> Mark:
    """A mark on a range of its own."""
    values = {**ann.common("harbour"), "sentence": [ann.instant, ann.instant + 1], "state": "unsure"}
    return Mark.model_validate({**values, "note": note, **more})


def on_disk(path: Path) -> list[Event]:
    """All events of a file; every line must be one."""
    found = read_journal(path)
    assert not found.damage
    data = path.read_bytes()
    assert not data or data.endswith(b"\n")
    return found.events


def reopened(corpus: Corpus) -> Journal:
    opened = corpus.open_journal("ann")
    opened.close()
    return opened


# -- durable ---------------------------------------------------------------------------------------


def test_an_event_is_synced_before_append_returns(journal: Journal, ann: Writer, path: Path, monkeypatch):
    synced: list[bytes] = []
    sync = os.fsync

    def spy(handle: int) -> None:
        sync(handle)
        if os.path.samestat(os.fstat(handle), path.stat()):
            synced.append(path.read_bytes())

    monkeypatch.setattr(os, "fsync", spy)
    first, second = a_mark(ann), a_mark(ann)
    journal.append(first, second)
    assert synced == [event_line(first) + event_line(second)]


def test_a_new_file_has_its_folder_synced(corpus: Corpus, path: Path, monkeypatch):
    folders: list[Path] = []
    monkeypatch.setattr(journal_module, "sync_folder", folders.append)
    corpus.open_journal("ann").close()
    corpus.open_journal("ann").close()
    assert folders == [path.parent]


def test_what_was_appended_is_there_again(corpus: Corpus, journal: Journal, ann: Writer):
    events = [a_mark(ann, str(number)) for number in range(3)]
    for event in events:
        journal.append(event)
    journal.close()
    again = reopened(corpus)
    assert again.events == events
    assert again.notices == []
    assert list(again.state.by_id) == [event.id for event in events]


# -- replaced under the open program ---------------------------------------------------------------


def pulled(path: Path, extra: Event) -> None:
    """What git does to a file that a pull changes: it is unlinked and written anew."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + event_line(extra))


def synced(path: Path, extra: Event) -> None:
    """What a sync tool does: another file takes its place."""
    other = path.with_suffix(".part")
    other.write_bytes(path.read_bytes() + event_line(extra))
    other.replace(path)


def grown(path: Path, extra: Event) -> None:
    with path.open("ab") as file:
        file.write(event_line(extra))


@pytest.mark.parametrize("change", [pulled, synced, grown])
def test_a_file_that_others_changed_is_read_again_before_it_is_written(
    corpus: Corpus, journal: Journal, ann: Writer, path: Path, change
):
    first, foreign, second = a_mark(ann), a_mark(ann, "from elsewhere"), a_mark(ann)
    journal.append(first)
    change(path, foreign)
    journal.append(second)
    assert on_disk(path) == [first, foreign, second]
    assert journal.events == [first, foreign, second]
    assert journal.notices == ["ann.jsonl: changed by another program; read again"]
    journal.notices.clear()
    third = a_mark(ann)
    journal.append(third)
    assert journal.notices == []
    assert reopened_events(journal, corpus) == [first, foreign, second, third]


def reopened_events(journal: Journal, corpus: Corpus) -> list[Event]:
    journal.close()
    return reopened(corpus).events


@pytest.mark.parametrize("how", ["truncate", "unlink", "older copy"])
def test_what_was_saved_survives_a_file_that_lost_it(journal: Journal, ann: Writer, path: Path, how: str):
    """A sync tool may put an older copy back: what the screen called saved is written again."""
    before = a_mark(ann, "of an earlier session")
    path.write_bytes(event_line(before))
    first, second = a_mark(ann, "first"), a_mark(ann, "second")
    journal.append(first)
    if how == "truncate":
        os.truncate(path, len(event_line(before)))
    elif how == "unlink":
        path.unlink()
    else:
        older = path.with_suffix(".older")
        older.write_bytes(event_line(before))
        older.replace(path)
    journal.append(second)
    kept = [before, first, second] if how != "unlink" else [first, second]
    assert on_disk(path) == kept
    assert [event.id for event in journal.events] == [event.id for event in kept]
    assert any("1 saved events were gone" in notice for notice in journal.notices)


def test_edits_of_the_same_statement_that_a_pull_brings_are_a_fork_and_reported(
    corpus: Corpus, journal: Journal, ann: Writer, path: Path
):
    put = a_statement(ann)
    journal.append(put)
    foreign = put.model_copy(update={**ann.common("harbour"), "replaces": (put.id,), "quote": "elsewhere"})
    mine = put.model_copy(update={**ann.common("harbour"), "replaces": (put.id,), "quote": "here"})
    pulled(path, foreign)
    journal.append(mine)
    assert {event.id for _, thread in journal.state.forks() for event in thread.heads.values()} == {
        foreign.id,
        mine.id,
    }
    assert list(journal.state.statements()) == [mine]
    assert any("1 edited apart on two machines" in notice for notice in journal.notices)
    journal.close()
    assert any("1 edited apart on two machines" in notice for notice in reopened(corpus).notices)


def a_statement(ann: Writer) -> Put:
    return Put(**ann.common("harbour"), statement=f"s-{ULID()}", fields={}, quote="")


# -- torn and damaged ------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 40, -3])
def test_a_torn_last_line_is_set_aside(corpus: Corpus, ann: Writer, path: Path, cut: int):
    whole, torn = a_mark(ann), event_line(a_mark(ann))[:cut]
    path.write_bytes(event_line(whole) + torn)
    again = reopened(corpus)
    assert again.events == [whole]
    [aside] = path.parent.glob("ann.jsonl.torn-*")
    assert aside.read_bytes() == torn + b"\n"
    assert again.notices == [f"ann.jsonl: the last line was cut off; set aside in {aside.name}"]
    assert path.read_bytes() == event_line(whole)
    assert reopened(corpus).notices == []


def test_a_whole_last_line_without_its_line_feed_is_kept(corpus: Corpus, ann: Writer, path: Path):
    first, last = a_mark(ann), a_mark(ann)
    path.write_bytes(event_line(first) + event_line(last).rstrip())
    journal = corpus.open_journal("ann")
    more = a_mark(ann)
    journal.append(more)
    journal.close()
    assert on_disk(path) == [first, last, more]
    assert not list(path.parent.glob("*.torn-*"))


def test_a_file_torn_by_another_program_while_open(journal: Journal, ann: Writer, path: Path):
    first, second = a_mark(ann), a_mark(ann)
    journal.append(first)
    with path.open("ab") as file:
        file.write(b'{"event":"pu')
    journal.append(second)
    assert on_disk(path) == [first, second]
    assert any("cut off" in notice for notice in journal.notices)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{}", "not an event"),
        (b"\xff\xfe\x00", "not an event"),
        (b'{"event":"put"', "not an event"),
        (b"<<<<<<< HEAD", "merge conflict marker"),
        (b"null", "not an event"),
        (b"[" * 5000, "not an event"),
    ],
)
def test_a_damaged_line_in_the_middle_is_reported_and_stays(
    corpus: Corpus, ann: Writer, path: Path, line: bytes, reason: str
):
    first, last, more = a_mark(ann), a_mark(ann), a_mark(ann)
    path.write_bytes(event_line(first) + line + b"\n" + event_line(last))
    journal = corpus.open_journal("ann")
    assert journal.events == [first, last]
    notice = next(notice for notice in journal.notices if str(path) in notice)
    assert notice.startswith(f"{path}:2: ")
    assert reason in notice
    assert "\n" not in notice
    journal.append(more)
    journal.close()
    assert path.read_bytes().splitlines()[1] == line
    assert reopened(corpus).events == [first, last, more]


def test_a_line_that_is_too_long_is_reported_and_stays(corpus: Corpus, ann: Writer, path: Path, monkeypatch):
    monkeypatch.setattr(lines, "MAX_LINE", 2000)
    first, last = a_mark(ann), a_mark(ann)
    path.write_bytes(event_line(first) + event_line(a_mark(ann, "x" * 5000)) + event_line(last))
    before = path.read_bytes()
    again = reopened(corpus)
    assert again.events == [first, last]
    assert any(notice.startswith(f"{path}:2: longer than") for notice in again.notices)
    assert path.read_bytes() == before


def test_blank_lines_and_windows_line_ends_are_no_damage(corpus: Corpus, ann: Writer, path: Path):
    first, last = a_mark(ann), a_mark(ann)
    path.write_bytes(b"\n" + event_line(first).replace(b"\n", b"\r\n") + b"\r\n" + event_line(last))
    again = reopened(corpus)
    assert again.events == [first, last]
    assert again.notices == []


# -- copies and strangers --------------------------------------------------------------------------


def test_conflict_copies_count_and_are_reported(corpus: Corpus, ann: Writer, path: Path):
    shared, here, there = a_mark(ann), a_mark(ann, "here"), a_mark(ann, "there")
    path.write_bytes(event_line(shared) + event_line(here))
    copy = path.with_name("ann (copy).jsonl")
    copy.write_bytes(event_line(shared) + event_line(there) + b"{}\n")
    again = reopened(corpus)
    assert set(again.state.by_id) == {shared.id, here.id, there.id}
    assert "ann (copy).jsonl: a copy of this journal; its events count too" in again.notices
    assert any(notice.startswith(f"{copy}:3: not an event") for notice in again.notices)
    assert on_disk(path) == [shared, here]


def test_the_events_of_others_do_not_count_and_are_reported(corpus: Corpus, ann: Writer, path: Path):
    mine, stranger = a_mark(ann), a_mark(ann, annotator="eve")
    path.write_bytes(event_line(mine) + event_line(stranger))
    again = reopened(corpus)
    assert again.events == [mine]
    assert again.notices == ["ann.jsonl: holds events of eve too; they do not count here"]


def test_two_events_of_one_id_are_reported(corpus: Corpus, ann: Writer, path: Path):
    event = a_mark(ann)
    path.write_bytes(event_line(event) + event_line(event.model_copy(update={"note": "other"})))
    assert any("stand for two different events" in notice for notice in reopened(corpus).notices)


# -- the lock --------------------------------------------------------------------------------------

OPEN_AND_WAIT = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from annotator.corpus.corpus import Corpus
    journal = Corpus(Path(sys.argv[1])).open_journal("ann")
    print("open", flush=True)
    time.sleep(60)
    """
)


def test_a_journal_open_elsewhere_is_refused_until_that_process_dies(corpus: Corpus):
    holder = subprocess.Popen(
        [sys.executable, "-c", OPEN_AND_WAIT, str(corpus.root)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(LockedError, match="ann is already open in this corpus, in another terminal"):
            corpus.open_journal("ann")
        corpus.open_journal("bob").close()
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    corpus.open_journal("ann").close()  # the lock of a killed process is free


def test_a_refused_journal_gives_its_lock_back(corpus: Corpus, path: Path):
    path.mkdir()
    with pytest.raises(JournalError, match=r"ann\.jsonl: cannot be opened"):
        Journal(path, "ann", corpus.cache / "ann.lock")
    path.rmdir()
    corpus.open_journal("ann").close()


def test_a_journal_whose_copy_cannot_be_read_is_closed_again(corpus: Corpus, path: Path):
    copy = path.with_name("ann (1).jsonl")
    copy.mkdir()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        with pytest.raises(JournalError, match="cannot be read"):
            Journal(path, "ann", corpus.cache / "ann.lock", [copy])
        gc.collect()
    assert not seen  # no file that was left open
    copy.rmdir()
    corpus.open_journal("ann").close()


def test_a_lock_that_cannot_be_made_is_one_line(corpus: Corpus, path: Path):
    (corpus.cache / "ann.lock").mkdir(parents=True)
    with pytest.raises(JournalError, match=r"ann\.lock: cannot be locked"):
        corpus.open_journal("ann")


# -- a disk that refuses ---------------------------------------------------------------------------


def test_a_refused_write_leaves_nothing_behind(journal: Journal, ann: Writer, path: Path, monkeypatch):
    first, second = a_mark(ann), a_mark(ann)
    journal.append(first)

    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(JournalError, match=r"not saved \(No space left on device\)"):
            journal.append(second)
    assert on_disk(path) == [first]
    assert journal.events == [first]
    assert set(journal.state.by_id) == {first.id}
    journal.append(second)
    assert on_disk(path) == [first, second]


def test_a_file_that_cannot_be_read_again_is_one_line(journal: Journal, ann: Writer, path: Path, monkeypatch):
    first, second = a_mark(ann), a_mark(ann)
    journal.append(first)
    path.unlink()
    path.mkdir()
    with pytest.raises(JournalError, match="not saved"):
        journal.append(second)
    path.rmdir()
    journal.append(second)
    assert [event.id for event in on_disk(path)] == [first.id, second.id]


def test_lines_on_the_disk_are_those_of_event_line(journal: Journal, ann: Writer, path: Path):
    event = a_mark(ann, "cut\u2028here")
    journal.append(event)
    assert path.read_bytes() == event_line(event)
    assert parse_event(path.read_bytes()) == event
