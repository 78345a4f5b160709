"""brat standoff: there and back for any schema and script, what brat makes of it, and files that do not fit."""

import re
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Run
from hypothesis import assume, given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, content, imported, made_corpus, slow, texts
from sample import copy_of_sample
from writers import Writer

from annotator.cli import cli
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.formats.brat import FORMAT
from annotator.formats.brat.naming import field_of, role_name, value_names
from annotator.formats.format import ImportedArticle
from annotator.loading import modules_hash
from annotator.schema import FieldSpec, LoadedSchema
from schemas.statement import Statement

TEXT = "The mayor “will” 😀 stay,\nshe said. Ben denies it."


def held(corpus: Corpus) -> dict[str, Any]:
    """What brat holds of a corpus: the statements of each text that has any."""
    return {row["text"]: row["statements"] for row in content(corpus) if row["statements"]}


@pytest.mark.parametrize("schema", SCHEMAS)
@slow
@given(text=texts, chance=chances)
def test_statements_come_back(schema: str, text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder, "corpus"), schema, text, chance)
        trust = ["--trust-schema", modules_hash(corpus.root)]
        said = CliRunner().invoke(
            cli, ["export", str(corpus.root), "--format", "brat", "-o", str(Path(folder, "out")), *trust]
        )
        assume("fall apart" not in said.stderr)
        back = imported(corpus, Path(folder, "out"), "brat")
        assert held(back) == held(corpus)


def test_each_text_bound_names_its_words_and_no_line_is_cut(tmp_path: Path, run: Run) -> None:
    corpus = copy_of_sample(tmp_path)
    assert run("export", corpus.root, "--format", "brat", "-o", tmp_path / "out").exit_code == 0
    files = sorted((tmp_path / "out").rglob("*.ann"))
    assert {file.parent.name for file in files} == set(corpus.annotators())
    checked = 0
    for file in files:
        text = file.with_suffix(".txt").read_bytes().decode()
        for line in file.read_bytes().decode().splitlines():
            if line.startswith("T"):
                _, where, words = line.split("\t")
                spans = [tuple(map(int, pair.split())) for pair in where.partition(" ")[2].split(";")]
                assert " ".join(text[start:end] for start, end in spans) == words
                checked += 1
    assert checked > 300


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path, run: Run) -> None:
    corpus = copy_of_sample(tmp_path)
    for out in ("a", "b"):
        run("export", corpus.root, "--format", "brat", "-o", tmp_path / out)
    both = [
        {file.relative_to(tmp_path / out): file.read_bytes() for file in (tmp_path / out).rglob("*.*")}
        for out in ("a", "b")
    ]
    assert both[0] == both[1]
    assert len(both[0]) > 10


def test_roles_can_be_numbered_and_told_apart() -> None:
    names = ["speaker", "speaker2", "speaker2_", "größe"]
    assert len({role_name(name) for name in names}) == len(names)
    assert not any(re.search(r"\d$", role_name(name)) for name in names)


def test_answers_become_words_without_blanks(tmp_path: Path) -> None:
    corpus = new_corpus(tmp_path / "corpus", "Odd", "en", "odd.py")
    (corpus.root / "odd.py").write_text(
        "from typing import Literal\nfrom annotator.fields import *\n\n"
        'class Odd(Schema):\n    words: Passage\n    tone: Literal["very calm", "very_calm", "a|b"]\n'
        "    speaker2: list[Entity]\n"
    )
    schema = corpus.schema(modules_hash(corpus.root))
    names = list(value_names(schema["tone"]).values())
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"[\w.+-]+", name) for name in names)
    found = field_of("speaker2_3", schema)
    assert isinstance(found, FieldSpec)
    assert found.name == "speaker2"


# -- what brat itself leaves behind ---------------------------------------------------------------------------------


def resaved(corpus: Corpus, tmp_path: Path, lines: list[str]) -> list[dict[str, Any]]:
    """Import one annotation file over TEXT; return the fields of its statements."""
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "one.txt").write_bytes(TEXT.encode())
    (folder / "one.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
    return [item for row in content(imported(corpus, folder, "brat")) for item in row["statements"]]


def at(words: str, start: int = 0) -> str:
    place = TEXT.index(words, start)
    return f"{place} {place + len(words)}"


def test_an_edit_in_brat_is_taken(corpus: Corpus, tmp_path: Path) -> None:
    one, two = resaved(
        corpus,
        tmp_path,
        [
            f"T7\tclaim {at('“will”')};{at('stay')}\t“will” stay",
            f"T9\tspeaker {at('The mayor')}\tThe mayor",
            f"T12\ttarget {at('Ben')}\tBen",
            f"T3\tclaim {at('denies it')}\tdenies it",
            f"T4\tcue {at('stay,')};{at('she')}\tstay, she",
            f"T13\tspeaker {at('Ben')}\tBen",
            "E5\tclaim:T7 speaker:T9 speaker2:T13 target:T12 ",
            "E2\tclaim:T3 speaker:T13 target:E5 cue:T4",
            "N1\tReference T9 Wiki:17\t\tMaya Orr",
            "A8\tstance E5 support",
            "A9\tconfidence E5 2",
            "#1\tAnnotatorNotes E5\tlooks odd to me",
            "A1\tstance E2 oppose",
        ],
    )
    first, second = (one, two) if one["note"] else (two, one)
    assert first["claim"]["text"] == "“will” stay"
    assert [speaker["as_written"] for speaker in first["speaker"]] == ["Maya Orr", "Ben"]
    assert (first["stance"], first["confidence"], first["note"]) == ("support", 2, "looks odd to me")
    assert second["cue"]["text"] == "stay,\nshe"
    assert second["target"]["statement"]["claim"]["text"] == "“will” stay"


# -- files that do not fit ------------------------------------------------------------------------------------------

GOOD = (f"T1\tclaim {at('stay')}\tstay", "E1\tclaim:T1")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["T1\tclaim 40 4000\tx", "E1\tclaim:T1"], "is not a span of the text"),
        (["T1\tclaim 9 4\tx", "E1\tclaim:T1"], "is not a span of the text"),
        ([f"T1\tclaim {'9' * 5000} {'9' * 5001}\tx", "E1\tclaim:T1"], "outside of any text"),
        (["T1\tclaim 4 9;6 12\tmayor yor “", "E1\tclaim:T1"], "overlaps another span"),
        ([f"T1\tclaim {at('mayor')}\tMayor", "E1\tclaim:T1"], "the text has “mayor” there, not “Mayor”"),
        ([f"T1\tclaim {at('mayor')}", "E1\tclaim:T1"], "the text has “mayor” there, not “”"),
        ([*GOOD, "T1\tclaim 0 3\tThe"], "the id T1 comes twice"),
        ([*GOOD, "Q1 something"], "no line of a brat file"),
        ([*GOOD, "R1\tRel Arg1:T1 Arg2:T1"], "relations between words are not read"),
        ([*GOOD, "E2\tMerger:T1"], "“Merger” is no event of this schema"),
        ([*GOOD, "E2\tclaim:T9"], "there is no T9"),
        ([*GOOD, "E2\tclaim:T1 boss:T1"], "no field for the role “boss”"),
        ([*GOOD, "E2\tclaim:T1 speaker:T1"], "T1 is a “claim”, not a “speaker”"),
        ([*GOOD, "E2\tclaim:T1 cue:E1"], "cannot point to a statement"),
        ([*GOOD, "E2\tclaim:T1 parent:T1"], "must point to a statement"),
        ([*GOOD, "E2\tclaim:T1 parent:E1 parent2:E1"], "comes twice, and takes one value"),
        ([*GOOD, "E2\tclaim:T1 parent:E7"], "points to “E7”, which is no statement of the file"),
        ([*GOOD, "A1\tstance E1 perhaps"], "“perhaps” is no answer to “stance”"),
        ([*GOOD, "A1\tstance E1"], "is no answer to “stance”"),
        ([*GOOD, "A1\tmood E1 good"], "no field for the attribute “mood”"),
        ([*GOOD, f"T2\tspeaker {at('Ben')}\tBen"], "T2 is no part of a statement"),
        ([*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"mood": 1}}'], "no field of the schema"),
        ([*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"speaker": [[0, {"name": 7}]]}}'], "speaker:"),
        ([*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"speaker": "Ben"}}'], "not as it was written"),
        ([*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"note": 5}}'], "note:"),
        ([*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"cue": [[0, 9999]]}}'], "not as it was written"),
        (
            [*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"target": {"mention": [[0, 9999]]}}}'],
            "not as it was written",
        ),
        ([*GOOD, '#1\tAnnotatorNotes E1\t{"fields": {"stance": {"a": 1}}}'], "stance:"),
    ],
)
def test_what_does_not_fit_is_refused_by_file_and_line(
    run: Run, tmp_path: Path, corpus: Corpus, lines: list[str], said: str
) -> None:
    (tmp_path / "one.txt").write_bytes(TEXT.encode())
    (tmp_path / "one.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
    result = run("import", corpus.root, "--format", "brat", "--as", "zoe", tmp_path / "one.ann")
    assert result.exit_code != 0
    assert f"{tmp_path / 'one.ann'}:" in result.stderr
    assert said in result.stderr
    assert corpus.annotators() == []


@pytest.mark.parametrize(
    ("text", "standoff", "said"),
    [
        (None, b"", "one.txt: cannot be read"),
        (b"caf\xe9", b"", "one.txt: not UTF-8"),
        (b"words", b"T1\tclaim 0 5\tw\xf6rds\n", "one.ann:1: not UTF-8"),
        (b"words", None, "one.ann: cannot be read"),
        (b"", b"", "one.ann: "),
    ],
)
def test_files_that_cannot_be_read(
    run: Run, tmp_path: Path, corpus: Corpus, text: bytes | None, standoff: bytes | None, said: str
) -> None:
    for suffix, data in ((".txt", text), (".ann", standoff)):
        if data is not None:
            (tmp_path / f"one{suffix}").write_bytes(data)
    given = tmp_path / ("one.ann" if standoff is not None else "one.txt")
    result = run("import", corpus.root, "--format", "brat", "--as", "zoe", given)
    assert result.exit_code != 0
    assert said in result.stderr
    assert corpus.annotators() == []


def test_what_is_lost_is_said(run: Run, tmp_path: Path, corpus: Corpus, ann: Writer) -> None:
    start, end = ann.span("harbour", "told reporters.\n")
    after, last = ann.span("harbour", "The rain had")
    apart, over = [[start, end - 1], [end + 1, end + 2]], [[start, end + 2], [after, last]]
    target = {"name": "x", "mention": over}
    ann.statement("harbour", "open", cue=apart, target=target)
    ann.statement(
        "harbour", "open", addressee=[{"name": "x", "mention": over}, {"name": "y", "mention": apart}]
    )
    ann.mark("harbour", "The rain", "none")
    result = run("export", corpus.root, "--format", "brat", "-o", tmp_path / "out")
    assert "1 passages that go over line breaks fall apart" in result.stderr
    assert "1 marks (what was read) are left out" in result.stderr
    (first, _) = sorted(
        held(imported(corpus, tmp_path / "out", "brat")).popitem()[1], key=lambda f: f["cue"] is None
    )
    assert [[span["start"], span["end"]] for span in first["cue"]["spans"]] == apart
    assert [[span["start"], span["end"]] for span in first["target"]["mention"]["spans"]] == over


def test_a_statement_that_points_out_of_the_file_says_so_in_its_note(
    run: Run, tmp_path: Path, corpus: Corpus, ann: Writer
) -> None:
    lost = ann.statement("harbour", "reckless", stance="support")
    ann.statement("harbour", "stay open", target={"statement": lost.statement})
    ann.edit(lost, stance="sideways")
    run("export", corpus.root, "--format", "brat", "-o", tmp_path / "out")
    lines = (tmp_path / "out" / "ann" / "harbour.ann").read_text(encoding="utf-8").splitlines()
    (event,) = [line for line in lines if line.startswith("E")]
    assert ":E" not in event
    assert any(lost.statement in line for line in lines if line.startswith("#"))


def test_two_statements_that_deny_each_other_make_no_circle_of_events(
    run: Run, tmp_path: Path, corpus: Corpus, ann: Writer
) -> None:
    one = ann.statement("harbour", "stay open")
    two = ann.statement("harbour", "reckless", target={"statement": one.statement})
    ann.edit(one, target={"statement": two.statement})
    run("export", corpus.root, "--format", "brat", "-o", tmp_path / "out")
    events = (tmp_path / "out" / "ann" / "harbour.ann").read_text(encoding="utf-8").split("\nE")[1:]
    assert sum(":E" in event.split("\n")[0] for event in events) == 1
    (found,) = held(imported(corpus, tmp_path / "out", "brat")).values()
    assert all(fields["target"]["statement"]["claim"] for fields in found)


@given(lines=st.lists(st.text("TEAN#R*1 \t:;{}claimé", max_size=20) | st.sampled_from(GOOD), max_size=6))
def test_no_file_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.mktemp("brat")
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "one.ann").write_text("\n".join(lines), encoding="utf-8")
    assert FORMAT.read is not None
    (article,) = FORMAT.read([folder], LoadedSchema(Statement))
    assert isinstance(article, ImportedArticle)
    assert article.refused or article.statements or not "".join(lines).strip()
