"""What a corpus offers to a format: rows or annotated articles, streamed article by article."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Literal

from annotator.by_article import Families, Journals, articles_named
from annotator.codebook import codebook
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.fields import UNNAMED_KINDS
from annotator.formats.article_rows import article_row, standoff_row
from annotator.formats.audit import AuditRows
from annotator.formats.views import AnnotatedArticle, Page, Row, Rows, Tally, View, Work
from annotator.schema import LoadedSchema
from annotator.splitting import Candidate, sketch_of_long_words, sketch_of_runs
from annotator.statements import Basis, Event, State
from annotator.validity import entities


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose work is exported, and what of it."""

    annotators: frozenset[str] = frozenset()
    """Only these; empty for all."""
    gold: Path | None = None
    """Instead of annotators' work, the decisions in this journal: they are one work, whoever made them."""
    articles: frozenset[str] | None = None
    """Only these, as those of a split; None for all."""
    pseudonyms: Mapping[str, str] = field(default_factory=dict)
    """What annotators are called in the export, where not by their names."""

    def works(self, events: Mapping[str, list[Event]]) -> list[Work]:
        """Return what these annotators did, of all events of an article and its other versions by annotator."""
        if self.gold is not None:
            events = {self.gold.stem: list(chain.from_iterable(events.values()))}
        chosen = self.annotators or events.keys()
        works = []
        for name in chosen & events.keys():
            shown = events[name]
            if self.pseudonyms:
                shown = [_renamed(event, self.pseudonyms) for event in shown]
            works.append(Work(self.pseudonyms.get(name, name), State(shown)))
        return sorted(works, key=attrgetter("annotator"))


@dataclass(slots=True)
class CorpusDataset:
    """A selection of a corpus, as formats take it (`annotator.formats.format.Dataset`).

    Superseded articles appear in the audit alone. What cannot be exported goes to `tally`, once.
    Reading raises InputError for a damaged article, CorpusError for article files that contradict each other, and
    JournalError for an unreadable journal.
    """

    corpus: Corpus
    schema: LoadedSchema
    selection: Selection
    view: View
    tally: Tally
    step: Callable[[], None] = lambda: None
    """Called for each row or article that is read, to show progress."""
    split: str = ""
    standoff: bool = False
    """Whether rows go without the articles' words (the view `articles` only)."""
    options: Mapping[str, str] = field(default_factory=dict)
    agreement: Callable[[], Mapping[str, object] | None] = lambda: None
    labels: Callable[[Tally], Iterable[Row]] = lambda _: ()
    """Makes the rows of the view `labels`, which take an alignment of the annotators."""
    exported: int = 0
    """How many rows of its view (for whole articles: how many statements) the last reading had."""

    @property
    def name(self) -> str:
        """The name of the corpus."""
        return self.corpus.settings.name

    @property
    def is_gold(self) -> bool:
        """Whether it is a gold: all its statements are decided, and nothing says which sentences were read."""
        return self.selection.gold is not None

    def codebook(self) -> str:
        """Return the schema's codebook as Markdown."""
        return codebook(self.schema)

    def rows(self, view: View | None = None) -> Iterator[Row]:
        """Yield the rows of a view, by default of the dataset's own, in the order of the article files."""
        chosen, tally = view or self.view, self._tally_of_this_reading()
        if chosen == self.view:
            self.exported = 0
        for row in self._labels(tally) if chosen == "labels" else self._rows_of(chosen, tally):
            self.exported += chosen == self.view
            self.step()
            yield row

    def articles(self) -> Iterator[AnnotatedArticle]:
        """Yield the annotated articles in the order of the article files, those of one article by annotator."""
        tally = self._tally_of_this_reading()
        makers = Rows(self.schema, self.corpus.entities, tally)
        counted = self.view == "statements"
        if counted:
            self.exported = 0
        for page, works in self._pages(tally, with_superseded=False):
            for annotated in makers.articles(page, works):
                self.exported += len(annotated.statements) * counted
                self.step()
                yield annotated

    def _tally_of_this_reading(self) -> Tally:
        """Return where faults are said; what was counted on an earlier reading is not counted again."""
        tally, self.tally = self.tally, replace(self.tally, forked=0)
        return tally

    def _pages(self, tally: Tally, *, with_superseded: bool) -> Iterator[tuple[Page, list[Work]]]:
        families, selection = Families(self.corpus), self.selection
        paths = sorted(path for paths in self.corpus.journal_paths().values() for path in paths)
        with Journals([selection.gold] if selection.gold else paths, tally) as journals:
            for article in _annotated_articles(self.corpus, journals, selection.articles, tally):
                if article.id in families.superseded and not with_superseded:
                    later = families.superseded[article.id]
                    tally.leave_out("superseded", f"{article.id}: replaced by {later}")
                    continue
                works = selection.works(journals.events(families.of(article.id)))
                _name_clashes(article, works, tally)
                yield Page(article), works

    def _labels(self, tally: Tally) -> Iterator[Row]:
        for row in self.labels(tally):
            if self.selection.articles is None or row["article"] in self.selection.articles:
                shown = _with_pseudonyms(row, self.selection.pseudonyms)
                assert isinstance(shown, dict)
                yield shown

    def _rows_of(self, view: View, tally: Tally) -> Iterator[Row]:
        make = self._maker(view, tally)
        for page, works in self._pages(tally, with_superseded=view == "audit"):
            yield from make(page, works)

    def _maker(self, view: View, tally: Tally) -> Callable[[Page, list[Work]], Iterator[Row]]:
        makers = Rows(self.schema, self.corpus.entities, tally)
        match view:
            case "statements":
                return makers.statements
            case "sentences":
                return makers.sentences
            case "articles":
                shown = standoff_row if self.standoff else article_row
                return lambda page, works: map(shown, makers.articles(page, works))
            case "audit" | "labels":
                return AuditRows(self.schema, tally).rows


Grouping = Literal["outlet", "speaker", "published", "story"]


def candidates(dataset: CorpusDataset, by: Grouping | None) -> Iterator[Candidate]:
    """Yield what has to be known of each article to split the dataset; `by` says what is kept on one side.

    The view `labels` of a gold has everybody's articles, those in which gold has decided nothing too.
    """
    if dataset.view == "labels":
        everybody = replace(dataset.selection, annotators=frozenset(), gold=None)
        dataset = replace(dataset, selection=everybody, tally=Tally(say=lambda _: None))
    stance = dataset.schema.role("stance")
    for article_id, several in groupby(dataset.articles(), key=lambda annotated: annotated.article.id):
        works = list(several)
        article = works[0].article
        shown = [statement.fields for annotated in works for statement in annotated.statements]
        yield Candidate(
            article_id,
            tuple(sorted(_keys(article, shown, dataset.schema, by))) or (article_id,),
            sketch_of_runs(article.text),
            sketch_of_long_words(article.text) if by == "story" else None,
            Counter(str(fields[stance.name]) for fields in shown) if stance else {},
        )


def _keys(article: Article, shown: list[Row], schema: LoadedSchema, by: Grouping | None) -> set[str]:
    """Return what ties an article to others; an unnamed source is not the same person elsewhere."""
    if by in {"outlet", "published"}:
        value = article.outlet if by == "outlet" else article.published
        return {f"{by} {value}"} if value else set()
    speaker = schema.role("speaker") if by == "speaker" else None
    named = (entities({speaker.name: fields[speaker.name]}, schema) for fields in shown) if speaker else ()
    return {
        f"speaker {entity['name']}"
        for found in named
        for _, entity in found
        if entity["kind"] not in UNNAMED_KINDS
    }


def _annotated_articles(
    corpus: Corpus, journals: Journals, only: frozenset[str] | None, tally: Tally
) -> Iterator[Article]:
    missing = journals.articles() if only is None else journals.articles() & only
    yield from articles_named(corpus, missing)
    for article_id in sorted(missing):
        for place in journals.places(article_id):
            tally.leave_out(
                "refused", f"{place}: about the article “{article_id}”, which is not in the corpus"
            )


def _name_clashes(article: Article, works: Iterable[Work], tally: Tally) -> None:
    for work in works:
        for event in sorted(work.state.clashes):
            if work.state.by_id[event].article == article.id:
                tally.leave_out(
                    "refused", f"{article.id}: {work.annotator}: a second event {event} with other content"
                )


def _renamed(event: Event, names: Mapping[str, str]) -> Event:
    """Return an event with other names for annotators, wherever it names some."""
    changed: dict[str, object] = {"annotator": names.get(event.annotator, event.annotator)}
    if event.event == "drop":
        changed["basis"] = _renamed_basis(event.basis, names)
    elif event.event == "put":
        changed["origin"] = event.origin.model_copy(
            update={"basis": _renamed_basis(event.origin.basis, names)}
        )
    return event.model_copy(update=changed)


def _with_pseudonyms(value: object, names: Mapping[str, str]) -> object:
    """Return a row of labels, or a part of one, with other names for annotators, and in the order of those."""
    if isinstance(value, list):
        changed = [_with_pseudonyms(item, names) for item in value]
        of_annotators = bool(changed) and isinstance(changed[0], dict) and "annotator" in changed[0]
        return sorted(changed, key=itemgetter("annotator")) if of_annotators else changed  # type: ignore[arg-type]
    if not isinstance(value, dict):
        return value
    return {
        name: names.get(item, item)
        if name == "annotator"
        else sorted(names.get(reader, reader) for reader in item)
        if name == "readers"
        else _with_pseudonyms(item, names)
        for name, item in value.items()
    }


def _renamed_basis(basis: tuple[Basis, ...], names: Mapping[str, str]) -> tuple[Basis, ...]:
    return tuple(
        item.model_copy(update={"annotator": names.get(item.annotator, item.annotator)}) for item in basis
    )
