"""The keystroke benchmark: the ideal annotator finds the shortest keys, and cannot cheat."""

import sys
from pathlib import Path

import pytest

from annotator.corpus.corpus import Corpus
from annotator.loading import load_schema
from annotator.session import Session
from annotator.statements import Fields
from annotator.tui.desk import Desk

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from keystroke_model.annotator import IdealAnnotator, Made
from keystroke_model.gold import SEED_STANCES, Gold, gold_of_seed, in_order, seed_corpus
from keystroke_model.hands import Hands
from keystroke_model.report import percentile, table

SEEDS = Path(__file__).parents[1].parent / "shared" / "seeds"
TEXT = "The mayor said the harbour must stay open. “We will not close it,” she told reporters."
"""How the article `harbour` of the fixtures begins."""


def passage(words: str) -> list[list[int]]:
    start = TEXT.index(words)
    return [[start, start + len(words)]]


def gold(name: str, claim: str, target: object, mention: str | None, **more: object) -> Gold:
    speaker = {"name": "The mayor", "kind": None, "mention": passage(mention) if mention else None}
    fields: Fields = {
        "claim": passage(claim),  # type: ignore[dict-item]
        "speaker": [speaker],  # type: ignore[dict-item]
        "stance": "support",
        "target": target,  # type: ignore[dict-item]
        "parent": None,
        "attribution": None,
    }
    return Gold(name, "harbour", {**fields, **more})  # type: ignore[dict-item]


def entity(name: str) -> dict[str, object]:
    return {"name": name, "kind": None, "mention": None}


FIRST = gold("1", "the harbour must stay open", entity("the harbour"), "The mayor", attribution="indirect")
SECOND = gold("2", "“We will not close it,”", entity("the harbour"), "she")
DENIAL = gold("3", "“We will not close it,”", {"statement": "1"}, "she", parent={"statement": "1"})


@pytest.fixture
def ideal(corpus: Corpus):
    session = Session(corpus, corpus.open_journal("ideal"), corpus.schema())
    yield IdealAnnotator(Hands(Desk(session)))
    session.close()


def made(ideal: IdealAnnotator, *golds: Gold) -> list[Made]:
    ordered = in_order(golds, ideal.hands.desk.session.schema)
    return list(ideal.article("harbour", ordered))


def test_the_shortest_keys_are_found_and_save_the_gold(ideal: IdealAnnotator):
    first, second = made(ideal, SECOND, FIRST)
    assert first.gold == FIRST
    assert first.keys["claim"][0] == "."  # no other text object begins in the middle of a clause
    assert len(first.keys["claim"]) == 2
    assert second.keys["claim"] == ("q",)
    assert len(second.keys["target"]) == len(second.keys["stance"]) == 1
    assert second.count == 4
    saved = {put.quote: put for put in ideal.hands.desk.session.journal.state.statements()}
    assert set(saved) == {"the harbour must stay open", "“We will not close it,”"}
    assert saved["“We will not close it,”"].fields["speaker"][0]["mention"] == passage("she")  # type: ignore[index,call-overload]


def test_a_copy_of_a_statement_saves_its_claim_and_speaker(ideal: IdealAnnotator):
    other = gold("4", "“We will not close it,”", entity("reporters"), "she")
    made_ones = made(ideal, FIRST, SECOND, other)
    assert made_ones[-1].keys["claim"] == ("d",)
    assert "speaker" not in made_ones[-1].keys


def test_a_statement_as_target_and_the_optional_fields(ideal: IdealAnnotator):
    ideal.optional = True
    first, denial = made(ideal, FIRST, DENIAL)
    assert denial.keys["target"] == ("@", "a")
    assert denial.optional == {"parent": ("P", "a")}
    assert first.optional == {"attribution": ("A", "i")}


def test_letters_of_new_names_are_counted_apart(ideal: IdealAnnotator):
    (only,) = made(ideal, gold("5", "“We will not close it,”", entity("open ports"), "she"))
    assert only.letters == len("open ports")
    assert only.count == sum(len(keys) for keys in only.keys.values()) - only.letters
    assert only.new_names >= 1


def test_what_the_tool_cannot_express_is_said_and_not_counted(ideal: IdealAnnotator):
    (only,) = made(ideal, gold("6", "arbour must", entity("the harbour"), None))
    assert only.failed
    assert ideal.hands.desk.session.draft is None
    assert any("no keys for harbour 6" in line for line in table("t", [only, *made(ideal, SECOND)], 0))


def test_a_result_that_differs_from_the_gold_is_an_error(
    ideal: IdealAnnotator, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("keystroke_model.annotator.passage_keys", lambda *_: ("s",))
    with pytest.raises(AssertionError, match="claim"):
        made(ideal, SECOND)


def test_a_sentence_that_a_claim_goes_on_in_is_left_with_next(ideal: IdealAnnotator):
    both = "the harbour must stay open. “We will not close it,” she told reporters."
    later = gold("8", "The mayor", entity("the plan"), None)
    start = ideal.hands.desk.text.index("A dockers")
    later.fields["claim"] = [[start, start + len("A dockers' union")]]
    first, second = made(ideal, gold("7", both, entity("the harbour"), "The mayor"), later)
    assert not first.failed
    assert not second.failed
    assert ideal.hands.pressed.count("x") == 1  # the last sentence, which no claim has words in


def state(hands: Hands) -> tuple[object, ...]:
    return hands.draft.as_json(), hands.desk.hints, hands.desk.selection, list(hands.pressed)


def test_a_trial_leaves_no_trace(ideal: IdealAnnotator):
    hands, session = ideal.hands, ideal.hands.desk.session
    hands.press(["c"])
    before = state(hands)
    with hands.trial():
        hands.press(["q", "1", "s", "1"])
        hands.desk.statement_chosen = "another"  # as tab does: what is suggested would no longer be shown
    assert state(hands) == before
    assert hands.desk.statement_chosen == ""
    assert session.journal.events == []


def test_statements_come_by_place_but_after_those_they_are_about():
    later = gold("1", "“We will not close it,”", entity("x"), None)
    early = gold("2", "the harbour must stay open", {"statement": "1"}, None)
    assert [item.id for item in in_order([later, early], load_schema("statement"))] == ["1", "2"]
    assert [item.id for item in in_order([SECOND, FIRST], load_schema("statement"))] == ["1", "2"]


def test_percentiles():
    assert percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9) == 9
    assert percentile([4], 0.9) == 4


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not here")
def test_the_seed_gold_is_read_as_statements_of_the_schema(tmp_path: Path):
    corpus = seed_corpus(tmp_path / "seed", next(SEEDS.glob("000_*.txt")))
    golds = gold_of_seed(SEEDS / "gold-000.json", corpus.schema())
    assert len(golds) == 29
    assert {item.fields["stance"] for item in golds} <= {*SEED_STANCES.values(), "neutral", "mixed"}
    kinds = {speaker["kind"] for item in golds for speaker in item.fields["speaker"]}  # type: ignore[union-attr,index,call-overload]
    assert kinds == {None, "author", "unnamed", "none"}
