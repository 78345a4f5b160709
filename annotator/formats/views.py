"""What an export shows of one article: a row for each statement, or for each sentence that somebody has read.

Rows are plain values with the same keys in the same order; the modules of the formats write them. Nothing is left
out silently: a `Tally` counts and names it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Literal

from annotator.corpus.articles import Article
from annotator.entities import NameList
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.values import Place, field_writers, write_fields
from annotator.reading import Sentence, marks_by_sentence, sentences_of_spans
from annotator.schema import LoadedSchema, Problem
from annotator.statements import READ, Fields, Mark, MarkState, Put, State, Thread
from annotator.validity import reference_problems, spans_of, text_problems

View = Literal["statements", "sentences", "articles", "labels", "audit"]
Row = dict[str, object]
LeftOut = Literal["refused", "needs review", "unusable", "superseded"]


@dataclass(slots=True)
class Tally:
    """What was left out of an export, and why. `say` takes one line for the user."""

    say: Callable[[str], None]
    forked: int = 0
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    said: set[str] = field(default_factory=set)

    @property
    def failed(self) -> bool:
        """Whether something was left out that should be there, once it has been looked at."""
        return self.left_out["refused"] + self.left_out["needs review"] > 0

    def leave_out(self, why: LeftOut, message: str) -> None:
        """Count and name one thing that is not exported, once, however often the corpus is read for one export."""
        if message in self.said:
            return
        self.said.add(message)
        self.left_out[why] += 1
        self.say(f"{message} ({why}: left out)")


@dataclass(frozen=True, slots=True)
class Work:
    """What one annotator did in one article; `state` knows the articles that it supersedes, too."""

    annotator: str
    state: State


def metadata_row(article: Article) -> Row:
    """Return what is known of an article besides its text."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "author": article.author,
        "url": article.url,
        "language": article.language,
    }


class Page:
    """An article as rows show it; made once for all its rows, which share what they repeat."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.id = article.id
        self.text = text = article.text
        self.text_hash = article.text_hash
        self.metadata: Row = {**metadata_row(article), "text_sha256": article.sha256}
        self.sentences: list[Row] = [
            {"start": s.start, "end": s.end, "kind": s.kind, "text": text[s.start : s.end]}
            for s in article.sentences
        ]
        words = [text[s.start : s.end] for s in article.sentences]
        self.before = ["", *words[:-1]]
        """By sentence: the words of the sentence before."""
        self.after = [*words[1:], ""]
        """By sentence: the words of the sentence after."""
        self._starts = [s.start for s in article.sentences]
        self._ends = [s.end for s in article.sentences]
        self._last = len(self._ends) - 1

    def sentences_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices of the first and the last sentence that `[start, end)` touches.

        Between two sentences it is the next one, after all of them the last one.
        """
        ends = self._ends
        first = bisect_right(ends, start, 0, self._last)
        return first, first if end <= ends[first] else bisect_right(ends, end - 1, 0, self._last)

    def place(self, first: int, last: int) -> Place:
        """Return where values are read that are shown with the sentences `first` to `last`."""
        return self.text, self._starts[first], self._ends[last]


@dataclass(slots=True)
class Accepted:
    """A statement that can be exported: its values, as the schema writes them, and the sentences of its anchor."""

    put: Put
    thread: Thread
    values: Mapping[str, object]
    first: int
    last: int
    fields: Row
    """The values as shown with those sentences."""

    @property
    def seconds(self) -> float:
        """Active time spent on the statement; the exact sum does not depend on the order of the events."""
        return round(fsum([event.seconds for event in self.thread.events.values()]), 3)


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with what one annotator, or a gold, has in it."""

    article: Article
    annotator: str
    statements: tuple[Accepted, ...]
    """By id. `values` are as the schema writes them, names as recorded; `fields` are as exports show them."""
    marks: tuple[Mark, ...]


class Rows:
    """Makes the rows of the views `statements` and `sentences`."""

    def __init__(self, schema: LoadedSchema, lists: Mapping[str, NameList], tally: Tally) -> None:
        self._schema = schema
        self._identifier = schema.identifier
        self._anchor = schema.anchor.name
        self._writers = field_writers(schema, lists)
        self._pointing = [spec.name for spec in schema.fields if spec.kind in {"link", "either"}]
        self._tally = tally

    def statements(self, page: Page, works: list[Work]) -> Iterator[Row]:
        """Yield a row for each statement that stands, by annotator and id."""
        for work in self._usable(page, works):
            for accepted, _ in self._standing(page, work):
                if accepted is not None:
                    yield statement_row(page, accepted)

    def articles(self, page: Page, works: list[Work]) -> Iterator[AnnotatedArticle]:
        """Yield the article with what each annotator has in it."""
        for work in self._usable(page, works):
            standing = [accepted for accepted, _ in self._standing(page, work) if accepted is not None]
            marks = sorted(self._marks(page, work), key=_place_of_mark)
            yield AnnotatedArticle(page.article, work.annotator, tuple(standing), tuple(marks))

    def sentences(self, page: Page, works: list[Work]) -> Iterator[Row]:
        """Yield a row for each sentence that was read, by annotator and place, with the claims that have words in it.

        A sentence whose statements cannot all be shown is left out: it would pass for one that holds fewer.
        """
        for work in self._usable(page, works):
            found: dict[Span, list[Accepted]] = {}
            incomplete: set[Span] = set()
            for accepted, values in self._standing(page, work):
                touched = sentences_of_spans(page.article.sentences, spans_of(values.get(self._anchor)))
                for place in touched:
                    if accepted is None:
                        incomplete.add(place)
                    else:
                        found.setdefault(place, []).append(accepted)
            marks = marks_by_sentence(page.article.sentences, self._marks(page, work))
            for index, sentence in enumerate(page.article.sentences):
                mark = marks.get(sentence.span)
                if mark is None or mark.state not in READ:
                    continue
                fault = "a statement of it is left out" if sentence.span in incomplete else None
                if mark.state == "none" and sentence.span in found:
                    fault = "marked `none`, but a claim has words there"
                if fault:
                    self._tally.leave_out("needs review", _sentence_name(page, work, sentence, fault))
                else:
                    here = found.get(sentence.span, [])
                    yield self._sentence_row(page, work, index, mark.state, here)

    def _usable(self, page: Page, works: list[Work]) -> Iterator[Work]:
        """Yield the work of those to whom the article is not unusable, and count what was edited apart."""
        for work in works:
            if any(mark.sentence is None and mark.state == "unusable" for mark in work.state.marks(page.id)):
                self._tally.leave_out("unusable", f"{page.id}: {work.annotator} marked it unusable")
                continue
            for _, thread in work.state.forks():
                self._tally.forked += thread.current.article == page.id
            yield work

    def _marks(self, page: Page, work: Work) -> Iterator[Mark]:
        for mark in work.state.marks(page.id):
            if mark.text == page.text_hash:
                yield mark
            else:
                self._tally.leave_out(
                    "refused", f"{page.id}: {work.annotator}: mark {mark.id}: made on another text"
                )

    def _standing(self, page: Page, work: Work) -> Iterator[tuple[Accepted | None, Fields]]:
        """Yield the statements that stand, None for one left out, with what was recorded."""
        for put, thread in work.state.statement_threads(page.id):
            try:
                accepted = self._accept(page, work, put, thread)
                yield accepted, put.fields
            except _LeftOutError as error:
                name = f"{page.id}: {work.annotator}: statement {put.statement}"
                self._tally.leave_out(error.why, f"{name}: {error}")
                yield None, put.fields

    def _accept(self, page: Page, work: Work, put: Put, thread: Thread) -> Accepted:
        if put.text != page.text_hash:
            raise _LeftOutError("refused", "made on another text than the article has")
        accepted = self._as_recorded(page, put, thread) or self._as_the_schema_reads_it(page, put, thread)
        if accepted.fields[self._anchor]["text"] != put.quote:  # type: ignore[index] # a written passage
            raise _LeftOutError("refused", f"its words in the text are not its quote “{put.quote[:40]}”")
        if self._refers(accepted.values):
            _raise_first("needs review", self._reference_problems(work, accepted))
        return accepted

    def _as_recorded(self, page: Page, put: Put, thread: Thread) -> Accepted | None:
        """Take a statement of the current schema as it is: it was validated when it was made.

        Not by a corpus's own schema: its rules may have changed since, and the fingerprint does not cover them. The
        writers check the shape of each value, so that rows fit the published JSON Schema; where one does not
        fit, None is returned, and the schema has to say why. This is what makes an export fast.
        """
        values = put.fields
        is_current = self._schema.is_built_in and put.schema_ == self._identifier
        if not is_current or len(values) != len(self._writers):
            return None
        try:
            return self._written(page, put, thread, values)
        except (StatementError, LookupError, TypeError, ValueError):
            return None

    def _as_the_schema_reads_it(self, page: Page, put: Put, thread: Thread) -> Accepted:
        _raise_first("needs review", self._schema.problems(put.fields))
        values = self._schema.complete(put.fields)
        _raise_first("refused", text_problems(values, self._schema, page.text))
        return self._written(page, put, thread, values)

    def _written(self, page: Page, put: Put, thread: Thread, values: Mapping[str, object]) -> Accepted:
        first, last = self._sentences_of(page, values[self._anchor])
        fields = write_fields(self._writers, values, page.place(first, last))
        return Accepted(put, thread, values, first, last, fields)

    def _sentences_of(self, page: Page, anchor: object) -> tuple[int, int]:
        try:
            return page.sentences_of(anchor[0][0], anchor[-1][1])  # type: ignore[index] # caught if it is none
        except (TypeError, LookupError):
            raise StatementError("not a passage") from None

    def _reference_problems(self, work: Work, accepted: Accepted) -> list[Problem]:
        def fields_of(statement: str) -> Fields | None:
            put = work.state.statement(statement)
            return put.fields if put else None

        return reference_problems(accepted.values, self._schema, accepted.put.statement, fields_of)

    def _refers(self, values: Mapping[str, object]) -> bool:
        """Tell whether a statement points to another one."""
        for name in self._pointing:
            value = values[name]
            if value and _points(value):
                return True
        return False

    def _sentence_row(
        self, page: Page, work: Work, index: int, mark: MarkState | None, statements: list[Accepted]
    ) -> Row:
        return {
            "article": page.metadata,
            "annotator": work.annotator,
            **page.sentences[index],
            "context_before": page.before[index],
            "context_after": page.after[index],
            "mark": mark,
            "statements": [
                {"id": item.put.statement, "fields": self._fields_in(page, index, item)}
                for item in statements
            ],
        }

    def _fields_in(self, page: Page, index: int, statement: Accepted) -> Row:
        """Return the fields of a statement as shown with one of the sentences that its claim has words in."""
        if statement.first == statement.last == index:
            return statement.fields
        return write_fields(self._writers, statement.values, page.place(index, index))


def statement_row(page: Page, statement: Accepted) -> Row:
    """Return a statement with its article and its sentences as a row of the view `statements`."""
    put, first, last = statement.put, statement.first, statement.last
    text, start, end = page.place(first, last)
    return {
        "id": put.statement,
        "event": put.id,
        "article": page.metadata,
        "annotator": put.annotator,
        "schema": put.schema_,
        "guidelines": put.guidelines,
        "at": put.at,
        "seconds": statement.seconds,
        "origin": put.origin.kind,
        "sentences": page.sentences[first : last + 1],
        "text": text[start:end],
        "context_before": page.before[first],
        "context_after": page.after[last],
        "fields": statement.fields,
    }


class _LeftOutError(Exception):
    """A statement that is not exported, and why."""

    def __init__(self, why: LeftOut, message: str) -> None:
        super().__init__(message)
        self.why = why


def _raise_first(why: LeftOut, problems: list[Problem]) -> None:
    if problems:
        raise _LeftOutError(why, str(problems[0]))


def _place_of_mark(mark: Mark) -> tuple[int, int]:
    return mark.sentence or (-1, -1)


def _points(value: object) -> bool:
    """Tell whether a value of a link or an either field holds a reference."""
    if isinstance(value, list):
        return any(map(_points, value))
    return isinstance(value, dict) and "statement" in value


def _sentence_name(page: Page, work: Work, sentence: Sentence, fault: str) -> str:
    return f"{page.id}: {work.annotator}: sentence [{sentence.start}, {sentence.end}): {fault}"
