"""Undo and redo in a session, across restarts and new texts of an article."""

from sessions import Clock, OpenSession, change, go_to, make, standing
from writers import CLOSE, OPEN, RAIN

from annotator.corpus.corpus import Corpus
from annotator.corpus.drafts import Draft as SourceText
from annotator.corpus.drafts import Metadata
from annotator.corpus.supersede import supersede
from annotator.session import Session


def test_every_change_is_undone_and_redone_across_restarts(open_session: OpenSession):
    """After each step a restart: undo and redo work from the journal alone."""
    session = open_session()
    states = [standing(session)]
    put = make(session, OPEN)
    states.append(standing(session))
    change(open_session(), put, stance="oppose")
    states.append([(OPEN, "oppose")])
    session = open_session()
    session.here.select(put.statement)
    session.delete()
    states.append([])
    for expected in reversed(states[:-1]):
        session = open_session()
        assert session.undo()
        assert standing(session) == expected
    assert not open_session().undo()
    for expected in states[1:]:
        session = open_session()
        assert session.redo()
        assert standing(session) == expected
    assert not open_session().redo()
    assert len(open_session().journal.events) == 9  # nothing is rewritten: three changes, undone and redone


def test_marks_are_undone_to_what_they_were(session: Session):
    session.mark("unsure", "why?")
    session.mark("skip")
    assert session.undo()
    mark = session.here.mark_of(session.here.sentence)
    assert mark is not None
    assert (mark.state, mark.note) == ("unsure", "why?")
    assert session.undo()
    assert session.here.mark_of(session.here.sentence) is None
    assert not session.undo()


def test_a_change_after_an_undo_ends_what_can_be_done_again(session: Session):
    put = make(session, OPEN)
    change(session, put, stance="oppose")
    assert session.undo()
    go_to(session, RAIN)
    session.mark("none")
    assert not session.redo()
    assert standing(session) == [(OPEN, "support")]


def test_undo_goes_to_the_article_and_the_sentence_of_the_change(session: Session):
    make(session, CLOSE)
    session.open_article("school")
    session.here.go_to(1)
    assert session.undo()
    assert session.here.article.id == "harbour"
    assert session.redo()
    assert session.here.place == 1
    assert session.here.selected is not None


def test_a_carried_statement_is_not_undone_into_the_old_text(open_session: OpenSession, corpus: Corpus):
    session = open_session()
    put = make(session, OPEN)
    session.close()
    text = corpus.article("harbour").text.replace("The mayor", "Yesterday the mayor")
    source = SourceText("harbour", "harbour.txt", "0" * 64, text, "harbour")
    carried = supersede(Corpus(corpus.root), corpus.schema(), "harbour", source, Metadata())
    fresh = Corpus(corpus.root)
    session = Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock())
    try:
        session.open_article(carried.article)
        session.undo()
        [now] = session.journal.state.statements()
        assert (now.statement, now.article, now.quote) == (put.statement, carried.article, OPEN)
        session.here.select(now.statement)
        edited = change(session, now, stance="oppose")
        assert session.undo()
        [now] = session.journal.state.statements()
        assert now.fields["stance"] == "support"
        assert now.article == edited.article
    finally:
        session.close()


def test_undo_says_what_it_took_back(session: Session):
    make(session, OPEN)
    session.mark("unsure")
    assert session.undo() == "marked unsure"
    assert session.undo() == f"made “{OPEN}”"
    assert session.redo()
    session.delete()
    assert session.undo() == "dropped"


def test_a_name_that_no_statement_has_any_more_is_not_offered(session: Session):
    target = session.schema["target"]
    make(session, OPEN, target={"name": "zebra crosings"})
    assert session.names.search("zebra", target) == ["zebra crosings"]
    session.undo()
    assert session.names.search("zebra", target) == []
    session.redo()
    assert session.names.search("zebra", target) == ["zebra crosings"]
    put = session.here.selected_statement()
    assert put is not None
    change(session, put, target={"name": "zebra crossings"})
    assert session.names.search("zebra", target) == ["zebra crossings"]
    make(session, CLOSE, target={"name": "zebra crossings"})
    session.delete()
    assert session.names.search("zebra", target) == ["zebra crossings"]  # the other still has it
