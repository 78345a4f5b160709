"""Two real articles, taken in from their files, and a complete annotation recorded through the session.

The texts belong to others and stay outside the repository (`../shared`): without them, these tests are skipped.
"""

import json
import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from annotator.corpus.articles import Article
from annotator.corpus.clean import clean
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.journal import read_journal
from annotator.draft import entity, unnamed_entity
from annotator.fields import EntityKind, Span
from annotator.session import Session
from annotator.statements import State

SEEDS = Path(__file__).parents[1].parent / "shared" / "seeds"
FILES = sorted(SEEDS.glob("*.txt"))
GOLD = sorted(SEEDS.glob("gold-*.json"))
STANCES = {"favor": "support", "against": "oppose"}

pytestmark = pytest.mark.skipif(not FILES, reason=f"{SEEDS} is not there")

Record = dict[str, Any]


@pytest.fixture
def corpus(tmp_path: Path, run: Run) -> Corpus:
    """A corpus made of the files by `annotator add`."""
    new_corpus(tmp_path / "corpus", "Real", "en", "statement")
    result = run("add", tmp_path / "corpus", *FILES)
    assert result.exit_code == 0, result.output
    return Corpus(tmp_path / "corpus")


def article_of(corpus: Corpus, file: Path) -> Article:
    return next(
        article for article in corpus.articles() if article.source and article.source.name == file.name
    )


# -- sentences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("000_*.txt", "d" + 16 * "b" + 8 * "f"),
        ("002_*.txt", "hd" + 5 * "b" + 4 * "c" + 13 * "b"),
    ],
)
def test_sentences_and_kinds(corpus: Corpus, name: str, kinds: str) -> None:
    (file,) = SEEDS.glob(name)
    article = article_of(corpus, file)

    assert "".join(sentence.kind[0] for sentence in article.sentences) == kinds
    assert article.text == clean(file.read_bytes().decode())


def test_each_paragraph_of_the_file_is_cut_into_whole_sentences(corpus: Corpus) -> None:
    for file in FILES:
        article = article_of(corpus, file)
        for sentence in article.sentences:
            words = article.text[sentence.start : sentence.end]
            assert "\n" not in words
            if sentence.kind == "body":
                assert words.rstrip("”\"’')")[-1] in ".?!"
                assert words[0].isupper() or words[0] in '“"'


def test_the_same_files_again_are_skipped(corpus: Corpus, run: Run) -> None:
    result = run("add", corpus.root, *FILES)

    assert f"0 added, {len(FILES)} skipped, 0 refused" in result.output
    assert run("check", corpus.root).exit_code == 0


# -- statements -------------------------------------------------------------------------------------------------


class Gold:
    """An annotation of `seeds/`, in the fields of the built-in schema and the offsets of the frozen text."""

    def __init__(self, path: Path) -> None:
        number = path.stem.removeprefix("gold-")
        (self.file,) = SEEDS.glob(f"{number}_*.txt")
        self.items: dict[str, Record] = {item["id"]: item for item in json.loads(path.read_text("utf-8"))}
        self._stored = self.file.read_bytes().decode()

    def span(self, stored: list[int]) -> Span:
        """Return a span of the file as stored as one of the cleaned text."""
        start, end = (len(clean(self._stored[:offset])) for offset in stored)
        return Span(start, end)

    def words(self, stored: list[int]) -> str:
        return clean(self._stored[slice(*stored)])

    def values(self, item: Record) -> Record:
        """Return all fields but the parent, which is another statement."""
        return {
            "claim": [list(self.span(stored)) for stored in item["claim_spans"]],
            "speaker": [self._speaker(speaker) for speaker in item["speakers"]],
            "stance": STANCES.get(item["stance"], item["stance"]),
            "target": entity(item["target"], None, None),
            "cue": [list(self.span(item["cue_span"]))] if item["cue_span"] else None,
            "attribution": item["attribution"],
            "addressee": [
                entity(self.words(stored), None, self.span(stored))
                for stored in item.get("addressee_spans", [])
            ],
            "note": item["note"],
        }

    def _speaker(self, speaker: Record) -> object:
        name: str | None = speaker["canonical"]
        mention = self.span(speaker["mention_span"]) if speaker["mention_span"] else None
        if name is None:
            return unnamed_entity("none", mention)
        if name.startswith("author "):
            return unnamed_entity("author", mention)
        kind: EntityKind | None = "unnamed" if name.endswith("(unnamed)") else None
        return entity(name, kind, mention)


def record(session: Session, gold: Gold) -> dict[str, str]:
    """Make every statement of `gold`, then the links between them, then mark each sentence; return the ids."""
    made: dict[str, str] = {}
    for key, item in gold.items.items():
        session.begin()
        fill(session, gold.values(item))
        assert session.save() == []
        assert session.here.selected is not None
        made[key] = session.here.selected
    for key, item in gold.items.items():
        if "parent" in item:
            session.here.select(made[key])
            session.edit("parent")
            fill(session, {"parent": {"statement": made[item["parent"]]}})
            assert session.save() == []
    session.here.go_to(0)
    while session.next():
        if not (session.here.statements_here() or session.here.statements_going_on()):
            session.mark("none")
    return made


def fill(session: Session, values: Record) -> None:
    assert session.draft is not None
    for name, value in values.items():
        session.draft.go_to(session.schema[name])
        session.draft.answer(value)


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def annotated(request: pytest.FixtureRequest, corpus: Corpus) -> tuple[Corpus, Gold, dict[str, str]]:
    """The corpus with one annotation recorded in it, the annotation, and the statement of each of its items."""
    gold = Gold(request.param)
    with closing(Session(corpus, corpus.open_journal("ann"), corpus.schema())) as session:
        session.open_article(article_of(corpus, gold.file).id, 0)
        made = record(session, gold)
    shutil.rmtree(corpus.cache)  # what was recorded must not live there
    return Corpus(corpus.root), gold, made


def test_every_statement_is_read_back_from_the_journal(
    annotated: tuple[Corpus, Gold, dict[str, str]], run: Run
) -> None:
    corpus, gold, made = annotated
    state = State(read_journal(corpus.annotations_folder / "ann.jsonl").events)

    assert len(made) == len(set(made.values())) == len(list(state.statements()))
    for key, item in gold.items.items():
        put = state.statement(made[key])
        assert put is not None
        assert put.quote == " ".join(gold.words(stored) for stored in item["claim_spans"])
        parent = {"statement": made[item["parent"]]} if "parent" in item else None
        expected = {**gold.values(item), "parent": parent, "premise_of": None, "confidence": None}
        assert put.fields == expected
    assert run("check", corpus.root).stdout == "no problems\n"


def exported(corpus: Corpus, view: str, run: Run) -> list[Record]:
    result = run("export", corpus.root, "--view", view)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_every_statement_is_read_back_from_the_export(
    annotated: tuple[Corpus, Gold, dict[str, str]], run: Run
) -> None:
    corpus, gold, made = annotated
    rows = {row["id"]: row for row in exported(corpus, "statements", run)}

    assert rows.keys() == set(made.values())
    for key, item in gold.items.items():
        row, fields = rows[made[key]], rows[made[key]]["fields"]
        values = gold.values(item)
        assert_passage(fields["claim"], item["claim_spans"], gold, row)
        assert_passage(fields["cue"], [item["cue_span"]] if item["cue_span"] else [], gold, row)
        for speaker, given, value in zip(fields["speaker"], item["speakers"], values["speaker"], strict=True):
            assert (speaker["name"], speaker["kind"]) == (value["name"], value["kind"])
            assert_passage(
                speaker["mention"], [given["mention_span"]] if given["mention_span"] else [], gold, row
            )
        for somebody, stored in zip(fields["addressee"], item.get("addressee_spans", []), strict=True):
            assert somebody["name"] == gold.words(stored)
            assert_passage(somebody["mention"], [stored], gold, row)
        assert (fields["target"]["name"], fields["target"]["statement"]) == (item["target"], None)
        assert fields["parent"] == (made[item["parent"]] if "parent" in item else None)
        assert [fields[name] for name in ("stance", "attribution", "note")] == [
            values[name] for name in ("stance", "attribution", "note")
        ]
        assert [fields[name] for name in ("premise_of", "confidence")] == [None, None]


def assert_passage(exported_: Record | None, stored: list[list[int]], gold: Gold, row: Record) -> None:
    """Compare a passage of an export with the one given: offsets in the article and in the sentence, and words."""
    if not stored:
        assert exported_ is None
        return
    assert exported_ is not None
    assert exported_["text"] == " ".join(map(gold.words, stored))
    for span, given in zip(exported_["spans"], stored, strict=True):
        assert (span["start"], span["end"]) == gold.span(given)
        assert span["text"] == gold.words(given)
        if span["sentence_start"] is not None:
            assert row["text"][span["sentence_start"] : span["sentence_end"]] == gold.words(given)


def test_every_body_sentence_is_exported_as_read(
    annotated: tuple[Corpus, Gold, dict[str, str]], run: Run
) -> None:
    corpus, gold, made = annotated
    article = article_of(corpus, gold.file)
    rows = exported(corpus, "sentences", run)

    body = [(s.start, s.end) for s in article.sentences if s.kind == "body"]
    assert [(row["start"], row["end"]) for row in rows] == body
    held = Counter(statement["id"] for row in rows for statement in row["statements"])
    assert held.keys() == set(made.values())  # a claim that runs over a sentence's end is in both
    assert all((row["mark"] == "none") == (not row["statements"]) for row in rows)
