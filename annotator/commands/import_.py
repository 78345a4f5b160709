# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator import`: what was annotated in other tools becomes an annotator's journal."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, json_option, open_corpus, required_corpus, trust_option
from annotator.counts import count_of
from annotator.errors import AnnotatorError
from annotator.terminal import Progress, say, say_json, warn

if TYPE_CHECKING:
    from annotator.corpus.drafts import Refusal
    from annotator.importing import Imported


@click.command("import")
@required_corpus
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--format", "format_name", required=True, metavar="FORMAT", help="`annotator formats` lists them."
)
@click.option(
    "--as", "name", required=True, metavar="NAME", help="Whose journal it becomes: a new name here."
)
@click.option(
    "--all-read",
    is_flag=True,
    help="They read every sentence: mark those of the body without a claim `none`, the others `done`.",
)
@click.option("--skip-refused", is_flag=True, help="Leave out what does not fit, and take the rest.")
@trust_option
@json_option
def command(
    *,
    corpus: str,
    paths: tuple[str, ...],
    format_name: str,
    name: str,
    all_read: bool,
    skip_refused: bool,
    trusted: str | None,
    as_json: bool,
) -> None:
    """Take the annotations at PATH… into CORPUS, as the journal of NAME.

    A text that the corpus has (by its hash) is annotated there; any other becomes an article. Each quote is checked
    against the text: what does not fit is named by file and line, and then nothing is imported.
    """
    from annotator import __version__
    from annotator.corpus.settings import annotator_name
    from annotator.formats.format import load_format
    from annotator.importing import Importer, import_into

    chosen = load_format(format_name)
    if chosen.read is None:
        raise AnnotatorError(f"the format {chosen.name} can only be exported")
    missing = next((path for path in paths if not Path(path).exists()), None)
    if missing is not None:
        raise AnnotatorError(f"{missing}: there is no such file or folder")
    opened = open_corpus(corpus)
    schema = corpus_schema(opened, trusted)
    importer = Importer(annotator_name(name), chosen.name, __version__, datetime.now(UTC), all_read)
    with Progress("articles read") as progress:
        found = progress.counted(chosen.read([Path(path) for path in paths], schema))
        imported = import_into(opened, schema, found, importer, _refuse, skip_refused=skip_refused)
    _show(imported, importer.annotator, as_json=as_json)
    if imported.refused:
        click.get_current_context().exit(1)


def _refuse(refusal: "Refusal") -> None:
    warn(f"{refusal.where}: {refusal.reason} (refused)")


def _show(imported: "Imported", annotator: str, *, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        say_json({"annotator": annotator, **asdict(imported)})
        return
    say(
        f"{count_of(imported.statements, 'statement')} and {count_of(imported.marks, 'mark')} for {annotator}: "
        f"{count_of(imported.added, 'article')} added, {imported.known} were here"
    )
    if imported.needs_review:
        say(
            f"{count_of(imported.needs_review, 'statement')} to review: an answer is missing or a rule is broken "
            "(`annotator check` says which)"
        )
    if imported.taken_back:
        say(f"{count_of(imported.taken_back, 'mark')} `none` not taken: a statement starts in the sentence")
