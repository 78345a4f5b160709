"""What one annotator is doing: where they are, the statement being made, what was saved, undo and redo.

No terminal in here: the screen calls these methods and then shows what they left. A method that changes data
returns only after the event is on the disk; it raises JournalError, and changes nothing, where it is not.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from pydantic import JsonValue
from ulid import ULID

from annotator.clock import WorkClock, written
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Journal
from annotator.corpus.resume import put_aside, read_resume, write_resume
from annotator.deeds import deed_with_quote
from annotator.draft import Draft
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.history import History, reversal
from annotator.names import Names
from annotator.position import Position
from annotator.reading import sentence_at
from annotator.schema import LoadedSchema, Problem
from annotator.statements import (
    Drop,
    Event,
    Fields,
    Mark,
    MarkState,
    Put,
    Reject,
    Subject,
    subject,
    suggestion_key,
)
from annotator.suggesting import Suggestion, accepted, pending
from annotator.validity import (
    closed_list_problems,
    names_in,
    quote,
    reference_problems,
    spans_of,
    text_problems,
)

if TYPE_CHECKING:
    from annotator.suggesters import Suggesters

_KINDS: dict[str, type[Put | Drop | Mark | Reject]] = {
    "put": Put,
    "drop": Drop,
    "mark": Mark,
    "reject": Reject,
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A statement that was left unfinished: in which article, and how many changes had been made by then."""

    draft: Draft
    article: str
    changes: int


class Session:
    """One annotator at work in one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        journal: Journal,
        schema: LoadedSchema,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take up where the annotator left off, or at the first unread sentence.

        Raises StatementError where there are no articles yet, CorpusError and InputError for damaged ones.
        """
        self.corpus = corpus
        self.journal = journal
        self.schema = schema
        self.here = Position(corpus, journal, schema)
        self.names = Names(schema, corpus.entities)
        self.draft: Draft | None = None
        self.also_kept: dict[str, JsonValue] = {}  # beside place and draft
        self.set_aside: SetAside | None = None
        self._as_taken_up: Fields = {}
        """What the draft held when it was taken up: one left like that is nothing to bring back."""
        self.suggestions: list[Suggestion] = []
        """For the article at hand, in reading order; those already dealt with included."""
        self._suggesters: Suggesters | None = None
        self._clock = WorkClock(
            clock, corpus.settings.idle_seconds, journal.events[-1].at if journal.events else None
        )
        self._history = History.of(journal.events)
        for put in self.naming():
            self.names.learn(put.fields)
        self._take_up()

    # -- moving -----------------------------------------------------------------------------------------------

    def open_article(self, article: str, place: int | None = None) -> None:
        """Go to an article: to a sentence of it, or to the first that is unread. Raises CorpusError, InputError."""
        self.here.open_article(article, place)
        self._arrived()

    def step_article(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) article; False where there is none."""
        moved = self.here.step_article(step)
        self._arrived()
        return moved

    def next_unread(self) -> bool:
        """Go to the next unread sentence, in this article or a later one; False if all were read."""
        before = self.here.article.id
        moved = self.here.next_unread()
        if self.here.article.id != before:
            self._arrived()
        return moved

    def next(self) -> bool:
        """Go to the next sentence; one with words of a claim and no mark becomes `done`. False at the end."""
        if self.here.has_claim() and self.here.mark_of(self.here.sentence) is None:
            self.mark("done")
        return self.here.step(1)

    # -- the statement being made -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a new statement in the sentence at hand."""
        self._take(Draft.new(self.schema))

    def edit(self, field_name: str) -> None:
        """Ask for one field of the selected statement; raises StatementError where none is selected."""
        put = self._selected()
        known = {name: value for name, value in put.fields.items() if name in self.schema}
        self._take(Draft(self.schema, self.schema[field_name], known, put.statement, put.origin))

    def duplicate(self) -> None:
        """Start a new statement over the selected one's words; raises StatementError where none is selected."""
        values = dict(self._selected().fields)
        self._take(Draft(self.schema, self.schema.anchor, values).copy_for_another_target())

    def start_suggesting(self) -> None:
        """Suggest statements from now on: a screen that wants to be there first asks for it afterwards."""
        from annotator.suggesters import Suggesters  # noqa: PLC0415 (studies without suggestions need none of it)

        self._suggesters = Suggesters(self.corpus, self.schema)
        self._find_suggestions()
        self.here.said_version += 1

    def pending(self, around: Span | None = None) -> list[Suggestion]:
        """The suggestions of the article, or those that touch a range, that nobody has dealt with."""
        suggestions, puts = self.suggestions, self.here.statements
        if around is not None:
            suggestions = [one for one in suggestions if _touch(one.words, around)]
            puts = [put for put in puts if _touch(self.here.anchor(put), around)]
        return pending(suggestions, self.schema, puts, self.here.rejected)

    def accept(self, suggestion: Suggestion, speaker: Fields | None = None) -> None:
        """Start a statement with what is suggested (by another speaker, if given), and ask for what is open."""
        values = accepted(suggestion, self.suggestions, self.here.statements, self.schema, speaker)
        draft = Draft(self.schema, self.schema.anchor, values, origin=suggestion.origin)
        draft.step_on()
        self._take(draft)

    def reject(self, suggestion: Suggestion) -> None:
        """Decline a suggestion."""
        about = Subject("suggestion", self.here.article.id, suggestion_key(suggestion.origin))
        self._write([self._event("reject", about, {"suggestion": suggestion.origin})])

    def keep(self) -> None:
        """Keep the place and the draft as they are now, so that a crash loses nothing; after each change to it."""
        kept: dict[str, JsonValue] = {
            "article": self.here.article.id,
            "text": self.here.article.text_hash,
            "place": self.here.place,
            "draft": self.draft.as_json() if self.draft else None,
            **self.also_kept,
        }
        try:
            write_resume(self.corpus.cache, self.journal.kept_as, kept)
        except OSError as error:
            self.journal.notices.append(f"the unfinished statement cannot be kept ({error.strerror})")

    def naming(self) -> Iterator[Put]:
        """Yield the statements whose names are on offer."""
        return self.journal.state.statements()

    def problems(self) -> list[Problem]:
        """Say why the draft cannot be saved yet."""
        draft = self.draft
        if draft is None:
            return []
        found = self.schema.problems(draft.values) or text_problems(draft.values, self.schema, self.here.text)
        found = found or reference_problems(draft.values, self.schema, draft.statement, self.here.fields_of)
        return found or closed_list_problems(draft.values, self.schema, self.corpus.entities)

    def save(self) -> list[Problem]:
        """Save the draft. Returns what stands against it (then nothing is saved and the draft stays)."""
        draft = self.draft
        problems = self.problems()
        if draft is None or problems:
            return problems
        values = self.schema.complete(draft.values)
        statement = draft.statement or f"s-{self._clock.ulid()}"
        words = quote(values, self.schema, self.here.text)
        content = {"statement": statement, "fields": values, "quote": words, "origin": draft.origin}
        with self._clock.one_instant():
            put = self._event("put", Subject("statement", "", statement), content)
            self._write([*self._without_none(spans_of(values[self.schema.anchor.name])), put])
        self.names.learn(values, self.here.text)
        self.draft = None
        self.here.select(statement)
        self.keep()
        return []

    def cancel(self) -> bool:
        """Leave the draft; returns whether there is something in it that undo brings back."""
        draft, self.draft = self.draft, None
        worth_keeping = draft is not None and draft.values != self._as_taken_up
        if draft is not None and worth_keeping:
            self.set_aside = SetAside(draft, self.here.article.id, len(self._history.done))
        self.keep()
        return worth_keeping

    # -- other changes ----------------------------------------------------------------------------------------

    def delete(self) -> None:
        """Take the selected statement out; raises StatementError where none is selected."""
        statement = self._selected().statement
        self._write([self._event("drop", Subject("statement", "", statement), {"statement": statement})])
        self.here.go_to(self.here.place)

    def mark(self, state: MarkState | None, note: str | None = None) -> None:
        """Mark the sentence at hand; raises StatementError for `none` where a claim has words."""
        if state == "none" and self.here.has_claim():
            raise StatementError(
                "a claim has words in this sentence: delete it first, or go on to mark it done"
            )
        mark = self.here.mark_of(self.here.sentence)
        sentence = mark.sentence if mark is not None and state is None else self.here.sentence.span
        self._write([self._mark_event(sentence, state, note)])

    def mark_article(self, state: MarkState | None, note: str | None = None) -> None:
        """Mark the whole article (`unusable`), or take that back."""
        self._write([self._mark_event(None, state, note)])

    def undo(self) -> str:
        """Take the last change back, or bring back the draft left since; says what that was, "" if there is none."""
        aside = self.set_aside
        if aside is None or len(self._history.done) > aside.changes:
            return self._reverse(self._history.done)
        if aside.article != self.here.article.id:
            self.open_article(aside.article)
        anchor = spans_of(aside.draft.value(self.schema.anchor))
        if anchor:
            self.here.go_to(self.here.place_at(anchor[0].start))
        self.set_aside = None
        self._take(aside.draft)
        return "left this statement"

    def redo(self) -> str:
        """Do again what was undone last; says how it was undone, "" if there is nothing."""
        return self._reverse(self._history.undone)

    def touch(self) -> None:
        """Count the time since the last key as active, up to the corpus's idle limit."""
        self._clock.touch()

    def close(self) -> None:
        """Keep the place, and give the journal back."""
        self.keep()
        self.journal.close()

    # -- inside -----------------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        kept = read_resume(self.corpus.cache, self.journal.kept_as)
        article, place = kept.get("article"), kept.get("place")
        first = self.corpus.index.entries(0, 1)
        if not first:
            raise StatementError(
                f"{self.corpus.root}: there are no articles yet; add some with: annotator add"
            )
        if isinstance(article, str) and article in self.corpus.index:
            self.here.open_article(article, place if isinstance(place, int) else None)
        else:
            self.here.open_article(first[0].id)
        draft = kept.get("draft")
        if isinstance(draft, dict):
            self._resume(draft, same_text=kept.get("text") == self.here.article.text_hash)
        self._arrived()

    def _resume(self, kept: dict[str, JsonValue], *, same_text: bool) -> None:
        fault = "" if same_text else "its article has changed"
        try:
            self.draft = None if fault else Draft.from_json(kept, self.schema)
        except (KeyError, ValueError):
            fault = "it does not fit the schema any more"
        if fault:
            aside = put_aside(self.corpus.cache, self.journal.kept_as)
            self.journal.notices.append(f"an unfinished statement was put aside in {aside.name}: {fault}")
        elif self.draft is not None:
            self.here.selected = self.draft.statement

    def _arrived(self) -> None:
        article = self.here.article
        self.names.open_article(article.text, self.journal.state.statements(article.id), article.title)
        self._find_suggestions()
        self.keep()

    def _find_suggestions(self) -> None:
        if self._suggesters is not None:
            self.suggestions = self._suggesters.suggestions(self.here.article, self.journal.notices)

    def _take(self, draft: Draft) -> None:
        self.draft, self._as_taken_up = draft, dict(draft.values)
        self.keep()

    def _selected(self) -> Put:
        put = self.here.selected_statement()
        if put is None:
            raise StatementError("no statement is selected here")
        return put

    def _without_none(self, claim: Iterable[Span]) -> list[Event]:
        """Take back each `none` that the words of a new statement prove wrong."""
        return [self._mark_event(mark.sentence, None, None) for mark in self.here.nones_in(claim)]

    def _mark_event(self, sentence: Span | None, state: MarkState | None, note: str | None) -> Event:
        about = Subject("mark", self.here.article.id, sentence)
        return self._event("mark", about, {"sentence": sentence, "state": state, "note": note})

    def _event(
        self, kind: str, about: Subject, content: dict[str, object], undoes: str | None = None
    ) -> Event:
        instant, seconds = self._clock.instant(), self._clock.take_active()
        article = self.here.article
        return _KINDS[kind].model_validate(
            {
                "id": f"e-{ULID.from_timestamp(instant)}",
                "replaces": self.journal.state.heads(about),
                "undoes": undoes,
                "annotator": self.journal.annotator,
                "at": written(instant),
                "seconds": seconds,
                "article": article.id,
                "text": article.text_hash,
                "schema": self.schema.identifier,
                "guidelines": self.corpus.guidelines_identifier,
                **content,
            }
        )

    def _write(self, events: list[Event]) -> None:
        before = self.journal.events
        named = names_in(self.journal.state.statements_of(events), self.schema)
        try:
            self.journal.append(*events)
        except BaseException:
            self._clock.active += sum(event.seconds for event in events)
            raise
        else:
            for event in events:
                self._history.add(event)
        finally:
            if self.journal.events is not before:  # the file had been replaced: everything may be different
                self._history = History.of(self.journal.events)
            self.here.refresh()
        state = self.journal.state
        if named - names_in(state.statements_of(events), self.schema):
            self.names.forget(named - names_in(self.naming(), self.schema))

    def _reverse(self, stack: list[Event]) -> str:
        """Take back the last event and all of the same instant, what one key did; says what that was."""
        act = list(takewhile(lambda event: event.at == stack[-1].at, reversed(stack)))
        if not act:
            return ""
        if act[0].article != self.here.article.id:
            self.open_article(act[0].article)
        with self._clock.one_instant():
            self._write([self._reversal(event) for event in act])
        for put in self.journal.state.statements_of(act):
            if not all(map(self.names.knows, names_in([put], self.schema))):
                self.names.learn(put.fields, self.here.text)
        event = act[0]
        if isinstance(event, Put | Drop) and self.journal.state.statement(event.statement) is not None:
            self.here.select(event.statement)
            return deed_with_quote(event)
        marked = next((one.sentence for one in act if isinstance(one, Mark) and one.sentence), None)
        self.here.go_to(sentence_at(self.here.article.sentences, marked.start) if marked else self.here.place)
        return deed_with_quote(event)

    def _reversal(self, event: Event) -> Event:
        kind, content = reversal(event, self.journal.state)
        return self._event(kind, subject(event), content, undoes=event.id)


def _touch(spans: Sequence[Span], around: Span) -> bool:
    return bool(spans) and spans[0].start < around.end and around.start < spans[-1].end
