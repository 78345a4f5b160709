"""JSONL: one row a line, as every JSONL file of ours is written."""

from collections.abc import Iterable
from typing import IO

import orjson

from annotator.formats.views import Row
from annotator.statements import json_line


def write(rows: Iterable[Row], file: IO[bytes]) -> None:
    """Write the rows as they come."""
    for row in rows:
        file.write(json_line(row))


def write_schema(schema: Row, file: IO[bytes]) -> None:
    """Write the JSON Schema of the lines, for people to read too."""
    file.write(orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
