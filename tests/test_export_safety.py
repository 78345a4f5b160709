"""`annotator export` where something is in the way, and where names must not come out."""

import os
import shutil
from pathlib import Path

import orjson
import pytest
from conftest import Run, Writer
from ulid import ULID

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
