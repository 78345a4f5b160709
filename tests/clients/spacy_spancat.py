# /// script
# dependencies = []
# [tool.annotator]
# when = "push"
# extras = ["spacy"]
# exports = [["--format", "spacy", "--view", "articles", "--language", "en", "-o", "docs"]]
# ///
"""spaCy opens the DocBin: its spans have the words that were annotated, and SpanCat takes a training step on them."""

import json
import sys
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.training import Example

folder = Path(sys.argv[1])
with open(folder / "articles.jsonl", encoding="utf-8") as lines:
    rows = list(map(json.loads, lines))
nlp = spacy.blank("en")
docs = [
    doc
    for path in sorted((folder / "docs").glob("*.spacy"))
    for doc in DocBin().from_disk(path).get_docs(nlp.vocab)
]
assert len(docs) == len(rows) > 0

exact = widened = 0
for row, doc in zip(rows, docs, strict=True):
    assert doc.text == row["text"]
    for field in ("claim", "cue"):
        passages = [
            (item["id"], item["fields"][field]) for item in row["statements"] if item["fields"][field]
        ]
        expected = [
            (name, span["text"], span["start"]) for name, passage in passages for span in passage["spans"]
        ]
        found = [(span.id_, span.text, span.start_char) for span in doc.spans.get(field, [])]
        assert len(found) == len(expected), (row["id"], field)
        for (name, words, start), (id_, text, place) in zip(expected, found):
            assert name == id_
            assert text[start - place :].startswith(words), (words, text)
            assert len(text) <= len(words) + 20, (words, text)
            exact += text == words
            widened += text != words
assert exact > 10 * widened

spancat = nlp.add_pipe(
    "spancat", config={"suggester": {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": 6}}
)
examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs[:2]]
optimizer = nlp.initialize(lambda: examples)
losses = nlp.update(examples, sgd=optimizer)
assert {"claim", "speaker", "cue"} <= set(spancat.labels), spancat.labels
assert losses["spancat"] > 0
print(
    f"spacy: {exact} spans have the words, {widened} are widened to whole tokens; a SpanCat step over {spancat.labels} has loss {losses['spancat']:.1f}"
)
