# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator export`: what was annotated, as lines for training, for counting or for an audit."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, open_corpus, optional_corpus, output_file, trust_option
from annotator.errors import AnnotatorError
from annotator.terminal import Progress, warn

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.formats.views import Row, Tally, View


@click.command("export")
@optional_corpus
@click.option(
    "--format", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, expose_value=False
)
@click.option(
    "--view",
    type=click.Choice(["statements", "sentences", "audit"]),
    default="statements",
    show_default=True,
    help="What a line is: a statement, a sentence that was read (with or without statements), or an event.",
)
@click.option(
    "--from", "annotators", multiple=True, metavar="NAME", help="Only this annotator; may be repeated."
)
@click.option("--gold", metavar="NAME", help="The decisions of this gold instead of annotators' work.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; '-' is standard output.")
@click.option(
    "--json-schema", "only_schema", is_flag=True, help="Write the JSON Schema of the lines instead."
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@trust_option
@click.pass_context
def command(
    context: click.Context,
    *,
    corpus: str | None,
    view: "View",
    annotators: tuple[str, ...],
    gold: str | None,
    output: str,
    only_schema: bool,
    force: bool,
    trusted: str | None,
) -> None:
    """Write the statements of CORPUS, or what --view says, to FILE.

    What cannot be exported is named on standard error and left out; the exit code is then 1.
    """
    from annotator.export import export_rows
    from annotator.formats.json_schema import json_schema
    from annotator.formats.jsonl import write, write_schema
    from annotator.formats.views import Tally

    opened = open_corpus(corpus)
    schema = corpus_schema(opened, trusted)
    names = [_known(opened, name) for name in annotators]
    if gold is not None:
        _check_gold(opened, gold, view, annotators)
    tally = Tally(say=warn)
    with output_file(output, force=force) as file:
        if only_schema:
            write_schema(json_schema(view, schema), file)
            return
        write(_counted(export_rows(opened, schema, view, tally, names, gold), view), file)
    _summarize(tally, view)
    if tally.failed:
        context.exit(1)


def _counted(rows: Iterable["Row"], view: str) -> Iterator["Row"]:
    with Progress(f"rows of {view}") as progress:
        for row in rows:
            progress.step()
            yield row


def _known(corpus: "Corpus", name: str) -> str:
    known = corpus.known_annotator(name)
    if known is None:
        raise AnnotatorError(f"no annotator “{name}” here ({', '.join(corpus.annotators()) or 'nobody yet'})")
    return known


def _check_gold(corpus: "Corpus", gold: str, view: str, annotators: tuple[str, ...]) -> None:
    if annotators or view == "sentences":
        raise click.UsageError("--gold goes with the views statements and audit, and without --from")
    if not corpus.gold_path(gold).is_file():
        raise AnnotatorError(f"no gold “{gold}” here; make one with: annotator merge {corpus.root} -o {gold}")


def _summarize(tally: "Tally", view: str) -> None:
    warn(f"{tally.rows} {'events' if view == 'audit' else view} exported")
    if tally.forked:
        warn(f"{tally.forked} edited apart on two machines; the newest stands")
    for why, number in sorted(tally.left_out.items()):
        warn(f"{number} left out: {why}")
