"""The folder for Hugging Face: its card says what is in its files; `datasets` itself runs in tests/clients."""

import hashlib
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from conftest import Run
from made_articles import made_corpus
from sample import copy_of_sample
from writers import Writer, add_texts

from annotator.corpus.add import add_articles
from annotator.corpus.corpus import Corpus
from annotator.corpus.drafts import Draft, Metadata
from annotator.errors import AnnotatorError
from annotator.formats.hf.dates import DateColumns
from annotator.loading import modules_hash

yaml = pytest.importorskip("yaml")


@pytest.fixture
def busy(corpus: Corpus, ann: Writer) -> Corpus:
    """Statements in two articles, and a sentence that holds no claim."""
    ann.statement("harbour", "the harbour must stay open", confidence=3)
    ann.statement("harbour", "must stay open", confidence=3)
    ann.statement("school", "the school to reopen", stance="oppose")
    ann.statement("school", "to reopen", stance="oppose")
    ann.mark("school", "Parents", "done")
    ann.mark("school", "The ministry", "none")
    return corpus


def exported(run: Run, corpus: Corpus, folder: Path, *options: object) -> dict[str, Any]:
    """Export to a folder, and return what the head of its card says."""
    done = run("export", corpus.root, "--format", "hf", "-o", folder, *options)
    assert done.exit_code == 0, done.stderr
    _, head, _ = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head)


def rows(folder: Path, *patterns: str) -> list[dict[str, Any]]:
    files = sorted(file for pattern in patterns for file in folder.glob(pattern))
    return [orjson.loads(line) for file in files for line in file.read_bytes().splitlines()]


def features(head: dict[str, Any], view: str) -> list[dict[str, Any]]:
    return next(info["features"] for info in head["dataset_info"] if info["config_name"] == view)


def fits(value: Any, feature: dict[str, Any]) -> bool:
    """Tell whether a value is what a feature says; every key, in order."""
    if value is None:
        return True
    if "struct" in feature:
        members = feature["struct"]
        return list(value) == [m["name"] for m in members] and all(fits(value[m["name"]], m) for m in members)
    if "list" in feature:
        of = feature["list"]
        inner = {"dtype": of} if isinstance(of, str) else {"struct": of}
        return all(fits(item, inner) for item in value)
    types = {"string": str, "date32": str, "int64": int, "float64": float, "bool": bool}
    return type(value) is types[feature["dtype"]]


def test_the_rows_of_each_configuration_are_those_of_the_view_and_fit_the_features(
    run: Run, busy: Corpus, tmp_path: Path
) -> None:
    head = exported(run, busy, tmp_path / "out")
    assert [config["config_name"] for config in head["configs"]] == ["statements", "sentences", "articles"]
    assert [config.get("default") for config in head["configs"]] == [True, None, None]
    for config in head["configs"]:
        view = config["config_name"]
        (files,) = config["data_files"]
        found = rows(tmp_path / "out", *files["path"])
        lines = run("export", busy.root, "--view", view).stdout_bytes.splitlines()
        assert files["split"] == "train"
        assert found == [orjson.loads(line) for line in lines] != []
        assert all(fits(row, {"struct": features(head, view)}) for row in found)


def test_every_kind_of_field_has_its_feature(run: Run, tmp_path: Path) -> None:
    corpus = made_corpus(tmp_path / "corpus", "every.py", "The mayor spoke. It rained.", Random(1))
    head = exported(run, corpus, tmp_path / "out", "--trust-schema", modules_hash(corpus.root))
    found = rows(tmp_path / "out", "statements/*")
    assert found
    assert all(fits(row, {"struct": features(head, "statements")}) for row in found)
    fields = next(of for of in features(head, "statements") if of["name"] == "fields")["struct"]
    shapes = {of["name"]: next(of[key] for key in ("dtype", "struct", "list") if key in of) for of in fields}
    assert {name: shape for name, shape in shapes.items() if isinstance(shape, str)} == {
        "view": "string", "tone": "string", "sure": "int64", "comment": "string", "hedged": "bool",
        "parent": "string", "quoted": "bool", "note": "string",
    }  # fmt: skip
    assert [member["name"] for member in shapes["joint"]] == ["name", "as_written", "kind", "mention"]


def test_splits_are_files_of_their_own_and_an_empty_one_is_not_named(
    run: Run, busy: Corpus, tmp_path: Path
) -> None:
    add_texts(busy, empty="Nobody has read this.")
    head = exported(run, busy, tmp_path / "out", "--split", "train=0.4,dev=0.3,test=0.3", "--seed", 1)
    named = {path for files in head["configs"][0]["data_files"] for path in files["path"]}
    there = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").glob("statements/*")}
    assert named == there
    assert len(rows(tmp_path / "out", "statements/*")) == 4
    of_split = [{row["article"]["id"] for row in rows(tmp_path / "out", name)} for name in named]
    assert sum(map(len, of_split)) == len(set().union(*of_split)) == 2


def test_a_file_that_is_full_is_followed_by_another(
    run: Run, busy: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.hf.shards._SIZE", 1)
    exported(run, busy, tmp_path / "out")
    files = sorted(path.name for path in (tmp_path / "out" / "statements").iterdir())
    assert files == [f"train-{number:05}.jsonl" for number in range(4)]
    lines = run("export", busy.root).stdout_bytes.splitlines()
    assert rows(tmp_path / "out", "statements/*") == [orjson.loads(line) for line in lines]


def test_an_export_over_another_names_its_own_files_alone(run: Run, busy: Corpus, tmp_path: Path) -> None:
    exported(run, busy, tmp_path / "out", "--split", "train=0.5,test=0.5", "--seed", 1)
    (tmp_path / "out" / "statements" / "train-00000.parquet").write_bytes(b"of before")
    (tmp_path / "out" / "statements" / "train-00001.jsonl").write_bytes(b"{}")
    head = exported(run, busy, tmp_path / "out", "--force")
    assert head["configs"][0]["data_files"] == [{"split": "train", "path": ["statements/train-00000.jsonl"]}]


def test_the_head_changes_with_the_rows(run: Run, busy: Corpus, ann: Writer, tmp_path: Path) -> None:
    """Or `datasets` would give the rows that it loaded from the folder before."""
    put = ann.statement("school", "to reopen", stance="support")
    before = exported(run, busy, tmp_path / "out")
    assert exported(run, busy, tmp_path / "again") == before
    ann.edit(put, stance="unclear")
    after = exported(run, busy, tmp_path / "out", "--force")
    assert after["configs"] == before["configs"]
    assert all(a != b for a, b in zip(after["dataset_info"], before["dataset_info"], strict=True))


def test_the_description_has_the_hash_of_every_file(run: Run, busy: Corpus, tmp_path: Path) -> None:
    exported(run, busy, tmp_path / "out")
    described = orjson.loads((tmp_path / "out" / "croissant.json").read_bytes())
    hashes = {file["contentUrl"]: file["sha256"] for file in described["distribution"]}
    files = [path for path in (tmp_path / "out").glob("*/*") if path.is_file()]
    assert hashes == {
        str(path.relative_to(tmp_path / "out")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    columns = {field["name"] for field in described["recordSet"][0]["field"]}
    assert {"id", "article.title", "fields.stance", "fields.claim.text", "fields.target.statement"} <= columns
    assert not any(name.startswith("fields.speaker") for name in columns)


def test_the_card_says_what_was_counted(run: Run, busy: Corpus, tmp_path: Path) -> None:
    exported(run, busy, tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "| train | 4 | 2 | 2 |" in card
    assert "| ann | 2 | 4 |" in card
    assert "| oppose | 2 |" in card
    assert "| (no answer) | 2 |" in card
    assert "## Codebook: statement" in card
    assert card.count("\n# ") == 1
    assert "license:" in card
    assert "\nlicense:" not in card


def test_a_gold_has_no_sentences(run: Run, tmp_path: Path) -> None:
    head = exported(run, copy_of_sample(tmp_path), tmp_path / "out", "--from", "gold")
    assert [config["config_name"] for config in head["configs"]] == ["statements", "articles"]
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "| split | statements | articles |" in card
    assert "`sentences`" not in card


def test_agreement_is_there_when_two_have_annotated(run: Run, busy: Corpus, tmp_path: Path) -> None:
    exported(run, busy, tmp_path / "one")
    assert "## Agreement" not in (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    Writer(busy, "ben").statement("school", "the school to reopen", stance="oppose")
    exported(run, busy, tmp_path / "two")
    assert "| measure | value | 95 % interval |" in (tmp_path / "two" / "README.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("name", ["a: b # c", "- x | y", "“😀” \u2028 z", "no", "---\na: b", "---"])
def test_any_name_of_a_corpus_can_stand_in_the_head(
    run: Run, busy: Corpus, tmp_path: Path, name: str
) -> None:
    settings = (busy.root / "corpus.toml").read_text(encoding="utf-8")
    quoted = orjson.dumps(name).decode().replace("\u2028", "\\u2028")
    (busy.root / "corpus.toml").write_text(settings.replace('"Test"', quoted), encoding="utf-8")
    assert exported(run, busy, tmp_path / "out")["pretty_name"] == " ".join(name.split())


def test_the_same_corpus_gives_the_same_bytes(run: Run, busy: Corpus, tmp_path: Path) -> None:
    both = []
    for name in ("one", "other"):
        exported(run, busy, tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        both.append([(str(path.relative_to(tmp_path / name)), path.read_bytes()) for path in files])
    assert both[0] == both[1]
    assert len(both[0]) == 5


def test_nothing_annotated_leaves_no_folder(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    done = run("export", corpus.root, "--format", "hf", "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert "nothing to export" in done.stderr
    assert not (tmp_path / "out").exists()


def published(corpus: Corpus, *days: str) -> None:
    """Add an article for each, with a statement about it."""
    for number, day in enumerate(days):
        name = "first" if number == 0 else "second"
        draft = Draft(name, f"{name}.txt", "0" * 64, f"Report {number}: it must close.", name)
        list(add_articles(corpus, [draft], name, Metadata(published=day)))
        Writer(corpus, "ann", number).statement(name, "it must close")


@pytest.mark.parametrize(
    ("days", "dtype"),
    [
        (("2026-11-02", "2025-01-31"), "date32"),
        (("2026-11-02", "Monday"), "string"),
        (("2026-13-45",), "string"),
        (("2026-11-02T10:00:00.123Z",), "string"),
    ],
)
def test_a_column_of_dates_is_called_one(
    run: Run, corpus: Corpus, tmp_path: Path, days: tuple[str, ...], dtype: str
) -> None:
    published(corpus, *days)
    head = exported(run, corpus, tmp_path / "out")
    article = next(of for of in features(head, "statements") if of["name"] == "article")
    assert next(of for of in article["struct"] if of["name"] == "published")["dtype"] == dtype


def test_instants_that_the_reader_would_change_are_refused_as_lines(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    published(corpus, "2026-11-02T10:00:00Z", "2026-11-03")
    done = run("export", corpus.root, "--format", "hf", "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert "article.published: `datasets` would take its texts for dates" in done.stderr
    assert not (tmp_path / "out").exists()


def test_parquet_keeps_texts_that_look_like_dates(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    published(corpus, "2026-11-02T10:00:00Z", "2026-11-03")
    head = exported(run, corpus, tmp_path / "out", "--files", "parquet")
    article = next(of for of in features(head, "statements") if of["name"] == "article")
    assert next(of for of in article["struct"] if of["name"] == "published")["dtype"] == "string"
    found = parquet.read_table(tmp_path / "out" / "statements").to_pylist()
    lines = run("export", corpus.root).stdout_bytes.splitlines()
    assert found == [orjson.loads(line) for line in lines]


def test_what_a_text_is_read_as_depends_on_its_piece() -> None:
    columns = DateColumns()
    columns.see({"a": [{"b": "2026-11-02"}, {"b": "x"}], "c": "2026-11-02", "d": None})
    columns.end_piece()
    columns.see({"a": [], "c": "2025-01-01", "d": "2026-11-02"})
    columns.end_piece()
    assert columns.dates() == {("c",), ("d",)}
    columns.see({"a": [{"b": "2026-11-02"}]})
    columns.end_piece()
    with pytest.raises(AnnotatorError, match=r"a\.b: `datasets` would take"):
        columns.dates()
