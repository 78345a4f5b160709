# ruff: noqa: PLC0415 (pyarrow is an extra, loaded when something is written)
"""Parquet: the rows of any view, typed by the JSON Schema of the view; offsets are 64-bit integers."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING

from annotator.formats.column_types import ColumnType, column_types
from annotator.formats.format import Dataset, Format, needed
from annotator.formats.json_schema import json_schema
from annotator.formats.views import Row

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 200
"""So many rows at a time become columns: few enough for memory to be flat, enough to be fast."""
_GROUP = 8 * 2**20
"""Bytes of columns from which they are written as a row group."""


def write(rows: Iterable[Row], columns: dict[str, ColumnType], file: IO[bytes]) -> None:
    """Write rows of these columns as one Parquet file; raises AnnotatorError where pyarrow is not installed."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise needed("pyarrow", "parquet") from None
    schema = arrow_schema(columns)
    with ParquetWriter(file, schema, compression="zstd") as writer:
        group: list[pa.RecordBatch] = []
        for batch in _batches(rows, schema):
            group.append(batch)
            if sum(held.nbytes for held in group) >= _GROUP:
                writer.write_table(pa.Table.from_batches(group, schema))
                group = []
        if group:
            writer.write_table(pa.Table.from_batches(group, schema))


def arrow_schema(columns: dict[str, ColumnType]) -> "pa.Schema":
    """Return the Arrow schema of these columns."""
    import pyarrow as pa

    def arrow_type(of: ColumnType) -> pa.DataType:
        match of:
            case [item]:
                return pa.list_(arrow_type(item))
            case dict(keys):
                return pa.struct([(name, arrow_type(key)) for name, key in keys.items()])
        return pa.type_for_alias(of)

    return pa.schema([(name, arrow_type(of)) for name, of in columns.items()])


def _batches(rows: Iterable[Row], schema: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa

    stream = iter(rows)
    while chunk := list(islice(stream, _ROWS)):
        yield pa.RecordBatch.from_pylist(chunk, schema)


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    write(dataset.rows(), column_types(json_schema(dataset.view, dataset.schema)), file)


FORMAT = Format(
    name="parquet",
    title="Parquet, with typed columns (for pyarrow, polars, duckdb)",
    offsets="code points",
    suffix=".parquet",
    views=("statements", "sentences", "articles", "labels", "audit"),
    write_file=_write,
)
