"""W3C Web Annotation: what is written comes back, in code points and in UTF-16, and what lies is refused."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, content, import_damaged, made_corpus, slow, texts, there_and_back
from writers import Writer, add_texts

from annotator.corpus.corpus import Corpus


@slow
@given(
    text=texts, chance=chances, schema=st.sampled_from(SCHEMAS), options=st.sampled_from([[], ["--utf16"]])
)
def test_there_and_back_is_the_identity(text: str, chance: Random, schema: str, options: list[str]) -> None:
    with TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        back = there_and_back(corpus, Path(folder, "out"), "w3c", *options)
        assert content(back) == content(corpus)


@pytest.fixture
def page(run: Run, corpus: Corpus, tmp_path: Path) -> Path:
    """A page about a text with an emoji: one statement, with a speaker that is named and a target that is not."""
    add_texts(corpus, emoji="Well 😀 said the mayor. Close the school, said the union.")
    ann = Writer(corpus, "ann")
    speaker = {"name": "union", "kind": "group", "mention": [ann.span("emoji", "the union")]}
    put = ann.statement("emoji", "Close the school")
    ann.edit(put, speaker=[speaker], note="a “note”")
    run("export", corpus.root, "--format", "w3c", "-o", tmp_path / "out")
    return tmp_path / "out" / "ann" / "emoji.jsonld"


def positions(path: Path) -> list[tuple[int, int]]:
    items = orjson.loads(path.read_bytes())["items"]
    targets = [
        words["selector"][0] for item in items if isinstance(item["target"], list) for words in item["target"]
    ]
    return [(position["start"], position["end"]) for position in targets]


def test_offsets_are_code_points_unless_asked_otherwise(run: Run, corpus: Corpus, page: Path) -> None:
    assert positions(page) == [(23, 39), (46, 55)]
    run("export", corpus.root, "--format", "w3c", "--utf16", "--force", "-o", page.parent.parent)
    assert positions(page) == [(24, 40), (47, 56)]


def test_a_statement_is_an_annotation_of_the_standard(page: Path) -> None:
    statement, speaker, target = orjson.loads(page.read_bytes())["items"]
    assert statement["type"] == "Annotation"
    assert statement["target"][0]["source"] == "emoji.txt"
    assert statement["target"][0]["selector"][1] == {
        "type": "TextQuoteSelector",
        "exact": "Close the school",
        "prefix": "Well 😀 said the mayor. ",
        "suffix": ", said the union.",
    }
    assert {body["field"]: body["value"] for body in statement["body"]} == {
        "stance": "support",
        "note": "a “note”",
    }
    assert speaker["statement"] == target["statement"] == target["target"] == statement["id"]
    assert speaker["body"][0]["value"] == "union"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"start":23', '"start":22', "the text has “ Close the school”"),
        ('"start":23', '"start":-1', "[-1, 39) is not a span"),
        ('"start":23,"end":39', '"start":39,"end":23', "[39, 23) is not a span"),
        ('"end":39', '"end":390', "[23, 390) is not a span"),
        ('"end":39', '"end":39.5', "no AnnotationPage that can be read (items.0.target"),
        ('"unit":"code points"', '"unit":"UTF-16 code units"', "the text has"),
        ('"unit":"code points"', '"unit":"bytes"', "no AnnotationPage that can be read (unit"),
        ('"type":"AnnotationPage"', '"type":"Annotation"', "no AnnotationPage that can be read (type"),
        ('"field":"stance"', '"field":"unheard_of"', "the schema has no field “unheard_of”"),
        ('"value":"support"', '"value":"for"', "“for” is not one of support"),
        ('"field":"speaker"', '"field":"cue"', "cue: what it points at is no passage"),
        ('"field":"stance",', "", "says for which field"),
        ("TextPositionSelector", "FragmentSelector", "no TextPositionSelector"),
        ('"statement":"#', '"statement":"#x', "which is not there"),
        ('"text_sha256":"', '"text_sha256":"0', "not the one that was exported"),
        ("{", "", "not JSON"),
    ],
)
def test_a_page_that_is_damaged_is_refused_in_a_line(
    run: Run, corpus: Corpus, page: Path, old: str, new: str, said: str
) -> None:
    good = page.read_text(encoding="utf-8")
    assert old in good
    page.write_text(good.replace(old, new), encoding="utf-8")
    result = run("import", corpus.root, "--format", "w3c", "--as", "zoe", page)
    assert result.exit_code != 0
    assert str(page) in result.stderr
    assert said in result.stderr
    assert not (corpus.annotations_folder / "zoe.jsonl").exists()


def test_two_annotations_of_one_id_are_refused(run: Run, corpus: Corpus, page: Path) -> None:
    content_of_it = orjson.loads(page.read_bytes())
    content_of_it["items"].append(content_of_it["items"][0])
    page.write_bytes(orjson.dumps(content_of_it))
    result = run("import", corpus.root, "--format", "w3c", "--as", "zoe", page)
    assert "a second statement of this id" in result.stderr


def test_a_page_needs_its_text(run: Run, corpus: Corpus, page: Path) -> None:
    page.with_suffix(".txt").write_bytes(b"\xff")
    assert "not UTF-8" in run("import", corpus.root, "--format", "w3c", "--as", "zoe", page).stderr
    page.with_suffix(".txt").unlink()
    said = run("import", corpus.root, "--format", "w3c", "--as", "zoe", page).stderr
    assert "its text is not beside it, in emoji.txt" in said


@slow
@given(chance=chances)
def test_a_damaged_file_leaves_no_traceback(chance: Random) -> None:
    with TemporaryDirectory() as folder:
        import_damaged(Path(folder), "w3c", ".jsonld", chance)
