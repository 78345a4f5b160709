"""A corrected text: a new article that supersedes the old one, and the statements and decisions that go with it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ulid import ULID

from annotator.carrying import CARRIED, CarryError, Places, carried_fields
from annotator.corpus.add import changing_articles, free_name, frozen
from annotator.corpus.articles import Article, article_line
from annotator.corpus.corpus import Corpus
from annotator.corpus.drafts import Draft, Metadata, Refusal
from annotator.corpus.ids import Taken, slug
from annotator.corpus.journal import Journal
from annotator.corpus.lines import whole_file
from annotator.errors import InputError
from annotator.reading import marks_by_sentence
from annotator.schema import LoadedSchema
from annotator.statements import Basis, Drop, Event, Mark, Put, State, Subject
from annotator.validity import quote

_CARRIER = "supersede"
"""Who has a gold open meanwhile; no event is in this name."""


@dataclass(frozen=True, slots=True)
class Left:
    """What could not be carried over, and why: it stays with the old article."""

    journal: str
    """The annotator's, or that of a gold."""
    what: str
    reason: str


@dataclass(slots=True)
class Carried:
    """What was carried over to which article."""

    article: str
    statements: int = 0
    marks: int = 0
    decisions: int = 0
    left: list[Left] = field(default_factory=list)


def supersede(
    corpus: Corpus, schema: LoadedSchema, old_id: str, found: Draft | Refusal, defaults: Metadata
) -> Carried:
    """Add a corrected text as a new article, and carry every annotator's statements and marks over to it, and gold.

    Metadata that the new file does not have is taken from the old article. When the article with this very text
    already supersedes the old one, what is still with the old one is carried over: statements may have been made
    there since, on another machine. Raises InputError for a text that cannot take the place of the old one, and
    LockedError while anybody has their journal open; then nothing has been changed.
    """
    if isinstance(found, Refusal):
        raise InputError(f"{found.where}: {found.reason}")
    with changing_articles(corpus), ExitStack() as opened:
        old = corpus.article(old_id)
        new = _successor(
            corpus, old, frozen(found, _inherited(old, defaults), corpus.settings.language), found.where
        )
        journals = [_opened(opened, corpus.open_journal(name)) for name in corpus.annotators()]
        golds = [_opened(opened, corpus.open_gold(name, _CARRIER)) for name in corpus.golds()]
        if new.id not in corpus.index:
            with whole_file(corpus.articles_folder / free_name(corpus, new.id)) as file:
                file.write(article_line(new))
            corpus.index.refresh()
        carried = Carried(new.id)
        for journal in journals:
            _carry(journal, schema, old, new, carried)
        annotators = {journal.annotator: journal.state for journal in journals}
        for gold in golds:
            _carry_gold(gold, annotators, schema, old, new, carried)
        return carried


def _opened(opened: ExitStack, journal: Journal) -> Journal:
    opened.callback(journal.close)
    return journal


def _successor(corpus: Corpus, old: Article, new: Article, where: str) -> Article:
    """Return the new article with its id, or the one of this text that is there; raises InputError."""
    successor = corpus.index.superseded().get(old.id)
    same = corpus.index.of_text(new.sha256)
    if same is not None and same == successor:
        return corpus.article(same)
    if same is not None:
        raise InputError(f"{where}: it has the same text as {same}")
    if successor is not None:
        raise InputError(f"article {old.id} was superseded by {successor} already; correct that one")
    taken = Taken(corpus.index.of_text, corpus.index.__contains__)
    new_id = taken.new_id(slug(old.id))
    taken.close()
    return new.model_copy(update={"id": new_id, "supersedes": old.id})


def _inherited(old: Article, defaults: Metadata) -> Metadata:
    known = Metadata(old.title, old.outlet, old.published, old.author, old.url, old.language)
    return defaults.filled_from(known)


def _carry(journal: Journal, schema: LoadedSchema, old: Article, new: Article, carried: Carried) -> None:
    """Append to one journal what carries its statements and marks over, all of it or nothing."""
    puts = list(_puts(journal, schema, old, new, carried.left))
    marks = list(_marks(journal, old, new, carried.left))
    if puts or marks:
        journal.append(*marks, *puts)
    carried.statements += len(puts)
    carried.marks += len(marks)


def _puts(
    journal: Journal, schema: LoadedSchema, old: Article, new: Article, left: list[Left]
) -> Iterator[Put]:
    places = Places(old.text, new.text)
    for put in journal.state.statements(old.id):
        try:
            words = _words(put, schema, places, new)
        except CarryError as error:
            left.append(Left(journal.annotator, f"{put.statement} “{put.quote}”", str(error)))
            continue
        yield put.model_copy(update={**_moved_statement(journal, put, new), **words, "origin": CARRIED})


def _words(put: Put, schema: LoadedSchema, places: Places, new: Article) -> dict[str, object]:
    """Return a statement's fields and quote as the new text has them; raises CarryError."""
    values = carried_fields(put.fields, schema, places)
    return {"fields": values, "quote": quote(values, schema, new.text)}


def _moved_statement(journal: Journal, event: Put | Drop, new: Article) -> dict[str, object]:
    return _moved(new, journal.state.heads(Subject("statement", "", event.statement)))


def _marks(journal: Journal, old: Article, new: Article, left: list[Left]) -> Iterator[Mark]:
    """Yield the marks of sentences that the new text has too; what was said of those there already stands."""
    places = Places(old.text, new.text)
    sentences = {sentence.span for sentence in new.sentences}
    on_old = list(journal.state.marks(old.id))
    for span, mark in sorted(marks_by_sentence(old.sentences, on_old).items()):
        what = f"mark {mark.state} on “{old.text[span.start : span.end]}”"
        try:
            place = places.new(span)
        except CarryError as error:
            left.append(Left(journal.annotator, what, str(error)))
            continue
        if place not in sentences:
            left.append(Left(journal.annotator, what, "it is no sentence of the new text"))
        elif not journal.state.heads(Subject("mark", new.id, place)):
            yield mark.model_copy(update={**_moved(new, ()), "sentence": place})
    for mark in on_old:
        if mark.sentence is None:
            left.append(Left(journal.annotator, f"mark {mark.state}", "it was about the old text as a whole"))


# -- gold -----------------------------------------------------------------------------------------------------------


def _carry_gold(
    gold: Journal,
    annotators: Mapping[str, State],
    schema: LoadedSchema,
    old: Article,
    new: Article,
    carried: Carried,
) -> None:
    """Append to one gold what carries its decisions over; they go on resting on the same statements."""
    places = Places(old.text, new.text)
    found: list[Event] = []
    for event in gold.state.standing(old.id):
        if isinstance(event, Put) or (isinstance(event, Drop) and event.basis):
            try:
                found.append(_decision(gold, event, annotators, schema, places, new))
            except CarryError as error:
                what = f"{event.statement} “{event.quote}”" if isinstance(event, Put) else event.statement
                carried.left.append(Left(f"gold {gold.path.stem}", what, str(error)))
    if found:
        gold.append(*found)
    carried.decisions += len(found)


def _decision(
    gold: Journal,
    event: Put | Drop,
    annotators: Mapping[str, State],
    schema: LoadedSchema,
    places: Places,
    new: Article,
) -> Put | Drop:
    """Return a decision as it is about the new text; raises CarryError."""
    basis = tuple(_rests_on(item, annotators, new) for item in event.basis)
    moved = _moved_statement(gold, event, new)
    if isinstance(event, Drop):
        return event.model_copy(update={**moved, "basis": basis})
    origin = event.origin.model_copy(update={"basis": basis})
    return event.model_copy(update={**moved, **_words(event, schema, places, new), "origin": origin})


def _rests_on(item: Basis, annotators: Mapping[str, State], new: Article) -> Basis:
    """Return the statement that a decision saw as it was carried over; raises CarryError where it stands behind.

    What was changed or dropped since is named as it was: the decision is open again, as it was before.
    """
    if item.statement is None or item.annotator not in annotators:
        return item
    state = annotators[item.annotator]
    now = state.statement(item.statement)
    if now is not None and now.article != new.id:
        raise CarryError(
            f"it rests on {item.statement} of {item.annotator}, which is left with {now.article}"
        )
    thread = state.threads.get(Subject("statement", "", item.statement))
    for event in thread.events.values() if thread else ():
        if isinstance(event, Put) and event.origin == CARRIED and item.event in event.replaces:
            return item.model_copy(update={"event": event.id})
    return item


def _moved(new: Article, heads: tuple[str, ...]) -> dict[str, object]:
    """Return what is different about an event that says of the new article what another said of the old one."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
    return {
        "id": f"e-{ULID()}",
        "replaces": heads,
        "undoes": None,
        "at": now,
        "seconds": 0.0,
        "article": new.id,
        "text": new.text_hash,
    }
