"""The unfinished statement of a session: left, brought back, resumed after a crash."""

import orjson
import pytest
from sessions import Clock, OpenSession, fill, go_to, make, mark_at, span_of, standing
from writers import CLOSE, OPEN, RAIN

from annotator.corpus.corpus import Corpus
from annotator.corpus.resume import read_resume
from annotator.session import Session


def test_a_draft_left_is_brought_back_by_undo_in_its_turn(session: Session):
    session.begin()
    fill(session, OPEN)
    assert session.cancel()
    go_to(session, RAIN)
    session.mark("none")
    assert session.undo()  # the mark came last
    assert mark_at(session, RAIN) is None
    assert session.draft is None
    assert session.undo()
    assert session.draft is not None
    assert session.here.place == 0
    assert not session.cancel()  # taken up and left as it was: nothing to bring back again
    assert not session.undo()


def test_a_draft_comes_back_in_its_own_article(session: Session):
    session.begin()
    fill(session, CLOSE)
    session.cancel()
    session.open_article("school")
    assert session.undo()
    assert session.here.article.id == "harbour"
    assert session.save() == []
    [put] = session.journal.state.statements()
    assert (put.article, put.quote) == ("harbour", CLOSE)


def test_a_draft_with_nothing_in_it_does_not_stand_in_the_way_of_undo(session: Session):
    put = make(session, OPEN)
    session.begin()
    assert not session.cancel()
    session.here.select(put.statement)
    session.edit("stance")
    assert not session.cancel()
    assert session.undo()
    assert standing(session) == []


def test_an_unfinished_statement_is_there_after_a_crash(open_session: OpenSession):
    session = open_session()
    go_to(session, CLOSE)
    session.begin()
    fill(session, CLOSE, stance=None)
    session = open_session()
    assert session.draft is not None
    assert session.draft.values["claim"] == [span_of(session, CLOSE)]
    assert session.here.place == 1
    assert session.journal.notices == []
    session.draft.values["stance"] = "mixed"
    assert session.save() == []
    assert open_session().draft is None


def test_the_edit_of_a_saved_statement_is_resumed_as_such(open_session: OpenSession):
    session = open_session()
    put = make(session, OPEN)
    session.edit("stance")
    session = open_session()
    assert session.draft is not None
    assert session.draft.statement == put.statement
    session.draft.values["stance"] = "oppose"
    assert session.save() == []
    assert standing(session) == [(OPEN, "oppose")]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"article": 3}', b'{"article": "gone", "place": 99999}']
)
def test_a_damaged_or_foreign_place_is_no_obstacle(open_session: OpenSession, corpus: Corpus, damage: bytes):
    open_session().close()
    (corpus.cache / "ann.resume").write_bytes(damage)
    fresh = Corpus(corpus.root)
    session = Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock())
    assert session.here.article.id == "harbour"
    session.close()


def test_a_draft_that_fits_no_more_is_reported(open_session: OpenSession, corpus: Corpus):
    session = open_session()
    session.begin()
    fill(session, OPEN)
    session.keep()
    path = corpus.cache / "ann.resume"
    kept = read_resume(corpus.cache, "ann")
    for change, said in (
        ({"text": "0" * 12}, "its article has changed"),
        ({"draft": {**kept["draft"], "field": "gone"}}, "does not fit the schema"),
        ({"draft": {**kept["draft"], "values": {"gone": 1}}}, "does not fit the schema"),
    ):
        session.journal.close()
        path.write_bytes(orjson.dumps({**kept, **change}))
        fresh = Corpus(corpus.root)
        session = Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock())
        assert session.draft is None
        assert any(said in notice for notice in session.journal.notices)
        aside = max(corpus.cache.glob("ann.resume.aside-*"))
        assert orjson.loads(aside.read_bytes())["draft"]["values"]
    session.journal.close()
