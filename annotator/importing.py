"""Other programs' annotations into a corpus: texts that it lacks become articles, statements one annotator's journal.

All that was read is taken, or nothing: articles and journal appear when every statement has been looked at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from pydantic import JsonValue
from ulid import ULID

from annotator.carrying import carried_fields
from annotator.corpus.add import changing_articles, free_name, frozen
from annotator.corpus.articles import Article, article_line, sentences_fault
from annotator.corpus.clean import clean, moved
from annotator.corpus.corpus import Corpus
from annotator.corpus.drafts import Draft, Metadata, Refusal
from annotator.corpus.ids import Taken
from annotator.corpus.lines import MAX_LINE, whole_file
from annotator.errors import InputError
from annotator.fields import Span
from annotator.formats.format import ImportedArticle, ImportedMark, ImportedStatement
from annotator.reading import Sentence, sentences_of_spans
from annotator.schema import LoadedSchema
from annotator.statements import Fields, Mark, MarkState, Origin, Put, event_line
from annotator.validity import (
    closed_list_problems,
    quote,
    reference_problems,
    references,
    spans_of,
    text_problems,
)


@dataclass(frozen=True, slots=True)
class Importer:
    """For whom, from which format and when something is imported."""

    annotator: str
    format: str
    version: str
    at: datetime
    all_read: bool = False
    """Whether every body sentence was read: those without a statement are marked `none`, the others `done`."""


@dataclass(slots=True)
class Imported:
    """How much was imported."""

    added: int = 0
    """Articles that the corpus did not have."""
    known: int = 0
    """Articles whose text it had already."""
    statements: int = 0
    needs_review: int = 0
    """Statements, of those, that `annotator check` finds fault with: an answer that is missing, for one."""
    marks: int = 0
    taken_back: int = 0
    """Marks `none` that were not taken: a claim has words in the sentence."""
    refused: int = 0


def import_into(
    corpus: Corpus,
    schema: LoadedSchema,
    found: Iterable[ImportedArticle | Refusal],
    importer: Importer,
    refuse: Callable[[Refusal], None],
    *,
    skip_refused: bool,
) -> Imported:
    """Take what a format has read into the corpus, as the journal of a new annotator.

    Each thing that does not fit goes to `refuse`. Raises InputError where there was any, unless `skip_refused`, and
    where the annotator has a journal already; LockedError while another program changes the articles. Then nothing
    has been imported.
    """
    if corpus.known_annotator(importer.annotator) is not None:
        raise InputError(f"{importer.annotator} has a journal here already; import under another name")
    with changing_articles(corpus), ExitStack() as files:
        journal = files.enter_context(whole_file(corpus.annotations_folder / f"{importer.annotator}.jsonl"))
        intake = _Intake(corpus, schema, importer, files, refuse)
        for item in found:
            if isinstance(item, Refusal):
                intake.refuse(item.where, item.reason)
            else:
                for event in intake.events(item):
                    journal.write(event_line(event))
        if intake.imported.refused and not skip_refused:
            raise InputError(f"nothing was imported: {intake.imported.refused} refused (named above)")
    corpus.index.refresh()
    return intake.imported


class _Intake:
    """One import: articles as they come, each with the events that it amounts to."""

    def __init__(
        self,
        corpus: Corpus,
        schema: LoadedSchema,
        importer: Importer,
        files: ExitStack,
        refuse: Callable[[Refusal], None],
    ) -> None:
        self.imported = Imported()
        self._corpus, self._schema, self._importer, self._files = corpus, schema, importer, files
        self._say = refuse
        self._taken = Taken(corpus.index.of_text, corpus.index.__contains__)
        files.callback(self._taken.close)
        self._superseded = corpus.index.superseded()
        self._articles: IO[bytes] | None = None
        self._seen: set[str] = set()

    def refuse(self, where: str, reason: str) -> None:
        """Name what is not taken."""
        self.imported.refused += 1
        self._say(Refusal(where, reason))

    def events(self, found: ImportedArticle) -> Iterator[Put | Mark]:
        """Yield the events that an article's statements and marks become; the article is written if it is new."""
        for refusal in found.refused:
            self.refuse(refusal.where, refusal.reason)
        moves = None
        if found.text is not None and (text := clean(found.text)) != found.text:
            moves = _Moves(found.text)
            found = replace(
                found,
                text=text,
                sentences=moves.sentences(found.sentences),
                marks=tuple(replace(mark, sentence=moves.span(mark.sentence)) for mark in found.marks),
            )
        try:
            article = self._article(found)
        except InputError as error:
            self.refuse(found.where, str(error))
            return
        refused = self.imported.refused
        puts = self._puts(found, article, moves)
        complete = not found.refused and self.imported.refused == refused
        marks = list(self._marks(found, article, puts, complete=complete))
        self.imported.statements += len(puts)
        self.imported.needs_review += self._needing_review(puts)
        self.imported.marks += len(marks)
        yield from puts
        yield from marks

    def _article(self, found: ImportedArticle) -> Article:
        """Return the corpus's article of this text, or a new one; raises InputError."""
        if found.text is None:
            sha256 = found.sha256
        else:
            made = _made(found, self._corpus.settings.language)
            sha256 = made.sha256
        known = self._known(sha256)
        if known in self._seen:
            raise InputError(f"the text of {known} comes twice; import the work of one annotator at a time")
        if known is not None:
            self.imported.known += 1
            self._seen.add(known)
            return self._corpus.article(known)
        if found.text is None:
            raise InputError("it has no text, and the corpus has none of this hash")
        article = made.model_copy(update={"id": self._taken.new_id(made.id)})
        line = article_line(article)
        if len(line) > MAX_LINE:
            raise InputError(f"longer than {MAX_LINE // 2**20} MiB with its sentences")
        if self._articles is None:
            path = self._corpus.articles_folder / free_name(self._corpus, self._importer.format)
            self._articles = self._files.enter_context(whole_file(path))
        self._articles.write(line)
        self._taken.take(sha256, article.id)
        self._seen.add(article.id)
        self.imported.added += 1
        return article

    def _known(self, sha256: str) -> str | None:
        """Return the article that has this text; raises InputError where a corrected one has taken its place."""
        known = self._taken.of_text(sha256)
        if known in self._superseded:
            raise InputError(f"its text is that of {known}, which {self._superseded[known]} has replaced")
        return known

    def _puts(self, found: ImportedArticle, article: Article, moves: "_Moves | None") -> list[Put]:
        """Return the statements that can be taken; one that points to a refused one is refused too."""
        ids: dict[str, str] = {}
        first = []
        for statement in found.statements:
            if statement.key in ids:
                self.refuse(statement.where, f"a second statement is called {statement.key}")
            else:
                ids[statement.key] = f"s-{ULID()}"
                first.append(statement)
        fitted: dict[str, Fields] = {}
        for statement in first:
            try:
                fitted[ids[statement.key]] = self._fitted(statement, article, ids, moves)
            except InputError as error:
                self.refuse(statement.where, str(error))
        self._refuse_lost({ids[statement.key]: statement.where for statement in first}, fitted)
        return [self._put(article, statement, values) for statement, values in fitted.items()]

    def _refuse_lost(self, places: Mapping[str, str], fitted: dict[str, Fields]) -> None:
        """Take out what points to a refused statement, directly or through others; `places` has all by id."""
        pointing: defaultdict[str, list[str]] = defaultdict(list)
        for statement, values in fitted.items():
            for _, target in references(values, self._schema):
                pointing[target].append(statement)
        waiting = [statement for statement in places if statement not in fitted]
        while waiting:
            for statement in pointing[waiting.pop()]:
                if fitted.pop(statement, None) is not None:
                    self.refuse(places[statement], "it points to a statement that is refused")
                    waiting.append(statement)

    def _fitted(
        self, statement: ImportedStatement, article: Article, ids: Mapping[str, str], moves: "_Moves | None"
    ) -> Fields:
        """Return the values of a statement as they will be recorded; raises InputError."""
        values: Fields = {name: _with_ids(value, ids) for name, value in statement.values.items()}  # type: ignore[misc]
        unknown = [name for name in values if name not in self._schema]
        if unknown:
            raise InputError(f"the schema has no field “{unknown[0]}”")
        if moves is not None:
            values = carried_fields(values, self._schema, moves)
        faults = [
            problem
            for problem in self._schema.problems(values)
            if problem.field is None or problem.field in values
        ] or text_problems(values, self._schema, article.text)
        if faults:
            raise InputError(str(faults[0]))
        if not values.get(self._schema.anchor.name):
            raise InputError(f"it has no {self._schema.anchor.label}")
        return values

    def _put(self, article: Article, statement: str, values: Fields) -> Put:
        if not self._schema.problems(values):
            values = self._schema.complete(values)
        return Put.model_validate(
            {
                **self._common(article),
                "statement": statement,
                "fields": values,
                "quote": quote(values, self._schema, article.text),
                "origin": Origin(kind="import", by=self._importer.format, version=self._importer.version),
            }
        )

    def _needing_review(self, puts: list[Put]) -> int:
        fields = {put.statement: put.fields for put in puts}
        lists = self._corpus.entities
        return sum(
            bool(
                self._schema.problems(values)
                or reference_problems(values, self._schema, statement, fields.get)
                or closed_list_problems(values, self._schema, lists)
            )
            for statement, values in fields.items()
        )

    def _marks(
        self, found: ImportedArticle, article: Article, puts: list[Put], *, complete: bool
    ) -> Iterator[Mark]:
        """Yield the marks that can be taken. Unless all statements were, which sentences are `done` is not known."""
        anchor = self._schema.anchor.name
        claimed = sentences_of_spans(
            article.sentences, (span for put in puts for span in spans_of(put.fields[anchor]))
        )
        sentences = {sentence.span for sentence in article.sentences}
        taken: set[Span | None] = set()
        for mark in found.marks:
            fault = _mark_fault(mark, sentences, taken)
            if not fault and mark.state == "done" and not complete:
                fault = f"{_mark_name(mark)}, where a statement that is refused may be"
            if fault:
                self.refuse(found.where, fault)
            elif mark.state == "none" and mark.sentence in claimed:
                self.imported.taken_back += 1
            else:
                taken.add(mark.sentence)
                yield self._mark(article, mark)
        if self._importer.all_read and complete:
            for sentence in article.sentences:
                state: MarkState = "done" if sentence.span in claimed else "none"
                if sentence.span not in taken and (sentence.kind == "body" or state == "done"):
                    yield self._mark(article, ImportedMark(sentence.span, state))

    def _mark(self, article: Article, mark: ImportedMark) -> Mark:
        content = {"sentence": mark.sentence, "state": mark.state, "note": mark.note}
        return Mark.model_validate({**self._common(article), **content})

    def _common(self, article: Article) -> dict[str, object]:
        return {
            "id": f"e-{ULID()}",
            "annotator": self._importer.annotator,
            "at": f"{self._importer.at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
            "article": article.id,
            "text": article.text_hash,
            "schema": self._schema.identifier,
            "guidelines": self._corpus.guidelines_identifier,
        }


class _Moves:
    """Where the ranges of a text stand when it has been cleaned, as every text is before it is frozen."""

    def __init__(self, raw: str) -> None:
        self._places = moved(raw)

    def span(self, span: Span | None) -> Span | None:
        """Return a range at its new place; one outside the text stays, to be refused as what it is."""
        if span is None or not 0 <= span.start <= span.end < len(self._places):
            return span
        return Span(self._places[span.start], self._places[span.end])

    def passage(self, value: object) -> JsonValue:
        """Return a passage, as JSON has it, at its new place."""
        return [[self._places[start], self._places[end]] for start, end in spans_of(value)]

    def sentences(self, sentences: tuple[Sentence, ...] | None) -> tuple[Sentence, ...] | None:
        """Return sentences at their new places."""
        if sentences is None:
            return None
        return tuple(Sentence(*(self.span(one.span) or one.span), one.kind) for one in sentences)


def _made(found: ImportedArticle, language: str) -> Article:
    """Return the article as it will be frozen, `language` being the corpus's; raises InputError."""
    assert found.text is not None
    draft = Draft(found.where, found.source, found.sha256, found.text, found.name, found.metadata)
    article = frozen(draft, Metadata(), language)
    if found.sentences is None:
        return article
    fault = sentences_fault(article.text, found.sentences)
    if fault:
        raise InputError(f"its sentences do not fit its text: {fault}")
    segmenter = found.segmenter or article.segmenter
    return article.model_copy(update={"sentences": found.sentences, "segmenter": segmenter})


def _with_ids(value: object, ids: Mapping[str, str]) -> object:
    """Return a value with ids of ours in its references; raises InputError for one that leads nowhere."""
    if isinstance(value, list):
        return [_with_ids(item, ids) for item in value]
    if not isinstance(value, dict) or "statement" not in value:
        return value
    key = value["statement"]
    if not isinstance(key, str) or key not in ids:
        raise InputError(f"it points to “{key}”, which is no statement of the file")
    return {"statement": ids[key]}


def _mark_fault(mark: ImportedMark, sentences: set[Span], taken: set[Span | None]) -> str | None:
    """Say why a mark cannot be taken beside those that were, or None."""
    if (mark.sentence is None) != (mark.state == "unusable"):
        return f"{_mark_name(mark)}: an article is marked unusable, a sentence in any other way"
    if mark.sentence is not None and mark.sentence not in sentences:
        return f"{_mark_name(mark)}, which is no sentence"
    return f"{_mark_name(mark)}, which has one" if mark.sentence in taken else None


def _mark_name(mark: ImportedMark) -> str:
    where = "the article" if mark.sentence is None else "[{}, {})".format(*mark.sentence)
    return f"the mark {mark.state} is on {where}"
