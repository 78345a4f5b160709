"""Votes, ties and merged spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.merge.consensus import Decision, Strategy, decide, exists, merged_spans
from annotator.merge.overlap import union

STRATEGIES: list[Strategy] = ["union", "majority", "unanimous"]


def votes(answers: str) -> dict[str, str]:
    return {f"annotator {number}": answer for number, answer in enumerate(answers)}


@pytest.mark.parametrize(
    ("answers", "strategy", "need", "status", "value"),
    [
        ("xxx", "majority", None, "agreed", "x"),
        ("xxy", "majority", None, "majority", "x"),
        ("xxy", "majority", 3, "conflict", None),
        ("xxyz", "majority", None, "conflict", None),
        ("xxyz", "majority", 2, "majority", "x"),
        ("xxyy", "majority", 2, "conflict", None),
        ("x", "majority", 2, "conflict", None),
        ("xx", "unanimous", None, "agreed", "x"),
        ("xxy", "unanimous", None, "conflict", None),
        ("xxyz", "union", None, "majority", "x"),
        ("xy", "union", None, "conflict", None),
        ("", "union", None, "conflict", None),
    ],
)
def test_a_field_is_decided_by_its_votes(
    answers: str, strategy: Strategy, need: int | None, status: str, value: str | None
) -> None:
    decision = decide(votes(answers), strategy, need)
    assert (decision.status, decision.value) == (status, value)


@pytest.mark.parametrize(
    ("found", "readers", "rule", "status", "value"),
    [
        ("abc", "abc", ("majority", None), "agreed", True),
        ("ab", "abc", ("majority", None), "majority", True),
        ("a", "abc", ("majority", None), "majority", False),
        ("ab", "abcd", ("majority", None), "conflict", None),
        ("ab", "abcd", ("majority", 2), "majority", True),
        ("a", "abcd", ("majority", 2), "majority", False),
        ("a", "a", ("majority", 2), "conflict", None),
        ("a", "", ("majority", None), "conflict", None),
        ("ab", "abc", ("unanimous", None), "conflict", None),
        ("abc", "abc", ("unanimous", None), "agreed", True),
        ("a", "abc", ("union", None), "union", True),
        ("a", "", ("union", None), "union", True),
        ("a", "bc", ("union", None), "union", True),
        ("abc", "abc", ("union", None), "agreed", True),
    ],
)
def test_a_claim_is_there_when_enough_readers_found_it(
    found: str, readers: str, rule: tuple[Strategy, int | None], status: str, value: bool | None
) -> None:
    decision = exists(found, readers, *rule)
    assert (decision.status, decision.value) == (status, value)


def test_who_has_not_read_the_sentence_does_not_vote() -> None:
    assert exists("ab", "bcd", "majority").votes == ((False, 2), (True, 1))


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("xyz")),
    st.permutations("abcdefg"),
    st.sampled_from(STRATEGIES),
)
def test_names_of_annotators_decide_nothing(given_: dict[str, str], names: list[str], how: Strategy) -> None:
    renamed = {names["abcdefg".index(name)]: vote for name, vote in given_.items()}
    before, after = decide(given_, how), decide(renamed, how)
    assert (before.status, before.value) == (after.status, after.value)
    assert sorted(before.votes) == sorted(after.votes)


def test_the_shares_of_the_labels_are_kept() -> None:
    assert decide(votes("xxyz"), "majority").shares() == {"x": 0.5, "y": 0.25, "z": 0.25}
    undecided: Decision[str] = Decision("conflict", None, ())
    assert undecided.shares() == {}


passages = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda at: (at[0], sum(at))), min_size=1),
    min_size=1,
    max_size=6,
)


@given(passages)
def test_merged_spans_hold_just_the_characters_that_most_marked(marked: list[list[tuple[int, int]]]) -> None:
    merged = merged_spans(marked)
    most = {
        place
        for place in range(40)
        if 2 * sum(any(start <= place < end for start, end in own) for own in marked) > len(marked)
    }
    assert {place for start, end in merged for place in range(start, end)} == most


@given(passages)
def test_merged_spans_end_where_somebody_drew_a_boundary(marked: list[list[tuple[int, int]]]) -> None:
    merged = merged_spans(marked)
    assert {start for start, _ in merged} <= {start for own in marked for start, _ in union(own)}
    assert {end for _, end in merged} <= {end for own in marked for _, end in union(own)}
    assert merged == union(merged)


def test_two_who_overlap_share_what_both_marked() -> None:
    assert merged_spans([[(0, 10)], [(4, 12)]]) == ((4, 10),)
