"""What language models and classifiers are trained on: the words, and never an unread sentence as a negative."""

from typing import Any

import orjson
from conftest import Run
from writers import Writer

from annotator.corpus.corpus import Corpus


def lines(run: Run, corpus: Corpus, *options: object, exit_code: int = 0) -> list[dict[str, Any]]:
    result = run("export", corpus.root, *options)
    assert result.exit_code == exit_code, result.stderr
    return [orjson.loads(line) for line in result.stdout_bytes.splitlines()]


def asked_and_answered(row: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    assert [message["role"] for message in row["messages"]] == ["system", "user", "assistant"]
    return row["messages"][1]["content"], orjson.loads(row["messages"][2]["content"])


def test_a_sentence_that_was_read_is_an_example_and_no_other(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("harbour", "the harbour must stay open")
    ann.statement("harbour", "called the plan reckless", target={"statement": put.statement}, speaker="union")
    ann.mark("harbour", "The mayor", "done")
    ann.mark("harbour", "The rain", "none")
    found = dict(map(asked_and_answered, lines(run, corpus, "--format", "chat")))
    assert found.keys() == {"The mayor said the harbour must stay open.", "The rain had stopped by noon."}
    assert found["The rain had stopped by noon."] == []
    (answer,) = found["The mayor said the harbour must stay open."]
    assert answer["claim"] == "the harbour must stay open"
    assert (answer["speaker"], answer["stance"], answer["target"]) == (["the mayor"], "support", "the plan")
    assert "note" not in answer
    assert "start" not in orjson.dumps(answer).decode()


def test_an_article_is_an_example_when_it_was_read_to_the_end(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("school", "it was ever closed", stance="oppose")
    ann.statement("school", "the school to reopen", target={"statement": put.statement})
    ann.mark("school", "Parents", "done")
    unit = ("--format", "chat", "--unit", "article")
    assert lines(run, corpus, *unit) == []
    ann.mark("school", "The ministry", "done")
    ((text, answer),) = map(asked_and_answered, lines(run, corpus, *unit))
    assert text == corpus.article("school").text
    assert [item["claim"] for item in answer] == ["the school to reopen", "it was ever closed"]
    assert answer[0]["target"] == 2


def test_words_with_a_gap_are_a_list(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("harbour", "the harbour must stay open")
    spans = [ann.span("harbour", "the harbour"), ann.span("harbour", "stay open")]
    ann.write(put.model_copy(update={
        **ann.common("harbour"), "replaces": (put.id,), "fields": {**put.fields, "claim": spans},
        "quote": "the harbour stay open",
    }))  # fmt: skip
    ann.mark("harbour", "The mayor", "done")
    ((_, answer),) = map(asked_and_answered, lines(run, corpus, "--format", "chat"))
    assert answer[0]["claim"] == ["the harbour", "stay open"]


def test_a_gold_has_articles_and_no_read_sentences(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("harbour", "the harbour must stay open")
    ann.mark("harbour", "The mayor", "done")
    assert run("merge", corpus.root, "-o", "team").exit_code == 0
    assert len(lines(run, corpus, "--from", "team", "--format", "chat", "--unit", "article")) == 1
    result = run("export", corpus.root, "--from", "team", "--format", "chat")
    assert result.exit_code == 2
    assert "--unit article" in result.stderr


def test_stance_rows_have_the_claim_the_target_and_the_label(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("harbour", "the harbour must stay open")
    ann.statement("school", "it was ever closed", stance="oppose", target={"name": "rumour"})
    ann.statement("harbour", "called the plan reckless", stance="mixed", target={"statement": put.statement})
    rows = {row["claim"]: row for row in lines(run, corpus, "--format", "stance")}
    assert {claim: (row["target"], row["label_text"], row["label"]) for claim, row in rows.items()} == {
        "the harbour must stay open": ("the plan", "support", 0),
        "it was ever closed": ("rumour", "oppose", 1),
        "called the plan reckless": ("the harbour must stay open", "mixed", 3),
    }
    assert rows["it was ever closed"]["context"] == "The ministry denies that it was ever closed."


def test_options_that_a_format_does_not_have_are_refused(run: Run, corpus: Corpus) -> None:
    for options in (["--unit", "word"], ["--unit"], ["--units", "article"]):
        assert run("export", corpus.root, "--format", "chat", *options).exit_code == 2
    assert run("export", corpus.root, "--unit", "article").exit_code == 2


def test_what_only_a_later_reading_leaves_out_is_said_too(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("school", "the school to reopen")
    ann.mark("school", "Parents", "none")
    result = run("export", corpus.root, "--format", "chat")
    assert result.exit_code == 1
    assert result.stderr.count("marked `none`, but a claim has words there") == 1
    assert "1 left out: needs review" in result.stderr
