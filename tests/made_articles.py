"""Corpora of any schema with random statements in texts of many scripts, and what is in a corpus, to compare."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson
from click.testing import CliRunner
from every_kind import SCHEMA
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from ulid import ULID
from writers import add_texts

from annotator.cli import cli
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.fields import EntityKind
from annotator.loading import modules_hash
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Fields, Mark, Put, event_line
from annotator.validity import quote

SCHEMAS = ("statement", "discourse", "every.py")
WORDS = (
    "said", "naïve", "cafe\u0301", "👩‍👩‍👧", "😀", "“no”", "日本語", "שלום", "مرحبا", "𝔘nicode", "a\u200db", "<b>",
    "a&b", "x  y", "it's", "--", "1,5",
)  # fmt: skip
NAMES = ("Ada Moe", "the <mayor> & co", "日本 | person", "x\u2028y", "union", "😀 party", '"q"', "a;b, c")
KINDS: tuple[EntityKind | None, ...] = ("person", "group", "unnamed", None)

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(
    lambda words: f"The {' '.join(words)}."
)
texts = st.lists(sentences, min_size=1, max_size=4).map("\n\n".join)
chances = st.randoms(use_true_random=False)
slow = settings(
    max_examples=8,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # to shrink one that writes two corpora takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)


def made_corpus(root: Path, schema: str, text: str, chance: Random) -> Corpus:
    """Make a corpus of two articles with marks and up to five statements of `ann` in each, one in all at least."""
    corpus = new_corpus(root, "Made", "en", schema)
    (root / "every.py").write_text(SCHEMA)
    add_texts(corpus, one=text, two=f"{text} {text}")
    loaded = corpus.schema(modules_hash(root))
    lines = [event_line(event) for article in corpus.articles() for event in _events(article, loaded, chance)]
    corpus.annotations_folder.mkdir(exist_ok=True)
    (corpus.annotations_folder / "ann.jsonl").write_bytes(b"".join(lines))
    return corpus


def _events(article: Article, schema: LoadedSchema, chance: Random) -> Iterator[Put | Mark]:
    common = {
        "annotator": "ann",
        "at": "2026-03-01T09:00:00.000Z",
        "article": article.id,
        "text": article.text_hash,
        "schema": schema.identifier,
    }
    made: list[str] = []
    for _ in range(chance.randint(int(article.id == "one"), 5)):
        values = _values(schema, article.text, made, chance)
        made.append(f"s-{ULID()}")
        words = quote(values, schema, article.text)
        yield Put.model_validate(
            {**common, "id": f"e-{ULID()}", "statement": made[-1], "fields": values, "quote": words}
        )
    for sentence in article.sentences:
        state = chance.choice(["done", "unsure", "skip", None])
        note = chance.choice([None, "a “note” 😀"])
        if state:
            yield Mark.model_validate(
                {**common, "id": f"e-{ULID()}", "sentence": sentence.span, "state": state, "note": note}
            )


def _values(schema: LoadedSchema, text: str, made: list[str], chance: Random) -> Fields:
    return schema.complete(
        {
            spec.name: _value(spec, text, made, chance)
            for spec in schema.fields
            if spec.required or spec.many or chance.random() < 0.7
        }
    )


def _value(spec: FieldSpec, text: str, made: list[str], chance: Random) -> JsonValue:
    match spec.kind:
        case "passage":
            return passage(text, chance)
        case "entity" | "either" if spec.many:
            entities = [_entity(text, chance) for _ in range(chance.randint(1, 3))]
            return [*entities, entities[0]] if chance.random() < 0.2 else entities  # type: ignore[return-value]
        case "either" | "link" if made and (spec.kind == "link" or chance.random() < 0.5):
            return {"statement": chance.choice(made)}
        case "entity" | "either":
            return _entity(text, chance)
        case "text":
            return chance.choice(["plain", "two\nlines, 😀 <i>", '"quoted" & more'])
        case _:
            return chance.choice(spec.answers).value if spec.answers else None  # no statement to link to yet


def _entity(text: str, chance: Random) -> JsonValue:
    mention = passage(text, chance) if chance.random() < 0.6 else None
    return {"name": chance.choice(NAMES), "kind": chance.choice(KINDS), "mention": mention}


def passage(text: str, chance: Random) -> JsonValue:
    """Return up to three spans of a text, from one character to many words, across ends of sentences too."""
    inked = [match.start() for match in re.finditer(r"\S", text)]
    spans: list[JsonValue] = []
    after = 0
    for _ in range(chance.randint(1, 3)):
        free = [place for place in inked if place > after or not spans]
        if not free:
            break
        start = chance.choice(free)
        end = chance.choice([place + 1 for place in inked if start <= place <= start + 40])
        spans.append([start, end])
        after = end
    return spans


def content(corpus: Corpus) -> list[dict[str, Any]]:
    """Return what is in a corpus: ids of statements do not count, where they point to does."""
    trust = ["--trust-schema", modules_hash(corpus.root)] if (corpus.root / "every.py").exists() else []
    rows = [
        orjson.loads(line) for line in run("export", corpus.root, "--view", "articles", *trust).splitlines()
    ]
    for row in rows:
        known = {item["id"]: _without_ids(item["fields"], {}) for item in row["statements"]}
        shown = [_without_ids(item["fields"], known) for item in row["statements"]]
        row["statements"] = sorted(shown, key=repr)
        for mark in row["marks"]:
            del mark["at"]
        row.pop("annotator")
    return rows


def _without_ids(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_ids(item, known) for item in value]
    return (
        known.get(value, "a statement")
        if isinstance(value, str) and re.match("s-[0-9A-Z]{26}$", value)
        else value
    )


def there_and_back(corpus: Corpus, folder: Path, name: str, *options: str) -> Corpus:
    """Export a corpus in a format to `folder`, and import that into a new one beside it, which is returned."""
    trust = ["--trust-schema", modules_hash(corpus.root)]
    run("export", corpus.root, "--format", name, "-o", folder, *options, *trust)
    return imported(corpus, folder, name)


def imported(corpus: Corpus, path: Path, name: str) -> Corpus:
    """Import what is at `path` into a new corpus with the schema of another one."""
    back = new_corpus(corpus.root.with_name("back"), "Back", "en", corpus.settings.schema_)
    (back.root / "every.py").write_text(SCHEMA)
    trust = ["--trust-schema", modules_hash(back.root)]
    run("import", back.root, "--format", name, "--as", "zoe", path, *trust)
    return back


def run(*args: object) -> bytes:
    """Run the command line; it must succeed. Returns what it says on standard output."""
    result = CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def import_damaged(folder: Path, name: str, suffix: str, chance: Random, *options: str) -> None:
    """Export a corpus, damage a file of it, and import that: whatever comes of it, it is no traceback."""
    corpus = made_corpus(
        folder / "corpus", "statement", "The 😀 said “no”.\n\nThe rain שלום had stopped.", chance
    )
    run("export", corpus.root, "--format", name, "-o", folder / "out", *options)
    path = chance.choice(sorted((folder / "out").rglob(f"*{suffix}")))
    path.write_bytes(_damaged(path.read_bytes(), chance))
    back = new_corpus(folder / "back", "Back", "en", "statement")
    arguments = ["import", str(back.root), "--format", name, "--as", "zoe", str(path)]
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == 0 or path.name in result.output


def _damaged(data: bytes, chance: Random) -> bytes:
    """Put something else in the place of a value in quotation marks, or of any few bytes, or cut the end off."""
    quoted = [match.span() for match in re.finditer(rb'"[^"]{0,60}"', data)]
    start, end = chance.choice(quoted)
    any_place = chance.randrange(len(data))
    return chance.choice(
        [
            data[:start] + chance.choice([b'""', b'"-1"', b'"x"', b"null", b"7", b"[]"]) + data[end:],
            data[:any_place] + chance.choice([b"", b"\xff", b"<", b"{"]) + data[any_place + 2 :],
            data[:any_place],
        ]
    )
