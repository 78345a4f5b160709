"""Mending sentence boundaries: the text stays, the sentences change, marks follow."""

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from writers import TEXTS, Writer, add_texts

from annotator.corpus.add import changing_articles
from annotator.corpus.articles import sentences_fault
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.corpus.mend import joined, split_at
from annotator.corpus.sentences import segment
from annotator.errors import InputError
from annotator.reading import Sentence, marks_by_sentence
from annotator.statements import State


def texts(corpus: Corpus, article: str) -> list[str]:
    found = corpus.article(article)
    return [found.text[s.start : s.end] for s in found.sentences]


def test_sentences_are_listed_with_numbers(corpus: Corpus, run: Run):
    lines = run("sentences", corpus.root, "school").stdout.splitlines()
    assert lines == [
        "    1       0-34      body       Parents want the school to reopen.",
        "    2      35-79      body       The ministry denies that it was ever closed.",
    ]


def test_split_and_join_in_one_command(corpus: Corpus, run: Run):
    before = (corpus.articles_folder / "texts.jsonl").read_bytes().splitlines()
    result = run(
        "sentences",
        corpus.root,
        "harbour",
        "--join",
        1,
        "--split",
        "The rain",
        "--split",
        "must stay",
        "--split",
        "102",
    )
    assert result.exit_code == 2, "a sentence begins there already"
    assert "cannot be split there" in result.stderr
    assert (corpus.articles_folder / "texts.jsonl").read_bytes().splitlines() == before

    result = run("sentences", corpus.root, "harbour", "--join", 1, "--split", "called the", "--split", "139")

    assert result.exit_code == 0, result.stderr
    corpus = Corpus(corpus.root)
    assert texts(corpus, "harbour") == [
        "The mayor said the harbour must stay open. “We will not close it,” she told reporters.",
        "A dockers' union",
        "called the plan reckless.",
        "The rain",
        "had stopped by noon.",
    ]
    assert [line[0] for line in result.stdout.splitlines()] == ["*"] * 5
    article = corpus.article("harbour")
    assert article.text == TEXTS["harbour"]
    assert article.segmenter.endswith("(mended)")
    after = (corpus.articles_folder / "texts.jsonl").read_bytes().splitlines()
    assert after[1] == before[1]
    assert run("check", corpus.root).exit_code == 0


def test_marks_follow(corpus: Corpus, ann: Writer, run: Run):
    ann.mark("school", "Parents", "done")
    ann.mark("school", "The ministry", "none")
    assert run("sentences", corpus.root, "school", "--split", "to reopen").exit_code == 0
    corpus = Corpus(corpus.root)
    marks = list(State(read_journal(corpus.annotations_folder / "ann.jsonl").events).marks("school"))
    followed = marks_by_sentence(corpus.article("school").sentences, marks)
    assert [followed[span].state for span in sorted(followed)] == ["done", "done", "none"]
    assert "school   ann           3   3" in run("status", corpus.root).stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--split", "nowhere"], "“nowhere” is not in the article"),
        (["--split", "r"], "stands 4 times"),
        (["--split", ""], "is not in the article"),
        (["--split", "Parents"], "cannot be split there"),
        (["--split", "99999"], "cannot be split there"),
        (["--join", "2"], "cannot be joined"),
        (["--join", "0"], "cannot be joined"),
    ],
)
def test_what_cannot_be_done_is_refused(corpus: Corpus, run: Run, options, message):
    result = run("sentences", corpus.root, "school", *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(texts(Corpus(corpus.root), "school")) == 2


def test_an_unknown_article(corpus: Corpus, run: Run):
    assert "no article “nowhere”" in run("sentences", corpus.root, "nowhere").stderr


def test_articles_are_not_changed_by_two_at_once(corpus: Corpus, run: Run, tmp_path):
    path = tmp_path / "new.txt"
    path.write_text("New.", encoding="utf-8")
    with changing_articles(corpus):
        assert run("sentences", corpus.root, "school", "--join", 1).exit_code == 2
        assert "another program" in run("add", corpus.root, path).stderr


@given(st.text(st.sampled_from("ab .\n\u00a0"), max_size=60), st.data())
def test_every_character_stays_in_one_sentence(text, data):
    sentences = tuple(Sentence(s.start, s.end, s.kind) for s in segment(text))
    for _ in range(3):
        try:
            sentences = split_at(text, sentences, data.draw(st.integers(0, len(text))))
        except InputError:
            continue
        assert sentences_fault(text, sentences) is None
    if len(sentences) > 1:
        count = len(sentences)
        joins = data.draw(st.sets(st.integers(1, count - 1)))
        sentences = joined(sentences, joins)
        assert sentences_fault(text, sentences) is None
        assert len(sentences) == count - len(joins)


def test_mending_an_article_of_many(corpus: Corpus, run: Run):
    add_texts(corpus, **{f"more-{n}": f"Number {n}. And more." for n in range(20)})
    assert run("sentences", corpus.root, "more-7", "--join", 1).exit_code == 0
    corpus = Corpus(corpus.root)
    assert [len(corpus.article(f"more-{n}").sentences) for n in (6, 7, 8)] == [2, 1, 2]
