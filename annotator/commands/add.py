# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator add`: take articles in, and correct the text of one that is there."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, json_option, open_corpus, required_corpus, trust_option
from annotator.terminal import Progress, say, say_json

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.corpus.drafts import Metadata
    from annotator.schema import LoadedSchema

_NAMED = 20
"""How many new articles are named; more are only counted (--json names them all)."""


@click.command("add")
@required_corpus
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--text-column", metavar="NAME", help="The column (or key) with the text, in .jsonl, .csv and .tsv."
)
@click.option("--outlet", help="Who published them, where a file does not say.")
@click.option("--language", help="Their language, where a file does not say.")
@click.option(
    "--supersede",
    metavar="ARTICLE",
    help="The one PATH is the corrected text of ARTICLE; statements and gold are carried over.",
)
@trust_option
@json_option
def command(
    *,
    corpus: str,
    paths: tuple[str, ...],
    text_column: str | None,
    outlet: str | None,
    language: str | None,
    supersede: str | None,
    trusted: str | None,
    as_json: bool,
) -> None:
    """Add articles to CORPUS: files, folders with all below them, or - for standard input.

    Takes .txt, .md, .html, .jsonl, .csv and .tsv, in UTF-8 (or UTF-16 with a byte order mark). A text that is there
    already is skipped; what cannot be taken is named with the reason, and the exit code is 2.
    """
    from annotator.corpus.drafts import Metadata

    opened = open_corpus(corpus)
    defaults = Metadata(outlet=outlet, language=language)
    if supersede is None:
        _add(opened, paths, text_column, defaults, as_json)
    elif len(paths) > 1:
        raise click.UsageError("--supersede takes one PATH: the corrected text")
    else:
        schema = corpus_schema(opened, trusted)
        _supersede(opened, schema, supersede, paths[0], defaults, as_json=as_json)


def _add(
    corpus: "Corpus", paths: tuple[str, ...], text_column: str | None, defaults: "Metadata", as_json: bool
) -> None:
    from annotator.corpus.add import add_articles
    from annotator.corpus.readers import STDIN, read_path

    found = (draft for path in paths for draft in read_path(path, text_column, corpus.root))
    name = "stdin" if paths[0] == STDIN else Path(paths[0]).resolve().stem
    outcomes: Counter[str] = Counter()
    with Progress("read") as progress:
        for outcome in add_articles(corpus, found, name, defaults):
            progress.step()
            outcomes[outcome.result] += 1
            if as_json:
                say_json(outcome)
            elif outcome.result != "added":
                progress.say(f"{outcome.result:<8} {outcome.where}: {outcome.reason}")
            elif outcomes["added"] <= _NAMED:
                progress.say(f"added    {outcome.article}  ({outcome.where})")
    if not as_json:
        say(", ".join(f"{outcomes[result]} {result}" for result in ("added", "skipped", "refused")))
    if outcomes["refused"]:
        click.get_current_context().exit(2)


def _supersede(
    corpus: "Corpus", schema: "LoadedSchema", article: str, path: str, defaults: "Metadata", *, as_json: bool
) -> None:
    from annotator.corpus.readers import read_path
    from annotator.corpus.supersede import supersede
    from annotator.errors import InputError

    found = list(read_path(path, None, corpus.root))
    if len(found) != 1:
        raise InputError(f"{path}: --supersede takes one text; this holds {len(found)}")
    carried = supersede(corpus, schema, article, found[0], defaults)
    if as_json:
        say_json(carried)
        return
    counts = (
        f"{carried.statements} statements, {carried.marks} marks and {carried.decisions} decisions of gold"
    )
    say(f"{carried.article} takes the place of {article}: {counts} carried over")
    for left in carried.left:
        say(f"left with {article}: {left.journal}: {left.what}: {left.reason}")
