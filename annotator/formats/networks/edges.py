"""An edge list as CSV, for R, pandas and spreadsheets: a line an edge, with the names of its ends."""

import csv
import io
from typing import IO

from annotator.formats.format import Dataset, Format
from annotator.formats.networks.build import OPTIONS, losses, network


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    made = network(dataset)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["source", "target", *made.columns])
    lines.writerows((edge.source.name, edge.target.name, *edge.values) for edge in made.edges)
    text.detach()


FORMAT = Format(
    name="edges",
    title="discourse network as a list of edges (CSV)",
    offsets="none",
    not_held=(
        "words and their places, but for the claims of --mode statements",
        "speakers and targets without any tie, and what kind a speaker is",
    ),
    suffix=".csv",
    options=OPTIONS,
    write_file=_write,
    losses=losses,
)
