"""JSONL: one row a line, as every JSONL file of ours is written; the view `articles` can be read back."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import orjson

from annotator.corpus.drafts import Refusal
from annotator.formats.article_rows import ArticleRows
from annotator.formats.format import Dataset, Format, ImportedArticle
from annotator.formats.reading import read_rows
from annotator.formats.views import Row
from annotator.schema import LoadedSchema
from annotator.statements import json_line


def write(rows: Iterable[Row], file: IO[bytes]) -> None:
    """Write the rows as they come."""
    for row in rows:
        file.write(json_line(row))


def write_schema(schema: Row, file: IO[bytes]) -> None:
    """Write the JSON Schema of the lines, for people to read too."""
    file.write(orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    write(dataset.rows(), file)


def _read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    return read_rows(paths, ArticleRows(schema).read)


FORMAT = Format(
    name="jsonl",
    title="JSON lines, with a JSON Schema",
    offsets="code points",
    suffix=".jsonl",
    views=("statements", "sentences", "articles", "labels", "audit"),
    write_file=_write,
    read=_read,
)
