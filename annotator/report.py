"""How far the annotators are: counts over their events. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.acceptance import Acceptance, acceptance
from annotator.reading import Sentence, marks_by_sentence
from annotator.schema import LoadedSchema
from annotator.statements import READ, Event, State
from annotator.validity import reference_problems


@dataclass(frozen=True, slots=True)
class ArticleProgress:
    """What one annotator has done in one article. Only sentences of the body count: the rest is passed over."""

    annotator: str
    article: str
    read: int
    sentences: int
    statements: int
    seconds: float
    unusable: bool

    @property
    def finished(self) -> bool:
        """Whether nothing is left to read."""
        return self.unusable or self.read == self.sentences


@dataclass(frozen=True, slots=True)
class AnnotatorProgress:
    """What one annotator has done in the corpus."""

    annotator: str
    statements: int
    marks: dict[str, int]
    seconds: float
    """Active time, idle time cut off."""
    forks: int
    needs_review: int
    """Statements that the schema does not accept, or that point to one that is gone."""
    superseded: int
    """Statements in articles that are not listed: their text was corrected, and they could not be carried over."""
    damaged: int
    """Lines of the journal that are no events."""
    articles: list[ArticleProgress] = field(default_factory=list)
    suggestions: dict[str, Acceptance] = field(default_factory=dict)
    """By suggester."""

    @property
    def read(self) -> int:
        """Sentences read, over all articles."""
        return sum(progress.read for progress in self.articles)

    @property
    def finished(self) -> int:
        """Articles with nothing left to read."""
        return sum(progress.finished for progress in self.articles)


def annotator_progress(
    annotator: str,
    events: Iterable[Event],
    damaged: int,
    schema: LoadedSchema,
    sentences_of: Callable[[str], Sequence[Sentence] | None],
) -> AnnotatorProgress:
    """Count what one annotator's events amount to; `sentences_of` returns None for an article that is not listed."""
    events = [event for event in events if event.annotator == annotator]
    state = State(events)
    seconds: dict[str, float] = defaultdict(float)
    for event in state.by_id.values():
        seconds[event.article] += event.seconds
    statements = list(state.statements())
    listed = {article: found for article in sorted(seconds) if (found := sentences_of(article)) is not None}
    return AnnotatorProgress(
        annotator,
        len(statements),
        dict(Counter(str(mark.state) for mark in state.marks())),
        round(sum(seconds.values()), 1),
        sum(1 for _ in state.forks()),
        sum(1 for put in statements if needs_review(put.statement, put.fields, schema, state)),
        sum(1 for put in statements if put.article not in listed),
        damaged,
        [
            article_progress(annotator, article, found, state, seconds[article])
            for article, found in listed.items()
        ],
        acceptance(state),
    )


def article_progress(
    annotator: str, article: str, sentences: Sequence[Sentence], state: State, seconds: float
) -> ArticleProgress:
    """Count what one annotator has done in one article."""
    marks = list(state.marks(article))
    by_sentence = marks_by_sentence(sentences, marks)
    body = [sentence for sentence in sentences if sentence.kind == "body"]
    return ArticleProgress(
        annotator,
        article,
        sum(
            1
            for sentence in body
            if sentence.span in by_sentence and by_sentence[sentence.span].state in READ
        ),
        len(body),
        sum(1 for _ in state.statements(article)),
        round(seconds, 1),
        any(mark.sentence is None and mark.state == "unusable" for mark in marks),
    )


def needs_review(statement: str, fields: Mapping[str, object], schema: LoadedSchema, state: State) -> bool:
    """Tell whether a statement that stands is no longer acceptable as it is."""

    def fields_of(other: str) -> object:
        put = state.statement(other)
        return put.fields if put else None

    return bool(schema.problems(fields)) or bool(reference_problems(fields, schema, statement, fields_of))


def duration(seconds: float) -> str:
    """Return a time as people read it: `1 h 05 min`, `12 min`, `40 s`."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{round(seconds)} s"
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
