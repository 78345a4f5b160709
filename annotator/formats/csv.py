"""CSV, for R and pandas: RFC 4180 but for its line ends (LF), UTF-8 without a byte order mark, cells as they are."""

import csv
from typing import IO

from annotator.formats.flat_table import flat_columns
from annotator.formats.format import Dataset, Format


class _Lines:
    """Takes rows as `csv` writes them and ends them with LF; told so itself, `csv` would not quote a lone CR."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, line: str) -> None:
        """Write one row."""
        self._file.write(line.removesuffix("\r\n").encode() + b"\n")


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    columns = flat_columns(dataset.view, dataset.schema)
    writer = csv.writer(_Lines(file), lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerows([column.cell(row) for column in columns] for row in dataset.rows())


FORMAT = Format(
    name="csv",
    title="CSV (for R and pandas; for a spreadsheet program, xlsx)",
    offsets="code points",
    not_held=("the difference between a text that is empty and one that is not there",),
    suffix=".csv",
    views=("statements", "sentences"),
    write_file=_write,
)
