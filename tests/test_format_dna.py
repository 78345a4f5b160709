"""Databases of Discourse Network Analyzer: what is written, what comes back, and what of others' databases fits."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, content, made_corpus, slow, texts, there_and_back
from made_articles import run as output
from writers import Writer, add_texts

from annotator.cli import cli
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.formats.dna.tables import CREATE, password_hash

SAMPLE = Path(__file__).parent.parent / "corpus"


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def export(run: Run, corpus: Corpus, path: Path) -> Path:
    result = run("export", corpus.root, "--format", "dna", "-o", path)
    assert result.exit_code == 0, result.stderr
    return path


def statements_of(corpus: Corpus) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what is said of each text; cuts into sentences and marks are not held."""
    return [
        (row["text"], [_without_sentences(one) for one in row["statements"]])
        for row in content(corpus)
        if row["statements"]
    ]


def _without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_sentences(one) for name, one in value.items() if not name.startswith("sentence_")
        }
    return [_without_sentences(one) for one in value] if isinstance(value, list) else value


@slow
@given(schema=st.sampled_from(SCHEMAS), text=texts, chance=chances)
def test_statements_come_back_as_they_were(schema: str, text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder) / "corpus", schema, text, chance)
        back = there_and_back(corpus, Path(folder) / "made.dna", "dna")
        assert statements_of(back) == statements_of(corpus)


@slow
@given(text=texts, chance=chances)
def test_places_are_those_of_the_text_panel(text: str, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder) / "corpus", "statement", text, chance)
        path = Path(folder) / "made.dna"
        there_and_back(corpus, path, "dna")
        query = (
            "SELECT Text, Start, Stop, Value FROM STATEMENTS JOIN DOCUMENTS ON DocumentId = DOCUMENTS.ID "
            "JOIN DATALONGTEXT ON StatementId = STATEMENTS.ID"
        )
        for whole, start, stop, held in rows(path, query):
            units = whole.encode("utf-16-le")
            shown = units[2 * start : 2 * stop].decode("utf-16-le")
            spans = orjson.loads(held)["fields"]["claim"]
            assert shown == whole[spans[0][0] : spans[-1][1]]


def test_speakers_become_statements_of_their_own_with_a_side(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    writer = Writer(corpus, "ann")
    joint = [{"name": name, "kind": "person", "mention": None} for name in ("the mayor", "the port")]
    first = writer.edit(writer.statement("harbour", "must stay open", stance="oppose"), speaker=joint)
    writer.statement("harbour", "reckless", "union", target={"statement": first.statement}, stance="oppose")
    writer.statement("harbour", "noon", "nobody", stance="unclear")
    path = export(run, corpus, tmp_path / "made.dna")
    query = (
        "SELECT STATEMENTTYPES.Label, who.Value, what.Value, side.Value, CODERS.Name FROM STATEMENTS "
        "JOIN STATEMENTTYPES ON STATEMENTTYPES.ID = STATEMENTS.StatementTypeId JOIN CODERS ON CODERS.ID = Coder "
        "JOIN DATASHORTTEXT a ON a.StatementId = STATEMENTS.ID JOIN ENTITIES who ON who.ID = a.Entity "
        "JOIN VARIABLES v ON v.ID = a.VariableId AND v.Variable = 'speaker' "
        "JOIN DATASHORTTEXT b ON b.StatementId = STATEMENTS.ID JOIN ENTITIES what ON what.ID = b.Entity "
        "JOIN VARIABLES w ON w.ID = b.VariableId AND w.Variable = 'target' "
        "LEFT JOIN DATABOOLEAN side ON side.StatementId = STATEMENTS.ID ORDER BY STATEMENTS.ID"
    )
    assert rows(path, query) == [
        ("statement", "the mayor", "the plan", 0, "ann"),
        ("statement", "the port", "the plan", 0, "ann"),
        ("statement", "union", "the plan", 1, "ann"),
        ("statement, no side", "nobody", "the plan", None, "ann"),
    ]
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert rows(path, "SELECT Value FROM SETTINGS WHERE Property = 'version'") == [("3.0.11",)]


def test_the_same_corpus_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    made = [export(run, Corpus(SAMPLE), tmp_path / f"{number}.dna").read_bytes() for number in (1, 2)]
    assert made[0] == made[1]


def test_the_password_is_hashed_as_dna_checks_it() -> None:
    assert password_hash("annotator", bytes(range(16))) == KNOWN_HASH


KNOWN_HASH = "AAECAwQFBgcICQoLDA0OD/0jHCz6F7DAlqgsjMxgS0ckuBs6f/A6a+KktwFR/GKQ"
"""jasypt 1.9.3 takes it for this password, and for no other."""


def reimported(run: Run, corpus: Corpus, path: Path) -> list[dict[str, Any]]:
    back = new_corpus(corpus.root.with_name("back"), "Back", "en", corpus.settings.schema_)
    result = run("import", back.root, "--format", "dna", "--as", "zoe", path)
    assert result.exit_code == 0, result.stderr
    return [one for _, found in statements_of(back) for one in found]


def test_what_was_changed_in_dna_comes_back_changed_and_the_rest_as_it_was(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    words = Writer(corpus, "ann").span("harbour", "told")
    Writer(corpus, "ann").statement("harbour", "must stay open", cue=[words], target={"name": "harbour"})
    path = export(run, corpus, tmp_path / "made.dna")
    change(
        path,
        "UPDATE DATABOOLEAN SET Value = 0",
        "UPDATE ENTITIES SET Value = 'the port' WHERE Value = 'harbour'",
    )
    change(path, "UPDATE STATEMENTS SET Start = Start + 5")
    (found,) = reimported(run, corpus, path)
    assert (found["stance"], found["target"]["name"]) == ("oppose", "the port")
    assert (found["claim"]["text"], found["cue"]["text"]) == ("stay open", "told")


@pytest.fixture
def joint(run: Run, corpus: Corpus, tmp_path: Path) -> Path:
    """A database with one statement of two speakers, whose words name the first of them."""
    writer = Writer(corpus, "ann")
    mention = [writer.span("harbour", "The mayor")]
    speakers = [
        {"name": "the mayor", "kind": "person", "mention": mention},
        {"name": "the port", "kind": None, "mention": None},
    ]
    writer.edit(writer.statement("harbour", "must stay open", note="a note"), speaker=speakers)
    return export(run, corpus, tmp_path / "made.dna")


def said(found: list[dict[str, Any]]) -> list[tuple[list[str], str, str, str]]:
    names = [sorted(speaker["name"] for speaker in one["speaker"]) for one in found]
    return sorted(
        (name, one["stance"], one["target"]["name"], one["note"])
        for name, one in zip(names, found, strict=True)
    )


def test_a_speaker_who_is_taken_out_in_dna_is_out(run: Run, corpus: Corpus, joint: Path) -> None:
    change(joint, "PRAGMA foreign_keys = ON", "DELETE FROM STATEMENTS WHERE ID = 2")
    (found,) = reimported(run, corpus, joint)
    assert said([found]) == [(["the mayor"], "support", "the plan", "a note")]
    assert found["speaker"][0]["mention"]["text"] == "The mayor"


def test_speakers_who_are_set_apart_in_dna_make_two_statements(run: Run, corpus: Corpus, joint: Path) -> None:
    change(joint, "UPDATE DATABOOLEAN SET Value = 0 WHERE StatementId = 2")
    assert said(reimported(run, corpus, joint)) == [
        (["the mayor"], "support", "the plan", "a note"),
        (["the port"], "oppose", "the plan", "a note"),
    ]


def test_a_copy_that_was_made_in_dna_is_a_statement(run: Run, corpus: Corpus, joint: Path) -> None:
    copies = [
        "INSERT INTO STATEMENTS "
        "SELECT 3, StatementTypeId, DocumentId, Start, Stop, Coder FROM STATEMENTS WHERE ID = 2"
    ]
    for table, value in [("DATASHORTTEXT", "Entity"), ("DATABOOLEAN", "Value"), ("DATALONGTEXT", "Value")]:
        columns = f"StatementId, VariableId, {value}"
        copies.append(
            f"INSERT INTO {table}({columns}) SELECT 3, VariableId, {value} FROM {table} WHERE StatementId = 2"
        )
    change(joint, *copies)
    assert said(reimported(run, corpus, joint)) == [
        (["the mayor", "the port"], "support", "the plan", "a note"),
        (["the port"], "support", "the plan", "a note"),
    ]


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "statement", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@slow
@given(
    key=st.sampled_from(
        ["fields", "claim", "speaker", "target", "variables", "place", "quote", "part", "parts"]
    ),
    value=junk,
)
def test_what_is_kept_may_hold_anything_and_is_refused_or_fits(key: str, value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = new_corpus(Path(folder) / "corpus", "Made", "en", "statement")
        add_texts(corpus, one="The mayor said that it must stay open.")
        Writer(corpus, "ann").statement("one", "must stay open")
        path = Path(folder) / "made.dna"
        output("export", corpus.root, "--format", "dna", "-o", path)
        ((held,),) = rows(path, "SELECT Value FROM DATALONGTEXT")
        changed = orjson.loads(held)
        (changed if key in changed else changed["fields"])[key] = value
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE DATALONGTEXT SET Value = ?", (orjson.dumps(changed).decode(),))
        back = new_corpus(Path(folder) / "back", "Back", "en", "statement")
        arguments = ["import", str(back.root), "--format", "dna", "--as", "zoe", str(path)]
        result = CliRunner().invoke(cli, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert output("check", back.root) is not None


def dna(path: Path, *statements: str) -> Path:
    """Make a database as a team would have that works with DNA: person, organization, concept, agreement."""
    text = "😀 The mayor wants the bridge. The union does not."
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in CREATE:
            connection.execute(statement)
        connection.execute("INSERT INTO CODERS(Name, Password) VALUES ('Admin', ''), ('Ida', '')")
        connection.execute(
            "INSERT INTO DOCUMENTS VALUES (1, 'Bridge', ?, 1, 'A. Moe', 'Courier', '', 'a note', '', 1741046400)",
            (text,),
        )
        connection.execute("INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement', 0, 0, 0)")
        names = [
            ("person", "short text"),
            ("organization", "short text"),
            ("concept", "short text"),
            ("agreement", "boolean"),
        ]
        for number, (name, data_type) in enumerate(names, 1):
            connection.execute("INSERT INTO VARIABLES VALUES (?, ?, ?, 1)", (number, name, data_type))
        for number, (variable, value) in enumerate(
            [(1, "Ada Moe"), (1, ""), (2, "City"), (2, "Union"), (3, "bridge")], 1
        ):
            connection.execute(
                "INSERT INTO ENTITIES(ID, VariableId, Value) VALUES (?, ?, ?)", (number, variable, value)
            )
        connection.execute("INSERT INTO STATEMENTS VALUES (1, 1, 1, 3, 30, 2), (2, 1, 1, 31, 50, 2)")
        for statement, entities, side in [(1, (1, 3, 5), 1), (2, (2, 4, 5), 0)]:
            for variable, entity in enumerate(entities, 1):
                connection.execute(
                    "INSERT INTO DATASHORTTEXT(StatementId, VariableId, Entity) VALUES (?, ?, ?)",
                    (statement, variable, entity),
                )
            connection.execute(
                "INSERT INTO DATABOOLEAN(StatementId, VariableId, Value) VALUES (?, 4, ?)", (statement, side)
            )
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize("schema", ["statement", "discourse"])
def test_a_database_of_others_is_read_by_its_usual_variables(run: Run, tmp_path: Path, schema: str) -> None:
    back = new_corpus(tmp_path / "back", "Back", "en", schema)
    result = run("import", back.root, "--format", "dna", "--as", "ida", dna(tmp_path / "team.dna"))
    assert result.exit_code == 0, result.stderr
    (row,) = content(back)
    assert (row["title"], row["outlet"], row["author"], row["published"]) == (
        "Bridge",
        "Courier",
        "A. Moe",
        "2025-03-04",
    )
    if schema == "statement":
        found = [
            (
                one["speaker"][0]["name"],
                one["speaker"][0]["kind"],
                one["stance"],
                one["target"]["name"],
                one["claim"]["text"],
            )
            for one in row["statements"]
        ]
        assert sorted(found) == [
            ("Ada Moe", "person", "support", "bridge", "The mayor wants the bridge."),
            ("Union", "organization", "oppose", "bridge", "The union does not."),
        ]
    else:
        found = [
            (
                (one["person"] or {}).get("name"),
                one["organization"]["name"],
                one["agreement"],
                one["concept"]["name"],
                one["passage"]["text"],
            )
            for one in row["statements"]
        ]
        assert sorted(found, key=str) == [
            ("Ada Moe", "City", "agree", "bridge", "The mayor wants the bridge."),
            (None, "Union", "disagree", "bridge", "The union does not."),
        ]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE STATEMENTS SET Stop = 999 WHERE ID = 1", "statement 1: offset 999 is outside the text"),
        ("UPDATE STATEMENTS SET Start = 1 WHERE ID = 1", "offset 1 is inside a character"),
        ("UPDATE STATEMENTS SET Stop = 'x' WHERE ID = 1", "not two whole numbers"),
        ("UPDATE STATEMENTS SET Start = 2, Stop = 3 WHERE ID = 1", "at least one word"),
        ("UPDATE STATEMENTS SET Coder = 1 WHERE ID = 1", "several coders"),
        ("UPDATE DOCUMENTS SET Text = X'41'", "its text is no text"),
        ("DROP TABLE DATABOOLEAN", "no table DATABOOLEAN"),
        ("UPDATE DOCUMENTS SET Text = CAST(X'ff' AS TEXT)", "no database of DNA 3"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(run: Run, tmp_path: Path, statement: str, message: str) -> None:
    back = new_corpus(tmp_path / "back", "Back", "en", "statement")
    result = run("import", back.root, "--format", "dna", "--as", "ida", dna(tmp_path / "team.dna", statement))
    assert result.exit_code != 0
    assert message in result.stderr
    assert "team.dna" in result.stderr
    assert back.annotators() == []


@pytest.mark.parametrize("data", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(200)])
def test_a_file_that_is_no_database_is_refused(run: Run, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd name?#.dna"
    path.write_bytes(data)
    back = new_corpus(tmp_path / "back", "Back", "en", "statement")
    result = run("import", back.root, "--format", "dna", "--as", "ida", path)
    assert result.exit_code != 0
    assert "no database of DNA 3" in result.stderr


def test_a_truncated_database_is_refused(run: Run, tmp_path: Path) -> None:
    path = dna(tmp_path / "team.dna")
    path.write_bytes(path.read_bytes()[:6000])
    back = new_corpus(tmp_path / "back", "Back", "en", "statement")
    result = run("import", back.root, "--format", "dna", "--as", "ida", path)
    assert result.exit_code != 0
    assert "Traceback" not in result.stderr
    assert back.annotators() == []


def test_words_that_were_moved_in_the_text_are_refused(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    Writer(corpus, "ann").statement("harbour", "must stay open")
    path = export(run, corpus, tmp_path / "made.dna")
    change(path, "UPDATE DOCUMENTS SET Text = 'x' || Text")
    back = new_corpus(tmp_path / "back", "Back", "en", "statement")
    result = run("import", back.root, "--format", "dna", "--as", "zoe", path)
    assert "the text no longer has “must stay open” there" in result.stderr
    assert result.exit_code != 0


def test_losses_are_counted_before_writing(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    writer = Writer(corpus, "ann")
    writer.statement("harbour", "must stay open", speaker="x" * 200, stance="mixed")
    said = run("export", corpus.root, "--format", "dna", "-o", tmp_path / "made.dna").stderr
    assert "1 articles without a day of publication" in said
    assert "1 statements that take no side" in said
    assert "1 statements with names of more than 190 characters" in said
