# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator hydrate`: put an export that went without words together again with the articles that one has."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import open_corpus, output_file, required_corpus
from annotator.errors import InputError, StatementError
from annotator.terminal import Progress, warn

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.formats.views import Row


@click.command("hydrate")
@required_corpus
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; '-' is standard output.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@click.pass_context
def command(context: click.Context, *, corpus: str, file: str, output: str, force: bool) -> None:
    """Fill the words of CORPUS's articles into FILE, as `annotator export --standoff` wrote it.

    Articles are known by the hash of their text. A line whose text is not in CORPUS, or whose offsets do not fit it,
    is named and left out; the exit code is then 1. The result can be imported: annotator import --format jsonl.
    """
    from annotator.formats.jsonl import write

    opened = open_corpus(corpus)
    refused = 0

    def rows() -> "Iterator[Row]":
        nonlocal refused
        for row in _rows(opened, Path(file)):
            if isinstance(row, str):
                refused += 1
                warn(f"{row} (left out)")
            else:
                yield row

    with output_file(output, force=force) as out, Progress("articles") as progress:
        write(progress.counted(rows()), out)
    if refused:
        context.exit(1)


def _rows(corpus: "Corpus", path: Path) -> "Iterator[Row | str]":
    """Yield each line of a file with its words, or what is wrong with it."""
    from annotator.corpus.drafts import Refusal
    from annotator.formats.article_rows import hydrated
    from annotator.formats.reading import input_lines

    for where, row in input_lines(path):
        if isinstance(row, Refusal):
            yield f"{where}: {row.reason}"
            continue
        try:
            known = corpus.index.of_text(str(row["text_sha256"]))
            if known is None:
                raise InputError(f"no article of this corpus has the text {str(row['text_sha256'])[:12]}")
            yield hydrated(row, corpus.article(known))
        except (InputError, StatementError) as error:
            yield f"{where}: {error}"
        except (LookupError, TypeError):
            yield f"{where}: no line of `annotator export --standoff`"
