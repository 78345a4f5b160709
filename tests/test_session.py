"""The session of one annotator: every operation, across restarts, odd clocks, merges by git and evolved schemas."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from conftest import Writer, add_texts

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.drafts import Draft as SourceText
from annotator.corpus.drafts import Metadata
from annotator.corpus.resume import read_resume
from annotator.corpus.supersede import supersede
from annotator.errors import JournalError, StatementError
from annotator.fields import Span
from annotator.loading import modules_hash
from annotator.session import Session
from annotator.statements import Fields, Mark, Put


@dataclass
class Clock:
    now: float = 1_770_000_000.0

    def __call__(self) -> float:
        return self.now


Open = Callable[..., Session]


@pytest.fixture
def open_session(corpus: Corpus) -> Iterator[Open]:
    """Open a session; the one before is closed first, as a restart does."""
    opened: list[Session] = []

    def restart(root: Path | None = None, clock: Clock | None = None, trusted: str | None = None) -> Session:
        if opened:
            opened.pop().close()
        fresh = Corpus(root or corpus.root)
        session = Session(fresh, fresh.open_journal("ann"), fresh.schema(trusted), clock or Clock())
        opened.append(session)
        return session

    yield restart
    if opened:
        opened.pop().close()


@pytest.fixture
def session(open_session: Open) -> Session:
    return open_session()


def span_of(session: Session, words: str) -> list[int]:
    start = session.here.text.index(words)
    return [start, start + len(words)]


def go_to(session: Session, words: str) -> None:
    session.here.go_to(session.here.place_at(session.here.text.index(words)))


def make(session: Session, words: str, **fields: object) -> Put:
    """Make a statement over these words and save it."""
    go_to(session, words)
    session.begin()
    fill(session, words, **fields)
    assert session.save() == []
    assert session.draft is None
    saved = session.here.selected_statement()
    assert saved is not None
    return saved


def fill(session: Session, words: str, **fields: object) -> None:
    assert session.draft is not None
    session.draft.values.update(
        {
            "claim": [span_of(session, words)],
            "speaker": [{"name": "the mayor"}],
            "stance": "support",
            "target": {"name": "the plan"},
        }
    )
    session.draft.values.update(fields)  # type: ignore[arg-type]
    session.keep()


def change(session: Session, put: Put, **fields: object) -> Put:
    session.here.select(put.statement)
    session.edit(next(iter(fields)))
    assert session.draft is not None
    session.draft.values.update(fields)  # type: ignore[arg-type]
    assert session.save() == []
    changed = session.here.selected_statement()
    assert changed is not None
    return changed


def standing(session: Session) -> list[tuple[str, object]]:
    return sorted((put.quote, put.fields["stance"]) for put in session.journal.state.statements())


def mark_at(session: Session, words: str) -> str | None:
    sentences = session.here.article.sentences
    mark = session.here.mark_of(sentences[session.here.place_at(session.here.text.index(words))])
    return mark.state if mark else None


OPEN, CLOSE, RAIN = "the harbour must stay open", "We will not close it", "The rain had stopped"


# -- statements and marks -----------------------------------------------------------------------------


def test_a_session_starts_at_the_first_unread_sentence(session: Session):
    assert session.here.article.id == "harbour"
    assert session.here.place == 0
    assert session.here.selected is None


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


def test_one_undo_brings_the_none_mark_back_with_the_statement_that_took_it(open_session: Open):
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


# -- undo and redo ------------------------------------------------------------------------------------


def test_every_change_is_undone_and_redone_across_restarts(open_session: Open):
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


def test_a_carried_statement_is_not_undone_into_the_old_text(open_session: Open, corpus: Corpus):
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


# -- the draft ----------------------------------------------------------------------------------------


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


def test_an_unfinished_statement_is_there_after_a_crash(open_session: Open):
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


def test_the_edit_of_a_saved_statement_is_resumed_as_such(open_session: Open):
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
def test_a_damaged_or_foreign_place_is_no_obstacle(open_session: Open, corpus: Corpus, damage: bytes):
    open_session().close()
    (corpus.cache / "ann.resume").write_bytes(damage)
    fresh = Corpus(corpus.root)
    session = Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock())
    assert session.here.article.id == "harbour"
    session.close()


def test_a_draft_that_fits_no_more_is_reported(open_session: Open, corpus: Corpus):
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


# -- time ---------------------------------------------------------------------------------------------


def test_seconds_are_active_time_with_idle_time_cut_off(open_session: Open, corpus: Corpus):
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


def test_the_time_of_a_refused_write_is_not_lost(open_session: Open, monkeypatch):
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


def test_an_edit_wins_over_its_predecessor_on_a_clock_an_hour_late(open_session: Open):
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


# -- two machines -------------------------------------------------------------------------------------


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
    from annotator.statements import event_line  # noqa: PLC0415 (only here)

    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + event_line(other))
    go_to(session, RAIN)
    session.mark("none")
    assert {p.quote for p in session.here.statements} == {OPEN, "pulled"}
    assert session.undo()
    assert mark_at(session, RAIN) is None


# -- evolved schemas, closed lists, articles ----------------------------------------------------------

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


def test_a_closed_list_takes_no_other_name(corpus: Corpus, open_session: Open):
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


def test_superseded_articles_are_not_stepped_to(session: Session, corpus: Corpus):
    session.close()
    source = SourceText("school", "s.txt", "0" * 64, "Parents want the school to open again.", "school")
    new = supersede(Corpus(corpus.root), corpus.schema(), "school", source, Metadata()).article
    fresh = Corpus(corpus.root)
    again = Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock())
    try:
        assert [entry.id for entry in fresh.index.entries()] == ["harbour", new]
        assert again.step_article(1)
        assert again.here.article.id == new
        assert not again.step_article(1)
    finally:
        again.close()


def test_an_unusable_article_has_nothing_unread(session: Session):
    session.mark_article("unusable", "a list of scores")
    assert session.here.article_mark is not None
    assert session.next_unread()
    assert session.here.article.id == "school"
    session.open_article("harbour")
    session.mark_article(None)
    assert session.here.article_mark is None
    assert session.next_unread()
    assert session.here.article.id == "harbour"


def test_next_unread_passes_what_was_read_and_stops_at_the_end(session: Session):
    for words in (OPEN, CLOSE, RAIN):
        go_to(session, words)
        session.mark("none")
    session.here.go_to(0)
    assert session.next_unread()
    assert session.here.sentence.start == session.here.text.index("A dockers")
    session.mark("skip")  # not read
    session.mark("done")
    assert session.next_unread()
    assert session.here.article.id == "school"
    session.mark("none")
    assert session.next_unread()
    session.mark("none")
    assert not session.next_unread()


def test_a_corpus_without_articles_says_so(tmp_path: Path):
    empty = new_corpus(tmp_path / "empty", "E", "en", "statement")
    journal = empty.open_journal("ann")
    try:
        with pytest.raises(StatementError, match="there are no articles yet; add some with: annotator add"):
            Session(empty, journal, empty.schema())
    finally:
        journal.close()


def test_a_statement_made_on_another_text_needs_review(corpus: Corpus, ann: Writer, open_session: Open):
    put = ann.statement("harbour", OPEN)
    ann.write(put.model_copy(update={"id": "e-" + "1" * 26, "replaces": (put.id,), "text": "0" * 12}))
    session = open_session()
    [shown] = session.here.statements
    assert "another text" in session.here.problems_of(shown)[0].message


def test_what_a_journal_says_that_is_no_passage_does_no_harm(corpus: Corpus, ann: Writer, open_session: Open):
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
