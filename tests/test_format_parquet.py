"""Parquet: every row of every view comes back as it went in, with the types that the JSON Schema says."""

import io
import tempfile
from pathlib import Path
from random import Random

import orjson
import pytest
from conftest import Run
from hypothesis import given
from made_articles import SCHEMAS, chances, made_corpus, slow, texts
from made_articles import run as printed
from sample import copy_of_sample
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.formats.format import load_format
from annotator.loading import modules_hash

pytest.importorskip("pyarrow")

import pyarrow as pa
import pyarrow.parquet as pq

VIEWS = load_format("parquet").views


def both(corpus: Corpus, view: str) -> tuple[list[object], pa.Table]:
    """Return the rows of a view as JSONL has them, and the table of the Parquet file."""
    trust = ["--trust-schema", modules_hash(corpus.root)]
    lines = printed("export", corpus.root, "--view", view, *trust).splitlines()
    table = pq.read_table(
        io.BytesIO(printed("export", corpus.root, "--view", view, "--format", "parquet", *trust))
    )
    return [orjson.loads(line) for line in lines], table


@pytest.mark.parametrize("schema", SCHEMAS)
@slow
@given(text=texts, chance=chances)
def test_each_row_of_each_view_comes_back(schema: str, text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        for view in VIEWS:
            rows, table = both(corpus, view)
            assert table.to_pylist() == rows


def test_offsets_are_64_bit_numbers_and_texts_stay_texts(tmp_path: Path) -> None:
    rows, table = both(copy_of_sample(tmp_path), "statements")
    assert table.num_rows == len(rows) > 100
    claim = table.schema.field("fields").type.field("claim").type
    assert claim.field("spans").type.value_type.field("start").type == pa.int64()
    assert table.schema.field("seconds").type == pa.float64()
    assert table.schema.field("article").type.field("published").type == pa.string()
    assert table.schema.field("fields").type.field("confidence").type == pa.int64()


def test_everybodys_labels_come_back_too(tmp_path: Path) -> None:
    rows, table = both(copy_of_sample(tmp_path), "labels")
    assert table.to_pylist() == rows
    assert len(rows) > 100


def test_many_rows_become_several_row_groups(
    run: Run, corpus: Corpus, ann: Writer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("annotator.formats.parquet._ROWS", 2)
    monkeypatch.setattr("annotator.formats.parquet._GROUP", 1)
    made = [ann.statement("school", "the school to reopen").statement for _ in range(5)]
    path = tmp_path / "rows.parquet"
    assert run("export", corpus.root, "--format", "parquet", "-o", path).exit_code == 0
    assert pq.ParquetFile(path).num_row_groups == 3
    assert pq.read_table(path)["id"].to_pylist() == made


def test_nothing_annotated_is_a_table_without_rows(run: Run, corpus: Corpus) -> None:
    done = run("export", corpus.root, "--format", "parquet")
    assert pq.read_table(io.BytesIO(done.stdout_bytes)).num_rows == 0


def test_the_same_corpus_gives_the_same_bytes(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("school", "the school to reopen")
    one, other = (run("export", corpus.root, "--format", "parquet").stdout_bytes for _ in range(2))
    assert one == other
