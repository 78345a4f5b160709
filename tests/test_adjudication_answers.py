"""Deciding what is gold: each kind of answer, what it points to, what it rests on."""

import pytest
from adjudicating import Start, basis, gold, of, opened, take
from writers import CLOSE, OPEN, Writer

from annotator.caseload import distinct
from annotator.corpus.corpus import Corpus
from annotator.errors import StatementError
from annotator.gold import basis_of
from annotator.statements import Drop, Put
from annotator.validity import entities


def on_disk(corpus: Corpus) -> list[Put]:
    session = opened(corpus, "reader")
    found = gold(session)
    session.close()
    return found


# -- answers ------------------------------------------------------------------------------------------


def test_a_candidate_is_taken_whole(start: Start, corpus: Corpus, two):
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


def test_fields_are_taken_one_by_one_and_the_rest_from_one_candidate(start: Start, two):
    session = start()
    claim, stance = session.undecided()
    assert (claim.name, stance.name) == ("claim", "stance")
    assert not session.take_field(claim, of(session, "ann"))
    assert session.take_field(stance, of(session, "bea"))
    session.propose()
    assert session.save() == []
    (put,) = gold(session)
    assert (put.quote, put.fields["stance"]) == (OPEN, "neutral")
    session.take_field(stance, of(session, "ann"))
    session.propose(of(session, "bea"))
    assert session.save() == []
    (again,) = gold(session)
    assert (again.statement, again.quote) == (put.statement, "harbour must stay open")
    assert again.fields["stance"] == "support"


def test_nothing_that_differs_is_filled_in_by_itself(start: Start, two):
    session = start()
    session.edit_case()
    assert session.draft is not None
    assert "claim" not in session.draft.values
    assert "stance" not in session.draft.values
    assert session.draft.values["target"] == {"name": "the plan", "kind": None, "mention": None}
    assert session.draft.asked.name == "claim"
    assert [problem.field for problem in session.save()] == ["claim", "stance"]
    assert gold(session) == []


def test_none_is_right_and_a_gap_in_the_guidelines_are_answers(start: Start, two):
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


def test_both_are_valid_as_two_statements_until_one_is_taken(start: Start, corpus: Corpus, two):
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


def test_editing_one_of_two_leaves_the_other(start: Start, two):
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


def test_who_read_it_and_made_nothing_is_a_candidate_without_a_statement(start: Start, ann, bea):
    put = ann.statement("harbour", OPEN)
    ann.mark("harbour", "The mayor", "done")
    bea.mark("harbour", "The mayor", "none")
    session = start()
    assert (of(session, "ann").put, of(session, "bea").put) == (put, None)
    with pytest.raises(StatementError, match="made no statement here"):
        session.take_field(session.schema.anchor, of(session, "bea"))
    take(session, "ann")
    assert basis(gold(session)[0]) == {("ann", put.statement), ("bea", None)}


def test_what_the_schema_refuses_stays_a_draft(start: Start, corpus: Corpus, two):
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


def test_aliases_become_the_names_that_they_stand_for(start: Start, corpus: Corpus, two):
    (corpus.root / "entities.toml").write_text(
        '[target]\nnames = [{name = "harbour plan", aliases = ["the plan"]}]\n', encoding="utf-8"
    )
    session = start()
    take(session, "ann")
    target = gold(session)[0].fields["target"]
    assert isinstance(target, dict)
    assert target["name"] == "harbour plan"


# -- references ---------------------------------------------------------------------------------------


def test_references_lead_to_gold_statements_and_what_is_pointed_to_comes_first(start: Start, nested):
    session = start()
    assert session.case.members["ann"].quote == CLOSE  # though it stands behind the other
    take(session, "ann")
    take(session, "bea")
    outer, inner = sorted(gold(session), key=lambda put: put.at)
    assert inner.fields["parent"] == {"statement": outer.statement}


def test_an_open_case_that_is_pointed_to_is_gone_to(start: Start, nested):
    session = start()
    session.next_open()
    with pytest.raises(StatementError, match="parent is this claim, which is still open"):
        session.propose(of(session, "ann"))
    assert session.case.members["ann"].quote == CLOSE
    session.drop("none-is-right")
    take(session, "ann")
    assert gold(session)[0].fields["parent"] is None


# -- why ----------------------------------------------------------------------------------------------


def test_the_log_says_why_gold_says_what_it_says(start: Start, corpus: Corpus, two, run):
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


def test_names_that_the_annotators_gave_stay_on_offer(start: Start, two):
    session = start()
    target = session.schema["target"]
    put = of(session, "ann").put
    assert put is not None
    [given] = {item["name"] for spec, item in entities(put.fields, session.schema) if spec == target}
    take(session, "ann")
    assert session.undo()
    assert given in session.names.search(str(given), target)
