# /// script
# dependencies = []
# [tool.annotator]
# when = "release"
# selection = ["--from", "amara"]
# exports = [["--format", "w3c", "-o", "pages"]]
# ///
"""Apache Annotator finds the annotated words by position and by quote, and jsonld.js takes our JSON-LD (npm, node)."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

PACKAGES = ["jsonld@9", "@apache-annotator/dom@0.2", "@apache-annotator/selector@0.2", "jsdom@29"]

folder = Path(sys.argv[1])
program = shutil.copy(Path(__file__).with_name("w3c_words.mjs"), folder)
subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", folder, *PACKAGES], check=True)
pages = sorted((folder / "pages").glob("*/*.jsonld"))
shown = subprocess.run(["node", program, *pages], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout

expected, statements = Counter(), Counter()
with open(folder / "articles.jsonl", encoding="utf-8") as lines:
    for row in map(json.loads, lines):
        path = str(folder / "pages" / row["annotator"] / f"{row['id']}.jsonld")
        for statement in row["statements"]:
            statements[path] += 1
            for field, value in statement["fields"].items():
                for item in value if isinstance(value, list) else [value]:
                    passage = item.get("mention", item) if isinstance(item, dict) else None
                    for span in passage["spans"] if passage else ():
                        # the browser's ranges count UTF-16 code units
                        start = len(row["text"][: span["start"]].encode("utf-16-le")) // 2
                        expected[path, statement["id"], field, start, span["text"]] += 1
assert expected

found, graphs = Counter(), 0
for line in map(json.loads, shown.splitlines()):
    if "graph" in line:
        targets = sum(number for key, number in expected.items() if key[0] == line["path"])
        assert line["graph"]["exact"] == targets, line
        graphs += line["graph"]["targets"] > statements[line["path"]] > 0
        continue
    (place,) = map(tuple, line["byPosition"])
    assert place in set(map(tuple, line["byQuote"])), (place, line["byQuote"])
    field = line["field"] or "claim"
    found[line["path"], line["id"][1:29], field, *place] += 1
assert found == expected, [*(expected - found)][:3]
assert graphs == len(pages)
print(
    f"w3c: Apache Annotator finds {found.total()} targets in {len(pages)} pages by position and by quote; jsonld.js reads them all"
)
