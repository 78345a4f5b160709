"""Labels beside gold, and the strategy `model`: what is learnt about the annotators, and how sure each label is."""

import json
from pathlib import Path

import pytest
from conftest import Run
from sample import copy_of_sample
from test_merge_command import RECKLESS, STAY, gold_of, gold_statements, read_all, three
from ulid import ULID
from writers import Writer, add_texts

from annotator.corpus.check import check
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.errors import InputError
from annotator.formats.views import Tally
from annotator.labels import label_rows
from annotator.resolving import Rule
from annotator.statements import Mark, Put, event_line


def test_labels_of_all_are_beside_gold(corpus: Corpus, run: Run) -> None:
    writers = three(corpus)
    for writer, stance in zip(writers, ("support", "support", "oppose"), strict=True):
        writer.statement("harbour", STAY, stance=stance)
    read_all(*writers)
    (line,) = run("merge", corpus.root, "--dry-run", "--json").stdout.splitlines()
    record = json.loads(line)
    stance = record["fields"]["stance"]
    assert stance["labels"] == [
        {"annotator": "ann", "value": ["support"]},
        {"annotator": "bob", "value": ["support"]},
        {"annotator": "cid", "value": ["oppose"]},
    ]
    assert stance["distribution"] == [
        {"value": ["support"], "votes": 2, "share": pytest.approx(2 / 3)},
        {"value": ["oppose"], "votes": 1, "share": pytest.approx(1 / 3)},
    ]
    assert record["in_gold"]
    assert record["statement"] is None  # there is no gold yet
    run("merge", corpus.root)
    (row,) = label_rows(corpus, corpus.schema(), Tally(pytest.fail), gold="gold")
    assert row["statement"] == gold_statements(corpus)[STAY].statement
    assert row | {"statement": None} == record


def test_labels_beside_gold_are_of_those_whom_it_rests_on_by_its_rule(corpus: Corpus, run: Run) -> None:
    writers = three(corpus)
    for writer, claim in zip(writers, (STAY, "the harbour must stay", RECKLESS), strict=True):
        writer.statement("harbour", claim)
    read_all(*writers)
    run("merge", corpus.root, "ann", "bob", "--tau", 0.9, "--strategy", "union")
    rows = list(label_rows(corpus, corpus.schema(), Tally(pytest.fail), gold="gold"))
    assert [[one["annotator"] for one in row["members"]] for row in rows] == [["bob"], ["ann"]]  # type: ignore[attr-defined]
    assert [row["readers"] for row in rows] == [["ann", "bob"]] * 2
    assert all(row["statement"] for row in rows)
    everybody = list(label_rows(corpus, corpus.schema(), Tally(pytest.fail)))
    assert [len(row["members"]) for row in everybody] == [2, 1]  # type: ignore[arg-type]
    with pytest.raises(InputError, match="there is no such gold"):
        list(label_rows(corpus, corpus.schema(), Tally(pytest.fail), gold="other"))


def test_labels_point_to_cases(corpus: Corpus) -> None:
    writers = three(corpus)
    for writer in writers:
        first = writer.statement("harbour", STAY)
        writer.statement("harbour", RECKLESS, target={"statement": first.statement})
    read_all(*writers)
    _, row = label_rows(corpus, corpus.schema(), Tally(pytest.fail))
    assert row["fields"]["target"]["distribution"] == [{"value": ["case 0"], "votes": 3, "share": 1.0}]  # type: ignore[index]


@pytest.mark.parametrize(
    "rule",
    [Rule(), Rule("union"), Rule("majority", 2), Rule("unanimous", None, 0.5), Rule("model", None, 1e-5)],
)
def test_a_decision_records_the_rule_that_made_it(rule: Rule) -> None:
    assert Rule.recorded(str(rule)) == rule
    assert Rule.recorded("the adjudicator's own words") is None


def test_a_model_decides_and_says_how_sure_it_is(run: Run, tmp_path: Path) -> None:
    corpus = copy_of_sample(tmp_path)
    result = run("merge", corpus.root, "-o", "model", "--strategy", "model")
    assert result.exit_code == 0
    assert "whether a claim is there, by Dawid-Skene: amara misses" in result.stdout
    assert "stance, by MACE: competence amara" in result.stdout
    assert "too few answers for a model, so by majority: confidence" in result.stdout
    assert not list(check(corpus, corpus.schema()))
    by_model = gold_of(corpus, "model").statements()
    assert {put.origin.by for put in by_model} == {"model"}
    before = corpus.gold_path("model").read_bytes()
    lines = run("merge", corpus.root, "-o", "model", "--strategy", "model", "--json").stdout.splitlines()
    assert corpus.gold_path("model").read_bytes() == before
    learnt, *records = [json.loads(line) for line in lines]
    for rows in learnt["learnt"]["exists"]["confusion"].values():
        assert [sum(row) for row in rows] == pytest.approx([1, 1])
    assert learnt["learnt"]["fields"]["stance"]["decided_by"] == "MACE"
    assert all(0 <= record["model"]["exists"]["probability"] <= 1 for record in records)
    assert {record["status"] for record in records} == {"agreed", "model", "conflict"}
    for record in records:
        stance = record["model"]["fields"]["stance"]
        assert stance["value"] in [label["value"] for label in record["fields"]["stance"]["distribution"]]


def test_a_model_takes_two_of_three_for_right_where_one_misses_much(tmp_path: Path, run: Run) -> None:
    """MACE alone takes those who find little for the ones who know, where few sentences hold no claim."""
    corpus = copy_of_sample(tmp_path)
    lines = run("merge", corpus.root, "--dry-run", "--strategy", "model", "--json").stdout.splitlines()
    for record in map(json.loads, lines[1:]):
        found = {one["annotator"] for one in record["members"]}
        if record["readers"] == ["amara", "bjorn", "chen"] and len(found) == 2:
            assert record["model"]["exists"]["value"] is True


def test_from_300_items_the_model_tells_who_confuses_what(tmp_path: Path, run: Run) -> None:
    corpus = new_corpus(tmp_path / "corpus", "Test", "en", "statement")
    words = [f"Speaker {number} spoke for it." for number in range(300)]
    add_texts(corpus, long=" ".join(words))
    schema, sentences = corpus.schema(), corpus.article("long").sentences
    assert len(sentences) == 300
    for name in ("ann", "bob", "cid"):
        common, lines = Writer(corpus, name).common("long"), []
        for number, sentence in enumerate(sentences):
            stance = ("support", "oppose", "neutral")[number % 3]
            fields = schema.complete({
                "claim": [[sentence.start, sentence.end]],
                "speaker": [{"name": "x"}],
                "stance": "neutral" if name == "cid" and number % 12 == 1 else stance,
                "target": {"name": "y"},
            })  # fmt: skip
            put = Put(
                **common | {"id": f"e-{ULID()}"}, statement=f"s-{ULID()}", fields=fields, quote=words[number]
            )
            mark = Mark(**common | {"id": f"e-{ULID()}"}, sentence=sentence.span, state="done")
            lines += [event_line(put), event_line(mark)]
        (corpus.annotations_folder / f"{name}.jsonl").write_bytes(b"".join(lines))
    result = run("merge", corpus.root, "--strategy", "model", "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "by Dawid-Skene, takes most often: cid 25% of oppose as neutral" in result.stdout
    learnt = json.loads(
        run("merge", corpus.root, "--strategy", "model", "--dry-run", "--json").stdout.splitlines()[0]
    )["learnt"]["fields"]["stance"]
    true, given = learnt["answers"].index("oppose"), learnt["answers"].index("neutral")
    assert learnt["confusion"]["cid"][true][given] == pytest.approx(1 / 4, abs=0.01)
    assert learnt["prevalence"][true] == pytest.approx(1 / 3, abs=0.01)


def test_a_model_of_few_cases_is_refused(corpus: Corpus, ann: Writer, run: Run) -> None:
    ann.statement("harbour", STAY)
    read_all(ann)
    result = run("merge", corpus.root, "--strategy", "model")
    assert result.exit_code == 2
    assert result.stderr == (
        "annotator: the model needs at least 50 cases, and there are 1: use --strategy majority\n"
    )
    assert not corpus.gold_path("gold").exists()
