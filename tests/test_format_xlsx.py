"""XLSX: every cell is a text, none a formula, and what a cell cannot hold is said before it is written."""

import csv
import io
import tempfile
from pathlib import Path
from random import Random

import pytest
from conftest import Run
from hypothesis import given
from made_articles import chances, made_corpus, slow, texts
from made_articles import run as printed
from writers import Writer

from annotator.corpus.corpus import Corpus

pytest.importorskip("xlsxwriter")
openpyxl = pytest.importorskip("openpyxl")


def cells(data: bytes) -> list[list[str]]:
    """Return the texts of the one sheet; every cell is a text or empty."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    found = [list(row) for row in sheet.iter_rows()]
    assert all(cell.value is None or cell.data_type == "s" for row in found for cell in row)
    return [[cell.value or "" for cell in row] for row in found]


def note(run: Run, corpus: Corpus) -> str:
    """Return what a workbook has as the note of the one statement."""
    names, values = cells(run("export", corpus.root, "--format", "xlsx").stdout_bytes)
    return dict(zip(names, values, strict=True))["note"]


@slow
@given(text=texts, chance=chances)
def test_the_cells_are_those_of_the_csv(text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), "statement", text, chance)
        table = printed("export", corpus.root, "--format", "csv").decode()
        sheet = cells(printed("export", corpus.root, "--format", "xlsx"))
        assert sheet == list(csv.reader(io.StringIO(table, newline="")))


@pytest.mark.parametrize(
    "words",
    [
        "=cmd|' /C calc'!A0", "{=1+1}", "+1", "-1", "@SUM(A1)", "007", "2026-11-02", "#REF!", "TRUE",
        "http://example.org", "<r><t>x</t></r>", "<r></r>", " x  y ", "two\nlines", '"', "&amp;", "😀",
    ],
)  # fmt: skip
def test_a_text_is_a_text_whatever_it_looks_like(run: Run, corpus: Corpus, ann: Writer, words: str) -> None:
    ann.statement("school", "the school to reopen", note=words)
    assert note(run, corpus) == words


def test_what_xml_cannot_hold_is_replaced_one_for_one_and_said(
    run: Run, corpus: Corpus, ann: Writer, tmp_path: Path
) -> None:
    ann.statement("school", "the school to reopen", note="a\x0bb\x00\ufffec")
    assert note(run, corpus) == "a\ufffdb\ufffd\ufffdc"
    done = run("export", corpus.root, "--format", "xlsx", "-o", tmp_path / "out.xlsx")
    assert "1 cells of note have characters that XML cannot hold" in done.stderr


def test_a_cell_that_is_too_long_ends_between_two_characters_and_it_is_said(
    run: Run, corpus: Corpus, ann: Writer, tmp_path: Path
) -> None:
    ann.statement("school", "the school to reopen", note="😀" * 20_000)
    assert note(run, corpus) == "😀" * (32_767 // 2)
    done = run("export", corpus.root, "--format", "xlsx", "-o", tmp_path / "out.xlsx")
    assert "1 cells of note end after 32,767 characters" in done.stderr


def test_a_long_cell_that_fits_is_whole(run: Run, corpus: Corpus, ann: Writer) -> None:
    words = "é" * 32_767
    ann.statement("school", "the school to reopen", note=words)
    assert note(run, corpus) == words
    assert "end after" not in run("export", corpus.root, "--format", "xlsx").stderr


def test_more_rows_than_a_sheet_has_are_refused(
    run: Run, corpus: Corpus, ann: Writer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("annotator.formats.xlsx._ROWS", 2)
    for claim in ("the school to reopen", "to reopen"):
        ann.statement("school", claim)
    done = run("export", corpus.root, "--format", "xlsx", "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 2
    assert "a sheet holds 2 rows" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_the_same_corpus_gives_the_same_bytes(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("school", "the school to reopen")
    one, other = (run("export", corpus.root, "--format", "xlsx").stdout_bytes for _ in range(2))
    assert one == other
