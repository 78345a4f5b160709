# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator agree`: how far annotators agree, and on what."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, json_option, open_corpus, trust_option
from annotator.corpus.folder import find_corpus
from annotator.errors import AnnotatorError
from annotator.terminal import Progress, say, say_json, warn

if TYPE_CHECKING:
    from annotator.agreement.report import Report
    from annotator.corpus.corpus import Corpus
    from annotator.formats.views import Tally
    from annotator.schema import LoadedSchema


@click.command("agree")
@click.argument("paths", nargs=-1, required=True, metavar="CORPUS [NAME|FILE…] | FILE…")
@click.option(
    "--html", metavar="FILE", help="Write a report with plots, too: one page that needs no network."
)
@click.option(
    "--gamma", "with_gamma", is_flag=True, help="Gamma, too: it draws random samples and takes longer."
)
@click.option(
    "--tau",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.3,
    show_default=True,
    help="Overlap (IoU) from which two claims are taken to be the same.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of what is drawn at random.")
@click.option("--force", is_flag=True, help="Overwrite the HTML file if it exists.")
@trust_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    html: str | None,
    with_gamma: bool,
    tau: float,
    seed: int,
    force: bool,
    trusted: str | None,
    as_json: bool,
) -> None:
    """Measure how far the annotators of CORPUS agree: all, or those named, or journal FILEs (a model's, say).

    Given FILEs alone, the first of them lies in the corpus.

    What cannot be compared is named on standard error and left out; the exit code is then 1.
    """
    from annotator.agreement.terminal import lines
    from annotator.formats.views import Tally

    if html is not None and Path(html).exists() and not force:
        raise AnnotatorError(f"{html}: exists already; add --force to overwrite it")
    in_corpus = Path(paths[0]).is_file()
    opened = open_corpus(str(find_corpus(Path(paths[0]).parent)) if in_corpus else paths[0])
    names = paths if in_corpus else paths[1:]
    tally = Tally(say=warn)
    found = measured(
        opened, corpus_schema(opened, trusted), names, tally, tau=tau, seed=seed, with_gamma=with_gamma
    )
    if as_json:
        say_json(asdict(found))
    else:
        for line in lines(found):
            say(line)
    if html is not None:
        from annotator.agreement.html import page
        from annotator.corpus.lines import whole_file

        with whole_file(Path(html)) as file:
            file.write(page(found).encode())
    if tally.failed:
        context.exit(1)


def measured(
    corpus: "Corpus",
    schema: "LoadedSchema",
    names: tuple[str, ...],
    tally: "Tally",
    *,
    tau: float,
    seed: int,
    with_gamma: bool,
) -> "Report":
    """Measure agreement between the annotators or files `names` (all, if none); what is left out goes to `tally`."""
    from annotator.agreement.collect import Collector
    from annotator.agreement.figures import About, report
    from annotator.corpus.entities_file import entities_hash
    from annotator.gold import cases
    from annotator.voices import heard, sources

    chosen = sources(corpus, names)
    if len(chosen) < 2:
        here = ", ".join(source.name for source in chosen) or "nobody"
        raise AnnotatorError(f"agreement takes two annotators or more; here: {here}")
    found = Collector([source.name for source in chosen], schema, corpus.entities, with_gamma=with_gamma)
    with Progress("articles compared") as progress:
        for article, voices in heard(corpus, schema, chosen, tally):
            progress.step()
            grouped = cases(article.id, article.sentences, voices, schema, corpus.entities, tau)
            found.add(article, voices, grouped)
    about = About(
        corpus.settings.name,
        entities_hash(corpus.root),
        tau,
        seed,
        {str(why): number for why, number in tally.left_out.items()},
    )
    return report(found, about)
