"""CSV: what is in the cells is what is in the rows, whatever characters are in it."""

import csv
import io
import tempfile
from pathlib import Path
from random import Random
from typing import Annotated, Any
from urllib.parse import unquote

import orjson
import pytest
from conftest import Run
from hypothesis import given
from made_articles import SCHEMAS, chances, made_corpus, slow, texts
from made_articles import run as printed
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.fields import Ask, Entity, Option, Passage, Schema
from annotator.formats.flat_table import flat_columns
from annotator.loading import modules_hash
from annotator.schema import FieldSpec, LoadedSchema


def cells(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file; no cell is missing, and none is left over."""
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


@pytest.mark.parametrize("schema", SCHEMAS)
@slow
@given(text=texts, chance=chances)
def test_what_the_rows_hold_can_be_told_from_the_cells(schema: str, text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        trust = ["--trust-schema", modules_hash(corpus.root)]
        lines = [orjson.loads(line) for line in printed("export", corpus.root, *trust).splitlines()]
        loaded = corpus.schema(modules_hash(corpus.root))
        table = cells(printed("export", corpus.root, "--format", "csv", *trust))
        assert [row["id"] for row in table] == [line["id"] for line in lines]
        for row, line in zip(table, lines, strict=True):
            for spec in loaded.fields:
                assert field_of(row, spec) == shown(line["fields"][spec.name], spec)
            start, end = int(row["text_start"]), int(row["text_end"])
            assert corpus.article(row["article_id"]).text[start:end] == row["text"] == line["text"]
            assert row["article_title"] == (line["article"]["title"] or "")


def field_of(row: dict[str, str], spec: FieldSpec) -> object:
    """Return what the cells say of a field: by column for one value, a list of that for several."""
    columns = {name: row[name] for name in row if name == spec.name or name in names_of(spec)}
    if not spec.many:
        return columns
    pieces = {name: cell.split("|") for name, cell in columns.items()}
    if not row[spec.name] and set(columns.values()) == {""}:
        return []
    return [
        {name: unquote(piece) for name, piece in zip(pieces, values, strict=True)}
        for values in zip(*pieces.values(), strict=True)
    ]


def names_of(spec: FieldSpec) -> list[str]:
    endings = ["as_written", "kind", "mention", "mention_spans", "statement"]
    return [f"{spec.name}_{end}" for end in (["spans"] if spec.kind == "passage" else endings)]


def shown(value: Any, spec: FieldSpec) -> object:
    """Return the same of a row of the JSONL."""
    if spec.many:
        return [shown_one(item, spec) for item in value]
    return shown_one(value, spec)


def shown_one(value: Any, spec: FieldSpec) -> object:
    if spec.kind == "passage":
        return {spec.name: words(value), f"{spec.name}_spans": spans(value)}
    if spec.kind in {"entity", "either"}:
        value = value or {}
        found = {
            spec.name: value.get("name") or "",
            f"{spec.name}_as_written": value.get("as_written") or "",
            f"{spec.name}_kind": value.get("kind") or "",
            f"{spec.name}_mention": words(value.get("mention")),
            f"{spec.name}_mention_spans": spans(value.get("mention")),
        }
        reference = {f"{spec.name}_statement": value.get("statement") or ""}
        return found | (reference if spec.kind == "either" else {})
    if isinstance(value, bool):
        return {spec.name: "true" if value else "false"}
    return {spec.name: "" if value is None else str(value)}


def words(passage: Any) -> str:
    return passage["text"] if passage else ""


def spans(passage: Any) -> str:
    return ";".join(f"{span['start']}-{span['end']}" for span in passage["spans"]) if passage else ""


def test_several_names_can_be_cut_at_each_bar(run: Run, corpus: Corpus, ann: Writer) -> None:
    names = ["a|b", "50 % of us", "=1+1", "Ås"]
    ann.statement("school", "the school to reopen", addressee=[{"name": name} for name in names])
    (row,) = cells(run("export", corpus.root, "--format", "csv").stdout_bytes)
    assert row["addressee"] == "a%7Cb|50 %25 of us|=1+1|Ås"
    assert [unquote(piece) for piece in row["addressee"].split("|")] == names
    assert row["addressee_kind"] == "|||"
    assert row["addressee_mention_spans"] == "|||"
    assert row["cue"] == row["cue_spans"] == ""


@pytest.mark.parametrize(
    "note", ["=cmd|' /C calc'!A0", "+1", '"', "a,b", "a\rb", "a\r\nb", "a\nb", " x ", "NA"]
)
def test_no_cell_is_altered(run: Run, corpus: Corpus, ann: Writer, note: str) -> None:
    ann.statement("school", "the school to reopen", note=note)
    data = run("export", corpus.root, "--format", "csv").stdout_bytes
    (row,) = cells(data)
    assert row["note"] == note
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    assert b"\r" in data or "\r" not in note
    assert not data.partition(b"\n")[0].endswith(b"\r")


def test_a_sentence_that_holds_no_claim_is_a_row_of_its_view(run: Run, corpus: Corpus, ann: Writer) -> None:
    made = [ann.statement("school", claim).statement for claim in ("the school to reopen", "to reopen")]
    ann.mark("school", "Parents", "done")
    ann.mark("school", "The ministry", "none")
    done = run("export", corpus.root, "--format", "csv", "--view", "sentences")
    first, second = cells(done.stdout_bytes)
    assert (first["mark"], first["statements"]) == ("done", "|".join(made))
    assert (second["mark"], second["statements"]) == ("none", "")
    text = corpus.article("school").text
    assert text[int(second["start"]) : int(second["end"])] == second["text"]


def test_no_two_columns_have_one_name() -> None:
    class Side(Option):
        PRO = "pro"

    class Clash(Schema, name="clash"):
        text: Annotated[Passage, Ask(role="claim")]
        text_start: Side
        claim: Entity
        claim_mention: Passage
        field_text: str

    names = [column.name for column in flat_columns("statements", LoadedSchema(Clash))]
    assert len(names) == len(set(names))
    assert {"text", "field_text", "field_field_text", "field_claim_mention"} <= set(names)
