"""Label Studio: what is written comes back, and what people make in its editor is read as they mean it."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from conftest import Run
from every_kind import every_corpus
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, content, import_damaged, made_corpus, slow, texts, there_and_back

from annotator.corpus.corpus import Corpus
from annotator.formats.label_studio.names import entity_line, read_entity_line


@slow
@given(text=texts, chance=chances, schema=st.sampled_from(SCHEMAS))
def test_there_and_back_is_the_identity(text: str, chance: Random, schema: str) -> None:
    with TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        back = there_and_back(corpus, Path(folder, "out"), "label-studio")
        assert content(back) == content(corpus)


TEXT = "Well 😀 the mayor said. Close the school, said the union."


def region(name: str, label: str, words: str, **value: object) -> dict[str, Any]:
    """What the editor saves of words that somebody labelled."""
    start = TEXT.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label], **value}
    return {
        "id": name,
        "from_name": "span-labels",
        "to_name": "article-text",
        "type": "labels",
        "value": value,
    }


def beside(name: str, control: str, kind: str, **value: object) -> dict[str, Any]:
    return {"id": name, "from_name": control, "to_name": "article-text", "type": kind, "value": value}


def relation(start: str, end: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": start,
        "to_id": end,
        "direction": direction,
        "labels": list(labels),
    }


CLAIM = region("a", "claim", "Close the school")
RESULTS = [
    relation("a", "b", "speaker"),
    CLAIM,
    region("b", "speaker", "the union"),
    region("c", "speaker", "the mayor"),
    region("d", "cue", "said"),
    region("e", "claim", "Well"),
    relation("c", "a", direction="left"),
    relation("d", "a", "cue", direction="left"),
    relation("e", "a", "target"),
    beside("a", "stance", "choices", choices=["oppose"]),
    beside("a", "target", "textarea", text=["the school | organization"]),
    beside("c", "entity-name", "textarea", text=["Ada Moe | person"]),
]


def imported_fields(
    run: Run, corpus: Corpus, tmp_path: Path, *results: dict[str, Any]
) -> list[dict[str, Any]]:
    """Import a task with these results as the editor saves it; return the fields of its statements."""
    path = tmp_path / "tasks.json"
    task = {"id": 7, "data": {"text": TEXT}, "annotations": [{"id": 1, "result": results}], "predictions": []}
    path.write_bytes(orjson.dumps([task]))
    result = run("import", corpus.root, "--format", "label-studio", "--as", "zoe", path)
    assert result.exit_code == 0, result.output
    lines = (corpus.annotations_folder / "zoe.jsonl").read_bytes().splitlines()
    return sorted(
        (orjson.loads(line)["fields"] for line in lines), key=lambda fields: fields["claim"], reverse=True
    )


def test_what_people_make_in_the_editor_is_read_as_they_mean_it(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    first, second = imported_fields(run, corpus, tmp_path, *RESULTS)
    assert first["claim"] == [[23, 39]]
    assert first["stance"] == "oppose"
    assert first["speaker"] == [
        {"name": "the union", "kind": None, "mention": [[46, 55]]},
        {"name": "Ada Moe", "kind": "person", "mention": [[7, 16]]},
    ]
    assert first["cue"] == [[17, 21]]
    assert first["target"] == {"name": "the school", "kind": "organization", "mention": None}
    assert second["claim"] == [[0, 4]]
    assert second["target"].keys() == {"statement"}


def test_words_joined_to_words_of_the_same_label_are_one_passage(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    more = region("f", "claim", "the union")
    (fields,) = imported_fields(run, corpus, tmp_path, CLAIM, more, relation("a", "f", "claim"))
    assert fields["claim"] == [[23, 39], [46, 55]]


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([region("a", "claim", "Close", start=24)], "the text has “lose” at [24, 28), not “Close”"),
        ([region("a", "claim", "Close", end=500)], "[23, 500) is not a span of the text"),
        ([region("a", "claim", "Close", start=28, end=23)], "[28, 23) is not a span of the text"),
        ([region("a", "claim", "Close", labels=[])], "it needs one label"),
        ([region("a", "unheard_of", "Close")], "the schema has no field “unheard_of”"),
        ([{**CLAIM, "from_name": "ner"}], "it needs one label of “span-labels”"),
        ([CLAIM, CLAIM], "a second one of the id “a”"),
        ([CLAIM, beside("a", "stance", "choices", choices=["for"])], "“for” is not one of support, oppose"),
        ([CLAIM, beside("a", "stance", "choices", choices=["oppose", "support"])], "stance: 2 answers"),
        (
            [CLAIM, beside("b", "stance", "choices", choices=["oppose"])],
            "it belongs to “b”, which is no region",
        ),
        ([CLAIM, relation("a", "b", "cue")], "it belongs to “b”, which is no region"),
        ([CLAIM, region("b", "cue", "said")], "no relation joins this cue to a claim"),
        (
            [CLAIM, region("b", "cue", "said"), relation("a", "b", "speaker")],
            "a relation “speaker” from claim to cue",
        ),
        (
            [CLAIM, region("e", "claim", "Well"), relation("a", "e", "cue")],
            "cue: what it points at is no passage",
        ),
    ],
)
def test_results_that_do_not_fit_are_refused_in_a_line(
    run: Run, corpus: Corpus, tmp_path: Path, results: list[dict[str, Any]], said: str
) -> None:
    path = tmp_path / "tasks.json"
    path.write_bytes(orjson.dumps([{"data": {"text": TEXT}, "annotations": [{"result": results}]}]))
    result = run("import", corpus.root, "--format", "label-studio", "--as", "zoe", path)
    assert result.exit_code != 0
    assert f"{path}: task 1" in result.stderr
    assert said in result.stderr
    assert not (corpus.annotations_folder / "zoe.jsonl").exists()


@pytest.mark.parametrize(
    ("content_of_it", "said"),
    [
        (b"[{", "not JSON"),
        (b"\xff\xfe[]", "not JSON"),
        (b'{"data": {}}', "not what Label Studio exports as JSON"),
        (
            b'[{"id": 1, "text": "x", "label": []}]',
            "not what Label Studio exports as JSON (0.data: Field required)",
        ),
        (b'[{"data": {}, "annotations": [{"result": [{"type": 3}]}]}]', "0.annotations.0.result.0.type"),
        (b'[{"data": {"text": 1}, "annotations": []}]', "task 1: its data has no"),
        (b'[{"data": {"text": "x", "article": {}}, "annotations": []}]', "not the one that was exported"),
    ],
)
def test_other_files_are_refused_in_a_line(
    run: Run, corpus: Corpus, tmp_path: Path, content_of_it: bytes, said: str
) -> None:
    path = tmp_path / "tasks.json"
    path.write_bytes(content_of_it)
    result = run("import", corpus.root, "--format", "label-studio", "--as", "zoe", path)
    assert result.exit_code != 0
    assert said in result.stderr


def test_the_configuration_is_xml_that_names_every_field(run: Run, tmp_path: Path) -> None:
    corpus, trusted = every_corpus(tmp_path / "every")
    out = tmp_path / "out"
    run("export", corpus.root, "--format", "label-studio", "-o", out, "--trust-schema", trusted)
    assert (out / "tasks.json").read_bytes() == b"[]\n"
    root = ElementTree.parse(out / "labeling_config.xml").getroot()
    labels = [label.get("value") for label in root.iter("Label")]
    assert labels == ["words", "who", "joint", "about", "cue", "heard_by"]
    controls = {element.get("name") for kind in ("Choices", "TextArea") for element in root.iter(kind)}
    assert controls >= {
        "view",
        "tone",
        "sure",
        "comment",
        "hedged",
        "quoted",
        "note",
        "who",
        "joint",
        "about",
    }
    assert [choice.get("value") for choice in root.iter("Choice")][:2] == ["for", "against"]


@given(name=st.text(min_size=1), kind=st.sampled_from([None, "person", "none"]))
def test_names_with_strokes_stay_names(name: str, kind: str | None) -> None:
    assert read_entity_line(entity_line(name, kind)) == (name, kind)


@slow
@given(chance=chances)
def test_a_damaged_file_leaves_no_traceback(chance: Random) -> None:
    with TemporaryDirectory() as folder:
        import_damaged(Path(folder), "label-studio", ".json", chance)
