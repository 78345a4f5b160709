# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator log`: who did what when."""

import heapq
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import click

from annotator.commands.common import json_option, open_corpus, optional_corpus
from annotator.terminal import excerpt, harmless, say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.corpus.articles import Article
    from annotator.corpus.corpus import Corpus
    from annotator.fields import Span
    from annotator.statements import Event


@click.command("log")
@optional_corpus
@click.option("--article", help="Only what was done in this article.")
@click.option("--statement", help="Only the history of this statement.")
@click.option("--annotator", help="Only what this annotator did.")
@json_option
def command(
    corpus: str | None, article: str | None, statement: str | None, annotator: str | None, as_json: bool
) -> None:
    """Show who did what when, oldest first; with --json, the events themselves, one a line.

    With --statement of a gold statement it also says why: the votes, and what was taken of each.
    """
    from annotator.statements import Drop, Put, event_line

    opened = open_corpus(corpus)
    if article is not None:
        opened.index.entry(article)  # an unknown one is an error
    for event in _events(opened):
        if article not in {None, event.article} or annotator not in {None, event.annotator}:
            continue
        if statement is not None and not (isinstance(event, Put | Drop) and event.statement == statement):
            continue
        if as_json:
            click.echo(harmless(event_line(event).decode().rstrip("\n")).encode())
        else:
            say(_line(event, opened))
            for line in _why(opened, event) if statement is not None else ():
                say(f"    {excerpt(line, 200)}")


def _why(corpus: "Corpus", event: "Event") -> "Iterator[str]":
    """Yield why gold says what a decision says; nothing for what is no decision."""
    from annotator.gold import basis_of
    from annotator.statements import Drop, Put
    from annotator.why import reasons

    basis = basis_of(event) if isinstance(event, Put | Drop) else ()
    if isinstance(event, Put | Drop) and basis:
        wanted = {item.event for item in basis}
        found = {
            other.id: other for other in _events(corpus) if other.id in wanted and isinstance(other, Put)
        }
        text = corpus.article(event.article).text if event.article in corpus.index else ""
        yield from reasons(event, found, text)


def _events(corpus: "Corpus") -> "Iterator[Event]":
    """Merge all journals by time without holding them; each is in order already, but for edits made apart."""
    paths = [path for folder in ("annotations", "gold") for path in _journals(corpus, folder)]
    return heapq.merge(*map(_journal, paths), key=lambda event: (event.at, event.id))


def _journals(corpus: "Corpus", folder: str) -> "list[Path]":
    return [path for found in corpus.journal_paths(corpus.root / folder).values() for path in found]


def _journal(path: "Path") -> "Iterator[Event]":
    from annotator.corpus.journal import Damage, parse_line
    from annotator.corpus.lines import read_lines

    for line in read_lines(path):
        item = parse_line(line, path)
        if isinstance(item, Damage):
            warn(str(item))
        elif item is not None:
            yield item


def _line(event: "Event", corpus: "Corpus") -> str:
    when = event.at[:19].replace("T", " ")
    undone = "undo: " if event.undoes else ""
    what = f"{undone}{_what(event, corpus)}"
    return f"{when}  {event.annotator}  {event.article}  {what}  ({event.seconds:.0f} s)"


def _what(event: "Event", corpus: "Corpus") -> str:
    from annotator.deeds import deed
    from annotator.statements import Drop, Mark, Put

    if isinstance(event, Put):
        by = f" by {event.origin.by}" if event.origin.by else ""
        origin = "" if event.origin.kind == "typed" else f", {event.origin.kind}{by}"
        return f"{deed(event)} {event.statement}{origin}: “{excerpt(event.quote)}”"
    if isinstance(event, Drop):
        reason = f" ({event.reason})" if event.reason else ""
        return f"{deed(event)} {event.statement}{reason}{_noted(event.note)}"
    if isinstance(event, Mark):
        where = "the article" if event.sentence is None else _words(event, event.sentence, corpus)
        return f"{deed(event)}: {where}{_noted(event.note)}"
    return f"{deed(event)} a suggestion of {event.suggestion.by}"


def _words(event: "Event", span: "Span", corpus: "Corpus") -> str:
    """Return what a mark is about; its offsets, where the article has changed since."""
    from annotator.errors import AnnotatorError

    try:
        article = _article(corpus, event.article)
    except AnnotatorError:
        article = None
    if article is None or article.text_hash != event.text:
        return f"[{span.start}, {span.end})"
    return f"“{excerpt(article.text[span.start : span.end])}”"


@lru_cache(64)
def _article(corpus: "Corpus", name: str) -> "Article":
    return corpus.article(name)


def _noted(note: str | None) -> str:
    return f": {excerpt(note)}" if note else ""
