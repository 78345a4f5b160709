# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator check`: every rule of the corpus, one line a problem."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, json_option, open_corpus, optional_corpus, trust_option
from annotator.terminal import say, say_json

if TYPE_CHECKING:
    from annotator.corpus.check import Finding


@click.command("check")
@optional_corpus
@click.option(
    "--repair", is_flag=True, help="Move damaged lines of journals to a file beside them; delete nothing."
)
@trust_option
@json_option
def command(corpus: str | None, repair: bool, trusted: str | None, as_json: bool) -> None:
    """Check articles, journals and names against every rule; the exit code is 1 if there are problems."""
    from annotator.corpus.check import check

    opened = open_corpus(corpus)
    schema = corpus_schema(opened, trusted)
    if repair:
        from annotator.corpus.repair import set_damage_aside

        for line in set_damage_aside(opened):
            say(line)
    problems = 0
    for finding in check(opened, schema):
        problems += 1
        if as_json:
            say_json({"file": str(finding.path), "line": finding.line, "problem": finding.message})
        else:
            say(_line(finding, opened.root))
    if not as_json:
        say(f"{problems} problems" if problems else "no problems")
    click.get_current_context().exit(1 if problems else 0)


def _line(finding: "Finding", root: Path) -> str:
    place = finding.path.relative_to(root).as_posix() + (f":{finding.line}" if finding.line else "")
    return f"{place}: {finding.message}"
