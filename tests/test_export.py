"""`annotator export`: what is in the lines, what is left out, and that it is said."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from conftest import Run
from every_kind import every_corpus
from jsonschema import Draft202012Validator
from writers import Writer, add_texts

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.drafts import Draft, Metadata
from annotator.corpus.supersede import supersede
from annotator.errors import AnnotatorError
from annotator.loading import modules_hash
from annotator.statements import Origin, Put, Reject, event_line

VIEWS = ("statements", "sentences", "articles", "labels", "audit")


def exported(run: Run, corpus: Corpus, *options: object, exit_code: int = 0) -> list[dict[str, Any]]:
    result = run("export", corpus.root, *options)
    assert result.exit_code == exit_code, result.output
    return [orjson.loads(line) for line in result.stdout_bytes.splitlines()]


def errors(run: Run, corpus: Corpus, *options: object) -> str:
    return run("export", corpus.root, *options).stderr


@pytest.fixture
def busy(corpus: Corpus, ann: Writer) -> Corpus:
    """A corpus with every kind of value and of event: split claims, references, joint speakers, a suggestion."""
    first = ann.span("harbour", "We will not close it,")
    second = ann.span("harbour", "called the plan reckless")
    mention = {"name": "the mayor", "kind": "person", "mention": [ann.span("harbour", "The mayor")]}
    made = ann.statement(
        "harbour", "the harbour must stay open", note="line\u2028cut\u0085here", confidence=3
    )
    put = ann.statement(
        "harbour", "We will not close it,", speaker="ignored", cue=[ann.span("harbour", "told")]
    )
    values = {
        **put.fields,
        "claim": [first, second],
        "speaker": [mention, {"name": "union", "kind": "group", "mention": None}],
        "target": {"statement": made.statement},
        "parent": {"statement": made.statement},
        "attribution": "mixed",
        "addressee": [mention],
    }
    common = {**ann.common("harbour"), "replaces": (put.id,)}
    quote = "We will not close it, called the plan reckless"
    origin = Origin(kind="suggestion", by="rules", version="1", suggested={**values, "stance": "oppose"})
    ann.write(put.model_copy(update={**common, "fields": values, "quote": quote, "origin": origin}))
    ann.write(Reject(**ann.common("harbour"), suggestion=origin))
    ann.mark("harbour", "The mayor", "done")
    ann.mark("harbour", "“We will", "done")
    ann.mark("harbour", "The rain", "none", "weather")
    ann.mark("school", "Parents", "skip")
    ann.drop(ann.statement("school", "the school to reopen"))
    return corpus


@pytest.mark.parametrize("view", VIEWS)
def test_every_line_satisfies_the_published_schema(run: Run, busy: Corpus, view: str) -> None:
    schema = orjson.loads(run("export", busy.root, "--view", view, "--json-schema").stdout_bytes)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = exported(run, busy, "--view", view)
    assert lines
    for line in lines:
        validator.validate(line)
        assert not validator.is_valid({**line, "more": 1})
        assert all(not validator.is_valid({k: v for k, v in line.items() if k != key}) for key in line)
    assert len({tuple(line) for line in lines}) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_no_line_is_cut_by_other_line_ends(run: Run, busy: Corpus, view: str) -> None:
    output = run("export", busy.root, "--view", view).stdout_bytes.decode()
    assert output.splitlines() == output.split("\n")[:-1]


def test_a_statement_is_complete_without_its_article(run: Run, busy: Corpus) -> None:
    first, second = exported(run, busy)
    text = busy.article("harbour").text
    assert first["text"] == "The mayor said the harbour must stay open."
    assert first["context_before"] == ""
    assert first["context_after"].startswith("“We will not close it")
    assert first["fields"]["claim"]["text"] == "the harbour must stay open"
    assert [s["text"] for s in second["sentences"]] == [
        second["text"].partition("\n\n")[0],
        "A dockers' union called the plan reckless.",
    ]
    assert second["seconds"] == 10
    assert second["origin"] == "suggestion"
    for span in second["fields"]["claim"]["spans"]:
        assert text[span["start"] : span["end"]] == span["text"]
        assert second["text"][span["sentence_start"] : span["sentence_end"]] == span["text"]
    (outside,) = second["fields"]["speaker"][0]["mention"]["spans"]
    assert outside["text"] == "The mayor"
    assert outside["sentence_start"] is outside["sentence_end"] is None
    assert second["fields"]["target"]["statement"] == second["fields"]["parent"] == first["id"]


def test_only_read_sentences_appear_negatives_included(run: Run, busy: Corpus, ann: Writer) -> None:
    lines = exported(run, busy, "--view", "sentences")
    assert [(line["text"][:8], line["mark"], len(line["statements"])) for line in lines] == [
        ("The mayo", "done", 1),
        ("“We will", "done", 1),
        ("The rain", "none", 0),
    ]
    ann.mark("harbour", "The rain", "unsure")
    assert len(exported(run, busy, "--view", "sentences")) == 2


def test_a_sentence_whose_statement_is_left_out_is_no_negative(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("school", "the school to reopen")
    ann.edit(put, stance="undecided")
    ann.mark("school", "Parents", "done")
    ann.mark("school", "The ministry", "none")
    lines = exported(run, corpus, "--view", "sentences", exit_code=1)
    assert [line["text"][:7] for line in lines] == ["The min"]
    assert exported(run, corpus, exit_code=1) == []
    said = errors(run, corpus)
    assert put.statement in said
    assert "needs review" in said


def test_a_sentence_that_a_claim_goes_on_in_is_no_negative(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("school", "the school to reopen")
    spans = [ann.span("school", "the school to reopen"), ann.span("school", "it was ever closed")]
    quote = "the school to reopen it was ever closed"
    common = {**ann.common("school"), "replaces": (put.id,), "quote": quote}
    ann.write(put.model_copy(update={**common, "fields": {**put.fields, "claim": spans}}))
    ann.mark("school", "Parents", "done")
    ann.mark("school", "The ministry", "done")
    for line in exported(run, corpus, "--view", "sentences"):
        (statement,) = line["statements"]
        inside = [
            span for span in statement["fields"]["claim"]["spans"] if span["sentence_start"] is not None
        ]
        assert len(inside) == 1
        start, end = inside[0]["sentence_start"], inside[0]["sentence_end"]
        assert line["text"][start:end] == inside[0]["text"]
    chat = exported(run, corpus, "--format", "chat")
    assert [row["messages"][1]["content"][:7] for row in chat] == ["Parents"]
    ann.mark("school", "The ministry", "none")
    assert len(exported(run, corpus, "--view", "sentences", exit_code=1)) == 1
    assert "has words in this sentence" in run("check", corpus.root).output


def test_rules_that_a_corpus_made_stricter_hold_for_what_is_exported(run: Run, tmp_path: Path) -> None:
    corpus, trusted = every_corpus(tmp_path / "every")
    values = {
        "words": [[1, 12]], "who": {"name": "mayor"}, "joint": [{"name": "mayor"}], "view": "for", "tone": "calm",
        "sure": 1, "about": {"name": "harbour"}, "comment": "x", "hedged": False,
    }  # fmt: skip
    schema, article = corpus.schema(trusted), corpus.article("one")
    put = Put(
        id="e-01KERKV76SX664VJ2F4DKYBCXW",
        statement="s-01KERKV76RMYFEA4Z772YB4Z2S",
        annotator="ann",
        at="2026-01-12T08:06:37.621Z",
        article="one",
        text=article.text_hash,
        schema=schema.identifier,
        fields=schema.complete(values),
        quote=article.text[1:12],
    )
    (corpus.annotations_folder / "ann.jsonl").write_bytes(event_line(put))
    path = corpus.root / "every.py"
    assert run("export", corpus.root, "--trust-schema", modules_hash(corpus.root)).exit_code == 0
    rule = """
    @model_validator(mode="after")
    def _loud(self):
        if self.tone == "calm":
            raise problem("tone", "nobody is calm")
        return self
"""
    path.write_text(path.read_text() + rule)
    result = run("export", corpus.root, "--trust-schema", modules_hash(corpus.root))
    assert result.exit_code == 1
    assert "nobody is calm" in result.stderr
    assert result.stdout == ""


def test_none_beside_a_statement_is_not_exported(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("school", "the school to reopen")
    ann.mark("school", "Parents", "none")
    assert exported(run, corpus, "--view", "sentences", exit_code=1) == []
    assert "marked `none`, but a claim has words there" in errors(run, corpus, "--view", "sentences")


@pytest.mark.parametrize(
    "change",
    [
        {"stance": None},
        {"claim": []},
        {"claim": [[3, 2]]},
        {"claim": "abc"},
        {"speaker": [{"name": "x", "kind": ["person"]}]},
        {"speaker": "ann"},
        {"target": {"statement": "s-01ARZ3NDEKTSV4RRFFQ69G5FAV"}},
        {"confidence": 9},
        {"note": 3},
        {"unheard_of": 1},
    ],
)
def test_values_that_the_schema_refuses_need_review(
    run: Run, corpus: Corpus, ann: Writer, change: dict[str, object]
) -> None:
    ann.edit(ann.statement("school", "the school to reopen"), **change)
    assert exported(run, corpus, exit_code=1) == []
    assert "1 left out: needs review" in errors(run, corpus)


def test_statements_of_a_former_schema_are_completed_where_it_still_accepts_them(
    run: Run, corpus: Corpus, ann: Writer
) -> None:
    put = ann.statement("school", "the school to reopen")
    old = {key: value for key, value in put.fields.items() if key not in {"note", "addressee"}}
    common = {**ann.common("school"), "replaces": (put.id,), "schema_": "statement@0#00000000"}
    ann.write(put.model_copy(update={**common, "fields": old}))
    (line,) = exported(run, corpus)
    assert line["fields"]["note"] == ""
    assert line["fields"]["addressee"] == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "other words"}, "its words in the text are not its quote"),
        ({"text": "0" * 12}, "made on another text"),
        ({"fields": {"claim": [[0, 5000]]}}, "outside the text"),
    ],
)
def test_what_does_not_fit_the_text_is_refused(
    run: Run, corpus: Corpus, ann: Writer, change: dict[str, Any], reason: str
) -> None:
    put = ann.statement("school", "the school to reopen")
    fields = {**put.fields, **change.get("fields", {})}
    update = {**ann.common("school"), "replaces": (put.id,), **change, "fields": fields}
    ann.write(put.model_copy(update=update))
    for view, named, left in (("statements", put.statement, 0), ("audit", update["id"], 1)):
        assert len(exported(run, corpus, "--view", view, exit_code=1)) == left
        said = errors(run, corpus, "--view", view)
        assert reason in said
        assert named in said


def test_unknown_articles_and_damaged_lines_are_named_by_file_and_line(
    run: Run, corpus: Corpus, ann: Writer
) -> None:
    put = ann.statement("school", "the school to reopen")
    journal = corpus.annotations_folder / "ann.jsonl"
    stranger = event_line(put.model_copy(update={"article": "elsewhere"}))
    journal.write_bytes(
        journal.read_bytes() + b"{broken\n" + stranger + b'{"event":"put","article":"school"}\n'
    )
    assert len(exported(run, corpus, exit_code=1)) == 1
    said = errors(run, corpus)
    assert f"{journal}:2: not an event" in said
    assert f"{journal}:3: about the article “elsewhere”" in said
    assert f"{journal}:4: not an event" in said
    assert "Traceback" not in said


def test_a_superseded_article_is_left_out_of_all_but_the_audit(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("school", "the school to reopen")
    ann.mark("school", "Parents", "done")
    text = "Now: " + corpus.article("school").text
    draft = Draft("school2", "school2.txt", "0" * 64, text, "school2")
    supersede(corpus, corpus.schema(), "school", draft, Metadata())
    (line,) = exported(run, corpus)
    new_id = corpus.index.superseded()["school"]
    assert (line["id"], line["article"]["id"]) == (put.statement, new_id)
    assert line["fields"]["claim"]["text"] == "the school to reopen"
    assert line["seconds"] >= 5
    assert "1 left out: superseded" in errors(run, corpus)
    audit = exported(run, corpus, "--view", "audit")
    old = next(line for line in audit if line["id"] == put.id)
    new = next(line for line in audit if line["article"]["id"] == new_id and line["event"] == "put")
    assert (old["stands"], new["stands"]) == (False, True)
    assert [change["field"] for change in new["changes"]] == ["claim"]


def test_of_a_fork_the_newest_stands_and_it_is_said(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("school", "the school to reopen")
    ann.edit(put, stance="oppose")
    ann.edit(put, stance="mixed")
    (line,) = exported(run, corpus)
    assert line["fields"]["stance"] == "mixed"
    assert "1 edited apart" in errors(run, corpus)


def test_an_article_that_an_annotator_called_unusable_is_left_out(
    run: Run, corpus: Corpus, ann: Writer
) -> None:
    ann.statement("school", "the school to reopen")
    ann.mark("school", None, "unusable")
    assert exported(run, corpus) == []
    assert "1 left out: unusable" in errors(run, corpus)


def test_names_are_the_canonical_ones(run: Run, corpus: Corpus, ann: Writer) -> None:
    (corpus.root / "entities.toml").write_text(
        '[speaker]\nnames = [{name = "Ada Moe", aliases = ["the mayor"]}]\n'
    )
    ann.statement("school", "the school to reopen", speaker="the mayor")
    (line,) = exported(run, corpus)
    assert line["fields"]["speaker"] == [
        {"name": "Ada Moe", "as_written": "the mayor", "kind": None, "mention": None}
    ]


def test_the_audit_says_what_was_suggested_and_what_was_changed(run: Run, busy: Corpus) -> None:
    lines = exported(run, busy, "--view", "audit")
    assert [line["event"] for line in lines] == [
        "put", "put", "put", "reject", "mark", "mark", "mark", "mark", "put", "drop",
    ]  # fmt: skip
    first, second, edited, rejected, *_, note, _, made, dropped = lines
    assert {c["field"]: c["after"] for c in first["changes"]}["stance"] == '"support"'
    changed = {change["field"]: change for change in edited["changes"]}
    assert changed["stance"] == {
        "field": "stance", "before": '"support"', "after": '"support"', "suggested": '"oppose"',
    }  # fmt: skip
    assert orjson.loads(changed["claim"]["before"]) == [orjson.loads(changed["claim"]["after"])[0]]
    assert edited["origin"] == {"kind": "suggestion", "by": "rules", "version": "1"}
    assert edited["replaces"] == [second["id"]]
    assert (second["stands"], edited["stands"]) == (False, True)
    assert rejected["sentence"].startswith("“We will")
    assert (note["mark"], note["note"]) == ("none", "weather")
    assert (made["stands"], dropped["stands"]) == (False, True)
    assert all(change["after"] is None for change in dropped["changes"])


def test_only_the_named_annotators(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("school", "the school to reopen")
    Writer(corpus, "ben").statement("school", "it was ever closed")
    assert [line["annotator"] for line in exported(run, corpus)] == ["ann", "ben"]
    assert [line["annotator"] for line in exported(run, corpus, "--from", "Ben")] == ["ben"]
    result = run("export", corpus.root, "--from", "eve")
    assert result.exit_code != 0
    assert "no annotator and no gold “eve” here (ann, ben)" in result.stderr


def test_a_file_is_overwritten_only_by_force_and_never_half_written(
    run: Run, corpus: Corpus, ann: Writer, tmp_path: Path
) -> None:
    ann.statement("school", "the school to reopen")
    out = tmp_path / "out.jsonl"
    assert run("export", corpus.root, "-o", out).exit_code == 0
    whole = out.read_bytes()
    assert whole == run("export", corpus.root).stdout_bytes
    out.write_bytes(b"mine")
    assert "--force" in run("export", corpus.root, "-o", out).stderr
    (corpus.articles_folder / "zzz.jsonl").write_bytes(b'{"id":"school","text":1}\n')
    assert run("export", corpus.root, "-o", out, "--force").exit_code != 0
    assert out.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "out.jsonl"]
    (corpus.articles_folder / "zzz.jsonl").unlink()
    assert run("export", corpus.root, "-o", out, "--force").exit_code == 0
    assert out.read_bytes() == whole


def test_a_conflict_copy_counts_once_and_order_of_articles_is_that_of_the_files(
    run: Run, corpus: Corpus, ann: Writer
) -> None:
    add_texts(corpus, zoo="The zoo must open.", abbey="The abbey must close.")
    for article, claim in (("zoo", "must open"), ("school", "the school to reopen"), ("abbey", "must close")):
        ann.statement(article, claim)
    before = run("export", corpus.root).stdout_bytes
    journal = corpus.annotations_folder / "ann.jsonl"
    (corpus.annotations_folder / "ann (conflict).jsonl").write_bytes(journal.read_bytes())
    assert run("export", corpus.root).stdout_bytes == before
    order = [article.id for article in corpus.articles()]
    found = [orjson.loads(line)["article"]["id"] for line in before.splitlines()]
    assert found == sorted(found, key=order.index)


def test_an_empty_corpus_exports_nothing(run: Run, tmp_path: Path) -> None:
    root = new_corpus(tmp_path / "empty", "Empty", "en", "discourse").root
    result = run("export", root)
    assert (result.exit_code, result.stdout_bytes) == (0, b"")
    with pytest.raises(AnnotatorError):
        Corpus(tmp_path / "nowhere")


def test_the_schema_of_the_rows_is_that_of_jsonl(busy: Corpus, run: Run):
    refused = run("export", busy.root, "--format", "brat", "--json-schema")
    assert refused.exit_code == 2
    assert "what the rows of jsonl are, not of brat" in refused.output
