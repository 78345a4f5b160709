"""The sample corpus is sound, its annotators disagree, and it exports to what is in `exports/`."""

import re
import shlex
import shutil
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from conftest import Run
from sample import REPO, copy_of_sample, mark_of, state_of, statements

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.fields import Passage
from annotator.merge.overlap import iou
from annotator.reading import sentences_of
from annotator.statements import READ, Drop, Put

ANNOTATORS = ("amara", "bjorn", "chen")
COMMANDS = [
    line.removeprefix("annotator ")
    for line in (REPO / "exports" / "README.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("annotator ")
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return copy_of_sample(tmp_path_factory.mktemp("sample"))


def test_nothing_is_found_wrong(sample: Corpus, run: Run) -> None:
    result = run("check", sample.root)

    assert result.stdout == "no problems\n"
    assert result.exit_code == 0


def test_the_articles_are_long_enough_and_have_their_metadata(sample: Corpus) -> None:
    articles = list(sample.articles())

    assert len(articles) >= 8
    for article in articles:
        assert 300 <= len(article.text.split()) <= 600
        assert article.title
        assert article.outlet
        assert article.author
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", article.published or "")


def test_three_annotators_disagree_about_words_speakers_and_stances(sample: Corpus) -> None:
    assert sample.annotators() == sorted(ANNOTATORS)
    for left, right in combinations(ANNOTATORS, 2):
        pairs = [
            (a, b)
            for article in sample.articles()
            for a in statements(sample, left, article)
            for b in statements(sample, right, article)
            if iou(a.fields.claim.spans, b.fields.claim.spans) >= 0.5
        ]
        assert len(pairs) > 50
        assert 0.1 < share(a.fields.claim != b.fields.claim for a, b in pairs) < 0.9
        assert 0.02 < share(a.speakers != b.speakers for a, b in pairs) < 0.5
        assert 0.05 < share(a.fields.stance != b.fields.stance for a, b in pairs) < 0.5
        assert 0.05 < share(a.target != b.target for a, b in pairs) < 0.5


def test_annotators_changed_their_minds(sample: Corpus) -> None:
    events = [
        event
        for name in ANNOTATORS
        for event in read_journal(sample.annotations_folder / f"{name}.jsonl").events
    ]

    assert sum(isinstance(event, Put) and bool(event.replaces) for event in events) > 10
    assert sum(isinstance(event, Drop) and event.undoes is None for event in events) > 0
    assert sum(event.undoes is not None for event in events) > 5
    for name in ANNOTATORS:
        times = [event.at for event in events if event.annotator == name]
        assert times == sorted(set(times))


def test_the_time_of_a_statement_is_with_the_statement(sample: Corpus) -> None:
    for name in ANNOTATORS:
        events = read_journal(sample.annotations_folder / f"{name}.jsonl").events
        made = [event for event in events if isinstance(event, Put) and not event.replaces]
        assert min(event.seconds for event in made) > 1


def test_gold_rests_on_what_the_annotators_say_now(sample: Corpus) -> None:
    gold = read_journal(sample.root / "gold" / "gold.jsonl").events
    states = {name: state_of(sample, name) for name in ANNOTATORS}
    bases = [event.origin.basis if isinstance(event, Put) else event.basis for event in gold]  # type: ignore[union-attr]

    assert {event.annotator for event in gold} == {"dagny"}
    assert {event.origin.kind for event in gold if isinstance(event, Put)} == {"adjudication"}
    for basis in bases:
        assert any(vote.statement for vote in basis)
        for vote in basis:
            if vote.statement is not None:
                put = states[vote.annotator].statement(vote.statement)
                assert put is not None
                assert put.id == vote.event
    decided = {vote.statement for basis in bases for vote in basis}
    articles = {event.article for event in gold}
    for state in states.values():
        assert {put.statement for put in state.statements() if put.article in articles} <= decided


def test_whoever_read_the_sentence_of_a_decision_and_made_nothing_is_named_in_it(sample: Corpus) -> None:
    states = {name: state_of(sample, name) for name in ANNOTATORS}
    for event in read_journal(sample.root / "gold" / "gold.jsonl").events:
        if isinstance(event, Put):
            article = sample.article(event.article)
            first, _ = sentences_of(article.sentences, Passage.model_validate(event.fields["claim"]))
            readers = {
                name for name, state in states.items() if mark_of(state, article, first) in READ
            }  # fmt: skip
            voters = {vote.annotator for vote in event.origin.basis}
            silent = {vote.annotator for vote in event.origin.basis if vote.statement is None}
            assert silent <= readers <= voters


def files_in(folder: Path) -> dict[str, bytes]:
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


def test_exports_are_what_their_commands_produce(
    sample: Corpus, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "exports"
    shutil.copytree(sample.root, made / "corpus")
    monkeypatch.chdir(made)
    assert len(COMMANDS) >= 15
    for command in COMMANDS:
        result = run(*shlex.split(command))
        assert result.exit_code == 0, result.stderr
    shutil.rmtree(made / "corpus")
    found, kept = files_in(made), files_in(REPO / "exports")
    assert found.keys() == kept.keys() - {"README.md"}
    assert [name for name in found if found[name] != kept[name]] == []


def share(flags: Iterable[bool]) -> float:
    counts = Counter(flags)
    return counts[True] / counts.total()
