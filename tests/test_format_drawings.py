"""doccano and Prodigy: statements drawn as spans and arrows come back whole, and what a person changed is taken."""

import tempfile
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, content, imported, made_corpus, slow, texts, there_and_back
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.formats.format import load_format
from annotator.schema import LoadedSchema
from annotator.statements import json_line
from schemas.statement import Statement

FORMATS = ("doccano", "prodigy")
Row = dict[str, Any]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("schema", SCHEMAS)
@slow
@given(text=texts, chance=chances)
def test_everything_comes_back(schema: str, name: str, text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        back = there_and_back(corpus, Path(folder, "out.jsonl"), name)
        assert content(back) == content(corpus)


# -- doccano --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", SCHEMAS)
@slow
@given(text=texts, chance=chances)
def test_doccano_draws_the_words(schema: str, text: str, chance: Random) -> None:
    """Its page cuts UTF-16; two annotations of one label on the same words would be one to it."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        there_and_back(corpus, Path(folder, "out.jsonl"), "doccano")
        for line in map(orjson.loads, Path(folder, "out.jsonl").read_bytes().splitlines()):
            units = line["text"].encode("utf-16-le")
            drawn = {entity["id"]: cut(units, entity) for entity in line["entities"]}
            places = [(e["label"], e["start_offset"], e["end_offset"]) for e in line["entities"]]
            assert len(set(places)) == len(places)
            wanted = {
                words
                for item in orjson.loads(line["annotated_article"])["statements"]
                for words in cuts(item)
            }
            assert set(drawn.values()) == wanted
            assert all({arrow["from_id"], arrow["to_id"]} <= drawn.keys() for arrow in line["relations"])


def cut(units: bytes, entity: Row) -> str:
    return units[2 * entity["start_offset"] : 2 * entity["end_offset"]].decode("utf-16-le")


def cuts(value: Any) -> list[str]:
    """The words of every span in a statement."""
    if isinstance(value, list):
        return [words for item in value for words in cuts(item)]
    if isinstance(value, dict) and "sentence_start" in value:
        return [value["text"]]
    return [words for item in value.values() for words in cuts(item)] if isinstance(value, dict) else []


@pytest.fixture
def line(run: Run, corpus: Corpus, ann: Writer, tmp_path: Path) -> Row:
    """The line of an article with two statements, of which the second is about the first."""
    mayor = {"name": "Mayor Orr", "kind": "person", "mention": [ann.span("harbour", "The mayor")]}
    cue = [ann.span("harbour", "called")]
    first = ann.statement("harbour", "the harbour must stay open", target=mayor, note="first", confidence=2)
    ann.statement("harbour", "reckless", cue=cue, target={"statement": first.statement}, stance="oppose")
    ann.mark("harbour", "The rain", "none")
    run("export", corpus.root, "--format", "doccano", "-o", tmp_path / "line.jsonl")
    found: Row = orjson.loads((tmp_path / "line.jsonl").read_bytes())
    return found


def taken(corpus: Corpus, tmp_path: Path, line: Row) -> dict[str, Row]:
    """What becomes of a line: the fields of the statements by the words of their claims."""
    (tmp_path / "changed.jsonl").write_bytes(json_line(line))
    (row,) = content(imported(corpus, tmp_path / "changed.jsonl", "doccano"))
    return {fields["claim"]["text"]: fields for fields in row["statements"]}


def entity(line: Row, label: str) -> Row:
    (found,) = [one for one in line["entities"] if one["label"] == label]
    return found


def added(line: Row, label: str, words: str) -> Row:
    start = line["text"].index(words)
    made = {
        "id": 99 + len(line["entities"]),
        "label": label,
        "start_offset": start,
        "end_offset": start + len(words),
    }
    line["entities"].append(made)
    return made


def joined(line: Row, label: str, tail: Row, head: Row) -> None:
    made = {"id": 99 + len(line["relations"]), "from_id": tail["id"], "to_id": head["id"], "type": label}
    line["relations"].append(made)


def test_ids_given_anew_change_nothing(corpus: Corpus, tmp_path: Path, line: Row) -> None:
    for one in line["entities"]:
        one["id"] += 1000
    for one in line["relations"]:
        one.update(id=one["id"] + 7, from_id=one["from_id"] + 1000, to_id=one["to_id"] + 1000)
    line["entities"].reverse()
    found = taken(corpus, tmp_path, line)
    assert found["the harbour must stay open"]["note"] == "first"
    assert found["reckless"]["target"]["statement"]["claim"]["text"] == "the harbour must stay open"


def test_another_stance_keeps_the_rest(corpus: Corpus, tmp_path: Path, line: Row) -> None:
    entity(line, "claim:support")["label"] = "claim:mixed"
    found = taken(corpus, tmp_path, line)
    first = found["the harbour must stay open"]
    assert (first["stance"], first["note"], first["confidence"]) == ("mixed", "first", 2)
    assert (first["target"]["name"], first["target"]["kind"]) == ("Mayor Orr", "person")
    assert [speaker["name"] for speaker in first["speaker"]] == ["the mayor"]
    assert found["reckless"]["target"]["statement"]["stance"] == "mixed"


def test_words_that_were_added_are_taken(corpus: Corpus, tmp_path: Path, line: Row) -> None:
    joined(line, "cue", entity(line, "claim:support"), added(line, "cue", "said"))
    claim = added(line, "claim:oppose", "We will not")
    joined(line, "continued by", claim, added(line, "claim (continued)", "close it"))
    joined(line, "speaker", claim, added(line, "speaker", "she"))
    joined(line, "target", claim, entity(line, "claim:support"))
    found = taken(corpus, tmp_path, line)
    assert found["the harbour must stay open"]["cue"]["text"] == "said"
    assert found["the harbour must stay open"]["note"] == "first"
    new = found["We will not close it"]
    assert [(speaker["name"], speaker["mention"]["text"]) for speaker in new["speaker"]] == [("she", "she")]
    assert new["target"]["statement"]["claim"]["text"] == "the harbour must stay open"


def test_a_claim_that_was_moved_needs_review(run: Run, corpus: Corpus, tmp_path: Path, line: Row) -> None:
    entity(line, "claim:oppose")["start_offset"] -= len("plan ")
    (tmp_path / "moved.jsonl").write_bytes(json_line(line))
    result = run("import", corpus.root, "--format", "doccano", "--as", "zoe", tmp_path / "moved.jsonl")
    assert "1 statement to review" in result.stdout


def test_a_text_of_others_is_an_article_of_spans(corpus: Corpus, tmp_path: Path, line: Row) -> None:
    del line["annotated_article"]
    (tmp_path / "other.jsonl").write_bytes(json_line(line))
    back = imported(corpus, tmp_path / "other.jsonl", "doccano")
    (journal,) = back.annotations_folder.glob("*.jsonl")
    events = [orjson.loads(event) for event in journal.read_bytes().splitlines()]
    assert {event["quote"]: event["fields"]["stance"] for event in events} == {
        "the harbour must stay open": "support",
        "reckless": "oppose",
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": None}, "it has no “text”"),
        ({"text": "another one"}, "outside the text"),
        ({"entities": None}, "export “JSONL (relation)”"),
        ({"entities": [7]}, "export “JSONL (relation)”"),
        ({"entities": [{"id": 1}], "relations": []}, "not as doccano exports"),
        ({"relations": [{"from_id": 1, "to_id": 77, "type": "cue"}]}, "not as doccano exports"),
        ({"entities": [[1, 2, "x"]]}, "export “JSONL (relation)”"),
        ({"annotated_article": "{"}, "is not JSON"),
        ({"annotated_article": "{}"}, "its text is not the one that was exported"),
    ],
)
def test_lines_that_are_none_of_doccano_are_refused(
    run: Run, corpus: Corpus, tmp_path: Path, line: Row, change: Row, said: str
) -> None:
    refused(run, corpus, tmp_path, line | change, said)


@pytest.mark.parametrize(
    ("label", "start", "end", "said"),
    [
        ("claim", 5, 5000, "outside the text"),
        ("claim", 9, 4, "is not a span of the text"),
        ("claim", 5, "9", "not a whole number"),
        ("claim", -3, 4, "outside the text"),
        ("claim:perhaps", 0, 3, "“perhaps” is not one of"),
        ("speaker", 0, 3, "it belongs to no statement"),
        ("mood", 0, 3, "it belongs to no statement"),
    ],
)
def test_spans_that_do_not_fit_are_refused(
    run: Run, corpus: Corpus, tmp_path: Path, line: Row, label: str, start: int, end: Any, said: str
) -> None:
    line["entities"].append({"id": 77, "label": label, "start_offset": start, "end_offset": end})
    refused(run, corpus, tmp_path, line, said)


@pytest.mark.parametrize(
    ("arrow", "said"),
    [
        (("mood", "claim:support", "target"), "the schema has no field “mood”"),
        (("parent", "claim:support", "target"), "is no link"),
        (("stance", "claim:support", "target"), "is no choice"),
        (("cue", "claim:support", "claim:oppose"), "is no passage"),
        (("cue", "claim:oppose", "target"), "there is more than one"),
    ],
)
def test_arrows_that_do_not_fit_are_refused(
    run: Run, corpus: Corpus, tmp_path: Path, line: Row, arrow: tuple[str, str, str], said: str
) -> None:
    label, tail, head = arrow
    joined(line, label, entity(line, tail), entity(line, head))
    refused(run, corpus, tmp_path, line, said)


def refused(run: Run, corpus: Corpus, tmp_path: Path, line: Row, said: str) -> None:
    (tmp_path / "bad.jsonl").write_bytes(json_line(line))
    result = run("import", corpus.root, "--format", "doccano", "--as", "zoe", tmp_path / "bad.jsonl")
    assert result.exit_code != 0
    assert f"{tmp_path / 'bad.jsonl'}:1" in result.stderr
    assert said in result.stderr
    assert corpus.annotators() == ["ann"]


# -- Prodigy --------------------------------------------------------------------------------------------------------


@slow
@given(text=texts, chance=chances)
def test_prodigy_has_whole_tokens_in_every_span(text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), "statement", text, chance)
        there_and_back(corpus, Path(folder, "out.jsonl"), "prodigy")
        for line in map(orjson.loads, Path(folder, "out.jsonl").read_bytes().splitlines()):
            tokens = line["tokens"]
            assert [token["id"] for token in tokens] == list(range(len(tokens)))
            assert all(line["text"][token["start"] : token["end"]] == token["text"] for token in tokens)
            written = "".join(token["text"] + " " * token["ws"] for token in tokens)
            assert written.split() == line["text"].split()
            for span in line["spans"]:
                first, last = tokens[span["token_start"]], tokens[span["token_end"]]
                assert (first["start"], last["end"]) == (span["start"], span["end"])
            for arrow in line["relations"]:
                assert arrow["head_span"] in line["spans"]
                assert arrow["child_span"] in line["spans"]
                assert arrow["head"] == arrow["head_span"]["token_end"]
                assert arrow["child"] == arrow["child_span"]["token_end"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"text": 7}, "it has no “text”"),
        ({"text": "It rained.", "answer": "reject"}, "its answer is “reject”"),
        ({"text": "It rained.", "spans": 7}, "“spans” is no list of objects"),
        ({"text": "It rained.", "spans": [{"start": 0, "end": 2}]}, "not as Prodigy has spans"),
        ({"text": "It rained.", "spans": [{"start": 0, "end": 2.5, "label": "claim"}]}, "not a whole number"),
        (
            {"text": "It rained.", "spans": [{"start": 0, "end": 99, "label": "claim"}]},
            "is not a span of the text",
        ),
        (
            {"text": "It rained.", "relations": [{"head": 0, "child": 1, "label": "cue"}]},
            "not as Prodigy has spans",
        ),
    ],
)
def test_lines_that_are_none_of_prodigy_are_refused(
    run: Run, corpus: Corpus, tmp_path: Path, line: Row, said: str
) -> None:
    (tmp_path / "bad.jsonl").write_bytes(json_line(line))
    result = run("import", corpus.root, "--format", "prodigy", "--as", "zoe", tmp_path / "bad.jsonl")
    assert result.exit_code != 0
    assert f"{tmp_path / 'bad.jsonl'}:1" in result.stderr
    assert said in result.stderr


def test_spans_that_were_labelled_in_prodigy_are_statements(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    claim = {"start": 3, "end": 9, "token_start": 1, "token_end": 1, "label": "claim:oppose"}
    source = {"start": 0, "end": 2, "token_start": 0, "token_end": 0, "label": "speaker"}
    arrow = {"head": 1, "child": 0, "head_span": claim, "child_span": source, "label": "speaker"}
    line = {"text": "It rained.", "spans": [claim, source], "relations": [arrow], "answer": "accept"}
    (tmp_path / "made.jsonl").write_bytes(json_line(line))
    result = run("import", corpus.root, "--format", "prodigy", "--as", "zoe", tmp_path / "made.jsonl")
    assert result.exit_code == 0, result.stderr
    event = orjson.loads((corpus.annotations_folder / "zoe.jsonl").read_bytes())
    assert (event["quote"], event["fields"]["stance"], event["fields"]["speaker"][0]["name"]) == (
        "rained",
        "oppose",
        "It",
    )


json_values = st.recursive(
    st.none() | st.integers(-3, 12) | st.sampled_from(["claim", "claim:oppose", "cue", "continued by", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "label",
                    "start_offset",
                    "end_offset",
                    "start",
                    "end",
                    "from_id",
                    "to_id",
                    "type",
                    "head_span",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", FORMATS)
@given(
    line=st.dictionaries(
        st.sampled_from(["entities", "relations", "spans", "answer", "annotated_article"]),
        st.lists(json_values, max_size=3) | json_values,
    )
)
def test_no_line_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, name: str, line: Row) -> None:
    path = tmp_path_factory.mktemp("drawings") / "any.jsonl"
    path.write_bytes(json_line({"text": "It rained 😀.", **line}))
    read = load_format(name).read
    assert read is not None
    assert len(list(read([path], LoadedSchema(Statement)))) == 1
