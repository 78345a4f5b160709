"""From the annotators' journals to a gold journal: what is decided is appended, nothing is rewritten.

Gold appears as a whole or not at all. Articles are taken one by one; memory does not grow with statements.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from filelock import FileLock, Timeout
from ulid import ULID

from annotator.by_article import Families, Journals
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.corpus.lines import read_lines, whole_file
from annotator.errors import CorpusError, JournalError, LockedError
from annotator.formats.views import Tally
from annotator.gold import MERGE, cases, decisions, is_human
from annotator.resolving import Resolution, Rule, Verdict, resolve
from annotator.schema import LoadedSchema
from annotator.statements import Drop, Event, Origin, Put, State, Subject, event_line
from annotator.validity import quote, references
from annotator.voices import Source, heard

if TYPE_CHECKING:
    from annotator.modelling import Model

GROUNDLESS = "none of the statements that it rests on is there any more"
OPEN = "the votes do not decide it any more"
ELSEWHERE = "its claim is decided under another statement"


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging makes of an article; `events` are those that gold gains."""

    article: Article
    verdicts: list[Verdict]
    open_again: list[Put | Drop]
    """Decisions by people that stand but have to be looked at again: their case changed, or is gone."""
    events: list[Event]


class Gold:
    """A gold journal as it is before a merge, read article by article. A context manager: the file stays open."""

    def __init__(self, path: Path | None, families: Families, tally: Tally) -> None:
        self._families = families
        self._journals = Journals([path] if path is not None and path.is_file() else [], tally)

    def __enter__(self) -> "Gold":
        self._journals.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._journals.__exit__()

    def articles(self) -> set[str]:
        """Return the ids of the articles that it says something about."""
        return self._journals.articles()

    def events(self) -> Iterator[Event]:
        """Yield all that it says, article by article."""
        for article in self._journals.articles():
            for by_hand in self._journals.events([article]).values():
                yield from by_hand

    def state(self, article: str) -> State:
        """Return what it says about an article."""
        by_hand = self._journals.events(self._families.of(article)).values()
        return State(event for events in by_hand for event in events)


def merge(
    corpus: Corpus,
    schema: LoadedSchema,
    chosen: Sequence[Source],
    gold: Gold,
    rule: Rule,
    tally: Tally,
    model: "Model | None" = None,
) -> Iterator[Merged]:
    """Yield what becomes of each article: alignment, decisions, and the events that gold would gain."""
    at = datetime.now(UTC)
    for article, voices in heard(corpus, schema, chosen, tally, gold.articles()):
        state = gold.state(article.id)
        found = cases(article.id, article.sentences, voices, schema, corpus.entities, rule.tau)
        decided = decisions(state, article.id)
        opinions = [model.opinion(article.id, place) for place in range(len(found))] if model else []
        resolution = resolve(found, decided, rule, schema, corpus.entities, lambda: f"s-{ULID()}", opinions)
        scribe = _Scribe(article, state, schema, corpus.guidelines_identifier, at)
        open_again = [
            event
            for verdict in resolution.verdicts
            if verdict.status == "open again"
            for event in verdict.by_people
        ]
        open_again += [event for event in resolution.groundless if is_human(event)]
        yield Merged(article, resolution.verdicts, open_again, list(scribe.events(resolution, rule)))


def fitted(corpus: Corpus, schema: LoadedSchema, chosen: Sequence[Source], gold: Gold, rule: Rule) -> "Model":
    """Fit the model that a merge by `rule` needs; raises InputError where there is too little for one."""
    from annotator.modelling import model_of  # noqa: PLC0415 (it imports numpy)

    silent = Tally(lambda _: None)  # what is left out will be said by the merge itself
    articles = (
        (
            article,
            voices,
            cases(article.id, article.sentences, voices, schema, corpus.entities, rule.tau),
        )
        for article, voices in heard(corpus, schema, chosen, silent, gold.articles())
    )
    return model_of(articles, [source.name for source in chosen], schema)


class _Scribe:
    """Writes down what was decided of one article, where gold does not say so yet."""

    def __init__(
        self, article: Article, state: State, schema: LoadedSchema, guidelines: str | None, at: datetime
    ) -> None:
        self._article = article
        self._state = state
        self._schema = schema
        self._guidelines = guidelines
        self._at = f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"

    def events(self, resolution: Resolution, rule: Rule) -> Iterator[Event]:
        """Yield the events that bring gold up to date."""
        leaned_on = {
            statement
            for put in self._state.statements(self._article.id)
            if is_human(put)
            for _, statement in references(put.fields, self._schema)
        }
        for verdict in resolution.verdicts:
            yield from self._of_verdict(verdict, rule, leaned_on)
        for event in resolution.groundless:
            if not is_human(event):
                yield from self._withdrawn(event, GROUNDLESS, leaned_on)

    def _of_verdict(self, verdict: Verdict, rule: Rule, leaned_on: set[str]) -> Iterator[Event]:
        kept, rest = verdict.before[:1], verdict.before[1:]
        if verdict.by_people:
            kept, rest = [], verdict.before
        for event in rest:
            yield from self._withdrawn(event, ELSEWHERE, leaned_on)
        if verdict.by_people:
            return
        if verdict.status == "conflict":
            for event in kept:
                yield from self._withdrawn(event, OPEN, leaned_on)
            return
        made = self._put(verdict, rule) if verdict.fields is not None else self._drop(verdict, rule)
        if not (kept and _same(kept[0], made)):
            yield made

    def _withdrawn(self, event: Put | Drop, why: str, leaned_on: set[str]) -> Iterator[Event]:
        """Take back what a strategy decided, unless a decision by somebody points to it."""
        if event.statement not in leaned_on:
            yield Drop.model_validate({**self._common(event.statement), "note": why})

    def _put(self, verdict: Verdict, rule: Rule) -> Put:
        fields = verdict.fields or {}
        origin = Origin(kind="merge", by=str(rule), basis=verdict.case.basis)
        words = quote(fields, self._schema, self._article.text)
        content = {"fields": fields, "quote": words, "origin": origin}
        return Put.model_validate({**self._common(verdict.statement), **content})

    def _drop(self, verdict: Verdict, rule: Rule) -> Drop:
        content = {"note": str(rule), "basis": verdict.case.basis}
        return Drop.model_validate({**self._common(verdict.statement), **content})

    def _common(self, statement: str) -> dict[str, object]:
        return {
            "id": f"e-{ULID()}",
            "replaces": self._state.heads(Subject("statement", "", statement)),
            "annotator": MERGE,
            "at": self._at,
            "article": self._article.id,
            "text": self._article.text_hash,
            "schema": self._schema.identifier,
            "guidelines": self._guidelines,
            "statement": statement,
        }


def _same(old: Put | Drop, new: Put | Drop) -> bool:
    """Whether two events decide the same, on the same grounds."""
    if isinstance(old, Put) and isinstance(new, Put):
        return (old.fields, old.quote, old.text, old.schema_, old.origin) == (
            new.fields,
            new.quote,
            new.text,
            new.schema_,
            new.origin,
        )
    if isinstance(old, Drop) and isinstance(new, Drop):
        return (old.basis, old.note) == (new.basis, new.note)
    return False


@contextmanager
def locked(corpus: Corpus, name: str) -> Iterator[Path]:
    """Keep others from writing the gold called `name` meanwhile, and give its path; raises LockedError."""
    path = corpus.gold_path(name)
    try:
        corpus.cache.mkdir(exist_ok=True)
    except OSError as error:
        raise CorpusError(f"{corpus.root}: cannot be written to ({error.strerror})") from None
    try:
        with FileLock(corpus.gold_lock(name), timeout=0):
            yield path
    except Timeout:
        raise LockedError(f"gold “{path.stem}” is open in another terminal; close it there first") from None


@contextmanager
def appending(path: Path) -> Iterator[IO[bytes]]:
    """Open a journal for lines to be added: all of them are there when the block ends well, or none.

    Raises JournalError for one whose last line was cut off.
    """
    with ExitStack() as stack:
        file = stack.enter_context(whole_file(path))
        if path.is_file():
            torn = [line.number for line in read_lines(path) if not line.complete]
            if torn:
                raise JournalError(f"{path}:{torn[0]}: the last line is cut off: annotator check --repair")
            with path.open("rb") as old:
                shutil.copyfileobj(old, file)
        yield file


def write_events(file: IO[bytes], events: Iterable[Event]) -> None:
    """Write events as lines of a journal."""
    for event in events:
        file.write(event_line(event))
