# /// script
# dependencies = ["spacy"]
# [tool.annotator]
# when = "release"
# exports = [["--format", "prodigy", "-o", "prodigy.jsonl"]]
# ///
"""spaCy builds Docs of Prodigy's tokens and aligns every span with them (Prodigy itself is not public)."""

import json
import sys
from pathlib import Path

from spacy.tokens import Doc
from spacy.util import get_words_and_spaces
from spacy.vocab import Vocab

folder = Path(sys.argv[1])
rows = {
    (row["annotator"], row["id"]): row
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
}
vocab, spans, claims = Vocab(), 0, 0
for task in map(json.loads, open(folder / "prodigy.jsonl", encoding="utf-8")):
    row = rows.pop((task["meta"]["annotator"], task["meta"]["article"]))
    words, spaces = get_words_and_spaces([token["text"] for token in task["tokens"]], task["text"])
    doc = Doc(vocab, words=words, spaces=spaces)
    assert doc.text == task["text"] == row["text"]
    drawn = set()
    for span in task["spans"]:
        cut = doc.char_span(span["start"], span["end"], label=span["label"], alignment_mode="strict")
        assert cut is not None, span
        first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
        assert (cut[0].text, cut[-1].text) == (first["text"], last["text"]), span
        assert (first["start"], last["end"]) == (span["start"], span["end"]), span
        drawn.add((span["label"], cut.text))
        spans += 1
    for arrow in task["relations"]:
        assert task["tokens"][arrow["head"]]["end"] == arrow["head_span"]["end"]
        assert task["tokens"][arrow["child"]]["end"] == arrow["child_span"]["end"]
    for statement in row["statements"]:
        fields = statement["fields"]
        assert (f"claim:{fields['stance']}", fields["claim"]["spans"][0]["text"]) in drawn
        claims += 1
assert not rows
print(f"prodigy: {spans} spans aligned by spaCy with the tokens, {claims} claims the right words")
