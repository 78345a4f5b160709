"""SLATE: labels and links of every scope become statements, and lines that do not fit are refused."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.corpus import Corpus
from annotator.formats.slate import FORMAT
from annotator.schema import LoadedSchema
from schemas.statement import Statement

TEXT = "The mayor said “the harbour 😀 stays”.\n\nBen  denies that\tit must.\n"


def written(folder: Path, **files: str) -> list[Path]:
    (folder / "news.txt").write_bytes(TEXT.encode())
    paths = [folder / f"news.txt.{ending}" for ending in files]
    for path, lines in zip(paths, files.values(), strict=True):
        path.write_text(lines, encoding="utf-8")
    return paths


def imported(run: Run, corpus: Corpus, paths: list[Path]) -> list[dict[str, Any]]:
    """The fields of the statements that come of the files."""
    result = run("import", corpus.root, "--format", "slate", "--as", "zoe", *paths)
    assert result.exit_code == 0, result.stderr
    lines = (corpus.annotations_folder / "zoe.jsonl").read_bytes().splitlines()
    return [orjson.loads(line)["fields"] for line in lines]


def words(passage: list[list[int]]) -> list[str]:
    return [TEXT[start:end] for start, end in passage]


def test_labels_and_links_of_two_files_are_one_article(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    paths = written(
        tmp_path,
        annotations="((0, 3), (0, 6)) - claim oppose\n((0, 0), (0, 1)) - speaker\n(0, 2) - cue\n",
        links="[((0, 0), (0, 1)), ((0, 3), (0, 6))] - \n[(0, 2), (0, 3)] -\n",
    )
    (fields,) = imported(run, corpus, paths)
    assert words(fields["claim"]) == ["“the harbour 😀 stays”."]
    assert fields["stance"] == "oppose"
    assert words(fields["cue"]) == ["said"]
    (speaker,) = fields["speaker"]
    assert (speaker["name"], words(speaker["mention"])) == ("The mayor", ["The mayor"])


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("2", ["Ben  denies that\tit must."]),
        ("((0,), (2,))", [TEXT.strip()]),
        ("0 2", ["The mayor said “the harbour 😀 stays”.", "Ben  denies that\tit must."]),
        ("[(2, 0), (2, 3)]", ["Ben", "it"]),
        ("(0, 5)", ["😀"]),
        ("((0, 3, 1), (0, 4, 6))", ["the harbour"]),
        ("[((0, 3, 1), (0, 3, 3)), (2, 4, 0)]", ["the", "m"]),
    ],
)
def test_every_scope(run: Run, corpus: Corpus, tmp_path: Path, place: str, found: list[str]) -> None:
    (fields,) = imported(run, corpus, written(tmp_path, annotations=f"{place} - claim stance=mixed\n"))
    assert words(fields["claim"]) == found
    assert fields["stance"] == "mixed"


def test_offsets_stay_true_with_line_ends_of_windows(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    paths = written(tmp_path, annotations="((2, 1), (2, 2)) - claim\n")
    (tmp_path / "news.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (fields,) = imported(run, corpus, paths)
    assert words(fields["claim"]) == ["denies that"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("(0, 99) - claim", "the text has no (0, 99)"),
        ("(0, 0, 3) - claim", "the text has no (0, 0, 3)"),
        ("1 - claim", "the text has no (1,)"),
        ("((0, 4), (0, 1)) - claim", "is not a span of the text"),
        ("() - claim", "labels of a whole document are not read"),
        ("(0, 1) - claim claims", "no such field"),
        ("(0, 1) - claim mixed", "it could be stance=mixed or attribution=mixed"),
        ("(0, 1) - oppose", "it needs one label that is a field"),
        ("(0, 1) - speaker", "no link joins this speaker to a claim"),
        ("(0, 1) - parent", "is no label for words"),
        ("(0, 1) - ", "which has no label"),
        ("[(0, 0), (0, 1)] - ", "which has no label"),
        ("(0, 1)", "it has no “-”"),
        ("__import__('os') - claim", "are no spans of SLATE"),
        ("(" * 9000 + " - claim", "are no spans of SLATE"),
        ("((0, 1), 7, 8) - claim", "is no place in the text"),
        ("(0, 1, 2, 3) - claim", "is no place in the text"),
        ("9999999999999 - claim", "the text has no"),
        ("-1 - claim", "are no spans of SLATE"),
    ],
)
def test_what_does_not_fit_is_refused_by_file_and_line(
    run: Run, corpus: Corpus, tmp_path: Path, line: str, said: str
) -> None:
    links = line if line.endswith("- ") else ""
    paths = written(tmp_path, annotations="" if links else f"\n{line}\n", links=f"\n{links}\n")
    result = run("import", corpus.root, "--format", "slate", "--as", "zoe", *paths)
    assert result.exit_code != 0
    assert f"{tmp_path}/news.txt." in result.stderr
    assert ":2: " in result.stderr
    assert said in result.stderr
    assert corpus.annotators() == []


def test_a_text_must_be_there(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "lost.annotations").write_text("(0, 1) - claim\n")
    result = run("import", corpus.root, "--format", "slate", "--as", "zoe", tmp_path / "lost.annotations")
    assert "there is no text of its name" in result.stderr


@given(line=st.text("()[], 0123456789-abc\u00e9", max_size=30))
def test_no_line_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, line: str) -> None:
    folder = tmp_path_factory.mktemp("slate")
    assert FORMAT.read is not None
    (article,) = FORMAT.read(written(folder, annotations=line), LoadedSchema(Statement))
    assert article.statements or article.refused or not line.strip()  # type: ignore[union-attr]
