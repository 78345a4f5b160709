# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator suggest`: proposals of other programs into the corpus, and those of its own suggester out of it."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from annotator.commands.common import json_option, open_corpus, output_file, required_corpus
from annotator.terminal import Progress, say, say_json, warn

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus


@click.command("suggest")
@required_corpus
@click.option(
    "--from", "source", metavar="FILE", help="Take the proposals of FILE in; '-' is standard input."
)
@click.option("--write", "output", metavar="FILE", help="Write the corpus's own suggester's to FILE.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@json_option
def command(*, corpus: str, source: str | None, output: str | None, force: bool, as_json: bool) -> None:
    """Take proposals into CORPUS, from any program, or write those that its suggester makes.

    Each line of a proposals file is checked against its article (docs/suggestions.md). What does not fit is named by
    line and left out, and the exit code is then 1; the rest is kept in suggestions/, and shown on the screen.
    """
    if (source is None) == (output is None):
        raise click.UsageError("say what to do: --from FILE or --write FILE")
    opened = open_corpus(corpus)
    if source is not None:
        _take_in(opened, source, as_json)
    elif output is not None:
        _write(opened, output, force)


def _take_in(corpus: "Corpus", source: str, as_json: bool) -> None:
    from annotator.corpus.lines import lines_of
    from annotator.corpus.suggestions import Intake
    from annotator.errors import InputError

    refused = 0
    with _input(source) as file, Intake(corpus) as intake, Progress("proposals") as progress:
        for line in lines_of(file):
            progress.step()
            try:
                if line.data.strip() or line.too_long:
                    intake.take(line)
            except InputError as error:
                refused += 1
                if as_json:
                    say_json({"line": line.number, "refused": str(error)})
                else:
                    progress.say(f"{source}:{line.number}: {error}")
    if as_json:
        say_json({"taken": dict(intake.taken), "refused": refused})
    else:
        taken = ", ".join(f"{count} by {by}" for by, count in sorted(intake.taken.items()))
        say(f"{taken or 'nothing'} taken, {refused} refused")
    click.get_current_context().exit(1 if refused else 0)


def _input(source: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb")


def _write(corpus: "Corpus", output: str, force: bool) -> None:
    from annotator.corpus.suggestions import proposal_line
    from annotator.suggest import PRECISION
    from annotator.suggesters import load_suggester

    suggester, superseded, count = load_suggester(corpus.settings.suggester), corpus.index.superseded(), 0
    with output_file(output, force=force) as file, Progress("articles") as progress:
        for article in corpus.articles():
            progress.step()
            if article.id in superseded:
                continue
            batch = suggester.batch(article.text)
            for proposal in batch.proposals:
                score = PRECISION[proposal.tier]
                file.write(proposal_line(proposal, article, batch.by, batch.version, score, proposal.reason))
            count += len(batch.proposals)
    warn(f"{count} proposals by {suggester.name} written")
