"""`annotator check`: each rule is broken once, and named; `--repair` sets aside and deletes nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writers import TEXTS, Writer, add_texts

from annotator.corpus.articles import text_sha256
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal

Change = Callable[[dict[str, Any]], None]


def problems(run: Run, corpus: Corpus) -> list[str]:
    """Run `annotator check` and return its lines, one a problem."""
    result = run("check", corpus.root)
    lines = result.stdout.splitlines()
    assert result.exit_code == (lines != ["no problems"])
    return [] if lines == ["no problems"] else lines


def rewrite(path: Path, line: int, change: Change) -> None:
    """Change one record of a file of JSON lines."""
    lines = path.read_bytes().splitlines()
    record = orjson.loads(lines[line - 1])
    change(record)
    lines[line - 1] = orjson.dumps(record)
    path.write_bytes(b"\n".join(lines) + b"\n")


@pytest.fixture
def annotated(corpus: Corpus, ann: Writer) -> Corpus:
    """A corpus in which ann has made a statement (line 1), another that points to it (2), and a mark (3)."""
    first = ann.statement("harbour", "the harbour must stay open")
    ann.statement("harbour", "the plan reckless", target={"statement": first.statement})
    ann.mark("harbour", "The rain", "none")
    return corpus


def journal(corpus: Corpus) -> Path:
    return corpus.annotations_folder / "ann.jsonl"


def articles(corpus: Corpus) -> Path:
    return corpus.articles_folder / "texts.jsonl"


def test_a_sound_corpus_has_no_problems(annotated: Corpus, run: Run):
    assert problems(run, annotated) == []
    assert run("check", "--json", annotated.root).stdout == ""


JOURNAL_RULES: dict[str, tuple[int, Change, str]] = {
    "text": (1, lambda e: e.update(text="0" * 12), "about another text of harbour"),
    "article": (3, lambda e: e.update(article="nowhere"), "about article nowhere, which is not here"),
    "outside": (1, lambda e: e["fields"].update(claim=[[5, 9999]]), "is outside the text"),
    "backwards": (1, lambda e: e["fields"].update(claim=[[9, 5]]), "starts before it ends"),
    "far away": (1, lambda e: e["fields"].update(claim=[[9999, 5]]), "starts before it ends"),
    "no spans": (1, lambda e: e["fields"].update(claim=[["a", "b"]]), "claim: a passage is a list of"),
    "blank": (1, lambda e: e["fields"].update(claim=[[3, 9]]), "begins or ends with white space"),
    "quote": (1, lambda e: e.update(quote="something else"), "its quote is not what the text has"),
    "mark": (3, lambda e: e.update(sentence=[150, 9999]), "is no range of the text"),
    "stance": (1, lambda e: e["fields"].update(stance="maybe"), "needs review: stance"),
    "missing": (1, lambda e: e["fields"].pop("speaker"), "needs review: speaker: not answered yet"),
    "dangling": (
        2,
        lambda e: e["fields"].update(target={"statement": "s-" + "0" * 26}),
        "points to a statement that is no longer there",
    ),
    "itself": (
        2,
        lambda e: e["fields"].update(parent={"statement": e["statement"]}),
        "cannot point to itself",
    ),
    "stranger": (3, lambda e: e.update(annotator="bob"), "an event of bob in the journal of ann"),
    "not an event": (2, lambda e: e.pop("at"), "not an event"),
}


@pytest.mark.parametrize("rule", JOURNAL_RULES)
def test_rules_of_journals(annotated: Corpus, run: Run, rule):
    line, change, message = JOURNAL_RULES[rule]
    rewrite(journal(annotated), line, change)
    found = problems(run, annotated)
    assert any(
        message in problem and problem.startswith(f"annotations/ann.jsonl:{line}: ") for problem in found
    ), found


def test_a_dropped_target_and_a_circle(annotated: Corpus, ann: Writer, run: Run):
    first, second = read_journal(journal(annotated)).events[:2]
    ann.edit(first, premise_of={"statement": second.statement})
    ann.edit(second, premise_of={"statement": first.statement})
    assert len([p for p in problems(run, annotated) if "points back to itself" in p]) == 2
    ann.instant += 1
    current = read_journal(journal(annotated)).events[-2]
    ann.drop(current)
    assert any("no longer there" in problem for problem in problems(run, annotated))


def test_none_beside_a_statement_that_starts_there(annotated: Corpus, ann: Writer, run: Run):
    ann.mark("harbour", "A dockers", "none")
    (found,) = problems(run, annotated)
    assert "annotations/ann.jsonl:4: " in found
    assert "marked none, but s-" in found


def test_damaged_lines_are_named_and_a_torn_one_too(annotated: Corpus, run: Run):
    path = journal(annotated)
    path.write_bytes(path.read_bytes() + b"<<<<<<< HEAD\n\xff\xfe\n[1]\n\n" + b'{"event": "put", "id')
    found = problems(run, annotated)
    assert [problem.split(": ")[0].rpartition(":")[2] for problem in found] == ["4", "5", "6", "8"]
    assert "merge conflict" in found[0]
    assert "cut off" in found[3]


def test_forks_and_two_events_of_one_id(annotated: Corpus, ann: Writer, run: Run):
    first = read_journal(journal(annotated)).events[0]
    ann.edit(first, stance="oppose")
    ann.edit(first, stance="mixed")
    assert any("edited apart (2 versions)" in problem for problem in problems(run, annotated))
    path = journal(annotated)
    copy = orjson.loads(path.read_bytes().splitlines()[2])
    path.write_bytes(path.read_bytes() + orjson.dumps({**copy, "state": "skip"}) + b"\n")
    assert any("2 different events have this id" in problem for problem in problems(run, annotated))


ARTICLE_RULES: dict[str, tuple[Change, str]] = {
    "hash": (lambda a: a.update(text=a["text"] + "!"), "sha256 differs"),
    "cover": (lambda a: a["sentences"].pop(), "is in no sentence"),
    "order": (lambda a: a["sentences"].reverse(), "is in no sentence"),
    "blank": (lambda a: a["sentences"][0].update(end=a["sentences"][0]["end"] + 1), "white space"),
    "id": (lambda a: a.update(id="../../x"), "not an article (id"),
    "date": (lambda a: a.update(id="may-2024"), "looks like a number or a date"),
    "kind": (lambda a: a["sentences"][0].update(kind="poem"), "not an article"),
    "supersedes": (lambda a: a.update(supersedes="nowhere"), "supersedes nowhere, which is not here"),
    "itself": (lambda a: a.update(supersedes=a["id"]), "supersedes itself"),
}


@pytest.mark.parametrize("rule", ARTICLE_RULES)
def test_rules_of_articles(corpus: Corpus, run: Run, rule):
    change, message = ARTICLE_RULES[rule]
    rewrite(articles(corpus), 2, change)
    found = problems(run, corpus)
    assert any(message in problem and problem.startswith("articles/texts.jsonl:2: ") for problem in found), (
        found
    )


def test_one_id_in_two_files(corpus: Corpus, run: Run):
    (corpus.articles_folder / "again.jsonl").write_bytes(articles(corpus).read_bytes())
    assert problems(run, corpus) == [
        "articles/texts.jsonl:1: article harbour is also in again.jsonl:1",
        "articles/texts.jsonl:2: article school is also in again.jsonl:2",
    ]


def test_one_text_is_one_article_but_for_a_correction_that_was_taken_back(corpus: Corpus, run: Run):
    add_texts(corpus, third="Third.")
    path = corpus.articles_folder / "again.jsonl"
    path.write_bytes(articles(corpus).read_bytes().splitlines()[0] + b"\n")
    rewrite(path, 1, lambda a: a.update(id="copy"))
    assert problems(run, corpus) == ["articles/texts.jsonl:1: article harbour has the same text as copy"]
    rewrite(path, 1, lambda a: a.update(supersedes="third"))
    rewrite(corpus.articles_folder / "texts-2.jsonl", 1, lambda a: a.update(supersedes="harbour"))
    assert problems(run, corpus) == []


def test_two_articles_in_the_place_of_one_and_a_circle(corpus: Corpus, run: Run):
    add_texts(corpus, third="Third.", fourth="Fourth.")
    rewrite(articles(corpus), 2, lambda a: a.update(supersedes="harbour"))
    path = corpus.articles_folder / "texts-2.jsonl"
    rewrite(path, 1, lambda a: a.update(supersedes="harbour"))
    rewrite(path, 2, lambda a: a.update(supersedes="third"))
    assert problems(run, corpus) == [
        "articles/texts.jsonl:2: articles third and school both supersede harbour"
    ]
    rewrite(articles(corpus), 1, lambda a: a.update(supersedes="fourth"))
    circle = [problem for problem in problems(run, corpus) if "supersedes itself" in problem]
    assert [problem.split()[2] for problem in circle] == ["third", "fourth", "harbour"]


def test_names(annotated: Corpus, run: Run):
    Writer(annotated, "Ann").mark("school", "Parents", "none")
    (annotated.root / "entities.toml").write_text(
        "[speaker]\nclosed = true\nnames = [{name = 'Ada', aliases = ['the mayor']}]\n", encoding="utf-8"
    )
    found = problems(run, annotated)
    assert any("differ only in case" in problem for problem in found)
    assert sum("“the mayor” is not in the closed list" in problem for problem in found) == 2
    (annotated.root / "entities.toml").write_text(
        "[speaker]\nnames = [{name = 'A', aliases = ['x']}, {name = 'B', aliases = ['x']}]\n",
        encoding="utf-8",
    )
    assert any("entities.toml: speaker: “x” could mean" in problem for problem in problems(run, annotated))


def test_links_are_reported(annotated: Corpus, run: Run, tmp_path):
    outside = tmp_path / "outside.jsonl"
    outside.write_bytes(b"{}\n")
    (annotated.articles_folder / "link.jsonl").symlink_to(outside)
    assert problems(run, annotated) == ["articles/link.jsonl: it is a link; put the file itself here"]


def test_gold_is_checked_but_is_no_annotator(annotated: Corpus, run: Run):
    event = orjson.loads(journal(annotated).read_bytes().splitlines()[0])
    gold = annotated.root / "gold" / "first.jsonl"
    gold.write_bytes(orjson.dumps({**event, "annotator": "judge", "quote": "wrong"}) + b"\nbroken\n")
    found = problems(run, annotated)
    assert [problem.split(": ")[0] for problem in found] == ["gold/first.jsonl:2", "gold/first.jsonl:1"]
    assert [
        one["annotator"] for one in json.loads(run("status", "--json", annotated.root).stdout)["annotators"]
    ] == ["ann"]


def test_what_a_decision_rests_on_is_there(annotated: Corpus, run: Run):
    seen = orjson.loads(journal(annotated).read_bytes().splitlines()[0])
    basis = [{"annotator": "ann", "statement": seen["statement"], "event": seen["id"]}]
    gold = annotated.root / "gold" / "first.jsonl"

    def decided(*basis: dict[str, object]) -> list[str]:
        origin = {**seen["origin"], "kind": "adjudication", "basis": basis}
        gold.write_bytes(orjson.dumps({**seen, "annotator": "judge", "origin": origin}) + b"\n")
        return problems(run, annotated)

    absent = {"annotator": "bob", "statement": None, "event": None}
    assert decided(*basis) == []
    assert decided({**basis[0], "statement": None, "event": None}) == []
    (gone,) = decided({**basis[0], "event": "e-" + "0" * 26})
    assert gone.endswith(f"(s-{seen['statement'][2:]}) of ann, which is not in their journal")
    (other,) = decided({**basis[0], "statement": "s-" + "0" * 26})
    assert other.startswith("gold/first.jsonl:1: e-")
    (nobody,) = decided(absent, absent)
    assert nobody.endswith("rests on bob, who has no journal here")


def test_an_evolved_schema_lists_what_needs_review(annotated: Corpus, run: Run):
    settings_file = annotated.root / "corpus.toml"
    changed = settings_file.read_text(encoding="utf-8").replace('"statement"', '"discourse"')
    settings_file.write_text(changed, encoding="utf-8")
    found = problems(run, annotated)
    assert sum("needs review" in problem for problem in found) >= 2
    assert json.loads(run("status", "--json", annotated.root).stdout)["annotators"][0]["needs_review"] == 2


def test_repair_sets_aside_and_deletes_nothing(annotated: Corpus, run: Run):
    path = journal(annotated)
    sound = path.read_bytes()
    first, rest = sound.split(b"\n", 1)
    damage = [b"=======\n", b"\x00\xff garbage\r\n", b'{"event": "pu']
    path.write_bytes(first + b"\n" + damage[0] + rest + damage[1] + damage[2])
    result = run("check", "--repair", annotated.root)
    assert result.exit_code == 0
    assert "3 damaged lines set aside" in result.stderr
    assert path.read_bytes() == sound
    (aside,) = annotated.annotations_folder.glob("ann.jsonl.damaged-*")
    assert aside.read_bytes() == b"".join(damage)
    assert run("check", "--repair", annotated.root).exit_code == 0
    assert list(annotated.annotations_folder.glob("*.damaged-*")) == [aside]


def test_repair_waits_for_nobody(annotated: Corpus, run: Run):
    path = journal(annotated)
    opened = annotated.open_journal("ann")
    path.write_bytes(path.read_bytes() + b"damage\n")
    before = path.read_bytes()
    result = run("check", "--repair", annotated.root)
    opened.close()
    assert result.exit_code == 2
    assert "open in this corpus" in result.stderr
    assert path.read_bytes() == before


def test_repair_waits_for_no_gold_either(annotated: Corpus, run: Run):
    opened = annotated.open_gold("first", "judge")
    opened.path.write_bytes(b"damage\n")
    waiting = run("check", "--repair", annotated.root)
    opened.close()
    assert waiting.exit_code == 2
    assert "gold “first” is open in this corpus" in waiting.stderr
    assert "1 damaged lines set aside" in run("check", "--repair", annotated.root).stderr


def test_repair_is_whole_or_not_at_all(annotated: Corpus, run: Run, monkeypatch):
    path = journal(annotated)
    path.write_bytes(path.read_bytes() + b"damage\n")
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("check", "--repair", annotated.root).exit_code == 2
    assert path.read_bytes() == before
    assert sorted(p.name for p in annotated.annotations_folder.iterdir()) == [".gitkeep", "ann.jsonl"]


def test_an_answer_is_kept_only_as_long_as_nothing_changes(annotated: Corpus, run: Run):
    def forget(corpus: Corpus) -> None:
        for name in ("check", "status"):
            (corpus.cache / f"{name}.answer").unlink(missing_ok=True)

    for line in (b"damage\n", b"", b"more damage\n"):
        with journal(annotated).open("ab") as file:
            file.write(line)
        kept = [run(command, annotated.root).stdout for command in ("check", "status")]
        again = [run(command, annotated.root).stdout for command in ("check", "status")]
        forget(annotated)
        fresh = [run(command, annotated.root).stdout for command in ("check", "status")]
        assert kept == again == fresh
    stat = journal(annotated).stat()
    rewrite(journal(annotated), 1, lambda event: event.update(text="0" * 12))
    os.utime(journal(annotated), ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert any("another text" in problem for problem in problems(run, annotated))
    (annotated.cache / "check.answer").write_bytes(b"[1]")
    assert any("another text" in problem for problem in problems(run, annotated))


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
HOSTILE_LINES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(str.encode),
    JSON.map(lambda value: json.dumps(value).encode()),
)


@given(lines=st.lists(HOSTILE_LINES, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_in_any_file_is_a_problem_and_never_a_traceback(annotated: Corpus, run: Run, lines):
    content = b"\n".join(lines)
    targets = [
        annotated.annotations_folder / "zed.jsonl",
        annotated.root / "gold" / "zed.jsonl",
        annotated.articles_folder / "zed.jsonl",
        annotated.root / "entities.toml",
        annotated.root / "guidelines.md",
    ]
    for path in targets:
        path.write_bytes(content)
        for command in (["check"], ["status"], ["log"], ["check", "--json"]):
            result = run(*command, annotated.root)
            assert result.exit_code in {0, 1, 2}
            assert not {"\x1b", "\x9b", "\u202e"} & set(result.output)
        path.unlink()


FIELDS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "statement", "mention", "kind"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_value_in_any_field_is_a_problem_and_never_a_traceback(annotated: Corpus, run: Run, data):
    path = journal(annotated)
    before = path.read_bytes()
    name = data.draw(
        st.sampled_from(["claim", "speaker", "target", "cue", "parent", "stance", "note", "other"])
    )
    rewrite(path, 2, lambda event: event["fields"].update({name: data.draw(FIELDS)}))
    for command in ("check", "status"):
        assert run(command, annotated.root).exit_code in {0, 1}
    path.write_bytes(before)


def test_a_text_with_its_hash_made_right_is_another_text(annotated: Corpus, run: Run):
    text = TEXTS["harbour"].replace("noon", "dusk")
    rewrite(articles(annotated), 1, lambda a: a.update(text=text, sha256=text_sha256(text)))
    assert len([p for p in problems(run, annotated) if "another text of harbour" in p]) == 3


def test_check_of_an_empty_corpus(corpus: Corpus, run: Run, tmp_path):
    run("new", tmp_path / "new")
    assert problems(run, Corpus(tmp_path / "new")) == []
    add_texts(Corpus(tmp_path / "new"), a="Text.")
    assert problems(run, Corpus(tmp_path / "new")) == []
