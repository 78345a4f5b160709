# /// script
# dependencies = ["pybrat"]
# [tool.annotator]
# when = "push"
# exports = [["--format", "brat", "-o", "brat"]]
# ///
"""pybrat reads the standoff files, and each line is one of brat's grammar as documented; the words are the right ones."""

import json
import re
import sys
from pathlib import Path

from pybrat.parser import BratParser

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "articles.jsonl", encoding="utf-8")]
WORD = r"[^\s:]+"
GRAMMAR = [  # https://brat.nlplab.org/standoff.html
    re.compile(rf"T\d+\t{WORD} \d+ \d+(;\d+ \d+)*\t[^\t]+"),
    re.compile(rf"E\d+\t{WORD}:T\d+( {WORD}:[TE]\d+)*"),
    re.compile(rf"A\d+\t{WORD} [TE]\d+ {WORD}"),
    re.compile(r"#\d+\tAnnotatorNotes [TE]\d+\t[ -~]+"),
]


def section(name: str) -> dict[str, str]:
    """The lines of one section of annotation.conf: what is declared, and how."""
    text = (folder / "brat" / "annotation.conf").read_text(encoding="utf-8")
    lines = text.split(f"[{name}]\n")[1].split("\n\n")[0].splitlines()
    return {line.split("\t")[0]: line.partition("\t")[2] for line in lines}


(event_type,) = section("events")
roles = dict(role.split(":") for role in section("events")[event_type].split(", "))
values = {name: set(rest.split("Value:")[1].split("|")) for name, rest in section("attributes").items()}


def grammar(lines: list[str], text: str) -> tuple[dict, dict]:
    """Check every line; return the stance and the cue's words by event, to compare."""
    ids = [line.split("\t")[0] for line in lines]
    assert len(ids) == len(set(ids)), "an id comes twice"
    types = {line.split("\t")[0]: re.split(r"[ :]", line.split("\t")[1])[0] for line in lines}
    spans, answers, arguments = {}, {}, {}
    for line in lines:
        assert any(kind.fullmatch(line) for kind in GRAMMAR), line
        id_, body, *rest = line.split("\t")
        if id_[0] == "T":
            pairs = [tuple(map(int, pair.split())) for pair in body.partition(" ")[2].split(";")]
            pieces = [text[start:end] for start, end in pairs]
            assert " ".join(pieces) == rest[0], (line, pieces)
            assert not any("\n" in piece or piece != piece.strip() for piece in pieces), line
            assert types[id_] in section("entities") or types[id_] == event_type, line
            spans[id_] = rest[0]
        elif id_[0] == "E":
            for role, target in (part.split(":") for part in body.split()[1:]):
                unnumbered = re.sub(r"\d+$", "", role)
                declared = roles.get(f"{role}?") or roles[f"{unnumbered}*"]
                assert types[target] in declared.split("|"), line
                arguments[id_, role] = target
        elif id_[0] == "A":
            name, event, value = body.split()
            assert value in values[name], line
            answers[event, name] = value
        else:
            json.loads(rest[0])
    return answers, {key: spans.get(target) for key, target in arguments.items()}


class Strict(BratParser):
    """Fails at everything but two annotations of the same words, which brat allows (a name is speaker and target)."""

    def _raise(self, error: Exception) -> None:
        if "identical span" not in str(error):
            raise error


def plain(words: str) -> str:
    return " ".join(words.split())


events = 0
for annotator in sorted({row["annotator"] for row in rows}):
    own = {row["id"]: row for row in rows if row["annotator"] == annotator}
    place = folder / "brat" / annotator
    assert {path.stem for path in place.glob("*.ann")} == set(own)
    for example in Strict().parse(str(place)):
        row = own[Path(example.id).name]
        assert example.text == row["text"]
        answers, words = grammar(
            (place / f"{row['id']}.ann").read_text(encoding="utf-8").splitlines(), row["text"]
        )
        assert len(example.events) == len(row["statements"])
        for event in example.events:
            number = int(event.id[1:]) - 1
            fields = row["statements"][number]["fields"]
            cut = " ".join(row["text"][span.start : span.end] for span in event.trigger.spans)
            assert plain(cut) == plain(event.trigger.mention) == plain(fields["claim"]["text"]), event
            assert answers[event.id, "stance"] == fields["stance"]
            cue = words.get((event.id, "cue"))
            assert (plain(cue) if cue else None) == (plain(fields["cue"]["text"]) if fields["cue"] else None)
            events += 1
assert events > 0
print(f"brat: {events} events of {len(rows)} files read by pybrat, every line within brat's grammar")
