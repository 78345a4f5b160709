# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator assign`: who annotates which articles."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import click

from annotator.commands.common import json_option, open_corpus, required_corpus
from annotator.counts import count_of
from annotator.errors import AnnotatorError
from annotator.terminal import say, say_json, table

if TYPE_CHECKING:
    from annotator.assignment import By


@click.command("assign")
@required_corpus
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option(
    "--overlap",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="K",
    help="Annotators an article.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Of the draw: the same seed, the same result."
)
@click.option("--by", type=click.Choice(["outlet", "length"]), help="Spread these evenly, too.")
@click.option("--force", is_flag=True, help="Deal all articles anew, those that were given to somebody too.")
@json_option
def command(
    *,
    corpus: str,
    names: tuple[str, ...],
    overlap: int,
    seed: int,
    by: "By | None",
    force: bool,
    as_json: bool,
) -> None:
    """Give each article of CORPUS to K of the annotators NAME…, evenly; what was given before stays as it is.

    It is kept in assignment.jsonl and shown by `annotator status`.
    """
    from annotator.assignment import Assignable, assign
    from annotator.corpus.assignment_file import read_assignment, write_assignment
    from annotator.corpus.settings import annotator_name

    opened = open_corpus(corpus)
    people = [annotator_name(name) for name in names]
    if len({name.casefold() for name in people}) < len(people):
        raise AnnotatorError("an annotator is named twice (case does not count)")
    if overlap > len(people):
        raise AnnotatorError(f"--overlap {overlap} takes {overlap} annotators; here are {len(people)}")
    articles = [
        Assignable(entry.id, entry.outlet, entry.sentences[-1].end if entry.sentences else 0)
        for entry in opened.index.each()
    ]
    if not articles:
        raise AnnotatorError(f"{opened.root}: there are no articles yet; annotator add takes them in")
    before = {} if force else read_assignment(opened.root)
    made = assign(articles, people, overlap, seed, by, before)
    both = {**before, **made}
    listed = [article.id for article in articles]
    order = [*listed, *(article for article in before if article not in set(listed))]
    write_assignment(opened.root, {article: both[article] for article in order})
    if as_json:
        say_json({"assigned": len(made), "kept": len(before), "annotators": _loads(both)})
        return
    say(f"{count_of(len(made), 'article')} assigned, {len(before)} were assigned before")
    for line in table([[name, count_of(count, "article")] for name, count in _loads(both).items()]):
        say(f"  {line}")
    shared = Counter(pair for given in both.values() for pair in combinations(sorted(given), 2))
    for (one, other), count in sorted(shared.items()):
        say(f"  {one} and {other} share {count}")


def _loads(assignment: Mapping[str, Sequence[str]]) -> dict[str, int]:
    counts = Counter(name for names in assignment.values() for name in names)
    return dict(sorted(counts.items()))
