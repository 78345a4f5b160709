"""The codebook and the JSON Schema that come from a schema's class."""

import json
from pathlib import Path

import pytest
from conftest import Run

from annotator.codebook import codebook, json_schema
from annotator.corpus.corpus import Corpus
from annotator.errors import SchemaError
from annotator.fields import (
    Annotated,
    Ask,
    Entity,
    Field,
    Grade,
    Option,
    Passage,
    Schema,
    StatementRef,
    model_validator,
)
from annotator.loading import built_in_schemas, load_schema, modules_hash
from annotator.schema import LoadedSchema


class Tone(Option):
    """How it sounds."""

    WARM = "warm", "Friendly | kind,\nor both.", "w"
    COLD = "cold"


class Strength(Grade):
    """How strong it is."""

    WEAK = 1, "Hardly there."
    STRONG = 2, "Plain."


class Everything(Schema, name="everything", version="3"):
    """One field of every kind."""

    words: Annotated[Passage, Ask(key="w", role="claim")] = Field(description="What is said.")
    people: Annotated[list[Entity], Ask(key="p")]
    tone: Tone
    strength: Strength | None = None
    after: StatementRef | None = None
    about: Entity | StatementRef | None = None
    remark: str = ""
    sure: bool = False

    @model_validator(mode="after")
    def _warm_is_strong(self) -> "Everything":
        """Warm words are
        strong."""
        return self


def test_a_codebook_tells_everything_there_is_to_know():
    text = codebook(LoadedSchema(Everything))
    assert text.startswith("# Codebook: everything 3\n\nOne field of every kind.\n")
    for line in (
        "## words (`w`)",
        "What is said.",
        "Always answered: words of the text.",
        "Always answered: a name, or several.",
        "| `w` | warm | Friendly \\| kind, or both. |",
        "| `c` | cold |  |",
        "Only where there is something to say: one of the answers below, in order.",
        "Only where there is something to say: another statement.",
        "Only where there is something to say: a name, or another statement.",
        "- Warm words are strong.",
    ):
        assert f"\n{line}\n" in text, line
    assert LoadedSchema(Everything).identifier in text


def test_a_json_schema_is_of_the_fields():
    found = json_schema(LoadedSchema(Everything))
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"] == LoadedSchema(Everything).identifier
    assert list(found["properties"]) == list(Everything.model_fields)
    assert found["required"] == ["words", "people", "tone"]
    assert found["additionalProperties"] is False


@pytest.mark.parametrize("name", built_in_schemas())
def test_built_in_schemas_are_printed_by_name(run: Run, name):
    assert run("schema", name).stdout == codebook(load_schema(name)) + "\n"
    assert json.loads(run("schema", name, "--json-schema").stdout) == json_schema(load_schema(name))


def test_a_corpus_has_its_schema(corpus: Corpus, run: Run, monkeypatch):
    expected = run("schema", "statement", "--codebook").stdout
    assert run("schema", corpus.root).stdout == expected
    monkeypatch.chdir(corpus.root)
    assert run("schema").stdout == expected


def test_neither_a_schema_nor_a_corpus(run: Run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("schema", "nothing").exit_code == 2
    assert "not a corpus" in run("schema").stderr


def test_two_answers_with_one_key_are_refused() -> None:
    class Verdict(Option):
        TRUE = "true", "", "t"
        OPEN = "open", "", "t"

    class Twice(Schema, name="twice"):
        words: Annotated[Passage, Ask(role="claim")]
        verdict: Verdict

    with pytest.raises(SchemaError, match="“true” and “open” have the same key, “t”"):
        LoadedSchema(Twice)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = 1\nclass Broken(\n", 2),
        ("\n\nnothing_here\n", 3),
        ("def f():\n    raise ValueError('no')\n\nf()\n", 2),
    ],
)
def test_a_schema_file_that_fails_is_named_with_its_line(tmp_path: Path, code: str, line: int) -> None:
    (tmp_path / "own.py").write_text(code, encoding="utf-8")
    with pytest.raises(SchemaError, match=rf"own\.py:{line}: cannot be loaded"):
        load_schema("own.py", tmp_path, trusted=modules_hash(tmp_path))
