"""Every rule of a corpus, checked: files, articles, journals, the statements that stand, and kept suggestions.

Journals and suggestions are held in memory, articles are read one by one. The index is not used: it could not be
made of a corpus in which two articles have one id.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.corpus.articles import Article, parse_article
from annotator.corpus.check_suggestions import KeptSuggestions
from annotator.corpus.corpus import Corpus
from annotator.corpus.folder import SETTINGS
from annotator.corpus.index import article_files
from annotator.corpus.journal import Damage, parse_line
from annotator.corpus.lines import MAX_LINE, read_lines
from annotator.corpus.settings import ENTITIES, GUIDELINES, annotator_name
from annotator.entities import NameList
from annotator.errors import CorpusError, InputError
from annotator.reading import marks_by_sentence, sentences_of_spans
from annotator.schema import LoadedSchema, Problem
from annotator.statements import Drop, Event, Mark, Put, State
from annotator.validity import (
    closed_list_problems,
    passages,
    quote,
    reference_problems,
    spans_of,
    text_problems,
)

_FOLDERS = ("articles", "annotations", "gold", "suggestions")


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: where, and what."""

    path: Path
    line: int | None
    message: str


@dataclass(slots=True)
class _Records:
    """One annotator's events in one folder, with the place of each, and what they amount to."""

    folder: str
    annotator: str
    events: list[Event] = field(default_factory=list)
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    state: State = field(default_factory=State)

    def add(self, event: Event, path: Path, line: int) -> None:
        self.events.append(event)
        self.places.setdefault(event.id, (path, line))
        self.state.apply(event)

    def finding(self, event: Event, message: str) -> Finding:
        return Finding(*self.places[event.id], message)

    def fields_of(self, statement: str) -> object:
        put = self.state.statement(statement)
        return put.fields if put else None


def check(corpus: Corpus, schema: LoadedSchema) -> Iterator[Finding]:
    """Yield every problem of a corpus. Raises OSError for files that cannot be read."""
    yield from _links(corpus)
    lists: dict[str, NameList] = {}
    try:
        lists = corpus.entities
    except CorpusError as error:
        yield Finding(corpus.root / ENTITIES, None, _bare(error, corpus.root / ENTITIES))
    records: list[_Records] = []
    for folder in ("annotations", "gold"):
        yield from _read_journals(corpus, folder, records)
    yield from _articles(corpus, schema, records)
    annotators = {one.annotator: one for one in records if one.folder == "annotations"}
    for one in records:
        yield from _forks(one)
        yield from _basis_problems(one, annotators)
        for put in one.state.statements():
            problems = _statement_problems(put, one, schema, lists)
            yield from (one.finding(put, f"{put.statement} needs review: {found}") for found in problems)


def _links(corpus: Corpus) -> Iterator[Finding]:
    """Files that are links are not read: they would lead out of what the team shares."""
    named = [corpus.root / name for name in (SETTINGS, ENTITIES, GUIDELINES, *_FOLDERS)]
    inside = [path for folder in _FOLDERS for path in sorted((corpus.root / folder).glob("*"))]
    for path in (*named, *inside):
        if path.is_symlink():
            yield Finding(path, None, "it is a link; put the file itself here")


# -- journals -------------------------------------------------------------------------------------------------------


def _read_journals(corpus: Corpus, folder: str, records: list[_Records]) -> Iterator[Finding]:
    found: dict[str, _Records] = {}
    for owner, paths in corpus.journal_paths(corpus.root / folder).items():
        yield from _name_problems(owner, paths[0], found)
        for path in paths:
            yield from _read_journal(path, owner, found, folder)
    for one in found.values():
        for event, versions in sorted(one.state.clashes.items()):
            yield Finding(*one.places[event], f"{event}: {len(versions)} different events have this id")
    records += found.values()


def _name_problems(name: str, path: Path, found: dict[str, _Records]) -> Iterator[Finding]:
    try:
        annotator_name(name)
    except CorpusError as error:
        yield Finding(path, None, str(error))
    same = next((other for other in found if other != name and other.casefold() == name.casefold()), None)
    if same:
        yield Finding(path, None, f"“{name}” and “{same}” differ only in case; they are one name")


def _read_journal(path: Path, owner: str, found: dict[str, _Records], folder: str) -> Iterator[Finding]:
    strict = folder == "annotations"
    for line in read_lines(path):
        item = parse_line(line, path)
        if isinstance(item, Damage):
            yield Finding(path, line.number, item.reason)
        elif item is not None and strict and item.annotator != owner:
            yield Finding(path, line.number, f"an event of {item.annotator} in the journal of {owner}")
        elif item is not None:
            # gold is one work of several hands, an annotator's copies are one work in several files
            name = owner if strict else path.stem
            found.setdefault(name, _Records(folder, name)).add(item, path, line.number)


def _forks(one: _Records) -> Iterator[Finding]:
    for about, thread in one.state.forks():
        what = about.key if about.kind == "statement" else f"a {about.kind} in {about.article}"
        yield one.finding(
            thread.current, f"{what} was edited apart ({len(thread.heads)} versions); edit it once to decide"
        )


def _basis_problems(one: _Records, annotators: dict[str, _Records]) -> Iterator[Finding]:
    """What a decision rests on has to be in the annotators' journals: votes and sources are derived from it."""
    absent: set[str] = set()
    for event in one.state.by_id.values():
        for item in event.basis if isinstance(event, Put | Drop) else ():
            theirs = annotators.get(item.annotator)
            if theirs is None:
                if item.annotator not in absent:
                    yield one.finding(event, f"{event.id} rests on {item.annotator}, who has no journal here")
                absent.add(item.annotator)
            elif item.event is not None:
                seen = theirs.state.by_id.get(item.event)
                if not isinstance(seen, Put) or seen.statement != item.statement:
                    named = f"{item.event} ({item.statement}) of {item.annotator}"
                    yield one.finding(event, f"{event.id} rests on {named}, which is not in their journal")


# -- articles, and the events about them ----------------------------------------------------------------------------


def _articles(corpus: Corpus, schema: LoadedSchema, records: list[_Records]) -> Iterator[Finding]:
    about: dict[str, list[tuple[_Records, Event]]] = defaultdict(list)
    for one in records:
        for event in one.state.by_id.values():
            about[event.article].append((one, event))
    places: dict[str, tuple[Path, int]] = {}
    older: dict[str, str] = {}
    by_text: dict[str, list[str]] = defaultdict(list)
    unsound: list[Finding] = []
    suggestions = KeptSuggestions(corpus)
    for path in article_files(corpus.articles_folder):
        for article, line in _sound_articles(path, unsound):
            if article.id in places:
                first, number = places[article.id]
                yield Finding(path, line, f"article {article.id} is also in {first.name}:{number}")
                continue
            places[article.id] = (path, line)
            by_text[article.sha256].append(article.id)
            if article.supersedes is not None:
                older[article.id] = article.supersedes
            for one, event in about.get(article.id, ()):
                yield from _event_problems(event, article, one, schema)
            for one in records:
                yield from _none_beside_statement(article, one, schema)
            yield from (Finding(*fault) for fault in suggestions.about(article))
    yield from unsound
    yield from (Finding(*fault) for fault in (*suggestions.damaged, *suggestions.about_none_of(places)))
    yield from _unknown_articles(about, places)
    yield from _supersedes(older, places)
    yield from _same_texts(by_text.values(), older, places)


def _sound_articles(path: Path, findings: list[Finding]) -> Iterator[tuple[Article, int]]:
    """Yield the articles of a file with their line numbers; lines that are none go to `findings`."""
    for line in read_lines(path):
        if line.too_long:
            findings.append(
                Finding(path, line.number, f"longer than {MAX_LINE // 2**20} MiB; not an article")
            )
        elif line.data.strip():
            where = f"{path}:{line.number}"
            try:
                yield parse_article(line.data, where), line.number
            except InputError as error:
                findings.append(Finding(path, line.number, str(error).removeprefix(f"{where}: ")))


def _supersedes(older: dict[str, str], places: dict[str, tuple[Path, int]]) -> Iterator[Finding]:
    """Check who takes whose place; `older` has the old article by the new one."""
    superseded: dict[str, list[str]] = defaultdict(list)
    for new, old in older.items():
        superseded[old].append(new)
    for old, articles in superseded.items():
        if old not in places:
            yield Finding(*places[articles[0]], f"article {articles[0]} supersedes {old}, which is not here")
        if len(articles) > 1:
            yield Finding(*places[articles[1]], f"articles {' and '.join(articles)} both supersede {old}")
    for new, old in older.items():
        if new in _versions(old, older):
            yield Finding(*places[new], f"article {new} supersedes itself, directly or through others")


def _same_texts(
    groups: Iterable[list[str]], older: dict[str, str], places: dict[str, tuple[Path, int]]
) -> Iterator[Finding]:
    """Check that a text is one article; a correction that was taken back is a version of its own."""
    for first, *others in groups:
        for other in others:
            if not _versions(first, older) & _versions(other, older):
                yield Finding(*places[other], f"article {other} has the same text as {first}")


def _versions(article: str, older: dict[str, str]) -> set[str]:
    """Return an article with all that it supersedes, directly or through others."""
    found = {article}
    while article in older and older[article] not in found:
        article = older[article]
        found.add(article)
    return found


def _unknown_articles(
    about: dict[str, list[tuple[_Records, Event]]], places: dict[str, tuple[Path, int]]
) -> Iterator[Finding]:
    for article in sorted(about.keys() - places.keys()):
        for one, event in about[article]:
            yield one.finding(event, f"{event.id} is about article {article}, which is not here")


def _event_problems(event: Event, article: Article, one: _Records, schema: LoadedSchema) -> Iterator[Finding]:
    if event.text != article.text_hash:
        yield one.finding(
            event, f"{event.id} is about another text of {article.id} than the one that is here"
        )
    elif isinstance(event, Mark) and event.sentence is not None:
        start, end = event.sentence
        if not 0 <= start < end <= len(article.text):
            yield one.finding(event, f"{event.id}: [{start}, {end}) is no range of the text of {article.id}")
    elif isinstance(event, Put):
        for message in _passage_problems(event, article.text, schema):
            yield one.finding(event, f"{event.id}: {message}")


def _passage_problems(put: Put, text: str, schema: LoadedSchema) -> Iterator[str]:
    odd = [
        spec.name
        for spec, spans in passages(put.fields, schema)
        if not spans or any(not 0 <= start < end for start, end in spans)
    ]
    if odd:
        yield from (f"{name}: a passage is a list of [start, end], and starts before it ends" for name in odd)
        return
    found = text_problems(put.fields, schema, text)
    yield from map(str, found)
    if not found and quote(put.fields, schema, text) != put.quote:
        yield "its quote is not what the text has at that place"


def _none_beside_statement(article: Article, one: _Records, schema: LoadedSchema) -> Iterator[Finding]:
    marks = marks_by_sentence(article.sentences, one.state.marks(article.id))
    nothing = {sentence: mark for sentence, mark in marks.items() if mark.state == "none"}
    if not nothing:
        return
    for put in one.state.statements(article.id):
        spans = spans_of(put.fields.get(schema.anchor.name))
        if not spans:
            continue
        for sentence in sorted(nothing.keys() & sentences_of_spans(article.sentences, spans)):
            mark = nothing[sentence]
            yield one.finding(mark, f"{mark.id}: marked none, but {put.statement} has words in this sentence")


# -- statements that stand ------------------------------------------------------------------------------------------


def _statement_problems(
    put: Put, one: _Records, schema: LoadedSchema, lists: dict[str, NameList]
) -> Iterator[Problem]:
    found = schema.problems(put.fields)
    yield from found
    if not found:
        yield from reference_problems(put.fields, schema, put.statement, one.fields_of)
        yield from closed_list_problems(put.fields, schema, lists)


def _bare(error: Exception, path: Path) -> str:
    return str(error).removeprefix(f"{path}: ")
