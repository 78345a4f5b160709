"""`annotator suggest`: proposals of any program come in by offsets or by quote, the corpus's own go out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writers import TEXTS

from annotator.corpus.corpus import Corpus
from annotator.corpus.quoting import passage
from annotator.errors import InputError

Run = Callable[..., Result]
HARBOUR = TEXTS["harbour"]


@pytest.fixture
def bring(run: Run, corpus: Corpus, tmp_path: Path) -> Callable[..., Result]:
    """Bring proposals in: dictionaries, or whole lines as text."""

    def take(*lines: dict[str, object] | str, options: tuple[str, ...] = ()) -> Result:
        file = tmp_path / "proposals.jsonl"
        file.write_text(
            "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines),
            encoding="utf-8",
        )
        return run("suggest", corpus.root, "--from", file, *options)

    return take


def proposal(claim: object, **more: object) -> dict[str, object]:
    return {"article": "harbour", "claim": claim, "by": "llm", **more}


def kept(corpus: Corpus, by: str = "llm") -> list[dict[str, object]]:
    path = corpus.root / "suggestions" / f"{by}.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def at(words: str, text: str = HARBOUR) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def test_quotes_become_offsets(bring, corpus: Corpus):
    result = bring(
        proposal(
            "the harbour must stay open", cue="said", mention="The mayor", speaker="Anna Holm", score=0.8
        ),
        proposal(["We will not close it", {"quote": "plan", "occurrence": 1}], version="2"),
        proposal([at("A dockers' union")], target="harbour plan"),
    )
    assert result.exit_code == 0, result.output
    assert "3 by llm taken, 0 refused" in result.output
    first, second, third = kept(corpus)
    assert first["claim"] == [at("the harbour must stay open")]
    assert first["quote"] == "the harbour must stay open"
    assert (first["cue"], first["mention"]) == ([at("said")], [at("The mayor")])
    assert (first["speaker"], first["score"], first["version"]) == ("Anna Holm", 0.8, None)
    assert second["claim"] == [at("We will not close it"), at("plan")]
    assert second["quote"] == "We will not close it plan"
    assert third["target"] == "harbour plan"
    assert first["text"] == corpus.article("harbour").text_hash


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (proposal("the harbor must stay open"), "“the harbor must stay open” is not in the text"),
        (proposal('"We will not close it,"'), "is not in the text; it has ““We will not close it,”” at 43"),
        (proposal("the"), "“the” is in the text 2 times; say which by its occurrence"),
        (proposal({"quote": "the", "occurrence": 9}), "occurrence 9: “the” is in the text 2 times"),
        (proposal({"quote": "the", "occurrence": 0}), "give the exact words"),
        (proposal(""), "give the exact words"),
        (proposal([]), "an empty list"),
        (proposal(7), "give the exact words"),
        (proposal(None), "give the exact words"),
        (proposal([[0, 10_000]]), "[0, 10000) is no range of a text of"),
        (proposal([[5, 5]]), "[5, 5) is no range"),
        (proposal([[0, 4]]), "[0, 4) begins or ends with white space"),
        (proposal([[10, 20], [0, 3]]), "its spans must be in order and must not touch"),
        (proposal([[0, 3], [2, 9]]), "its spans must be in order and must not touch"),
        (proposal([[0, 3]], quote="She"), "quote: the text has “The” at the offsets of the claim"),
        (proposal([[0, 3]], text="0" * 12), "it is about another text of harbour"),
        (proposal("We will not close it", cue="whispered"), "cue: “whispered” is not in the text"),
        (proposal("The rain", cue="ed"), "cue: “ed” is in the claim's paragraph 2 times"),
        (proposal([[0, 3]], stance="support"), "stance: it is never suggested"),
        (proposal([[0, 3]], confidence=3), "confidence: Extra inputs are not permitted"),
        (proposal([[0, 3]], score=1.5), "score: Input should be less than or equal to 1"),
        (proposal([[0, 3]], speaker=" "), "speaker: String should have at least 1 character"),
        (proposal([[0, 3]], by="../llm"), "by: “../llm” cannot be a file's name"),
        ({"article": "harbour", "claim": [[0, 3]]}, "by: Field required"),
        ({"article": "nowhere", "claim": [[0, 3]], "by": "llm"}, "no article “nowhere” in this corpus"),
        ("[1, 2]", "not a JSON object; a line holds one proposal"),
        ('{"article": "harbour"', "not a JSON object; a line holds one proposal"),
    ],
)
def test_what_does_not_fit_is_refused_by_line_and_the_rest_is_kept(bring, corpus: Corpus, line, why: str):
    result = bring(proposal("We will not close it"), line, proposal("The rain had stopped by noon"))
    assert result.exit_code == 1
    refused, summary = result.output.splitlines()
    assert refused.partition("proposals.jsonl:")[2].startswith("2: ")
    assert why in refused
    assert summary == "2 by llm taken, 1 refused"
    assert [one["quote"] for one in kept(corpus)] == ["We will not close it", "The rain had stopped by noon"]


def test_words_that_attribute_are_looked_for_in_the_paragraph_of_the_claim_first(bring, corpus: Corpus):
    assert bring(proposal("the plan reckless", cue="called", mention="The")).exit_code == 0
    start = HARBOUR.index("The rain")
    assert kept(corpus)[0]["mention"] == [[start, start + 3]]


def test_the_same_claim_twice_is_refused(bring):
    result = bring(proposal("We will not close it"), proposal([at("We will not close it")]))
    assert result.exit_code == 1
    assert "proposals.jsonl:2: the claim of line 1 once more" in result.output


def test_the_same_file_again_changes_nothing(bring, corpus: Corpus):
    lines = [proposal("We will not close it"), proposal("the harbour must stay open")]
    bring(*lines)
    before = (corpus.root / "suggestions" / "llm.jsonl").read_bytes()
    assert bring(*lines).exit_code == 0
    assert (corpus.root / "suggestions" / "llm.jsonl").read_bytes() == before


def test_mended_lines_join_those_that_were_kept(bring, corpus: Corpus):
    assert bring(proposal("We will not close it"), proposal("the harbor")).exit_code == 1
    assert bring(proposal("the harbour must stay open")).exit_code == 0
    assert {one["quote"] for one in kept(corpus)} == {"We will not close it", "the harbour must stay open"}


def test_another_version_takes_the_place_of_what_was_said_of_the_same_article(bring, corpus: Corpus):
    school = {"article": "school", "claim": "it was ever closed", "by": "llm", "version": "1"}
    bring(proposal("We will not close it", version="1"), school, {**school, "by": "other"})
    bring(proposal("the harbour must stay open", version="2"))
    found = {(one["article"], one["quote"], one["version"]) for one in kept(corpus)}
    assert found == {("harbour", "the harbour must stay open", "2"), ("school", "it was ever closed", "1")}
    assert len(kept(corpus, "other")) == 1


def test_nothing_changes_where_the_input_cannot_be_read(run: Run, bring, corpus: Corpus, tmp_path: Path):
    bring(proposal("We will not close it"))
    before = kept(corpus)
    assert run("suggest", corpus.root, "--from", tmp_path / "missing.jsonl").exit_code == 2
    assert run("suggest", corpus.root).exit_code == 2
    assert kept(corpus) == before


def test_json_names_each_refused_line(bring):
    result = bring(proposal("no such words"), proposal([[0, 3]]), options=("--json",))
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"line": 1, "refused": "claim: “no such words” is not in the text"},
        {"taken": {"llm": 1}, "refused": 1},
    ]


def test_what_the_rules_propose_is_written_and_can_be_taken_in(run: Run, corpus: Corpus, tmp_path: Path):
    file = tmp_path / "rules.jsonl"
    result = run("suggest", corpus.root, "--write", file)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert ("harbour", "the harbour must stay open") in {(one["article"], one["quote"]) for one in lines}
    assert not any("stance" in one for one in lines)
    assert run("suggest", corpus.root, "--write", file).exit_code == 2
    assert run("suggest", corpus.root, "--write", file, "--force").exit_code == 0
    assert run("suggest", corpus.root, "--from", file).exit_code == 0
    assert kept(corpus, "rules") == lines


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab “”’\n", min_size=1), st.data())
def test_a_quote_is_found_where_it_is_or_refused(text: str, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end].strip()
    try:
        ((found, stop),) = passage(words, text)
    except InputError:
        assert not words or text.count(words) > 1 or words in text[text.index(words) + 1 :]
    else:
        assert text[found:stop] == words


# -- what is kept, checked --------------------------------------------------------------------------------


def write_kept(corpus: Corpus, *lines: dict[str, object] | str, by: str = "llm") -> None:
    path = corpus.root / "suggestions" / f"{by}.jsonl"
    path.parent.mkdir(exist_ok=True)
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def test_what_was_taken_in_is_sound(bring, run: Run, corpus: Corpus):
    assert bring(proposal("the harbour must stay open"), proposal("We will not close it")).exit_code == 0
    assert run("check", corpus.root).stdout == "no problems\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{broken", "not a JSON object; a line holds one proposal"),
        (
            proposal([[3, 9]], text="0123456789ab"),
            "it is about another text of harbour than the one that is here",
        ),
        (proposal([[3, 99999]]), "[3, 99999) is no range of a text"),
        (proposal([[9, 3]]), "[9, 3) is no range of a text"),
        (proposal([at("the harbour")], quote="the port"), "quote: the text has “the harbour”"),
        (proposal([at("the harbour")], stance="support"), "stance: it is never suggested"),
        (proposal([at("the harbour")], by="other"), "a proposal by other in the file of llm"),
        ({**proposal([[0, 3]]), "article": "elsewhere"}, "it is about article elsewhere, which is not here"),
        (proposal([at("We will not close it")]), "the claim of line 1 once more"),
    ],
)
def test_check_names_what_is_wrong_in_a_suggestion_file(run: Run, corpus: Corpus, line, why: str):
    write_kept(corpus, proposal([at("We will not close it")]), "", line)
    result = run("check", corpus.root)
    found = result.stdout.splitlines()
    assert result.exit_code == 1
    assert len(found) == 1
    assert "suggestions/llm.jsonl:3: " in found[0]
    assert why in found[0]


def test_a_suggestion_file_that_is_a_link_is_named_and_not_read(run: Run, corpus: Corpus, tmp_path: Path):
    write_kept(corpus)
    (tmp_path / "elsewhere.jsonl").write_text("{broken\n", encoding="utf-8")
    (corpus.root / "suggestions" / "other.jsonl").symlink_to(tmp_path / "elsewhere.jsonl")
    assert run("check", corpus.root).stdout == (
        "suggestions/other.jsonl: it is a link; put the file itself here\n"
    )
