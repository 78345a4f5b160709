"""A session whose journal another machine or program writes too."""

import shutil
import subprocess
from pathlib import Path

import pytest
from sessions import Clock, change, go_to, make, mark_at, standing
from writers import CLOSE, OPEN, RAIN

from annotator.corpus.corpus import Corpus
from annotator.session import Session
from annotator.statements import event_line


def git(folder: Path, *args: str) -> str:
    run = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_two_machines_that_edit_apart_are_merged_by_git_and_nothing_is_lost(corpus: Corpus, tmp_path: Path):
    def at_work(root: Path, late: float) -> Session:
        fresh = Corpus(root)
        return Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock(1_770_000_000.0 + late))

    here, there = corpus.root, tmp_path / "there"
    session = at_work(here, 3600)
    shared = make(session, OPEN)
    session.close()
    git(here, "init", "-q", "-b", "main")
    git(here, "add", ".")
    git(here, "commit", "-qm", "start")
    git(tmp_path, "clone", "-q", str(here), str(there))

    session = at_work(here, 7200)
    change(session, shared, stance="oppose")
    make(session, RAIN)
    session.close()
    git(here, "commit", "-qam", "here")
    session = at_work(there, 0)  # its clock is two hours behind
    change(session, shared, stance="mixed")
    make(session, CLOSE)
    session.close()
    git(there, "commit", "-qam", "there")
    git(there, "pull", "-q", "--no-rebase", "--no-edit")

    session = at_work(there, 0)
    assert standing(session) == sorted([(CLOSE, "support"), (OPEN, "oppose"), (RAIN, "support")])
    assert len(session.journal.events) == 5
    assert len(list(session.journal.state.forks())) == 1
    assert any("1 edited apart on two machines" in notice for notice in session.journal.notices)
    put = session.journal.state.statement(shared.statement)
    assert put is not None
    assert "edited apart" in session.here.problems_of(put)[0].message
    decided = change(session, put, stance="neutral")
    assert len(decided.replaces) == 2
    assert not list(session.journal.state.forks())
    assert session.here.problems_of(decided) == []
    session.close()
    git(there, "commit", "-qam", "decided")
    git(here, "pull", "-q", str(there), "main")
    session = at_work(here, 7200)
    assert ("the harbour must stay open", "neutral") in standing(session)
    assert session.journal.notices == []
    session.close()


def test_a_pull_under_the_open_session_is_taken_in_by_the_next_save(session: Session, corpus: Corpus):
    put = make(session, OPEN)
    path = session.journal.path
    other = put.model_copy(update={"id": "e-" + "0" * 26, "statement": "s-" + "0" * 26, "quote": "pulled"})
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + event_line(other))
    go_to(session, RAIN)
    session.mark("none")
    assert {p.quote for p in session.here.statements} == {OPEN, "pulled"}
    assert session.undo()
    assert mark_at(session, RAIN) is None
