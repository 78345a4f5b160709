"""Which article and which sentence a session goes to."""

from pathlib import Path

import pytest
from sessions import Clock, go_to
from writers import CLOSE, OPEN, RAIN

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.drafts import Draft as SourceText
from annotator.corpus.drafts import Metadata
from annotator.corpus.supersede import supersede
from annotator.errors import StatementError
from annotator.session import Session


def test_a_session_starts_at_the_first_unread_sentence(session: Session):
    assert session.here.article.id == "harbour"
    assert session.here.place == 0
    assert session.here.selected is None


def test_superseded_articles_are_not_stepped_to(session: Session, corpus: Corpus):
    session.close()
    source = SourceText("school", "s.txt", "0" * 64, "Parents want the school to open again.", "school")
    new = supersede(Corpus(corpus.root), corpus.schema(), "school", source, Metadata()).article
    fresh = Corpus(corpus.root)
    again = Session(fresh, fresh.open_journal("ann"), fresh.schema(), Clock())
    try:
        assert [entry.id for entry in fresh.index.entries()] == ["harbour", new]
        assert again.step_article(1)
        assert again.here.article.id == new
        assert not again.step_article(1)
    finally:
        again.close()


def test_an_unusable_article_has_nothing_unread(session: Session):
    session.mark_article("unusable", "a list of scores")
    assert session.here.article_mark is not None
    assert session.next_unread()
    assert session.here.article.id == "school"
    session.open_article("harbour")
    session.mark_article(None)
    assert session.here.article_mark is None
    assert session.next_unread()
    assert session.here.article.id == "harbour"


def test_next_unread_passes_what_was_read_and_stops_at_the_end(session: Session):
    for words in (OPEN, CLOSE, RAIN):
        go_to(session, words)
        session.mark("none")
    session.here.go_to(0)
    assert session.next_unread()
    assert session.here.sentence.start == session.here.text.index("A dockers")
    session.mark("skip")  # not read
    session.mark("done")
    assert session.next_unread()
    assert session.here.article.id == "school"
    session.mark("none")
    assert session.next_unread()
    session.mark("none")
    assert not session.next_unread()


def test_a_corpus_without_articles_says_so(tmp_path: Path):
    empty = new_corpus(tmp_path / "empty", "E", "en", "statement")
    journal = empty.open_journal("ann")
    try:
        with pytest.raises(StatementError, match="there are no articles yet; add some with: annotator add"):
            Session(empty, journal, empty.schema())
    finally:
        journal.close()
