# /// script
# dependencies = ["slate-nlp"]
# [tool.annotator]
# when = "push"
# exports = []
# ///
"""slate-nlp writes labels and links over the sample's texts; importing them gives the words and the stances again."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from slate.config import Config
from slate.data import Datum, Span

folder = Path(sys.argv[1])
annotator = Path(sys.executable).parent / "annotator"
rows = [json.loads(line) for line in open(folder / "articles.jsonl", encoding="utf-8")]
rows = list({row["id"]: row for row in rows}.values())


def datum(name: str, kind: str, ending: str) -> Datum:
    scope = argparse.Namespace(ann_scope="character", ann_type=kind, config_file=None)
    return Datum(f"{name}.txt", Config(scope, {}), f"{name}.txt.{ending}", [])


def position(document, text: str, offset: int) -> tuple[int, int, int]:
    """Where a character is for SLATE: its line, its word, its place in the word."""
    before = text[:offset].split("\n")
    line = document.lines[len(before) - 1]
    words = line[: len(before[-1]) + 1].split()
    return len(before) - 1, len(words) - 1, len(words[-1]) - 1


def within_a_line(value: dict | None, text: str) -> list[tuple[int, int]]:
    spans = [(span["start"], span["end"]) for span in value["spans"]] if value else []
    return spans if not any("\n" in text[start:end] for start, end in spans) else []


wanted, files = {}, []
for row in rows:
    name, text = str(folder / row["id"]), row["text"]
    Path(f"{name}.txt").write_bytes(text.encode())
    labels, links = datum(name, "categorical", "annotations"), datum(name, "link", "links")
    assert labels.doc.raw_text == text
    taken = set()
    for statement in row["statements"]:
        fields = statement["fields"]
        claim = within_a_line(fields["claim"], text)
        speakers = [within_a_line(one["mention"], text) for one in fields["speaker"]]
        if not claim or not all(speakers):
            continue
        firsts = {claim[0], *(speaker[0] for speaker in speakers)}
        if taken & firsts or len(firsts) <= len(speakers):  # the same words twice are one annotation
            continue
        taken |= firsts
        places = [
            [
                Span(
                    "character",
                    labels.doc,
                    (position(labels.doc, text, a), position(labels.doc, text, b - 1)),
                )
                for a, b in spans
            ]
            for spans in (claim, *speakers)
        ]
        labels.modify_annotation(places[0], "claim")
        labels.modify_annotation(places[0], f"stance={fields['stance']}")
        for speaker in places[1:]:
            labels.modify_annotation(speaker, "speaker")
            links.modify_annotation([speaker[0], places[0][0]])
        words = [" ".join(text[a:b] for a, b in spans) for spans in speakers]
        wanted.setdefault(text, []).append((fields["claim"]["text"], fields["stance"], words))
    labels.write_out()
    links.write_out()
    files += [f"{name}.txt.annotations", f"{name}.txt.links"]

corpus = str(folder / "corpus")
subprocess.run([annotator, "new", corpus], check=True)
subprocess.run([annotator, "import", corpus, "--format", "slate", "--as", "zoe", *files], check=True)
found = {}
for path in (folder / "corpus" / "annotations").glob("*.jsonl"):
    texts = {
        article["id"]: article["text"]
        for file in (folder / "corpus" / "articles").glob("*.jsonl")
        for article in map(json.loads, open(file, encoding="utf-8"))
    }
    for event in map(json.loads, open(path, encoding="utf-8")):
        text = texts[event["article"]]
        mentions = [one["mention"] for one in event["fields"]["speaker"]]
        words = [" ".join(text[a:b] for a, b in spans) for spans in mentions]
        found.setdefault(text, []).append((event["quote"], event["fields"]["stance"], words))
assert {text: sorted(items) for text, items in found.items()} == {
    text: sorted(items) for text, items in wanted.items()
}
count = sum(map(len, found.values()))
assert count > 50
print(f"slate: {count} claims with their speakers in {len(files)} files written by slate-nlp, all read")
