# ruff: noqa: PLC0415 (PyYAML is an extra, loaded when something is written)
"""A folder for the `datasets` library of Hugging Face: rows in files, a card, and a Croissant description."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import IO

from annotator.errors import AnnotatorError
from annotator.formats import parquet
from annotator.formats.column_types import ColumnType, column_types
from annotator.formats.format import Dataset, Format, FormatOption, needed
from annotator.formats.hf.card import body
from annotator.formats.hf.croissant import croissant
from annotator.formats.hf.dates import PIECE, ColumnPath, DateColumns
from annotator.formats.hf.figures import Figures
from annotator.formats.hf.head import head
from annotator.formats.hf.shards import Shard, WriteRows, write_shards
from annotator.formats.json_schema import json_schema
from annotator.formats.jsonl import write_schema
from annotator.formats.output import Folder
from annotator.formats.views import Row, View
from annotator.statements import json_line

_VIEWS: tuple[View, ...] = ("statements", "sentences", "articles")
_WHOLE = "train"
"""What a dataset that is not split is called, there as here."""


def _write(datasets: Sequence[Dataset], folder: Folder) -> None:
    try:
        import yaml
    except ImportError:
        raise needed("PyYAML", "hf") from None
    whole = datasets[0]
    figures = Figures(whole.schema)
    columns: dict[View, dict[str, ColumnType]] = {}
    dates: dict[View, frozenset[ColumnPath]] = {}
    shards: list[Shard] = []
    for view in _VIEWS:
        columns[view] = column_types(json_schema(view, whole.schema))
        found = DateColumns()
        suffix, write = _writer(whole.options["files"], columns[view], found)
        for dataset in datasets:
            split = dataset.split or _WHOLE
            rows = figures.counted(view, split, dataset.rows(view))
            shards += write_shards(rows, view, split, suffix, write, folder)
        dates[view] = found.dates()
    if not shards:
        raise AnnotatorError("hf: there is nothing to export")
    card = yaml.safe_dump(
        head(whole.name, shards, columns, dates, figures.languages), sort_keys=False, allow_unicode=True
    )
    text = body(whole.name, figures, whole.agreement(), whole.codebook())
    with folder.open("README.md") as file:
        file.write(f"---\n{card}---\n\n{text}".encode())
    with folder.open("croissant.json") as file:
        write_schema(croissant(whole.name, shards, columns), file)


def _writer(files: str, columns: dict[str, ColumnType], dates: DateColumns) -> tuple[str, WriteRows]:
    """Return the ending of the files and what writes rows to one of them."""
    if files == "parquet":
        return ".parquet", lambda rows, file: parquet.write(rows, columns, file)
    return ".jsonl", partial(_write_lines, dates)


def _write_lines(dates: DateColumns, rows: Iterable[Row], file: IO[bytes]) -> None:
    piece = 0
    for row in rows:
        piece += file.write(json_line(row))
        dates.see(row)
        if piece >= PIECE:
            dates.end_piece()
            piece = 0
    dates.end_piece()


FORMAT = Format(
    name="hf",
    title="Hugging Face dataset folder, with card and Croissant",
    offsets="code points",
    options=(
        FormatOption("files", "What the rows are written as.", choices=("jsonl", "parquet"), default="jsonl"),
    ),
    write_folder=_write,
)
