"""What several annotators have to say, article by article: what alignment, agreement and merging work on.

What cannot be taken (over another text, not fitting, in need of review) is named and left out; the sentences that it
touches then do not count as read by that annotator, for they would pass for sentences that hold less.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from annotator.by_article import Families, Journals, articles_named
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.errors import InputError
from annotator.formats.views import LeftOut, Tally
from annotator.gold import Voice, voice
from annotator.reading import sentences_of_spans
from annotator.schema import LoadedSchema
from annotator.statements import Event, Put, State
from annotator.validity import quote, reference_problems, spans_of, text_problems


@dataclass(frozen=True, slots=True)
class Source:
    """Where a voice comes from: journal files, and whose events in them count (None: everybody's)."""

    name: str
    paths: tuple[Path, ...]
    annotator: str | None


class Heard(NamedTuple):
    """An article with the voices of all who have read some of it or made a statement in it."""

    article: Article
    voices: list[Voice]


def sources(corpus: Corpus, names: Sequence[str]) -> list[Source]:
    """Return the annotators called so, or the journal files at these paths; without names, all annotators.

    A file is one voice, named after the file. Raises InputError for names that are neither, or are given twice.
    """
    journals = corpus.journal_paths()
    found = [_source(corpus, name, journals) for name in names or sorted(journals)]
    for number, source in enumerate(found):
        if source.name in {other.name for other in found[:number]}:
            raise InputError(f"“{source.name}” is named twice")
    return found


def _source(corpus: Corpus, name: str, journals: dict[str, list[Path]]) -> Source:
    if name in journals:
        return Source(name, tuple(journals[name]), name)
    path = Path(name)
    if path.is_file():
        return Source(path.stem, (path,), None)
    known = ", ".join(sorted(journals)) or "nobody yet"
    raise InputError(f"“{name}” is neither an annotator of {corpus.root} ({known}) nor a file")


def heard(
    corpus: Corpus,
    schema: LoadedSchema,
    chosen: Sequence[Source],
    tally: Tally,
    also: Collection[str] = (),
) -> Iterator[Heard]:
    """Yield what the sources have to say, in the order of the article files; what is left out goes to `tally`.

    Articles that nobody has worked on are passed over, unless they are among `also`; so are superseded ones.

    Raises InputError where a source is about no article of this corpus, JournalError for an unreadable journal.
    """
    families = Families(corpus)
    with ExitStack() as stack:
        opened = [(source, stack.enter_context(Journals(source.paths, tally))) for source in chosen]
        wanted: set[str] = set()
        for source, journals in opened:
            about = journals.articles()
            if source.annotator is None and not about and any(path.stat().st_size for path in source.paths):
                raise InputError(
                    f"{source.paths[0]}: no line of it is an event of a journal "
                    "(proposals are taken in by annotator suggest --from, datasets by annotator import)"
                )
            if about and not any(article in corpus.index for article in about):
                raise InputError(f"{source.paths[0]}: nothing in it is about an article of this corpus")
            wanted |= about
        wanted |= set(also)
        for article in articles_named(corpus, wanted):
            listener = _Listener(article, schema, tally, families.superseded.get(article.id))
            family = families.of(article.id)
            voices = [listener.voice(source, _own(source, journals, family)) for source, journals in opened]
            if article.id not in families.superseded:
                yield Heard(article, [one for one in voices if one is not None])
        for article_id in sorted(wanted - set(also)):
            for _, journals in opened:
                for place in journals.places(article_id):
                    tally.leave_out("refused", f"{place}: about “{article_id}”, which is not in the corpus")


def _own(source: Source, journals: Journals, family: list[str]) -> list[Event]:
    by_annotator = journals.events(family)
    if source.annotator is not None:
        return by_annotator.get(source.annotator, [])
    return [event for events in by_annotator.values() for event in events]


class _Listener:
    """Takes from each annotator what is acceptable of an article."""

    def __init__(
        self, article: Article, schema: LoadedSchema, tally: Tally, superseded_by: str | None
    ) -> None:
        self._article = article
        self._schema = schema
        self._tally = tally
        self._superseded_by = superseded_by

    def voice(self, source: Source, events: list[Event]) -> Voice | None:
        """Return what an annotator has to say, or None where that is nothing."""
        article, state = self._article, State(events)
        self._tally.forked += sum(thread.current.article == article.id for _, thread in state.forks())
        statements = list(state.statements(article.id))
        marks = list(state.marks(article.id))
        unusable = any(mark.sentence is None and mark.state == "unusable" for mark in marks)
        if self._superseded_by is not None or unusable:
            for put in statements:
                why = "marked unusable" if unusable else f"replaced by {self._superseded_by}"
                self._leave_out("unusable" if unusable else "superseded", source, put, why)
            return None
        text_hash = article.text_hash
        sound = [mark for mark in marks if mark.text == text_hash]
        for mark in marks if len(sound) < len(marks) else ():
            if mark.text != text_hash:
                name = f"{article.id}: {source.name}: mark {mark.id}"
                self._tally.leave_out("refused", f"{name}: made on another text")
        taken = [put for put in statements if self._acceptable(source, put, state)]
        if not taken and not sound:
            return None
        found = voice(source.name, taken, sound, article.sentences)
        refused = {put.statement for put in statements} - {put.statement for put in taken}
        unread = {
            span
            for put in statements
            if put.statement in refused
            for span in sentences_of_spans(
                article.sentences, spans_of(put.fields.get(self._schema.anchor.name))
            )
        }
        return Voice(found.annotator, found.statements, found.read - unread)

    def _acceptable(self, source: Source, put: Put, state: State) -> bool:
        fault = self._fault(put, state)
        if fault is not None:
            self._leave_out(fault[0], source, put, fault[1])
        return fault is None

    def _fault(self, put: Put, state: State) -> tuple[LeftOut, str] | None:
        """Say why a statement cannot be taken, if it cannot."""

        def fields_of(statement: str) -> object:
            other = state.statement(statement)
            return other.fields if other else None

        if put.text != self._article.text_hash:
            return "refused", "made on another text than the article has"
        if problems := self._schema.problems(put.fields):
            return "needs review", str(problems[0])
        if problems := text_problems(put.fields, self._schema, self._article.text):
            return "refused", str(problems[0])
        if quote(put.fields, self._schema, self._article.text) != put.quote:
            return "refused", f"its words in the text are not its quote “{put.quote[:40]}”"
        if problems := reference_problems(put.fields, self._schema, put.statement, fields_of):
            return "needs review", str(problems[0])
        return None

    def _leave_out(self, why: LeftOut, source: Source, put: Put, reason: str) -> None:
        self._tally.leave_out(why, f"{self._article.id}: {source.name}: statement {put.statement}: {reason}")
