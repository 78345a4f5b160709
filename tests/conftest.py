"""Shared fixtures: a small corpus, annotators who say things about it, and sessions with it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from adjudicating import Start, opened
from click.testing import CliRunner, Result
from desk_keys import Keys
from every_kind import every_corpus
from hypothesis import settings
from sessions import Clock, OpenSession
from writers import CLOSE, OPEN, TEXTS, Writer, add_texts

from annotator.adjudication import Adjudication
from annotator.cli import cli
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.session import Session
from annotator.statements import Put

# no deadline: on a busy machine anything can take long; fewer examples than usual: the suite has many properties
settings.register_profile("annotator", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "25")))
settings.load_profile("annotator")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A corpus of two short articles, `harbour` and `school`, in English, with the default schema."""
    made = new_corpus(tmp_path / "corpus", "Test", "en", "statement")
    add_texts(made, **TEXTS)
    return made


@pytest.fixture
def ann(corpus: Corpus) -> Writer:
    """An annotator of the corpus."""
    return Writer(corpus, "ann")


Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run the command line, with the arguments given; standard error is apart from standard output."""

    def run_command(*args: object, **options: Any) -> Result:
        result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="annotator", **options)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_command


@pytest.fixture
def open_session(corpus: Corpus) -> Iterator[OpenSession]:
    """Open a session; the one before is closed first, as a restart does."""
    running: list[Session] = []

    def restart(root: Path | None = None, clock: Clock | None = None, trusted: str | None = None) -> Session:
        if running:
            running.pop().close()
        fresh = Corpus(root or corpus.root)
        session = Session(fresh, fresh.open_journal("ann"), fresh.schema(trusted), clock or Clock())
        running.append(session)
        return session

    yield restart
    if running:
        running.pop().close()


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    return open_session()


@pytest.fixture
def keys(session: Session) -> Keys:
    """The screen of an annotator at the first sentence of `harbour`."""
    return Keys(session)


@pytest.fixture
def every(tmp_path: Path, open_session: OpenSession) -> Keys:
    """The screen of a corpus whose schema has every kind of field."""
    corpus, trusted = every_corpus(tmp_path / "every")
    return Keys(open_session(corpus.root, trusted=trusted))


@pytest.fixture
def start(corpus: Corpus) -> Iterator[Start]:
    """Start (again): the one before is closed, as by the end of the program."""
    running: list[Adjudication] = []

    def restart(name: str = "dagny", **options: bool) -> Adjudication:
        while running:
            running.pop().close()
        running.append(opened(corpus, name, **options))
        return running[0]

    yield restart
    while running:
        running.pop().close()


@pytest.fixture
def bea(corpus: Corpus) -> Writer:
    return Writer(corpus, "bea", 600)


@pytest.fixture
def two(ann: Writer, bea: Writer) -> tuple[Put, Put]:
    """Two annotators who have read the harbour article and differ about one claim in it."""
    mine = ann.statement("harbour", OPEN, stance="support")
    theirs = bea.statement("harbour", "harbour must stay open", speaker="the mayor", stance="neutral")
    for writer in (ann, bea):
        for words in ("The mayor", "“We", "A dockers", "The rain"):
            writer.mark("harbour", words, "done" if words == "The mayor" else "none")
    return mine, theirs


@pytest.fixture
def nested(ann: Writer, bea: Writer) -> None:
    """Each denies their own statement about the harbour; they differ in both."""
    for writer, stance in ((ann, "support"), (bea, "neutral")):
        outer = writer.statement("harbour", CLOSE, stance=stance)
        writer.statement("harbour", OPEN, stance=stance, parent={"statement": outer.statement})
        for words in ("The mayor", "“We"):
            writer.mark("harbour", words, "done")
