"""What an export shows of one article: a row for each statement, or for each sentence that somebody has read.

Rows are plain values with the same keys in the same order; the modules of the formats write them. Nothing is left
out silently: a `Tally` counts and names it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from typing import Literal, NamedTuple

from annotator.corpus.articles import Article
from annotator.entities import NameList
from annotator.errors import StatementError
from annotator.formats.values import Place, field_writers, write_fields
from annotator.reading import Sentence, marks_by_sentence
from annotator.schema import LoadedSchema, Problem
from annotator.statements import READ, Fields, Mark, MarkState, Put, State, Subject, Thread
from annotator.validity import reference_problems, text_problems

View = Literal["statements", "sentences", "audit"]
Row = dict[str, object]
LeftOut = Literal["refused", "needs review", "unusable", "superseded"]


@dataclass(slots=True)
class Tally:
    """What was exported, and what was left out and why. `say` takes one line for the user."""

    say: Callable[[str], None]
    rows: int = 0
    forked: int = 0
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    @property
    def failed(self) -> bool:
        """Whether something was refused, and not only left out for now."""
        return self.left_out["refused"] > 0

    def leave_out(self, why: LeftOut, message: str) -> None:
        """Count and name one thing that is not exported."""
        self.left_out[why] += 1
        self.say(f"{message} ({why}: left out)")


@dataclass(frozen=True, slots=True)
class Work:
    """What one annotator did in one article; `state` knows the articles that it supersedes, too."""

    annotator: str
    state: State


@dataclass(frozen=True)
class Page:
    """An article as rows show it."""

    article: Article

    @cached_property
    def metadata(self) -> Row:
        """What is known of the article, with the hash of its text."""
        article = self.article
        return {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "author": article.author,
            "url": article.url,
            "language": article.language,
            "text_sha256": article.sha256,
        }

    @cached_property
    def sentences(self) -> list[Row]:
        """The sentences with their words."""
        return [
            {"start": s.start, "end": s.end, "kind": s.kind, "text": self.article.text[s.start : s.end]}
            for s in self.article.sentences
        ]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.article.sentences]

    @cached_property
    def _ends(self) -> list[int]:
        return [sentence.end for sentence in self.article.sentences]

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds `offset`, or of the next one; the last one at the end."""
        return min(bisect_right(self._ends, offset), len(self._ends) - 1)

    def sentences_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices of the first and the last sentence that `[start, end)` touches."""
        first = self.sentence_at(start)
        return first, first if end <= self._ends[first] else self.sentence_at(end - 1)

    def before(self, index: int) -> object:
        """Return the words of the sentence before."""
        return self.sentences[index - 1]["text"] if index else ""

    def after(self, index: int) -> object:
        """Return the words of the sentence after."""
        return self.sentences[index + 1]["text"] if index + 1 < len(self.sentences) else ""

    def place(self, first: int, last: int) -> Place:
        """Return where values are read that are shown with the sentences `first` to `last`."""
        return Place(self.article.text, self._starts[first], self._ends[last])


class Accepted(NamedTuple):
    """A statement that can be exported: its values, as the schema writes them, and the sentences of its anchor."""

    put: Put
    values: Mapping[str, object]
    first: int
    last: int
    place: Place
    fields: Row
    """The values as shown with those sentences."""


class Rows:
    """Makes the rows of the views `statements` and `sentences`."""

    def __init__(self, schema: LoadedSchema, lists: Mapping[str, NameList], tally: Tally) -> None:
        self._schema = schema
        self._identifier = schema.identifier
        self._anchor = schema.anchor.name
        self._writers = field_writers(schema, lists)
        self._names = {spec.name for spec in schema.fields}
        self._pointing = [spec.name for spec in schema.fields if spec.kind in {"link", "either"}]
        self._tally = tally

    def statements(self, page: Page, works: list[Work]) -> Iterator[Row]:
        """Yield a row for each statement that stands, by annotator and id."""
        for work in self._usable(page, works):
            for accepted, _ in self._standing(page, work):
                if accepted is not None:
                    yield self._statement_row(page, work, accepted)

    def sentences(self, page: Page, works: list[Work]) -> Iterator[Row]:
        """Yield a row for each sentence that was read, by annotator and place.

        A sentence whose statements cannot all be shown is left out: it would pass for one that holds fewer.
        """
        for work in self._usable(page, works):
            found: dict[int, list[Accepted]] = {}
            incomplete: set[int] = set()
            for accepted, index in self._standing(page, work):
                if accepted is None:
                    incomplete.add(index)
                else:
                    found.setdefault(index, []).append(accepted)
            marks = marks_by_sentence(page.article.sentences, self._marks(page, work))
            for index, sentence in enumerate(page.article.sentences):
                mark = marks.get(sentence.span)
                if mark is None or mark.state not in READ:
                    continue
                fault = "a statement of it is left out" if index in incomplete else None
                if mark.state == "none" and index in found:
                    fault = "marked `none`, but a statement starts there"
                if fault:
                    self._tally.leave_out("needs review", _sentence_name(page, work, sentence, fault))
                else:
                    yield self._sentence_row(page, work, index, mark.state, found.get(index, []))

    def _usable(self, page: Page, works: list[Work]) -> Iterator[Work]:
        """Yield the work of those to whom the article is not unusable, and count what was edited apart."""
        article = page.article.id
        for work in works:
            if any(mark.sentence is None and mark.state == "unusable" for mark in work.state.marks(article)):
                self._tally.leave_out("unusable", f"{article}: {work.annotator} marked it unusable")
                continue
            for _, thread in work.state.forks():
                self._tally.forked += thread.current.article == article
            yield work

    def _marks(self, page: Page, work: Work) -> Iterator[Mark]:
        for mark in work.state.marks(page.article.id):
            if mark.text == page.article.text_hash:
                yield mark
            else:
                self._tally.leave_out(
                    "refused", f"{page.article.id}: {work.annotator}: mark {mark.id}: made on another text"
                )

    def _standing(self, page: Page, work: Work) -> Iterator[tuple[Accepted | None, int]]:
        """Yield the statements that stand, None for one left out, with the sentence that each starts in."""
        for put in work.state.statements(page.article.id):
            try:
                accepted = self._accept(page, work, put)
                yield accepted, accepted.first
            except _LeftOutError as error:
                self._tally.leave_out(
                    error.why, f"{page.article.id}: {work.annotator}: statement {put.statement}: {error}"
                )
                yield None, self._first_sentence(page, put.fields)

    def _accept(self, page: Page, work: Work, put: Put) -> Accepted:
        if put.text != page.article.text_hash:
            raise _LeftOutError("refused", "made on another text than the article has")
        accepted = self._as_recorded(page, put) or self._as_the_schema_reads_it(page, put)
        if accepted.fields[self._anchor]["text"] != put.quote:  # type: ignore[index] # a written passage
            raise _LeftOutError("refused", f"its words in the text are not its quote “{put.quote[:40]}”")
        if any(_points(accepted.values[name]) for name in self._pointing):
            _raise_first("needs review", self._reference_problems(work, accepted))
        return accepted

    def _as_recorded(self, page: Page, put: Put) -> Accepted | None:
        """Take a statement of the current schema as it is: it was validated when it was made.

        The writers check the shape of each value, so that rows fit the published JSON Schema; where one does not
        fit, None is returned, and the schema has to say why. This is what makes an export fast.
        """
        if put.schema_ != self._identifier or put.fields.keys() != self._names:
            return None
        try:
            return self._written(page, put, put.fields)
        except (StatementError, LookupError, TypeError, ValueError):
            return None

    def _as_the_schema_reads_it(self, page: Page, put: Put) -> Accepted:
        _raise_first("needs review", self._schema.problems(put.fields))
        values = self._schema.complete(put.fields)
        _raise_first("refused", text_problems(values, self._schema, page.article.text))
        return self._written(page, put, values)

    def _written(self, page: Page, put: Put, values: Mapping[str, object]) -> Accepted:
        first, last = self._sentences_of(page, values[self._anchor])
        place = page.place(first, last)
        return Accepted(put, values, first, last, place, write_fields(self._writers, values, place))

    def _first_sentence(self, page: Page, values: Mapping[str, object]) -> int:
        """Return where a statement that is left out starts, as far as one can tell; -1 where not."""
        try:
            return self._sentences_of(page, values.get(self._anchor))[0]
        except StatementError:
            return -1

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

    def _statement_row(self, page: Page, work: Work, accepted: Accepted) -> Row:
        put, _, first, last, place, fields = accepted
        thread = work.state.threads[Subject("statement", "", put.statement)]
        return {
            "id": put.statement,
            "event": put.id,
            "article": page.metadata,
            "annotator": put.annotator,
            "schema": put.schema_,
            "guidelines": put.guidelines,
            "at": put.at,
            "seconds": _seconds(thread),
            "origin": put.origin.kind,
            "sentences": page.sentences[first : last + 1],
            "text": place.text[place.start : place.end],
            "context_before": page.before(first),
            "context_after": page.after(last),
            "fields": fields,
        }

    def _sentence_row(
        self, page: Page, work: Work, index: int, mark: MarkState | None, statements: list[Accepted]
    ) -> Row:
        place = page.place(index, index)
        return {
            "article": page.metadata,
            "annotator": work.annotator,
            **page.sentences[index],
            "context_before": page.before(index),
            "context_after": page.after(index),
            "mark": mark,
            "statements": [
                {"id": item.put.statement, "fields": write_fields(self._writers, item.values, place)}
                for item in statements
            ],
        }


class _LeftOutError(Exception):
    """A statement that is not exported, and why."""

    def __init__(self, why: LeftOut, message: str) -> None:
        super().__init__(message)
        self.why = why


def _raise_first(why: LeftOut, problems: list[Problem]) -> None:
    if problems:
        raise _LeftOutError(why, str(problems[0]))


def _seconds(thread: Thread) -> float:
    """Return the active time spent on a statement; the exact sum does not depend on the order of the events."""
    return round(fsum([event.seconds for event in thread.events.values()]), 3)


def _points(value: object) -> bool:
    """Tell whether a value of a link or an either field holds a reference."""
    if isinstance(value, list):
        return any(map(_points, value))
    return isinstance(value, dict) and "statement" in value


def _sentence_name(page: Page, work: Work, sentence: Sentence, fault: str) -> str:
    return f"{page.article.id}: {work.annotator}: sentence [{sentence.start}, {sentence.end}): {fault}"
