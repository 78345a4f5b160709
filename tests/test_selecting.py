"""Choosing words: tidy edges, text objects, hint labels, and edges that move; properties on any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.fields import Passage, Span
from annotator.selecting import (
    Selection,
    character_stops,
    clause_ends,
    clause_starts,
    hint_labels,
    merged,
    paragraph,
    paragraphs_around,
    quotations,
    that_clauses,
    tidy,
    word_stops,
    words,
)
from annotator.tui.hints import between, hints_over

TEXTS = st.lists(
    st.sampled_from(
        ["the", "mayor", "said", "that", "whether", "“", "”", '"', "‘", "’", "(", ")", "[", "]", ",", ".", "…", "—",
         " ", " ", " ", "\u00a0", "\n\n", "U.S.", "teachers’", "é", "e\u0301", "晴川", "🙂", "x", "- ", "?”", ":"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(TEXTS)
    ends = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text, Span(*ends)


@st.composite
def text_and_selection(draw: st.DrawFn) -> tuple[str, Selection]:
    text = draw(TEXTS.filter(lambda text: bool(text.strip())))
    selection = Selection()
    for further in (False, True, True):
        chosen = [word for word in words(text, 0, len(text)) if draw(st.booleans())]
        if chosen:
            selection = selection.choose(text, Span(chosen[0].start, chosen[-1].end), further)
    if draw(st.booleans()) and selection.spans:
        selection = selection.other_edge()
    return text, selection


def span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def cut(text: str, spans: list[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


# -- tidy edges -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (" to cut sailings, ", "to cut sailings"),
        ("“We will stay,”", "“We will stay,”"),
        ("“We will stay,", "We will stay"),
        ("we will stay,”", "we will stay"),
        ("the tax “a toll.”", "the tax “a toll.”"),
        ("(and the boats)", "(and the boats)"),
        ("and the boats)", "and the boats"),
        ("work with the U.S.", "work with the U.S."),
        ("the teachers’", "the teachers’"),
        ("it would rain.’", "it would rain"),
        ('the "plan" ', 'the "plan"'),
        ('the plan"', "the plan"),
    ],
)
def test_a_claim_keeps_what_belongs_to_it(chosen: str, kept: str):
    assert cut(chosen, [tidy(chosen, Span(0, len(chosen)))]) == [kept]


@given(text_and_span())
def test_tidy_stays_inside_and_is_stable(case: tuple[str, Span]):
    text, span = case
    found = tidy(text, span)
    assert span.start <= found.start <= found.end <= span.end
    assert tidy(text, found) == found


@given(text_and_span())
def test_tidy_words_do_not_begin_or_end_in_white_space(case: tuple[str, Span]):
    text, span = case
    found = tidy(text, span)
    if found != span:
        assert text[found.start : found.end] == text[found.start : found.end].strip() != ""


# -- text objects -----------------------------------------------------------------------------------------


def test_quotations_have_their_marks():
    text = 'She said “no,” he "maybe", they «non» and “the rest'
    assert cut(text, quotations(text, 0, len(text))) == ["“no,”", '"maybe"', "«non»", "“the rest"]


def test_an_abbreviation_ends_no_clause():
    text = "Mr. Hale left the U.S. early, and Ms. Lund stayed."
    assert cut(text, [Span(0, end) for end in clause_ends(text, 0, len(text))]) == [
        "Mr. Hale left the U.S. early", "Mr. Hale left the U.S. early, and Ms. Lund stayed",
    ]  # fmt: skip
    assert len(clause_starts(text, 0, len(text))) == 2


def test_that_clauses_run_to_the_end_of_the_range():
    text = "He said that they knew whether it rained."
    found = that_clauses(text, 0, len(text))
    assert cut(text, found) == ["they knew whether it rained", "it rained"]


def test_clauses_end_before_commas_dashes_and_the_full_stop():
    text = "The tax, he said — again — was fair: “very.” So"
    ends = clause_ends(text, 0, len(text))
    assert [text[:end].rsplit(maxsplit=1)[-1] for end in ends] == [
        "tax", "said", "again", "fair", "“very", "“very.”", "So",
    ]  # fmt: skip
    assert [text[start:].split(maxsplit=1)[0] for start in clause_starts(text, 0, len(text))] == [
        "The", "he", "again", "was", "“very.”", "So",
    ]  # fmt: skip


@given(text_and_span())
def test_text_objects_stay_in_their_range(case: tuple[str, Span]):
    text, span = case
    objects = [*quotations(text, *span), *that_clauses(text, *span), *words(text, *span)]
    assert all(span.start <= found.start < found.end <= span.end for found in objects)
    assert all(
        span.start <= at <= span.end for at in [*clause_ends(text, *span), *clause_starts(text, *span)]
    )


@given(text_and_span())
def test_words_hold_everything_but_blanks_and_dashes(case: tuple[str, Span]):
    text, span = case
    found = words(text, *span)
    assert all(left.end <= right.start for left, right in pairwise(found))
    between_words = "".join(
        text[left.end : right.start]
        for left, right in pairwise([Span(span.start, span.start), *found, Span(span.end, span.end)])
    )
    assert not between_words.replace("—", "").replace("–", "").strip()


@given(text_and_span())
def test_paragraphs(case: tuple[str, Span]):
    text, span = case
    own = paragraph(text, span.start)
    assert own.start <= span.start <= own.end
    assert "\n" not in text[own.start : own.end]
    around = paragraphs_around(text, span)
    assert around.start <= min(own.start, span.start)
    assert around.end >= max(own.end, span.end)
    assert paragraphs_around(text, span, after=False).start == around.start


def test_the_paragraphs_before_and_after():
    text = "one\n\ntwo\n\nthree\n\nfour"
    assert cut(text, [paragraphs_around(text, span_of(text, "two"))]) == ["one\n\ntwo\n\nthree"]
    assert cut(text, [paragraphs_around(text, span_of(text, "three"), after=False)]) == ["two\n\nthree"]
    assert paragraphs_around(text, span_of(text, "four")).end == len(text)


# -- hints ------------------------------------------------------------------------------------------------


@given(st.integers(0, 676))
def test_labels_are_unique_and_none_begins_another(count: int):
    labels = hint_labels(count)
    assert len(labels) == len(set(labels)) == count
    assert all(label.isalpha() and len(label) <= 2 for label in labels)
    short = {label for label in labels if len(label) == 1}
    assert not any(label[0] in short for label in labels if len(label) == 2)
    assert sorted(labels, key=len) == labels


@given(TEXTS, st.data())
def test_every_range_of_words_can_be_chosen_by_hints(text: str, data: st.DataObject):
    everything = Span(0, len(text))
    found = words(text, *everything)
    if not found:
        return
    first = data.draw(st.integers(0, len(found) - 1))
    last = data.draw(st.integers(first, len(found) - 1))
    hints = hints_over(text, everything, everything, "passage")
    assert chosen(hints, found[first]) == found[first]
    start = tidy(text, found[first]).start
    hints = hints.from_word(start, len(text))
    assert chosen(hints, found[last]) == found[last]
    assert between(text, start, found[last]) == tidy(text, Span(start, found[last].end))


def chosen(hints, word: Span) -> Span | None:
    label = next(label for label, labelled in hints.labels.items() if labelled == word)
    for letter in label[:-1]:
        assert hints.press(letter) is None
    return hints.press(label[-1])


def test_the_sentence_at_hand_has_the_short_labels():
    text = " ".join(f"w{number}" for number in range(60))
    near = Span(text.index("w20"), text.index("w30"))
    hints = hints_over(text, Span(0, len(text)), near, "passage")
    lengths = {text[word.start : word.end]: len(label) for label, word in hints.labels.items()}
    assert {lengths[f"w{number}"] for number in range(20, 30)} == {1}
    assert lengths["w0"] == 2


def test_a_letter_that_no_label_goes_on_with_is_forgotten():
    hints = hints_over("one two", Span(0, 7), Span(0, 7), "passage")
    assert hints.press("z") is None
    assert hints.typed == ""


# -- edges that move --------------------------------------------------------------------------------------


@given(text_and_selection())
def test_spans_are_ordered_and_do_not_touch(case: tuple[str, Selection]):
    text, selection = case
    if selection.spans:
        Passage.model_validate(selection.spans)
        assert selection.span in selection.spans
        assert all(text[a.end : b.start].strip(" \t\u00a0") for a, b in pairwise(selection.spans))


@given(text_and_selection(), st.sampled_from([1, -1]), st.sampled_from(["word", "clause", "character"]))
def test_a_moving_edge_never_crosses_the_other(case: tuple[str, Selection], step: int, by: str):
    text, selection = case
    if not selection.spans:
        return
    everything = Span(0, len(text))
    if by == "word":
        stops = word_stops(text, everything, selection.edge)
    elif by == "character":
        stops = list(character_stops(text, everything, selection.edge))
    else:
        stops = (clause_ends if selection.edge == "end" else clause_starts)(text, *everything)
    moved = selection.move(text, stops, step)
    Passage.model_validate(moved.spans)
    start, end = selection.span
    assert moved.edge == selection.edge
    if selection.edge == "end":
        assert any(span.start <= start < span.end for span in moved.spans)
    else:
        assert any(span.start < end <= span.end for span in moved.spans)


@given(text_and_selection(), st.sampled_from([1, -1]))
def test_a_word_forth_and_back(case: tuple[str, Selection], step: int):
    text, selection = case
    if len(selection.spans) != 1:
        return
    stops = word_stops(text, Span(0, len(text)), selection.edge)
    at = selection.span.end if selection.edge == "end" else selection.span.start
    there = selection.move(text, stops, step)
    if there != selection and at in stops:
        assert there.move(text, stops, -step) == selection


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=5))
def test_merging_loses_no_words(text: str, raw: list[tuple[int, int]]):
    spans = [Span(start, min(start + length, len(text))) for start, length in raw if start < len(text)]
    found = merged(text, spans)
    inside = {at for span in spans for at in range(*span)}
    kept = {at for span in found for at in range(*span)}
    assert inside <= kept
    assert all(text[at].isspace() for at in kept - inside)
    assert merged(text, found) == found


def test_spans_that_meet_become_one_but_not_over_a_paragraph():
    text = "one two\n\nthree"
    selection = (
        Selection().choose(text, span_of(text, "one")).choose(text, span_of(text, "two"), further=True)
    )
    assert selection.spans == (Span(0, 7),)
    assert selection.choose(text, span_of(text, "three"), further=True).spans == (Span(0, 7), Span(9, 14))


def test_taking_the_movable_span_away():
    text = "one and two"
    selection = (
        Selection().choose(text, span_of(text, "one")).choose(text, span_of(text, "two"), further=True)
    )
    assert selection.without_last().spans == (Span(0, 3),)


def test_an_edge_can_stop_inside_glued_words():
    text = "with ChinaNorth Korea"
    ends = word_stops(text, Span(0, len(text)), "end")
    assert text.index("North") in ends
    assert text.index("North") in word_stops(text, Span(0, len(text)), "start")
    assert text.index("hina") not in ends
