"""A corpus as rows of an export, article by article."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from annotator.by_article import Families, Journals, articles_named
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.formats.audit import AuditRows
from annotator.formats.views import Page, Row, Rows, Tally, View, Work
from annotator.schema import LoadedSchema
from annotator.statements import State


def export_rows(
    corpus: Corpus,
    schema: LoadedSchema,
    view: View,
    tally: Tally,
    annotators: Collection[str] = (),
    gold: str | None = None,
) -> Iterator[Row]:
    """Yield the rows of a view, in the order of the article files; of these annotators only, if any are named.

    With `gold`, the name of one, its decisions are shown instead: they are one work, whoever made them.

    Superseded articles appear in the audit alone. What cannot be exported goes to `tally`. Raises InputError for a
    damaged article, CorpusError for article files that contradict each other, JournalError for an unreadable journal.
    """
    makers = Rows(schema, corpus.entities, tally)
    make = {
        "statements": makers.statements,
        "sentences": makers.sentences,
        "audit": AuditRows(schema, tally).rows,
    }[view]
    families = Families(corpus)
    paths = sorted(path for paths in corpus.journal_paths().values() for path in paths)
    if gold is not None:
        paths = [corpus.gold_path(gold)]
    with Journals(paths, tally) as journals:
        for article in _annotated_articles(corpus, journals, tally):
            if article.id in families.superseded and view != "audit":
                tally.leave_out("superseded", f"{article.id}: replaced by {families.superseded[article.id]}")
                continue
            events = journals.events(families.of(article.id))
            if gold is not None:
                events = {gold: list(chain.from_iterable(events.values()))}
            chosen = annotators or events
            works = [Work(name, State(events[name])) for name in sorted(events) if name in chosen]
            _name_clashes(article, works, tally)
            for row in make(Page(article), works):
                tally.rows += 1
                yield row


def _annotated_articles(corpus: Corpus, journals: Journals, tally: Tally) -> Iterator[Article]:
    missing = journals.articles()
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
