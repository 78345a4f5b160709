"""Deciding what is gold: each kind of answer, what it rests on, undo and restarts, and what is asked at all."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Writer, add_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import copy_of_sample

from annotator.adjudication import Adjudication
from annotator.caseload import Candidate, distinct
from annotator.commands.adjudicate import found_cases
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.errors import JournalError, LockedError, StatementError
from annotator.gold import basis_of
from annotator.statements import Drop, Put

OPEN_HARBOUR = "the harbour must stay open"
CLOSE = "We will not close it"
RECKLESS = "the plan reckless"

Open = Callable[..., Adjudication]


def opened(corpus: Corpus, name: str = "dagny", **options: bool) -> Adjudication:
    """Start adjudicating, as the command does."""
    fresh = Corpus(corpus.root)
    schema, journal = fresh.schema(), fresh.open_gold("gold", name)
    found = found_cases(fresh, schema, "gold", journal.state)
    try:
        return Adjudication(fresh, journal, schema, found, **options)
    except StatementError:
        journal.close()
        raise


@pytest.fixture
def start(corpus: Corpus) -> Iterator[Open]:
    """Start (again): the one before is closed, as by the end of the program."""
    running: list[Adjudication] = []

    def restart(name: str = "dagny", **options: bool) -> Adjudication:
        while running:
            running.pop().close()
        running.append(opened(corpus, name, **options))
        return running[0]

    yield restart
    while running:
        running.pop().close()


@pytest.fixture
def bea(corpus: Corpus) -> Writer:
    return Writer(corpus, "bea", 600)


@pytest.fixture
def two(ann: Writer, bea: Writer) -> tuple[Put, Put]:
    """Two annotators who have read the harbour article and differ about one claim in it."""
    mine = ann.statement("harbour", OPEN_HARBOUR, stance="support")
    theirs = bea.statement("harbour", "harbour must stay open", speaker="the mayor", stance="neutral")
    for writer in (ann, bea):
        for words in ("The mayor", "“We", "A dockers", "The rain"):
            writer.mark("harbour", words, "done" if words == "The mayor" else "none")
    return mine, theirs


def of(session: Adjudication, annotator: str) -> Candidate:
    return next(item for item in session.candidates() if item.annotator == annotator)


def take(session: Adjudication, annotator: str) -> None:
    session.propose(of(session, annotator))
    assert session.save() == []


def gold(session: Adjudication) -> list[Put]:
    return list(session.journal.state.statements())


def on_disk(corpus: Corpus) -> list[Put]:
    session = opened(corpus, "reader")
    found = gold(session)
    session.close()
    return found


def basis(event: Put | Drop) -> set[tuple[str, str | None]]:
    return {(item.annotator, item.statement) for item in basis_of(event)}


# -- answers ------------------------------------------------------------------------------------------


def test_a_candidate_is_taken_whole(start: Open, corpus: Corpus, two):
    mine, theirs = two
    session = start()
    take(session, "bea")
    (put,) = gold(session)
    assert (put.annotator, put.fields, put.quote) == ("dagny", theirs.fields, theirs.quote)
    assert put.origin.kind == "adjudication"
    assert basis(put) == {("ann", mine.statement), ("bea", theirs.statement)}
    assert session.verdict.status == "adjudicated"
    assert session.caseload.open_count() == 0
    session.close()
    assert on_disk(corpus) == [put]


def test_fields_are_taken_one_by_one_and_the_rest_from_one_candidate(start: Open, two):
    session = start()
    claim, stance = session.undecided()
    assert (claim.name, stance.name) == ("claim", "stance")
    assert not session.take_field(claim, of(session, "ann"))
    assert session.take_field(stance, of(session, "bea"))
    session.propose()
    assert session.save() == []
    (put,) = gold(session)
    assert (put.quote, put.fields["stance"]) == (OPEN_HARBOUR, "neutral")
    session.take_field(stance, of(session, "ann"))
    session.propose(of(session, "bea"))
    assert session.save() == []
    (again,) = gold(session)
    assert (again.statement, again.quote) == (put.statement, "harbour must stay open")
    assert again.fields["stance"] == "support"


def test_nothing_that_differs_is_filled_in_by_itself(start: Open, two):
    session = start()
    session.edit_case()
    assert session.draft is not None
    assert "claim" not in session.draft.values
    assert "stance" not in session.draft.values
    assert session.draft.values["target"] == {"name": "the plan", "kind": None, "mention": None}
    assert session.draft.asked.name == "claim"
    assert [problem.field for problem in session.save()] == ["claim", "stance"]
    assert gold(session) == []


def test_none_is_right_and_a_gap_in_the_guidelines_are_answers(start: Open, two):
    session = start()
    session.drop("guideline-gap", "is a wish a claim?")
    assert gold(session) == []
    (drop,) = session.verdict.by_people
    assert isinstance(drop, Drop)
    assert (drop.reason, drop.note) == ("guideline-gap", "is a wish a claim?")
    assert len(basis(drop)) == 2
    assert session.verdict.status == "adjudicated"
    session.drop("none-is-right")
    (other,) = session.verdict.by_people
    assert (other.statement, other.reason) == (drop.statement, "none-is-right")


def test_both_are_valid_as_two_statements_until_one_is_taken(start: Open, corpus: Corpus, two):
    session = start()
    session.both(distinct(session.case, session.candidates()))
    assert sorted(str(put.fields["stance"]) for put in gold(session)) == ["neutral", "support"]
    assert len({put.statement for put in gold(session)}) == 2
    assert len({basis_of(put) for put in gold(session)}) == 1
    session = start()
    assert session.verdict.status == "adjudicated"
    take(session, "ann")
    assert [put.fields["stance"] for put in gold(session)] == ["support"]
    assert session.undo()
    assert len(gold(session)) == 2
    assert session.undo()
    assert gold(session) == []
    assert session.redo()
    assert len(gold(session)) == 2


def test_editing_one_of_two_leaves_the_other(start: Open, two):
    session = start()
    session.both(distinct(session.case, session.candidates()))
    before = {put.statement for put in gold(session)}
    session.edit_case()
    session = start()  # a crash in the middle
    assert session.draft is not None
    session.draft.values["stance"] = "mixed"
    assert session.save() == []
    assert {put.statement for put in gold(session)} == before
    assert sum(put.fields["stance"] == "mixed" for put in gold(session)) == 1


def test_who_read_it_and_made_nothing_is_a_candidate_without_a_statement(start: Open, ann, bea):
    put = ann.statement("harbour", OPEN_HARBOUR)
    ann.mark("harbour", "The mayor", "done")
    bea.mark("harbour", "The mayor", "none")
    session = start()
    assert (of(session, "ann").put, of(session, "bea").put) == (put, None)
    with pytest.raises(StatementError, match="made no statement here"):
        session.take_field(session.schema.anchor, of(session, "bea"))
    take(session, "ann")
    assert basis(gold(session)[0]) == {("ann", put.statement), ("bea", None)}


def test_what_the_schema_refuses_stays_a_draft(start: Open, corpus: Corpus, two):
    (corpus.root / "entities.toml").write_text(
        '[target]\nclosed = true\nnames = [{name = "harbour"}]\n', encoding="utf-8"
    )
    session = start()
    session.propose(of(session, "ann"))
    assert "closed list" in str(session.save()[0])
    assert session.draft is not None
    with pytest.raises(StatementError, match="closed list"):
        session.both(session.candidates())
    assert gold(session) == []


def test_aliases_become_the_names_that_they_stand_for(start: Open, corpus: Corpus, two):
    (corpus.root / "entities.toml").write_text(
        '[target]\nnames = [{name = "harbour plan", aliases = ["the plan"]}]\n', encoding="utf-8"
    )
    session = start()
    take(session, "ann")
    target = gold(session)[0].fields["target"]
    assert isinstance(target, dict)
    assert target["name"] == "harbour plan"


# -- references ---------------------------------------------------------------------------------------


@pytest.fixture
def nested(ann: Writer, bea: Writer) -> None:
    """Each denies their own statement about the harbour; they differ in both."""
    for writer, stance in ((ann, "support"), (bea, "neutral")):
        outer = writer.statement("harbour", CLOSE, stance=stance)
        writer.statement("harbour", OPEN_HARBOUR, stance=stance, parent={"statement": outer.statement})
        for words in ("The mayor", "“We"):
            writer.mark("harbour", words, "done")


def test_references_lead_to_gold_statements_and_what_is_pointed_to_comes_first(start: Open, nested):
    session = start()
    assert session.case.members["ann"].quote == CLOSE  # though it stands behind the other
    take(session, "ann")
    take(session, "bea")
    outer, inner = sorted(gold(session), key=lambda put: put.at)
    assert inner.fields["parent"] == {"statement": outer.statement}


def test_an_open_case_that_is_pointed_to_is_gone_to(start: Open, nested):
    session = start()
    session.next_open()
    with pytest.raises(StatementError, match="parent is this claim, which is still open"):
        session.propose(of(session, "ann"))
    assert session.case.members["ann"].quote == CLOSE
    session.drop("none-is-right")
    take(session, "ann")
    assert gold(session)[0].fields["parent"] is None


# -- what is asked ------------------------------------------------------------------------------------


def test_what_all_agree_on_is_not_asked(start: Open, ann, bea):
    for writer in (ann, bea):
        writer.statement("harbour", OPEN_HARBOUR)
        writer.mark("harbour", "The mayor", "done")
    with pytest.raises(StatementError, match="nothing to adjudicate"):
        start()


def test_what_merging_would_take_in_is_named(start: Open, corpus: Corpus, two, run):
    for name in ("ann", "bea"):
        writer = Writer(corpus, name, 1800)
        writer.statement("harbour", RECKLESS)
        writer.mark("harbour", "A dockers", "done")
    assert start().journal.notices == ["gold lacks 1 that all agree on: annotator merge takes them in"]
    start().close()
    assert run("merge", corpus.root, "-o", "gold").exit_code == 0
    session = start()
    assert session.journal.notices == []
    assert session.caseload.open_count() == 1


def test_a_majority_is_asked_about_unless_only_conflicts_are(start: Open, corpus: Corpus, two, run):
    carl = Writer(corpus, "carl", 1200)
    carl.statement("harbour", OPEN_HARBOUR, stance="support")
    carl.mark("harbour", "The mayor", "done")
    for name in ("ann", "bea", "carl"):
        Writer(corpus, name, 1800).statement("school", "the school to reopen", stance="support")
    assert start(only_conflicts=True).caseload.open_count() == 2  # gold has nothing yet
    start().journal.close()
    assert run("merge", corpus.root, "-o", "gold").exit_code == 0
    session = start()
    assert [session.caseload.verdict(asked).status for asked in session.caseload.asked] == [
        "majority",
        "conflict",
    ]
    session = start(only_conflicts=True)
    assert [session.caseload.verdict(asked).status for asked in session.caseload.asked] == ["conflict"]


def test_it_aligns_and_votes_as_the_merge_that_made_gold(start: Open, corpus: Corpus, ann, bea, run):
    ann.statement("harbour", OPEN_HARBOUR)
    bea.statement("harbour", OPEN_HARBOUR.removesuffix(" open"))
    for writer in (ann, bea):
        writer.mark("harbour", "The mayor", "done")
    assert run("merge", corpus.root, "--tau", 0.9, "--strategy", "union").exit_code == 0
    with pytest.raises(StatementError, match="nothing to adjudicate"):
        start(only_conflicts=True)  # by a majority, each of the two would be a conflict
    session = start()
    cases = [session.caseload.verdict(asked).case for asked in session.caseload.asked]
    assert sorted(name for case in cases for name in case.members) == ["ann", "bea"]
    assert len(cases) == 2


def test_of_a_gold_made_by_the_model_what_the_model_left_open_is_asked(tmp_path: Path, run):
    corpus = copy_of_sample(tmp_path)
    corpus.gold_path("gold").unlink()
    result = run("merge", corpus.root, "--strategy", "model", "--json")
    conflicts = sum(json.loads(line).get("status") == "conflict" for line in result.stdout.splitlines())
    session = opened(corpus, only_conflicts=True)
    try:
        assert session.caseload.open_count() == conflicts > 0
    finally:
        session.journal.close()


def test_what_the_votes_say_can_be_taken_and_taken_back(start: Open, corpus: Corpus, two, run):
    carl = Writer(corpus, "carl", 1200)
    carl.statement("harbour", OPEN_HARBOUR, stance="support")
    carl.mark("harbour", "The mayor", "done")
    assert run("merge", corpus.root, "-o", "gold").exit_code == 0
    session = start()
    (voted,) = gold(session)
    session.propose_gold()
    assert session.save() == []
    (put,) = gold(session)
    assert (put.statement, put.fields, put.annotator) == (voted.statement, voted.fields, "dagny")
    assert session.undo()
    assert session.verdict.status == "majority"  # restored as what it was, not as a decision of hers
    assert session.caseload.open_count() == 1
    assert not session.undo()  # what merging did is not hers to undo


def test_a_decision_whose_case_changed_is_open_again_and_can_be_confirmed(start: Open, bea, two):
    session = start()
    take(session, "ann")
    session.close()
    bea.edit(two[1], stance="oppose")
    session = start()
    assert session.verdict.status == "open again"
    (before,) = gold(session)
    session.confirm()
    (put,) = gold(session)
    assert (put.statement, put.fields) == (before.statement, before.fields)
    assert session.verdict.status == "adjudicated"
    assert session.caseload.open_count() == 0


def test_decisions_outlive_merging(start: Open, corpus: Corpus, two, run):
    take(start(), "bea")
    session = start()
    before = gold(session)
    session.close()
    assert run("merge", corpus.root, "-o", "gold").exit_code == 0
    assert gold(start()) == before
    assert "no problems" in run("check", corpus.root).stdout


def test_worst_first(start: Open, corpus: Corpus, two, bea):
    Writer(corpus, "ann", 1800).statement("school", "the school to reopen", speaker="Parents")
    Writer(corpus, "bea", 1900).statement(
        "school", "to reopen", speaker="parents", stance="mixed", target={"name": "x"}
    )
    assert [asked.article for asked in start().caseload.asked] == ["harbour", "school"]
    assert [asked.article for asked in start(worst_first=True).caseload.asked] == ["school", "harbour"]


def test_letters_are_the_same_after_a_restart_but_not_in_every_article(corpus: Corpus):
    add_texts(corpus, **{f"more-{n}": f"The mayor said {n} ships came in." for n in range(12)})
    for number, name in enumerate(("ann", "bea", "carl")):
        for n in range(12):
            writer = Writer(corpus, name, 600 * number + n)
            writer.statement(f"more-{n}", "ships came in", stance=("support", "oppose", "mixed")[number])

    def orders() -> list[list[str]]:
        session = opened(corpus)
        found = [session.caseload.candidates(asked) for asked in session.caseload.asked]
        session.close()
        assert all([item.letter for item in order] == ["a", "b", "c"] for order in found)
        return [[item.annotator for item in order] for order in found]

    first = orders()
    assert first == orders()
    assert len({tuple(order) for order in first}) > 1


# -- resuming, durability -----------------------------------------------------------------------------


def test_fields_taken_and_the_case_are_there_after_a_restart(start: Open, nested):
    session = start()
    session.next_open()
    session.take_field(session.schema["stance"], of(session, "bea"))
    at = session.at
    session = start()
    assert session.at == at == 1
    assert session.chosen == {"stance": "bea"}
    assert session.take_back() == session.schema["stance"]
    assert start().chosen == {}


def test_undo_and_redo_after_a_restart_go_to_the_case(start: Open, nested):
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


def test_two_adjudicators_share_a_gold_and_undo_their_own(start: Open, nested):
    take(start("dagny"), "ann")
    session = start("erin")
    take(session, "bea")
    assert {put.annotator for put in gold(session)} == {"dagny", "erin"}
    assert session.undo()
    assert not session.undo()
    assert [put.annotator for put in gold(session)] == ["dagny"]


def test_a_gold_is_open_once(start: Open, corpus: Corpus, two):
    start()
    with pytest.raises(LockedError, match="gold is already open"):
        opened(corpus, "erin")


def test_a_refused_write_changes_nothing(start: Open, two, monkeypatch):
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


def test_gold_replaced_by_a_pull_is_read_again(start: Open, corpus: Corpus, nested, tmp_path: Path):
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


# -- why ----------------------------------------------------------------------------------------------


def test_the_log_says_why_gold_says_what_it_says(start: Open, corpus: Corpus, two, run):
    mine, theirs = two
    Writer(corpus, "carl", 1200).mark("harbour", "The mayor", "none")
    session = start()
    take(session, "bea")
    session.go_to(0)
    session.drop("guideline-gap", "is a wish a claim?")
    (put,) = [event for event in session.journal.events if isinstance(event, Put)]
    session.close()
    lines = run("log", corpus.root, "--statement", put.statement).stdout.splitlines()
    assert "dagny  harbour  made" in lines[0]
    assert [" ".join(line.split()) for line in lines[1:5]] == [
        "2 made it, 1 read it and made none:",
        f"ann {mine.statement} not taken: claim “the harbour must stay open”, stance support",
        f"bea {theirs.statement} taken as it is",
        "carl made none",
    ]
    assert "dropped" in lines[5]
    assert "(guideline-gap): is a wish a claim?" in lines[5]
    assert lines[7].split()[:4] == ["ann", mine.statement, "left", "out:"]
    events = run("log", corpus.root, "--statement", put.statement, "--json").stdout.splitlines()
    assert len(events) == 2
