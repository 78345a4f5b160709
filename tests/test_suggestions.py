"""What is suggested in the session: kept files and the corpus's suggester together, and what became of each."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import Result
from writers import TEXTS

from annotator import suggesters
from annotator.corpus.corpus import Corpus
from annotator.corpus.suggestions import ProposalLine
from annotator.proposals import Proposal, SpeakerGuess
from annotator.session import Session
from annotator.suggest import VERSION
from annotator.suggesting import Suggestion
from annotator.validity import spans_of

HARBOUR = TEXTS["harbour"]
Open = Callable[[], Session]


@pytest.fixture
def session(corpus: Corpus) -> Iterator[Open]:
    """Open a session that suggests, at the article `harbour`."""
    opened: list[Session] = []

    def begin() -> Session:
        session = Session(Corpus(corpus.root), corpus.open_journal("ann"), corpus.schema())
        opened.append(session)
        session.start_suggesting()
        return session

    yield begin
    for one in opened:
        one.close()


def keep(corpus: Corpus, *lines: dict[str, object], by: str = "llm") -> Path:
    """Put lines into a suggestion file as a program would that writes there itself."""
    path = corpus.root / "suggestions" / f"{by}.jsonl"
    path.parent.mkdir(exist_ok=True)
    made = [{"article": "harbour", "by": by, "version": "7", **line} for line in lines]
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in made)
    path.write_text(text, encoding="utf-8")
    return path


def words(session: Session, suggestion: Suggestion) -> str:
    spans = spans_of(suggestion.fields["claim"])
    return " … ".join(session.here.text[start:end] for start, end in spans)


def by_words(session: Session) -> dict[str, Suggestion]:
    return {words(session, suggestion): suggestion for suggestion in session.pending()}


def test_files_and_rules_are_shown_together_in_reading_order(session: Open, corpus: Corpus):
    keep(corpus, {"claim": "The rain had stopped by noon"})
    found = by_words(session())
    assert next(iter(found)) == "the harbour must stay open"
    assert [*found][-1] == "The rain had stopped by noon"
    assert found["the harbour must stay open"].origin.by == "rules"
    last = found["The rain had stopped by noon"].origin
    assert (last.kind, last.by, last.version) == ("suggestion", "llm", "7")


def test_what_two_say_of_the_same_words_is_one_suggestion_and_the_file_s_words_stand(
    session: Open, corpus: Corpus
):
    keep(corpus, {"claim": "that the harbour must stay open".removeprefix("that "), "speaker": "Anna Holm"})
    started = session()
    mine = by_words(started)["the harbour must stay open"]
    assert len(by_words(started)) == len(started.pending())
    assert mine.fields["speaker"] == [{"name": "Anna Holm", "kind": None, "mention": None}]
    assert spans_of(mine.fields["cue"]) == ((10, 14),)
    assert (mine.origin.by, mine.origin.version) == ("llm+rules", f"7+{VERSION}")
    assert [speaker["name"] for speaker in mine.speakers][:1] == ["Anna Holm"]  # type: ignore[index,call-overload]
    assert len(mine.speakers) > 1


def test_lines_that_do_not_fit_are_named_and_the_others_shown(session: Open, corpus: Corpus):
    keep(
        corpus,
        {"claim": [[0, 9999]]},
        {"claim": "The rain had stopped by noon"},
        {"claim": "x", "stance": "support"},
    )
    started = session()
    assert "The rain had stopped by noon" in by_words(started)
    assert len([notice for notice in started.journal.notices if "suggestions/llm.jsonl" in notice]) == 2


def test_a_file_that_changes_meanwhile_is_read_anew(session: Open, corpus: Corpus):
    keep(corpus, {"claim": "The rain had stopped by noon"})
    started = session()
    keep(
        corpus,
        {"claim": "The rain had stopped by noon"},
        {"claim": "it was ever closed", "article": "school"},
    )
    started.open_article("school")
    assert "it was ever closed" in by_words(started)


def test_nested_ones_know_what_is_around_them_whoever_suggests_them(session: Open, corpus: Corpus):
    keep(corpus, {"claim": "dockers' union called the plan reckless. The rain had stopped by noon"})
    keep(corpus, {"claim": "The rain had stopped by noon", "cue": "reckless"}, by="other")
    started = session()
    inner = by_words(started)["The rain had stopped by noon"]
    assert inner.parent is not None
    assert words(started, started.suggestions[inner.parent]).startswith("dockers")


def test_rejected_and_accepted_ones_are_no_longer_offered_but_the_one_inside_is(
    session: Open, corpus: Corpus
):
    keep(
        corpus,
        {"claim": "A dockers' union called the plan reckless"},
        {"claim": "union called the plan reckless"},
    )
    started = session()
    outer = by_words(started)["A dockers' union called the plan reckless"]
    started.accept(outer)
    assert started.draft is not None
    started.draft.values |= {"speaker": [{"name": "x"}], "stance": "support", "target": {"name": "plan"}}
    assert started.save() == []
    left = by_words(started)
    assert "A dockers' union called the plan reckless" not in left
    assert "union called the plan reckless" in left
    started.reject(left["union called the plan reckless"])
    assert "union called the plan reckless" not in by_words(started)
    started.undo()
    assert "union called the plan reckless" in by_words(started)


def test_no_stance_is_ever_suggested(session: Open, corpus: Corpus):
    keep(corpus, {"claim": "The rain had stopped by noon", "target": "the weather", "score": 1})
    started = session()
    for article in ("harbour", "school"):
        started.open_article(article)
        assert started.pending()
        assert not any("stance" in suggestion.fields for suggestion in started.pending())


# -- suggesters that packages provide -----------------------------------------------------------------


def shouting(text: str) -> list[Proposal]:
    """Propose the first word."""
    end = text.index(" ")
    return [
        Proposal(((0, end),), None, None, (SpeakerGuess("Somebody", "first"),), None, None, 1, "first word")
    ]


def failing(text: str) -> list[Proposal]:
    raise RuntimeError("no model")


def misplaced(text: str) -> list[Proposal]:
    return [Proposal(((0, len(text) + 1),), None, None, (), None, None, 1, "all of it")]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> Callable[[str], None]:
    """Make the corpus ask for a suggester of this file, as if a package had registered them."""
    entries = [
        EntryPoint(name, f"test_suggestions:{name}", suggesters.GROUP)
        for name in ("shouting", "failing", "misplaced", "missing")
    ]
    monkeypatch.setattr(
        suggesters, "entry_points", lambda group: entries if group == suggesters.GROUP else []
    )

    def choose(name: str) -> None:
        with (corpus.root / "corpus.toml").open("a", encoding="utf-8") as file:
            file.write(f'suggester = "{name}"\n')

    return choose


def test_a_suggester_of_a_package_takes_the_place_of_the_rules(
    session: Open, installed: Callable[[str], None]
):
    installed("shouting")
    started = session()
    assert list(by_words(started)) == ["The"]
    assert by_words(started)["The"].origin.by == "shouting"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("failing", "the suggester failing failed: RuntimeError: no model"),
        ("misplaced", "proposed what does not fit the text: claim: [0, "),
        ("missing", "the suggester missing cannot be loaded"),
        (
            "unheard-of",
            "there is no suggester “unheard-of” here (rules, failing, misplaced, missing, shouting)",
        ),
    ],
)
def test_one_that_does_not_work_is_a_notice_and_files_are_still_shown(
    session: Open, corpus: Corpus, installed: Callable[[str], None], name: str, why: str
):
    keep(corpus, {"claim": "The rain had stopped by noon"})
    installed(name)
    started = session()
    assert list(by_words(started)) == ["The rain had stopped by noon"]
    assert any(why in notice for notice in started.journal.notices)


def test_without_suggestions_nothing_of_it_is_loaded(corpus: Corpus):
    program = f"""
import sys
from pathlib import Path
from annotator.corpus.corpus import Corpus
from annotator.session import Session
corpus = Corpus(Path({str(corpus.root)!r}))
session = Session(corpus, corpus.open_journal("ann"), corpus.schema())
session.open_article("school")
assert session.suggestions == [] and session.pending() == []
session.close()
loaded = {{"annotator.suggesters", "annotator.corpus.suggestions", "annotator.suggest.assemble"}} & set(sys.modules)
print(sorted(loaded))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


# -- the documentation --------------------------------------------------------------------------------


def test_the_page_shows_what_happens(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = Path(__file__).parents[1]
    page = (root / "docs" / "suggestions.md").read_text(encoding="utf-8")
    lines, answer, package = (
        re.search(rf"```{kind}\n(.*?)```", page, re.S) for kind in ("json", "text", "python")
    )
    assert lines is not None
    assert answer is not None
    assert package is not None
    monkeypatch.chdir(tmp_path)
    Path("llm.jsonl").write_text(lines[1], encoding="utf-8")
    assert run("new", "my-corpus").exit_code == 0
    assert run("add", "my-corpus", root / "docs" / "example" / "market-hall.txt").exit_code == 0
    result = run("suggest", "my-corpus", "--from", "llm.jsonl")
    assert (result.exit_code, result.output) == (1, answer[1])
    assert run("suggest", "my-corpus", "--write", "rules.jsonl").exit_code == 0
    names: dict[str, Callable[[str], list[Proposal]]] = {}
    exec(package[1], names)
    text = Corpus(tmp_path / "my-corpus").article("market-hall").text
    assert suggesters.Suggester("headlines", "1", names["suggest"]).batch(text).proposals[0].tier == 3


def test_the_page_names_every_key_of_a_line():
    page = (Path(__file__).parents[1] / "docs" / "suggestions.md").read_text(encoding="utf-8")
    table = page.partition("## What is shown")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", "".join(rows))) == set(ProposalLine.model_fields)


# -- what became of them ------------------------------------------------------------------------------


def test_status_says_by_suggester_what_was_accepted_changed_and_declined(
    session: Open, corpus: Corpus, run: Callable[..., Result]
):
    claims = ("The mayor said", "she told reporters", "union called the plan reckless", "stopped by noon")
    keep(
        corpus,
        *({"claim": claim, "cue": "The"} if claim == claims[3] else {"claim": claim} for claim in claims),
    )
    started = session()
    for claim, changes in ((claims[0], {}), (claims[1], {"claim": [[0, 3]]})):
        started.accept(by_words(started)[claim])
        assert started.draft is not None
        started.draft.values |= {"speaker": [{"name": "x"}], "stance": "support", "target": {"name": "plan"}}
        started.draft.values |= changes
        assert started.save() == []
    started.reject(by_words(started)[claims[2]])
    started.reject(by_words(started)[claims[3]])
    started.undo()
    started.close()
    found = json.loads(run("status", corpus.root, "--json").output)["annotators"][0]["suggestions"]
    assert found == {"llm": {"as_suggested": 1, "changed": 1, "rejected": 1}}
    row = next(line for line in run("status", corpus.root).output.splitlines() if line.startswith("llm"))
    assert row.split() == ["llm", "ann", "1", "1", "1", "67", "%"]


def test_the_audit_names_what_was_suggested_and_by_whom(
    session: Open, corpus: Corpus, run: Callable[..., Result]
):
    keep(corpus, {"claim": "The rain had stopped by noon", "speaker": "Anna Holm"})
    started = session()
    started.accept(by_words(started)["The rain had stopped by noon"])
    assert started.draft is not None
    started.draft.values |= {"speaker": [{"name": "Bo"}], "stance": "support", "target": {"name": "rain"}}
    assert started.save() == []
    started.close()
    (row,) = map(json.loads, run("export", corpus.root, "--view", "audit").stdout.splitlines())
    assert row["origin"] == {"kind": "suggestion", "by": "llm", "version": "7"}
    speaker = next(change for change in row["changes"] if change["field"] == "speaker")
    assert json.loads(speaker["suggested"])[0]["name"] == "Anna Holm"
    assert json.loads(speaker["after"])[0]["name"] == "Bo"
