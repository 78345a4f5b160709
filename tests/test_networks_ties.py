"""Ties of discourse networks by hand and by definition, from positions."""

from fractions import Fraction
from itertools import combinations
from math import isclose, sqrt
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.networks.coding import Position
from annotator.formats.networks.projection import NORMS, Tie, Weight, one_mode, tabulate, two_mode

WEIGHTS: tuple[Weight, ...] = ("congruence", "conflict", "subtract")
Mark = tuple[str, str, int]


def position(number: int, mark: Mark, share: int = 1, annotator: str = "ann") -> Position:
    speaker, target, side = mark
    one = frozenset({annotator})
    statement = f"s{number}"
    return Position(
        statement, speaker, "person", target, side, "", Fraction(1, share), one, one, "a", "2025-03-04", ""
    )


def numbered(marks: list[Mark]) -> list[Position]:
    return [position(number, mark) for number, mark in enumerate(marks)]


def weights(ties: Any) -> dict[tuple[str, str], float]:
    return {(tie.source, tie.target): tie.weight for tie in ties}


BY_HAND: list[Mark] = [
    ("A", "x", 1), ("A", "x", 1), ("A", "y", -1), ("B", "x", 1), ("B", "y", 1), ("C", "x", -1), ("C", "y", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("weight", "normalise", "expected"),
    [
        ("congruence", "no", {("A", "B"): 2}),
        ("conflict", "no", {("A", "B"): 1, ("A", "C"): 2, ("B", "C"): 1}),
        ("subtract", "no", {("A", "B"): 1, ("A", "C"): -2, ("B", "C"): -1}),
        ("congruence", "average", {("A", "B"): 2 / 2.5}),
        ("congruence", "jaccard", {("A", "B"): 2 / 4}),
        ("congruence", "cosine", {("A", "B"): 2 / (sqrt(5) * sqrt(2))}),
        ("conflict", "average", {("A", "B"): 1 / 2.5, ("A", "C"): 1, ("B", "C"): 1 / 1.5}),
    ],
)
def test_ties_of_actors_by_hand(
    weight: Weight, normalise: str, expected: dict[tuple[str, str], float]
) -> None:
    found = weights(one_mode(tabulate(numbered(BY_HAND)), weight, normalise))
    assert found.keys() == expected.keys()
    assert all(isclose(found[pair], expected[pair]) for pair in expected)


def test_ties_of_concepts_and_from_actors_to_concepts_by_hand() -> None:
    concepts = tabulate(numbered(BY_HAND), by_target=True)
    assert weights(one_mode(concepts, "subtract", "no")) == {("x", "y"): 1 - 2}
    table = tabulate(numbered(BY_HAND))
    assert weights(two_mode(table, "subtract", "no")) == {
        ("A", "x"): 2, ("A", "y"): -1, ("B", "x"): 1, ("B", "y"): 1, ("C", "x"): -1,
    }  # fmt: skip
    assert weights(two_mode(table, "congruence", "activity")) == {
        ("A", "x"): 2 / 3,
        ("B", "x"): 1 / 2,
        ("B", "y"): 1 / 2,
    }
    assert weights(two_mode(table, "conflict", "prominence")) == {("A", "y"): 1 / 2, ("C", "x"): 1 / 4}


def test_a_tie_carries_the_statements_that_its_weight_rests_on() -> None:
    ties = {weight: next(iter(one_mode(tabulate(numbered(BY_HAND)), weight, "no"))) for weight in WEIGHTS}
    assert ties["congruence"].statements == ("s0", "s1", "s3")
    assert ties["conflict"].statements == ("s2", "s4")
    assert ties["subtract"].statements == ("s0", "s1", "s2", "s3", "s4")


marks = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz"), st.sampled_from([-1, 0, 1])), max_size=25
)


def by_definition(found: list[Mark], weight: Weight, normalise: str) -> dict[tuple[str, str], float]:
    """Loop over all actors, concepts and pairs of sides, as the definition reads."""
    actors, concepts = sorted({a for a, _, s in found if s}), sorted({c for _, c, s in found if s})
    cells = [(concept, side) for concept in concepts for side in (1, -1)]
    counts = {(a, *cell): found.count((a, *cell)) for a in actors for cell in cells}
    result = {}
    for one, other in combinations(actors, 2):
        same = sum(counts[one, c, s] * counts[other, c, s] for c, s in cells)
        opposite = sum(counts[one, c, s] * counts[other, c, -s] for c, s in cells)
        pairs = [(counts[one, c, s], counts[other, c, s]) for c, s in cells]
        norm = {
            "no": 1.0,
            "average": sum(a + b for a, b in pairs) / 2,
            "jaccard": sum(a * b if a and b else a + b for a, b in pairs),
            "cosine": sqrt(sum(a * a for a, _ in pairs)) * sqrt(sum(b * b for _, b in pairs)),
        }[normalise]
        value = {"congruence": same, "conflict": opposite, "subtract": same - opposite}[weight] / norm
        if value:
            result[one, other] = value
    return result


@given(marks, st.sampled_from(WEIGHTS), st.sampled_from(list(NORMS)))
def test_ties_are_those_of_the_definition(found: list[Mark], weight: Weight, normalise: str) -> None:
    expected = by_definition(found, weight, normalise)
    ties = weights(one_mode(tabulate(numbered(found)), weight, normalise))
    assert ties.keys() == expected.keys()
    assert all(isclose(ties[pair], expected[pair]) for pair in expected)


def ties_of(found: list[Position], *, by_target: bool = False) -> list[Tie]:
    return list(one_mode(tabulate(found, by_target=by_target), "subtract", "no"))


@given(marks, st.randoms(use_true_random=False))
def test_the_order_of_the_statements_does_not_matter(found: list[Mark], chance: Random) -> None:
    positions = numbered(found)
    shuffled = chance.sample(positions, len(positions))
    assert ties_of(shuffled) == ties_of(positions)
    assert list(two_mode(tabulate(shuffled), "subtract", "no")) == list(
        two_mode(tabulate(positions), "subtract", "no")
    )


@given(marks)
def test_subtract_is_congruence_less_conflict_and_changes_sign_with_one_side(found: list[Mark]) -> None:
    table = tabulate(numbered(found))
    same, opposite, both = (weights(one_mode(table, weight, "no")) for weight in WEIGHTS)
    pairs = same.keys() | opposite.keys()
    less = {pair: same.get(pair, 0) - opposite.get(pair, 0) for pair in pairs}
    assert both == {pair: value for pair, value in less.items() if value}
    turned = tabulate(numbered([(a, c, -s if a == "A" else s) for a, c, s in found]))
    with_a = {pair: value for pair, value in same.items() if "A" in pair}
    assert {
        pair: v for pair, v in weights(one_mode(turned, "conflict", "no")).items() if "A" in pair
    } == with_a


@given(marks, st.integers(2, 4))
def test_annotators_who_record_the_same_weigh_as_one(found: list[Mark], number: int) -> None:
    alone = weights(ties_of(numbered(found)))
    together = [
        position(place, mark, number, f"ann{annotator}")
        for annotator in range(number)
        for place, mark in enumerate(found)
    ]
    assert weights(ties_of(together)) == alone
    assert {tie.annotators for tie in ties_of(together)} <= {number}
