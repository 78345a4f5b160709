# /// script
# dependencies = ["jsonschema"]
# [tool.annotator]
# when = "push"
# extras = ["agreement"]
# exports = [
#     ["-o", "statements.jsonl"],
#     ["--json-schema", "-o", "statements.schema.json"],
#     ["--view", "sentences", "-o", "sentences.jsonl"],
#     ["--view", "sentences", "--json-schema", "-o", "sentences.schema.json"],
#     ["--view", "articles", "--json-schema", "-o", "articles.schema.json"],
#     ["--view", "labels", "-o", "labels.jsonl"],
#     ["--view", "labels", "--json-schema", "-o", "labels.schema.json"],
#     ["--view", "audit", "-o", "audit.jsonl"],
#     ["--view", "audit", "--json-schema", "-o", "audit.schema.json"],
# ]
# ///
"""jsonschema and, where node and npm are there, ajv find that every line satisfies its schema, and a changed one not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

folder = Path(sys.argv[1])
VIEWS = ("statements", "sentences", "articles", "labels", "audit")
BY_AJV = """
const Ajv = require("ajv/dist/2020"), fs = require("fs"), counts = {};
for (const view of process.argv.slice(2)) {
  const check = new Ajv({strict: false}).compile(JSON.parse(fs.readFileSync(view + ".schema.json")));
  const lines = fs.readFileSync(view + ".jsonl", "utf8").trim().split("\\n").map(line => JSON.parse(line));
  for (const line of lines) if (!check(line)) { console.error(view, check.errors); process.exit(1); }
  if (check({...lines[0], more: 1})) { console.error(view, "takes anything"); process.exit(1); }
  counts[view] = lines.length;
}
console.log(JSON.stringify(counts));
"""

counts = {}
for view in VIEWS:
    schema = json.loads((folder / f"{view}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = [json.loads(line) for line in open(folder / f"{view}.jsonl", encoding="utf-8")]
    for line in lines:
        validator.validate(line)
    assert not validator.is_valid({**lines[0], "more": 1}), f"{view} takes anything"
    counts[view] = len(lines)
npm = shutil.which("npm")
by = "jsonschema"
if npm and shutil.which("node"):
    subprocess.run([npm, "install", "--silent", "ajv@8"], cwd=folder, check=True)
    (folder / "check.js").write_text(BY_AJV, encoding="utf-8")
    done = subprocess.run(
        ["node", "check.js", *VIEWS], cwd=folder, check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == counts
    by = "jsonschema and ajv"
print(f"json_schema: {by} take all lines of {counts}")
