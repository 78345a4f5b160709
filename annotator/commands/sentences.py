# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator sentences`: list the sentences of an article, and mend wrong boundaries."""

import click

from annotator.commands.common import open_corpus, required_corpus
from annotator.terminal import excerpt, say


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
def command(corpus: str, article: str, splits: tuple[str, ...], joins: tuple[int, ...]) -> None:
    """List the sentences of ARTICLE with their numbers, offsets and kinds; split and join them.

    Numbers are those of the list before the change. The text stays the same; marks follow the sentences: both parts
    of a split one keep its mark, a joined one has a mark if its parts had the same.
    """
    from annotator.corpus.mend import mend_sentences

    opened = open_corpus(corpus)
    before = opened.article(article)
    after = mend_sentences(opened, article, splits, joins) if splits or joins else before
    known = set(before.sentences)
    for number, sentence in enumerate(after.sentences, 1):
        sign = " " if sentence in known else "*"
        words = excerpt(after.text[sentence.start : sentence.end])
        say(f"{sign}{number:>4}  {sentence.start:>6}-{sentence.end:<6}  {sentence.kind:<9}  {words}")
