"""Alignment: against brute force and optimal assignment, and what must not matter to it."""

import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from annotator.merge import cluster
from annotator.merge.align import Alone, Group, Unit, align
from annotator.merge.overlap import iou

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda at: (at[0], at[0] + at[1])),
    min_size=1,
    max_size=2,
)


def units(annotators: str, most: int) -> st.SearchStrategy[list[Unit]]:
    """Up to `most` statements of the given annotators, ids unique over all of them."""
    one = st.tuples(st.sampled_from(annotators), spans, st.sampled_from(["x", "y", None]))
    return st.lists(one, max_size=most).map(
        lambda rows: [Unit(who, f"s{i}", at, (other,)) for i, (who, at, other) in enumerate(rows)]
    )


def ids(groups: Sequence[Group]) -> set[frozenset[str]]:
    return {frozenset(member.id for member in group.members) for group in groups}


def objective(groups: Sequence[Group], tau: float) -> float:
    return sum(iou(a.spans, b.spans) - tau for group in groups for a, b in combinations(group.members, 2))


def plain(rows: Sequence[Unit]) -> list[Unit]:
    return [unit._replace(others=()) for unit in rows]


def partitions(rows: list[Unit]) -> Iterator[list[list[Unit]]]:
    if not rows:
        yield []
        return
    for rest in partitions(rows[1:]):
        yield [[rows[0]], *rest]
        for place, group in enumerate(rest):
            if all(member.annotator != rows[0].annotator for member in group):
                yield [*rest[:place], [rows[0], *group], *rest[place + 1 :]]


@settings(deadline=None)
@given(units("abc", 6), st.sampled_from([0.3, 0.5]))
def test_no_grouping_gains_more(rows: list[Unit], tau: float) -> None:
    rows = plain(rows)
    groups = align(rows, tau)
    joined = [unit for group in groups for unit in group.members]
    best = max(
        sum(iou(a.spans, b.spans) - tau for group in way for a, b in combinations(group, 2))
        for way in partitions(joined)
    )
    assert objective(groups, tau) == pytest.approx(best, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(units("abcd", 10))
def test_the_integer_program_finds_what_the_enumeration_finds(rows: list[Unit]) -> None:
    enumerated = objective(align(plain(rows)), 0.3)
    before, cluster.ENUMERATED = cluster.ENUMERATED, 0
    try:
        programmed = objective(align(plain(rows)), 0.3)
    finally:
        cluster.ENUMERATED = before
    assert programmed == pytest.approx(enumerated, abs=1e-5)


@settings(deadline=None)
@given(units("ab", 14), st.sampled_from([0.3, 0.5]))
def test_two_annotators_get_the_optimal_assignment(rows: list[Unit], tau: float) -> None:
    groups = align(plain(rows), tau)
    joined = [unit for group in groups for unit in group.members]
    first = [unit for unit in joined if unit.annotator == "a"]
    second = [unit for unit in joined if unit.annotator == "b"]
    if first and second:
        gains = np.array([[max(0.0, iou(a.spans, b.spans) - tau) for b in second] for a in first])
        best = float(gains[linear_sum_assignment(-gains)].sum())
        assert objective(groups, tau) == pytest.approx(best, abs=1e-5)


@settings(deadline=None)
@given(units("abc", 12), st.randoms(use_true_random=False), st.permutations("abc"))
def test_neither_order_nor_names_matter(rows: list[Unit], chance: random.Random, names: list[str]) -> None:
    shuffled = [unit._replace(annotator=names["abc".index(unit.annotator)]) for unit in rows]
    chance.shuffle(shuffled)
    assert ids(align(shuffled)) == ids(align(rows))


@settings(deadline=None)
@given(units("abcd", 12))
def test_every_statement_is_in_one_group_and_no_annotator_twice_in_one(rows: list[Unit]) -> None:
    groups = align(rows)
    assert sorted(member.id for group in groups for member in group.members) == sorted(u.id for u in rows)
    for group in groups:
        owners = [member.annotator for member in group.members]
        assert owners == sorted(set(owners))
        assert (group.alone is None) == (len(group.members) > 1) == (group.iou is not None)


def test_groups_come_in_the_order_of_the_text() -> None:
    groups = align([Unit("b", "2", [(50, 60)]), Unit("a", "1", [(0, 10)]), Unit("a", "3", [(51, 60)])])
    assert [[member.id for member in group.members] for group in groups] == [["1"], ["3", "2"]]


def test_an_interrupted_claim_is_one_set_of_characters() -> None:
    whole = Unit("a", "1", [(0, 10), (20, 40)])
    (group,) = align([whole, Unit("b", "2", [(20, 40)])])
    assert group.iou == pytest.approx(20 / 30)


def test_the_same_words_by_two_speakers_pair_up_by_speaker() -> None:
    rows = [Unit("a", "1", [(0, 9)], ("Smith",)), Unit("a", "2", [(0, 9)], ("Jones",))]
    rows += [Unit("b", "3", [(0, 9)], ("Jones",)), Unit("b", "4", [(0, 9)], ("Smith",))]
    assert ids(align(rows)) == {frozenset("14"), frozenset("23")}


def test_the_same_words_by_another_speaker_are_left_when_a_partner_has_the_speaker() -> None:
    rows = [Unit("a", "1", [(0, 9)], ("Smith",)), Unit("a", "2", [(0, 9)], ("Jones",))]
    groups = align([*rows, Unit("b", "3", [(0, 9)], ("Jones",))])
    assert ids(groups) == {frozenset("1"), frozenset("23")}
    assert [group.alone for group in groups if len(group.members) == 1] == [Alone.BETTER_PARTNER]


def test_other_fields_never_join_what_the_spans_leave_apart() -> None:
    rows = [Unit("a", "1", [(0, 100)], ("Smith",)), Unit("b", "2", [(71, 100)], ("Smith",))]
    assert [group.alone for group in align(rows)] == [Alone.BELOW_TAU, Alone.BELOW_TAU]


def test_an_even_match_goes_to_the_earlier_words() -> None:
    rows = [Unit("a", "late", [(2, 10)]), Unit("a", "early", [(0, 8)]), Unit("b", "one", [(0, 10)])]
    assert ids(align(rows)) == {frozenset({"early", "one"}), frozenset({"late"})}


def test_overlap_of_exactly_tau_stays_apart() -> None:
    assert len(align([Unit("a", "1", [(0, 10)]), Unit("b", "2", [(0, 5)])], tau=0.5)) == 2


def test_a_statement_without_a_partner_says_why() -> None:
    rows = [Unit("a", "1", [(0, 10)]), Unit("a", "2", [(30, 40)]), Unit("b", "3", [(38, 60)])]
    reasons = {group.members[0].id: group.alone for group in align(rows)}
    assert reasons == {"1": Alone.NO_OVERLAP, "2": Alone.BELOW_TAU, "3": Alone.BELOW_TAU}


def crowd(annotators: int) -> list[Unit]:
    """Each annotator marks two claims that overlap each other: one component of twice as many statements."""
    return [
        Unit(f"a{who}", f"{claim}-{who}", [(10 * claim, 10 * claim + 20 + who % 3)])
        for who in range(annotators)
        for claim in range(2)
    ]


def test_a_large_component_is_grouped_greedily_and_says_so() -> None:
    groups = align(crowd(25))
    assert not any(group.exact for group in groups)
    assert [{member.id[0] for member in group.members} for group in groups] == [{"0"}, {"1"}]
    assert all(group.exact for group in align(crowd(20)))


def test_fifty_annotators_who_marked_the_same_are_no_hard_case() -> None:
    rows = [
        Unit(f"a{who}", f"{who}-{claim}", [(9 * claim, 9 * claim + 5)])
        for who in range(50)
        for claim in range(9)
    ]
    assert [len(group.members) for group in align(rows)] == [50] * 9


@pytest.mark.parametrize("tau", [0.0, 1.0, -1.0, float("nan")])
def test_tau_must_lie_between_its_ends(tau: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        align([], tau)


def test_two_statements_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        align([Unit("a", "1", [(0, 5)]), Unit("a", "1", [(8, 9)])])


def test_alignment_loads_no_numpy_where_it_needs_no_solver() -> None:
    code = (
        "import sys; from annotator.merge.align import Unit, align; import annotator.merge.consensus;"
        "align([Unit('a', '1', [(0, 9)]), Unit('b', '2', [(0, 9)]), Unit('a', '3', [(1, 9)])]);"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
