# /// script
# dependencies = ["pandas", "polars", "duckdb", "pyarrow"]
# [tool.annotator]
# when = "push"
# exports = [["-o", "statements.jsonl"]]
# ///
"""pandas, polars, duckdb and pyarrow read the JSONL, and its offsets cut the right words out of the articles."""

import json
import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

folder = Path(sys.argv[1])
file = str(folder / "statements.jsonl")
rows = [json.loads(line) for line in open(file, encoding="utf-8")]
texts = {
    row["text_sha256"]: row["text"]
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
}
anchors = [
    (texts[row["article"]["text_sha256"]], span["start"], span["end"], span["text"])
    for row in rows
    for span in row["fields"]["claim"]["spans"]
]
assert anchors
table = pa.table(dict(zip(("text", "start", "end", "words"), map(list, zip(*anchors)))))

sliced = [
    pc.utf8_slice_codeunits(t, s, e).as_py()
    for t, s, e in zip(table["text"], table["start"].to_pylist(), table["end"].to_pylist())
]
assert sliced == table["words"].to_pylist(), "pyarrow cuts other words"
frame = pl.from_arrow(table)
cut = frame.select(pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))[
    "text"
].to_list()
assert cut == frame["words"].to_list(), "polars cuts other words"
wrong = (
    duckdb.connect()
    .execute('select count(*) from "table" where substring(text, "start" + 1, "end" - "start") <> words')
    .fetchall()
)
assert wrong == [(0,)], "duckdb cuts other words"
assert all(text[start:end] == words for text, start, end, words in anchors)

frames = {
    "pandas": len(pd.read_json(file, lines=True, dtype=False)),
    "polars": pl.read_ndjson(file).height,
    "duckdb": duckdb.connect().execute("select count(*) from read_json(?)", [file]).fetchall()[0][0],
    "pyarrow": pyarrow.json.read_json(file).num_rows,
}
assert set(frames.values()) == {len(rows)}, frames
print(
    f"frames: {len(anchors)} spans of {len(rows)} statements cut alike by pyarrow, polars, duckdb and Python"
)
