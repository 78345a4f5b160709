# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator sentences`: list the sentences of an article, and mend wrong boundaries and kinds."""

from typing import TYPE_CHECKING, get_args

import click

from annotator.commands.common import open_corpus, required_corpus
from annotator.terminal import excerpt, say

if TYPE_CHECKING:
    from annotator.reading import SentenceKind


@click.command("sentences")
@required_corpus
@click.argument("article")
@click.option(
    "--split",
    "splits",
    multiple=True,
    metavar="WORDS|OFFSET",
    help="A sentence begins with these words (they must stand once in the article), or at this offset.",
)
@click.option(
    "--join", "joins", multiple=True, type=int, metavar="N", help="Sentence N goes on with the next one."
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="N=KIND", help="What sentence N is: body, headline, caption …"
)
def command(
    corpus: str, article: str, splits: tuple[str, ...], joins: tuple[int, ...], kinds: tuple[str, ...]
) -> None:
    """List the sentences of ARTICLE with their numbers, offsets and kinds; split and join them, change their kinds.

    Numbers are those of the list before the change. The text stays the same; marks follow the sentences: both parts
    of a split one keep its mark, a joined one has a mark if its parts had the same.
    """
    from annotator.corpus.mend import mend_sentences

    opened = open_corpus(corpus)
    before = opened.article(article)
    after = before
    if splits or joins or kinds:
        after = mend_sentences(opened, article, splits, joins, dict(map(_numbered_kind, kinds)))
    known = set(before.sentences)
    for number, sentence in enumerate(after.sentences, 1):
        sign = " " if sentence in known else "*"
        words = excerpt(after.text[sentence.start : sentence.end])
        say(f"{sign}{number:>4}  {sentence.start:>6}-{sentence.end:<6}  {sentence.kind:<9}  {words}")


def _numbered_kind(given: str) -> "tuple[int, SentenceKind]":
    from annotator.reading import SentenceKind

    number, _, name = given.partition("=")
    kind: SentenceKind | None = next((kind for kind in get_args(SentenceKind) if kind == name), None)
    if kind is None or not number.isdecimal():
        known = ", ".join(get_args(SentenceKind))
        raise click.BadParameter(f"“{given}” is not NUMBER=KIND ({known})", param_hint="--kind")
    return int(number), kind
