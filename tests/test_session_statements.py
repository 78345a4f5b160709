"""Making statements and marks in a session: what is saved, refused, taken back and pointed to."""

import orjson
import pytest
from sessions import OpenSession, fill, go_to, make, mark_at, span_of, standing
from writers import CLOSE, OPEN, RAIN

from annotator.corpus.corpus import Corpus
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.session import Session
from annotator.statements import Fields


def test_a_statement_is_on_the_disk_when_save_returns(session: Session, corpus: Corpus):
    put = make(session, OPEN)
    assert put.quote == OPEN
    assert session.journal.path.read_bytes().count(b"\n") == 1
    assert orjson.loads(session.journal.path.read_bytes())["statement"] == put.statement
    assert put.text == session.here.article.text_hash
    assert put.schema_ == corpus.schema().identifier


def test_several_spans_are_quoted_in_order(session: Session):
    session.begin()
    fill(session, OPEN, claim=[span_of(session, "the harbour"), span_of(session, CLOSE)])
    assert session.save() == []
    [put] = session.here.statements_here()
    assert put.quote == f"the harbour {CLOSE}"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"speaker": []}, "speaker"),
        ({"stance": None}, "stance"),
        ({"stance": "love"}, "stance"),
        ({"claim": None}, "claim"),
        ({"claim": [[0, 9000]]}, "claim"),
        ({"claim": [[3, 7]]}, "claim"),  # begins with a blank
        ({"claim": [[0, 3], [3, 7]]}, "claim"),  # they touch
        ({"target": {"statement": "s-" + "0" * 26}}, "target"),
        ({"speaker": [{"name": "the author", "kind": "author"}, {"name": "the mayor"}]}, "speaker"),
    ],
)
def test_what_stands_against_a_statement_is_said_and_nothing_saved(
    session: Session, change: Fields, field: str
):
    session.begin()
    fill(session, OPEN, **change)
    problems = session.save()
    assert [problem.field for problem in problems][:1] == [field]
    assert session.draft is not None
    assert session.journal.events == []


def test_a_new_statement_takes_a_none_mark_back(session: Session):
    session.mark("none")
    make(session, OPEN)
    assert mark_at(session, OPEN) is None
    assert len(session.journal.events) == 3


def test_one_undo_brings_the_none_mark_back_with_the_statement_that_took_it(open_session: OpenSession):
    session = open_session()
    session.mark("none")
    put = make(session, OPEN)
    session.close()
    session = open_session()  # what belongs together is known after a restart too
    assert session.undo()
    assert standing(session) == []
    assert mark_at(session, OPEN) == "none"
    assert session.redo()
    assert session.here.selected == put.statement
    assert mark_at(session, OPEN) is None
    assert session.undo()
    assert session.undo()
    assert mark_at(session, OPEN) is None
    assert not session.undo()


def test_the_none_mark_of_the_sentence_where_the_words_start_is_taken_back(session: Session):
    """The draft was begun in another sentence than its words turned out to be in."""
    go_to(session, RAIN)
    session.mark("none")
    session.here.go_to(0)
    session.mark("none")
    session.begin()
    fill(session, RAIN)
    assert session.save() == []
    assert mark_at(session, RAIN) is None
    assert mark_at(session, OPEN) == "none"
    assert session.here.sentence.span.start <= span_of(session, RAIN)[0] < session.here.sentence.span.end


def test_none_is_refused_beside_a_statement(session: Session):
    make(session, OPEN)
    with pytest.raises(StatementError, match="a claim has words in this sentence"):
        session.mark("none")
    assert len(session.journal.events) == 1
    session.mark("unsure", "later")
    assert mark_at(session, OPEN) == "unsure"


def test_a_sentence_that_a_claim_goes_on_in_holds_a_claim(session: Session):
    go_to(session, CLOSE)
    session.mark("none")
    go_to(session, OPEN)
    session.begin()
    fill(session, OPEN, claim=[span_of(session, OPEN), span_of(session, CLOSE)])
    assert session.save() == []
    assert mark_at(session, CLOSE) is None  # what the new claim proves wrong is taken back
    go_to(session, CLOSE)
    assert [put.quote for put in session.here.statements_going_on()] == [f"{OPEN} {CLOSE}"]
    with pytest.raises(StatementError, match="a claim has words in this sentence"):
        session.mark("none")
    assert session.next()
    assert mark_at(session, CLOSE) == "done"
    session.undo()
    session.undo()
    assert mark_at(session, CLOSE) == "none"


def test_next_marks_a_sentence_with_statements_done_and_leaves_other_marks(session: Session):
    make(session, OPEN)
    assert session.next()
    assert mark_at(session, OPEN) == "done"
    make(session, CLOSE)
    session.mark("unsure")
    assert session.next()
    assert mark_at(session, CLOSE) == "unsure"
    before = len(session.journal.events)
    assert session.next()
    assert not session.next()
    assert len(session.journal.events) == before


def test_the_mark_of_a_whole_that_was_split_can_be_taken_back_from_a_part(session: Session):
    """Boundaries mended since: the part shows the mark of the whole, and can lose it."""
    first, second = session.here.article.sentences[:2]
    whole = Span(first.start, second.end)
    session._write([session._mark_event(whole, "skip", None)])
    assert session.here.mark_of(first) is not None
    session.here.go_to(0)
    session.mark(None)
    assert session.here.mark_of(first) is None


def test_a_copy_has_the_words_and_asks_for_what_differs(session: Session):
    first = make(session, OPEN, note="mine", attribution="indirect")
    session.duplicate()
    draft = session.draft
    assert draft is not None
    assert draft.is_new
    assert draft.asked.role == "stance"
    assert draft.values["claim"] == first.fields["claim"]
    assert not {"stance", "target", "note"} & set(draft.values)
    draft.values |= {"stance": "oppose", "target": {"name": "the union"}}
    assert session.save() == []
    assert [put.quote for put in session.here.statements_here()] == [OPEN, OPEN]


def test_a_statement_that_points_to_a_deleted_one_needs_review(session: Session):
    outer = make(session, CLOSE)
    inner = make(session, OPEN, target={"statement": outer.statement})
    assert session.here.problems_of(inner) == []
    session.here.select(outer.statement)
    session.delete()
    [problem] = session.here.problems_of(inner)
    assert problem.field == "target"
    assert "no longer there" in problem.message
    assert session.undo()
    assert session.here.problems_of(inner) == []


def test_a_statement_cannot_point_to_itself_or_be_its_own_ancestor(session: Session):
    first = make(session, OPEN)
    second = make(session, CLOSE, parent={"statement": first.statement})
    session.here.select(first.statement)
    session.edit("parent")
    assert session.draft is not None
    session.draft.values["parent"] = {"statement": second.statement}
    assert "points back to itself" in session.save()[0].message
    session.draft.values["parent"] = {"statement": first.statement}
    assert "cannot point to itself" in session.save()[0].message


def test_without_a_selected_statement_there_is_nothing_to_act_on(session: Session):
    for act in (session.delete, session.duplicate, lambda: session.edit("claim")):
        with pytest.raises(StatementError, match="no statement is selected"):
            act()
