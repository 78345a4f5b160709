# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator open`, or `annotator` alone: the annotation screen."""

import gc
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, on_terminal, open_corpus, optional_corpus, trust_option
from annotator.terminal import harmless

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus


@click.command("open")
@optional_corpus
@click.option("--as", "name", metavar="NAME", help="Who annotates.")
@click.option("--yes", is_flag=True, help="Take a new annotator's name without asking.")
@click.option("--no-suggest", is_flag=True, help="Suggest nothing.")
@trust_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    corpus: str | None,
    name: str | None,
    yes: bool,
    no_suggest: bool,
    trusted: str | None,
) -> None:
    """Open the annotation screen of CORPUS."""
    gc.disable()  # what is loaded now stays: looking through it is a tenth of the time to the first picture
    ctx.call_on_close(gc.enable)
    opened = open_corpus(corpus)
    if name is None:
        others = ", ".join(opened.annotators())
        raise click.UsageError(
            f"say who annotates: --as NAME ({f'here: {others}' if others else 'nobody yet'})"
        )
    schema = corpus_schema(opened, trusted)
    annotator = _annotator(opened, name, yes)
    from annotator.tui.app import run

    journal = opened.open_journal(annotator)
    ctx.exit(run(opened, journal, schema, suggest=opened.settings.suggest and not no_suggest))


def _annotator(corpus: "Corpus", name: str, yes: bool) -> str:
    """Return whose journal to open; raises CorpusError for a name that is not certain to be meant."""
    from annotator.corpus.settings import annotator_name
    from annotator.errors import CorpusError

    name = annotator_name(name)
    known = corpus.known_annotator(name)
    if known is not None and known != name:
        raise CorpusError(f"“{name}”: there is an annotator “{known}” here; names differ in more than case")
    if known is None and not yes:
        others = ", ".join(corpus.annotators()) or "nobody yet"
        if not on_terminal():
            raise CorpusError(f"“{name}” is new in this corpus ({others}); add --yes if that is meant")
        click.confirm(harmless(f"“{name}” is new in this corpus ({others}). Begin?"), abort=True, err=True)
    return name
