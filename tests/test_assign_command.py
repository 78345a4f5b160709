"""`annotator assign`: everybody gets the same share, the same seed gives the same, what was given stays."""

import json
from collections import Counter
from itertools import combinations

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from writers import Writer, add_texts

from annotator.assignment import Assignable, assign
from annotator.corpus.assignment_file import assigned_to, read_assignment
from annotator.corpus.corpus import Corpus

articles = st.lists(
    st.tuples(st.sampled_from(["A", "B", None]), st.integers(1, 1000)), min_size=1, max_size=40
).map(lambda rows: [Assignable(f"x{n}", outlet, length) for n, (outlet, length) in enumerate(rows)])


@given(
    articles, st.integers(1, 6), st.integers(1, 6), st.integers(), st.sampled_from([None, "outlet", "length"])
)
def test_shares_are_even_and_reproducible(found, people, overlap, seed, by):
    overlap = min(overlap, people)
    names = [f"p{n}" for n in range(people)]
    made = assign(found, names, overlap, seed, by)
    assert set(made) == {article.id for article in found}
    assert all(len(set(given)) == overlap for given in made.values())
    loads = Counter(dict.fromkeys(names, 0))
    loads.update(name for given in made.values() for name in given)
    assert max(loads.values()) - min(loads.values()) <= 1
    assert made == assign(found, names, overlap, seed, by)


@given(articles, st.integers(2, 5), st.integers())
def test_within_an_outlet_shares_are_even_too(found, people, seed):
    names = [f"p{n}" for n in range(people)]
    made = assign(found, names, 1, seed, "outlet")
    for outlet in {article.outlet for article in found}:
        loads = Counter(dict.fromkeys(names, 0))
        loads.update(name for a in found if a.outlet == outlet for name in made[a.id])
        assert max(loads.values()) - min(loads.values()) <= 2


def test_everybody_meets_everybody():
    made = assign([Assignable(f"x{n}", None, 1) for n in range(60)], ["a", "b", "c", "d"], 2, 3)
    met = Counter(pair for given in made.values() for pair in combinations(given, 2))
    assert len(met) == 6
    assert max(met.values()) - min(met.values()) <= 2


def test_it_is_kept_and_shown(corpus: Corpus, run: Run) -> None:
    result = run("assign", corpus.root, "ann", "bob", "cid", "--overlap", 2, "--seed", 5)
    assert result.exit_code == 0
    assert "2 articles assigned" in result.stdout
    kept = read_assignment(corpus.root)
    assert set(kept) == {"harbour", "school"}
    assert all(len(names) == 2 for names in kept.values())
    name = kept["school"][0]
    assert "school" in assigned_to(corpus.root, name)
    writer = Writer(corpus, name)
    for words in ("Parents", "The ministry"):
        writer.mark("school", words, "none")
    status = json.loads(run("status", corpus.root, "--json").stdout)
    row = next(one for one in status["assigned"] if one["annotator"] == name)
    assert row == {"annotator": name, "articles": len(assigned_to(corpus.root, name)), "finished": 1}
    assert "assigned to  articles  finished" in run("status", corpus.root).stdout


def test_new_articles_are_dealt_and_old_ones_stay(corpus: Corpus, run: Run) -> None:
    run("assign", corpus.root, "ann", "bob", "cid", "--overlap", 1)
    before = read_assignment(corpus.root)
    add_texts(corpus, market="The market opens.")
    corpus.index.refresh()
    run("assign", corpus.root, "ann", "bob", "cid", "--overlap", 1)
    after = read_assignment(corpus.root)
    assert {article: after[article] for article in before} == before
    assert Counter(name for names in after.values() for name in names) == {"ann": 1, "bob": 1, "cid": 1}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ann", "--overlap", "2"], "--overlap 2 takes 2 annotators; here are 1"),
        (["ann", "Ann"], "named twice"),
        (["../x"], "cannot be an annotator's name"),
    ],
)
def test_what_cannot_be_assigned_is_one_line(corpus: Corpus, run: Run, args: list[str], message: str) -> None:
    result = run("assign", corpus.root, *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert read_assignment(corpus.root) == {}


def test_a_damaged_file_is_named(corpus: Corpus, run: Run) -> None:
    (corpus.root / "assignment.jsonl").write_text("[]\n", encoding="utf-8")
    result = run("status", corpus.root)
    assert result.exit_code == 2
    assert "assignment.jsonl:1" in result.stderr
