"""The time that a session records, on odd clocks."""

import pytest
from sessions import Clock, OpenSession, change, make, standing
from writers import OPEN

from annotator.corpus.corpus import Corpus
from annotator.errors import JournalError
from annotator.session import Session


def test_seconds_are_active_time_with_idle_time_cut_off(open_session: OpenSession, corpus: Corpus):
    clock = Clock()
    session = open_session(clock=clock)
    idle = corpus.settings.idle_seconds
    for pause in (5, 7, 3600):
        clock.now += pause
        session.touch()
    session.mark("unsure")
    clock.now += 3
    session.touch()
    session.mark("skip")
    clock.now -= 7200  # the clock is set back
    session.touch()
    session.mark("none")
    assert [event.seconds for event in session.journal.events] == [5 + 7 + idle, 3, 0]


def test_the_time_of_a_refused_write_is_not_lost(open_session: OpenSession, monkeypatch):
    clock = Clock()
    session = open_session(clock=clock)
    clock.now += 4
    session.touch()

    def refuse(*events: object) -> None:
        raise JournalError("not saved (No space left on device)")

    with monkeypatch.context() as patch:
        patch.setattr(session.journal, "append", refuse)
        with pytest.raises(JournalError):
            session.mark("none")
    session.mark("none")
    assert session.journal.events[-1].seconds == 4


def test_an_edit_wins_over_its_predecessor_on_a_clock_an_hour_late(open_session: OpenSession):
    put = make(open_session(clock=Clock(1_770_003_600.0)), OPEN)
    late = open_session(clock=Clock(1_770_000_000.0))
    changed = change(late, put, stance="oppose")
    assert changed.at < put.at
    session = open_session(clock=Clock(1_770_007_200.0))
    assert standing(session) == [(OPEN, "oppose")]
    assert not list(session.journal.state.forks())


def test_events_of_one_session_never_share_an_instant(session: Session):
    for state in ("unsure", "skip", "none"):
        session.mark(state)  # type: ignore[arg-type]
    instants = [event.at for event in session.journal.events]
    assert instants == sorted(set(instants))
