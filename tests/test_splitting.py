"""Splits: nothing leaks from one side to the other, and what was on a side stays there."""

import shutil
from pathlib import Path

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from writers import Writer, add_texts

from annotator.corpus.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.splitting import (
    NEAR_DUPLICATE,
    Candidate,
    parse_shares,
    similarity,
    sketch_of_runs,
    split,
)

SAMPLE = Path(__file__).parent.parent / "corpus"
SHARES = {"train": 0.6, "dev": 0.2, "test": 0.2}
WORDS = [f"word{number}" for number in range(400)]


def candidate(name: str, keys: tuple[str, ...] = (), text: str | None = None, **labels: int) -> Candidate:
    words = text or " ".join(f"{name}-{number} of its own" for number in range(60))
    return Candidate(name, keys or (name,), sketch_of_runs(words), labels=labels)


names = st.lists(st.from_regex(r"[a-z]{3,8}", fullmatch=True), min_size=2, max_size=30, unique=True)


@given(names, st.integers(0, 99))
def test_articles_that_are_added_move_no_other(names: list[str], seed: int) -> None:
    some = split(map(candidate, names[: len(names) // 2]), SHARES, seed).of
    more = split(map(candidate, reversed(names)), SHARES, seed).of
    assert more.items() >= some.items()


@given(names, st.data())
def test_what_shares_a_key_shares_a_side(names: list[str], data: st.DataObject) -> None:
    keys = {name: tuple(data.draw(st.lists(st.sampled_from("abcdef"), max_size=2))) for name in names}
    known = [candidate(name, keys[name]) for name in names]
    sides = split(known, SHARES, data.draw(st.none() | st.integers(0, 9))).of
    for key in "abcdef":
        assert len({sides[name] for name in names if key in keys[name]}) <= 1


def test_near_duplicates_stay_together_whatever_the_seed() -> None:
    text = " ".join(WORDS)
    copy = " ".join([*WORDS[:150], "a", "new", "paragraph", *WORDS[150:]])
    other = " ".join(reversed(WORDS))
    for seed in range(20):
        sides = split(
            [candidate("one", text=text), candidate("two", text=copy), candidate("three", text=other)],
            SHARES,
            seed,
        )
        assert sides.of["one"] == sides.of["two"]
        assert sides.groups["one"] == sides.groups["two"] != sides.groups["three"]


def test_many_copies_of_one_text_are_one_group() -> None:
    text = " ".join(WORDS)
    copies = [candidate(f"copy{number}", text=f"{text} {number}") for number in range(40)]
    assert len(set(split(copies, SHARES, 0).groups.values())) == 1


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_sketch_estimates_the_share_of_common_runs(kept: int, more: int) -> None:
    one = " ".join(WORDS[:200])
    other = " ".join([*WORDS[:kept], *WORDS[200 : 200 + more]])
    runs = [
        {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))}
        for words in (one.split(), other.split())
    ]
    true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert similarity(sketch_of_runs(one), sketch_of_runs(other)) == pytest.approx(true, abs=0.2)
    assert 0 < NEAR_DUPLICATE < 1


def test_shares_come_out_roughly_and_a_chosen_seed_spreads_the_labels() -> None:
    known = [candidate(f"article{number}", support=number % 3, oppose=number % 2) for number in range(300)]
    sides = split(known, SHARES, 7).of
    count = {name: sum(side == name for side in sides.values()) for name in SHARES}
    assert count["train"] == pytest.approx(180, abs=30)
    chosen = split(known, SHARES, None)
    again = split(known, SHARES, chosen.seed)
    assert again.of == chosen.of
    opposed = sum(one.labels["oppose"] for one in known if chosen.of[one.article] == "train") / 150
    assert opposed == pytest.approx(0.6, abs=0.03)


@pytest.mark.parametrize(
    "wrong", ["", "train", "train=0.5", "train=0.5,train=0.5", "a/b=1", "train=2,dev=-1", "..=1"]
)
def test_shares_that_make_no_split_are_refused(wrong: str) -> None:
    with pytest.raises(AnnotatorError):
        parse_shares(wrong)


def test_each_side_is_a_file_and_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    whole = {orjson.loads(line)["id"] for line in run("export", SAMPLE).stdout_bytes.splitlines()}
    result = run("export", SAMPLE, "--split", "train=0.6,test=0.4", "--seed", "1", "-o", tmp_path / "out")
    assert result.exit_code == 0
    sides = {
        path.stem: [orjson.loads(line) for line in path.read_bytes().splitlines()]
        for path in sorted((tmp_path / "out").iterdir())
    }
    assert set(sides) == {"train", "test"}
    articles = [{row["article"]["id"] for row in rows} for rows in sides.values()]
    assert not articles[0] & articles[1]
    assert {row["id"] for rows in sides.values() for row in rows} == whole
    table = [line.split()[1:] for line in result.stderr.splitlines() if " train " in line or " test " in line]
    assert {line[0]: int(line[3]) for line in table} == {name: len(rows) for name, rows in sides.items()}


def test_articles_with_a_common_speaker_stay_together(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    texts = {f"more{n}": f"Somebody said the plan number {n} is bad. It rained." for n in range(12)}
    add_texts(corpus, **texts)
    ann = Writer(corpus, "ann")
    for number in range(12):
        name = "Ilse Brandt" if number < 6 else f"speaker {number}"
        ann.statement(f"more{number}", f"the plan number {number} is bad", speaker=name)
    options = ("--split", "train=0.5,test=0.5", "--by", "speaker", "--force", "-o", tmp_path / "out")
    for seed in range(5):
        assert run("export", corpus.root, *options, "--seed", seed).exit_code == 0
        found = {
            side: {
                row["fields"]["speaker"][0]["name"]
                for row in map(orjson.loads, (tmp_path / "out" / f"{side}.jsonl").read_bytes().splitlines())
            }
            for side in ("train", "test")
        }
        assert not found["train"] & found["test"]
        assert sum(map(len, found.values())) == 7


def test_how_a_split_is_made_goes_with_a_split(run: Run) -> None:
    assert run("export", SAMPLE, "--seed", "1").exit_code == 2
    assert run("export", SAMPLE, "--split", "train=1").exit_code == 2  # it writes a folder


def test_the_same_seed_gives_the_same_files(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        corpus = tmp_path / f"corpus-{name}"
        shutil.copytree(SAMPLE, corpus, ignore=shutil.ignore_patterns(".cache"))
        run("export", corpus, "--split", "train=0.6,test=0.4", "-o", tmp_path / name)
    for side in ("train.jsonl", "test.jsonl"):
        assert (tmp_path / "one" / side).read_bytes() == (tmp_path / "two" / side).read_bytes()
