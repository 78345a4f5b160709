"""Real articles with six annotators each: alignment, agreement and gold, in the form of any other corpus."""

import sys
from pathlib import Path

import pytest
from conftest import Run

from annotator.corpus.check import check
from annotator.loading import modules_hash

REPO = Path(__file__).parents[1]
sys.path.append(str(REPO / "benchmarks"))
from polnear import MEASURED, polnear_corpus  # noqa: E402

pytestmark = pytest.mark.skipif(not MEASURED.is_file(), reason="the articles are not here")


def test_six_people_agree_about_as_much_as_was_published(tmp_path: Path, run: Run) -> None:
    corpus, schema = polnear_corpus(tmp_path / "corpus")
    trusted = modules_hash(corpus.root)
    result = run("agree", corpus.root, "--trust-schema", trusted)
    assert result.exit_code == 0, result.stderr
    line = next(line for line in result.stdout.splitlines() if "F1, IoU of .5 or more" in line)
    assert 0.75 < float(line.split("more")[1].split()[0]) < 0.9  # one human against another: .80
    assert len(corpus.annotators()) == 6
    result = run("merge", corpus.root, "--trust-schema", trusted)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("322 statements of 6 annotators")
    assert not list(check(corpus, schema))
