# /// script
# dependencies = ["polars", "duckdb", "pyarrow"]
# [tool.annotator]
# when = "push"
# extras = ["parquet"]
# exports = [
#     ["-o", "statements.jsonl"],
#     ["--format", "parquet", "-o", "statements.parquet"],
#     ["--format", "parquet", "--view", "sentences", "-o", "sentences.parquet"],
#     ["--format", "parquet", "--view", "articles", "-o", "articles.parquet"],
# ]
# ///
"""pyarrow, polars and duckdb read the rows of the JSONL from Parquet, and cut the right words out of its articles."""

import json
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.compute as pc
import pyarrow.parquet as pq

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "statements.jsonl", encoding="utf-8")]
texts = {
    row["text_sha256"]: row["text"]
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
}
statements, articles = str(folder / "statements.parquet"), str(folder / "articles.parquet")
database = duckdb.connect()

found = database.execute("select * from read_parquet(?)", [statements])
names = [column[0] for column in found.description]
for client, read in {
    "pyarrow": pq.read_table(statements).to_pylist(),
    "polars": pl.read_parquet(statements).to_dicts(),
    "duckdb": [dict(zip(names, values)) for values in found.fetchall()],
}.items():
    assert read == rows, f"{client} reads other rows"

true = [
    (words["text"], texts[row["article"]["text_sha256"]][words["start"] : words["end"]])
    for row in rows
    for words in row["fields"]["claim"]["spans"]
]
assert true
assert all(said == there for said, there in true)
words = sorted(said for said, _ in true)

spans = (
    pl.scan_parquet(statements)
    .select(
        pl.col("article").struct.field("text_sha256"),
        pl.col("fields").struct.field("claim").struct.field("spans"),
    )
    .explode("spans")
    .unnest("spans")
    .rename({"text": "words"})
    .join(pl.scan_parquet(articles).select("text_sha256", "text").unique(), on="text_sha256")
    .with_columns(cut=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))
    .collect()
)
assert sorted(spans["cut"]) == words == sorted(spans["words"]), "polars cuts other words"

cut = [
    pc.utf8_slice_codeunits(text, start, end).as_py()
    for text, start, end in zip(spans.to_arrow()["text"], spans["start"], spans["end"])
]
assert sorted(cut) == words, "pyarrow cuts other words"

sliced = database.execute(
    """
    select substring(text, span.start + 1, span."end" - span.start)
    from (select article.text_sha256, unnest(fields.claim.spans) as span from read_parquet(?))
    join (select distinct text_sha256, text from read_parquet(?)) using (text_sha256)
    """,
    [statements, articles],
).fetchall()
assert sorted(cut for (cut,) in sliced) == words, "duckdb cuts other words"

sentences = pl.read_parquet(folder / "sentences.parquet")
assert sentences.filter(pl.col("mark") == "none").height > 0, "no negative sentence"
print(
    f"parquet_frames: {len(rows)} statements equal to their lines in pyarrow, polars and duckdb; "
    f"{len(words)} spans cut right by each; {sentences.height} sentences"
)
