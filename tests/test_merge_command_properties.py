"""Properties of merging, for random work: nothing is lost, nothing is decided twice, joining is set union."""

import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writers import TEXTS, Writer, add_texts

from annotator.by_article import Families
from annotator.corpus.check import check
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.joining import join
from annotator.corpus.journal import read_journal
from annotator.errors import InputError
from annotator.formats.views import Tally
from annotator.gold import MERGE
from annotator.merging import Gold, Merged, appending, merge, write_events
from annotator.resolving import Rule
from annotator.statements import Drop, Event, Mark, Origin, Put, State, event_line
from annotator.voices import sources

NAMES = ("ann", "bob", "cid", "dan")
SENTENCES = ("The mayor", "“We will", "A dockers", "The rain")
ARTICLE = "harbour"


class Random:
    """Somebody who makes, edits, links and drops statements at random, some of them wrongly."""

    def __init__(self, corpus: Corpus, name: str, chance: random.Random) -> None:
        self.writer, self.chance = Writer(corpus, name), chance
        self.text = TEXTS[ARTICLE]
        self.words = [
            i for i, c in enumerate(self.text) if not c.isspace() and (not i or self.text[i - 1] == " ")
        ]
        self.events: list[Event] = []
        self.sentences = [self.writer.sentence(ARTICLE, words) for words in SENTENCES]
        self.common = self.writer.common(ARTICLE)
        self.schema = corpus.schema()
        self.number = 0

    def id(self, letter: str) -> str:
        self.number += 1
        digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        return f"{letter}-" + "".join(self.chance.choices(digits, k=26))

    def common_values(self, replaces: Sequence[str] = ()) -> dict[str, object]:
        at = f"2026-03-01T09:00:{self.number // 1000:02}.{self.number % 1000:03}Z"
        return {**self.common, "id": self.id("e"), "replaces": tuple(replaces), "at": at}

    def step(self) -> None:
        standing = list(State(self.events).statements())
        kind = self.chance.choices(("put", "edit", "drop", "mark"), (6, 2, 1, 5))[0]
        if kind == "mark":
            state = self.chance.choice(["done", "done", "none", "unsure", None])
            sentence = self.chance.choice(self.sentences)
            heads = State(self.events).heads(("mark", ARTICLE, sentence))  # type: ignore[arg-type]
            self.add(Mark(**self.common_values(heads), sentence=sentence, state=state))  # type: ignore[arg-type]
        elif kind == "put" or not standing:
            self.add(self.put(self.id("s"), (), standing))
        else:
            old = self.chance.choice(standing)
            if kind == "edit":
                self.add(self.put(old.statement, [old.id], [put for put in standing if put != old]))
            else:
                self.add(Drop(**self.common_values([old.id]), statement=old.statement))  # type: ignore[arg-type]

    def put(self, statement: str, replaces: Sequence[str], others: Sequence[Put]) -> Put:
        start = self.chance.choice(self.words[:8])
        end = self.chance.choice([i for i in self.words if i > start][:6]) - 1
        while self.text[end - 1].isspace():
            end -= 1
        target: dict[str, object] = {"name": self.chance.choice(["the plan", "the harbour"])}
        parent = None
        if others and self.chance.random() < 0.4:
            target = {"statement": self.chance.choice(others).statement}
        if others and self.chance.random() < 0.3:
            parent = {"statement": self.chance.choice(others).statement}
        fields = self.schema.complete({
            "claim": [[start, end]],
            "speaker": [{"name": self.chance.choice(["the mayor", "Brandt"])}],
            "stance": self.chance.choice(["support", "oppose"]),
            "target": target,
            "parent": parent,
        })  # fmt: skip
        quote = self.text[start:end] if self.chance.random() < 0.95 else "something else"
        values = self.common_values(replaces)
        return Put(**values, statement=statement, fields=fields, quote=quote)  # type: ignore[arg-type]

    def add(self, event: Event) -> None:
        self.events.append(event)

    def save(self) -> None:
        path = self.writer.corpus.annotations_folder / f"{self.writer.annotator}.jsonl"
        path.write_bytes(b"".join(map(event_line, self.events)))


@contextmanager
def random_corpus(seed: int, people: int, steps: int) -> Iterator[tuple[Corpus, list[Random]]]:
    with tempfile.TemporaryDirectory() as folder:
        corpus = new_corpus(Path(folder) / "corpus", "Test", "en", "statement")
        add_texts(corpus, **{ARTICLE: TEXTS[ARTICLE]})
        chance = random.Random(seed)
        everybody = [Random(corpus, name, chance) for name in NAMES[:people]]
        for one in everybody:
            work(one, steps)
        yield corpus, everybody
        corpus.index.close()


def work(one: Random, steps: int) -> None:
    for _ in range(steps):
        one.step()
    one.save()


def merged(corpus: Corpus, rule: Rule) -> tuple[list[Merged], list[str]]:
    said: list[str] = []
    tally = Tally(said.append)
    path = corpus.gold_path("gold")
    with appending(path) as file, Gold(path, Families(corpus), tally) as gold:
        articles = list(merge(corpus, corpus.schema(), sources(corpus, ()), gold, rule, tally))
        for one in articles:
            write_events(file, one.events)
    return articles, said


rules = st.builds(Rule, st.sampled_from(["union", "majority", "unanimous"])) | st.builds(
    Rule, st.just("majority"), st.integers(1, 3)
)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**9), st.integers(1, 4), rules)
def test_every_statement_is_in_gold_or_rejected_or_in_conflict_or_named(
    seed: int, people: int, rule: Rule
) -> None:
    with random_corpus(seed, people, 8) as (corpus, everybody):
        articles, said = merged(corpus, rule)
        places = Counter(
            put.statement
            for one in articles
            for verdict in one.verdicts
            for put in verdict.case.members.values()
        )
        for one in everybody:
            for put in State(one.events).statements():
                named = sum(put.statement in line for line in said if f"statement {put.statement}" in line)
                assert places[put.statement] + named == 1
        for verdict in (verdict for one in articles for verdict in one.verdicts):
            standing = gold(corpus).statement(verdict.statement)
            assert (standing is not None) == (verdict.fields is not None)
            if verdict.rejected:
                assert set(verdict.case.readers) - set(verdict.case.members)
        in_gold = [
            finding for finding in check(corpus, corpus.schema()) if finding.path.parent.name == "gold"
        ]
        assert not in_gold
        again, _ = merged(corpus, rule)
        assert not any(one.events for one in again)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**9), rules)
def test_decisions_by_people_stand_through_every_merge(seed: int, rule: Rule) -> None:
    with random_corpus(seed, 3, 6) as (corpus, everybody):
        articles, _ = merged(corpus, rule)
        chance = random.Random(seed)
        decided: dict[str, Put] = {}
        with corpus.gold_path("gold").open("ab") as file:
            for one in articles:
                for verdict in one.verdicts:
                    if verdict.fields is not None and chance.random() < 0.5:
                        made = decision(gold(corpus), verdict.statement, everybody[0])
                        decided[made.statement] = made
                        file.write(event_line(made))
        for one in everybody:
            work(one, 3)
        again, _ = merged(corpus, rule)
        after = gold(corpus)
        assert all(after.statement(statement) == put for statement, put in decided.items())
        status = {v.statement: v.status for one in again for v in one.verdicts if v.by_people}
        for statement, put in decided.items():
            same = any(
                set(v.case.basis) == set(put.origin.basis)
                for one in again
                for v in one.verdicts
                if v.statement == statement
            )
            if statement in status:
                assert status[statement] == ("adjudicated" if same else "open again")
            if not same:
                assert statement in {event.statement for one in again for event in one.open_again}


def gold(corpus: Corpus) -> State:
    return State(read_journal(corpus.gold_path("gold")).events)


def decision(state: State, statement: str, ids: Random) -> Put:
    put = state.statement(statement)
    assert put is not None
    assert put.annotator == MERGE
    origin = Origin(kind="adjudication", basis=put.origin.basis)
    changed = {"id": ids.id("e"), "replaces": (put.id,), "annotator": "dora", "origin": origin}
    return put.model_copy(update=changed)


# -- copies of one annotator's journal -------------------------------------------------------------------------------


@st.composite
def copies(draw: st.DrawFn) -> list[bytes]:
    """Copies of one journal, each with some of its lines, in any order, some torn or damaged."""
    with random_corpus(draw(st.integers(0, 10**6)), 1, 10) as (_, everybody):
        lines = [event_line(event) for event in everybody[0].events]
    found = []
    for _ in range(3):
        some = draw(st.lists(st.sampled_from(lines), min_size=1))
        end = draw(st.sampled_from([b"", b'{"event":"put"', b"<<<<<<< HEAD\n", b"\n"]))
        found.append(b"".join(some) + end)
    return found


def joined(folder: Path, *contents: bytes) -> bytes:
    paths = []
    for number, content in enumerate(contents):
        paths.append(folder / f"{number}.jsonl")
        paths[-1].write_bytes(content)
    return b"".join(join(paths).lines)


@settings(deadline=None, max_examples=25)
@given(copies())
def test_joining_is_set_union(parts: list[bytes]) -> None:
    one, two, three = parts
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert joined(folder, one, two) == joined(folder, two, one)
        left = joined(folder, joined(folder, one, two), three)
        assert left == joined(folder, one, joined(folder, two, three)) == joined(folder, one, two, three)
        assert joined(folder, left, left) == joined(folder, left) == left
        every = {
            line
            for part in parts
            for line in part.splitlines(keepends=True)
            if line.startswith(b'{"event":"')
        }
        assert set(left.splitlines(keepends=True)) == {line for line in every if line.endswith(b"\n")}


def test_what_was_edited_apart_is_reported(corpus: Corpus, ann: Writer, tmp_path: Path) -> None:
    put = ann.statement("harbour", "the harbour must stay open")
    edits = [put.model_copy(update={"id": "e-" + d * 26, "replaces": (put.id,)}) for d in "12"]
    for name, edit in zip("ab", edits, strict=True):
        (tmp_path / name).write_bytes(event_line(put) + event_line(edit))
    assert join([tmp_path / "a", tmp_path / "b"]).forks == 1
    with pytest.raises(InputError):
        join([])
