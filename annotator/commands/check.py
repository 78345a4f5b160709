# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator check`: every rule of the corpus, one line a problem."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import (
    corpus_folder,
    corpus_schema,
    json_option,
    open_corpus,
    optional_corpus,
    show,
    trust_option,
)
from annotator.terminal import warn

if TYPE_CHECKING:
    from annotator.corpus.check import Finding
    from annotator.corpus.remembered import Answer


@click.command("check")
@optional_corpus
@click.option(
    "--repair",
    is_flag=True,
    help="Move damaged lines of journals and gold to a file beside them; delete nothing. Articles are left as they "
    "are: take a damaged one back from version control.",
)
@trust_option
@json_option
def command(corpus: str | None, repair: bool, trusted: str | None, as_json: bool) -> None:
    """Check articles, journals and names against every rule; the exit code is 1 if there are problems."""
    from annotator.corpus.remembered import remembered

    if repair:
        from annotator.corpus.repair import set_damage_aside

        for line in set_damage_aside(open_corpus(corpus)):
            warn(line)
    show(remembered(corpus_folder(corpus), "check", lambda: _answer(corpus, trusted)), as_json=as_json)


def _answer(path: str | None, trusted: str | None) -> "Answer":
    from annotator.corpus.check import check
    from annotator.corpus.remembered import Answer

    corpus = open_corpus(path)
    findings = list(check(corpus, corpus_schema(corpus, trusted)))
    return Answer(
        [_line(finding, corpus.root) for finding in findings] or ["no problems"],
        [
            {"file": _place(finding, corpus.root), "line": finding.line, "problem": finding.message}
            for finding in findings
        ],
        1 if findings else 0,
    )


def _place(finding: "Finding", root: Path) -> str:
    return finding.path.relative_to(root).as_posix()


def _line(finding: "Finding", root: Path) -> str:
    return f"{_place(finding, root)}{f':{finding.line}' if finding.line else ''}: {finding.message}"
