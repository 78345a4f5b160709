"""Adjudicating as the command does, and what tests of it do in one call."""

from collections.abc import Callable

from annotator.adjudication import Adjudication
from annotator.caseload import Candidate
from annotator.commands.adjudicate import found_cases
from annotator.corpus.corpus import Corpus
from annotator.errors import StatementError
from annotator.gold import basis_of
from annotator.statements import Drop, Put

Start = Callable[..., Adjudication]


def opened(corpus: Corpus, name: str = "dagny", **options: bool) -> Adjudication:
    """Start adjudicating, as the command does."""
    fresh = Corpus(corpus.root)
    schema, journal = fresh.schema(), fresh.open_gold("gold", name)
    found = found_cases(fresh, schema, "gold", journal.state)
    try:
        return Adjudication(fresh, journal, schema, found, **options)
    except StatementError:
        journal.close()
        raise


def of(session: Adjudication, annotator: str) -> Candidate:
    return next(item for item in session.candidates() if item.annotator == annotator)


def take(session: Adjudication, annotator: str) -> None:
    session.propose(of(session, annotator))
    assert session.save() == []


def gold(session: Adjudication) -> list[Put]:
    return list(session.journal.state.statements())


def basis(event: Put | Drop) -> set[tuple[str, str | None]]:
    return {(item.annotator, item.statement) for item in basis_of(event)}
