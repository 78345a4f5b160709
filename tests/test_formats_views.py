"""Exports of any history: the same bytes whatever the order of the lines, and offsets exact in any script."""

import random
import tempfile
from pathlib import Path

import orjson
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writers import Writer, add_texts

from annotator.commands.export import command
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.statements import Put

WORDS = [
    "said",
    "naïve",
    "cafe\u0301",
    "👩‍👩‍👧",
    "😀",
    "“no”",
    "日本語",
    "שלום",
    "مرحبا",
    "𝔘nicode",
    "a\u200db",
]
VIEWS = ("statements", "sentences", "audit")

sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(
    lambda words: f"The {' '.join(words)}."
)
texts = st.lists(sentences, min_size=1, max_size=4).map("\n\n".join)
slow = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def export(corpus: Corpus, view: str) -> bytes:
    result = CliRunner().invoke(command, [str(corpus.root), "--view", view], catch_exceptions=False)
    return result.stdout_bytes


def annotated(folder: Path, text: str, seed: int) -> Corpus:
    """Make a corpus of one article with a random history: statements, edits (forks too), drops and marks."""
    corpus = new_corpus(folder / "corpus", "Random", "en", "statement")
    add_texts(corpus, one=text)
    writers = [Writer(corpus, "ann"), Writer(corpus, "ben")]
    chance = random.Random(seed)
    article = corpus.article("one")
    made: list[tuple[Writer, Put]] = []
    for _ in range(12):
        writer = chance.choice(writers)
        sentence = chance.choice(article.sentences)
        own = [put for who, put in made if who is writer]
        action = chance.choice(["statement", "edit", "drop", "mark"])
        if action == "statement":
            words = article.text[sentence.start : sentence.end].split()
            spoken = chance.choice(words)
            mention = [writer.span("one", chance.choice(words))]
            put = writer.statement("one", spoken, target={"name": "x\u2028y", "mention": mention})
            made.append((writer, put))
        elif action == "edit" and own:
            made.append((writer, writer.edit(chance.choice(own), stance=chance.choice(["oppose", "mixed"]))))
        elif action == "drop" and own:
            writer.drop(chance.choice(own))
        elif action == "mark":
            state = chance.choice(["none", "done", "unsure", None])
            words_of = article.text[sentence.start : sentence.end]
            writer.mark("one", words_of, state)
    return corpus


@slow
@given(text=texts, seed=st.integers(0, 2**32))
def test_the_order_of_the_lines_and_duplicates_do_not_matter(text: str, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = annotated(Path(folder), text, seed)
        before = {view: export(corpus, view) for view in VIEWS}
        for journal in corpus.annotations_folder.glob("*.jsonl"):
            lines = journal.read_bytes().splitlines(keepends=True)
            shuffled = lines + lines[: len(lines) // 2]
            random.Random(seed).shuffle(shuffled)
            journal.write_bytes(b"".join(shuffled))
        assert {view: export(corpus, view) for view in VIEWS} == before


@slow
@given(text=texts, seed=st.integers(0, 2**32))
def test_offsets_are_exact_in_any_script(text: str, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = annotated(Path(folder), text, seed)
        whole = corpus.article("one").text
        for line in map(orjson.loads, export(corpus, "statements").splitlines()):
            for sentence in line["sentences"]:
                assert whole[sentence["start"] : sentence["end"]] == sentence["text"]
            passages = [line["fields"]["claim"], line["fields"]["target"]["mention"]]
            for span in (span for passage in passages if passage for span in passage["spans"]):
                assert whole[span["start"] : span["end"]] == span["text"]
                if span["sentence_start"] is not None:
                    assert line["text"][span["sentence_start"] : span["sentence_end"]] == span["text"]


@slow
@given(text=texts, seed=st.integers(0, 2**32))
def test_each_event_is_in_the_audit_and_each_standing_statement_exported_once(text: str, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = annotated(Path(folder), text, seed)
        journals = corpus.annotations_folder.glob("*.jsonl")
        events = [orjson.loads(line) for path in journals for line in path.read_bytes().splitlines()]
        audit = [orjson.loads(line) for line in export(corpus, "audit").splitlines()]
        assert [line["id"] for line in audit] == [
            e["id"] for e in sorted(events, key=lambda e: (e["at"], e["id"]))
        ]
        replaced = {old for event in events for old in event["replaces"]}
        assert {line["id"] for line in audit if line["stands"]} == {e["id"] for e in events} - replaced
        standing = [orjson.loads(line)["event"] for line in export(corpus, "statements").splitlines()]
        assert len(standing) == len(set(standing))
        assert set(standing) <= {line["id"] for line in audit if line["stands"] and line["event"] == "put"}
