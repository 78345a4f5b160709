"""Deciding what is gold: what is asked, in which order, and when it is asked again."""

import json
from pathlib import Path

import pytest
from adjudicating import Start, gold, opened, take
from sample import copy_of_sample
from writers import OPEN, Writer, add_texts

from annotator.corpus.corpus import Corpus
from annotator.errors import StatementError

RECKLESS = "the plan reckless"


def test_what_all_agree_on_is_not_asked(start: Start, ann, bea):
    for writer in (ann, bea):
        writer.statement("harbour", OPEN)
        writer.mark("harbour", "The mayor", "done")
    with pytest.raises(StatementError, match="nothing to adjudicate"):
        start()


def test_what_merging_would_take_in_is_named(start: Start, corpus: Corpus, two, run):
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


def test_a_majority_is_asked_about_unless_only_conflicts_are(start: Start, corpus: Corpus, two, run):
    carl = Writer(corpus, "carl", 1200)
    carl.statement("harbour", OPEN, stance="support")
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


def test_it_aligns_and_votes_as_the_merge_that_made_gold(start: Start, corpus: Corpus, ann, bea, run):
    ann.statement("harbour", OPEN)
    bea.statement("harbour", OPEN.removesuffix(" open"))
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


def test_what_the_votes_say_can_be_taken_and_taken_back(start: Start, corpus: Corpus, two, run):
    carl = Writer(corpus, "carl", 1200)
    carl.statement("harbour", OPEN, stance="support")
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


def test_a_decision_whose_case_changed_is_open_again_and_can_be_confirmed(start: Start, bea, two):
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


def test_decisions_outlive_merging(start: Start, corpus: Corpus, two, run):
    take(start(), "bea")
    session = start()
    before = gold(session)
    session.close()
    assert run("merge", corpus.root, "-o", "gold").exit_code == 0
    assert gold(start()) == before
    assert "no problems" in run("check", corpus.root).stdout


def test_worst_first(start: Start, corpus: Corpus, two, bea):
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
