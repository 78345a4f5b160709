"""A format whose library is not installed says so in one line, names its extra, and writes nothing."""

import sys
from pathlib import Path

import pytest
from conftest import Run
from writers import Writer

from annotator.corpus.corpus import Corpus


@pytest.mark.parametrize(
    ("name", "library"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter"), ("hf", "yaml")]
)
def test_the_extra_is_named(
    run: Run,
    corpus: Corpus,
    ann: Writer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    library: str,
) -> None:
    ann.statement("school", "the school to reopen")
    monkeypatch.setitem(sys.modules, library, None)
    done = run("export", corpus.root, "--format", name, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert f"pip install 'annotator[{name}]'" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]
