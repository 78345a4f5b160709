"""CoNLL-U Plus: the columns hold the spans of every field, token by token, and the comments hold the rest."""

import json
import tempfile
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, WORDS, chances, made_corpus, slow, texts
from made_articles import run as printed
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.formats.tokens import tokens_of
from annotator.loading import modules_hash

Document = dict[str, Any]


def documents(data: bytes) -> list[Document]:
    """Read the file as its description says: tokens with offsets, and by field, statement and value the spans."""
    head, *blocks = data.decode().split("\n# newdoc id = ")
    columns = head.split("=")[1].split()
    found = []
    for block in blocks:
        name, *lines = block.split("\n")
        document: Document = {"id": name, "tokens": [], "spans": {}, "statements": {}, "marks": []}
        for line in lines:
            if line.startswith("# statement "):
                number, _, content = line.removeprefix("# statement ").partition(" = ")
                document["statements"][number] = json.loads(content)
            elif line.startswith("# mark = "):
                document["marks"].append(line.removeprefix("# mark = "))
            elif line and not line.startswith("#"):
                _token(document, dict(zip(columns, line.split("\t"), strict=True)))
        found.append(document)
    return found


def _token(document: Document, row: dict[str, str]) -> None:
    start, end = map(int, row["MISC"].split("|")[0].removeprefix("TokenRange=").split(":"))
    document["tokens"].append((start, end, row["FORM"]))
    for column, cell in row.items():
        for label in cell.split("|") if column.startswith("ANNOTATOR:") and cell != "_" else ():
            mark, _, name = label.partition("-")
            spans = document["spans"].setdefault((column.removeprefix("ANNOTATOR:"), name), [])
            if mark == "B":
                spans.append([start, end])
            else:
                assert mark == "I"
                spans[-1][1] = end


def wanted_spans(
    row: dict[str, Any], tokens: list[tuple[int, int, str]]
) -> dict[tuple[str, str], list[list[int]]]:
    """What the columns should hold of a row of the view `articles`: spans widened to whole tokens."""
    found = {}
    for number, statement in enumerate(row["statements"], 1):
        for name, value in statement["fields"].items():
            values = value if isinstance(value, list) else [value]
            for place, item in enumerate((one for one in values if isinstance(one, dict)), 1):
                passage = item if "spans" in item else item.get("mention")
                key = name.upper(), str(number) if place == 1 else f"{number}.{place}"
                if passage:
                    found[key] = [
                        [
                            min(start for start, end, _ in tokens if end > span["start"]),
                            max(end for start, end, _ in tokens if start < span["end"]),
                        ]
                        for span in passage["spans"]
                    ]
    return found


@pytest.mark.parametrize("schema", SCHEMAS)
@slow
@given(text=texts, chance=chances)
def test_the_columns_hold_the_spans_of_every_field(schema: str, text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        trust = ["--trust-schema", modules_hash(corpus.root)]
        rows = list(
            map(orjson.loads, printed("export", corpus.root, "--view", "articles", *trust).splitlines())
        )
        found = documents(printed("export", corpus.root, "--format", "conllu", *trust))
        assert [document["id"] for document in found] == [row["id"] for row in rows]
        for document, row in zip(found, rows, strict=True):
            assert all(row["text"][start:end] == form for start, end, form in document["tokens"])
            assert document["spans"] == wanted_spans(row, document["tokens"])
            assert document["marks"] == [mark["state"] for mark in row["marks"] if mark["start"] is not None]
            for number, statement in enumerate(row["statements"], 1):
                content = document["statements"][str(number)]
                assert content.pop("id") == statement["id"]
                for name, value in content.items():
                    shown = statement["fields"][name]
                    assert shown == value or isinstance(value, (dict, list))


@given(
    text=st.lists(st.sampled_from([*WORDS, "…", "\n", "U.S.", "(so)"])).map(" ".join), start=st.integers(0, 9)
)
def test_tokens_are_all_that_is_no_blank_in_order(text: str, start: int) -> None:
    tokens = tokens_of(text, start, len(text))
    assert "".join(text[a:b] for a, b in tokens) == "".join(text[start:].split())
    assert all(b <= c for (_, b), (c, _) in pairwise(tokens))


def test_punctuation_at_the_ends_is_apart_and_marks_stay_with_their_letters() -> None:
    text = "“Don’t,” cafe\u0301 said: 4 800 — हिन्दी 日本"
    assert [text[a:b] for a, b in tokens_of(text, 0, len(text))] == [
        "“", "Don’t", ",", "”", "cafe\u0301", "said", ":", "4", "800", "—", "हिन्दी", "日", "本",
    ]  # fmt: skip


def test_what_is_lost_is_counted(run: Run, corpus: Corpus, ann: Writer) -> None:
    ann.statement("harbour", "he harbour")
    ann.statement(
        "harbour", "We will not close it,", target={"name": "it", "mention": [ann.span("harbour", "clos")]}
    )
    result = run("export", corpus.root, "--format", "conllu")
    assert "2 spans that begin or end inside a token have all of it" in result.stderr
