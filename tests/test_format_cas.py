"""UIMA CAS: what is written comes back, and files that lie about their offsets are refused."""

import re
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, content, import_damaged, made_corpus, slow, texts, there_and_back
from writers import Writer, add_texts

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.formats.cas.types import type_system

pytest.importorskip("cassis")
from cassis import Cas, TypeSystem


@slow
@given(text=texts, chance=chances, schema=st.sampled_from(SCHEMAS), files=st.sampled_from(["xmi", "json"]))
def test_there_and_back_is_the_identity(text: str, chance: Random, schema: str, files: str) -> None:
    with TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        back = there_and_back(corpus, Path(folder, "out"), "cas", "--files", files)
        assert content(back) == content(corpus)


@pytest.fixture
def out(run: Run, corpus: Corpus, tmp_path: Path) -> Path:
    """The corpus as CAS, with one statement that stands behind an emoji, and another that it points to."""
    add_texts(corpus, emoji="Well 😀 said the mayor. Close the school, said the union.")
    ann = Writer(corpus, "ann")
    mention = [ann.span("emoji", "the mayor")]
    first = ann.statement("emoji", "Close the school", speaker="union")
    target = {"statement": first.statement}
    ann.statement("emoji", "Well", target=target, addressee=[{"name": "mayor", "mention": mention}])
    ann.mark("emoji", "Close", "done")
    run("export", corpus.root, "--format", "cas", "-o", tmp_path / "out")
    return tmp_path / "out"


def refusals(run: Run, corpus: Corpus, path: Path) -> str:
    """Import what is refused into a copy of the corpus without annotations; return what is said."""
    empty = new_corpus(corpus.root.with_name(f"empty-{path.name}"), "Empty", "en", "statement")
    result = run("import", empty.root, "--format", "cas", "--as", "zoe", path)
    assert result.exit_code != 0
    assert not list(empty.annotations_folder.glob("*.jsonl"))
    assert all(len(line) < 500 for line in result.stderr.splitlines())
    return result.stderr


def test_offsets_on_disk_are_utf16(out: Path) -> None:
    xmi = (out / "ann" / "emoji.xmi").read_text(encoding="utf-8")
    assert re.search(r'Passage [^>]*begin="24" end="40" words="Close the school"', xmi)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r'begin="13" end="22" name', 'begin="6" end="22" name', "Not mapping external offset [6]"),
        (r'begin="13" end="22" name', 'begin="12" end="21" name', "the text has “ the mayo”"),
        (r'begin="13" end="22" name', 'begin="13" end="999" name', "Not mapping external offset [999]"),
        (r'begin="13" end="22" name', 'begin="22" end="13" name', "is not a span of the text"),
        (r'role="addressee 1"', 'role="unheard_of 1"', "the schema has no field “unheard_of”"),
        (r'role="addressee 1"', 'role="cue"', "cue: what it points at is no passage"),
        (r'role="addressee 1"', 'role="claim"', "claim: what it points at is no passage"),
        (r'role="target"', 'role="speaker"', "speaker: what it points at is no entity"),
        (r'stance="support"', 'stance="for"', "stance: "),
        (r'identifier="[^"]*"', 'identifier="s-1"', "a second statement of this id"),
        (r"sofaString=\"Well", 'sofaString="Wall', "not the one that was exported"),
        (
            r'role="addressee 1" target="\d+"',
            'role="addressee 1" target="4000"',
            "not a CAS that can be read",
        ),
        (r"(?s)\Z", "<", "not a CAS that can be read"),
        (r"(?s).{300}\Z", "", "not a CAS that can be read"),
    ],
)
def test_a_file_that_is_damaged_is_refused_in_a_line(
    run: Run, corpus: Corpus, out: Path, old: str, new: str, said: str
) -> None:
    path = out / "ann" / "emoji.xmi"
    xmi = path.read_text(encoding="utf-8")
    changed = re.sub(old, lambda _: new, xmi)
    assert changed != xmi
    path.write_text(changed, encoding="utf-8")
    message = refusals(run, corpus, path)
    assert f"{path}" in message
    assert said in message


@pytest.mark.parametrize("name", ["ann/emoji.xmi", "TypeSystem.xml"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_declared_entities_are_refused(run: Run, corpus: Corpus, out: Path, name: str, declared: str) -> None:
    xml = (out / name).read_text(encoding="utf-8")
    head, mark, rest = xml.partition("?>")
    (out / name).write_text(f"{head}{mark}{declared}{rest}" if mark else declared + xml, encoding="utf-8")
    assert "DTDForbidden" in refusals(run, corpus, out)


def test_other_files_are_refused(run: Run, corpus: Corpus, out: Path, tmp_path: Path) -> None:
    (out / "TypeSystem.xml").unlink()
    assert "there is no TypeSystem.xml" in refusals(run, corpus, out)
    for name, content_of_it in {"a.json": b"[1]", "b.json": b"{", "c.json": b"\xff\xfe"}.items():
        (tmp_path / name).write_bytes(content_of_it)
        assert "not a CAS that can be read" in refusals(run, corpus, tmp_path / name)
    (tmp_path / "a.zip").write_bytes(b"PK no")
    assert "not a zip file that can be read" in refusals(run, corpus, tmp_path / "a.zip")
    (tmp_path / "none").mkdir()
    assert "has no file that ends in .xmi or .json or .zip" in refusals(run, corpus, tmp_path / "none")


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_a_zip_file_is_read_where_it_is(run: Run, corpus: Corpus, out: Path, tmp_path: Path) -> None:
    types, xmi = (out / "TypeSystem.xml").read_bytes(), (out / "ann" / "emoji.xmi").read_bytes()
    path = zipped(tmp_path / "ann.zip", ("../../ann.xmi", xmi), ("TypeSystem.xml", types))
    result = run("import", corpus.root, "--format", "cas", "--as", "zoe", path)
    assert "2 statements and 1 mark for zoe" in result.output
    assert not list(tmp_path.parent.glob("**/ann.xmi"))
    alone = zipped(tmp_path / "alone.zip", ("ann.xmi", xmi))
    assert "alone.zip: ann.xmi: there is no TypeSystem.xml beside it" in refusals(run, corpus, alone)


def test_a_zip_bomb_is_refused(
    run: Run, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.cas.files._LARGEST", 2**20)
    path = zipped(tmp_path / "bomb.zip", ("a.xmi", b" " * 2**21))
    assert "bomb.zip: a.xmi: it is larger than 1 MiB" in refusals(run, corpus, path)


def test_a_statement_made_by_hand_stands_on_its_own_words_and_needs_review(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    types = type_system(corpus.schema())
    cas = Cas(typesystem=types)
    cas.sofa_string = "😀 Close the school."
    cas.add(types.get_type("webanno.custom.Statement")(begin=2, end=18, stance="support"))
    cas.to_xmi(tmp_path / "hand.xmi")
    types.to_xml(tmp_path / "TypeSystem.xml")
    result = run("import", corpus.root, "--format", "cas", "--as", "zoe", tmp_path / "hand.xmi")
    assert "to review" in result.output
    (line,) = (corpus.annotations_folder / "zoe.jsonl").read_bytes().splitlines()
    event = orjson.loads(line)
    assert (event["quote"], event["fields"]["stance"]) == ("Close the school", "support")


def test_types_of_others_may_have_fewer_features(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    types = TypeSystem()
    made = {name: types.create_type(f"webanno.custom.{name}") for name in ("Statement", "Passage", "Article")}
    cas = Cas(typesystem=types)
    cas.sofa_string = "😀 Close the school."
    cas.add(made["Statement"](begin=2, end=18))
    cas.add(made["Passage"](begin=2, end=18))
    cas.to_json(tmp_path / "hand.json")
    assert run("import", corpus.root, "--format", "cas", "--as", "zoe", tmp_path / "hand.json").exit_code == 0
    cas.add(made["Article"](begin=2, end=18))
    cas.to_json(tmp_path / "hand.json")
    assert "not the one that was exported" in refusals(run, corpus, tmp_path / "hand.json")


def test_characters_that_xml_cannot_hold_are_said(
    run: Run, corpus: Corpus, ann: Writer, tmp_path: Path
) -> None:
    ann.statement("school", "the school to reopen", note="a\x01b")
    result = run("export", corpus.root, "--format", "cas", "-o", tmp_path / "out")
    assert "1 statements have characters that XML cannot hold" in result.stderr
    assert 'note="a\ufffdb"' in (tmp_path / "out" / "ann" / "school.xmi").read_text(encoding="utf-8")


@slow
@given(chance=chances, files=st.sampled_from(["xmi", "json"]))
def test_a_damaged_file_leaves_no_traceback(chance: Random, files: str) -> None:
    with TemporaryDirectory() as folder:
        import_damaged(Path(folder), "cas", f".{files}", chance, "--files", files)
