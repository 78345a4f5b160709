# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator schema`: the codebook and the JSON Schema of a corpus's schema, or of a built-in one."""

from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, open_corpus, trust_option
from annotator.terminal import say_text

if TYPE_CHECKING:
    from annotator.schema import LoadedSchema


@click.command("schema")
@click.argument("name", required=False, metavar="[CORPUS|NAME]")
@click.option(
    "--codebook/--json-schema",
    "for_people",
    default=True,
    help="Markdown, for people (the default), or the JSON Schema of a statement's fields, for programs.",
)
@trust_option
def command(name: str | None, for_people: bool, trusted: str | None) -> None:
    """Print the schema of a corpus, or the built-in one called NAME."""
    from annotator.codebook import codebook, json_schema

    schema = _schema(name, trusted)
    if for_people:
        say_text(codebook(schema))
    else:
        import orjson

        say_text(orjson.dumps(json_schema(schema), option=orjson.OPT_INDENT_2).decode())


def _schema(name: str | None, trusted: str | None) -> "LoadedSchema":
    from annotator.loading import built_in_schemas, load_schema

    if name in built_in_schemas():
        return load_schema(name)
    return corpus_schema(open_corpus(name), trusted)
