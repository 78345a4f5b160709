"""What exports leave out: the words of the articles, which `annotator hydrate` brings back, and annotators' names."""

import shutil
from pathlib import Path

import orjson
from conftest import Run
from sample import REPO

from annotator.corpus.corpus import Corpus

SAMPLE = REPO / "corpus"


def test_words_go_out_without_their_text_and_come_together_again(run: Run, tmp_path: Path) -> None:
    run("export", SAMPLE, "--view", "articles", "-o", tmp_path / "whole.jsonl")
    run("export", SAMPLE, "--standoff", "-o", tmp_path / "standoff.jsonl")
    without = (tmp_path / "standoff.jsonl").read_text(encoding="utf-8")
    for row in map(orjson.loads, (tmp_path / "whole.jsonl").read_bytes().splitlines()):
        for sentence in row["sentences"]:
            words = row["text"][sentence["start"] : sentence["end"]]
            assert len(words) < 30 or words not in without
    result = run("hydrate", SAMPLE, tmp_path / "standoff.jsonl", "-o", tmp_path / "again.jsonl")
    assert result.exit_code == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_another_text_is_not_hydrated(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    run("export", SAMPLE, "--standoff", "--from", "chen", "-o", tmp_path / "standoff.jsonl")
    result = run("hydrate", corpus.root, tmp_path / "standoff.jsonl", "-o", tmp_path / "again.jsonl")
    assert result.exit_code == 1
    assert "standoff.jsonl:1: no article of this corpus has the text" in result.stderr
    assert (tmp_path / "again.jsonl").read_bytes() == b""


def test_pseudonyms_stay_and_hide_the_names(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(SAMPLE, corpus, ignore=shutil.ignore_patterns(".cache"))
    for options in (["--view", "audit"], ["--view", "statements"], ["--from", "gold", "--view", "labels"]):
        first = run("export", corpus, "--pseudonyms", *options)
        assert first.exit_code == 0
        assert not [name for name in ("amara", "bjorn", "chen", "dagny") if f'"{name}"' in first.stdout]
        assert first.stdout == run("export", corpus, "--pseudonyms", *options).stdout
    (corpus / "pseudonyms.toml").write_text('"amara" = "x"\n"bjorn" = "x"\n')
    assert run("export", corpus, "--pseudonyms").exit_code == 2
