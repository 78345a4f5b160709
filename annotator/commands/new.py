# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator new`: make an empty corpus."""

from pathlib import Path

import click

from annotator.terminal import say


@click.command("new")
@click.argument("corpus")
@click.option("--name", help="What the corpus is called; its folder's name, if not given.")
@click.option(
    "--language", default="en", show_default=True, help="The language of most articles, as in 'en'."
)
@click.option(
    "--schema", default="statement", show_default=True, help="A built-in schema, or a file in the corpus."
)
def command(corpus: str, name: str | None, language: str, schema: str) -> None:
    """Make an empty corpus in the folder CORPUS."""
    from annotator.corpus.corpus import new_corpus
    from annotator.errors import CorpusError
    from annotator.loading import built_in_schemas

    if not schema.endswith(".py") and schema not in built_in_schemas():
        raise CorpusError(f"no built-in schema “{schema}” (there are {', '.join(built_in_schemas())})")
    root = Path(corpus)
    new_corpus(root, name or root.resolve().name, language, schema)
    say(f"{corpus}: an empty corpus; next: annotator add {corpus} FILE…")
