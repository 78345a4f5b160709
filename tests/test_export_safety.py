"""`annotator export` where something is in the way, and where names must not come out."""

import os
import shutil
from pathlib import Path

import orjson
import pytest
from conftest import Run
from ulid import ULID
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.statements import Basis, Origin

SAMPLE = Path(__file__).parent.parent / "corpus"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_file_is_not_replaced_even_by_force(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        result = run("export", corpus.root, "--force", "-o", tmp_path / name)
        assert result.exit_code == 2
        assert "is no file" in result.stderr
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "folder", "pipe"]


def test_a_folder_is_written_over_as_a_whole_or_not_at_all(run: Run, ann: Writer, tmp_path: Path) -> None:
    ann.statement("harbour", "the harbour must stay open")
    folder = tmp_path / "out"
    (folder / "train.jsonl").mkdir(parents=True)
    (folder / "dev.jsonl").write_text("before")
    result = run("export", ann.corpus.root, "--split", "dev=0.5,train=0.5", "--force", "-o", folder)
    assert result.exit_code == 2
    assert "train.jsonl: is in the way" in result.stderr
    assert (folder / "dev.jsonl").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "out"]


def test_pseudonyms_hide_those_who_have_no_journal_here(run: Run, corpus: Corpus, ann: Writer) -> None:
    put = ann.statement("harbour", "the harbour must stay open")
    basis = (Basis(annotator="gone", statement=put.statement, event=put.id),)
    changed = {"statement": f"s-{ULID()}", "origin": Origin(kind="adjudication", basis=basis)}
    ann.write(put.model_copy(update={**Writer(corpus, "guest", 50).common("harbour"), **changed}))
    said = run("export", corpus.root, "--pseudonyms", "--view", "audit").stdout
    assert said.count("annotator-") >= 3
    assert not [name for name in ("ann", "gone", "guest") if f'"{name}"' in said]
    assert len((corpus.root / "pseudonyms.toml").read_text().splitlines()) == 3


def test_a_pseudonym_is_never_given_twice(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(SAMPLE, corpus, ignore=shutil.ignore_patterns(".cache"))
    (corpus / "pseudonyms.toml").write_text('"amara" = "annotator-3"\n')
    rows = run("export", corpus, "--pseudonyms", "--view", "audit").stdout.splitlines()
    assert {orjson.loads(row)["annotator"] for row in rows} == {"annotator-1", "annotator-2", "annotator-3"}
    assert run("export", corpus, "--pseudonyms").exit_code == 0


def test_the_splits_of_a_gold_hold_everybodys_labels(run: Run, tmp_path: Path) -> None:
    chosen = ("export", SAMPLE, "--view", "labels", "--from", "gold")
    whole = run(*chosen).stdout.splitlines()
    run(*chosen, "--split", "train=0.5,test=0.5", "-o", tmp_path / "split")
    parts = [line for path in (tmp_path / "split").iterdir() for line in path.read_text().splitlines()]
    assert sorted(parts) == sorted(whole)


def test_what_is_left_out_of_split_labels_is_said_once(run: Run, ann: Writer, tmp_path: Path) -> None:
    ann.statement("harbour", "the harbour must stay open")
    with (ann.corpus.annotations_folder / "ann.jsonl").open("a") as file:
        file.write("damaged\n")
    chosen = ("export", ann.corpus.root, "--view", "labels")
    result = run(*chosen, "--split", "train=0.5,test=0.5", "-o", tmp_path / "split")
    assert result.exit_code == 1
    assert result.stderr.count("ann.jsonl:2") == run(*chosen).stderr.count("ann.jsonl:2") == 1


def test_what_was_exported_is_counted_in_the_rows_of_its_view(run: Run, tmp_path: Path) -> None:
    for options in (("--format", "csv"), ("--split", "train=0.5,test=0.5")):
        result = run("export", SAMPLE, "--view", "sentences", *options, "-o", tmp_path / options[0])
        sentences = len(run("export", SAMPLE, "--view", "sentences").stdout.splitlines())
        assert f"{sentences} sentences exported" in result.stderr


@pytest.mark.parametrize("more", [("--view", "audit", "-o", "out"), ()])
def test_splits_that_cannot_be_are_refused_before_work_begins(run: Run, more: tuple[str, ...]) -> None:
    result = run("export", SAMPLE, "--split", "train=0.5,test=0.5", *more)
    assert result.exit_code == 2
    assert "statements exported" not in result.stderr
    assert "articles" not in result.stderr.split("Error:")[0]


def test_a_format_of_many_files_writes_a_folder_though_nothing_was_annotated(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    assert run("export", corpus.root, "--format", "w3c", "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").is_dir()
