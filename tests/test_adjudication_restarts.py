"""Deciding what is gold: undo, restarts, refused writes, pulls, several adjudicators."""

from pathlib import Path

import pytest
from adjudicating import Start, basis, gold, of, opened, take
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writers import Writer, add_texts

from annotator.adjudication import Adjudication
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.errors import JournalError, LockedError, StatementError
from annotator.statements import Put


def test_fields_taken_and_the_case_are_there_after_a_restart(start: Start, nested):
    session = start()
    session.next_open()
    session.take_field(session.schema["stance"], of(session, "bea"))
    at = session.at
    session = start()
    assert session.at == at == 1
    assert session.chosen == {"stance": "bea"}
    assert session.take_back() == session.schema["stance"]
    assert start().chosen == {}


def test_undo_and_redo_after_a_restart_go_to_the_case(start: Start, nested):
    session = start()
    take(session, "ann")
    take(session, "ann")
    session = start()
    assert session.undo()
    assert session.at == 1
    assert start().undo()
    session = start()
    assert session.caseload.open_count() == 2
    assert not session.undo()
    assert session.redo()
    assert start().redo()
    session = start()
    assert session.caseload.open_count() == 0
    assert not session.redo()


def test_two_adjudicators_share_a_gold_and_undo_their_own(start: Start, nested):
    take(start("dagny"), "ann")
    session = start("erin")
    take(session, "bea")
    assert {put.annotator for put in gold(session)} == {"dagny", "erin"}
    assert session.undo()
    assert not session.undo()
    assert [put.annotator for put in gold(session)] == ["dagny"]


def test_a_gold_is_open_once(start: Start, corpus: Corpus, two):
    start()
    with pytest.raises(LockedError, match="gold is already open"):
        opened(corpus, "erin")


def test_a_refused_write_changes_nothing(start: Start, two, monkeypatch):
    session = start()
    session.propose(of(session, "ann"))
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(JournalError, match="not saved"):
        session.save()
    monkeypatch.undo()
    assert gold(session) == []
    assert session.caseload.open_count() == 1
    assert session.draft is not None
    assert session.save() == []
    assert start().caseload.open_count() == 0


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_gold_replaced_by_a_pull_is_read_again(start: Start, corpus: Corpus, nested, tmp_path: Path):
    session = start()
    take(session, "ann")
    path = corpus.gold_path("gold")
    copy = tmp_path / "pulled"
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    take(session, "bea")
    assert any("read again" in notice for notice in session.journal.notices)
    assert len(gold(session)) == 2
    assert start().caseload.open_count() == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.sampled_from(["ann", "bea", "field", "both", "none", "gap", "undo", "redo", "next", "restart"]),
        max_size=12,
    )
)
def test_whatever_is_answered_every_case_is_decided_once_or_open(tmp_path_factory, steps):
    """After any answers, undo and restarts: each case is open or has its decisions, and undoing all leaves none."""
    corpus = new_corpus(tmp_path_factory.mktemp("c") / "corpus", "T", "en", "statement")
    add_texts(corpus, one="The mayor said the harbour must stay open. The union said it will close.")
    for number, (name, stance) in enumerate((("ann", "support"), ("bea", "oppose"))):
        writer = Writer(corpus, name, 600 * number)
        outer = writer.statement("one", "the harbour must stay open", stance=stance)
        writer.statement("one", "it will close", stance=stance, parent={"statement": outer.statement})
    session = opened(corpus)
    for step in steps:
        session = _stepped(corpus, session, step)
        for asked in session.caseload.asked:
            verdict = session.caseload.verdict(asked)
            assert session.caseload.is_open(asked) == (not verdict.by_people)
            assert {len(basis(event)) for event in verdict.by_people} <= {2}
        known = {put.statement for put in gold(session)}
        by_people = [
            event for asked in session.caseload.asked for event in session.caseload.verdict(asked).by_people
        ]
        assert known == {event.statement for event in by_people if isinstance(event, Put)}
    while session.undo():
        pass
    assert gold(session) == []
    assert session.caseload.open_count() == 2
    session.close()


def _stepped(corpus: Corpus, session: Adjudication, step: str) -> Adjudication:
    try:
        if step in {"ann", "bea"}:
            take(session, step)
        elif step == "field":
            for spec in session.undecided():
                session.take_field(spec, session.candidates()[0])
            session.propose()
            session.save()
        elif step == "both":
            session.both(session.candidates())
        elif step in {"none", "gap"}:
            session.drop("none-is-right" if step == "none" else "guideline-gap")
        elif step in {"undo", "redo"}:
            getattr(session, step)()
        elif step == "next":
            session.go_to(1 - session.at)
        else:
            session.close()
            return opened(corpus)
    except StatementError:
        pass  # an open case comes first
    return session
