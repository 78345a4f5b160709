"""Gold is exported as one work: each statement once, by whom it was decided."""

import shutil
from pathlib import Path

import orjson
from conftest import Run

SAMPLE = Path(__file__).parent.parent / "corpus"


def test_each_decision_is_a_line_and_says_who_decided(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(SAMPLE, corpus, ignore=shutil.ignore_patterns(".cache"))
    lines = run("export", corpus, "--from", "gold").stdout.splitlines()
    rows = [orjson.loads(line) for line in lines]
    assert len(rows) > 100
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["annotator"] for row in rows} == {"dagny"}
    assert {row["origin"] for row in rows} == {"adjudication"}
    merged = run("merge", corpus, "-o", "team")
    assert merged.exit_code == 0
    decided = [orjson.loads(line) for line in run("export", corpus, "--from", "team").stdout.splitlines()]
    assert {row["annotator"] for row in decided} == {"merge"}


def test_gold_has_no_read_sentences_and_must_exist(run: Run, tmp_path: Path) -> None:
    assert run("export", SAMPLE, "--from", "gold", "--view", "sentences").exit_code == 2
    refused = run("export", SAMPLE, "--from", "no-such-gold")
    assert refused.exit_code == 2
    assert "no-such-gold" in refused.stderr
