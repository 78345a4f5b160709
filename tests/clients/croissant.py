# /// script
# dependencies = ["mlcroissant", "pyarrow"]
# [tool.annotator]
# when = "push"
# extras = ["hf"]
# exports = [
#     ["-o", "statements.jsonl"],
#     ["--format", "hf", "-o", "lines"],
#     ["--format", "hf", "--files", "parquet", "-o", "columns"],
# ]
# ///
"""mlcroissant takes the description without an error, reads the rows, and refuses a file with one changed byte."""

import json
import math
import sys
from pathlib import Path

import mlcroissant as mlc

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "statements.jsonl", encoding="utf-8")]


def text(value: object) -> object:
    """Return a value as a text, which is what mlcroissant makes bytes of."""
    return value.decode() if isinstance(value, bytes) else value


def records(name: str) -> list[dict]:
    """Return the statements that mlcroissant reads from a folder, by the last part of the columns' names."""
    dataset = mlc.Dataset(jsonld=folder / name / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    return [
        {column.rpartition("/")[2]: text(value) for column, value in record.items()}
        for record in dataset.records("statements/train-00000")
    ]


for name in ("lines", "columns"):
    found = records(name)
    assert len(found) == len(rows) > 0
    for record, row in zip(found, rows):
        fields = row["fields"]
        assert record["id"] == row["id"]
        assert record["text"] == row["text"]
        assert math.isclose(record["seconds"], row["seconds"])  # pandas reads JSON numbers so
        assert record["article.published"] == row["article"]["published"]
        assert record["fields.claim.text"] == fields["claim"]["text"]
        assert record["fields.stance"] == fields["stance"]
        assert record["fields.target.name"] == fields["target"]["name"]
        assert record["fields.cue.text"] == (fields["cue"] and fields["cue"]["text"])

file = folder / "lines" / "statements" / "train-00000.jsonl"
file.write_bytes(file.read_bytes().replace(b"support", b"suppork", 1))
try:
    records("lines")
    sys.exit("a file with one changed byte was taken")
except mlc.GenerationError as error:
    if "hash" not in str(error.__cause__).lower():
        raise
print(f"croissant: {len(rows)} statements read from JSONL and Parquet; a changed byte is refused")
