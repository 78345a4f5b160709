# /// script
# dependencies = ["openpyxl"]
# [tool.annotator]
# when = "push"
# extras = ["xlsx"]
# exports = [["-o", "statements.jsonl"], ["--format", "xlsx", "-o", "statements.xlsx"]]
# ///
"""openpyxl reads texts from all cells of the XLSX, those of the JSONL, and no formula."""

import json
import sys
from pathlib import Path

import openpyxl

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "statements.jsonl", encoding="utf-8")]
texts = {
    row["text_sha256"]: row["text"]
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
}
(sheet,) = openpyxl.load_workbook(folder / "statements.xlsx").worksheets
cells = list(sheet.iter_rows())
assert {cell.data_type for row in cells for cell in row if cell.value is not None} == {"s"}, (
    "no text in a cell"
)
names = [cell.value for cell in cells[0]]
table = [dict(zip(names, ((cell.value or "") for cell in row))) for row in cells[1:]]
assert len(table) == len(rows) > 0
for shown, row in zip(table, rows):
    fields = row["fields"]
    assert shown["id"] == row["id"]
    assert shown["article_published"] == (row["article"]["published"] or "")
    assert shown["text"] == row["text"]
    assert shown["speaker"] == "|".join(entity["name"] for entity in fields["speaker"])
    assert shown["stance"] == fields["stance"]
    pairs = [tuple(map(int, span.split("-"))) for span in shown["claim_spans"].split(";")]
    text = texts[shown["article_text_sha256"]]
    assert shown["claim"] == " ".join(text[start:end] for start, end in pairs), (
        f"other words: {shown['claim']}"
    )
print(f"xlsx_openpyxl: {len(table)} statements as in the JSONL, all cells texts, claims cut right")
