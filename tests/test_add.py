"""Taking articles in: what is added, skipped and refused, and what the frozen article says."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.articles import ARTICLE_ID, looks_like_value, text_sha256
from annotator.corpus.clean import clean
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.decoding import decode
from annotator.corpus.ids import Taken, slug
from annotator.corpus.lines import MAX_LINE
from annotator.corpus.sentences import MOST_PARAGRAPHS
from annotator.errors import InputError


@pytest.fixture
def empty(tmp_path: Path) -> Corpus:
    return new_corpus(tmp_path / "corpus", "Empty", "en", "statement")


def add(run: Run, corpus: Corpus, *args: object, **options: object) -> list[dict[str, str]]:
    """Run `annotator add --json` and return its outcomes."""
    result = run("add", "--json", corpus.root, *args, **options)
    return [json.loads(line) for line in result.stdout.splitlines()]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_with_front_matter(empty, run, tmp_path):
    path = write(
        tmp_path / "My Report.txt",
        "---\ntitle: 'A vote'\npublisher: The Post\ndate: 2025-04-01\nauthor: Ann Lee\nmood: grim\n---\nThey voted.",
    )
    (outcome,) = add(run, empty, path)
    article = Corpus(empty.root).article("my-report")
    assert outcome["result"] == "added"
    assert article.text == "They voted."
    assert (article.title, article.outlet, article.published, article.author) == (
        "A vote", "The Post", "2025-04-01", "Ann Lee",
    )  # fmt: skip
    assert article.url is None
    assert article.source is not None
    assert article.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert article.source.name == "My Report.txt"


def test_a_rule_at_the_beginning_is_no_front_matter(empty, run, tmp_path):
    text = "---\nIt began with a line.\n---\nAnd went on."
    add(run, empty, write(tmp_path / "rule.txt", text))
    assert Corpus(empty.root).article("rule").text == text


def test_markdown_loses_its_markup(empty, run, tmp_path):
    text = (
        "# The *plan*\n\nThe [mayor](http://x.example) said **no**\nagain. ![A pier](pier.png)\n\n"
        "- one\n- two\n\n<b>x</b>\n"
    )
    add(run, empty, write(tmp_path / "plan.md", text))
    article = Corpus(empty.root).article("plan")
    assert article.text == "The plan\n\nThe mayor said no again. A pier\n\none\n\ntwo\n\nx"
    assert article.title == "The plan"


def test_json_lines_with_ids_and_metadata(empty, run, tmp_path):
    rows = [
        {
            "id": "../../etc/passwd",
            "text": "First text.",
            "headline": "One",
            "date": "2025-01-02",
            "authors": ["A", "B"],
        },
        {"id": 7, "body": "Second text.", "outlet": 5, "lang": "not a language"},
        {"title": "Third: a title", "text": "Third text."},
        {"title": "No text"},
        ["a list"],
    ]
    lines = [json.dumps(row) for row in rows] + ["{broken", ""]
    outcomes = add(run, empty, write(tmp_path / "batch.jsonl", "\n".join(lines)))
    assert [outcome["result"] for outcome in outcomes] == ["added"] * 3 + ["refused"] * 3
    assert [outcome["article"] for outcome in outcomes[:3]] == ["etc-passwd", "a-7", "third-a-title"]
    assert [outcome["where"].rpartition(":")[2] for outcome in outcomes] == ["1", "2", "3", "4", "5", "6"]
    corpus = Corpus(empty.root)
    first = corpus.article("etc-passwd")
    assert (first.title, first.published, first.author) == ("One", "2025-01-02", "A, B")
    second = corpus.article("a-7")
    assert (second.outlet, second.language) == (None, None)
    assert second.source is not None
    assert second.source.name == "batch.jsonl:2"
    assert [path.name for path in sorted(empty.articles_folder.glob("*.jsonl"))] == ["batch.jsonl"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(empty, run, tmp_path, encoding, delimiter):
    rows = [["Titel", "Story", "Outlet"], ["Ä", "“Grün”\nist es.", "Blatt"], ["B", "Zwei.", ""]]
    table = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path = write(tmp_path / "t.csv", table.encode(encoding))
    outcomes = add(run, empty, path, "--text-column", "story", "--outlet", "Default")
    assert [outcome["result"] for outcome in outcomes] == ["added", "added"]
    articles = list(Corpus(empty.root).articles())
    assert [article.text for article in articles] == ["“Grün”\nist es.", "Zwei."]
    assert [article.outlet for article in articles] == ["Blatt", "Default"]


def test_a_table_without_a_text_column_names_those_it_has(empty, run, tmp_path):
    (outcome,) = add(run, empty, write(tmp_path / "t.csv", "who,what\na,b\n"))
    assert "what, who" in outcome["reason"]
    assert "--text-column" in outcome["reason"]


def test_the_same_text_is_skipped_and_the_article_that_has_it_named(empty, run, tmp_path):
    one, two = write(tmp_path / "one.txt", "Same.\r\n"), write(tmp_path / "two.txt", "\ufeffSame.\n")
    first = add(run, empty, one, two)
    again = add(run, Corpus(empty.root), two)
    assert [(o["result"], o["article"]) for o in first + again] == [("added", "one")] + [
        ("skipped", "one")
    ] * 2
    assert len(list(empty.articles_folder.glob("*.jsonl"))) == 1


def test_folders_are_read_to_the_bottom_but_not_out_of_them(empty, run, tmp_path):
    folder = tmp_path / "in"
    write(folder / "a.txt", "Text a.")
    write(folder / "deep" / "b.txt", "Text b.")
    write(folder / ".hidden" / "c.txt", "Text c.")
    write(folder / "picture.png", b"\x89PNG")
    (folder / "out.txt").symlink_to(write(tmp_path / "secret.txt", "Secret."))
    (folder / "loop").symlink_to(folder)
    outcomes = {Path(o["where"]).name: o for o in add(run, empty, folder)}
    assert {name: o["result"] for name, o in outcomes.items()} == {
        "a.txt": "added", "b.txt": "added", "picture.png": "refused", "out.txt": "refused",
    }  # fmt: skip
    assert "leads out" in outcomes["out.txt"]["reason"]


def test_standard_input(empty, run):
    (outcome,) = add(run, empty, "-", input="Read from a pipe.")
    assert outcome["article"] == "stdin"


def test_a_corpus_inside_the_folder_is_left_out(tmp_path, run):
    corpus = new_corpus(tmp_path / "corpus", "Inside", "en", "statement")
    write(tmp_path / "a.txt", "Text a.")
    assert len(add(run, corpus, tmp_path)) == 1
    assert len(add(run, corpus, tmp_path)) == 1


HOSTILE: dict[str, bytes] = {
    "latin1.txt": "Caf\xe9".encode("latin-1"),
    "utf16-without-mark.txt": "Some words here.".encode("utf-16-le"),
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "only-controls.txt": b"\x07\x1b",
    "truncated.txt": "Caf\u00e9".encode()[:-1],
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "long.jsonl": b'{"text": "' + b"x" * (50 * 1024 * 1024) + b'"}\n',
    "deep.jsonl": b"[" * 100_000 + b"\n",
    "nul.csv": b"text\n" + b"\0" * 100,
    "unclosed.csv": b'text\n"never closed',
    "latin1.csv": "text\ncaf\xe9\n".encode("latin-1"),
    "header.csv": b"text",
    "utf16.jsonl": '{"text": "x"}'.encode("utf-16"),
    "escape\x1b[31m.xyz": b"Name with an escape.",
    "bidi\u202e.xyz": b"Name with an override.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(empty, run, tmp_path, name):
    path = write(tmp_path / "in" / name, HOSTILE[name])
    result = run("add", empty.root, path)
    output = result.stdout + result.stderr
    assert result.exit_code in {0, 2}
    assert "Traceback" not in output
    assert not {"\x1b", "\u202e", "\x07"} & set(output)
    assert all(len(line) < 1000 for line in output.splitlines())
    assert list(Corpus(empty.root).articles()) == []
    assert not list(empty.articles_folder.glob(".*.part"))


def test_the_byte_at_fault_is_named(empty, run, tmp_path):
    text = "x" * 3_000_000
    for name in ("a.txt", "a.csv"):
        path = write(tmp_path / name, f"text\n{text}".encode() + b"\xe9\n")
        (outcome,) = add(run, empty, path)
        assert "byte 3000005 (0xe9)" in outcome["reason"]


def test_escape_characters_do_not_survive_in_text_or_title(empty, run, tmp_path):
    row = {
        "id": "\x1b[31m",
        "title": "Red \x1b[31m[bold]\x00",
        "text": "A\x1b[2J B\x00\ud800 C\u2028D \u202eE",
    }
    add(run, empty, write(tmp_path / "x.jsonl", json.dumps(row).replace("\\ud800", "")))
    (article,) = Corpus(empty.root).articles()
    assert article.text == "A [2J B C\nD \u202eE"
    assert article.title == "Red [31m[bold]"
    assert article.id == "a-31m"


def test_too_much_text_for_one_article(empty, run, tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_LINE + 1)
    (outcome,) = add(run, empty, path)
    assert (outcome["result"], "32 MiB" in outcome["reason"]) == ("refused", True)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("lines.txt", "a\n" * (MOST_PARAGRAPHS + 1), "paragraphs; split it"),
        ("brackets.md", "[" * 20_001, "opening brackets, too many for Markdown; rename it to .txt"),
        ("items.md", "- a\n" * 100_001, "lines, too many for Markdown; rename it to .txt"),
    ],
)
def test_what_would_take_minutes_is_refused_at_once(empty, run, tmp_path, name, text, reason):
    (outcome,) = add(run, empty, write(tmp_path / name, text))
    assert outcome["result"] == "refused"
    assert outcome["reason"].endswith(reason)


def test_html_without_its_extra_says_what_to_install(empty, run, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    (outcome,) = add(run, empty, write(tmp_path / "page.html", "<p>Words.</p>"))
    assert "annotator[html]" in outcome["reason"]


def test_an_import_that_is_broken_off_leaves_nothing(empty, run, tmp_path, monkeypatch):
    write(tmp_path / "in" / "a.txt", "Text a.")
    write(tmp_path / "in" / "b.txt", "Text b.")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("add", empty.root, tmp_path / "in")
    assert result.exit_code == 2
    assert result.stderr == "annotator: No space left on device\n"
    assert [path.name for path in empty.articles_folder.iterdir()] == [".gitkeep"]


def test_two_imports_of_one_name_do_not_meet(empty, run, tmp_path):
    add(run, empty, write(tmp_path / "one" / "news.txt", "First."))
    add(run, Corpus(empty.root), write(tmp_path / "two" / "news.txt", "Second."))
    assert [article.id for article in Corpus(empty.root).articles()] == ["news-2", "news"]
    assert len(Corpus(empty.root).index) == 2


@given(st.text())
def test_ids_are_safe(name):
    made = slug(name)
    assert ARTICLE_ID.fullmatch(made)
    assert not looks_like_value(made)
    assert made not in {"nan", "inf", "null", "true", "con", "nul"}


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "b"])), st.sets(st.sampled_from(["a", "a-2", "b-2"])))
def test_ids_are_unique(names, known):
    taken = Taken(lambda _: None, known.__contains__)
    made = [taken.new_id(name) for name in names]
    taken.close()
    assert len(set(made)) == len(made)
    assert not set(made) & known


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1).filter(
        lambda t: t.strip()
    )
)
def test_decoding_is_exact(text):
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text


@given(st.binary())
def test_what_is_not_refused_is_text_that_can_be_frozen(data):
    with suppress(InputError):
        text_sha256(clean(decode(data)))
