# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator status`: how far everybody is."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.commands.common import (
    corpus_folder,
    corpus_schema,
    json_option,
    open_corpus,
    optional_corpus,
    show,
    trust_option,
)
from annotator.counts import count_of
from annotator.terminal import table

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.corpus.remembered import Answer
    from annotator.reading import Sentence
    from annotator.report import AnnotatorProgress
    from annotator.schema import LoadedSchema


@click.command("status")
@optional_corpus
@trust_option
@json_option
def command(corpus: str | None, trusted: str | None, as_json: bool) -> None:
    """Show progress by annotator and article: what was read, statements, marks, time spent, what needs a look."""
    from annotator.corpus.remembered import remembered

    show(remembered(corpus_folder(corpus), "status", lambda: _answer(corpus, trusted)), as_json=as_json)


def _answer(path: str | None, trusted: str | None) -> "Answer":
    from annotator.corpus.assignment_file import read_assignment
    from annotator.corpus.remembered import Answer

    corpus = open_corpus(path)
    annotators = _progress(corpus, corpus_schema(corpus, trusted))
    assigned = _assigned(read_assignment(corpus.root), annotators)
    record = {
        "corpus": corpus.settings.name,
        "articles": len(corpus.index),
        "annotators": [{**asdict(one), "read": one.read, "finished": one.finished} for one in annotators],
        "assigned": [{"annotator": name, "articles": n, "finished": m} for name, (n, m) in assigned.items()],
    }
    counts = f"{count_of(len(corpus.index), 'article')}, {count_of(len(annotators), 'annotator')}"
    lines = [*_lines(annotators), *_suggestion_lines(annotators), *_assignment_lines(assigned)]
    return Answer([f"{corpus.settings.name}: {counts}", *lines], [record])


def _progress(corpus: "Corpus", schema: "LoadedSchema") -> "list[AnnotatorProgress]":
    from annotator.report import annotator_progress

    superseded = corpus.index.superseded()

    def sentences_of(article: str) -> "Sequence[Sentence] | None":
        listed = article in corpus.index and article not in superseded
        return corpus.index.entry(article).sentences if listed else None

    found = []
    for name in corpus.annotators():
        files = corpus.read_journals(name)
        events = [event for file in files for event in file.events]
        found.append(
            annotator_progress(name, events, sum(len(file.damage) for file in files), schema, sentences_of)
        )
    return found


def _assigned(
    assignment: "dict[str, list[str]]", annotators: "list[AnnotatorProgress]"
) -> dict[str, tuple[int, int]]:
    """Return for each annotator how many articles they were given, and how many of those they have finished."""
    done = {(one.annotator, p.article) for one in annotators for p in one.articles if p.finished}
    return {
        name: (sum(name in given for given in assignment.values()),
               sum(name in given and (name, article) in done for article, given in assignment.items()))
        for name in sorted({name for given in assignment.values() for name in given})
    }  # fmt: skip


def _assignment_lines(assigned: dict[str, tuple[int, int]]) -> Iterator[str]:
    if assigned:
        yield ""
        rows = [[name, str(count), str(done)] for name, (count, done) in assigned.items()]
        yield from table([["assigned to", "articles", "finished"], *rows])


def _suggestion_lines(annotators: "list[AnnotatorProgress]") -> Iterator[str]:
    rows = [
        [by, one.annotator, str(n.as_suggested), str(n.changed), str(n.rejected), f"{100 * n.rate:.0f} %"]
        for one in annotators
        for by, n in one.suggestions.items()
    ]
    if rows:
        yield ""
        heads = ["suggested by", "to", "accepted", "accepted and changed", "declined", "accepted of all"]
        yield from table([heads, *sorted(rows)], names=2)


def _lines(annotators: "list[AnnotatorProgress]") -> Iterator[str]:
    from annotator.report import duration

    states = ("none", "done", "unsure", "skip", "unusable")
    if annotators:
        yield ""
        heads = ["annotator", "finished", "begun", "read", "statements", *states, "time"]
        yield from table([
            heads,
            *(
                [one.annotator, str(one.finished), str(len(one.articles)), str(one.read), str(one.statements)]
                + [str(one.marks.get(state, 0)) for state in states]
                + [duration(one.seconds)]
                for one in annotators
            ),
        ])  # fmt: skip
    articles = [progress for one in annotators for progress in one.articles]
    if articles:
        yield ""
        yield from table([
            ["article", "annotator", "read", "of", "statements", "time"],
            *(
                [p.article, p.annotator, str(p.read), "unusable" if p.unusable else str(p.sentences),
                 str(p.statements), duration(p.seconds)]
                for p in sorted(articles, key=lambda p: (p.article, p.annotator))
            ),
        ], names=2)  # fmt: skip
    for one in annotators:
        yield from _warnings(one)


def _warnings(one: "AnnotatorProgress") -> Iterator[str]:
    warnings = {
        "edited on two machines and not decided since": one.forks,
        "statements need review": one.needs_review,
        "statements are left in articles whose text was corrected": one.superseded,
        "lines of the journal are damaged (annotator check)": one.damaged,
    }
    for what, count in warnings.items():
        if count:
            yield f"{one.annotator}: {count} {what}"
