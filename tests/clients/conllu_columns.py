# /// script
# dependencies = ["conllu"]
# [tool.annotator]
# when = "push"
# exports = [["--format", "conllu", "-o", "sample.conllup"]]
# ///
"""conllu parses the columns and the comments; the words of each claim, put together from its tokens, are the right ones."""

import json
import sys
from pathlib import Path

import conllu

folder = Path(sys.argv[1])
rows = {
    (row["annotator"], row["id"]): row
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
}
claims, content, tokens = {}, {}, 0
document = None
with open(folder / "sample.conllup", encoding="utf-8") as file:
    for sentence in conllu.parse_incr(file):
        if "newdoc id" in sentence.metadata:
            document = sentence.metadata["annotator"], sentence.metadata["newdoc id"]
        text = rows[document]["text"]
        shown = " ".join(sentence.metadata["text"].split())
        written = ""
        for token in sentence:
            start, end = map(int, token["misc"]["TokenRange"].split(":"))
            assert text[start:end] == token["form"], token
            written += token["form"] + ("" if token["misc"].get("SpaceAfter") == "No" else " ")
            tokens += 1
            for label in (token["annotator:claim"] or "_").split("|"):
                if label != "_":
                    mark, number = label.split("-")
                    spans = claims.setdefault((document, number), [])
                    if mark == "B":
                        spans.append([start, end])
                    else:
                        spans[-1][1] = end
        assert " ".join(written.split()) == shown
        for name, value in sentence.metadata.items():
            if name.startswith("statement "):
                content[document, name.removeprefix("statement ")] = json.loads(value)

whole = count = 0
for key, row in rows.items():
    for number, statement in enumerate(row["statements"], 1):
        said, fields = content.pop((key, str(number))), statement["fields"]
        assert (said["id"], said["stance"]) == (statement["id"], fields["stance"])
        spans = claims.pop((key, str(number)))
        wanted = [[span["start"], span["end"]] for span in fields["claim"]["spans"]]
        assert all(a <= start and end <= b for (a, b), (start, end) in zip(spans, wanted, strict=True)), (
            statement
        )
        whole += spans == wanted
        count += 1
assert not claims
assert not content
assert whole > 0.95 * count > 0
print(f"conllu: {tokens} tokens, {count} claims in the right place, {whole} of them to the character")
