"""A corrected text takes the place of the old one, and what was said goes with it, by exact words."""

import json

import orjson
import pytest
from conftest import Run
from writers import TEXTS, Writer

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.session import Session
from annotator.statements import Put, State, event_line


def state_of(corpus: Corpus, annotator: str = "ann") -> State:
    return State(read_journal(corpus.annotations_folder / f"{annotator}.jsonl").events)


@pytest.fixture
def corrected(tmp_path):
    def write(text: str):
        path = tmp_path / "corrected.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_statements_and_marks_follow_their_words(corpus: Corpus, ann: Writer, run: Run, corrected):
    mention = [ann.span("harbour", "The mayor")]
    put = ann.statement("harbour", "the harbour must stay open", speaker="Ada")
    put = ann.edit(put, speaker=[{"name": "Ada", "kind": None, "mention": mention}])
    ann.mark("harbour", "The rain", "none")
    text = "Correction: updated.\n\n" + TEXTS["harbour"]

    result = run("add", "--supersede", "harbour", corpus.root, corrected(text))

    assert result.exit_code == 0, result.output
    state = state_of(corpus)
    carried = state.statement(put.statement)
    assert carried is not None
    assert carried.article == "harbour-2"
    ((start, end),) = carried.fields["claim"]
    assert text[start:end] == carried.quote == "the harbour must stay open"
    ((start, end),) = carried.fields["speaker"][0]["mention"]
    assert text[start:end] == "The mayor"
    assert carried.origin.kind == "import"
    assert carried.origin.by == "supersede"
    assert not list(state.forks())
    (mark,) = state.marks("harbour-2")
    assert text[mark.sentence.start : mark.sentence.end] == "The rain had stopped by noon."
    assert run("check", corpus.root).exit_code == 0
    index = Corpus(corpus.root).index
    assert index.ids() == ["school", "harbour-2"]
    assert (len(index), index.place("harbour-2")) == (2, 1)
    assert [[entry.id for entry in index.entries(start, 1)] for start in (0, 1, 2)] == [
        ["school"], ["harbour-2"], [],
    ]  # fmt: skip


def test_what_was_done_before_cannot_be_undone_in_the_new_text(
    corpus: Corpus, ann: Writer, run: Run, corrected
):
    put = ann.statement("harbour", "the harbour must stay open")
    ann.edit(put, stance="oppose")
    ann.mark("harbour", "The rain", "none")
    run("add", "--supersede", "harbour", corpus.root, corrected("New. " + TEXTS["harbour"]))
    corpus = Corpus(corpus.root)
    session = Session(corpus, corpus.open_journal("ann"), corpus.schema())
    assert not session.undo()
    session.open_article("harbour-2")
    session.mark_article("unusable")
    assert session.undo()
    assert not session.undo()
    session.close()


def test_what_cannot_be_carried_is_listed_and_stays(corpus: Corpus, ann: Writer, run: Run, corrected):
    gone = ann.statement("harbour", "called the plan reckless")
    twice = ann.statement("harbour", "the harbour must stay open")
    ann.mark("harbour", None, "unusable")
    text = TEXTS["harbour"].replace("reckless", "risky") + " She said the harbour must stay open."

    result = run("add", "--json", "--supersede", "harbour", corpus.root, corrected(text))

    report = json.loads(result.stdout)
    assert report["statements"] == 0
    reasons = {left["what"][:28]: left["reason"] for left in report["left"]}
    assert "not in the new text" in reasons[gone.statement]
    assert "stood 1 times and stands 2 times now" in reasons[twice.statement]
    assert any("whole" in reason for reason in reasons.values())
    assert {put.article for put in state_of(corpus).statements()} == {"harbour"}


def test_repeated_words_are_told_apart_by_their_order(
    corpus: Corpus, ann: Writer, run: Run, corrected, tmp_path
):
    first = tmp_path / "echo.txt"
    first.write_text("He said no. She said no. They said no.", encoding="utf-8")
    run("add", corpus.root, first)
    corpus = Corpus(corpus.root)
    ann = Writer(corpus, "ann")
    second = ann.corpus.article("echo").text.index("no", 12)
    put = ann.statement("echo", "She")
    put = ann.edit(put, claim=[[second, second + 2]])

    text = "At first: He said no. Then she said no. They said no."
    run("add", "--supersede", "echo", corpus.root, corrected(text))

    carried = state_of(corpus).statement(put.statement)
    assert carried is not None
    assert carried.fields["claim"][0][0] == text.index("no", text.index("she"))


def gold_state(corpus: Corpus) -> State:
    return State(read_journal(corpus.gold_path("gold")).events)


def test_gold_goes_with_the_statements_that_it_rests_on(corpus: Corpus, ann: Writer, run: Run, corrected):
    bob = Writer(corpus, "bob")
    for writer in (ann, bob):
        writer.statement("harbour", "the harbour must stay open")
        writer.mark("harbour", "The mayor", "done")
        writer.mark("harbour", "A dockers", "done")
    ann.statement("harbour", "the plan reckless")
    run("merge", corpus.root, "--need", "2")
    (decided,) = gold_state(corpus).statements()
    judge = decided.model_copy(
        update={
            **ann.common("harbour"), "annotator": "judge", "replaces": (decided.id,),
            "origin": decided.origin.model_copy(update={"kind": "adjudication", "by": None}),
        }
    )  # fmt: skip
    with corpus.gold_path("gold").open("ab") as file:
        file.write(event_line(judge))
    path = corrected("New. " + TEXTS["harbour"])

    report = json.loads(run("add", "--json", "--supersede", "harbour", corpus.root, path).stdout)

    assert (report["statements"], report["decisions"], report["left"]) == (3, 2, [])
    corpus = Corpus(corpus.root)
    (put,) = gold_state(corpus).statements("harbour-2")
    assert (put.statement, put.annotator, put.origin.kind) == (decided.statement, "judge", "adjudication")
    assert {item.event for item in put.basis} == {
        carried.id
        for name in ("ann", "bob")
        for carried in state_of(corpus, name).statements("harbour-2")
        if carried.quote == put.quote
    }
    assert run("check", corpus.root).exit_code == 0
    before = corpus.gold_path("gold").read_bytes()
    assert run("merge", corpus.root, "--need", "2").exit_code == 0
    assert corpus.gold_path("gold").read_bytes() == before


def test_gold_stays_where_a_statement_that_it_rests_on_stays(
    corpus: Corpus, ann: Writer, run: Run, corrected
):
    put = ann.statement("harbour", "called the plan reckless")
    ann.mark("harbour", "A dockers", "done")
    run("merge", corpus.root)
    (decided,) = gold_state(corpus).statements()
    path = corrected(TEXTS["harbour"].replace("reckless", "risky"))

    result = run("add", "--supersede", "harbour", corpus.root, path)

    assert "0 decisions of gold carried over" in result.stdout
    reason = f"it rests on {put.statement} of ann, which is left with harbour"
    assert f"left with harbour: gold gold: {decided.statement} “{decided.quote}”: {reason}" in result.stdout
    assert [one.article for one in gold_state(corpus).statements()] == ["harbour"]


def test_late_statements_are_carried_by_the_same_command_again(
    corpus: Corpus, ann: Writer, run: Run, corrected
):
    path = corrected(TEXTS["harbour"].replace("noon", "one"))
    run("add", "--supersede", "harbour", corpus.root, path)
    late = ann.statement("harbour", "the harbour must stay open")

    again = json.loads(run("add", "--json", "--supersede", "harbour", corpus.root, path).stdout)
    once_more = json.loads(run("add", "--json", "--supersede", "harbour", corpus.root, path).stdout)

    assert (again["article"], again["statements"], once_more["statements"]) == ("harbour-2", 1, 0)
    assert state_of(corpus).statement(late.statement).article == "harbour-2"


def test_refused_with_nothing_changed(corpus: Corpus, ann: Writer, run: Run, corrected):
    files = sorted(corpus.articles_folder.iterdir())
    same = run("add", "--supersede", "harbour", corpus.root, corrected(TEXTS["school"]))
    unknown = run("add", "--supersede", "nowhere", corpus.root, corrected("Another text."))
    journal = corpus.open_journal("ann")
    locked = run("add", "--supersede", "harbour", corpus.root, corrected("Another text."))
    journal.close()

    assert "same text as school" in same.stderr
    assert "nowhere" in unknown.stderr
    assert "already open" in locked.stderr
    assert {same.exit_code, unknown.exit_code, locked.exit_code} == {2}
    assert sorted(corpus.articles_folder.iterdir()) == files


def test_metadata_is_inherited(corpus: Corpus, run: Run, tmp_path, corrected):
    path = tmp_path / "one.jsonl"
    path.write_bytes(orjson.dumps({"id": "one", "text": "A fact.", "outlet": "The Post", "title": "Old"}))
    run("add", corpus.root, path)

    run("add", "--supersede", "one", corpus.root, corrected("---\ntitle: New\n---\nA corrected fact."))

    new = Corpus(corpus.root).article("one-2")
    assert (new.title, new.outlet, new.text) == ("New", "The Post", "A corrected fact.")


def test_an_unknown_field_is_not_carried(corpus: Corpus, ann: Writer, run: Run, corrected):
    put = ann.statement("harbour", "the harbour must stay open")
    ann.write(
        Put(
            **ann.common("harbour"), replaces=(put.id,), statement=put.statement, quote=put.quote,
            fields={**put.fields, "where": [[0, 3]]},
        )
    )  # fmt: skip
    result = run("add", "--supersede", "harbour", corpus.root, corrected(TEXTS["harbour"] + " More."))
    assert "does not know its field “where”" in result.stdout


def test_the_kind_of_a_sentence_is_mended(corpus: Corpus, run: Run):
    run("sentences", corpus.root, "school", "--split", "The ministry")
    listed = run("sentences", corpus.root, "school", "--kind", "1=caption")

    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["*", "2"]
    assert [s.kind for s in Corpus(corpus.root).article("school").sentences] == ["caption", "body"]
    assert run("check", corpus.root).exit_code == 0


@pytest.mark.parametrize("kind", ["1", "1=footer", "x=body", "9=body"])
def test_a_kind_that_cannot_be_is_refused(corpus: Corpus, run: Run, kind: str):
    result = run("sentences", corpus.root, "school", "--kind", kind)

    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert {s.kind for s in Corpus(corpus.root).article("school").sentences} == {"body"}
