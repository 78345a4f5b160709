# /// script
# dependencies = ["pandas"]
# [tool.annotator]
# when = "push"
# exports = [
#     ["-o", "statements.jsonl"],
#     ["--format", "csv", "-o", "statements.csv"],
#     ["--format", "csv", "--view", "sentences", "-o", "sentences.csv"],
# ]
# ///
"""pandas reads the cells of the CSV as they are in the JSONL, and cuts the right words by their offsets."""

import json
import sys
from pathlib import Path

import pandas as pd

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "statements.jsonl", encoding="utf-8")]
texts = {
    row["text_sha256"]: row["text"]
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
}
table = pd.read_csv(folder / "statements.csv", keep_default_na=False)
assert len(table) == len(rows) > 0

for column, values in {
    "id": [row["id"] for row in rows],
    "article_published": [row["article"]["published"] or "" for row in rows],
    "seconds": [row["seconds"] for row in rows],
    "text": [row["text"] for row in rows],
    "claim": [row["fields"]["claim"]["text"] for row in rows],
    "speaker": ["|".join(entity["name"] for entity in row["fields"]["speaker"]) for row in rows],
    "stance": [row["fields"]["stance"] for row in rows],
    "target": [row["fields"]["target"]["name"] or "" for row in rows],
    "target_statement": [row["fields"]["target"]["statement"] or "" for row in rows],
    "note": [row["fields"]["note"] for row in rows],
}.items():
    assert table[column].tolist() == values, f"other cells in {column}"


def cut(text: str, spans: str, offset: int = 0) -> str:
    """Return the words at spans as the cells write them."""
    pairs = (map(int, span.split("-")) for span in spans.split(";"))
    return " ".join(text[start - offset : end - offset] for start, end in pairs)


articles = table["article_text_sha256"].map(texts)
for field in ("claim", "cue"):
    shown = table[table[field] != ""]
    assert len(shown) > 0
    whole = [cut(text, spans) for text, spans in zip(articles[shown.index], shown[f"{field}_spans"])]
    assert whole == shown[field].tolist(), f"other words in the article at {field}_spans"
claims = [cut(*given) for given in zip(table["text"], table["claim_spans"], table["text_start"])]
assert claims == table["claim"].tolist(), "other words in the cell `text` at claim_spans"

sentences = pd.read_csv(folder / "sentences.csv", keep_default_na=False)
there = [
    texts[sha][start:end]
    for sha, start, end in zip(sentences["article_text_sha256"], sentences["start"], sentences["end"])
]
assert there == sentences["text"].tolist()
assert (sentences["mark"] == "none").any()
print(
    f"csv_pandas: {len(table)} statements as in the JSONL, their words cut right; {len(sentences)} sentences"
)
