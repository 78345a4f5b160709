"""`annotator merge`: what is decided, what stays open, what is left out, and what a second merge does."""

from pathlib import Path

import pytest
from conftest import Run
from sample import copy_of_sample
from writers import Writer

from annotator.corpus.check import check
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.gold import basis_of
from annotator.statements import Drop, Origin, Put, State, event_line

STAY = "the harbour must stay open"
CLOSE = "We will not close it"
RECKLESS = "the plan reckless"


def gold_of(corpus: Corpus, name: str = "gold") -> State:
    return State(read_journal(corpus.gold_path(name)).events)


def gold_statements(corpus: Corpus) -> dict[str, Put]:
    return {put.quote: put for put in gold_of(corpus).statements()}


def read_all(*writers: Writer) -> None:
    """Mark every sentence of the first article as read."""
    for writer in writers:
        for words in ("The mayor", "“We will", "A dockers", "The rain"):
            writer.mark("harbour", words, "done")


def three(corpus: Corpus) -> tuple[Writer, Writer, Writer]:
    return Writer(corpus, "ann"), Writer(corpus, "bob"), Writer(corpus, "cid")


def test_majority_decides_the_claim_and_then_every_field(corpus: Corpus, run: Run) -> None:
    ann, bob, cid = three(corpus)
    ann.statement("harbour", STAY)
    bob.statement("harbour", STAY, stance="oppose")
    cid.statement("harbour", STAY)
    ann.statement("harbour", CLOSE)
    read_all(ann, bob, cid)
    result = run("merge", corpus.root)
    assert result.exit_code == 0, result.stderr
    put = gold_statements(corpus)[STAY]
    assert put.fields["stance"] == "support"
    assert (put.annotator, put.origin.kind, put.origin.by) == ("merge", "merge", "majority")
    assert {item.annotator: bool(item.statement) for item in put.origin.basis} == {
        "ann": True,
        "bob": True,
        "cid": True,
    }
    dropped = [event for event in gold_of(corpus).standing("harbour") if isinstance(event, Drop)]
    assert [[item.annotator for item in event.basis if item.statement] for event in dropped] == [["ann"]]
    assert not list(check(corpus, corpus.schema()))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--strategy", "union"], {STAY, CLOSE}),
        (["--strategy", "unanimous"], set()),
        (["--need", "1"], {STAY, CLOSE}),
        (["--need", "2"], {STAY}),
        (["--need", "3"], set()),
    ],
)
def test_strategies(corpus: Corpus, run: Run, options: list[str], expected: set[str]) -> None:
    ann, bob, cid = three(corpus)
    ann.statement("harbour", STAY)
    bob.statement("harbour", STAY)
    cid.statement("harbour", CLOSE)
    read_all(ann, bob, cid)
    run("merge", corpus.root, *options)
    assert set(gold_statements(corpus)) == expected


def test_silence_is_no_vote_and_a_tie_is_a_conflict(corpus: Corpus, run: Run) -> None:
    ann, bob, _ = three(corpus)
    ann.statement("harbour", STAY)
    ann.statement("harbour", RECKLESS)
    read_all(ann)
    bob.mark("harbour", "A dockers", "none")
    bob.mark("harbour", "The mayor", "unsure")
    result = run("merge", corpus.root)
    assert set(gold_statements(corpus)) == {STAY}
    assert "1 conflict" in result.stdout


def test_references_lead_to_gold(corpus: Corpus, run: Run) -> None:
    writers = three(corpus)
    for writer in writers:
        first = writer.statement("harbour", STAY)
        writer.statement(
            "harbour",
            RECKLESS,
            target={"statement": first.statement},
            parent={"statement": first.statement},
        )
    read_all(*writers)
    run("merge", corpus.root)
    found = gold_statements(corpus)
    leads_to = {"statement": found[STAY].statement}
    assert found[RECKLESS].fields["target"] == found[RECKLESS].fields["parent"] == leads_to
    assert not list(check(corpus, corpus.schema()))


def test_what_cannot_do_without_a_conflict_is_a_conflict_too(corpus: Corpus, run: Run) -> None:
    ann, bob, _ = three(corpus)
    for writer, stance in ((ann, "support"), (bob, "oppose")):
        first = writer.statement("harbour", STAY, stance=stance)
        writer.statement("harbour", RECKLESS, target={"statement": first.statement})
    read_all(ann, bob)
    result = run("merge", corpus.root)
    assert not gold_statements(corpus)
    assert "2 conflict" in result.stdout


def test_links_that_votes_put_in_a_circle_are_left_out(corpus: Corpus, run: Run) -> None:
    ann, bob, _ = three(corpus)
    for writer, child in ((ann, STAY), (bob, RECKLESS)):
        made = {words: writer.statement("harbour", words) for words in (STAY, RECKLESS)}
        other = made[RECKLESS if child == STAY else STAY]
        writer.edit(made[child], parent={"statement": other.statement})
    read_all(ann, bob)
    run("merge", corpus.root, "--need", "1")
    assert not list(check(corpus, corpus.schema()))


def test_gold_has_canonical_names(corpus: Corpus, run: Run) -> None:
    (corpus.root / "entities.toml").write_text(
        '[[speaker.names]]\nname = "Ilse Brandt"\naliases = ["the mayor", "Brandt"]\n', encoding="utf-8"
    )
    ann, bob, _ = three(corpus)
    ann.statement("harbour", STAY, speaker="the mayor")
    bob.statement("harbour", STAY, speaker="Brandt")
    read_all(ann, bob)
    run("merge", corpus.root)
    assert gold_statements(corpus)[STAY].fields["speaker"][0]["name"] == "Ilse Brandt"  # type: ignore[index, call-overload]


def test_a_second_merge_adds_nothing(corpus: Corpus, run: Run) -> None:
    writers = three(corpus)
    for writer in writers:
        writer.statement("harbour", STAY)
    writers[0].statement("harbour", CLOSE)
    read_all(*writers)
    run("merge", corpus.root)
    before = corpus.gold_path("gold").read_bytes()
    run("merge", corpus.root)
    assert corpus.gold_path("gold").read_bytes() == before


def decide(corpus: Corpus, put: Put, **changes: object) -> Put:
    """Decide on a gold statement as an adjudicator does."""
    origin = Origin(kind="adjudication", basis=basis_of(put))
    values = put.model_dump(by_alias=True) | {
        "id": "e-" + "0" * 25 + "1",
        "replaces": (put.id,),
        "annotator": "dora",
        "fields": {**put.fields, **changes},
        "origin": origin,
    }
    event = Put.model_validate(values)
    with corpus.gold_path("gold").open("ab") as file:
        file.write(event_line(event))
    return event


def test_a_decision_by_somebody_stands_until_its_case_changes(corpus: Corpus, run: Run) -> None:
    ann, bob, cid = three(corpus)
    first = ann.statement("harbour", STAY)
    for writer in (bob, cid):
        writer.statement("harbour", STAY)
        writer.statement("harbour", CLOSE)
    read_all(ann, bob, cid)
    run("merge", corpus.root)
    statement = gold_statements(corpus)[STAY].statement
    decision = decide(corpus, gold_statements(corpus)[STAY], stance="mixed")
    bob.statement("harbour", RECKLESS)
    ann.statement("harbour", CLOSE)
    result = run("merge", corpus.root)
    assert "1 adjudicated" in result.stdout
    assert gold_statements(corpus)[STAY] == decision
    assert len(basis_of(gold_statements(corpus)[CLOSE])) == 3
    ann.edit(first, stance="oppose")
    result = run("merge", corpus.root)
    assert gold_statements(corpus)[STAY] == decision
    assert f"harbour: {statement}: decided, but open again" in result.stderr
    before = corpus.gold_path("gold").read_bytes()
    assert before.startswith(b'{"event"')
    assert not list(check(corpus, corpus.schema()))


def test_what_is_no_longer_said_is_taken_back(corpus: Corpus, run: Run) -> None:
    ann, bob, _ = three(corpus)
    puts = [writer.statement("harbour", STAY) for writer in (ann, bob)]
    read_all(ann, bob)
    run("merge", corpus.root)
    lines = corpus.gold_path("gold").read_bytes()
    for writer, put in zip((ann, bob), puts, strict=True):
        writer.drop(put)
    run("merge", corpus.root)
    assert not gold_statements(corpus)
    assert corpus.gold_path("gold").read_bytes().startswith(lines)


def test_dry_run_shows_the_alignment_and_writes_nothing(corpus: Corpus, run: Run) -> None:
    ann, bob, _ = three(corpus)
    ann.statement("harbour", STAY)
    bob.statement("harbour", "the harbour must stay")
    read_all(ann, bob)
    result = run("merge", corpus.root, "--dry-run")
    assert "ann, bob of ann, bob who read it, IoU 0.81" in result.stdout
    assert "differ in claim" in result.stdout
    assert "would gain 1 events" in result.stdout
    assert not corpus.gold_path("gold").exists()


def test_what_does_not_fit_is_left_out_by_name(corpus: Corpus, run: Run) -> None:
    ann, bob, _ = three(corpus)
    good = ann.statement("harbour", STAY)
    bad = bob.statement("harbour", STAY)
    bob.write(bad.model_copy(update={"id": "e-" + "0" * 26, "replaces": (bad.id,), "quote": "other words"}))
    read_all(ann, bob)
    result = run("merge", corpus.root)
    assert result.exit_code == 1
    assert bad.statement in result.stderr
    assert "its words in the text are not its quote" in result.stderr
    (put,) = gold_statements(corpus).values()
    assert [item.annotator for item in basis_of(put)] == ["ann"]  # bob has not read what he is misread in
    assert basis_of(put)[0].statement == good.statement


def test_strict_refuses_instead(corpus: Corpus, ann: Writer, run: Run) -> None:
    put = ann.statement("harbour", STAY)
    ann.write(put.model_copy(update={"id": "e-" + "0" * 26, "replaces": (put.id,), "fields": {}}))
    result = run("merge", corpus.root, "--strict")
    assert result.exit_code == 2
    assert "1 left out (named above); nothing was written" in result.stderr
    assert not corpus.gold_path("gold").exists()


def test_one_annotator_is_merged_too(corpus: Corpus, ann: Writer, run: Run) -> None:
    ann.statement("harbour", STAY)
    read_all(ann)
    assert run("merge", corpus.root).exit_code == 0
    assert set(gold_statements(corpus)) == {STAY}


def test_everything_marked_none_gives_an_empty_gold(corpus: Corpus, ann: Writer, run: Run) -> None:
    ann.mark("harbour", "The mayor", "none")
    assert run("merge", corpus.root).exit_code == 0
    assert corpus.gold_path("gold").read_bytes() == b""


def test_fifty_annotators(corpus: Corpus, run: Run) -> None:
    for number in range(50):
        writer = Writer(corpus, f"a{number}")
        writer.statement("harbour", STAY)
        writer.mark("harbour", "The mayor", "done")
    result = run("merge", corpus.root)
    assert "50 statements of 50 annotators in 1 cases" in result.stdout
    assert len(basis_of(gold_statements(corpus)[STAY])) == 50


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nobody"], "“nobody” is neither an annotator"),
        (["ann", "ann"], "“ann” is named twice"),
        (["-o", "../x"], "cannot be an annotator's name"),
        (["--need", "4"], "there are only 1 annotators"),
    ],
)
def test_what_cannot_be_merged_is_one_line(
    corpus: Corpus, ann: Writer, run: Run, args: list[str], message: str
) -> None:
    ann.statement("harbour", STAY)
    result = run("merge", corpus.root, *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nobody_has_annotated(corpus: Corpus, run: Run) -> None:
    result = run("merge", corpus.root)
    assert result.exit_code == 2
    assert "nobody has annotated here yet" in result.stderr


def test_a_journal_of_another_corpus_is_refused(corpus: Corpus, run: Run, tmp_path: Path) -> None:
    other = copy_of_sample(tmp_path / "other")
    result = run("merge", corpus.root, other.annotations_folder / "amara.jsonl")
    assert result.exit_code == 2
    assert "nothing in it is about an article of this corpus" in result.stderr


def test_the_sample_is_merged_beside_its_gold_and_into_it(run: Run, tmp_path: Path) -> None:
    corpus = copy_of_sample(tmp_path)
    by_people = {put.id for put in gold_of(corpus).statements()}
    for name in ("new", "gold"):
        assert run("merge", corpus.root, "-o", name).exit_code == 0
    assert by_people <= {put.id for put in gold_of(corpus).statements()}
    assert not list(check(corpus, corpus.schema()))


# -- copies of one annotator's journal ------------------------------------------------------------------------------


def test_copies_are_joined(corpus: Corpus, ann: Writer, run: Run, tmp_path: Path) -> None:
    ann.statement("harbour", STAY)
    ann.statement("harbour", CLOSE)
    lines = (corpus.annotations_folder / "ann.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "one.jsonl").write_bytes(lines[0])
    (tmp_path / "two.jsonl").write_bytes(lines[1] + lines[0])
    result = run("merge", tmp_path / "two.jsonl", tmp_path / "one.jsonl", "-o", tmp_path / "all.jsonl")
    assert result.exit_code == 0
    assert (tmp_path / "all.jsonl").read_bytes() == b"".join(lines)
    assert "2 events of ann from 2 files" in result.stdout
    again = run("merge", tmp_path / "one.jsonl", "-o", tmp_path / "all.jsonl")
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_damaged_lines_are_reported_and_never_overwritten(
    corpus: Corpus, ann: Writer, run: Run, tmp_path: Path
) -> None:
    ann.statement("harbour", STAY)
    path = corpus.annotations_folder / "ann.jsonl"
    path.write_bytes(path.read_bytes() + b'{"event":"pu')
    result = run("merge", path, "-o", tmp_path / "all.jsonl")
    assert result.exit_code == 1
    assert "ann.jsonl:2: the last line is cut off" in result.stderr
    before = path.read_bytes()
    assert run("merge", path, "-o", path, "--force").exit_code == 2
    assert path.read_bytes() == before


def test_journals_of_two_annotators_are_not_joined(corpus: Corpus, run: Run, tmp_path: Path) -> None:
    for name in ("ann", "bob"):
        Writer(corpus, name).statement("harbour", STAY)
    files = [corpus.annotations_folder / f"{name}.jsonl" for name in ("ann", "bob")]
    result = run("merge", *files, "-o", tmp_path / "all.jsonl")
    assert result.exit_code == 2
    assert "to merge several into gold, give their corpus" in result.stderr


def test_empty_files_are_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    result = run("merge", tmp_path / "empty.jsonl", "-o", tmp_path / "all.jsonl")
    assert result.exit_code == 2
    assert "there is no event to join" in result.stderr
