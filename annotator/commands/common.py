# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""What several commands share: finding the corpus, and asking whether its own schema may be run."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from annotator.corpus.folder import find_corpus, named_corpus
from annotator.errors import AnnotatorError, UntrustedSchemaError
from annotator.terminal import harmless, say, say_json

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.corpus.remembered import Answer
    from annotator.schema import LoadedSchema

optional_corpus = click.argument("corpus", required=False)
required_corpus = click.argument("corpus")
trust_option = click.option(
    "--trust-schema",
    "trusted",
    metavar="HASH",
    help="Run the corpus's own schema file, if the hash of its code is this.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def corpus_folder(path: str | None) -> Path:
    """Return the folder of the corpus at `path`, or of the nearest one from here upwards; raises CorpusError."""
    return find_corpus(Path()) if path is None else named_corpus(Path(path))


def open_corpus(path: str | None) -> "Corpus":
    """Open the corpus at `path`, or the nearest one from the current folder upwards; raises CorpusError."""
    from annotator.corpus.corpus import Corpus

    return Corpus(corpus_folder(path))


def show(answer: "Answer", *, as_json: bool) -> None:
    """Print what a command found out, and end with its exit code."""
    for record in answer.records if as_json else ():
        say_json(record)
    for line in () if as_json else answer.lines:
        say(line)
    click.get_current_context().exit(answer.exit_code)


def output_file(output: str, *, force: bool) -> AbstractContextManager[IO[bytes]]:
    """Open the output ('-': standard output); a file appears when it is whole. Raises AnnotatorError where one is."""
    from annotator.corpus.lines import whole_file

    if output == "-":
        return nullcontext(sys.stdout.buffer)
    path = Path(output)
    if path.exists() and not path.is_file():
        raise AnnotatorError(
            f"{output}: is no file that can be written anew; name one, or '-' for standard output"
        )
    if path.exists() and not force:
        raise AnnotatorError(f"{output}: exists already; add --force to overwrite it")
    return whole_file(path)


def on_terminal() -> bool:
    """Tell whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def corpus_schema(corpus: "Corpus", trusted: str | None) -> "LoadedSchema":
    """Load the corpus's schema; on a terminal, ask once whether code that came with it may be run."""
    try:
        return corpus.schema(trusted)
    except UntrustedSchemaError as error:
        if not on_terminal():
            raise
        from annotator.loading import trust

        click.echo(harmless(f"{error.path} is code that came with the corpus."), err=True)
        if not click.confirm("Have you read it, and may it run on this computer?", err=True):
            raise AnnotatorError("the schema was not run") from None
        trust(error.modules_hash)
        return corpus.schema(error.modules_hash)
