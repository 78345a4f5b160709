"""`annotator import`: what comes in is what was meant, and all of it or nothing."""

import itertools
import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from writers import Writer

from annotator.corpus.articles import text_sha256
from annotator.corpus.clean import clean, moved
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.drafts import Draft, Metadata
from annotator.corpus.supersede import supersede
from annotator.errors import StatementError
from annotator.formats.offsets import utf8_offsets, utf16_offsets
from annotator.formats.reading import checked_spans

SAMPLE = Path(__file__).parent.parent / "corpus"
ODD = "a\u0301é😀漢字𝔘שלום\u200f \n.\"'“"
texts = st.text(st.sampled_from(ODD) | st.characters(exclude_categories=["Cs"]), max_size=40)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def exported(run: Run, corpus: Path, to: Path, *options: object) -> list[dict[str, Any]]:
    result = run("export", corpus, "--view", "articles", "-o", to, "--force", *options)
    assert result.exit_code == 0, result.stderr
    return rows_of(to)


def same_but_for_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a row says, with statements named by their place in the article."""
    shown = []
    for row in rows:
        names = {one["id"]: f"#{number}" for number, one in enumerate(row["statements"])}
        text = orjson.dumps([one["fields"] for one in row["statements"]]).decode()
        for old, new in names.items():
            text = text.replace(old, new)
        marks = [{name: mark[name] for name in ("start", "end", "state", "note")} for mark in row["marks"]]
        kept = {name: row[name] for name in row if name not in {"annotator", "statements", "marks"}}
        shown.append({**kept, "marks": marks, "fields": orjson.loads(text)})
    return shown


def test_what_was_exported_comes_back_whole(run: Run, tmp_path: Path) -> None:
    before = exported(run, SAMPLE, tmp_path / "before.jsonl", "--from", "amara")
    run("new", tmp_path / "corpus")
    result = run("import", tmp_path / "corpus", "--format", "jsonl", "--as", "zoe", tmp_path / "before.jsonl")
    assert result.exit_code == 0, result.stderr
    after = exported(run, tmp_path / "corpus", tmp_path / "after.jsonl")
    assert {row["annotator"] for row in after} == {"zoe"}
    assert same_but_for_ids(after) == same_but_for_ids(before)
    assert run("check", tmp_path / "corpus").exit_code == 0


def test_a_text_that_is_here_gets_a_journal_and_no_second_article(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(SAMPLE, corpus, ignore=shutil.ignore_patterns(".cache"))
    exported(run, corpus, tmp_path / "bjorn.jsonl", "--from", "bjorn")
    articles = sorted((corpus / "articles").iterdir())
    result = run("import", corpus, "--format", "jsonl", "--as", "zoe", tmp_path / "bjorn.jsonl", "--json")
    assert orjson.loads(result.stdout)["added"] == 0
    assert sorted((corpus / "articles").iterdir()) == articles
    assert run("agree", corpus, "bjorn", "zoe", "--json").exit_code == 0
    again = run("import", corpus, "--format", "jsonl", "--as", "Zoe", tmp_path / "bjorn.jsonl")
    assert again.exit_code == 2
    assert "has a journal here already" in again.stderr


@pytest.fixture
def one_line(run: Run, corpus: Corpus, ann: Writer, tmp_path: Path) -> dict[str, Any]:
    """The line of an article with two statements, of which one points to the other."""
    first = ann.statement("harbour", "the harbour must stay open")
    ann.statement("harbour", "We will not close it", target={"statement": first.statement})
    (row,) = exported(run, corpus.root, tmp_path / "line.jsonl")
    return row


def taken(run: Run, tmp_path: Path, row: dict[str, Any], *options: object) -> tuple[int, str, Path]:
    """Import one line into an empty corpus; return the exit code, what was said, and the corpus."""
    elsewhere = new_corpus(tmp_path / "elsewhere", "Elsewhere", "en", "statement")
    (tmp_path / "in.jsonl").write_bytes(orjson.dumps(row))
    result = run(
        "import", elsewhere.root, "--format", "jsonl", "--as", "zoe", tmp_path / "in.jsonl", *options
    )
    return result.exit_code, result.stderr, elsewhere.root


def nothing_was_written(root: Path) -> bool:
    return not [*(root / "articles").glob("*.jsonl"), *(root / "annotations").glob("*.jsonl")]


def anchor(row: dict[str, Any], statement: int = 0) -> dict[str, Any]:
    span: dict[str, Any] = row["statements"][statement]["fields"]["claim"]["spans"][0]
    return span


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": 5}, "the text has"),
        ({"end": 10**6}, "is not a span of the text"),
        ({"start": 40, "end": 30}, "is not a span of the text"),
        ({"start": -3}, "is not a span of the text"),
        ({"start": 1.5}, "not a whole number"),
        ({"text": "other words"}, "the text has"),
    ],
)
def test_words_that_are_not_there_are_refused_by_line(
    run: Run, tmp_path: Path, one_line: dict[str, Any], change: dict[str, object], message: str
) -> None:
    anchor(one_line).update(change)
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 2
    assert "in.jsonl:1: statement s-" in said
    assert message in said
    assert nothing_was_written(root)


def test_what_is_refused_can_be_left_out_with_all_that_points_to_it(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    anchor(one_line)["text"] = "other words"
    exit_code, said, root = taken(run, tmp_path, one_line, "--skip-refused")
    assert exit_code == 1
    assert "it points to" in said
    (row,) = exported(run, root, tmp_path / "out.jsonl") or [None]
    assert row is None or row["statements"] == []


def test_an_answer_that_is_missing_needs_review_and_a_wrong_one_is_refused(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    del one_line["statements"][0]["fields"]["stance"]
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 0
    assert run("export", root).stderr.count("needs review") >= 1
    shutil.rmtree(root)
    one_line["statements"][1]["fields"]["stance"] = "admires"
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 2
    assert "stance" in said
    assert nothing_was_written(root)


@pytest.mark.parametrize(
    "line",
    [b"{", b"[1]", b'{"id": 3}', b"\xff\xfe", b'"text"', b'{"a":' * 3000],
    ids=["truncated", "list", "no article", "encoding", "text", "deep"],
)
def test_a_line_that_is_no_article_is_refused(run: Run, tmp_path: Path, corpus: Corpus, line: bytes) -> None:
    (tmp_path / "in.jsonl").write_bytes(line + b"\n")
    result = run("import", corpus.root, "--format", "jsonl", "--as", "zoe", tmp_path / "in.jsonl")
    assert result.exit_code == 2
    assert "in.jsonl:1: " in result.stderr
    assert not (corpus.annotations_folder / "zoe.jsonl").exists()


def test_two_works_on_one_text_are_not_mixed(run: Run, tmp_path: Path) -> None:
    exported(run, SAMPLE, tmp_path / "all.jsonl")
    run("new", tmp_path / "corpus")
    result = run("import", tmp_path / "corpus", "--format", "jsonl", "--as", "zoe", tmp_path / "all.jsonl")
    assert result.exit_code == 2
    assert "comes twice" in result.stderr


def test_that_all_was_read_is_said_and_not_guessed(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    _, _, root = taken(run, tmp_path, one_line)
    assert run("export", root, "--view", "sentences").stdout == ""
    shutil.rmtree(root)
    _, _, root = taken(run, tmp_path, one_line, "--all-read")
    lines = [orjson.loads(line) for line in run("export", root, "--view", "sentences").stdout.splitlines()]
    assert [line["mark"] for line in lines] == ["done", "done", "none", "none"]


@given(texts)
def test_places_in_a_text_are_followed_when_it_is_cleaned(inside: str) -> None:
    raw = f"\r\n{inside}\r\nend\x00\x85."
    places, cleaned = moved(raw), clean(raw)
    assert len(places) == len(raw) + 1
    assert places[-1] == len(cleaned)
    assert places == sorted(places)
    for start in range(len(raw)):
        for end in range(start, len(raw) + 1):
            if not (raw[start - 1 : start + 1] == "\r\n" or raw[end - 1 : end + 1] == "\r\n"):
                assert cleaned[places[start] : places[end]] == clean(raw[start:end])


@given(texts)
def test_offsets_in_other_units_lead_back(text: str) -> None:
    for offsets, encoding, size in ((utf16_offsets(text), "utf-16-le", 2), (utf8_offsets(text), "utf-8", 1)):
        units = [len(text[:place].encode(encoding)) // size for place in range(len(text) + 1)]
        assert [offsets.to_units(place) for place in range(len(text) + 1)] == units
        assert [offsets.to_code_points(unit) for unit in units] == list(range(len(text) + 1))
        for wrong in ({*range(units[-1] + 3)} - {*units}) | {-1}:
            with pytest.raises(StatementError):
                offsets.to_code_points(wrong)


@given(texts, st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=4))
def test_spans_that_are_taken_are_a_passage_of_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    try:
        found = checked_spans(text, spans, None)
    except StatementError:
        return
    assert found
    inside = {place for start, end in spans for place in range(start, end)}
    kept = {place for start, end in found for place in range(start, end)}
    assert kept <= inside
    assert all(text[place].isspace() for place in inside - kept)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)
    assert all(one.end < other.start for one, other in itertools.pairwise(found))


def test_a_second_statement_of_one_id_is_refused_and_not_lost(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    one_line["statements"].append({**one_line["statements"][0]})
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 2
    assert "a second statement is called s-" in said
    assert nothing_was_written(root)


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ({"start": 0, "end": 42, "state": "none"}, "which has one"),
        ({"start": None, "end": None, "state": "none"}, "an article is marked unusable"),
        ({"start": 0, "end": 42, "state": "unusable"}, "an article is marked unusable"),
        ({"start": 44, "end": 60, "state": "none"}, "which is no sentence"),
        ({"start": 44, "end": 10**6, "state": "none"}, "which is no sentence"),
        ({"start": None, "end": 42, "state": "unusable"}, "a start and an end, or neither"),
    ],
)
def test_marks_that_no_annotator_could_make_are_refused(
    run: Run, tmp_path: Path, one_line: dict[str, Any], mark: dict[str, object], message: str
) -> None:
    first = {"start": 0, "end": 42, "state": "done", "note": None}
    one_line["marks"] = [first, {"note": None, **mark}]
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 2
    assert message in said
    assert nothing_was_written(root)


def test_a_none_beside_a_statement_is_taken_back_and_said(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    one_line["marks"] = [{"start": 0, "end": 42, "state": "none", "note": None}]
    exit_code, _, root = taken(run, tmp_path, one_line)
    assert exit_code == 0
    (row,) = exported(run, root, tmp_path / "out.jsonl")
    assert row["marks"] == []
    assert run("check", root).exit_code == 0


def test_where_a_statement_is_refused_no_sentence_passes_for_one_without(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    one_line["marks"] = [{"start": 0, "end": 42, "state": "done", "note": None}]
    anchor(one_line)["text"] = "other words"
    _, said, root = taken(run, tmp_path, one_line, "--skip-refused", "--all-read")
    assert "where a statement that is refused may be" in said
    assert run("export", root, "--view", "sentences").stdout == ""


def test_long_chains_of_references_to_a_refused_statement_are_refused(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    first, second = one_line["statements"]
    chain = [first]
    for number in range(300):
        fields = {**second["fields"], "parent": chain[-1]["id"], "target": first["fields"]["target"]}
        chain.append({**second, "id": f"n{number}", "fields": fields})
    one_line["statements"] = chain
    anchor(one_line)["text"] = "other words"
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 2
    assert "301 refused" in said
    assert nothing_was_written(root)


def test_statements_that_check_finds_fault_with_are_counted(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    first, second = one_line["statements"]
    first["fields"]["parent"], second["fields"]["parent"] = second["id"], first["id"]
    one_line["statements"] = [first, second]
    elsewhere = new_corpus(tmp_path / "elsewhere", "Elsewhere", "en", "statement").root
    (tmp_path / "in.jsonl").write_bytes(orjson.dumps(one_line))
    result = run("import", elsewhere, "--format", "jsonl", "--as", "zoe", "--json", tmp_path / "in.jsonl")
    assert orjson.loads(result.stdout)["needs_review"] == 2
    assert run("check", elsewhere).stdout.count("needs review") == 2


@pytest.mark.parametrize("text", ["", "Other words than those of the hash."])
def test_a_text_that_is_not_that_of_its_hash_is_refused(
    run: Run, tmp_path: Path, one_line: dict[str, Any], text: str
) -> None:
    exit_code, said, root = taken(run, tmp_path, {**one_line, "text": text})
    assert exit_code == 2
    assert ("text_sha256" if text else "annotator hydrate") in said
    assert nothing_was_written(root)


def test_a_text_with_line_ends_of_windows_keeps_its_sentences_and_marks(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    lines = "\ufeffThe mayor spoke.\r\nThe \x00harbour closes.\r\n"
    one_line["text"], one_line["text_sha256"] = lines, text_sha256(lines)
    places = [(1, 17), (19, 39)]
    one_line["sentences"] = [{"start": start, "end": end, "kind": "body"} for start, end in places]
    one_line["marks"] = [{"start": a, "end": b, "state": "done", "note": None} for a, b in places]
    one_line["statements"] = one_line["statements"][:1]
    anchor(one_line).update(start=19, end=31, text="The \x00harbour")
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 0, said
    (row,) = exported(run, root, tmp_path / "out.jsonl")
    assert [row["text"][one["start"] : one["end"]] for one in row["sentences"]] == [
        "The mayor spoke.",
        "The harbour closes.",
    ]
    assert [(mark["start"], mark["end"]) for mark in row["marks"]] == [(0, 16), (17, 36)]
    assert anchor(row)["text"] == "The harbour"


def test_metadata_from_a_file_is_one_line_without_controls(
    run: Run, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    one_line.update(title="Two\nlines\x1b[31m", language="../..", outlet="x" * 10_000, segmenter="a\nb")
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 0, said
    (row,) = exported(run, root, tmp_path / "out.jsonl")
    assert [row[name] for name in ("title", "language", "outlet", "segmenter")] == [
        "Two lines [31m",
        None,
        None,
        "a b",
    ]


def test_an_article_that_grows_over_the_limit_is_refused(
    run: Run, tmp_path: Path, one_line: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.importing.MAX_LINE", 100)
    exit_code, said, root = taken(run, tmp_path, one_line)
    assert exit_code == 2
    assert "with its sentences" in said
    assert nothing_was_written(root)


def test_work_on_a_text_that_was_replaced_is_refused(
    run: Run, corpus: Corpus, tmp_path: Path, one_line: dict[str, Any]
) -> None:
    (tmp_path / "in.jsonl").write_bytes(orjson.dumps(one_line))
    text = one_line["text"].replace("rain", "storm")
    draft = Draft("test", "test.txt", "0" * 64, text, "harbour", Metadata())
    supersede(corpus, corpus.schema(), "harbour", draft, Metadata())
    result = run("import", corpus.root, "--format", "jsonl", "--as", "zoe", tmp_path / "in.jsonl")
    assert result.exit_code == 2
    assert "harbour-2 has replaced" in result.stderr
