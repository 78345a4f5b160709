"""The statement being made: what is asked next, further spans and names, stepping back, and copies."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.draft import Draft, entity, last_mention, unnamed_entity, with_mention
from annotator.fields import Span
from annotator.loading import load_schema
from annotator.selecting import Selection

SCHEMA = load_schema("statement")
REQUIRED = ["claim", "speaker", "stance", "target"]
MAYOR = entity("the mayor", "person", Span(0, 9))
DEPUTY = entity("the deputy", "person", None)
PLAN = entity("the plan", None, None)


def finished() -> Draft:
    draft = Draft.new(SCHEMA)
    draft.choose(SCHEMA["claim"], Selection((Span(10, 20),)))
    draft.step_on()
    assert [draft.answer(value) for value in ([MAYOR], "support", PLAN)] == [
        "answered",
        "answered",
        "finished",
    ]
    return draft


def test_required_fields_are_asked_in_order():
    draft = Draft.new(SCHEMA)
    asked = [draft.asked.name]
    draft.choose(SCHEMA["claim"], Selection((Span(0, 3),)))
    assert draft.step_on() == "answered"
    asked.append(draft.asked.name)
    for value in (MAYOR, "oppose"):
        assert draft.answer(value) == "answered"
        asked.append(draft.asked.name)
    assert asked == REQUIRED
    assert draft.answer(PLAN) == "finished"
    assert draft.unanswered() == []


def test_an_optional_field_in_between_leads_back_to_what_is_missing():
    draft = Draft.new(SCHEMA)
    draft.choose(SCHEMA["claim"], Selection((Span(0, 3),)))
    draft.step_on()
    draft.go_to(SCHEMA["attribution"])
    assert draft.answer("direct") == "answered"
    assert draft.asked == SCHEMA["speaker"]


def test_a_required_field_answered_first_leads_to_the_next_and_then_back():
    draft = Draft.new(SCHEMA)
    draft.go_to(SCHEMA["stance"])
    draft.answer("support")
    assert draft.asked == SCHEMA["target"]
    draft.answer(PLAN)
    assert draft.asked == SCHEMA["claim"]


def test_a_further_name_is_added_and_another_one_replaces():
    draft = finished()
    draft.go_to(SCHEMA["speaker"])
    assert draft.one_more()
    draft.answer(DEPUTY)
    assert draft.values["speaker"] == [MAYOR, DEPUTY]
    draft.go_to(SCHEMA["speaker"])
    draft.answer(DEPUTY)
    assert draft.values["speaker"] == [DEPUTY]


def test_one_more_goes_back_to_the_field_just_answered():
    draft = Draft.new(SCHEMA)
    assert not draft.one_more()
    draft.choose(SCHEMA["claim"], Selection((Span(0, 3),)))
    draft.step_on()
    assert draft.one_more()
    assert draft.asked == SCHEMA["claim"]
    assert draft.adding


def test_the_words_just_chosen_can_be_adjusted_until_the_next_answer():
    draft = Draft.new(SCHEMA)
    draft.choose(SCHEMA["claim"], Selection((Span(0, 3),)))
    draft.step_on()
    assert draft.passage_field() == SCHEMA["claim"]
    assert draft.selection(SCHEMA["claim"]).spans == (Span(0, 3),)
    draft.answer(MAYOR)
    assert draft.passage_field() is None


def test_stepping_back_ends_at_the_first_field():
    draft = finished()
    names = [draft.asked.name]
    while draft.step_back():
        names.append(draft.asked.name)
    assert names == ["target", "stance", "speaker", "claim"]
    assert draft.passage_field() == SCHEMA["claim"]


def test_only_optional_answers_can_be_taken_away():
    draft = finished()
    draft.go_to(SCHEMA["stance"])
    assert draft.clear() == "stays"
    draft.go_to(SCHEMA["attribution"])
    draft.answer("direct")
    draft.go_to(SCHEMA["attribution"])
    draft.clear()
    assert not draft.answered(SCHEMA["attribution"])
    assert draft.answered(SCHEMA["stance"])


def test_a_copy_keeps_all_but_the_position_and_the_note():
    draft = finished()
    draft.values |= {"note": "look again", "attribution": "direct"}
    draft.statement = "s-1"
    copy = draft.copy_for_another_target()
    assert set(copy.values) == {"claim", "speaker", "attribution"}
    assert copy.asked == SCHEMA["stance"]
    assert copy.is_new
    copy.answer("oppose")
    assert draft.values["stance"] == "support"


@pytest.mark.parametrize("kind", ["unnamed", "author", "none"])
def test_answers_that_are_no_names(kind: str):
    found = unnamed_entity(kind, Span(3, 9), "two aides")  # type: ignore[arg-type]
    assert isinstance(found, dict)
    assert found["kind"] == kind
    assert (found["name"] == "two aides") == (kind == "unnamed")


def test_the_mention_of_the_last_name():
    both = with_mention([MAYOR, DEPUTY], Span(4, 8))
    assert both == [MAYOR, {**DEPUTY, "mention": [[4, 8]]}]  # type: ignore[dict-item]
    assert last_mention(both) == Span(4, 8)
    assert last_mention(MAYOR) == Span(0, 9)
    assert [last_mention(value) for value in (DEPUTY, [], None, {"statement": "s-1"})] == [None] * 4
    assert with_mention({"statement": "s-1"}, Span(4, 8)) == {"statement": "s-1"}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("go"), st.sampled_from([spec.name for spec in SCHEMA.fields])),
        st.tuples(st.just("answer"), st.sampled_from(["a", "b"])),
        st.tuples(st.sampled_from(["back", "more", "clear", "copy"]), st.just("")),
    ),
    max_size=25,
)


def answer_for(draft: Draft, name: str) -> str | None:
    kind = draft.asked.kind
    if kind == "passage":
        start = 0 if name == "a" else 40
        draft.choose(
            draft.asked, draft.selection(draft.asked).choose("x" * 99, Span(start, start + 5), draft.adding)
        )
        return draft.step_on()
    if kind in {"entity", "either"}:
        return draft.answer(entity(name, None, None))
    if kind == "link":
        return draft.answer({"statement": f"s-{name}"})
    return draft.answer(draft.asked.answers[0].value if draft.asked.answers else name)


@given(STEPS)
def test_whatever_is_pressed_the_draft_can_be_kept_and_finished(steps: list[tuple[str, str]]):
    draft = Draft.new(SCHEMA)
    for step, word in steps:
        before = set(draft.unanswered())
        if step == "go":
            draft.go_to(SCHEMA[word])
        elif step == "answer":
            outcome = answer_for(draft, word)
            assert set(draft.unanswered()) <= before
            assert (outcome == "finished") == (not draft.unanswered())
            if draft.unanswered():
                assert draft.asked in draft.unanswered()
        elif step == "back":
            draft.step_back()
        elif step == "more":
            draft.one_more()
        elif step == "clear":
            draft.clear()
            assert set(draft.unanswered()) == before
        else:
            draft = draft.copy_for_another_target()
        kept = Draft.from_json(orjson.loads(orjson.dumps(draft.as_json())), SCHEMA)
        assert (kept.asked, kept.values, kept.statement) == (draft.asked, draft.values, draft.statement)
    for _ in range(len(REQUIRED)):
        if draft.unanswered():
            draft.go_to(draft.unanswered()[0])
            answer_for(draft, "a")
    assert draft.unanswered() == []


def test_a_draft_of_another_schema_is_refused():
    with pytest.raises(ValueError, match="another schema"):
        Draft.from_json({**finished().as_json(), "values": {"colour": "red"}}, SCHEMA)
    with pytest.raises(KeyError):
        Draft.from_json({**finished().as_json(), "field": "colour"}, SCHEMA)
