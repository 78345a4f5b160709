"""spaCy's DocBin: the right words in `doc.spans`, everything else in `doc.user_data`."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, made_corpus, run, slow, texts
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.loading import modules_hash

pytest.importorskip("spacy")
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab


def docs(folder: Path) -> list[Doc]:
    return [
        doc for path in sorted(folder.glob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(Vocab())
    ]


@slow
@given(text=texts, chance=chances, schema=st.sampled_from(SCHEMAS))
def test_spans_hold_their_words_and_user_data_everything(text: str, chance: Random, schema: str) -> None:
    with TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        trust = ("--trust-schema", modules_hash(corpus.root))
        rows = [
            orjson.loads(line)
            for line in run("export", corpus.root, "--view", "articles", *trust).splitlines()
        ]
        run("export", corpus.root, "--format", "spacy", "-o", Path(folder, "out"), *trust)
        made = docs(Path(folder, "out"))
        assert len(made) == len(rows)
        anchor = corpus.schema(modules_hash(corpus.root)).anchor.name
        for row, doc in zip(rows, made, strict=True):
            assert doc.text == row.pop("text")
            assert orjson.loads(orjson.dumps(doc.user_data)) == row
            found = [(span.id_, span.text) for span in doc.spans.get(anchor, [])]
            expected = [
                (item["id"], span["text"])
                for item in row["statements"]
                for span in item["fields"][anchor]["spans"]
            ]
            assert [key for key, _ in found] == [key for key, _ in expected]
            assert all(words in shown for (_, shown), (_, words) in zip(found, expected, strict=True))


@pytest.fixture
def busy(corpus: Corpus, ann: Writer) -> Corpus:
    mention = {"name": "the mayor", "kind": "person", "mention": [ann.span("harbour", "The mayor")]}
    first = ann.statement("harbour", "the harbour must stay open")
    ann.edit(first, speaker=[mention], cue=[ann.span("harbour", "aid")])
    ann.statement("harbour", "dockers' union called", stance="oppose")
    ann.mark("harbour", "The mayor", "done")
    ann.mark("harbour", "The rain", "none")
    return corpus


def test_groups_are_fields_and_one_is_the_stance(run: Run, busy: Corpus, tmp_path: Path) -> None:
    run("export", busy.root, "--format", "spacy", "--language", "en", "-o", tmp_path / "out")
    (doc,) = docs(tmp_path / "out")
    shown = {name: [(span.text, span.label_) for span in group] for name, group in doc.spans.items()}
    assert shown == {
        "sc": [
            ("the harbour must stay open", "claim"),
            ("The mayor", "speaker"),
            ("said", "cue"),
            ("dockers' union called", "claim"),
        ],
        "claim": [("the harbour must stay open", "claim"), ("dockers' union called", "claim")],
        "stance": [("the harbour must stay open", "support"), ("dockers' union called", "oppose")],
        "speaker": [("The mayor", "speaker")],
        "cue": [("said", "cue")],
    }
    sentences = [sentence.text.strip() for sentence in doc.sents]
    assert sentences[0] == "The mayor said the harbour must stay open."
    assert len(sentences) == 4


def test_of_sentences_only_those_that_were_read(run: Run, busy: Corpus, tmp_path: Path) -> None:
    run("export", busy.root, "--format", "spacy", "--view", "sentences", "-o", tmp_path / "out")
    first, second = docs(tmp_path / "out")
    assert [span.text for span in first.spans["claim"]] == ["the harbour must stay open"]
    assert (second.text, list(second.spans["sc"])) == ("The rain had stopped by noon.", [])


def test_the_same_bytes_twice_and_languages_that_spacy_cannot_cut(
    run: Run, busy: Corpus, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        run("export", busy.root, "--format", "spacy", "-o", tmp_path / name)
    assert (tmp_path / "a" / "0001.spacy").read_bytes() == (tmp_path / "b" / "0001.spacy").read_bytes()
    result = run("export", busy.root, "--format", "spacy", "--language", "qq", "-o", tmp_path / "c")
    assert result.exit_code != 0
    assert "what spaCy needs for “qq”" in result.stderr


def test_many_docs_are_several_files(
    run: Run, busy: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.spacy._DOCS_IN_A_FILE", 1)
    run("export", busy.root, "--format", "spacy", "--view", "sentences", "-o", tmp_path / "out")
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["0001.spacy", "0002.spacy"]
    assert len(docs(tmp_path / "out")) == 2
