"""A corpus of two short articles, and annotators who say things about it."""

from dataclasses import dataclass
from typing import Any, TypeVar

from ulid import ULID

from annotator.corpus.add import add_articles
from annotator.corpus.corpus import Corpus
from annotator.corpus.drafts import Draft, Metadata
from annotator.fields import Span
from annotator.statements import Drop, Event, Mark, MarkState, Put

EventT = TypeVar("EventT", bound=Event)

TEXTS = {
    "harbour": (
        "The mayor said the harbour must stay open. “We will not close it,” she told reporters.\n\n"
        "A dockers' union called the plan reckless. The rain had stopped by noon."
    ),
    "school": "Parents want the school to reopen. The ministry denies that it was ever closed.",
}
OPEN, CLOSE, RAIN = "the harbour must stay open", "We will not close it", "The rain had stopped"
"""Words of `harbour`."""


@dataclass
class Writer:
    """Writes one annotator's events, as the screen would; times are given out by a counter."""

    corpus: Corpus
    annotator: str
    instant: int = 0

    def statement(self, article: str, claim: str, speaker: str = "the mayor", **more: object) -> Put:
        """Record one statement of the built-in schema over the words `claim`."""
        values = self.corpus.schema().complete({
            "claim": [self.span(article, claim)],
            "speaker": [{"name": speaker}],
            "stance": "support",
            "target": {"name": "the plan"},
            **more,
        })  # fmt: skip
        return self.write(Put(**self.common(article), statement=f"s-{ULID()}", fields=values, quote=claim))

    def edit(self, put: Put, **changes: object) -> Put:
        """Change fields of a statement."""
        common = {**self.common(put.article), "replaces": (put.id,)}
        fields = {**put.fields, **changes}
        return self.write(Put(**common, statement=put.statement, fields=fields, quote=put.quote))

    def drop(self, put: Put) -> Drop:
        """Take a statement out."""
        return self.write(Drop(**self.common(put.article), replaces=(put.id,), statement=put.statement))

    def mark(self, article: str, words: str | None, state: MarkState | None, note: str | None = None) -> Mark:
        """Mark the sentence that begins with `words`, or the article."""
        sentence = None if words is None else self.sentence(article, words)
        return self.write(Mark(**self.common(article), sentence=sentence, state=state, note=note))

    def span(self, article: str, words: str) -> list[int]:
        """Return where `words` stand first in an article."""
        start = self.corpus.article(article).text.index(words)
        return [start, start + len(words)]

    def sentence(self, article: str, words: str) -> Span:
        """Return the sentence that begins with `words`."""
        found = self.corpus.article(article)
        return next(s.span for s in found.sentences if found.text[s.start : s.end].startswith(words))

    def write(self, event: EventT) -> EventT:
        """Append an event to the journal."""
        journal = self.corpus.open_journal(self.annotator)
        journal.append(event)
        journal.close()
        return event

    def common(self, article: str) -> dict[str, Any]:
        self.instant += 1
        return {
            "id": f"e-{ULID()}",
            "annotator": self.annotator,
            "at": f"2026-03-01T09:{self.instant // 60:02}:{self.instant % 60:02}.000Z",
            "seconds": 5.0,
            "article": article,
            "text": self.corpus.article(article).text_hash,
            "schema": self.corpus.schema().identifier,
        }


def add_texts(corpus: Corpus, **texts: str) -> None:
    """Add articles of these texts; their names are their ids."""
    drafts = [Draft(name, f"{name}.txt", "0" * 64, text, name) for name, text in texts.items()]
    assert all(outcome.result == "added" for outcome in add_articles(corpus, drafts, "texts", Metadata()))
