# /// script
# dependencies = []
# [tool.annotator]
# when = "release"
# extras = ["cas"]
# exports = [["--format", "cas", "-o", "xmi"]]
# ///
"""Apache UIMA in Java (Debian: libuima-core-java, default-jdk-headless) cuts the words that were annotated."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

JARS = Path("/usr/share/java")
if not (JARS / "uimaj-core.jar").exists():
    sys.exit("it needs libuima-core-java and default-jdk-headless: apt-get install them")
folder = Path(sys.argv[1])
files = sorted((folder / "xmi").glob("*/*.xmi"))
program = Path(__file__).with_name("UimaWords.java")
types = folder / "xmi" / "TypeSystem.xml"
shown = subprocess.run(
    ["java", "-cp", f"{JARS}/*", program, types, *files], check=True, stdout=subprocess.PIPE, encoding="utf-8"
).stdout
found = Counter(tuple(line.split("\t")) for line in shown.splitlines())

expected = Counter()
with open(folder / "articles.jsonl", encoding="utf-8") as lines:
    for row in map(json.loads, lines):
        path = folder / "xmi" / row["annotator"] / f"{row['id']}.xmi"
        for statement in row["statements"]:
            for field, value in statement["fields"].items():
                for item in value if isinstance(value, list) else [value]:
                    passage = item.get("mention", item) if isinstance(item, dict) else None
                    for span in passage["spans"] if passage else ():
                        words = span["text"].replace("\n", "\\n")
                        expected[str(path), statement["id"], field, words] += 1
assert expected
assert found == expected, [*(expected - found)][:3]
print(f"uima_java: {expected.total()} spans in {len(files)} files have the right words")
