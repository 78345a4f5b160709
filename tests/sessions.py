"""Sessions of one annotator, and what tests of them do in one call."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.session import Session
from annotator.statements import Put

OpenSession = Callable[..., Session]


@dataclass
class Clock:
    now: float = 1_770_000_000.0

    def __call__(self) -> float:
        return self.now


def span_of(session: Session, words: str) -> list[int]:
    start = session.here.text.index(words)
    return [start, start + len(words)]


def go_to(session: Session, words: str) -> None:
    session.here.go_to(session.here.place_at(session.here.text.index(words)))


def make(session: Session, words: str, **fields: object) -> Put:
    """Make a statement over these words and save it."""
    go_to(session, words)
    session.begin()
    fill(session, words, **fields)
    assert session.save() == []
    assert session.draft is None
    put = session.here.selected_statement()
    assert put is not None
    return put


def fill(session: Session, words: str, **fields: object) -> None:
    assert session.draft is not None
    session.draft.values.update(
        {
            "claim": [span_of(session, words)],
            "speaker": [{"name": "the mayor"}],
            "stance": "support",
            "target": {"name": "the plan"},
        }
    )
    session.draft.values.update(fields)  # type: ignore[arg-type]
    session.keep()


def change(session: Session, put: Put, **fields: object) -> Put:
    session.here.select(put.statement)
    session.edit(next(iter(fields)))
    assert session.draft is not None
    session.draft.values.update(fields)  # type: ignore[arg-type]
    assert session.save() == []
    changed = session.here.selected_statement()
    assert changed is not None
    return changed


def saved(session: Session) -> list[Put]:
    return list(session.journal.state.statements())


def standing(session: Session) -> list[tuple[str, object]]:
    return sorted((put.quote, put.fields["stance"]) for put in saved(session))


def mark_at(session: Session, words: str) -> str | None:
    sentences = session.here.article.sentences
    mark = session.here.mark_of(sentences[session.here.place_at(session.here.text.index(words))])
    return mark.state if mark else None
