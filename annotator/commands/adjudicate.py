# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator adjudicate`: the adjudication screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, open_corpus, optional_corpus, trust_option
from annotator.errors import CorpusError
from annotator.terminal import warn

if TYPE_CHECKING:
    from annotator.caseload import Found
    from annotator.corpus.corpus import Corpus
    from annotator.schema import LoadedSchema
    from annotator.statements import State


@click.command("adjudicate")
@optional_corpus
@click.option("--as", "name", metavar="NAME", required=True, help="Who decides.")
@click.option("--gold", default="gold", show_default=True, help="The gold that the decisions go to.")
@click.option("--only-conflicts", is_flag=True, help="Ask nothing that annotator merge has decided by votes.")
@click.option("--worst-first", is_flag=True, help="What differs most first, instead of in reading order.")
@trust_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    corpus: str | None,
    name: str,
    gold: str,
    only_conflicts: bool,
    worst_first: bool,
    trusted: str | None,
) -> None:
    """Decide what is gold where the annotators of CORPUS differ, on a screen."""
    from annotator.adjudication import Adjudication
    from annotator.gold import MERGE

    if name.casefold() == MERGE:
        raise CorpusError(
            f"“{name}” stands for what is decided by votes; adjudicate under a name of your own"
        )
    opened = open_corpus(corpus)
    schema = corpus_schema(opened, trusted)
    journal = opened.open_gold(gold, name)
    try:
        found = found_cases(opened, schema, gold, journal.state)
        session = Adjudication(
            opened, journal, schema, found, only_conflicts=only_conflicts, worst_first=worst_first
        )
        from annotator.tui.adjudicator import run

        ctx.exit(run(session))
    finally:
        journal.close()


def found_cases(corpus: "Corpus", schema: "LoadedSchema", gold: str, state: "State") -> "Iterator[Found]":
    """Yield the cases of each article, of those annotators whom gold rests on; of all, where it rests on nobody.

    Statements are aligned, and votes decide, as in the merge that made gold.
    """
    from annotator.by_article import Families
    from annotator.caseload import Found
    from annotator.formats.views import Tally
    from annotator.gold import cases
    from annotator.merging import Gold, fitted
    from annotator.resolving import made_by
    from annotator.voices import heard, sources

    annotators, rule = made_by(state.by_id.values())
    chosen = sources(corpus, sorted(annotators & set(corpus.annotators())))
    model = None
    if rule.strategy == "model":
        with Gold(corpus.gold_path(gold), Families(corpus), Tally(lambda _: None)) as old:
            model = fitted(corpus, schema, chosen, old, rule)
    for article, voices in heard(corpus, schema, chosen, Tally(warn)):
        found = cases(article.id, article.sentences, voices, schema, corpus.entities, rule.tau)
        opinions = [model.opinion(article.id, place) for place in range(len(found))] if model else []
        yield Found(article.id, found, opinions)
