"""A session with statements that do not fit: of older schemas, closed lists, other texts, odd journals."""

from pathlib import Path

from sessions import Clock, OpenSession, fill, make
from writers import CLOSE, OPEN, Writer, add_texts

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.loading import modules_hash
from annotator.session import Session
from annotator.statements import Mark, Put

SCHEMA_1 = """
from annotator.fields import *
class View(Option):
    FOR = "for"
    AGAINST = "against"
class Mine(Schema, name="mine", version="1"):
    words: Passage
    who: str
    view: View
    old: str = ""
"""
SCHEMA_2 = """
from annotator.fields import *
class View(Option):
    PRO = "pro"
    AGAINST = "against"
class Mine(Schema, name="mine", version="2"):
    words: Passage
    who: Entity
    view: View
    about: Annotated[Entity | None, Ask(role="target")] = None
"""


def test_statements_of_an_older_schema_load_need_review_and_can_be_mended(tmp_path: Path):
    root = tmp_path / "corpus"
    corpus = new_corpus(root, "T", "en", "mine.py")
    schema_file = root / "mine.py"
    add_texts(corpus, one="The rain had stopped. All was well.")

    def at_work() -> Session:
        fresh = Corpus(root)
        schema = fresh.schema(modules_hash(root))
        return Session(fresh, fresh.open_journal("ann"), schema, Clock())

    schema_file.write_text(SCHEMA_1)
    session = at_work()
    session.begin()
    assert session.draft is not None
    session.draft.values.update(words=[[0, 20]], who="the clerk", view="for", old="x")
    assert session.save() == []
    session.close()

    schema_file.write_text(SCHEMA_2)
    session = at_work()
    [put] = session.here.statements_here()
    assert {problem.field for problem in session.here.problems_of(put)} == {"who", "view", "old"}
    session.edit("view")
    session.draft.values.update(view="pro")  # type: ignore[union-attr]
    assert session.save()[0].field == "who"
    session.draft.values.update(who={"name": "the clerk"})  # type: ignore[union-attr]
    assert session.save() == []
    [put] = session.here.statements_here()
    assert session.here.problems_of(put) == []
    assert set(put.fields) == {"words", "who", "view", "about"}
    assert session.undo()
    assert [put.fields["who"] for put in session.here.statements_here()] == ["the clerk"]
    session.close()


def test_a_closed_list_takes_no_other_name(corpus: Corpus, open_session: OpenSession):
    (corpus.root / "entities.toml").write_text(
        '[speaker]\nclosed = true\nnames = [{name = "the mayor", aliases = ["mayor"]}, {name = "the union"}]\n'
    )
    session = open_session()
    session.begin()
    fill(session, OPEN, speaker=[{"name": "somebody else"}])
    [problem] = session.save()
    assert problem.field == "speaker"
    assert "closed list" in problem.message
    session.draft.values["speaker"] = [{"name": "unnamed source", "kind": "unnamed"}]  # type: ignore[union-attr]
    assert session.save() == []
    make(session, CLOSE, speaker=[{"name": "the union"}])


def test_a_statement_made_on_another_text_needs_review(
    corpus: Corpus, ann: Writer, open_session: OpenSession
):
    put = ann.statement("harbour", OPEN)
    ann.write(put.model_copy(update={"id": "e-" + "1" * 26, "replaces": (put.id,), "text": "0" * 12}))
    session = open_session()
    [shown] = session.here.statements
    assert "another text" in session.here.problems_of(shown)[0].message


def test_what_a_journal_says_that_is_no_passage_does_no_harm(
    corpus: Corpus, ann: Writer, open_session: OpenSession
):
    put = ann.statement("harbour", OPEN)
    for number, words in enumerate(("abc", [{"name": "x"}], [[5]], [[90, 2]], [[-4, 99999]], 7)):
        odd = {
            "id": f"e-{number:026d}",
            "statement": f"s-{number:026d}",
            "fields": {**put.fields, "claim": words},
        }
        ann.write(put.model_copy(update=odd))
    session = open_session()
    assert len(session.here.statements) == 7
    assert sum(bool(session.here.problems_of(put)) for put in session.here.statements) == 6
    assert all(isinstance(event, Put | Mark) for event in session.journal.events)
