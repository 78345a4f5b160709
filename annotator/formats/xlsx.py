# ruff: noqa: PLC0415 (xlsxwriter is an extra, loaded when something is written)
"""XLSX, for people: the flat table of the statements, in which every cell is a text and none is a formula."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import IO, TYPE_CHECKING

from annotator.errors import AnnotatorError
from annotator.formats.flat_table import Cell, Column, flat_columns
from annotator.formats.format import Dataset, Format, needed
from annotator.formats.views import AnnotatedArticle, Page, statement_row
from annotator.formats.xml_text import legal_xml
from annotator.schema import LoadedSchema

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LIMIT = 32_767
"""UTF-16 code units that a cell holds, by Excel's specification."""
_ROWS = 1_048_576
"""Rows that a sheet holds, by the same."""
_CREATED = datetime(2000, 1, 1)
"""As it says of itself: a fixed time, so that the same dataset gives the same bytes."""


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise needed("xlsxwriter", "xlsx") from None
    columns = flat_columns(dataset.view, dataset.schema)
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(dataset.view)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.name, bold)
        for number, row in enumerate(dataset.rows(), start=1):
            if number == _ROWS:
                raise AnnotatorError(f"xlsx: a sheet holds {_ROWS:,} rows; export fewer (--from), or csv")
            for place, column in enumerate(columns):
                _write_cell(sheet, number, place, _text(column.cell(row)))


def _write_cell(sheet: "Worksheet", row: int, place: int, text: str) -> None:
    cut = legal_xml(_cut(text))
    if cut.startswith("<r>") and cut.endswith("</r>"):  # xlsxwriter would take it for markup of its own
        sheet.write_rich_string(row, place, cut[0], cut[1], cut[2:])
    elif cut:
        sheet.write_string(row, place, cut)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _cut(text: str) -> str:
    """Return as much of a text as a cell holds: whole characters."""
    if len(text) <= _LIMIT // 2:
        return text
    return text.encode("utf-16-le")[: 2 * _LIMIT].decode("utf-16-le", errors="ignore")


def _losses(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterator[str]:
    """Yield a phrase for each cell of the article's statements that is not written as it is."""
    page = Page(annotated.article)
    for statement in annotated.statements:
        row = statement_row(page, statement)
        for column in _columns(schema):
            text = _text(column.cell(row))
            if _cut(text) != text:
                yield f"cells of {column.name} end after {_LIMIT:,} characters"
            if legal_xml(text) != text:
                yield f"cells of {column.name} have characters that XML cannot hold: U+FFFD stands for them"


@cache
def _columns(schema: LoadedSchema) -> list[Column]:
    return flat_columns("statements", schema)


FORMAT = Format(
    name="xlsx",
    title="XLSX (for people, in a spreadsheet program)",
    offsets="code points",
    not_held=(
        "more than 32,767 characters in a cell, or 1,048,575 rows",
        "the difference between a text that is empty and one that is not there",
    ),
    suffix=".xlsx",
    views=("statements",),
    write_file=_write,
    losses=_losses,
)
