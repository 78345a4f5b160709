# /// script
# dependencies = []
# [tool.annotator]
# when = "push"
# extras = ["cas"]
# exports = [
#   ["--format", "cas", "-o", "xmi"],
#   ["--format", "cas", "--files", "json", "-o", "json"],
# ]
# ///
"""dkpro-cassis, with warnings as errors, reads the words that were annotated; what it saves can be imported again."""

import json
import re
import subprocess
import sys
import warnings
from pathlib import Path

from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem

warnings.simplefilter("error", UserWarning)
folder = Path(sys.argv[1])
annotator = Path(sys.executable).with_name("annotator")
truth = {
    (row["annotator"], row["id"]): row
    for row in map(json.loads, (folder / "articles.jsonl").open(encoding="utf-8"))
}
types = load_typesystem(folder / "xmi" / "TypeSystem.xml")


def words_of_truth(value):
    """Yield the words of each passage and mention in a field, by span."""
    for item in value if isinstance(value, list) else [value]:
        passage = item.get("mention", item) if isinstance(item, dict) else None
        yield from (span["text"] for span in passage["spans"]) if passage else ()


def words_of_cas(statement, field):
    for link in statement.args.elements:
        if link.role.split()[0] == field and "words" in dir(link.target) and link.target.words is not None:
            yield link.target.get_covered_text()


def compare(kind):
    """Compare each file with the article that it was made of; returns the number of spans."""
    spans = 0
    files = sorted((folder / kind).glob(f"*/*.{kind}"))
    assert len(files) == len(truth), f"{len(files)} files of {len(truth)} annotated articles"
    for path in files:
        cas = load_cas_from_json(path.open("rb")) if kind == "json" else load_cas_from_xmi(path, types)
        row = truth[path.parent.name, path.stem]
        assert cas.sofa_string == row["text"], path
        assert not cas.typecheck(), cas.typecheck()
        found = {item.identifier: item for item in cas.select("webanno.custom.Statement")}
        assert found.keys() == {item["id"] for item in row["statements"]}, path
        for item in row["statements"]:
            for field, value in item["fields"].items():
                expected = list(words_of_truth(value))
                assert list(words_of_cas(found[item["id"]], field)) == expected, (path, item["id"], field)
                spans += len(expected)
        resaved = folder / f"resaved-{kind}" / path.parent.name / path.name
        resaved.parent.mkdir(parents=True, exist_ok=True)
        if kind == "json":
            cas.to_json(resaved)
        else:
            cas.to_xmi(resaved)
            cas.typesystem.to_xml(resaved.with_name("TypeSystem.xml"))
    return spans


def command(*arguments):
    return subprocess.run([annotator, *map(str, arguments)], check=True, stdout=subprocess.PIPE).stdout


def content(row):
    """Return a row with statements sorted, their ids left out: an import gives new ones."""
    statements = (json.dumps(item["fields"], sort_keys=True) for item in row["statements"])
    marks = [{key: mark[key] for key in ("start", "end", "state", "note")} for mark in row["marks"]]
    kept = ("title", "published", "segmenter", "sentences", "text")
    return [
        sorted(re.sub("s-[0-9A-Z]{26}", "", item) for item in statements),
        marks,
        [row[key] for key in kept],
    ]


for kind in ("xmi", "json"):
    spans = compare(kind)
    for name in sorted({name for name, _ in truth}):
        back = folder / f"{kind}-{name}"
        command("new", back)
        (back / "entities.toml").write_bytes(
            (Path(__file__).parents[2] / "corpus" / "entities.toml").read_bytes()
        )
        command("import", back, "--format", "cas", "--as", name, folder / f"resaved-{kind}" / name)
        rows = list(map(json.loads, command("export", back, "--view", "articles").splitlines()))
        expected = sorted((row for (who, _), row in truth.items() if who == name), key=lambda row: row["id"])
        assert list(map(content, sorted(rows, key=lambda row: row["id"]))) == list(map(content, expected)), (
            name
        )
    print(
        f"cassis, {kind}: {spans} spans in {len(truth)} files have the right words, and again when saved and imported"
    )
